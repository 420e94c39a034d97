"""A disk that is full in the middle of a load or of an ingest: it is told, and with room again all is made up for."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from os import kill
from pathlib import Path

import pytest

from graph import engine
from graph.address import Server
from graph.server import GraphUnreachable
from ontology.errors import OutsideFailure
from records.journal import Journal
from tests.graph.test_server_cuts import prepared
from tests.graph.test_server_restart import (
    IMPATIENT,
    OwnNeo4j,
    held,
    held_undisturbed,
    load,
    play_missions,
    play_until,
    shows_last_run,
)
from tests.servers.small_disk import SmallDisk, small_disk

MEGABYTES = 600
"""An engine starts on a disk with 200 MB only, and a Neo4j takes as much before it holds anything."""
SOON = 60.0
"""Seconds within which a load must have ended: less than the driver's patience and all attempts at a commit."""
SMALL_LOGS = """
db.tx_log.preallocate=false
db.tx_log.rotation.size=1m
"""

MOMENTS = [
    pytest.param(False, 1, id="a first load, begun"),
    pytest.param(False, 6, id="a first load, in the middle"),
    pytest.param(True, 1, id="a later load"),
]


@dataclass(frozen=True, slots=True)
class Cramped:
    """A server whose data lie on a small disk, and what starts it again."""

    disk: SmallDisk
    server: Server
    start_again: Callable[[], Server]


def load_cramped(journal: Journal, cramped: Cramped, after: int) -> tuple[GraphUnreachable, float]:
    """What a load says whose disk is full after one of its commits, and how many seconds later."""
    filled: list[float] = []

    def fill() -> None:
        cramped.disk.fill()
        filled.append(time.monotonic())

    with pytest.raises(GraphUnreachable) as caught:
        load(journal, replace(cramped.server, patience=IMPATIENT), after, fill)
    return caught.value, time.monotonic() - filled[0]


@contextmanager
def engine_on(folder: Path) -> Iterator[Cramped]:
    with small_disk(folder, MEGABYTES) as disk:
        try:
            yield Cramped(disk, prepared(engine.start(folder).writer), lambda: _kill_and_start(folder))
        finally:
            engine.stop(folder)


def _kill_and_start(folder: Path) -> Server:
    if (running := engine.status(folder)).running:
        kill(running.pid, signal.SIGKILL)
    return engine.start(folder).writer


@contextmanager
def neo4j_on(folder: Path) -> Iterator[Cramped]:
    with small_disk(folder, MEGABYTES) as disk:
        neo4j = OwnNeo4j(folder, SMALL_LOGS)
        try:
            yield Cramped(disk, prepared(neo4j.server), neo4j.start_again)
        finally:
            neo4j.kill()


def check_made_up_for(journal: Journal, cramped: Cramped, after: int, *, restart: bool) -> None:
    failure, seconds = load_cramped(journal, cramped, after)
    cramped.disk.make_room()
    server = cramped.start_again() if restart else cramped.server
    between = shows_last_run(journal, server)
    load(journal, server)
    found = held(journal, server)

    assert seconds < SOON
    assert "has room" in failure.hint
    assert (between, found) == (False, held_undisturbed(journal, server))
    assert found.equal


@pytest.mark.engine
@pytest.mark.parametrize(
    ("later", "after", "restart"),
    [
        pytest.param(False, 1, False, id="a first load, begun; it runs on"),
        pytest.param(False, 6, True, id="a first load, in the middle; it is killed"),
        pytest.param(False, 6, False, id="a first load, in the middle; it runs on", marks=pytest.mark.full),
        pytest.param(True, 1, True, id="a later load; it is killed"),
        pytest.param(True, 1, False, id="a later load; it runs on", marks=pytest.mark.full),
    ],
)
def test_an_engine_whose_disk_is_full_says_so_and_with_room_the_next_load_finishes(
    journal: Journal, tmp_path: Path, later: bool, after: int, restart: bool
) -> None:
    with engine_on(tmp_path / "disk") as cramped:
        play_until(journal, cramped.server, later=later)

        check_made_up_for(journal, cramped, after, restart=restart)


@pytest.mark.neo4j
@pytest.mark.full
@pytest.mark.parametrize(("later", "after"), MOMENTS)
def test_a_neo4j_whose_disk_is_full_says_so_and_with_room_the_next_load_finishes(
    journal: Journal, tmp_path: Path, later: bool, after: int
) -> None:
    with neo4j_on(tmp_path / "disk") as cramped:
        play_until(journal, cramped.server, later=later)

        check_made_up_for(journal, cramped, after, restart=True)


def test_a_run_that_finds_the_disk_full_is_told_and_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 8) as disk:
        with closing(Journal(disk.folder / "journal.sqlite")) as journal:
            play_missions(journal, "before")
            before = (journal.last_run, list(journal.texts()))

            disk.fill()
            with pytest.raises(OutsideFailure, match="Check free disk space"):
                play_missions(journal, "after")
            refused = (journal.last_run, list(journal.texts()))
            disk.make_room()
            play_missions(journal, "after")
            made_up_for = (journal.last_run, list(journal.texts()))

        with closing(Journal(tmp_path / "undisturbed.sqlite")) as undisturbed:
            play_missions(undisturbed, "before")
            play_missions(undisturbed, "after")

            assert refused == before
            assert made_up_for == (2, list(undisturbed.texts()))
