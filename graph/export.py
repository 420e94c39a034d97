"""Facts out of the graph: everything, an entity with its evidence, or what a query selects.

Everything, and what a query selects, come as batches of canonical lines: in no order, each at least once, never all
in memory.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import islice
from typing import Any, Final

import neo4j.graph
from pyoxigraph import BlankNode, NamedNode, Quad

from graph.decode import decode
from graph.fact_lines import FactLines
from graph.model import Edge, EdgeKey, read_edge
from graph.reader import GraphReader
from graph.registry import Registry
from graph.term_text import text_of
from ontology.errors import HakimError, UsageProblem
from ontology.nquads import canonical_line

DESCRIBED: Final = 500
"""Things that are described at a time."""
ROWS: Final = 10_000
"""Rows of a query's answer that are in memory at a time."""


def all_lines(reader: GraphReader, registry: Registry) -> Iterator[list[str]]:
    """The canonical lines of every fact that the graph holds; derived ties and views are no facts."""
    lines = FactLines(registry)
    return map(lines.of_rows, reader.rows())


def all_quads(reader: GraphReader, registry: Registry) -> Iterator[Quad]:
    """Every fact that the graph holds, each at least once; derived ties and views are no facts."""
    for nodes, edges in reader.pages():
        yield from decode(nodes, edges, registry)


def quads_of_subjects(reader: GraphReader, registry: Registry, iris: Iterable[str]) -> set[Quad]:
    """The facts whose subject is one of the IRIs, or is shown under one of their names."""
    wanted = sorted({name for iri in iris for name in registry.shown_as(iri)})
    return set(decode(reader.nodes(wanted), reader.edges_from(wanted), registry))


def describe(reader: GraphReader, registry: Registry, iris: Iterable[str]) -> set[Quad]:
    """The concise description of things, with the parts that only they have and the records that say so.

    Of a mission these are its facts, its quantity and value, and its records with their source and grade. Blank
    nodes are parts too, and theirs: nothing else could name them.
    """
    return set[Quad]().union(*descriptions(reader, registry, frozenset(iris)))


def descriptions(reader: GraphReader, registry: Registry, iris: Set[str]) -> Iterator[set[Quad]]:
    """The description of things, see `describe`, of some of them at a time."""
    things = iter(sorted(iris))
    while page := set(islice(things, DESCRIBED)):
        yield _described(reader, registry, page, iris)


def _described(reader: GraphReader, registry: Registry, page: set[str], owners: Set[str]) -> set[Quad]:
    """The description of some of the things that have parts; the others come with a page of their own."""
    told = fresh = page
    found: set[Quad] = set()
    while fresh:
        facts = quads_of_subjects(reader, registry, fresh)
        found |= facts
        fresh = {part for quad in facts if (part := _part(quad, owners))} - told - owners
        told = told | fresh
    return found | quads_of_subjects(reader, registry, _records(found))


def _part(quad: Quad, owners: Set[str]) -> str:
    """The key of the object when it is a part, else ""."""
    match quad.object:
        case BlankNode():
            return text_of(quad.object)
        case NamedNode() if _is_within(quad.object.value, owners):
            return quad.object.value
        case _:
            return ""


def _is_within(iri: str, owners: Set[str]) -> bool:
    """The IRI is that of an owner, a slash and more."""
    at = iri.rfind("/")
    while at > 0:
        if iri[:at] in owners:
            return True
        at = iri.rfind("/", 0, at)
    return False


def _records(quads: Iterable[Quad]) -> set[str]:
    """The named graphs that say something."""
    return {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)}


def describe_entity(reader: GraphReader, registry: Registry, iri: str) -> set[Quad]:
    """The description of one entity; HakimError when the graph does not hold it."""
    if not reader.nodes(registry.shown_as(iri)):
        raise HakimError(
            f"The graph holds nothing named {iri}.", hint="`hakim query` can find it by name or code."
        )
    return describe(reader, registry, [iri])


def selected_lines(
    reader: GraphReader, registry: Registry, rows: Iterable[Sequence[Any]]
) -> Iterator[list[str]]:
    """The facts behind the rows of a query: of a node its description, of an edge its fact, of a path both.

    Of the nodes only the IRIs are kept; they are described when the last row was read. An edge comes with its ends
    in its row or near it, as in a path. Raises UsageProblem when there is no node, relationship or path at all.
    """
    iris: set[str] = set()
    records: set[str] = set()
    some_edge = False
    remaining = iter(rows)
    while page := list(islice(remaining, ROWS)):
        edges: dict[EdgeKey, Edge] = {}
        _collect(page, iris, edges)
        facts = set(decode([], edges.values(), registry))
        yield list(map(canonical_line, facts))
        records |= _records(facts)
        some_edge |= bool(edges)
        _forget(page)
    if not iris and not some_edge:
        raise UsageProblem(
            "The query returned no nodes, relationships or paths.",
            hint="Return things themselves, for example: MATCH (m:Mission) RETURN m LIMIT 10",
        )
    yield list(map(canonical_line, quads_of_subjects(reader, registry, records)))
    for quads in descriptions(reader, registry, iris):
        yield list(map(canonical_line, quads))


def _collect(value: Any, nodes: set[str], edges: dict[EdgeKey, Edge]) -> None:
    match value:
        case neo4j.graph.Node():
            if "iri" in value:
                nodes.add(str(value["iri"]))
        case neo4j.graph.Relationship():
            edge = _edge(value)
            edges[edge.key] = edge
        case neo4j.graph.Path():
            for part in (*value.nodes, *value.relationships):
                _collect(part, nodes, edges)
        case list() | tuple():
            for part in value:
                _collect(part, nodes, edges)
        case dict():
            _collect([*value.values()], nodes, edges)


def _edge(value: neo4j.graph.Relationship) -> Edge:
    start, end = value.nodes
    if start is None or end is None or "iri" not in start or "iri" not in end:
        raise UsageProblem(
            "A relationship was returned without its ends.", hint="Return the path: MATCH p = … RETURN p"
        )
    return read_edge(str(start["iri"]), value.type, str(end["iri"]), dict(value.items()))


def _forget(value: Any) -> None:
    """Lets the driver drop what these rows brought: it keeps every node of an answer until the answer's end."""
    match value:
        case neo4j.graph.Node() | neo4j.graph.Relationship():
            # There is no public way; without these dictionaries an answer is as large in memory as the graph.
            value.graph._nodes.clear()  # noqa: SLF001
            value.graph._relationships.clear()  # noqa: SLF001
        case neo4j.graph.Path():
            _forget(value.start_node)
        case list() | tuple():
            for part in value:
                _forget(part)
        case dict():
            _forget([*value.values()])
