"""The embedded engine: ArcadeDB as a child process on loopback ports, one for each home folder, shared by all
commands that work there, and never outliving its last user unless it was told to stay.
"""

from graph.engine.accounts import Running
from graph.engine.failures import EngineFailure
from graph.engine.lifecycle import (
    Status,
    ensure,
    process_number,
    session,
    start,
    start_again,
    status,
    stop,
)
from graph.engine.settings import Options

__all__ = [
    "EngineFailure",
    "Options",
    "Running",
    "Status",
    "ensure",
    "process_number",
    "session",
    "start",
    "start_again",
    "status",
    "stop",
]
