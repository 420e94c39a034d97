"""Who brings an engine back that hangs or has ended."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from graph import engine


class Keeper(Protocol):
    """Keeps one graph answering."""

    def watching(self) -> Callable[[], None]:
        """Asked as a query begins: what ends the engine of this moment, should it hang, and starts it again."""

    def recover(self) -> None:
        """Brings an engine back that broke off; returns when it was done, or when nothing can be done."""


class NoKeeper:
    """Keeps nothing: an engine that somebody else keeps, and a query that can be waited for."""

    def watching(self) -> Callable[[], None]:
        """What does nothing."""
        return lambda: None

    def recover(self) -> None:
        """Nothing."""


class EmbeddedKeeper:
    """Keeps the embedded engine of a home folder."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def watching(self) -> Callable[[], None]:
        """What ends the process that is the engine now, and starts another on its ports."""
        running = engine.process_number(self._home)
        return lambda: engine.start_again(self._home, running)

    def recover(self) -> None:
        """Starts the engine again where it ended unasked."""
        engine.start_again(self._home)


NO_KEEPER: Final = NoKeeper()
