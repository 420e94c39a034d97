"""Several processes: who starts the engine, who keeps it, and that none outlives its last user."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from graph.engine import session, start, status, stop
from graph.engine.process import identify

pytestmark = pytest.mark.engine

CHECKOUT = Path(__file__).resolve().parents[2]

# Says the number of the engine's process, then keeps it until its own input ends.
USER = """
import sys
from pathlib import Path
from graph.engine import {how}
with {how}(Path(sys.argv[1])) as running:
    print(running.pid, flush=True)
    sys.stdin.read()
"""
STARTER = """
import sys
from pathlib import Path
from graph.engine import start
print(start(Path(sys.argv[1])).pid, flush=True)
"""
KEEPER = """
import sys
from pathlib import Path
from graph.engine import ensure
print(ensure(Path(sys.argv[1])).pid, flush=True)
sys.stdin.read()
"""


class User:
    """Another process that uses an engine; `leave` ends it in the ordinary way."""

    def __init__(self, program: str, home: Path) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-c", program, str(home)],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def engine(self) -> int:
        assert self.child.stdout is not None
        return int(self.child.stdout.readline())

    def leave(self) -> int:
        self.child.communicate(timeout=60)
        return self.child.returncode

    def __enter__(self) -> "User":
        return self

    def __exit__(self, *_error: object) -> None:
        if self.child.poll() is None:
            self.child.kill()
        self.child.communicate(timeout=60)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def is_gone(pid: int, *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while identify(pid) is not None:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def watchdog_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_processes_that_start_together_share_one_engine(home: Path, stack: ExitStack) -> None:
    users = [stack.enter_context(User(USER.format(how="session"), home)) for _ in range(3)]

    engines = {user.engine() for user in users}

    codes = [user.leave() for user in users]
    assert len(engines) == 1
    assert codes == [0, 0, 0]
    assert is_gone(engines.pop(), seconds=0)


def test_the_second_user_keeps_the_engine_that_the_first_started(home: Path, stack: ExitStack) -> None:
    first = stack.enter_context(User(USER.format(how="session"), home))
    first.engine()

    with session(home) as running:
        first.leave()
        found = status(home)

    assert found.pid == running.pid
    assert is_gone(running.pid, seconds=0)


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGKILL,
        signal.SIGINT,
        pytest.param(signal.SIGTERM, marks=pytest.mark.full),
        pytest.param(signal.SIGHUP, marks=pytest.mark.full),
    ],
)
def test_an_engine_does_not_outlive_its_only_user(
    home: Path, stack: ExitStack, number: signal.Signals
) -> None:
    user = stack.enter_context(User(USER.format(how="session"), home))
    engine = user.engine()
    watchdog = watchdog_of(engine)

    user.child.send_signal(number)

    assert is_gone(engine, seconds=8)
    assert is_gone(watchdog, seconds=3)
    user.child.wait(timeout=10)
    assert not status(home).running


def test_a_killed_user_does_not_take_the_engine_from_another(home: Path, stack: ExitStack) -> None:
    first = stack.enter_context(User(USER.format(how="session"), home))
    engine = first.engine()

    with session(home) as running:
        first.child.kill()
        time.sleep(2)
        found = status(home)

    assert (running.pid, found.pid) == (engine, engine)
    assert is_gone(engine, seconds=0)


def test_a_user_killed_while_the_engine_starts_leaves_nothing(home: Path, stack: ExitStack) -> None:
    user = stack.enter_context(User(USER.format(how="session"), home))
    while not status(home).running:
        time.sleep(0.02)
    engine = status(home).pid

    user.child.kill()

    assert is_gone(engine, seconds=8)
    with session(home) as running:
        assert running.pid != engine


@pytest.mark.full
def test_a_started_engine_outlives_its_starter(home: Path, stack: ExitStack) -> None:
    starter = stack.enter_context(User(STARTER, home))
    engine = starter.engine()
    starter.leave()
    time.sleep(1.5)

    assert status(home).pid == engine
    assert status(home).detached


@pytest.mark.full
def test_a_keeper_holds_the_engine_until_it_ends(home: Path, stack: ExitStack) -> None:
    keeper = stack.enter_context(User(KEEPER, home))
    engine = keeper.engine()
    with session(home):
        pass
    found = status(home)

    code = keeper.leave()

    assert found.pid == engine
    assert code == 0
    assert is_gone(engine, seconds=0)


def test_an_engine_does_not_outlive_its_watchdog(home: Path) -> None:
    running = start(home)

    os.kill(watchdog_of(running.pid), signal.SIGKILL)

    assert is_gone(running.pid, seconds=8)
    assert not status(home).running


@pytest.mark.full
def test_an_engine_whose_home_is_renamed_is_found_under_the_new_name(tmp_path: Path) -> None:
    home = tmp_path / "first"
    running = start(home)

    home.rename(tmp_path / "second")

    # Its files moved along, and so did what keeps it: it is found, and stopped, under the new name.
    assert status(tmp_path / "second").pid == running.pid
    assert stop(tmp_path / "second")
    assert is_gone(running.pid, seconds=3)
