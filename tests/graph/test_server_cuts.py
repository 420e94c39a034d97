"""A connection that breaks in the middle of a load: nothing is lost, nothing doubled, and waiting has an end."""

import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from graph import engine
from graph.address import Patience, Server
from graph.labels import LabelText, vertex_types
from graph.reader import GraphReader
from graph.registry import Registry
from graph.schema import prepare
from graph.server import GraphUnreachable, connect
from graph.sync import synchronise
from graph.verify import Verification, verify
from graph.writer import GraphWriter, Progress
from ontology.vocabulary import vocabulary
from records.journal import Journal
from tests.graph.cut_connection import cut_connection
from tests.graph.records_made import play, turtle

SOON = 5.0
"""Seconds within which it must be told that an embedded engine is gone."""


@pytest.fixture
def missions(journal: Journal) -> Journal:
    """Three hundred missions: enough to be cut in the middle."""
    play(
        journal,
        {
            f"a{number}": turtle(
                f'm:{number} a hd:VaccineDonation ; hd:sentBy c:TUR ; hd:receivedBy c:ITA ; hd:note "{number}" .'
            )
            for number in range(300)
        },
    )
    return journal


def prepared(server: Server) -> Server:
    words = vocabulary()
    prepare(server, vertex_types(words), [term.edge for term in words.edges.values()])
    return server


def load(journal: Journal, server: Server, progress: Progress = lambda _done, _share: None) -> None:
    with connect(server) as driver:
        writer = GraphWriter(driver, server, LabelText(server, vocabulary()))
        synchronise(journal, writer, Registry(vocabulary()), progress)


def verified(journal: Journal, server: Server) -> Verification:
    registry = Registry(vocabulary())
    with connect(server) as driver:
        writer = GraphWriter(driver, server, LabelText(server, vocabulary()))
        registry.learn(writer.terms())
        return verify(journal, GraphReader(driver, server), registry)


@pytest.mark.neo4j
@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_load_whose_connection_is_cut_ends_with_the_right_digest(
    neo4j_server: Server, missions: Journal, scheme: str, times: int
) -> None:
    prepared(neo4j_server)
    port = int(neo4j_server.uri.rsplit(":", 1)[1])

    with cut_connection(port, after=40_000, times=times) as cut:
        server = replace(neo4j_server, uri=f"{scheme}://127.0.0.1:{cut.port}", patience=Patience(retry=3))
        with suppress(GraphUnreachable):
            load(missions, server)
    load(missions, neo4j_server)

    assert cut.cuts == times
    assert verified(missions, neo4j_server).equal


@pytest.mark.neo4j
def test_a_load_that_is_cut_again_and_again_says_so_and_the_next_one_finishes(
    neo4j_server: Server, missions: Journal
) -> None:
    prepared(neo4j_server)
    port = int(neo4j_server.uri.rsplit(":", 1)[1])

    with cut_connection(port, after=20_000, times=1_000_000) as cut:
        server = replace(neo4j_server, uri=f"bolt://127.0.0.1:{cut.port}", patience=Patience(retry=1))
        with pytest.raises(GraphUnreachable) as caught:
            load(missions, server)
    load(missions, neo4j_server)

    assert server.uri in str(caught.value)
    assert verified(missions, neo4j_server).equal


@pytest.mark.neo4j
def test_a_load_survives_a_server_that_is_away_for_a_moment(neo4j_server: Server, missions: Journal) -> None:
    prepared(neo4j_server)
    port = int(neo4j_server.uri.rsplit(":", 1)[1])

    with cut_connection(port, after=40_000, times=1, away=2.0) as cut:
        load(missions, replace(neo4j_server, uri=f"bolt://127.0.0.1:{cut.port}"))

    assert cut.cuts == 1
    assert verified(missions, neo4j_server).equal


@pytest.mark.engine
def test_an_embedded_engine_that_ends_in_a_load_is_told_soon_and_the_next_load_finishes(
    home: Path, missions: Journal
) -> None:
    server = prepared(engine.start(home).writer)

    ended: list[float] = []

    def end(_done: int, _share: float) -> None:
        engine.stop(home)
        ended.append(time.monotonic())

    with pytest.raises(GraphUnreachable) as caught:
        load(missions, server, end)
    took = time.monotonic() - ended[0]
    with engine.session(home) as running:
        load(missions, running.writer)
        told = verified(missions, running.writer)

    assert "`hakim engine start` starts it again" in str(caught.value)
    assert took < SOON
    assert told.equal
