"""The two sides of a pair that a person judges: what is said of each, and on whose word."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from pyoxigraph import Literal, Quad

from hakim.finding import shortened
from ontology.identifiers import Identifiers
from ontology.namespaces import HD, SCHEME
from ontology.nquads import read_canonical
from ontology.terms import hd
from records.model import Sighting
from records.store import Store

MOST_RECORDS: Final = 20
FIRST: Final = (
    "name",
    "missionType",
    "sentBy",
    "sendingOrganisation",
    "receivedBy",
    "receivingOrganisation",
    "startEdtf",
    "endEdtf",
    "inResponseTo",
    "status",
    "atPlace",
)
"""What a person compares first; the rest comes in the order of its letters."""
_LEFT_OUT: Final = frozenset({"start", "startLatest", "end", "endLatest", "identifier", "type"})
"""What says again what others say for people."""


@dataclass(frozen=True, slots=True)
class Told:
    """A record that tells of a thing: where it stands, how it is graded, and what it cites."""

    record: str
    source: str
    file: str
    line: int
    grade: str
    publishers: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The place and the word behind it, for people.

        >>> Told("urn:r", "hdm", "missions.csv", 12, "B2", ("WAM",), ("https://example.org/1",)).words
        'missions.csv, line 12, grade B2: WAM, https://example.org/1'
        """
        place = f"{self.file or self.source}, line {self.line}, grade {self.grade}"
        return ": ".join(filter(None, (place, ", ".join((*self.publishers, *self.documents)))))


@dataclass(frozen=True, slots=True)
class Side:
    """What is said of a thing, by property, each value once; and by which records."""

    thing: str
    facts: Mapping[str, tuple[str, ...]]
    told: tuple[Told, ...]


def side_of(store: Store, ids: Identifiers, thing: str) -> Side:
    """One side of a pair, as the store of record has it."""
    facts: dict[str, dict[str, None]] = {}
    told: list[Told] = []
    sources = {run.id: run.header.source for run in store.journal.runs()}
    for graph, text in store.journal.records_of(thing, MOST_RECORDS):
        quads = list(read_canonical(text))
        for name, value in _facts(quads, thing):
            shown = value.value if isinstance(value, Literal) else _called(store, ids, quads, value)
            facts.setdefault(name, {})[shown] = None
        told += [_told(quads, graph, sources[seen.run], seen) for seen in store.journal.sightings([graph])]
    ordered = sorted(facts, key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name))
    return Side(thing, {name: tuple(facts[name]) for name in ordered}, tuple(told))


def compared(left: Side, right: Side) -> Iterator[tuple[str, str, str, str]]:
    """The rows that a person reads: a property, `=` where both say the same, and what each says."""
    names = [*left.facts, *(name for name in right.facts if name not in left.facts)]
    for name in sorted(names, key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name)):
        one, other = (side.facts.get(name, ()) for side in (left, right))
        yield name, "=" if set(one) == set(other) else "", "; ".join(one), "; ".join(other)


def _facts(quads: Sequence[Quad], thing: str) -> Iterator[tuple[str, Any]]:
    """The facts of a thing and of its parts: `quantity/amount`."""
    for quad in quads:
        subject = _text(quad.subject)
        end = quad.predicate.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
        if end in _LEFT_OUT or not (subject == thing or subject.startswith(f"{thing}/")):
            continue
        if not _text(quad.object).startswith(f"{thing}/"):
            yield f"{subject.removeprefix(thing)}/{end}".lstrip("/"), quad.object


def _called(store: Store, ids: Identifiers, quads: Sequence[Quad], thing: object) -> str:
    """What a thing is called for people, by the record at hand or by the first that describes it."""
    iri = _text(thing)
    if iri.startswith((SCHEME, HD)):
        return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
    others = (read_canonical(text) for _, text in store.journal.records_of(iri, 1))
    names = (_name(iri, told) for told in chain([quads], others))
    return next(filter(None, names), shortened(iri, ids))


def _name(iri: str, quads: Iterable[Quad]) -> str:
    """The name that quads give a thing, the English one if there is one."""
    names = [
        (quad.object.language not in {"en", None}, quad.object.value)
        for quad in quads
        if quad.predicate == hd.name and isinstance(quad.object, Literal) and _text(quad.subject) == iri
    ]
    return min(names, default=(False, ""))[1]


def _told(quads: Sequence[Quad], graph: str, source: str, seen: Sighting) -> Told:
    said: dict[tuple[str, str], list[str]] = {}
    for quad in quads:
        said.setdefault((_text(quad.subject), quad.predicate.value), []).append(_text(quad.object))
    cited = said.get((graph, hd.statedIn.value), [])
    publishers = [one for document in cited for one in said.get((document, hd.publishedBy.value), [])]
    grades = (
        min((value.rsplit("/", 1)[-1] for value in said.get((graph, part.value), [])), default="?")
        for part in (hd.reliability, hd.credibility)
    )
    return Told(
        record=graph,
        source=source,
        file=seen.file_name,
        line=seen.line,
        grade="".join(grades),
        publishers=tuple(name for one in publishers for name in said.get((one, hd.name.value), [])),
        documents=tuple(url for one in cited for url in said.get((one, hd.url.value), [one])),
    )


def _text(term: object) -> str:
    return str(getattr(term, "value", term))
