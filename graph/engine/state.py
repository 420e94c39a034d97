"""What is known of a started engine, kept beside it: the next command finds it and proves it is ours."""

import json
from dataclasses import asdict, dataclass

from graph.engine.layout import Layout, write_private_json
from graph.engine.process import Process, is_alive, listens
from graph.engine.settings import Ports


@dataclass(frozen=True, slots=True)
class State:
    """A started engine: its process, its ports and the version of its program."""

    process: Process
    ports: Ports
    version: str


def read_state(layout: Layout) -> State | None:
    """The engine that was started last and not stopped; None when there is none, or its file is damaged."""
    try:
        stored = json.loads(layout.state.read_text(encoding="utf-8"))
        return State(Process(**stored["process"]), Ports(**stored["ports"]), stored["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_state(layout: Layout, state: State) -> None:
    write_private_json(layout.state, asdict(state))


def live_state(layout: Layout) -> State | None:
    """The engine that runs now; a leftover of a killed engine or of another boot counts as none."""
    state = read_state(layout)
    return state if state is not None and is_alive(state.process) else None


def answers_as_itself(state: State) -> bool:
    """Whether the process that we started, and no other, is the one behind both ports."""
    return all(listens(state.process.pid, port) for port in (state.ports.bolt, state.ports.http))
