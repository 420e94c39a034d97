"""What a person calls a thing, found in the store of record: an IRI or its end, an identifier, or a name.

No engine is asked. IRIs, identifiers and the names of registers are found at once at any size of the store; a
title that no register holds, such as that of a mission, is looked for in the cells of all records.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode

from graph.search import Match, NameEntry, NameIndex
from ontology.errors import UsageProblem
from ontology.identifiers import IdentifierProblem, Identifiers
from ontology.nquads import read_canonical
from ontology.terms import hd
from records.journal import Journal

NAMED_KINDS: Final = (
    "country",
    "territory",
    "country-name",
    "organisation",
    "crisis",
    "publisher",
    "product",
)
"""The kinds of records whose things are few and known by name."""

HASHED_KINDS: Final = ("programme", "publisher", "product", "disease")
"""The kinds of things whose IRI is the hash of their name alone."""

_WHY: Final = {
    hd.name: "name",
    hd.shortName: "short name",
    hd.altName: "other name",
    hd.iso3: "code",
    hd.iso2: "code",
}
NEAR: Final = 3
MOST_CHOICES: Final = 5
MOST_TITLES: Final = 500
SHORTEST_BEGINNING: Final = 3


def find_thing(journal: Journal, ids: Identifiers, text: str) -> str:
    """The IRI of the thing that a text means; UsageProblem, with near names, where it means none or several."""
    wanted = text.strip().removeprefix("<").removesuffix(">")
    for look in (_by_iri, _by_identifier, _by_hash):
        if found := look(journal, ids, wanted):
            return _only(wanted, found, ids)
    matches = _matches(journal, wanted)
    exact = list({match.iri: None for match in matches if match.how == "exact"})
    near = [f"{match.name!r} ({shortened(match.iri, ids)})" for match in matches[:NEAR]]
    near = near or _near_identifiers(journal, ids, wanted)
    # A single word that begins as identifiers do is one that was mistyped, and no title to be looked for.
    if found := exact or ([] if near and " " not in wanted else _by_title(journal, wanted)):
        return _only(wanted, found, ids)
    hint = f"Did you mean {' or '.join(near)}?" if near else "Give its IRI, its identifier or its name."
    raise UsageProblem(f"Nothing in the store of record is called {wanted!r}.", hint=hint)


def shortened(iri: str, ids: Identifiers) -> str:
    """An IRI as it is shown, and as `find_thing` takes it: without our base."""
    return iri.removeprefix(ids.base)


def _only(text: str, found: Sequence[str], ids: Identifiers) -> str:
    if len(found) == 1:
        return found[0]
    choices = ", ".join(shortened(iri, ids) for iri in sorted(found)[:MOST_CHOICES])
    more = ", …" if len(found) > MOST_CHOICES else ""
    raise UsageProblem(f"{text!r} can mean {len(found)} things: {choices}{more}.", hint="Give one of them.")


def _by_iri(journal: Journal, ids: Identifiers, text: str) -> list[str]:
    full = (text, ids.base + text) if "/" in text or ":" in text else ()
    return [iri for iri in full if journal.is_described(iri)][:1]


def _by_identifier(journal: Journal, ids: Identifiers, text: str) -> list[str]:
    """The things that the records of this identifier describe: each source has one such record at most."""
    found: dict[str, None] = {}
    for source in _sources(journal):
        try:
            graph = ids.iri("record", source, text).value
        except IdentifierProblem:
            return []
        if journal.is_live(graph):
            found.update(dict.fromkeys(_described(journal, graph)))
    return list(found)


def _sources(journal: Journal) -> list[str]:
    return sorted({run.header.source for run in journal.runs()})


def _described(journal: Journal, graph: str) -> Iterator[str]:
    for _, text in journal.records_of(graph, 1):
        for quad in read_canonical(text):
            if quad.predicate == hd.describes and isinstance(quad.object, NamedNode):
                yield quad.object.value


def _by_hash(journal: Journal, ids: Identifiers, text: str) -> list[str]:
    found = (ids.hashed(kind, text).value for kind in HASHED_KINDS) if text else ()
    return [iri for iri in found if journal.is_described(iri)]


def _matches(journal: Journal, text: str) -> list[Match]:
    index = NameIndex.build(_entries(journal.texts_of_kinds(NAMED_KINDS)))
    try:
        return index.find(text)
    finally:
        index.close()


def _entries(texts: Iterable[tuple[str, str]]) -> Iterator[NameEntry]:
    for kind, text in texts:
        quads = list(read_canonical(text))
        described = {quad.object for quad in quads if quad.predicate == hd.describes}
        for quad in quads:
            why = _WHY.get(quad.predicate)
            value = quad.object
            if why and quad.subject in described and isinstance(value, Literal):
                yield NameEntry(str(quad.subject)[1:-1], kind, value.value, value.language or "", why)


def _by_title(journal: Journal, text: str) -> list[str]:
    """The things with exactly this name: those that a record describes before those that it only mentions."""
    described: dict[str, None] = {}
    mentioned: dict[str, None] = {}
    for graph in journal.graphs_with_text(text, MOST_TITLES):
        quads = [quad for _, record in journal.records_of(graph, 1) for quad in read_canonical(record)]
        told = {quad.object for quad in quads if quad.predicate == hd.describes}
        for quad in quads:
            if quad.predicate == hd.name and getattr(quad.object, "value", "") == text:
                (described if quad.subject in told else mentioned)[str(quad.subject)[1:-1]] = None
    return list(described or mentioned)


def _near_identifiers(journal: Journal, ids: Identifiers, text: str) -> list[str]:
    """Identifiers that begin as the text does, the longest beginning first."""
    sources = _sources(journal)
    for end in range(len(text), SHORTEST_BEGINNING - 1, -1):
        near: list[str] = []
        for source in sources:
            try:
                beginning = ids.iri("record", source, text[:end]).value
            except IdentifierProblem:
                continue
            near += [repr(graph.rsplit("/", 1)[1]) for graph in journal.graphs_beginning(beginning, NEAR)]
        if near:
            return near[:NEAR]
    return []
