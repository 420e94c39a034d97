"""What a row can describe, one table for all kinds: their fields and the claims they make."""

from dataclasses import replace

from ingest.kinds.evidence_kinds import CLAIM, CRISIS, CRISIS_CLAIM, EVENT
from ingest.kinds.kind import Kind
from ingest.kinds.mission import MISSION
from ingest.kinds.occurrence_kinds import CONFLICT_YEAR, OUTBREAK
from ingest.kinds.register_kinds import (
    COUNTRY,
    COUNTRY_NAME,
    MEMBERSHIP,
    ORGANISATION,
    PRODUCT,
    PUBLISHER,
    TERRITORY,
)
from ingest.kinds.relation_kinds import CONFLICT_PARTICIPATION, MISSION_STEP, RELATION_STATE
from ingest.source_spec import SourceSpec

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        CLAIM,
        CONFLICT_PARTICIPATION,
        CONFLICT_YEAR,
        COUNTRY,
        COUNTRY_NAME,
        CRISIS,
        CRISIS_CLAIM,
        EVENT,
        MEMBERSHIP,
        MISSION,
        MISSION_STEP,
        ORGANISATION,
        OUTBREAK,
        PRODUCT,
        PUBLISHER,
        RELATION_STATE,
        TERRITORY,
    )
}
"""Every kind of record by its name in source specs."""


def kind_of(spec: SourceSpec) -> Kind:
    """The kind of record that a source's rows describe, with the key of its own that the spec may name."""
    kind = KINDS[spec.record]
    return replace(kind, key=spec.key) if spec.key else kind


__all__ = ["KINDS", "Kind", "kind_of"]
