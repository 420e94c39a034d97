"""The viewer's Cypher gives on real graphs what the fake gives, question by question."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.address import Server
from graph.engine import session
from graph.labels import LabelText, vertex_types
from graph.reader import GraphReader
from graph.schema import prepare
from graph.server import connect
from ontology.vocabulary import vocabulary
from tests.servers.neo4j_process import Unavailable, start_neo4j
from tests.web.fake_graph import FakeGraph
from tests.web.world import EVENT, HOSTILE, IDS, TOLD_AGAIN, World, country, mission, record
from web.graph_views import CypherGraph
from web.model import ViewerGraph

TURKEY, BAGRAM = country("TUR"), mission("HDM-0001")
EARTHQUAKE = IDS + "crisis/hdm/CRI-018"

QUESTIONS: dict[str, Callable[[ViewerGraph], object]] = {
    "counts": lambda graph: dict(graph.counts()),
    "a country": lambda graph: graph.subject(TURKEY),
    "a mission": lambda graph: graph.subject(BAGRAM),
    "an unknown node": lambda graph: graph.subject("https://example.org/unknown"),
    "what is merged": lambda graph: [graph.merged_into(iri) for iri in (TOLD_AGAIN, BAGRAM, HOSTILE)],
    "parts": lambda graph: graph.parts(BAGRAM),
    "records": lambda graph: graph.records([record("missions", "HDM-0002"), record("missions", "HDM-0001")]),
    "no records": lambda graph: graph.records([]),
    "claims": lambda graph: graph.claims(BAGRAM, 10),
    "link groups": lambda graph: graph.link_groups(TURKEY, 3),
    "link groups of a mission": lambda graph: graph.link_groups(BAGRAM, 3),
    "links": lambda graph: graph.links(TURKEY, "SENT_BY", outgoing=False, skip=2, limit=3),
    "a count of links": lambda graph: graph.count_links(TURKEY, "SENT_BY", outgoing=False),
    "the busiest": lambda graph: graph.busiest(5),
    "ties": lambda graph: graph.ties(TURKEY, 4),
    "all ties": lambda graph: graph.ties(TURKEY, 40),
    "neighbours of a mission": lambda graph: graph.neighbours(BAGRAM, 30),
    "neighbours of a crisis": lambda graph: graph.neighbours(EARTHQUAKE, 3),
    "neighbours of an event": lambda graph: graph.neighbours(EVENT, 30),
    "neighbours of a hostile name": lambda graph: graph.neighbours(HOSTILE, 30),
    "latest missions": lambda graph: graph.latest_missions(TURKEY, 4),
}


def load(server: Server, world: World) -> None:
    """Put a world into an empty graph, with the labels that the product wants."""
    words = vocabulary()
    prepare(server, vertex_types(words), [*(term.edge for term in words.edges.values()), "AIDED"])
    labelled = LabelText(server, words)
    with connect(server) as driver, driver.session(database=server.database) as graph:
        for labels, properties in world.nodes.values():
            pattern = labelled.pattern(label for label in labels if label != "Resource")
            graph.run(f"CREATE (n{pattern}) SET n = $properties", properties=properties).consume()
        for told, shown in world.merged.items():
            layer = {"id": f"layer {told}", "kind": "layer", "datatype": json.dumps([[shown, told]])}
            graph.run("CREATE (n:_Term) SET n = $layer", layer=layer).consume()
        for subject, kind, target, properties in world.edges:
            ends = "MATCH (s:Resource {iri: $subject}), (o:Resource {iri: $target})"
            create = f"{ends} CREATE (s)-[r:{kind}]->(o) SET r = $properties"
            graph.run(create, subject=subject, target=target, properties=properties).consume()


@contextmanager
def embedded(folder: Path) -> Iterator[tuple[Server, Server]]:
    """The writer's and reader's account of an embedded engine."""
    with session(folder) as running:
        yield running.writer, running.reader


@contextmanager
def neo4j(folder: Path) -> Iterator[tuple[Server, Server]]:
    """The only account of a Neo4j, twice."""
    try:
        started = start_neo4j("neo4j-5.26", folder)
    except Unavailable as reason:
        pytest.skip(str(reason))
    try:
        yield started.ready(), started.ready()
    finally:
        started.stop()


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(embedded, marks=pytest.mark.engine, id="embedded"),
        pytest.param(neo4j, marks=pytest.mark.neo4j, id="neo4j-5.26"),
    ],
)
def real(
    request: pytest.FixtureRequest, world: World, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CypherGraph]:
    with request.param(tmp_path_factory.mktemp("viewer")) as (writer, reader):
        load(writer, world)
        with connect(reader) as driver:
            yield CypherGraph(GraphReader(driver, reader).run)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_real_and_fake_graph_agree(
    question: Callable[[ViewerGraph], object], real: CypherGraph, graph: FakeGraph
) -> None:
    assert question(real) == question(graph)
