"""Fields: how the text of a cell becomes a value, one reader a kind of value.

A reader gives a value or raises CellProblem with the rule that the text breaks. Nothing is guessed: what
cannot be read is a problem of its row. What is repaired is said: its value is Repaired, with the reason.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode

from ingest.characters import check_identifier, check_place, check_text, one_form
from ingest.numbers import Number, NumberProblem, parse_number
from ingest.resolution.organisations import Organisation, resolve_organisation
from ingest.resolution.register import Register
from ingest.rows import CellProblem, cut
from ingest.source_spec import ColumnSpec, SourceSpec
from ontology.dates import DateProblem, PartialDate, parse_date
from ontology.identifiers import Identifiers
from ontology.moments import parse_moment
from ontology.terms import concept, notations

XSD = "http://www.w3.org/2001/XMLSchema#"
MOST_USD = 10**12
"""No mission has cost so much; a text that says more has a unit or a digit too many."""
_ENDLESS = {"9999-12-31", "9999-12", "9999", "2099-12-31", "2099-01-01"}
_ADDRESS_BREAKERS = re.compile(r"[\s<>\"{}|\\^`]")


@dataclass(frozen=True, slots=True)
class Context:
    """What readers may look at besides the cell, and the values that every row has."""

    spec: SourceSpec
    ids: Identifiers
    register: Register
    constants: "Values" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Repaired:
    """A value read from a text that is not written as it should be; None where it says that there is none."""

    value: Any
    reason: str


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
    composed = one_form(text)
    return text if composed == text else Repaired(composed, "The letters were composed (Unicode NFC).")


def read_code(text: str, _column: ColumnSpec, _context: Context) -> str:
    """An identifier in ASCII capitals, digits and points, as code lists have them."""
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9./-]*", text):
        raise CellProblem("code", f"{cut(text)!r} is not a code in capitals and digits.")
    return text


def read_partial_date(text: str, _column: ColumnSpec, _context: Context) -> PartialDate:
    """A day, month, year or EDTF form."""
    try:
        return parse_date(text)
    except DateProblem as error:
        raise CellProblem("date", str(error)) from error


def read_end(text: str, column: ColumnSpec, context: Context) -> PartialDate | Repaired:
    """A date as others; the last days of calendars, which databases write for no end, are none."""
    if text in _ENDLESS:
        return Repaired(None, "The date stands for an end that is not known; it was left out.")
    return read_partial_date(text, column, context)


def read_onset(text: str, _column: ColumnSpec, _context: Context) -> Literal | Repaired:
    """A date and time with its offset from UTC, as xsd:dateTime."""
    try:
        moment = parse_moment(text)
    except DateProblem as error:
        raise CellProblem("date-time", str(error)) from error
    value = Literal(moment.text, datatype=NamedNode(f"{XSD}dateTime"))
    return Repaired(value, moment.repair) if moment.repair else value


def read_number(text: str, _column: ColumnSpec, context: Context) -> Number:
    """A number in the form that the source declares, not negative."""
    try:
        number = parse_number(text, context.spec.numbers)
    except NumberProblem as error:
        raise CellProblem("number", str(error)) from error
    if number.value < 0:
        raise CellProblem("not-negative", f"{text!r} is less than nothing.")
    return number


def read_usd(text: str, column: ColumnSpec, context: Context) -> Number:
    """An amount of US dollars that a mission can have cost."""
    number = read_number(text, column, context)
    if number.value > MOST_USD:
        raise CellProblem("plausible-amount", f"{text!r} US dollars is more than any mission costs.")
    return number


def read_place(text: str, _column: ColumnSpec, context: Context) -> NamedNode:
    """A country or territory, by code or name."""
    check_place(text)
    return context.register.place(text)


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
    places = context.register.places.find(text)
    if len(places) == 1:
        return places[0].iri
    return resolve_organisation(text, context.register, context.ids, [])


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
    check_identifier(text)
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or _ADDRESS_BREAKERS.search(text):
        raise CellProblem("web-address", f"{cut(text)!r} is not an http or https address.")
    return Literal(text, datatype=NamedNode(f"{XSD}anyURI"))


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
        raise CellProblem("known-value", f"{cut(text)!r} is not one of: {', '.join(sorted(known))}.")
    return text
