"""Rows, and what can be wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ontology.errors import HakimError

Verdict = Literal["rejected", "set_aside"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: its line (1 is the file's first), and the literal text of each column."""

    line: int
    cells: Mapping[str, str]
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a row: where, what stood there, which rule it breaks, and the way out.

    A problem that only awaits a person's judgement sets the row aside; any other rejects it.
    """

    column: str
    value: str
    rule: str
    message: str
    verdict: Verdict = "rejected"


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that does not become claims, with every problem found in it."""

    line: int
    raw: str
    problems: tuple[Problem, ...]

    @property
    def verdict(self) -> Verdict:
        """`set_aside` when a judgement alone would make it good, else `rejected`."""
        return "rejected" if any(p.verdict == "rejected" for p in self.problems) else "set_aside"


class FileRejected(HakimError):
    """A file of which nothing can be read: it is not what its source spec says."""
