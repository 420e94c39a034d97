"""Why each fact about a thing leaves or stays, as the release itself finds: nothing is decided here."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from exchange.audience import Audience
from exchange.claims import Claims, Told
from exchange.release import Release, release
from exchange.terms import Claim, claims_of, is_ground
from ontology.namespaces import PREFIXES

LEAVES: Final = "leaves"


@dataclass(frozen=True, slots=True)
class ExplainedFact:
    """A fact as it stands here, and what becomes of it: that it leaves, as what, or why it stays."""

    text: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A record about a thing, whether it leaves, and its facts."""

    graph: str
    source: str
    marking: str
    verdict: str
    facts: tuple[ExplainedFact, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The same as JSON has it."""
        return asdict(self)


def explain(claims: Claims, audience: Audience, entity: str) -> Iterator[Explained]:
    """What becomes of each record that describes a thing, in the order of their graphs."""
    leaving = release(claims, audience)
    classes = frozenset(claims.classes())
    graphs = set(claims.graphs_describing(entity, classes))
    found = sorted(
        (told for told in claims.records(classes) if told.graph in graphs), key=lambda told: told.graph
    )
    for told in found:
        yield _record(told, audience, leaving)


def _record(told: Told, audience: Audience, leaving: Release) -> Explained:
    reason = audience.why_not(told.graph, told.of)
    if reason:
        return _explained(told, f"stays: {reason.text} ({reason.rule})")
    shown = _Shown(audience)
    facts = tuple(
        ExplainedFact(shown.claim(claim), _fact(claim, told, leaving, shown))
        for claim in claims_of(told.text, told.graph)
    )
    return _explained(told, _whole(facts, told, leaving), facts)


def _explained(told: Told, verdict: str, facts: tuple[ExplainedFact, ...] = ()) -> Explained:
    return Explained(told.graph, told.of.source, told.of.marking, verdict, facts)


def _whole(facts: tuple[ExplainedFact, ...], told: Told, leaving: Release) -> str:
    if not leaving.leaving(told):
        return "stays: nothing of it leaves without what it says of other things (incomplete)"
    staying = sum(1 for fact in facts if fact.verdict.startswith("stays"))
    return f"{LEAVES}, {len(facts) - staying} of {len(facts)} facts"


def _fact(claim: Claim, told: Told, leaving: Release, shown: "_Shown") -> str:
    if not is_ground(claim):
        return "stays: it has a blank node or a triple term (nameless)"
    coarser = leaving.coarser(claim, told)
    if coarser is None:
        return "stays: a rule for the partner leaves it out (rule)"
    hidden = leaving.hidden(coarser)
    if hidden:
        return f"stays: nothing that leaves describes {', '.join(map(shown.term, hidden))} (hidden)"
    if coarser not in leaving.leaving(told):
        return "stays: its record leaves whole or not at all (incomplete)"
    return LEAVES if coarser == claim else f"{LEAVES} as {shown.term(coarser[2])}"


class _Shown:
    """Terms as people read them: IRIs by their prefixes, those of ours by what comes behind their base."""

    def __init__(self, audience: Audience) -> None:
        self._prefixes = [
            *((base, "") for base in audience.bases),
            *((iri, f"{name}:") for name, iri in PREFIXES.items()),
        ]

    def claim(self, claim: Claim) -> str:
        """A claim."""
        return " ".join(map(self.term, claim))

    def term(self, term: str) -> str:
        """A term."""
        if term[0] != "<":
            return term
        iri = term[1:-1]
        for begin, name in self._prefixes:
            if iri.startswith(begin):
                return f"{name}{iri.removeprefix(begin)}"
        return term
