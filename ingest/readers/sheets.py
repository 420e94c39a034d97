"""What workbooks of every format give: sheets, their lines of cells, and what stands beside the cells."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

MOST_LINES = 1_048_576
MOST_SHEET_COLUMNS = 16_384

NO_VALUE = "formula without value"
ERROR_VALUE = "error value"


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that has no text: what stands in it, the rule that it breaks, and why."""

    value: str
    rule: str
    message: str


Cell = str | CellFault

FORMULA_FAULT = CellFault(
    "",
    NO_VALUE,
    "The formula has no stored value, and formulas are never computed here: open the workbook in a spreadsheet"
    " program and save it.",
)


def error_fault(value: str) -> CellFault:
    """The fault of a cell that shows an error, such as #N/A."""
    return CellFault(value, ERROR_VALUE, f"The cell shows the error {value}, not a value.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, how it is hidden (`hidden`, `very hidden`, or not), and its part of the container."""

    name: str
    hidden: str = ""
    part: str = ""


@dataclass(slots=True)
class Line:
    """One line of a sheet: its number from 1, and its cells that are not empty by their column from 0."""

    number: int
    cells: dict[int, Cell]
    is_hidden: bool = False


@dataclass(slots=True)
class Asides:
    """What stands beside the cells of a sheet; complete once its lines were read."""

    reads_hidden: bool = False
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    """The first and last column of each hidden stretch; known before the first line."""
    merged: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)
    """Cells with a value that nobody sees, because a merged cell covers them."""

    def hides(self, column: int) -> bool:
        """Whether a column is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)


class Book(Protocol):
    """An open workbook."""

    def sheets(self) -> tuple[Sheet, ...]:
        """Its tables in their order, hidden ones too."""

    def lines(self, sheet: Sheet, asides: Asides) -> Iterator[Line]:
        """The lines of a sheet that are not empty, in order; fills the asides."""


def letters(column: int) -> str:
    """The letters of a column from 0.

    >>> letters(0), letters(25), letters(26), letters(16_383)
    ('A', 'Z', 'AA', 'XFD')
    """
    text = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_number(text: str) -> int:
    """The column, from 0, that letters name; -1 where they name none.

    >>> column_number("A"), column_number("XFD"), column_number("XFE"), column_number("a1")
    (0, 16383, -1, -1)
    """
    if not (0 < len(text) <= 3 and text.isascii() and text.isalpha() and text.isupper()):
        return -1
    number = 0
    for letter in text:
        number = 26 * number + ord(letter) - 64
    return number - 1 if number <= MOST_SHEET_COLUMNS else -1
