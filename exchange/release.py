"""What leaves: the one function that decides, for packages and for views alike.

A record leaves iff its marking allows. A claim in it leaves iff every IRI of ours that it names is described by a
record that leaves, that is, iff a claim about it leaves. All that is made of a release is made of the leaving claims
alone. Blank nodes and triple terms never leave.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from exchange.audience import Audience
from exchange.claims import Claims, RecordClass, Told
from exchange.generalise import Generaliser
from exchange.pseudonyms import Pseudonyms, owner_of
from exchange.scheme import PUBLIC
from exchange.terms import Claim, claims_of, is_ground, names_in, text_of
from graph.line_sort import LineSort
from ontology.nquads import lines_of

WHOLE_KINDS: Final = frozenset(
    {
        "judgement",
        "name-judgement",
        "received-judgement",
        "received-name-judgement",
        "claim",
        "crisis-claim",
        "conflict-participation",
        "membership",
        "mission-step",
        "relation-state",
    }
)
"""Records that leave whole or not at all: what is said of things that one may not all have, says nothing without them,
and fits no shape."""
RECORDS_A_BATCH: Final = 1_000
REMEMBERED: Final = 200_000
"""IRIs of which is known whether they are described, and names that were made, without asking again."""


@dataclass(frozen=True, slots=True)
class Released:
    """A record as it leaves: its graph, its kind and marking, its canonical N-Quads in order.

    `level` and `caveats` are what the policy makes of the marking.
    """

    graph: str
    kind: str
    marking: str
    level: str
    caveats: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True)
class InOrder:
    """What leaves as canonical N-Quads lines, sorted, each once, in blocks, to be asked for once; and which levels and
    caveats the records have that leave.
    """

    levels: frozenset[str]
    caveats: frozenset[str]
    blocks: Iterator[list[bytes]]


def release(claims: Claims, audience: Audience) -> "Release":
    """What an audience may have of some claims: a stream that can be read again, and is always the same."""
    return Release(claims, audience)


class Release:
    """The leaving records; see `release`."""

    def __init__(self, claims: Claims, audience: Audience) -> None:
        self._claims = claims
        self._audience = audience
        self._generaliser = Generaliser(audience.rules)
        allowed = frozenset(of for of in claims.classes() if audience.why_not("", of) is None)
        held_back = frozenset(
            graph for graph in audience.restricted if any(audience.why_not(graph, of) for of in allowed)
        )
        self._leaving = Leaving(allowed, held_back)

    def records(self) -> Iterator[Released]:
        """The records as they leave, in the order of the claims; those of which nothing leaves are left out."""
        return self._pass(self._lost, Lost())

    def in_order(self, folder: Path | None = None) -> InOrder:
        """The leaving claims in their one order; a file in `folder` holds what memory does not."""
        lost = Lost()
        while True:
            grown = lost.copy()
            levels, caveats = set[str](), set[str]()
            lines = LineSort(folder)
            for record in self._pass(lost, grown):
                levels.add(record.level)
                caveats |= record.caveats
                lines.add(lines_of(record.text))
            if not self._matters(lost, grown):
                return InOrder(frozenset(levels), frozenset(caveats), _drained(lines))
            lines.close()
            lost = grown

    def leaving(self, told: Told) -> list[Claim]:
        """The claims of a record that leave, under the names that they have here; none where its marking stays."""
        if told.of not in self._leaving.classes or told.graph in self._leaving.held_back:
            return []
        return self._read(told).leaving(self._known)

    def coarser(self, claim: Claim, told: Told) -> Claim | None:
        """What rules make of a claim of a record; None where they leave it out."""
        changed = self._generaliser.apply([claim], told.of.marking, claims_of(told.text, told.graph))
        return changed[0] if changed else None

    def hidden(self, claim: Claim) -> list[str]:
        """The IRIs that a claim names and that may not be named, sorted."""
        return sorted(name for name in names_in([claim]) if not self._known.all({name}))

    @cached_property
    def _known(self) -> "Described":
        return self._described(self._lost)

    @cached_property
    def _lost(self) -> "Lost":
        """What is lost when nothing more is."""
        lost = Lost()
        while True:
            grown = lost.copy()
            for _ in self._pass(lost, grown):
                pass
            if not self._matters(lost, grown):
                return lost
            lost = grown

    def _matters(self, before: "Lost", after: "Lost") -> bool:
        """Whether of something that was lost in a pass it is no longer true that it may be named, or openly."""
        new = sorted(
            f"<{thing}>" for thing in after.graphs if after.graphs[thing] != before.graphs.get(thing)
        )
        pairs = [
            (self._described(before), self._described(after)),
            (self._described_openly(before), self._described_openly(after)),
        ]
        return any(one.all({name}) and not other.all({name}) for one, other in pairs for name in new)

    def _pass(self, lost: "Lost", grown: "Lost") -> Iterator[Released]:
        """The records without what names anything lost; what is lost by this is added to `grown`."""
        described = self._described(lost)
        naming = Naming(self._audience, self._described_openly(lost))
        for batch in _batches(self._claims.records(self._leaving.classes)):
            read = [self._read(told) for told in batch if told.graph not in self._leaving.held_back]
            names = set[str]().union(*(record.names for record in read))
            described.look_up(names)
            naming.look_up(names)
            for record in read:
                leaving = record.leaving(described)
                if len(leaving) < record.told.text.count("\n"):
                    grown.add(record.told.graph, record.subjects - {claim[0] for claim in leaving})
                if leaving:
                    yield naming.released(record.told, leaving)

    def _described(self, lost: "Lost") -> "Described":
        return Described(self._claims, self._audience, self._leaving, lost)

    def _described_openly(self, lost: "Lost") -> "Described":
        """What leaving records describe that the whole world may know."""
        classes = frozenset(of for of in self._leaving.classes if of.marking == PUBLIC)
        return Described(self._claims, self._audience, self._leaving._replace(classes=classes), lost)

    def _read(self, told: Told) -> "_Read":
        claims = claims_of(told.text, told.graph)
        ground = [claim for claim in claims if is_ground(claim)]
        coarser = self._generaliser.apply(ground, told.of.marking)
        whole = told.of.kind not in WHOLE_KINDS or len(ground) == told.text.count("\n")
        subjects = {claim[0] for claim in claims}
        return _Read(told, coarser if whole else [], names_in(coarser) | {f"<{told.graph}>"}, subjects)


class _Read(NamedTuple):
    """A record with its ground claims, as rules make them coarser; what these name; and what it described before."""

    told: Told
    claims: list[Claim]
    names: set[str]
    subjects: set[str]

    def leaving(self, described: "Described") -> list[Claim]:
        """The claims that leave."""
        if described.all(self.names):
            return self.claims
        graph = f"<{self.told.graph}>"
        if not described.all({graph}):
            return []
        leaving = [claim for claim in self.claims if described.all(names_in([claim]))]
        whole = self.told.of.kind not in WHOLE_KINDS or len(leaving) == len(self.claims)
        return leaving if whole else []


class Leaving(NamedTuple):
    """The classes of records that leave, and the graphs of those among them that are held back."""

    classes: frozenset[RecordClass]
    held_back: frozenset[str]


@dataclass
class Lost:
    """Things of which a record that describes them tells nothing that leaves: the graphs of these records, by thing."""

    graphs: dict[str, frozenset[str]] = field(default_factory=dict)

    def add(self, graph: str, subjects: Iterable[str]) -> None:
        """A record tells nothing of some subjects any more."""
        for subject in subjects:
            thing = subject.strip("<>")
            self.graphs[thing] = self.graphs.get(thing, frozenset()) | {graph}

    def copy(self) -> "Lost":
        """The same, to be added to."""
        return Lost(dict(self.graphs))


class Described:
    """Which IRIs may be named: those that are not ours, terms that are public, and what a leaving claim is about."""

    def __init__(self, claims: Claims, audience: Audience, leaving: Leaving, lost: Lost) -> None:
        self._claims = claims
        self._audience = audience
        self._leaving = leaving
        self._lost = lost
        self._ours = tuple(f"<{prefix}" for prefix in audience.ours)
        self._yes: set[str] = set()
        self._no: set[str] = set()

    def look_up(self, names: Set[str]) -> None:
        """Finds out about some IRIs, each in its angle brackets."""
        if len(self._yes) + len(self._no) > REMEMBERED:
            self._yes.clear()
            self._no.clear()
        new = names - self._yes - self._no
        asked = {name[1:-1] for name in new if name.startswith(self._ours)} - self._audience.terms
        found = self._described(sorted(asked - self._lost.graphs.keys()), self._leaving.held_back)
        for thing in sorted(asked & self._lost.graphs.keys()):
            found |= self._described([thing], self._leaving.held_back | self._lost.graphs[thing])
        self._no.update(f"<{thing}>" for thing in asked - found)
        self._yes.update(new - self._no)

    def all(self, names: Set[str]) -> bool:
        """Whether all of them may be named."""
        if names <= self._yes:
            return True
        self.look_up(names)
        return names <= self._yes

    def _described(self, things: Sequence[str], without: Set[str]) -> set[str]:
        return self._claims.described(things, self._leaving.classes, without)


class Naming:
    """Gives things the names that they have towards the audience."""

    def __init__(self, audience: Audience, openly: Described) -> None:
        self._audience = audience
        self._openly = openly
        self._pseudonyms = {base: Pseudonyms(base, audience.key) for base in audience.bases}
        self._names: dict[str, str] = {}

    def look_up(self, names: Set[str]) -> None:
        """Makes the names for some IRIs, each in its angle brackets."""
        if not self._audience.key:
            return
        if len(self._names) > REMEMBERED:
            self._names.clear()
        bases = tuple(f"<{base}" for base in self._audience.bases)
        new = {name for name in names - self._names.keys() if name.startswith(bases)}
        self._openly.look_up({name for name in new if self._kind(name[1:-1]) in self._audience.public_kinds})
        self._names.update((name, f"<{self._name(name[1:-1])}>") for name in new)

    def released(self, told: Told, claims: Iterable[Claim]) -> Released:
        """A record of which claims leave, under these names."""
        name = self._names.get
        graph = f"<{told.graph}>"
        named = ((name(one, one), name(two, two), name(three, three)) for one, two, three in claims)
        new = name(graph, graph)[1:-1]
        level, caveats = self._label(told)
        return Released(new, told.of.kind, told.of.marking, level, caveats, text_of(named, new))

    def _label(self, told: Told) -> tuple[str, frozenset[str]]:
        marking = self._audience.marking(told.graph, told.of)
        return (marking.level, marking.caveats) if marking else ("", frozenset())

    def _kind(self, iri: str) -> str:
        return iri.removeprefix(self._base(iri)).split("/", 1)[0]

    def _base(self, iri: str) -> str:
        return next(base for base in self._audience.bases if iri.startswith(base))

    def _name(self, iri: str) -> str:
        owner, part = owner_of(iri, self._base(iri))
        if part:
            return f"{self._name(owner)}/{part}"
        if self._kind(iri) in self._audience.public_kinds and self._openly.all({f"<{iri}>"}):
            return iri
        return self._pseudonyms[self._base(iri)].name(iri)


def _drained(lines: LineSort) -> Iterator[list[bytes]]:
    with lines:
        yield from lines.blocks()


def _batches(told: Iterator[Told]) -> Iterator[list[Told]]:
    while batch := list(islice(told, RECORDS_A_BATCH)):
        yield batch
