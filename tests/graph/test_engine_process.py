import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from graph.engine.process import Process, end, identify, is_alive, listening_sockets, listens


def myself() -> Process:
    found = identify(os.getpid())
    assert found is not None
    return found


@pytest.fixture
def listener() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def start_sleeper(program: str) -> tuple[subprocess.Popen[bytes], Process]:
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    process = identify(child.pid)
    assert process is not None
    return child, process


def test_this_process_is_alive() -> None:
    assert is_alive(myself())


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(myself(), started=1), id="its number was given to a later process"),
        pytest.param(replace(myself(), boot="another"), id="the machine was started again"),
        pytest.param(replace(myself(), pid=2**22 + 1), id="no process has its number"),
    ],
)
def test_a_process_that_only_looks_like_ours_is_not_ours(other: Process) -> None:
    assert not is_alive(other)


def test_the_remains_of_a_process_are_no_process() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)

    found = identify(child.pid)

    child.wait()
    assert found is None


def test_ending_a_process_that_agrees() -> None:
    child, process = start_sleeper("import time; print(flush=True); time.sleep(60)")

    with child:
        assert end(process, patience_seconds=10)


def test_ending_a_process_that_does_not_listen() -> None:
    child, process = start_sleeper(
        "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    )

    with child:
        assert not end(process, patience_seconds=0.3)
    assert not is_alive(process)


def test_a_process_that_only_looks_like_ours_is_never_ended() -> None:
    child, process = start_sleeper("import time; print(flush=True); time.sleep(60)")

    with child:
        end(replace(process, started=1), patience_seconds=0.1)
        still_there = is_alive(process)
        child.kill()
    assert still_there


def test_a_port_belongs_to_the_process_that_listens_on_it(listener: int) -> None:
    child, process = start_sleeper("import time; print(flush=True); time.sleep(60)")

    with child:
        answers = (listens(os.getpid(), listener), listens(process.pid, listener))
        child.kill()
    assert answers == (True, False)


def test_a_port_on_which_nobody_listens_belongs_to_nobody() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]

        assert listening_sockets(port) == frozenset()
        assert not listens(os.getpid(), port)
