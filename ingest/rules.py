"""When a rule of the shapes, which is a query, can find something in a row: asking it would cost more than the row.

A screen looks at the values that a rule joins. It may let a row through in which the rule then finds nothing;
it never holds one back in which it finds something. A rule without a screen is asked of every row.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode, Triple

from ingest.spans import Span, may_always, may_be_before, may_be_finer, may_meet, span_of
from ontology.namespaces import HD
from ontology.shacl.report import Result
from ontology.shacl.shapes import PropertyShape
from ontology.shacl.things import Term, Thing, Values, World
from ontology.shacl.validate import ask_rules
from ontology.terms import concept, hd

REACH: Final = 3
"""How far the patterns of rules reach: a mission, its programme, the programme's quantity."""

Own = Mapping[NamedNode, Sequence[Term]]
"""The values of a thing by property and by path."""

_SHAPE: Final = "https://w3id.org/health-diplomacy/shape#"

# --- Paths of two steps ----------------------------------------------------------------------------------------------

PARTY_START: Final = NamedNode(f"{HD}~party/start")
PARTY_END: Final = NamedNode(f"{HD}~party/endLatest")
OLDER_DATE: Final = NamedNode(f"{HD}~supersedes/date")
PROGRAMME_QUANTITY: Final = NamedNode(f"{HD}~programme/quantity")
DESCRIBED_TYPE: Final = NamedNode(f"{HD}~describes/missionType")

_ROLES: Final = (
    hd.sentBy,
    hd.sendingOrganisation,
    hd.receivedBy,
    hd.receivingOrganisation,
    hd.fundedBy,
    hd.carriedBy,
    hd.commandedBy,
    hd.staffedBy,
    hd.hostedBy,
)
PATHS: Final[Mapping[NamedNode, tuple[tuple[NamedNode, ...], NamedNode]]] = MappingProxyType(
    {
        PARTY_START: (_ROLES, hd.start),
        PARTY_END: (_ROLES, hd.endLatest),
        OLDER_DATE: ((hd.supersedes,), hd.date),
        PROGRAMME_QUANTITY: ((hd.partOfProgramme,), hd.quantity),
        DESCRIBED_TYPE: ((hd.describes,), hd.missionType),
    }
)
"""The paths by which rules look at other things: from a thing by any of some properties, and on by one more."""

STEPS: Final[Mapping[NamedNode, tuple[tuple[NamedNode, NamedNode], ...]]] = MappingProxyType(
    {
        first: tuple((path, then) for path, (firsts, then) in PATHS.items() if first in firsts)
        for firsts, _ in PATHS.values()
        for first in firsts
    }
)
"""The paths that a property begins, each with the property by which it goes on."""


_FOLLOWED: Final = frozenset({*STEPS, hd.quantity})
"""The properties along which rules go from one thing to another."""


def along_paths(values: Values, of: Callable[[Term], Values]) -> dict[NamedNode, list[Term]]:
    """What stands at the ends of paths from a thing; a path that leads nowhere is not there."""
    found: dict[NamedNode, list[Term]] = {}
    for first in STEPS.keys() & values.keys():
        for path, then in STEPS[first]:
            ends = [end for value in values[first] for end in of(value).get(then, ())]
            if ends:
                found.setdefault(path, []).extend(ends)
    return found


# --- Screens ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Screen:
    """When a rule can find something: all of `needs` are there, `without` is not, and `may_find` says so of `reads`.

    A rule that is decided by what properties there are, whatever their values, is `by_counts`.
    """

    needs: tuple[NamedNode, ...]
    without: NamedNode | None = None
    reads: tuple[NamedNode, ...] = ()
    may_find: Callable[..., bool] = may_always
    by_counts: bool = False

    @property
    def grows(self) -> bool:
        """Whether what the rule finds in some values it finds in more."""
        return bool(self.needs) and self.without is None and not self.by_counts

    def lets_through(self, own: Own) -> bool:
        """Whether the rule may find something in a thing with these values."""
        return self.is_open(own) and self.may_find(*(span_of(own[path]) for path in self.reads))

    def is_open(self, present: Container[NamedNode]) -> bool:
        """Whether things with these properties can ever be at fault."""
        return all(path in present for path in self.needs) and self.without not in present


def _comparing(may_find: Callable[..., bool], *paths: NamedNode) -> Screen:
    return Screen(paths, reads=paths, may_find=may_find)


_SIDES_AND_TYPE: Final = (hd.sentBy, hd.receivedBy, hd.missionType)
_TWO_SIDED: Final = frozenset(
    concept("mission-type", notation) for notation in ("research-collaboration", "training", "agreement")
)
"""The types of missions whose sender may be a recipient too."""


def _may_be_sent_to_itself(senders: Span, recipients: Span, types: Span) -> bool:
    return may_meet(senders, recipients) and not types.terms <= _TWO_SIDED


_OF_PROGRAMME: Final = Screen((hd.quantity, hd.partOfProgramme, PROGRAMME_QUANTITY))

SCREENS: Final[Mapping[str, Screen]] = MappingProxyType(
    {
        f"{_SHAPE}{name}": screen
        for name, screen in {
            "date-precision": _comparing(may_be_finer, hd.date, hd.dateLatest, hd.dateEdtf),
            "end-precision": _comparing(may_be_finer, hd.end, hd.endLatest, hd.endEdtf),
            "quantity-of-programme": _OF_PROGRAMME,
            "quantity-within-programme": _OF_PROGRAMME,
            "sentBy-other": Screen(
                _SIDES_AND_TYPE, without=hd.occasion, reads=_SIDES_AND_TYPE, may_find=_may_be_sent_to_itself
            ),
            "start-dissolved": _comparing(may_be_before, PARTY_END, hd.start),
            "start-founded": _comparing(may_be_before, hd.startLatest, PARTY_START),
            "start-precision": _comparing(may_be_finer, hd.start, hd.startLatest, hd.startEdtf),
            "statedIn-of-mission": Screen((hd.describes, DESCRIBED_TYPE), hd.statedIn, by_counts=True),
            "supersedes-earlier": _comparing(may_be_before, hd.dateLatest, OLDER_DATE),
        }.items()
    }
)
"""The screen of each rule, by the IRI of its shape."""

UNSCREENED: Final = Screen(())
"""The screen of a rule that has none."""


# --- Asking --------------------------------------------------------------------------------------------------------


def screen_of(shape: PropertyShape) -> Screen:
    """The screen of a shape's rules; one that lets everything through where none was written."""
    return SCREENS.get(shape.iri, UNSCREENED)


def ask(shapes: Iterable[PropertyShape], thing: Thing, world: World) -> Iterator[Result]:
    """What the rules of shapes find in a thing, asked only where they may find something."""
    ruled = tuple(shapes)
    if ruled:
        own = {**thing.values, **along_paths(thing.values, world.values)}
        foci = {shape: {thing.node} for shape in ruled if screen_of(shape).lets_through(own)}
        if foci:
            yield from ask_rules(_around(thing.node, world), foci)


def _around(node: Term, world: World) -> set[Triple]:
    """What is said of a thing, and of the things that rules go on to from it."""
    told: set[Triple] = set()
    reached: set[Term] = {node}
    for _ in range(REACH):
        said = {
            Triple(subject, path, value)  # type: ignore[arg-type] # no literal has values
            for subject in reached
            for path, values in world.values(subject).items()
            for value in values
        }
        reached = {triple.object for triple in said - told if triple.predicate in _FOLLOWED}
        told |= said
    return told


__all__ = [
    "PATHS",
    "SCREENS",
    "STEPS",
    "UNSCREENED",
    "Own",
    "Screen",
    "along_paths",
    "ask",
    "may_be_before",
    "screen_of",
]
