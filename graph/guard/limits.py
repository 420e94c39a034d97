"""How much one query may ask for."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may have: characters and words of text, brackets within brackets, rows and bytes of its answer.

    `bytes` counts what the values hold, as they come from the server. Time is the server's (`Patience.query`).
    """

    characters: int = 10_000
    words: int = 4_000
    nesting: int = 64
    rows: int = 1_000_000
    bytes: int = 1_000_000_000


TERMINAL: Final = Limits()
"""For somebody who works alone, on a machine and in a process of their own."""
CONSOLE: Final = Limits(rows=10_000, bytes=10_000_000)
"""For a page: what a person can look through, and a browser can hold."""
