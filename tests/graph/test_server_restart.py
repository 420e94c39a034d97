"""A real server that is killed and started again in mid-load: it is told, and the next load makes up for it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Lock
from typing import Any

import pytest

from graph.address import Patience, Server
from graph.labels import LabelText
from graph.registry import Registry
from graph.schema import wipe
from graph.server import GraphUnreachable, connect
from graph.steps import Bounds
from graph.sync import in_step, synchronise
from graph.writer import GraphWriter
from ontology.vocabulary import vocabulary
from records.journal import Journal
from tests.conftest import CHECKOUT
from tests.graph.conftest import OLDEST_NEO4J
from tests.graph.records_made import play, turtle
from tests.graph.test_server_cuts import prepared, verified
from tests.servers.neo4j_process import Neo4jProcess, Unavailable, start_neo4j

SMALL = Bounds(rows=100, new_rows=100)
"""So small that three hundred missions take many transactions."""
IMPATIENT = Patience(connect=2, acquire=3, retry=1)
UNDISTURBED = 0
"""The number of no commit: nothing happens after it."""


class DisturbedWriter(GraphWriter):
    """Does something after one of its commits."""

    commits: int
    after: int
    act: Callable[[], None]
    turn: Lock

    def commit(self, *arguments: Any, **options: Any) -> None:
        super().commit(*arguments, **options)
        with self.turn:
            self.commits += 1
            if self.commits == self.after:
                self.act()


def play_missions(journal: Journal, note: str) -> None:
    """One run that adds three hundred missions, or changes the note of each."""
    said = 'm:{} a hd:VaccineDonation ; hd:sentBy c:TUR ; hd:receivedBy c:ITA ; hd:note "{}" .'
    play(journal, {f"a{number}": turtle(said.format(number, f"{number} {note}")) for number in range(300)})


def load(
    journal: Journal, server: Server, after: int = UNDISTURBED, act: Callable[[], None] = lambda: None
) -> None:
    with connect(server) as driver:
        writer = DisturbedWriter(driver, server, LabelText(server, vocabulary()), SMALL)
        writer.commits, writer.after, writer.act, writer.turn = 0, after, act, Lock()
        synchronise(journal, writer, Registry(vocabulary()))


def shows_last_run(journal: Journal, server: Server) -> bool:
    with connect(server) as driver:
        return in_step(journal, GraphWriter(driver, server, LabelText(server, vocabulary())))


@dataclass(frozen=True, slots=True)
class Held:
    """What a graph holds: whether its digest is the store's, and how many nodes and edges, doubles included."""

    equal: bool
    nodes: int
    edges: int


def held(journal: Journal, server: Server) -> Held:
    with connect(server) as driver, driver.session(database=server.database) as session:
        nodes = session.run("MATCH (n:Resource) RETURN count(n) AS n").single(strict=True)["n"]
        edges = session.run("MATCH ()-[r]->() RETURN count(r) AS n").single(strict=True)["n"]
    return Held(verified(journal, server).equal, nodes, edges)


def held_undisturbed(journal: Journal, server: Server) -> Held:
    """The same of a load into the same server, emptied, that nothing disturbs."""
    wipe(server)
    load(journal, prepared(server))
    return held(journal, server)


def begin(folder: Path, settings: str = "") -> Neo4jProcess:
    """A Neo4j of the test's own; the test is skipped where this machine has none, and fails there in CI."""
    try:
        return start_neo4j(OLDEST_NEO4J, folder, settings)
    except Unavailable as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must test on Neo4j. {reason}")
        pytest.skip(str(reason))


def start_again(ended: Neo4jProcess) -> Neo4jProcess:
    """The same server on the same data and port. To be called in the main thread: it ends with its starter."""
    with ended.log.open("ab") as output:
        process = subprocess.Popen(
            ended.process.args, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
    return replace(ended, process=process)


class OwnNeo4j:
    """A Neo4j that a test may kill and start again."""

    def __init__(self, folder: Path, settings: str = "") -> None:
        self._process = begin(folder, settings)

    @property
    def server(self) -> Server:
        return self._process.ready()

    @property
    def pid(self) -> int:
        return self._process.process.pid

    def begin_again_if_ended(self) -> None:
        """As whoever supervises a server does: start it again, without waiting, where it has ended."""
        if self._process.process.poll() is not None:
            self._process = start_again(self._process)

    def kill(self) -> None:
        self._process.stop()

    def start_again(self) -> Server:
        self._process.stop()
        self._process = start_again(self._process)
        return self.server


@pytest.fixture(scope="module")
def shared_neo4j(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnNeo4j]:
    neo4j = OwnNeo4j(tmp_path_factory.mktemp("restarted"))
    yield neo4j
    neo4j.kill()


@pytest.fixture
def own_neo4j(shared_neo4j: OwnNeo4j) -> OwnNeo4j:
    """The Neo4j of this file, running and empty."""
    server = shared_neo4j.server
    wipe(server)
    prepared(server)
    return shared_neo4j


def play_until(journal: Journal, server: Server, *, later: bool) -> None:
    """What is there before the load that is disturbed: nothing, or an earlier state, loaded."""
    if later:
        play_missions(journal, "before")
        load(journal, server)
    play_missions(journal, "after")


@pytest.mark.neo4j
@pytest.mark.parametrize(
    ("later", "after"),
    [
        pytest.param(False, 1, id="a first load, begun", marks=pytest.mark.full),
        pytest.param(False, 3, id="a first load, at its third commit", marks=pytest.mark.full),
        pytest.param(False, 9, id="a first load, in the middle"),
        pytest.param(True, 1, id="a later load, at its first commit", marks=pytest.mark.full),
        pytest.param(True, 2, id="a later load, at its second commit"),
    ],
)
def test_a_load_whose_server_is_killed_says_so_and_the_next_one_finishes(
    own_neo4j: OwnNeo4j, journal: Journal, later: bool, after: int
) -> None:
    server = own_neo4j.server
    play_until(journal, server, later=later)

    with pytest.raises(GraphUnreachable) as caught:
        load(journal, replace(server, patience=IMPATIENT), after, own_neo4j.kill)
    own_neo4j.start_again()
    between = shows_last_run(journal, server)
    load(journal, server)
    found = held(journal, server)

    assert "that the server runs" in caught.value.hint
    assert (between, found) == (False, held_undisturbed(journal, server))
    assert found.equal


@pytest.mark.neo4j
@pytest.mark.parametrize(
    "later",
    [
        pytest.param(False, id="a first load"),
        pytest.param(True, id="a later load", marks=pytest.mark.full),
    ],
)
def test_a_load_whose_server_is_killed_and_comes_back_at_once_loses_and_doubles_nothing(
    own_neo4j: OwnNeo4j, journal: Journal, tmp_path: Path, later: bool
) -> None:
    """It may survive that, or say that nobody answered: a server takes some seconds to come back."""
    server = own_neo4j.server
    play_until(journal, server, later=later)
    killed = Event()

    def kill() -> None:
        own_neo4j.kill()
        killed.set()

    def load_elsewhere() -> None:
        # A journal belongs to one thread, and a server ends with the thread that started it.
        with closing(Journal(tmp_path / "journal.sqlite")) as again:
            load(again, server, 2, kill)

    with ThreadPoolExecutor(1) as pool:
        disturbed = pool.submit(load_elsewhere)
        assert killed.wait(60)
        own_neo4j.start_again()
        failure = disturbed.exception(timeout=120)
    load(journal, server)
    found = held(journal, server)

    assert isinstance(failure, GraphUnreachable | None)
    assert found == held_undisturbed(journal, server)
    assert found.equal


def hakim_environment(home: Path, server: Server) -> Mapping[str, str]:
    return os.environ | {
        "HAKIM_HOME": str(home),
        "PYTHONPATH": str(CHECKOUT),
        "NEO4J_URI": server.uri,
        "NEO4J_USER": server.user,
        "NEO4J_PASSWORD": server.password,
        "NEO4J_DATABASE": server.database,
    }


@pytest.mark.neo4j
def test_two_loaders_of_one_home_at_once_load_once(neo4j_server: Server, tmp_path: Path) -> None:
    environment = hakim_environment(tmp_path, neo4j_server)
    command = [sys.executable, "-m", "hakim", "demo", "--no-serve"]
    both = [
        subprocess.Popen(
            command, cwd=CHECKOUT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    ends = [(process.communicate(timeout=180), process.returncode) for process in both]
    with closing(Journal(tmp_path / "journal.sqlite")) as journal:
        found = held(journal, neo4j_server)
        alone = held_undisturbed(journal, neo4j_server)

    assert [code for _, code in ends] == [0, 0], ends
    assert found == alone
    assert found.equal
