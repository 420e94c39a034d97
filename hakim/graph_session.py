"""The graph that a command works on: the embedded engine of this home, or the server that is set."""

import fcntl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neo4j import Driver

from graph import engine
from graph.address import Server
from graph.gateway import Gateway
from graph.guard.keeper import EmbeddedKeeper, Keeper
from graph.labels import LabelText, vertex_types
from graph.reader import GraphReader
from graph.registry import Registry
from graph.schema import prepare
from graph.server import GraphUnreachable, connect
from graph.writer import GraphWriter
from hakim.bookmarks import shelf_of
from hakim.server_keeper import ServerKeeper
from hakim.settings import Settings
from ontology.errors import HakimError, OutsideFailure
from ontology.vocabulary import vocabulary

LOCK_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class ReadSession:
    """A graph open for reading by the reader's account."""

    server: Server
    driver: Driver
    reader: GraphReader
    gateway: Gateway
    """For what somebody typed; `reader` is for queries of ours."""

    def run(self, cypher: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The rows of a query of ours, also when the engine has ended since: it is started again, once."""
        try:
            return self.reader.run(cypher, parameters)
        except GraphUnreachable:
            self.gateway.keeper.recover()
            return self.reader.run(cypher, parameters)


@dataclass(frozen=True, slots=True)
class WriteSession:
    """A graph open for loading."""

    server: Server
    writer: GraphWriter
    reader: GraphReader
    registry: Registry


@contextmanager
def servers(settings: Settings) -> Iterator[tuple[Server, Server]]:
    """The writer's and the reader's account of the graph; the embedded engine runs while the block lasts."""
    if settings.server:
        yield settings.server, settings.server
    else:
        with engine.session(settings.home) as running:
            yield running.writer, running.reader


@contextmanager
def graph_starting(settings: Settings) -> Iterator[None]:
    """The graph, starting beside the block's work and kept until its end; whoever opens it there waits.

    A failure to start is told by whoever opens it.
    """
    leave = threading.Event()

    def keep() -> None:
        with suppress(HakimError), servers(settings):
            leave.wait()

    keeper = threading.Thread(target=keep, name="graph")
    keeper.start()
    try:
        yield
    finally:
        leave.set()
        keeper.join()


@contextmanager
def reading(settings: Settings) -> Iterator[ReadSession]:
    """The graph open for reading."""
    with (
        servers(settings) as (_, reader),
        connect(reader, shelf_of(settings.home, reader), reading=True) as driver,
    ):
        gateway = Gateway(driver, reader, keeper=_keeper(settings, driver, reader))
        yield ReadSession(reader, driver, GraphReader(driver, reader), gateway)


def _keeper(settings: Settings, driver: Driver, reader: Server) -> Keeper:
    if settings.server is None:
        return EmbeddedKeeper(settings.home)
    settings.home.mkdir(parents=True, exist_ok=True)
    return ServerKeeper(driver, reader, settings.restart, settings.home / "restart.lock")


@contextmanager
def writing(settings: Settings) -> Iterator[WriteSession]:
    """The graph open for loading, its schema prepared; one process of a home at a time."""
    words = vocabulary()
    with (
        _writers_lock(settings.home),
        servers(settings) as (writer, _),
        connect(writer, shelf_of(settings.home, writer)) as driver,
    ):
        prepare(writer, vertex_types(words), [term.edge for term in words.edges.values()])
        yield WriteSession(
            writer,
            GraphWriter(driver, writer, LabelText(writer, words)),
            GraphReader(driver, writer),
            Registry(words),
        )


@contextmanager
def _writers_lock(home: Path) -> Iterator[None]:
    home.mkdir(parents=True, exist_ok=True)
    with (home / "load.lock").open("w") as file:
        deadline = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise OutsideFailure(
                        f"Another process has been loading the graph of {home} for {LOCK_SECONDS:.0f} s.",
                        hint="Wait for it to end, then run the command again: what is stored is not lost.",
                    ) from None
                time.sleep(0.1)
        yield
