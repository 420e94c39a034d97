"""Where facts stand: the records that state them, the place of each in its file, and the cells of each fact."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, Quad

from hakim.origins import Origin, RecordSource, origins
from ingest.source_spec import SourceSpec, SpecProblem, load_spec
from ingest.spec_lines import lines_of_spec
from ontology.errors import UsageProblem
from ontology.nquads import read_canonical
from ontology.terms import hd
from records.model import Sighting
from records.store import Store

MOST_RECORDS = 20
Wanted = Callable[[Quad], bool]


@dataclass(frozen=True, slots=True)
class TracedFact:
    """A fact and what made it."""

    quad: Quad
    origin: Origin


@dataclass(frozen=True, slots=True)
class TracedRecord:
    """A record that states facts, and where it was first seen."""

    record: str
    source: str
    sighting: Sighting
    facts: tuple[TracedFact, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """The records behind a thing, in journal order; `more` says that there are others beyond the limit."""

    thing: str
    records: tuple[TracedRecord, ...]
    more: bool = False


def trace(store: Store, thing: str, wanted: Wanted, limit: int = MOST_RECORDS) -> Trace:
    """The records that describe a thing, each with the wanted facts about it and its parts."""
    found = store.journal.records_of(thing, limit + 1)
    sources = {run.id: run.header.source for run in store.journal.runs()}
    told_by = _Specs(store)
    records = []
    for graph, text in found[:limit]:
        quads = list(read_canonical(text))
        subjects = _subjects(quads, thing)
        told = [quad for subject in subjects for quad in quads if quad.subject == subject and wanted(quad)]
        for sighting in store.journal.sightings([graph]) if told else ():
            made = origins(quads, told_by.source(sighting))
            facts = tuple(TracedFact(quad, made[quad]) for quad in told)
            records.append(TracedRecord(graph, sources[sighting.run], sighting, facts))
    return Trace(thing, tuple(records), len(found) > limit)


def _subjects(quads: Sequence[Quad], thing: str) -> list[object]:
    """What facts about a thing are about: itself, its parts, and the record that describes it."""
    named = {quad.subject: _names(quad.subject) for quad in quads}
    own = [subject for subject, name in named.items() if name == thing]
    parts = [subject for subject, name in named.items() if name.startswith(f"{thing}/")]
    records = [
        quad.subject for quad in quads if quad.predicate == hd.describes and _names(quad.object) == thing
    ]
    return list(dict.fromkeys([*own, *parts, *records]))


def _names(term: object) -> str:
    return str(getattr(term, "value", term))


class _Specs:
    """The source specs of runs, each the very file that its run used, read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: dict[str, tuple[SourceSpec | None, Mapping[tuple[str, ...], int]]] = {}

    def source(self, sighting: Sighting) -> RecordSource:
        """What the record of a sighting was read from."""
        sha256 = sighting.spec_sha256
        if sha256 not in self._read:
            self._read[sha256] = self._spec(sighting)
        spec, lines = self._read[sha256]
        return RecordSource(sighting.cells, spec, lines)

    def _spec(self, sighting: Sighting) -> tuple[SourceSpec | None, Mapping[tuple[str, ...], int]]:
        path = self._store.raw_files.path(sighting.spec_sha256) if sighting.spec_sha256 else None
        # The schemes of the ontology are their own spec, and no YAML.
        if path is None or not path.exists() or sighting.spec_sha256 == sighting.file_sha256:
            return None, {}
        return _spec(path), lines_of_spec(path.read_text(encoding="utf-8"))


def _spec(path: Path) -> SourceSpec | None:
    try:
        return load_spec(path)
    except SpecProblem:
        # A spec of an earlier version of Hakim: its columns stand in the cells all the same.
        return None


def anything(_quad: Quad) -> bool:
    """Wants every fact."""
    return True


def by_property(text: str) -> Wanted:
    """Wants the facts of a property, `startEdtf`, or those with a value, `status=completed`."""
    name, equals, value = text.partition("=")
    name, value = name.strip(), value.strip()

    def wanted(quad: Quad) -> bool:
        return name in names_of(quad) and (not equals or value in values_of(quad))

    return wanted


def by_statement(statement: Quad, *, in_graph: bool) -> Wanted:
    """Wants one fact: in whatever record, or only in that of its graph."""

    def wanted(quad: Quad) -> bool:
        return quad.triple == statement.triple and (not in_graph or quad.graph_name == statement.graph_name)

    return wanted


def names_of(quad: Quad) -> tuple[str, ...]:
    """What a fact's property is called: its IRI, its end, and its end with the language as in the graph.

    >>> from pyoxigraph import Literal, NamedNode
    >>> names_of(Quad(NamedNode("urn:s"), NamedNode("urn:x#name"), Literal("a", language="en")))
    ('urn:x#name', 'name', 'hd:name', 'name_en')
    """
    iri = quad.predicate.value
    end = iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]
    language = quad.object.language if isinstance(quad.object, Literal) else None
    return (iri, end, f"hd:{end}", *([f"{end}_{language.replace('-', '_')}"] if language else []))


def values_of(quad: Quad) -> tuple[str, ...]:
    """What a fact's value is called: its text, or its IRI and the end of that."""
    value = _names(quad.object)
    return (value,) if isinstance(quad.object, Literal) else (value, value.rsplit("/", 1)[-1])


def read_statement(text: str) -> tuple[Quad, bool]:
    """A triple or quad in N-Quads, and whether it names a graph; UsageProblem where it is neither."""
    line = text.strip()
    try:
        quads = list(read_canonical(line if line.endswith(".") else f"{line} ."))
    except (SyntaxError, ValueError) as error:
        raise UsageProblem(
            f"{text!r} is no statement: {error}.", hint="Write it as a line of N-Triples or N-Quads."
        ) from error
    if len(quads) != 1:
        raise UsageProblem(f"{len(quads)} statements were given.", hint="Ask for one.")
    return quads[0], not isinstance(quads[0].graph_name, DefaultGraph)


def properties_of(records: Iterable[TracedRecord]) -> Sequence[str]:
    """The ends of the properties that records state, each once, sorted."""
    return sorted({names_of(fact.quad)[1] for record in records for fact in record.facts})
