"""A running engine's two accounts as servers that the rest of Hakim connects to."""

from dataclasses import dataclass

from graph.address import Patience, Server
from graph.engine.credentials import DATABASE, READER, ROOT, Credentials
from graph.engine.settings import Ports
from graph.engine.state import State

QUERY_SECONDS = 15.0
"""As the engine's own limit on a command (`Options.command_timeout_ms`)."""


@dataclass(frozen=True, slots=True)
class Running:
    """An engine that runs: `writer` may do all, `reader` cannot change anything."""

    writer: Server
    reader: Server
    pid: int
    bolt_port: int
    http_port: int


def running(state: State, credentials: Credentials) -> Running:
    return Running(
        root_account(state.ports, credentials),
        _account(state.ports, READER, credentials.reader),
        state.process.pid,
        state.ports.bolt,
        state.ports.http,
    )


def root_account(ports: Ports, credentials: Credentials) -> Server:
    return _account(ports, ROOT, credentials.root)


def _account(ports: Ports, user: str, password: str) -> Server:
    return Server(
        "embedded",
        f"bolt://127.0.0.1:{ports.bolt}",
        user,
        password,
        DATABASE,
        http=f"http://127.0.0.1:{ports.http}",
        patience=Patience(query=QUERY_SECONDS),
    )
