"""The whole graph as one answer: each node once with the edges that leave it, some at a time, nothing sorted for it."""

from collections.abc import Generator, Iterator, Mapping
from typing import Any, LiteralString, cast

import pytest

from graph import reader
from graph.model import Edge, Node
from graph.sync import synchronise
from records.journal import Journal
from tests.graph.backend import GraphBackend
from tests.graph.records_made import play, turtle

WORLD = {
    "a": "m:1 a hd:Mission ; hd:sentBy c:TUR . m:2 hd:sentBy c:TUR ; hd:inResponseTo m:1 .",
    "b": 'c:TUR a hd:Country ; hd:iso3 "TUR" ; :doubts <<( :a :says :b )>> .',
}


@pytest.fixture
def world(graph_backend: GraphBackend, journal: Journal) -> GraphBackend:
    play(journal, {name: turtle(text) for name, text in WORLD.items()})
    synchronise(journal, graph_backend.writer, graph_backend.registry)
    return graph_backend


def test_each_node_comes_once_and_its_edges_with_it(
    world: GraphBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "PAGE", 2)
    pages = list(world.reader.pages())

    nodes = [node for page, _ in pages for node in page]
    assert [len(page) for page, _ in pages[:-1]] == [2] * (len(pages) - 1)
    assert sorted(map(key, nodes)) == sorted(map(key, world.reader.nodes([node.iri for node in nodes])))
    for page, edges in pages:
        assert sorted(map(name, edges)) == sorted(
            map(name, world.reader.edges_from([one.iri for one in page]))
        )
    assert len(nodes) == world.by_hand("MATCH (n:Resource) RETURN count(n) AS n")[0]["n"]


def key(node: Node) -> tuple[str, str]:
    return node.iri, repr((sorted(node.labels), sorted(node.properties.items())))


def name(edge: Edge) -> tuple[str, str]:
    return "|".join(edge.key), repr(sorted(edge.properties.items()))


def test_stopping_half_way_leaves_the_connection_in_order(
    world: GraphBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "PAGE", 1)
    rows = world.reader.rows()

    first = next(rows)
    cast("Generator[Any, None, None]", rows).close()

    assert len(first) == 1
    assert len(list(world.reader.rows())) > 1


@pytest.mark.neo4j
@pytest.mark.parametrize("backend", ["neo4j-5.26"], indirect=True)
def test_neo4j_walks_along_the_index_and_sorts_nothing(shipped_graph: GraphBackend) -> None:
    query: LiteralString = "EXPLAIN " + reader._EVERYTHING["neo4j"]
    with shipped_graph.reading_driver.session(database=shipped_graph.server.database) as session:
        plan = session.run(query).consume().plan

    operators = {one.partition("@")[0] for one in names(plan or {})}
    assert operators == {
        *("ProduceResults", "Projection", "RollUpApply", "Filter", "Expand(All)", "Argument"),
        "NodeUniqueIndexSeekByRange",
    }


def names(plan: Mapping[str, Any]) -> Iterator[str]:
    yield plan["operatorType"]
    for child in plan.get("children", []):
        yield from names(child)
