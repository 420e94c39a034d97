"""Native values as cells of a CSV file, as the import reads them back: same value, same type.

An empty cell is an absent property and `""` is the empty text, so every text is quoted: then nothing within it
means anything, be it a line break, a delimiter or NUL. What no cell can say has none: a list that is nothing but one
empty text reads as an empty list, which the import drops, and a list's delimiter cannot be told from the same
character within.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from neo4j.time import Date, DateTime

from graph.model import Value
from ontology.errors import HakimError

LIST_DELIMITER: Final = "\x1f"
"""U+001F, the unit separator: made for this, and hardly ever in a text."""

Text = Callable[[Any], str]


class Unwritable(HakimError):
    """A value is none that the graph's model has."""


def quoted_cell(text: str) -> str:
    """A text as a cell.

    >>> print(quoted_cell('say "a, b" twice'))
    "say ""a, b"" twice"
    """
    return '"' + text.replace('"', '""') + '"' if '"' in text else f'"{text}"'


def _truth(value: bool) -> str:  # noqa: FBT001 - a table of texts, each called with its one value
    return "true" if value else "false"


def _instant(value: DateTime) -> str:
    text = value.iso_format()
    if not text.endswith("+00:00"):
        raise Unwritable(f"The instant {text} is not in UTC.", hint="Please report this.")
    # A plain Z would become an offset; the driver writes the zone that is named UTC.
    return text.removesuffix("+00:00") + "Z[UTC]"


_SCALARS: Final[Mapping[type, tuple[str, Text]]] = {
    str: ("string", str),
    bool: ("boolean", _truth),
    int: ("long", str),
    float: ("double", repr),
    date: ("date", date.isoformat),
    Date: ("date", Date.iso_format),
    DateTime: ("datetime", _instant),
}


def cell(value: Value) -> tuple[str, str]:
    r"""The column type of a value and its cell; the cell is "" when no cell can say the value.

    >>> cell(42), cell(["a", "b"]), cell([""])
    (('long', '42'), ('string[]', '"a\x1fb"'), ('string[]', ''))
    """
    kind = type(value)
    if kind is str:
        return "string", quoted_cell(value)  # type: ignore[arg-type] # what else is of type str?
    if kind is list:
        return _list_cell(value)  # type: ignore[arg-type] # likewise
    column, text = _known(kind)
    return column, text(value)


def _list_cell(values: list[Any]) -> tuple[str, str]:
    if not values:
        return "string[]", ""
    first = type(values[0])
    column, text = _known(first)
    if len(values) > 1 and any(type(value) is not first for value in values):
        raise Unwritable(f"The list {values!r} is of several types.", hint="Please report this.")
    if first is not str:
        return f"{column}[]", LIST_DELIMITER.join(map(text, values))
    joined = LIST_DELIMITER.join(values)
    if not joined or joined.count(LIST_DELIMITER) != len(values) - 1:
        return "string[]", ""
    return "string[]", quoted_cell(joined)


def _known(kind: type) -> tuple[str, Text]:
    try:
        return _SCALARS[kind]
    except KeyError:
        raise Unwritable(f"A {kind.__name__} is no value of the graph.", hint="Please report this.") from None
