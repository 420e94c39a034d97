"""Start, stop, find and share one engine a home folder, whoever asks and however they end.

A *detached* engine stays until it is stopped. Any other lives as long as one process uses it: users hold the
shared lock `in-use`, the last one out stops the engine, and the watchdog does it for those that were killed.
"""

import atexit
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from graph.engine.accounts import Running, running
from graph.engine.credentials import Credentials, load_or_make_credentials
from graph.engine.failures import EngineFailure, diagnose, read_end
from graph.engine.launch import await_answer, launch
from graph.engine.layout import Layout, disk_failures, open_layout
from graph.engine.locks import changing, join, nobody_uses
from graph.engine.process import end, is_alive, kill
from graph.engine.runtime import find_runtime
from graph.engine.settings import Options, Ports
from graph.engine.state import State, answers_as_itself, live_state, read_state
from ontology.errors import UsageProblem

STOP_SECONDS = 20.0
JOIN_SECONDS = 30.0

# The engines that this process keeps until it ends, by home, with the descriptor of its use.
_kept: dict[Path, int] = {}


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of an engine, without changing anything; `reason` says why it does not run or answer."""

    running: bool
    detached: bool = False
    pid: int = 0
    bolt_port: int = 0
    http_port: int = 0
    version: str = ""
    reason: str = ""


def start(home: Path, options: Options = Options()) -> Running:  # noqa: B008 - frozen
    """The engine of a home folder, running, and staying when this process ends."""
    layout = open_layout(home)
    with changing(layout):
        use = join(layout)
        try:
            found = _find_or_launch(layout, options)
            layout.detached.touch(mode=0o600)
        finally:
            os.close(use)
    return found


def stop(home: Path) -> bool:
    """Stop the engine, whoever uses it; True when it ran. Everything committed stays on disk."""
    layout = Layout(home.absolute())
    with disk_failures(home):
        if not layout.root.is_dir():
            return False
    with changing(layout):
        return _stop(layout)


@contextmanager
def session(home: Path, options: Options = Options()) -> Iterator[Running]:  # noqa: B008 - frozen
    """The engine of a home folder for as long as the block lasts: the running one, or one started for it.

    An engine started here is stopped at the end, unless another process uses it by then or made it stay.
    """
    layout = open_layout(home)
    found, use = _enter(layout, options)
    try:
        yield found
    finally:
        _leave(layout, use)


def ensure(home: Path, options: Options = Options()) -> Running:  # noqa: B008 - frozen
    """The engine of a home folder, running, at least until this process ends; started again if it died."""
    layout = open_layout(home)
    found, use = _enter(layout, options)
    if layout.home in _kept:
        os.close(use)
    else:
        _kept[layout.home] = use
        atexit.register(_leave_kept, layout)
    return found


def start_again(home: Path, hung: int = 0, options: Options = Options()) -> None:  # noqa: B008 - frozen
    """Start an engine that ended unasked, or that hangs, on the ports where others look for it.

    `hung` is the process number of the one that hangs, which is ended. Nothing is done where another runs by now, or
    where it was stopped. What was committed is on disk.
    """
    layout = open_layout(home)
    with changing(layout):
        state = read_state(layout)
        if state is None or (is_alive(state.process) and state.process.pid != hung):
            return
        kill(state.process)
        ports = replace(options, bolt_port=state.ports.bolt, http_port=state.ports.http)
        launch(layout, find_runtime(), load_or_make_credentials(layout), ports)


def process_number(home: Path) -> int:
    """The process that is the engine of a home folder now; 0 where none runs."""
    state = live_state(Layout(home.absolute()))
    return state.process.pid if state else 0


def status(home: Path) -> Status:
    """Whether the engine runs and answers, and on which ports."""
    layout = Layout(home.absolute())
    last, live = read_state(layout), live_state(layout)
    if last is None:
        return Status(running=False, reason="It was not started, or was stopped.")
    if live is None:
        cause, way_out = diagnose(read_end(layout.log))
        return Status(running=False, version=last.version, reason=f"It ended unasked: {cause}. {way_out}")
    return Status(
        running=True,
        detached=layout.detached.exists(),
        pid=live.process.pid,
        bolt_port=live.ports.bolt,
        http_port=live.ports.http,
        version=live.version,
        reason="" if answers_as_itself(live) else "It does not listen on its ports (yet).",
    )


def _enter(layout: Layout, options: Options) -> tuple[Running, int]:
    with changing(layout):
        use = join(layout)
        try:
            return _find_or_launch(layout, options), use
        except BaseException:
            os.close(use)
            raise


def _leave(layout: Layout, use: int) -> None:
    os.close(use)
    # When another process holds the lock for long, the watchdog does what is left to do.
    with suppress(EngineFailure), changing(layout, patience_seconds=2):
        if not layout.detached.exists() and nobody_uses(layout.in_use):
            _stop(layout)


def _leave_kept(layout: Layout) -> None:
    _leave(layout, _kept.pop(layout.home))


def _find_or_launch(layout: Layout, options: Options) -> Running:
    credentials = load_or_make_credentials(layout)
    state = _find(layout, credentials)
    if state is None:
        _stop(layout)
        state = launch(layout, find_runtime(), credentials, options)
    _check_ports(state.ports, options)
    return running(state, credentials)


def _find(layout: Layout, credentials: Credentials) -> State | None:
    """The live engine, when it answers; one that was ours and answers no more may be replaced."""
    state = live_state(layout)
    if state is None:
        return None
    try:
        await_answer(layout, state, credentials, JOIN_SECONDS)
    except EngineFailure:
        return None
    return state


def _check_ports(ports: Ports, options: Options) -> None:
    asked = (options.bolt_port or ports.bolt, options.http_port or ports.http)
    if asked != (ports.bolt, ports.http):
        raise UsageProblem(
            f"The engine runs already, with Bolt on port {ports.bolt} and HTTP on port {ports.http}.",
            hint="`hakim engine stop`, then start it with the ports that you want.",
        )


def _stop(layout: Layout) -> bool:
    state = live_state(layout)
    layout.detached.unlink(missing_ok=True)
    if state is not None:
        end(state.process, patience_seconds=STOP_SECONDS)
    layout.state.unlink(missing_ok=True)
    return state is not None
