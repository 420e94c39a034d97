"""Bringing an engine up: free ports, a watchdog with Java below it, and the proof that it answers."""

import json
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

from graph.engine import watchdog
from graph.engine.accounts import root_account
from graph.engine.credentials import Credentials, write_users
from graph.engine.endpoint import command
from graph.engine.failures import EngineFailure, failure_from_log, read_end
from graph.engine.layout import Layout, disk_failures, write_private_json
from graph.engine.process import Process, end, identify, is_alive
from graph.engine.runtime import Runtime
from graph.engine.settings import ENVIRONMENT, Options, Ports, write_settings
from graph.engine.state import State, answers_as_itself, write_state
from graph.server import GraphUnreachable

ATTEMPTS = 3
LOOPBACK = "127.0.0.1"
# Java's other threads may go on after this, and the process with them: seen with a port that was taken.
GAVE_UP = 'Exception in thread "main"'


def launch(layout: Layout, runtime: Runtime, credentials: Credentials, options: Options) -> State:
    """A started engine that answers; the caller holds the lock.

    A free port may be taken by somebody between our choice and Java's start: then others are tried.
    """
    check_version(layout, runtime)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _launch_once(layout, runtime, credentials, options)
        except EngineFailure:
            chosen_by_user = options.bolt_port and options.http_port
            if attempt == ATTEMPTS or chosen_by_user or "Unable to listen" not in read_end(layout.log):
                raise
    raise AssertionError("the loop returns or raises")


def _launch_once(layout: Layout, runtime: Runtime, credentials: Credentials, options: Options) -> State:
    ports = choose_ports(options)
    with disk_failures(layout.home):
        if layout.log.exists():
            layout.log.replace(layout.log.with_suffix(".log.1"))
        layout.log.touch(mode=0o600)
        write_users(layout, credentials)
        write_settings(layout, runtime, options, ports)
    state = State(spawn(layout, runtime), ports, runtime.version)
    with disk_failures(layout.home):
        write_state(layout, state)
    await_answer(layout, state, credentials, options.boot_seconds)
    write_private_json(layout.made_by, {"engine": runtime.version})
    return state


def spawn(layout: Layout, runtime: Runtime) -> Process:
    """Start the watchdog, which starts Java; returns Java's process."""
    program = [sys.executable, "-I", str(Path(watchdog.__file__).resolve())]
    arguments = [str(layout.log), str(runtime.java), f"@{layout.arguments.name}"]
    try:
        # Both programs are Hakim's own, at known paths.
        answer = subprocess.run(  # noqa: S603
            program + arguments,
            cwd=layout.root,
            env=dict(ENVIRONMENT),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineFailure(f"The engine could not be started: {error}.") from error
    process = identify(int(answer.stdout)) if answer.stdout.strip().isdigit() else None
    if process is None:
        raise failure_from_log(f"The engine ended at once {answer.stderr[-500:]}".strip(), layout.log)
    return process


def await_answer(layout: Layout, state: State, credentials: Credentials, seconds: float) -> None:
    """Wait until the very process that we started answers our password; or say why it never will."""
    account = root_account(state.ports, credentials)
    deadline = time.monotonic() + seconds
    while True:
        if not is_alive(state.process):
            raise failure_from_log("The engine ended while it started", layout.log)
        if answers_as_itself(state):
            try:
                command(account, "SELECT 1 AS one")
            except GraphUnreachable:
                pass
            else:
                return
        if time.monotonic() > deadline or GAVE_UP in read_end(layout.log):
            end(state.process, patience_seconds=5)
            raise failure_from_log("The engine runs but does not answer", layout.log)
        time.sleep(0.05)


def choose_ports(options: Options) -> Ports:
    """The two ports to use: those asked for, when they are free, and free ones for the others."""
    # Both are held open together, so that they differ.
    with socket.socket() as bolt, socket.socket() as http:
        return Ports(_bind(bolt, options.bolt_port, "Bolt"), _bind(http, options.http_port, "HTTP"))


def _bind(candidate: socket.socket, port: int, purpose: str) -> int:
    # As Java does it: a port whose last connections are only fading away is free.
    candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        candidate.bind((LOOPBACK, port))
    except (OSError, OverflowError) as error:
        raise EngineFailure(
            f"The engine cannot have {LOOPBACK}:{port} as its {purpose} port: {error}.",
            hint="End the program that listens there, choose another port, or none for a free one.",
        ) from error
    taken: int = candidate.getsockname()[1]
    return taken


def check_version(layout: Layout, runtime: Runtime) -> None:
    """Refuse files that a newer engine wrote: an older one may damage them."""
    with disk_failures(layout.home):
        if not layout.made_by.exists():
            return
        text = layout.made_by.read_text(encoding="utf-8")
    made_by = _version_in(text)
    if version_key(made_by) > version_key(runtime.version):
        raise EngineFailure(
            f"Engine {made_by} wrote the graph in {layout.root}; installed is the older {runtime.version}.",
            hint="`pip install -r requirements.txt` of the newer Hakim, or delete that folder and "
            "`hakim rebuild`: the store of record has everything.",
        )


def _version_in(text: str) -> str:
    try:
        return str(json.loads(text)["engine"])
    except (ValueError, KeyError, TypeError):
        return "0"


def version_key(version: str) -> tuple[int, ...]:
    """The numbers of a version, in order.

    >>> version_key("26.10.2.post1") > version_key("26.9.30")
    True
    """
    return tuple(int(number) for number in re.findall(r"\d+", version))
