"""Fields: how the text of a cell becomes a value, one reader a kind of value.

A reader gives a value or raises CellProblem with the rule that the text breaks. Nothing is guessed: what
cannot be read is a problem of its row. What is repaired is said: its value is Repaired, with the reason.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode

from ingest.characters import check_identifier, check_place, check_text, one_form
from ingest.date_styles import read_date, read_moment
from ingest.money import CurrencyProblem, Money, MoneyForm, parse_currency, parse_money
from ingest.numbers import DIGIT_NAMES, Number, NumberForm, NumberProblem, foreign_digits, parse_number
from ingest.resolution.former_states import former_states
from ingest.resolution.nearest import nearest_of
from ingest.resolution.organisations import Organisation, resolve_organisation
from ingest.resolution.register import Register
from ingest.rows import CellProblem, cut
from ingest.source_spec import ColumnSpec, SourceSpec
from ingest.units import Quantity, UnitProblem, check_dimension, parse_quantity
from ontology.dates import DateProblem, PartialDate, parse_date
from ontology.identifiers import Identifiers
from ontology.moments import parse_moment
from ontology.terms import concept, notations

if TYPE_CHECKING:
    from ingest.checks import RowChecks

XSD = "http://www.w3.org/2001/XMLSchema#"
_ENDLESS = {"9999-12-31", "9999-12", "9999", "2099-12-31", "2099-01-01"}
_ANY_URI = NamedNode(f"{XSD}anyURI")
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9._~!$&'()*+,;=:@%/?#-]*)?")
"""Addresses that are in order at first sight; others are looked at part by part."""
_ADDRESS_BREAKERS = re.compile(r"[\s<>\"{}|\\^`]")


@dataclass(frozen=True, slots=True)
class Context:
    """What readers may look at besides the cell, and the values that every row has.

    `when` is the row's date, for texts that mean something else at another time.
    """

    spec: SourceSpec
    ids: Identifiers
    register: Register
    constants: "Values" = field(default_factory=dict)
    checks: "RowChecks | None" = None
    when: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Repaired:
    """A value read from a text that is not written as it should be; None where it says that there is none."""

    value: Any
    reason: str


_NO_END = Repaired(None, "The date stands for an end that is not known; it was left out.")

Reader = Callable[[str, ColumnSpec, Context], Any]
Values = Mapping[str, tuple[Any, ...]]
"""The values of a row by field, in the order of the cell; a field that is not there has none."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind of record: how it is read, and whether a row may lack it or have several.

    `columns` says that several columns may fill it, as names in several languages do.
    """

    read: Reader
    required: bool = False
    many: bool = False
    columns: bool = False


def read_text(text: str, _column: ColumnSpec, _context: Context) -> str:
    """Free text as it stands; what cannot be written in XML, or cannot be seen at all, is refused."""
    check_text(text)
    return text


def read_name(text: str, column: ColumnSpec, context: Context) -> Literal:
    """Text in the column's language."""
    plain = read_text(text, column, context)
    return Literal(plain, language=column.language) if column.language else Literal(plain)


def read_identifier(text: str, _column: ColumnSpec, _context: Context) -> str | Repaired:
    """A source's own identifier: all of it can be seen, and two that look the same are the same."""
    check_identifier(text)
    composed = text if text.isascii() else one_form(text)
    return text if composed == text else Repaired(composed, "The letters were composed (Unicode NFC).")


def read_code(text: str, _column: ColumnSpec, _context: Context) -> str:
    """An identifier in ASCII capitals, digits and points, as code lists have them."""
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9./-]*", text):
        raise CellProblem("code", f"{cut(text)!r} is not a code in capitals and digits.")
    return text


def read_partial_date(text: str, column: ColumnSpec, _context: Context) -> PartialDate | Repaired:
    """A day, month, year or EDTF form, or what the column's declared style of dates says."""
    try:
        if column.dates is None:
            return parse_date(text)
        read = read_date(text, column.dates)
    except DateProblem as error:
        other = "" if column.dates else " A source spec can declare other forms with dates."
        raise CellProblem("date", f"{error}{other}") from error
    return Repaired(read.when, read.repair) if read.repair else read.when


def read_end(text: str, column: ColumnSpec, context: Context) -> PartialDate | Repaired:
    """A date as others; the last days of calendars, which databases write for no end, are none."""
    if text in _ENDLESS:
        return _NO_END
    found = read_partial_date(text, column, context)
    when: PartialDate = found.value if isinstance(found, Repaired) else found
    return _NO_END if when.edtf in _ENDLESS else found


def read_onset(text: str, column: ColumnSpec, _context: Context) -> Literal | Repaired:
    """A date and time with its offset from UTC, as xsd:dateTime."""
    try:
        moment = parse_moment(text) if column.dates is None else read_moment(text, column.dates)
    except DateProblem as error:
        raise CellProblem("date-time", str(error)) from error
    value = Literal(moment.text, datatype=NamedNode(f"{XSD}dateTime"))
    return Repaired(value, moment.repair) if moment.repair else value


def read_number(text: str, column: ColumnSpec, context: Context) -> Number | Repaired:
    """A number in the form that the column or the source declares, not negative."""
    form = number_form(column, context)
    try:
        number = parse_number(text, form)
    except NumberProblem as error:
        raise CellProblem("number", str(error)) from error
    return _amount(number, form)


def read_usd(text: str, column: ColumnSpec, context: Context) -> Number | Repaired:
    """An amount of US dollars; how much a mission can have cost is a matter of warnings."""
    return read_number(text, column, context)


def read_quantity(text: str, column: ColumnSpec, context: Context) -> Quantity | Number | Repaired:
    """A number, or a number with its unit where the column declares a unit or a dimension."""
    if not (column.unit or column.dimension):
        return read_number(text, column, context)
    form = number_form(column, context)
    try:
        quantity = parse_quantity(text, form, unit=column.unit, dimension=column.dimension)
    except NumberProblem as error:
        raise CellProblem("number", str(error)) from error
    except UnitProblem as error:
        raise CellProblem("dimension", str(error)) from error
    return _amount(quantity, form)


def read_unit(text: str, column: ColumnSpec, context: Context) -> str:
    """A unit in the source's words; of the dimension that the column declares, if it does."""
    plain = read_text(text, column, context)
    if column.unit or column.dimension:
        try:
            check_dimension(plain, unit=column.unit, dimension=column.dimension)
        except UnitProblem as error:
            raise CellProblem("dimension", str(error)) from error
    return plain


def read_money(text: str, column: ColumnSpec, context: Context) -> Money | Repaired:
    """An amount of money, with the currency that its text or its column names; not negative."""
    form = number_form(column, context)
    try:
        money = parse_money(text, MoneyForm(form, column.currency, column.currencies))
    except NumberProblem as error:
        raise CellProblem("number", str(error)) from error
    except CurrencyProblem as error:
        raise CellProblem("currency", str(error)) from error
    return _amount(money, form)


def read_currency(text: str, column: ColumnSpec, _context: Context) -> str:
    """The code of ISO 4217 of a currency, current or historic; a sign only by the column's reviewed list."""
    try:
        return parse_currency(text, column.currencies)
    except CurrencyProblem as error:
        raise CellProblem("currency", str(error)) from error


def number_form(column: ColumnSpec, context: Context) -> NumberForm:
    """How a column writes its numbers: as it declares itself, else as its source does."""
    return column.numbers or context.spec.numbers


_Amount = TypeVar("_Amount", Number, Quantity, Money)


def _amount(read: _Amount, form: NumberForm) -> _Amount | Repaired:
    """What was read, not negative; digits of another script than the declared one are worth a word."""
    if read.value < 0:
        raise CellProblem("not-negative", f"{read.text!r} is less than nothing.")
    script = foreign_digits(read.text)
    if script and script != form.digits:
        return Repaired(read, f"{DIGIT_NAMES[script]} digits were read as ASCII digits.")
    return read


def read_place(text: str, _column: ColumnSpec, context: Context) -> NamedNode:
    """A country or territory, by code or name."""
    check_place(text)
    return context.register.place(text, context.when)


def read_occasion(text: str, _column: ColumnSpec, context: Context) -> NamedNode:
    """A crisis, standing programme or routine, by name."""
    check_place(text)
    return context.register.occasion(text)


def read_grouping(text: str, _column: ColumnSpec, context: Context) -> NamedNode:
    """A grouping of states, by name."""
    return context.register.grouping(text)


def read_party(text: str, _column: ColumnSpec, context: Context) -> NamedNode | Organisation:
    """A country or territory by its code or its only name, else an organisation."""
    check_place(text)
    register = context.register
    places = register.places.find(text)
    if len(places) == 1:
        return places[0].iri
    if former_states(text) and not register.organisations.find(text):
        # Refused with what came after it: a state that is gone is no organisation.
        return register.place(text, context.when)
    return resolve_organisation(text, register, context.ids, [])


def read_product(text: str, _column: ColumnSpec, context: Context) -> NamedNode:
    """A product by its name, which must be known to the store of record."""
    check_text(text)
    iri = context.ids.hashed("product", text)
    if not context.register.is_described(iri.value):
        message = f"No product {cut(text)!r} is in the store of record; ingest its source first."
        raise CellProblem("known-product", message)
    return iri


def read_year(text: str, _column: ColumnSpec, _context: Context) -> Literal:
    """A calendar year of four digits."""
    if not re.fullmatch(r"[0-9]{4}", text):
        raise CellProblem("year", f"{cut(text)!r} is not a year of four digits.")
    return Literal(text, datatype=NamedNode(f"{XSD}integer"))


def read_url(text: str, _column: ColumnSpec, _context: Context) -> Literal:
    """A web address with http or https."""
    if _PLAIN_ADDRESS.fullmatch(text):
        return Literal(text, datatype=_ANY_URI)
    check_identifier(text)
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or _ADDRESS_BREAKERS.search(text):
        raise CellProblem("web-address", f"{cut(text)!r} is not an http or https address.")
    return Literal(text, datatype=_ANY_URI)


def read_reference(kind: str) -> Reader:
    """A reader of another source's identifier, which must be known to the store of record."""

    def read(text: str, column: ColumnSpec, context: Context) -> NamedNode:
        check_identifier(text)
        iri = context.ids.iri(kind, column.authority or context.spec.authority, one_form(text))
        if not context.register.is_described(iri.value):
            message = f"No {kind} {cut(text)!r} is in the store of record; ingest its source first."
            raise CellProblem(f"known-{kind}", message)
        return iri

    return read


def read_concept(scheme: str) -> Reader:
    """A reader of a concept of a scheme, by its notation or through the column's reviewed list of values."""
    known = frozenset(notations(scheme))

    def read(text: str, _column: ColumnSpec, _context: Context) -> NamedNode:
        return concept(scheme, _one_of(text, known))

    return read


def read_word(*words: str) -> Reader:
    """A reader of one of some words."""
    known = frozenset(words)
    return lambda text, _column, _context: _one_of(text, known)


def _one_of(text: str, known: frozenset[str]) -> str:
    if text not in known:
        message = f"{cut(text)!r} is not one of: {', '.join(sorted(known))}."
        raise CellProblem("known-value", message, suggestion=nearest_of(text, known))
    return text
