"""Rows of the driver, read once into the values of the pages."""

from collections.abc import Iterable, Mapping
from typing import Any

from graph.search_names import kind_of
from web.model import Claim, Document, Part, Record, Relation, Scalar, Subject, Thing, Tie, Value

Row = Mapping[str, Any]

_NAMING = ("name", "shortName", "description")
_DATES = ("startEdtf", "start", "dateEdtf", "date")
_INTERNAL = frozenset({"iri", "types", "graphs", "_q", "eid", "derived"})


def plain(value: object) -> Value:
    """The value as pages show it: what the driver has as a date or time becomes its ISO 8601 text.

    >>> from datetime import date
    >>> plain(date(2003, 12, 26)), plain(["b", "a"]), plain(1.0)
    ('2003-12-26', ('b', 'a'), 1.0)
    """
    if isinstance(value, list | tuple):
        return tuple(_scalar(item) for item in value)
    return _scalar(value)


def _scalar(value: object) -> Scalar:
    if isinstance(value, str | bool | int | float):
        return value
    # The driver's own date and time have `iso_format`, those of the standard library `isoformat`.
    told = getattr(value, "iso_format", None) or getattr(value, "isoformat", None)
    return str(told() if callable(told) else value)


def text(value: object) -> str:
    """One text, whatever the graph holds: nothing for nothing, the first of a list.

    >>> text(None), text(["a", "b"]), text(7)
    ('', 'a', '7')
    """
    if value is None or value == []:
        return ""
    one = plain(value)
    return str(one[0] if isinstance(one, tuple) else one)


def texts(value: object) -> tuple[str, ...]:
    """The texts of a list, in order; none for nothing."""
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()


def thing(row: Row) -> Thing:
    """What a link shows of a node."""
    dated = next((text(row[key]) for key in _DATES if row.get(key) is not None), "")
    return Thing(text(row["iri"]), kind_of(texts(row["labels"])), tuple(_names(row)), dated)


def _names(row: Row) -> Iterable[tuple[str, str]]:
    for stem in _NAMING:
        names = [
            (key.partition("_")[2], text(row[key])) for key in sorted(row) if key.partition("_")[0] == stem
        ]
        if any(name for _, name in names):
            return [(language, name) for language, name in names if name]
    return [("", name) for name in _described(row) if name][:1]


def _described(row: Row) -> Iterable[str]:
    """What stands for a name where there is none."""
    yield ": ".join(filter(None, (text(row.get("property")), text(row.get("value")))))
    yield text(row.get("identifier"))
    amount = text(row.get("asWritten")) or text(row.get("amount"))
    yield " ".join(filter(None, (amount, text(row.get("unit")))))


def subject(row: Row) -> Subject:
    """The node that a page is about."""
    properties, labels = row["properties"], texts(row["labels"])
    shown = {key: plain(properties[key]) for key in sorted(properties) if key not in _INTERNAL}
    named = thing({"labels": labels, **properties})
    return Subject(named, shown, texts(properties.get("graphs")), texts(properties.get("_q")))


def part(row: Row) -> Part:
    """A node that only its owner has."""
    properties = row["properties"]
    shown = {key: plain(properties[key]) for key in sorted(properties) if key not in _INTERNAL}
    return Part(row["relation"], shown, texts(row["graphs"]))


def relation(row: Row, *, outgoing: bool) -> Relation:
    """An edge of the centre, which is its subject when the edge goes out."""
    centre, other = thing(row["centre"]), thing(row["thing"])
    return Relation(centre, row["relation"], other) if outgoing else Relation(other, row["relation"], centre)


def record(row: Row, documents: tuple[Document, ...]) -> Record:
    """A record with its documents."""
    told = {key: text(row.get(key)) for key in Record.__dataclass_fields__ if key != "documents"}
    return Record(**told, documents=documents)


def document(row: Row) -> Document:
    """Where something is stated."""
    return Document(*(text(row.get(key)) for key in ("iri", "name", "url", "publisher")))


def claim(row: Row, documents: tuple[Document, ...]) -> Claim:
    """What one source says."""
    properties = row["properties"]
    told = {key: text(properties.get(key)) for key in ("property", "value", "unit", "qualifier")}
    dated = text(properties.get("dateEdtf")) or text(properties.get("date"))
    graphs = texts(properties.get("graphs"))
    claimed_by = text(row["claimed_by"])
    return Claim(
        text(row["iri"]), **told, date=dated, claimed_by=claimed_by, documents=documents, graphs=graphs
    )


def tie(row: Row) -> Tie:
    """The missions of one country to another, counted."""
    missions, delivered, announced = (int(row[key] or 0) for key in ("missions", "delivered", "announced"))
    ends, span = (thing(row["giver"]), thing(row["receiver"])), (text(row["first"]), text(row["last"]))
    return Tie(*ends, missions, delivered, announced, *span)
