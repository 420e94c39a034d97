"""What a row can describe, one table for all kinds: their fields and the claims they make."""

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

__all__ = ["KINDS", "Kind"]
