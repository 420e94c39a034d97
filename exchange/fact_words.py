"""A difference in people's words: by thing, what was added, what was removed, and what became something else."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from exchange.difference import Changed, Side
from ontology.files import SCHEMES, VOCABULARY, read_file
from ontology.namespaces import HD, PREFIXES
from ontology.nquads import read_canonical

NAMING: Final = (f"{HD}name", f"{PREFIXES['skos']}prefLabel", f"{PREFIXES['rdfs']}label")
"""What things are called by, the best first."""
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {"added": "added", "removed": "removed", "changed": "changed", "to": "→"},
    "ar": {"added": "أُضيف", "removed": "أُزيل", "changed": "تغيّر", "to": "←"},
}
LANGUAGES: Final = tuple(_WORDS)
_TYPE: Final = f"{PREFIXES['rdf']}type"
Names = Mapping[str, Mapping[str, str]]
"""What things are called, by IRI and language."""


@dataclass(frozen=True, slots=True)
class FactWords:
    """What became of one property of a thing in one record, in words. `before` or `now` is "" where there is none."""

    thing: str
    name: str
    what: str
    property: str
    before: str
    now: str
    record: str


def subjects_and_objects(changes: Iterable[Changed]) -> set[str]:
    """The IRIs whose names the words of a difference need."""
    return {
        term.value
        for quad in _quads(changes)
        for term in (quad.subject, quad.object)
        if isinstance(term, NamedNode)
    }


def names_of(wanted: frozenset[str], lines: Iterable[str]) -> dict[str, dict[str, str]]:
    """What things are called, by IRI and language, as far as lines of facts say."""
    found: dict[str, dict[str, str]] = {}
    begins = {f"<{iri}>" for iri in wanted}
    properties = {f"<{name}>" for name in NAMING}
    for line in lines:
        subject, predicate, _ = line.split(" ", 2)
        if predicate in properties and subject in begins:
            [quad] = read_canonical(line)
            if isinstance(quad.object, Literal):
                found.setdefault(subject[1:-1], {}).setdefault(quad.object.language or "", quad.object.value)
    return found


def words(changes: Iterable[Changed], names: Names, language: str) -> Iterator[FactWords]:
    """A difference in words, in the order of its lines."""
    said = _WORDS[language]
    for _, group in groupby(_quads_with_side(changes), lambda one: (one[1].subject, one[1].predicate)):
        for record in _by_record(group):
            before = [_shown(quad.object, names, language) for side, quad in record if side is Side.REMOVED]
            now = [_shown(quad.object, names, language) for side, quad in record if side is Side.ADDED]
            what = said["changed"] if before and now else said["added"] if now else said["removed"]
            quad = record[0][1]
            yield FactWords(
                _iri(quad.subject),
                _name(_iri(quad.subject), names, language),
                what,
                _name(quad.predicate.value, names, language),
                "; ".join(before),
                "; ".join(now),
                _iri(quad.graph_name),
            )


def text_of(one: FactWords, language: str) -> str:
    """One line for people.

    >>> text_of(FactWords("urn:m", "Mission", "changed", "start", "2020", "2021", "urn:r"), "en")
    'changed: start: 2020 → 2021'
    """
    values = f" {_WORDS[language]['to']} ".join(filter(None, (one.before, one.now)))
    return f"{one.what}: {one.property}: {values}"


def _by_record(group: Iterable[tuple[Side, Quad]]) -> list[list[tuple[Side, Quad]]]:
    records: dict[str, list[tuple[Side, Quad]]] = {}
    for one in group:
        records.setdefault(_iri(one[1].graph_name), []).append(one)
    return list(records.values())


def _quads_with_side(changes: Iterable[Changed]) -> Iterator[tuple[Side, Quad]]:
    for side, line in changes:
        for quad in read_canonical(line):
            yield side, quad


def _quads(changes: Iterable[Changed]) -> Iterator[Quad]:
    return (quad for _, quad in _quads_with_side(changes))


@cache
def _vocabulary() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {_TYPE: {"en": "kind", "ar": "النوع"}}
    for quad in (*read_file(VOCABULARY), *read_file(SCHEMES)):
        if quad.predicate.value in NAMING and isinstance(quad.object, Literal):
            found.setdefault(_iri(quad.subject), {})[quad.object.language or ""] = quad.object.value
    return found


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _shown(term: object, names: Names, language: str) -> str:
    return term.value if isinstance(term, Literal) else _name(_iri(term), names, language)


def _name(iri: str, names: Names, language: str) -> str:
    """What a thing is called in a language, else in English, else as a source wrote it; else the end of its IRI."""
    said = names.get(iri) or _vocabulary().get(iri) or {}
    for choice in (language, "en", ""):
        if choice in said:
            return said[choice]
    return "/".join(iri.rstrip("/").split("/")[-2:])
