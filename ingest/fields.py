"""Fields: how the text of a cell becomes a value, one reader a kind of value.

A reader gives a value or raises CellProblem with the rule that the text breaks. Nothing is guessed: what cannot be
read is a problem of its row.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode

from ingest.resolution.register import CellProblem, Register
from ingest.rows import Problem, Row
from ingest.source_spec import ColumnSpec, SourceSpec
from ontology.dates import DateProblem, PartialDate, parse_date
from ontology.identifiers import Identifiers
from ontology.terms import concept, notations

_NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,15})?")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
_ZERO_WIDTH = frozenset("\u200b\u2060\ufeff\u00ad")


@dataclass(frozen=True, slots=True)
class Context:
    """What readers may look at besides the cell."""

    spec: SourceSpec
    ids: Identifiers
    register: Register


Reader = Callable[[str, ColumnSpec, Context], Any]
Values = Mapping[str, tuple[Any, ...]]
"""The values of a row by field, in the order of the cell; a field that is not there has none."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind of record: how it is read, and whether a row may lack it or have several."""

    read: Reader
    required: bool = False
    many: bool = False


def read_text(text: str, _column: ColumnSpec, _context: Context) -> str:
    """Free text as it stands; control characters other than tab and line ends are refused."""
    bad = next((c for c in text if unicodedata.category(c) == "Cc" and c not in "\t\n\r"), None)
    if bad is not None:
        raise CellProblem("no-control-characters", f"The text holds the control character U+{ord(bad):04X}.")
    return text


def read_name(text: str, column: ColumnSpec, context: Context) -> Literal:
    """Text in the column's language."""
    plain = read_text(text, column, context)
    return Literal(plain, language=column.language) if column.language else Literal(plain)


def read_identifier(text: str, column: ColumnSpec, context: Context) -> str:
    """A source's own identifier: no white space at its ends, no characters that cannot be seen."""
    plain = read_text(text, column, context)
    hidden = next((c for c in plain if c in _BIDI or c in _ZERO_WIDTH), None)
    if hidden is not None:
        raise CellProblem(
            "visible-identifier", f"The identifier holds the invisible character U+{ord(hidden):04X}."
        )
    return plain


def read_partial_date(text: str, _column: ColumnSpec, _context: Context) -> PartialDate:
    """A day, month, year or EDTF form."""
    try:
        return parse_date(text)
    except DateProblem as error:
        raise CellProblem("date", str(error)) from error


def read_number(text: str, _column: ColumnSpec, _context: Context) -> Decimal:
    """A decimal number in plain digits with a decimal point."""
    if not (text.isascii() and _NUMBER.fullmatch(text)):
        raise CellProblem("number", f"{text!r} is not a number in plain digits, such as 1500 or 7.5.")
    return Decimal(text)


def read_place(text: str, _column: ColumnSpec, context: Context) -> NamedNode:
    """A country or territory, by code or name."""
    return context.register.place(text)


def read_occasion(text: str, _column: ColumnSpec, context: Context) -> NamedNode:
    """A crisis, standing programme or routine, by name."""
    return context.register.occasion(text)


def read_url(text: str, _column: ColumnSpec, _context: Context) -> Literal:
    """A web address with http or https."""
    try:
        parts = urlsplit(text)
        good = (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and not re.search(r"[\s<>\"{}|\\^`]", text)
        )
    except ValueError:
        good = False
    if not good:
        raise CellProblem("web-address", f"{text!r} is not an http or https address.")
    return Literal(text, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#anyURI"))


def read_reference(kind: str) -> Reader:
    """A reader of another source's identifier, which must be known to the store of record."""

    def read(text: str, column: ColumnSpec, context: Context) -> NamedNode:
        iri = context.ids.iri(kind, column.authority or context.spec.authority, text)
        if not context.register.is_described(iri.value):
            raise CellProblem(
                f"known-{kind}", f"No {kind} {text!r} is in the store of record; ingest its source first."
            )
        return iri

    return read


def read_concept(scheme: str) -> Reader:
    """A reader of a concept of a scheme, by its notation or through the column's reviewed list of values."""
    known = frozenset(notations(scheme))

    def read(text: str, _column: ColumnSpec, _context: Context) -> NamedNode:
        if text not in known:
            raise CellProblem("known-value", f"{text!r} is not one of: {', '.join(sorted(known))}.")
        return concept(scheme, text)

    return read


def read_row(row: Row, fields: Mapping[str, Field], context: Context) -> tuple[Values, tuple[Problem, ...]]:
    """The values of a row, and every problem found in it."""
    values: dict[str, tuple[Any, ...]] = {}
    problems: list[Problem] = []
    for column in context.spec.columns:
        field = fields[column.field]
        found: list[Any] = []
        for part in _parts(row.cells[column.column], column, field):
            try:
                found.append(field.read(_meaning(part, column), column, context))
            except CellProblem as error:
                problems.append(Problem(column.column, part, error.rule, str(error), error.verdict))
        values[column.field] = values.get(column.field, ()) + tuple(found)
    for name, text in (context.spec.constants or {}).items():
        values[name] = (fields[name].read(text, ColumnSpec("", name), context),)
    problems.extend(_missing(values, problems, fields, context.spec))
    return values, tuple(problems)


def _parts(text: str, column: ColumnSpec, field: Field) -> Iterator[str]:
    """The values in a cell: stripped, without empty ones unless the reviewed list gives emptiness a meaning."""
    parts = text.split(column.split) if column.split and field.many else [text]
    for part in (part.strip() for part in parts):
        repaired = (column.repairs or {}).get(part, part)
        again = repaired.split(column.split) if column.split and field.many else [repaired]
        yield from (piece.strip() for piece in again if piece.strip() or "" in (column.values or {}))


def _meaning(part: str, column: ColumnSpec) -> str:
    if column.values is None:
        return part
    try:
        return column.values[part]
    except KeyError:
        allowed = ", ".join(repr(value) for value in column.values)
        raise CellProblem("known-value", f"{part!r} is not in the source spec's list: {allowed}.") from None


def _missing(
    values: Values, problems: list[Problem], fields: Mapping[str, Field], spec: SourceSpec
) -> Iterator[Problem]:
    blamed = {problem.column for problem in problems}
    for column in spec.columns:
        if fields[column.field].required and not values[column.field] and column.column not in blamed:
            yield Problem(column.column, "", "required", f"The {column.field.replace('_', ' ')} is missing.")
