"""Totals: a row's sum of its own parts, and a Total row below a table, held against what they add up to."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal

from ingest.numbers import Number, NumberForm, NumberProblem, parse_number
from ingest.rows import Problem, cut

_EXACT = Context(prec=120)


@dataclass(frozen=True, slots=True)
class SumRule:
    """A column that is the sum of other columns of its row."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A row that is no record but the sum, in some columns, of all other rows."""

    column: str
    equals: str
    sums: tuple[str, ...]

    def is_met_by(self, cells: Mapping[str, str]) -> bool:
        """Whether a row is that row."""
        return cells.get(self.column, "").strip() == self.equals


@dataclass(frozen=True, slots=True)
class Writing:
    """How a column writes its numbers, and which of its texts mean that a number is not known."""

    form: NumberForm
    missing: tuple[str, ...] = ()

    def read(self, text: str) -> Number | None:
        """The number of a cell; None where it is not known or is none."""
        plain = text.strip()
        if not plain or plain in self.missing:
            return None
        try:
            return parse_number(plain, self.form)
        except NumberProblem:
            return None


Writings = Callable[[str], Writing]
"""Says of a column how it writes its numbers, as SourceSpec.writing does."""


def check_sum(cells: Mapping[str, str], rule: SumRule, writing: Writings) -> Iterator[Problem]:
    """The problem of a row whose parts do not add up to its total.

    With a part that is not known the total may be more than the others, and not less. What is no number is
    not looked at: its own field says so.
    """
    total = writing(rule.total).read(cells.get(rule.total, ""))
    parts = [writing(name).read(cells.get(name, "")) for name in rule.parts]
    known = [part.value for part in parts if part is not None]
    if total is None or not known:
        return
    added = _add(known)
    if added == total.value or (len(known) < len(parts) and added < total.value):
        return
    message = f"{', '.join(rule.parts)} add up to {added:f}, and {rule.total} says {cut(total.text)}."
    yield Problem(rule.total, cut(total.text), "sum", message)


class RunningTotals:
    """Adds up the rows of a table, and says where its Total row says something else.

    A cell that is no number is no part of any sum: the total of its column is not held against the rest.
    """

    def __init__(self, rule: TotalRow, writing: Writings) -> None:
        self._rule = rule
        self._writings = {column: writing(column) for column in rule.sums}
        self._sums: dict[str, Decimal | None] = dict.fromkeys(rule.sums, Decimal(0))

    def add(self, cells: Mapping[str, str]) -> None:
        """Adds a row that is not the Total row."""
        for column, so_far in self._sums.items():
            text = cells.get(column, "").strip()
            if so_far is not None and text:
                number = self._writings[column].read(text)
                if number is not None:
                    self._sums[column] = _add([so_far, number.value])
                elif text not in self._writings[column].missing:
                    self._sums[column] = None

    def problems(self, cells: Mapping[str, str]) -> Iterator[Problem]:
        """What is wrong with the Total row, once every row was added."""
        for column, added in self._sums.items():
            text = cells.get(column, "").strip()
            total = self._writings[column].read(text)
            if added is not None and total is not None and total.value != added:
                message = f"The rows add up to {added:f}, and the row {self._rule.equals!r} says {cut(text)}."
                yield Problem(column, cut(text), "sum", message)


def _add(numbers: list[Decimal]) -> Decimal:
    added = Decimal(0)
    for number in numbers:
        added = _EXACT.add(added, number)
    return added
