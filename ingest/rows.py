"""Rows, and what can be wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ingest.resolution.asked_name import AskedName
from ontology.errors import HakimError

Verdict = Literal["rejected", "set_aside"]
SHOWN_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: its line (1 is the file's first), and the literal text of each column.

    `sheet` is the sheet of a workbook, or the member of a folder or container, where there are several.
    """

    line: int
    cells: Mapping[str, str]
    raw: str = ""
    sheet: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether every cell of the row is empty, as spreadsheets leave them below a table."""
        return not any(text.strip() for text in self.cells.values())


class CutRow(NamedTuple):
    """A row as it was cut into cells: the texts in the order of the header."""

    line: int
    texts: Sequence[str]
    raw: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a row: where, what stood there, which rule it breaks, and the way out.

    A problem that only awaits a person's judgement sets the row aside; any other rejects it. `asked` is the name
    that could not be told, where it is one: whoever shows the problem can look for what it may mean.
    """

    column: str
    value: str
    rule: str
    message: str
    verdict: Verdict = "rejected"
    suggestion: str = ""
    asked: AskedName | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that does not become claims, with every problem found in it."""

    line: int
    raw: str
    problems: tuple[Problem, ...]
    sheet: str = ""

    @property
    def verdict(self) -> Verdict:
        """`set_aside` when a judgement alone would make it good, else `rejected`."""
        return "rejected" if any(p.verdict == "rejected" for p in self.problems) else "set_aside"


@dataclass(frozen=True, slots=True)
class Repair:
    """A cell whose text was read as something else, for a reason that everybody can check."""

    column: str
    value: str
    reason: str


class FileRejected(HakimError):
    """A file of which nothing can be read: it is not what its source spec says."""


class CellProblem(HakimError):
    """A cell that cannot be read, with the rule that it breaks, and what it may be meant to be if that is near."""

    def __init__(
        self,
        rule: str,
        message: str,
        *,
        verdict: Verdict = "rejected",
        suggestion: str = "",
        asked: AskedName | None = None,
    ) -> None:
        super().__init__(message)
        self.asked = asked
        self.rule = rule
        self.verdict = verdict
        self.suggestion = suggestion
        self.field = ""
        self.value = ""

    def of(self, field: str, value: str) -> "CellProblem":
        """The same problem, told of a field and the text that stood in it."""
        told = self.asking(self.asked)
        told.field, told.value = field, value
        return told

    def asking(self, asked: AskedName | None) -> "CellProblem":
        """The same problem, of a name that could not be told."""
        return CellProblem(
            self.rule, self.message, verdict=self.verdict, suggestion=self.suggestion, asked=asked
        )

    def in_column(self, column: str, value: str) -> Problem:
        """The problem of a row that it makes."""
        message = cut(str(self), 2 * SHOWN_CHARACTERS)
        return Problem(column, cut(value), self.rule, message, self.verdict, self.suggestion, self.asked)


def cut(text: str, characters: int = SHOWN_CHARACTERS) -> str:
    """The text, or its beginning where it is too long to be shown; the file itself keeps all of it.

    >>> cut("Türkiye"), cut("a" * 1000, 5)
    ('Türkiye', 'aaaa…')
    """
    return text if len(text) <= characters else f"{text[: characters - 1]}…"
