"""What leaves: the one function that decides, for packages and for views alike.

A record leaves iff its marking allows. A claim in it leaves iff every IRI of ours that it names is described by a
record that leaves, that is, iff a claim about it leaves. All that is made of a release is made of the leaving claims
alone. Blank nodes and triple terms never leave.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from exchange.audience import Audience
from exchange.claims import Claims, RecordClass, Told
from exchange.generalise import Generaliser
from exchange.pseudonyms import Pseudonyms
from exchange.scheme import PUBLIC
from graph.line_sort import sorted_blocks
from ontology.nquads import canonical_line, lines_of, read_canonical

WHOLE_KINDS: Final = frozenset({"judgement", "name-judgement"})
"""Records that leave whole or not at all: what is judged of two things is for nobody who may have only one."""
RECORDS_A_BATCH: Final = 1_000
REMEMBERED: Final = 200_000
"""IRIs of which is known whether they are described, and names that were made, without asking again."""
_LITERAL: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_TOKEN: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"|<([^<>\n]*)>')


@dataclass(frozen=True, slots=True)
class Released:
    """A record as it leaves: its graph, its kind and marking, its canonical N-Quads in order."""

    graph: str
    kind: str
    marking: str
    text: str


def release(claims: Claims, audience: Audience) -> "Release":
    """What an audience may have of some claims: a stream that can be read again, and is always the same."""
    return Release(claims, audience)


class Release:
    """The leaving records; see `release`."""

    def __init__(self, claims: Claims, audience: Audience) -> None:
        self._claims = claims
        self._audience = audience
        self._generaliser = Generaliser(audience.rules)
        prefixes = "|".join(map(re.escape, audience.ours))
        self._our_iri = re.compile(rf"<((?:{prefixes})[^<>\n]*)>")
        self._allowed = frozenset(of for of in claims.classes() if audience.why_not("", of) is None)
        self._held_back = frozenset(
            graph for graph in audience.restricted if any(audience.why_not(graph, of) for of in self._allowed)
        )

    @cached_property
    def _lost(self) -> "_Lost":
        """What no leaving claim is about although a leaving record describes it: known when it grows no longer."""
        lost = _Lost(self._held_back)
        while True:
            before = lost.copy()
            for _ in self._texts(lost):
                pass
            if lost == before:
                return lost

    def records(self) -> Iterator[Released]:
        """The records as they leave, in the order of the claims; those of which nothing leaves are left out."""
        naming = _Naming(self._claims, self._audience, self._allowed, self._held_back)
        for batch in _batches(self._texts(self._lost)):
            naming.look_up({iri for told in batch for iri in self._our_iri.findall(told.text)})
            for told in batch:
                if text := naming.apply(told.text):
                    yield Released(naming.name(told.graph), told.of.kind, told.of.marking, text)

    def blocks(self, folder: Path | None = None) -> Iterator[list[bytes]]:
        """The leaving claims as canonical N-Quads lines, sorted, each once, in blocks."""
        return sorted_blocks((lines_of(record.text) for record in self.records()), folder)

    def _texts(self, lost: "_Lost") -> Iterator[Told]:
        """The records with the claims that leave, under the names that they have here."""
        described = _Described(self._claims, self._audience, self._allowed, lost)
        for batch in _batches(self._claims.records(self._allowed)):
            told = [one._replace(text=self._generaliser.apply(one.text)) for one in batch]
            described.look_up({iri for one in told for iri in self._our_iri.findall(one.text)})
            for before, one in zip(batch, told, strict=True):
                if one.graph in self._held_back:
                    continue
                text = self._leaving(one, described)
                if text != before.text:
                    lost.add(one.graph, _subjects(before.text) - _subjects(text))
                if text:
                    yield one._replace(text=text)

    def _leaving(self, told: Told, described: "_Described") -> str:
        """The claims of a record that leave."""
        text = told.text
        if described.all(self._our_iri.findall(text)) and "<<(" not in text and "_:" not in text:
            return text
        quads = list(read_canonical(text))
        leaving = [quad for quad in quads if self._leaves(quad, described)]
        if told.of.kind in WHOLE_KINDS and len(leaving) < len(quads):
            return ""
        return "".join(map(canonical_line, leaving))

    def _leaves(self, quad: Quad, described: "_Described") -> bool:
        iris = list(_named(quad))
        return None not in iris and described.all(
            iri for iri in iris if iri is not None and iri.startswith(self._audience.ours)
        )


@dataclass
class _Lost:
    """Things of which a record that describes them tells nothing that leaves: the graphs of these records, by thing;
    and the graphs that are held back altogether.
    """

    held_back: frozenset[str]
    graphs: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, graph: str, subjects: Iterable[str]) -> None:
        for subject in subjects:
            self.graphs[subject].add(graph)

    def copy(self) -> "_Lost":
        return _Lost(self.held_back, {subject: set(graphs) for subject, graphs in self.graphs.items()})


class _Described:
    """Which IRIs of ours a leaving claim is about."""

    def __init__(self, claims: Claims, audience: Audience, allowed: Set[RecordClass], lost: _Lost) -> None:
        self._claims = claims
        self._audience = audience
        self._allowed = allowed
        # Asked of the state before this pass: what is lost in it counts in the next one.
        self._lost = lost.copy()
        self._known: dict[str, bool] = {}

    def look_up(self, iris: Set[str]) -> None:
        """Finds out about some IRIs; those of the batch at hand are known then."""
        if len(self._known) > REMEMBERED:
            self._known.clear()
        new = sorted(iris - self._known.keys() - self._audience.terms)
        self._known.update(dict.fromkeys(new, False))
        for lost in (iri for iri in new if iri in self._lost.graphs):
            without = self._lost.held_back | self._lost.graphs[lost]
            found = self._claims.described([lost], self._allowed, without)
            self._known[lost] = bool(found)
        others = [iri for iri in new if iri not in self._lost.graphs]
        found = self._claims.described(others, self._allowed, self._lost.held_back)
        self._known.update(dict.fromkeys(found, True))

    def all(self, iris: Iterable[str]) -> bool:
        """Whether leaving claims are about all of them."""
        return all(self._known.get(iri, False) or iri in self._audience.terms for iri in iris)


class _Naming:
    """Gives things the names that they have towards the audience."""

    def __init__(
        self, claims: Claims, audience: Audience, allowed: Set[RecordClass], held_back: Set[str]
    ) -> None:
        self._claims = claims
        self._audience = audience
        self._public = frozenset(of for of in allowed if of.marking == PUBLIC)
        self._held_back = held_back
        self._pseudonyms = [Pseudonyms(base, audience.key) for base in audience.bases]
        self._names: dict[str, str] = {}

    def look_up(self, iris: Set[str]) -> None:
        """Makes the names of some IRIs of ours."""
        if not self._audience.key:
            return
        if len(self._names) > REMEMBERED:
            self._names.clear()
        new = sorted(iris - self._names.keys())
        open_ones = [iri for iri in new if self._kind(iri) in self._audience.public_kinds]
        public = self._claims.described(open_ones, self._public, self._held_back)
        for iri in new:
            self._names[iri] = iri if iri in public else self._made(iri)

    def name(self, iri: str) -> str:
        """The name of a thing that was looked up."""
        return self._names.get(iri, iri)

    def apply(self, text: str) -> str:
        """Canonical N-Quads under these names, in order."""
        if self._audience.key and text:
            text = self._renamed(text)
        return "".join(sorted(set(lines_of(text))))

    def _renamed(self, text: str) -> str:
        if any("<" in literal for literal in _LITERAL.findall(text)):
            # What a literal quotes is no name.
            return _TOKEN.sub(self._token, text)
        for iri in set(re.findall(r"<([^<>\n]*)>", text)):
            name = self._names.get(iri, iri)
            if name != iri:
                text = text.replace(f"<{iri}>", f"<{name}>")
        return text

    def _token(self, found: "re.Match[str]") -> str:
        return found[0] if found[1] is None else f"<{self.name(found[1])}>"

    def _kind(self, iri: str) -> str:
        for base in self._audience.bases:
            if iri.startswith(base):
                return iri.removeprefix(base).split("/", 1)[0]
        return ""

    def _made(self, iri: str) -> str:
        for base, pseudonyms in zip(self._audience.bases, self._pseudonyms, strict=True):
            if iri.startswith(base):
                return pseudonyms.name(iri)
        return iri


def _subjects(text: str) -> set[str]:
    """The IRIs that canonical lines are about."""
    return {line[1 : line.index(">")] for line in lines_of(text) if line.startswith("<") and line[1] != "<"}


def _named(quad: Quad) -> Iterator[str | None]:
    """The IRIs that a quad names; None for what has no name."""
    terms: Sequence[Any] = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    for term in terms:
        match term:
            case NamedNode():
                yield term.value
            case Literal():
                yield term.datatype.value
            case BlankNode() | Triple():
                yield None
            case _:
                yield None


def _batches(told: Iterator[Told]) -> Iterator[list[Told]]:
    while batch := list(islice(told, RECORDS_A_BATCH)):
        yield batch
