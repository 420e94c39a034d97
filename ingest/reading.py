"""One row read: the values of its fields, what was repaired in it, and every problem found."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from ingest.fields import Context, Field, Repaired, Values
from ingest.mojibake import unscramble
from ingest.resolution.former_places import FORMER
from ingest.resolution.nearest import nearest_of
from ingest.rows import CellProblem, Problem, Repair, Row, cut
from ingest.source_spec import ColumnSpec, SpecProblem
from ontology.dates import PartialDate

MOST_PROBLEMS = 50
"""Problems told of one row; a row with more is wrong as a whole."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a row says: its values by field, and what was found on the way."""

    values: Values
    problems: tuple[Problem, ...] = ()
    repairs: tuple[Repair, ...] = ()


def read_row(row: Row, fields: Mapping[str, Field], context: Context) -> Reading:
    """The values of a row, and every problem found in it."""
    return read_cells(row.cells, context.spec.columns, fields, context, context.constants)


def read_cells(
    cells: Mapping[str, str],
    columns: Sequence[ColumnSpec],
    fields: Mapping[str, Field],
    context: Context,
    constants: Values,
) -> Reading:
    """The values that some columns of a row and some constants give, and every problem found in them."""
    values: dict[str, tuple[Any, ...]] = dict(constants)
    problems: list[Problem] = []
    repairs: list[Repair] = []
    for column in columns:
        found: list[Any] = []
        text = cells[column.column]
        if context.spec.form.csv.mojibake == "repair" and (before := unscramble(text)) is not None:
            repairs.append(Repair(column.column, cut(text), _SCRAMBLED))
            text = before
        for part in _parts(text, column):
            try:
                meaning = _meaning(part, column)
                value = _read(meaning, column, fields, context, cells) if meaning else None
            except CellProblem as error:
                problems.append(error.in_column(column.column, part))
                if len(problems) >= MOST_PROBLEMS:
                    return Reading(values, (*problems, _TOO_MANY))
                continue
            if isinstance(value, Repaired):
                repairs.append(Repair(column.column, cut(part), value.reason))
                value = value.value
            found += [] if value is None else [value]
        values[column.field] = values.get(column.field, ()) + tuple(found)
    problems.extend(_missing(values, problems, fields, columns))
    return Reading(values, tuple(problems), tuple(repairs))


_SCRAMBLED = "It had been read in a wrong encoding and saved again; it was read back exactly."
_DATES = ("start", "date")
"""The fields that say when a row's facts were so, the best first."""


def _read(
    text: str, column: ColumnSpec, fields: Mapping[str, Field], context: Context, cells: Mapping[str, str]
) -> Any:
    """The value of a text; a withdrawn code, or the name of a state that is gone, is asked again by the row's date."""
    try:
        return fields[column.field].read(text, column, context)
    except CellProblem as error:
        when = _when(cells, fields, context) if error.rule == FORMER and context.when is None else None
        if when is None:
            raise
        return fields[column.field].read(text, column, replace(context, when=when))


def _when(cells: Mapping[str, str], fields: Mapping[str, Field], context: Context) -> PartialDate | None:
    """The first date of the row that can be read."""
    columns = [column for field in _DATES for column in context.spec.columns if column.field == field]
    for column in columns:
        for part in _parts(cells.get(column.column, ""), column):
            with suppress(CellProblem):
                value = fields[column.field].read(_meaning(part, column), column, context)
                value = value.value if isinstance(value, Repaired) else value
                if isinstance(value, PartialDate):
                    return value
    return None


_TOO_MANY = Problem(
    "", "", "too-many-problems", f"The row has {MOST_PROBLEMS} problems; the rest was not read."
)


def read_constants(fields: Mapping[str, Field], context: Context) -> Values:
    """The values of the fields that are the same in every row; SpecProblem where one cannot be read."""
    values = {}
    for name, text in (context.spec.constants or {}).items():
        try:
            value = fields[name].read(text, ColumnSpec("", name), context)
        except CellProblem as error:
            raise SpecProblem(f"The source spec {context.spec.path}, at constants/{name}: {error}") from error
        values[name] = (value.value if isinstance(value, Repaired) else value,)
    return values


def _parts(text: str, column: ColumnSpec) -> Iterator[str]:
    """The values in a cell: stripped, without empty ones unless the reviewed list says what those mean."""
    for part in _split(_found(text, column), column):
        repaired = (column.repairs or {}).get(part)
        yield from (
            piece
            for piece in ([part] if repaired is None else _split(repaired, column))
            if piece or "" in (column.values or {})
        )


def _found(text: str, column: ColumnSpec) -> str:
    """What is read of a cell: all of it, or what the column's expression finds in it."""
    if not column.find:
        return text
    found = re.findall(column.find, text)
    return (column.split or "").join(found if column.split else found[:1])


def _split(text: str, column: ColumnSpec) -> list[str]:
    return [part.strip() for part in (text.split(column.split) if column.split else [text])]


def _phrased(text: str, column: ColumnSpec) -> str:
    return column.phrase.replace("{}", text) if column.phrase and text else text


def _meaning(part: str, column: ColumnSpec) -> str:
    if column.values is None:
        return _phrased(part, column)
    try:
        return _phrased(column.values[part], column)
    except KeyError:
        allowed = ", ".join(repr(value) for value in column.values)
        message = f"{cut(part)!r} is not in the source spec's list: {allowed}."
        suggestion = nearest_of(part, column.values)
        raise CellProblem("known-value", message, suggestion=suggestion) from None


def _missing(
    values: Values, problems: list[Problem], fields: Mapping[str, Field], columns: Sequence[ColumnSpec]
) -> Iterator[Problem]:
    blamed = {problem.column for problem in problems}
    for column in columns:
        if fields[column.field].required and not values[column.field] and column.column not in blamed:
            name = column.field.replace("_", " ")
            yield Problem(column.column, "", "required", f"The {name} is missing.")
