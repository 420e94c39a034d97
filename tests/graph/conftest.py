"""Fixtures of the graph tests: the real embedded engine, or none.

`engine` is one engine for the whole run; `empty_engine` is the same, wiped for the test that asks. Tests
about starting and stopping use `home`, a folder of their own whose engine is ended with the test. Only
processes that a test started are ever ended, by number.

`neo4j_server` is a Neo4j that the tests fetch and run themselves, wiped. `graph_backend` is each product in turn,
empty; `shipped_graph` each in turn with the shipped records, for tests that only read. Where a Neo4j cannot
run, its tests are skipped with the reason; with CI=true that is a failure.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.address import Server
from graph.engine import Running, session, stop
from graph.schema import wipe
from graph.sync import synchronise
from hakim.loading import ingest_shipped
from ingest.options import IngestOptions
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE
from records.journal import Journal
from records.store import Store
from tests.graph.backend import GraphBackend, open_backend
from tests.servers.neo4j_process import Neo4jProcess, start_neo4j
from tests.servers.releases import RELEASES, Unavailable

OLDEST_NEO4J = "neo4j-5.26"
LATER_NEO4J = "neo4j-2025"
BOTH_IN_EVERY_RUN = frozenset(
    {
        "test_exact_documents",
        "test_merged_load",
        "test_sync_changes",
        "test_sync_failures",
        "test_sync_shipped",
    }
)
"""The files of tests that try both releases of Neo4j in every run; the others do so in the full one."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        backend = getattr(item, "callspec", None) and item.callspec.params.get("backend")  # type: ignore[attr-defined]  # only functions have it
        if backend == LATER_NEO4J and item.path.stem not in BOTH_IN_EVERY_RUN:
            item.add_marker(pytest.mark.full)


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with session(tmp_path_factory.mktemp("shared")) as running:
        yield running


@pytest.fixture
def empty_engine(engine: Running) -> Running:
    wipe(engine.writer)
    return engine


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder for an engine of the test's own; whatever runs there at the end is ended."""
    yield tmp_path / "home"
    stop(tmp_path / "home")


@pytest.fixture(scope="session")
def neo4j_servers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Server]]:
    """Gives the server of a release, once it answers.

    Every release that this run asks for is started at once, so that they boot while the first tests run.
    """
    started: dict[str, Neo4jProcess | Unavailable] = {}
    try:
        for name in _releases_wanted(request.session.items):
            try:
                started[name] = start_neo4j(name, tmp_path_factory.mktemp(name))
            except Unavailable as reason:
                started[name] = reason
        yield lambda name: _ready(started[name])
    finally:
        for process in started.values():
            if isinstance(process, Neo4jProcess):
                process.stop()


def _releases_wanted(items: list[pytest.Item]) -> list[str]:
    functions = [item for item in items if isinstance(item, pytest.Function)]
    named = {item.callspec.params.get("backend") for item in functions if hasattr(item, "callspec")}
    if any("neo4j_server" in item.fixturenames for item in functions):
        named.add(OLDEST_NEO4J)
    return [name for name in RELEASES if name in named]


def _ready(process: Neo4jProcess | Unavailable) -> Server:
    if isinstance(process, Neo4jProcess):
        return process.ready()
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must test on Neo4j. {process}")
    pytest.skip(str(process))


@pytest.fixture
def neo4j_server(neo4j_servers: Callable[[str], Server]) -> Server:
    """The oldest Neo4j of the tests, with nothing of ours in it."""
    server = neo4j_servers(OLDEST_NEO4J)
    wipe(server)
    return server


@pytest.fixture(
    scope="session",
    params=[
        pytest.param("embedded", marks=pytest.mark.engine),
        pytest.param("neo4j-5.26", marks=pytest.mark.neo4j),
        pytest.param("neo4j-2025", marks=pytest.mark.neo4j),
        pytest.param("neo4j-2026", marks=[pytest.mark.neo4j, pytest.mark.full]),
    ],
)
def backend(request: pytest.FixtureRequest, neo4j_servers: Callable[[str], Server]) -> Iterator[GraphBackend]:
    """Each product in turn, prepared, with whatever the test before left in it."""
    if request.param == "embedded":
        running: Running = request.getfixturevalue("engine")
        writer, reader = running.writer, running.reader
    else:
        writer = reader = neo4j_servers(request.param)
    with open_backend(request.param, writer, reader) as opened:
        yield opened


@pytest.fixture
def graph_backend(backend: GraphBackend) -> GraphBackend:
    """Each product in turn, empty and prepared."""
    backend.clear()
    return backend


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """A store of record without records."""
    opened = Journal(tmp_path / "journal.sqlite")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shipped_journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """The shipped records, ingested once; for reading."""
    with Store(tmp_path_factory.mktemp("shipped")) as store:
        ingest_shipped(store, IngestOptions(Identifiers(DEFAULT_ID_BASE), "2026-11-22T12:00:00Z"))
        yield store.journal


@pytest.fixture
def shipped_graph(backend: GraphBackend, shipped_journal: Journal) -> GraphBackend:
    """Each product in turn, showing the shipped records; for reading. Loaded anew only when it shows others."""
    marker = backend.writer.marker()
    if marker is None or marker.store != shipped_journal.store_id:
        backend.empty()
        synchronise(shipped_journal, backend.writer, backend.registry)
    return backend
