"""One process: starting, stopping, finding and repairing an engine."""

import os
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from neo4j.exceptions import ServiceUnavailable

from graph.engine import EngineFailure, Options, Running, Status, ensure, session, start, status, stop
from graph.engine.layout import Layout, open_layout
from graph.engine.process import identify
from graph.engine.state import read_state, write_state
from graph.server import GraphUnreachable, connect
from ontology.errors import UsageProblem

pytestmark = pytest.mark.engine


def write(running: Running, name: str) -> None:
    with connect(running.writer) as driver:
        driver.execute_query("CREATE (:Note {name: $name})", name=name, database_=running.writer.database)


def names(running: Running) -> list[str]:
    with connect(running.reader) as driver:
        rows = driver.execute_query(
            "MATCH (n:Note) RETURN n.name AS name ORDER BY name", database_=running.reader.database
        )
    return [row["name"] for row in rows.records]


def wait_until(true: Callable[[], bool], *, seconds: float = 15.0) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def is_gone(pid: int) -> bool:
    return identify(pid) is None


def test_an_engine_that_was_never_started(tmp_path: Path) -> None:
    assert status(tmp_path) == Status(running=False, reason="It was not started, or was stopped.")
    assert not stop(tmp_path)


def test_an_engine_starts_stays_and_stops(home: Path) -> None:
    running = start(home)
    write(running, "kept")

    found = status(home)
    again = start(home)

    assert again == running
    assert (found.running, found.detached, found.pid, found.reason) == (True, True, running.pid, "")
    assert (found.bolt_port, found.http_port) == (running.bolt_port, running.http_port)
    assert stop(home)
    assert is_gone(running.pid)
    assert not status(home).running
    with session(home) as later:
        assert names(later) == ["kept"]


def test_a_session_ends_the_engine_that_it_started(home: Path) -> None:
    with session(home) as running:
        write(running, "kept")

    assert is_gone(running.pid)
    assert not status(home).running


def test_a_session_leaves_the_engine_that_ran_before(home: Path) -> None:
    before = start(home)

    with session(home) as running:
        pass

    assert running == before
    assert status(home).pid == before.pid


@pytest.mark.full
def test_sessions_within_one_another_share_the_engine(home: Path) -> None:
    with session(home) as outer:
        with session(home) as inner:
            pass
        found = status(home)

    assert inner == outer
    assert found.pid == outer.pid


@pytest.mark.full
def test_an_engine_that_is_told_to_stay_outlives_the_session(home: Path) -> None:
    with session(home) as running:
        start(home)

    assert status(home).pid == running.pid


@pytest.mark.full
def test_a_session_that_fails_ends_its_engine(home: Path) -> None:
    with pytest.raises(ZeroDivisionError), session(home) as running:
        raise ZeroDivisionError

    assert is_gone(running.pid)


@pytest.mark.full
def test_ports_that_are_asked_for_are_used(home: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    with session(home, Options(bolt_port=port)) as running:
        with pytest.raises(UsageProblem, match=rf"runs already, with Bolt on port {port}"):
            start(home, Options(bolt_port=port + 1))
        assert running.bolt_port == port


def test_a_port_that_is_taken_is_reported_and_nothing_is_left_behind(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(EngineFailure, match=rf"cannot have 127.0.0.1:{port} as its Bolt port"):
            start(home, Options(bolt_port=port))

    assert not status(home).running


def test_java_that_dies_at_start_is_reported_with_its_log(home: Path) -> None:
    with pytest.raises(EngineFailure, match=r"The engine ended .* heap cannot be used") as caught:
        start(home, Options(heap_megabytes=1))

    assert caught.value.log_tail != ""
    assert caught.value.exit_code == 3
    assert not status(home).running


def test_an_engine_that_is_killed_is_reported_and_comes_back_with_its_data(home: Path) -> None:
    first = ensure(home)
    write(first, "committed")

    os.kill(first.pid, signal.SIGKILL)
    assert wait_until(lambda: is_gone(first.pid))

    assert wait_until(lambda: "It ended unasked: it was killed" in status(home).reason)
    with pytest.raises(GraphUnreachable, match=r"No graph server answers .* `hakim engine status`"):
        connect(first.writer)
    second = ensure(home)
    assert second.pid != first.pid
    assert names(second) == ["committed"]


def test_the_state_of_another_process_with_the_same_number_is_not_believed(home: Path) -> None:
    layout = open_layout(home)
    with session(home) as running:
        state = read_state(layout)
    assert state is not None
    mine = identify(os.getpid())
    assert mine is not None
    # As after a boot: the file is there, and its number now belongs to somebody else, here to this test.
    write_state(layout, replace(state, process=replace(mine, started=mine.started - 1)))

    assert not status(home).running
    with session(home) as later:
        assert later.pid not in {running.pid, mine.pid}


@pytest.mark.full
def test_a_live_process_that_does_not_own_the_ports_is_not_believed(home: Path) -> None:
    with socket.socket() as impostor:
        impostor.bind(("127.0.0.1", 0))
        impostor.listen()
        port = impostor.getsockname()[1]
        with session(home):
            layout = Layout(home)
            state = read_state(layout)
            assert state is not None
            write_state(layout, replace(state, ports=replace(state.ports, bolt=port)))

            found = status(home)

    assert found.reason == "It does not listen on its ports (yet)."


@pytest.mark.full
def test_a_damaged_state_file_does_not_stop_the_next_start(home: Path) -> None:
    with session(home):
        pass
    Layout(home).state.write_text("{")

    with session(home) as running:
        assert status(home).pid == running.pid


@pytest.mark.full
def test_an_account_that_somebody_added_is_gone_at_the_next_start(home: Path) -> None:
    with session(home):
        pass
    users = Layout(home).config / "server-users.jsonl"
    users.write_text(users.read_text().replace('"root"', '"mallory"'))

    with session(home) as running, pytest.raises(GraphUnreachable, match=r"did not accept"):
        connect(replace(running.writer, user="mallory"))


def test_passwords_are_in_no_command_line_and_no_log(home: Path) -> None:
    with session(home) as running:
        shown = Path(f"/proc/{running.pid}/cmdline").read_text() + Layout(home).log.read_text()
        shown += Path(f"/proc/{running.pid}/environ").read_text() + Layout(home).arguments.read_text()

    assert running.writer.password not in shown
    assert running.reader.password not in shown


def test_a_home_with_any_name(tmp_path: Path) -> None:
    home = tmp_path / "بيت حكيم 'a' \"b\" $c;d[e]{f}" / ("long" * 40)

    with session(home) as running:
        write(running, "مستشفى")
        assert names(running) == ["مستشفى"]
    with session(home) as later:
        assert names(later) == ["مستشفى"]


@pytest.mark.full
def test_a_query_that_starves_the_engine_ends_it_and_it_comes_back(home: Path) -> None:
    running = ensure(home, Options(heap_megabytes=128, command_timeout_ms=60_000))
    write(running, "committed")

    with (
        connect(running.reader) as driver,
        driver.session(database="hakim") as asking,
        pytest.raises(ServiceUnavailable),
    ):
        asking.run("RETURN size(reduce(t = 'abcdefgh', i IN range(1, 40) | t + t)) AS n").consume()

    assert wait_until(lambda: "It ended unasked: it ran out of memory" in status(home).reason)
    assert names(ensure(home)) == ["committed"]
