"""The viewer on a small world: a fake graph at the seam, a real index of names, invented sightings."""

from collections.abc import Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.search import NameIndex
from tests.web.fake_graph import FakeGraph
from tests.web.world import World, build_world, record
from web.app import create_app
from web.config import ViewerConfig
from web.model import Sighting

BAGRAM = record("missions", "HDM-0001")
CELLS = (("id", "identifier", "HDM-0001"), ("start_date", "start", "2003"), ("sender_iso3", "sender", "EGY"))


def sightings(records: Sequence[str]) -> list[Sighting]:
    """Where the first mission was read; of the others nothing is known."""
    place = {
        "record": BAGRAM,
        "file": "missions.csv",
        "sha256": "ab" * 32,
        "sheet": "",
        "retrieved": "2026-11-01",
    }
    found = [
        Sighting(**place, line=2, column=column, field=field, literal=literal, spec="cd" * 32)
        for column, field, literal in CELLS
    ]
    return found if BAGRAM in records else []


@pytest.fixture(scope="session")
def world() -> World:
    return build_world()


@pytest.fixture(scope="session")
def graph(world: World) -> FakeGraph:
    return FakeGraph(world)


@pytest.fixture(scope="session")
def app(graph: FakeGraph) -> Flask:
    index = NameIndex.build(graph.names())
    return create_app(ViewerConfig(graph=graph, find=index.find, evidence=sightings, handling="amber"))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
