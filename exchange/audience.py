"""An audience: one recipient, what each record is marked with towards it, and in which form facts leave."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from exchange.claims import RecordClass
from exchange.generalise import Generalisation
from exchange.marking import Marking, Reason, Recipient, meet, why_not
from exchange.scheme import TLP, Scheme
from ontology.namespaces import DEFAULT_ID_BASE, HD, SCHEME


@dataclass(frozen=True, slots=True)
class Audience:
    """What a release asks of a policy.

    `markings` are by source and marking of the record; `restricted` meets those of single records, by graph. `terms`
    are the IRIs of ours that releasable files of the ontology declare. `public_kinds` are the kinds of things whose
    names are no secret where a public record describes them; `key` makes the names of all others, which stay as they
    are without one.
    """

    recipient: Recipient
    markings: Mapping[tuple[str, str], Marking]
    restricted: Mapping[str, Marking] = field(default_factory=dict)
    scheme: Scheme = TLP
    rules: tuple[Generalisation, ...] = ()
    terms: frozenset[str] = frozenset()
    bases: tuple[str, ...] = (DEFAULT_ID_BASE,)
    public_kinds: frozenset[str] = frozenset()
    key: bytes = b""

    @property
    def ours(self) -> tuple[str, ...]:
        """How IRIs of ours begin."""
        return (*self.bases, HD, SCHEME)

    def marking(self, graph: str, of: RecordClass) -> Marking | None:
        """The marking of a record; None where nothing marks it."""
        found = self.markings.get((of.source, of.marking))
        restriction = self.restricted.get(graph)
        if found is None or restriction is None:
            return found
        return meet(found, restriction, self.scheme)

    def why_not(self, graph: str, of: RecordClass) -> Reason | None:
        """Why a record stays; None where it leaves."""
        return why_not(self.marking(graph, of), self.recipient, self.scheme)
