"""Bringing back a server that hangs: by the command that its operator gave, or not at all."""

import fcntl
import shlex
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from neo4j import Driver

from graph.address import Server
from graph.server import GraphUnreachable, connect
from ontology.errors import OutsideFailure

RESTART_SECONDS: Final = 60.0
COMING_BACK_SECONDS: Final = 60.0
"""How long a server that broke off is waited for: a large one takes its time to start."""
LOOK_SECONDS: Final = 0.5


class ServerKeeper:
    """Keeps a Neo4j server; `command` starts it again, "" where nobody said how.

    Two who find it hanging at once start it again once.
    """

    def __init__(self, driver: Driver, server: Server, command: str, lock: Path) -> None:
        self._driver = driver
        self._server = server
        self._command = command
        self._lock = lock

    def watching(self) -> Callable[[], None]:
        """What starts the server again, or, where there is no command for that, lets go of it."""
        begun = time.monotonic()
        return lambda: self._restart(begun) if self._command else self._driver.close()

    def _restart(self, begun: float) -> None:
        with self._lock.open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            # The clock of this machine since it was started, which all its processes share; what is ahead is of an
            # earlier start.
            if begun < float(file.read() or 0) <= time.monotonic():
                return
            try:
                # The operator's own command, from the settings.
                subprocess.run(  # noqa: S603
                    shlex.split(self._command), check=True, capture_output=True, timeout=RESTART_SECONDS
                )
            except (OSError, ValueError, subprocess.SubprocessError) as error:
                raise OutsideFailure(
                    f"The server hangs, and NEO4J_RESTART failed: {error}.",
                    hint="Start it again by hand, and look at the command.",
                ) from error
            file.truncate(0)
            file.write(str(time.monotonic()))

    def recover(self) -> None:
        """Waits until the server answers again, a minute at most."""
        deadline = time.monotonic() + COMING_BACK_SECONDS
        while time.monotonic() < deadline:
            with suppress(GraphUnreachable), connect(self._server, reading=True):
                return
            time.sleep(LOOK_SECONDS)
