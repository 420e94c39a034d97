"""A query that no rule can tell from a question is ended, the graph stays as it was, and others are answered."""

import shlex
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from graph import engine
from graph.address import Server
from graph.engine import Running
from graph.gateway import Gateway
from graph.guard.keeper import EmbeddedKeeper, Keeper
from graph.guard.limits import Limits
from graph.guard.refusal import QueryRefused
from graph.labels import LabelText
from graph.reader import GraphReader
from graph.registry import Registry
from graph.schema import wipe
from graph.server import connect
from graph.sync import synchronise
from graph.writer import GraphWriter
from hakim.server_keeper import ServerKeeper
from ontology.errors import HakimError
from ontology.vocabulary import vocabulary
from records.journal import Journal
from tests.graph.graph_text import lines_of_graph
from tests.graph.hostile_queries import HEAVY
from tests.graph.test_server_cuts import prepared
from tests.graph.test_server_restart import OwnNeo4j, play_missions

SECONDS = 4.0
PATIENT_SECONDS = 60.0
"""What the other user may wait across a restart on a busy machine; `bench.hostile` measures it."""
QUESTION = "MATCH (m:Mission) RETURN count(m) AS missions"


@dataclass(slots=True)
class Watched:
    """A graph of three hundred missions, which somebody disturbs while somebody else asks all the time."""

    server: Server
    keeper: Callable[[], Keeper]
    supervise: Callable[[], None] = lambda: None
    answers: list[object] = field(default_factory=list)

    def gateway(self, stack: ExitStack, seconds: float) -> Gateway:
        server = replace(self.server, patience=replace(self.server.patience, query=seconds))
        return Gateway(stack.enter_context(connect(server)), server, Limits(rows=100_000), self.keeper())

    def lines(self) -> list[str]:
        with connect(self.server) as driver:
            return lines_of_graph(GraphReader(driver, self.server))

    def disturb(self, cypher: str) -> None:
        """Somebody's query, while the other asks; whatever becomes of it."""
        ended = threading.Event()
        hostile = threading.Thread(target=self._send, args=(cypher, ended))
        other = threading.Thread(target=self._ask_until, args=(ended,))
        other.start()
        hostile.start()
        while hostile.is_alive() or other.is_alive():
            # In this thread: a server ends with the thread that began it.
            self.supervise()
            time.sleep(0.05)

    def _send(self, cypher: str, ended: threading.Event) -> None:
        try:
            with ExitStack() as stack, suppress(QueryRefused):
                self.gateway(stack, SECONDS).select(cypher, {})
        finally:
            ended.set()

    def _ask_until(self, ended: threading.Event) -> None:
        with ExitStack() as stack:
            gateway = self.gateway(stack, PATIENT_SECONDS)
            last = False
            while not last:
                # Once more after the end: the engine may be gone by then, and whoever asks next brings it back.
                last = ended.wait(0.1)
                try:
                    self.answers.append(gateway.select(QUESTION, {}).rows)
                except HakimError as error:
                    self.answers.append(error)


def load_missions(journal: Journal, server: Server) -> None:
    play_missions(journal, "first")
    with connect(server) as driver:
        writer = GraphWriter(driver, server, LabelText(server, vocabulary()))
        synchronise(journal, writer, Registry(vocabulary()))


def others_were_answered(graph: Watched) -> bool:
    return {str(answer) for answer in graph.answers} == {"[{'missions': 300}]"}


@pytest.fixture
def own_engine(home: Path, journal: Journal) -> Iterator[Running]:
    with engine.session(home) as running:
        load_missions(journal, prepared(running.writer))
        yield running


IN_EVERY_RUN = frozenset({"a text that doubles", "lists within lists"})
"""One that fills the memory, and one that outlasts its time; the others are tried in the full run."""
KINDS = [
    pytest.param(name, marks=() if name in IN_EVERY_RUN else pytest.mark.full, id=name) for name in HEAVY
]


@pytest.mark.engine
@pytest.mark.parametrize("name", KINDS)
def test_an_embedded_engine_goes_on_answering_others(own_engine: Running, home: Path, name: str) -> None:
    graph = Watched(own_engine.reader, lambda: EmbeddedKeeper(home))
    before = graph.lines()

    graph.disturb(HEAVY[name])

    assert others_were_answered(graph), graph.answers
    assert graph.lines() == before


@pytest.fixture(scope="module")
def supervised_neo4j(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnNeo4j]:
    """A server as docs/operating.md wants it: it ends when memory is full, and is started again when it ended."""
    neo4j = OwnNeo4j(
        tmp_path_factory.mktemp("supervised"),
        "server.jvm.additional=-XX:+ExitOnOutOfMemoryError\ndb.memory.transaction.max=256m\n",
    )
    yield neo4j
    neo4j.kill()


@pytest.mark.neo4j
@pytest.mark.parametrize("name", KINDS)
def test_a_neo4j_goes_on_answering_others(
    supervised_neo4j: OwnNeo4j, journal: Journal, tmp_path: Path, name: str
) -> None:
    number = tmp_path / "pid"
    command = f"sh -c {shlex.quote(f'kill -9 $(cat {shlex.quote(str(number))})')}"

    def supervise() -> None:
        supervised_neo4j.begin_again_if_ended()
        number.write_text(str(supervised_neo4j.pid))

    supervise()
    wipe(supervised_neo4j.server)
    server = prepared(supervised_neo4j.server)
    load_missions(journal, server)
    with connect(server) as driver:
        keeper = ServerKeeper(driver, server, command, tmp_path / "restart.lock")
        graph = Watched(server, lambda: keeper, supervise)
        before = graph.lines()
        graph.disturb(HEAVY[name])

    assert others_were_answered(graph), graph.answers
    assert graph.lines() == before
