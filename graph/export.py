"""Facts out of the graph: everything, an entity with its evidence, or what a query selects."""

from collections.abc import Iterable, Iterator
from typing import Any

import neo4j.graph
from pyoxigraph import BlankNode, NamedNode, Quad

from graph.decode import decode
from graph.model import Edge, read_edge
from graph.reader import GraphReader
from graph.registry import Registry
from graph.term_text import text_of
from ontology.errors import HakimError, UsageProblem


def all_quads(reader: GraphReader, registry: Registry) -> Iterator[Quad]:
    """Every fact that the graph holds, each once; derived ties and views are no facts."""
    for nodes, edges in reader.pages():
        yield from decode(nodes, edges, registry)


def quads_of_subjects(reader: GraphReader, registry: Registry, iris: Iterable[str]) -> set[Quad]:
    """The facts whose subject is one of the IRIs."""
    wanted = sorted(set(iris))
    return set(decode(reader.nodes(wanted), reader.edges_from(wanted), registry))


def describe(reader: GraphReader, registry: Registry, iris: Iterable[str]) -> set[Quad]:
    """The concise description of things, with the parts that only they have and the records that say so.

    Of a mission these are its facts, its quantity and value, and its records with their source and grade. Blank
    nodes are parts too, and theirs: nothing else could name them.
    """
    told = set(iris)
    owners = tuple(iri + "/" for iri in told)
    found: set[Quad] = set()
    fresh = told
    while fresh:
        facts = quads_of_subjects(reader, registry, fresh)
        found |= facts
        fresh = {part for quad in facts if (part := _part(quad, owners))} - told
        told = told | fresh
    records = {quad.graph_name.value for quad in found if isinstance(quad.graph_name, NamedNode)}
    return found | quads_of_subjects(reader, registry, records)


def _part(quad: Quad, owners: tuple[str, ...]) -> str:
    """The key of the object when it is a part, else ""."""
    match quad.object:
        case BlankNode():
            return text_of(quad.object)
        case NamedNode() if quad.object.value.startswith(owners):
            return quad.object.value
        case _:
            return ""


def describe_entity(reader: GraphReader, registry: Registry, iri: str) -> set[Quad]:
    """The description of one entity; HakimError when the graph does not hold it."""
    if not reader.nodes([iri]):
        raise HakimError(
            f"The graph holds nothing named {iri}.", hint="`hakim query` can find it by name or code."
        )
    return describe(reader, registry, [iri])


def describe_selection(reader: GraphReader, registry: Registry, values: Iterable[Any]) -> set[Quad]:
    """The facts behind what a query returned: of a node its description, of an edge its fact, of a path both.

    Raises UsageProblem when there is no node, relationship or path among the values.
    """
    nodes: set[str] = set()
    edges: dict[tuple[str, str, str, str], Edge] = {}
    for value in values:
        _collect(value, nodes, edges)
    if not nodes and not edges:
        raise UsageProblem(
            "The query returned no nodes, relationships or paths.",
            hint="Return things themselves, for example: MATCH (m:Mission) RETURN m LIMIT 10",
        )
    facts = set(decode([], list(edges.values()), registry))
    records = {quad.graph_name.value for quad in facts if isinstance(quad.graph_name, NamedNode)}
    return facts | quads_of_subjects(reader, registry, records) | describe(reader, registry, nodes)


def _collect(value: Any, nodes: set[str], edges: dict[tuple[str, str, str, str], Edge]) -> None:
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
        case list():
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
