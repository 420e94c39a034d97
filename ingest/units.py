"""Units: what the words after an amount measure, so that doses are never read as vials, nor kilograms as pounds.

Nothing is converted. The words of the source stay; the table says which of them are the same unit, and which
measure different things.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

import yaml

from ingest.numbers import NumberForm, parse_number
from ingest.rows import Problem, cut
from ontology.errors import HakimError

QUDT = "http://qudt.org/vocab/unit/"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the table: how it is known here, what it measures, and its IRI in QUDT where there is one."""

    notation: str
    dimension: str
    words: tuple[str, ...]
    qudt: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, the text that it was read from, and the unit that the text or its column gives it.

    The unit is empty where another column of the row says it.
    """

    value: Decimal
    text: str
    unit: str = ""

    def __str__(self) -> str:
        return self.text


class UnitProblem(HakimError):
    """A text whose unit is missing, unknown or of another dimension than is due."""


@cache
def units() -> tuple[Unit, ...]:
    """All units of the table, in its order."""
    rows = yaml.safe_load(files("ingest").joinpath("units.yaml").read_text(encoding="utf-8"))
    return tuple(
        Unit(
            row["notation"],
            row["dimension"],
            (*row["en"], *row["ar"]),
            QUDT + row["qudt"] if "qudt" in row else "",
        )
        for row in rows
    )


def dimensions() -> frozenset[str]:
    """What can be measured."""
    return frozenset(unit.dimension for unit in units())


def find_unit(words: str) -> Unit | None:
    """The unit that some words mean; None where the table does not have them.

    >>> [find_unit(words).notation for words in ("Doses", "جرعات", "metric tons")]
    ['dose', 'dose', 't']
    >>> find_unit("camels")
    """
    return _by_words().get(_key(words))


@cache
def _by_words() -> Mapping[str, Unit]:
    return {_key(word): unit for unit in units() for word in (unit.notation, *unit.words)}


def _key(words: str) -> str:
    return " ".join(unicodedata.normalize("NFC", words).casefold().split())


_HEAD = re.compile(r"(-?[\d][\d.,'\u00a0\u202f٫٬]*(?: \d{3}(?!\d)[\d.,]*)*)[ \u00a0\u202f]?")
"""The digits with which a quantity begins, with what may stand between them."""


def parse_quantity(text: str, form: NumberForm, *, unit: str = "", dimension: str = "") -> Quantity:
    """The quantity that a text means, where its column declares a unit or a dimension.

    The text may say its unit itself; it is then of the dimension that the column declares. Raises NumberProblem
    for what is no number, and UnitProblem for a unit that is missing or measures something else.

    >>> parse_quantity("50", NumberForm(), unit="beds")
    Quantity(value=Decimal('50'), text='50', unit='beds')
    >>> parse_quantity("7.5 tonnes", NumberForm(), dimension="mass").unit
    'tonnes'
    """
    number, words = _split(text, form)
    amount = parse_number(number, form)
    if not words:
        if not unit:
            raise UnitProblem(f"{cut(text)!r} has no unit: say what of the dimension {dimension} it counts.")
        return Quantity(amount.value, text, unit)
    check_dimension(words, unit=unit, dimension=dimension)
    return Quantity(amount.value, text, words)


def check_dimension(words: str, *, unit: str = "", dimension: str = "") -> None:
    """Raises UnitProblem unless the words are the declared unit or measure what it measures."""
    if unit and _key(words) == _key(unit):
        return
    declared = find_unit(unit) if unit else None
    due = declared.dimension if declared else dimension
    found = find_unit(words)
    if found is None:
        raise UnitProblem(f"{cut(words)!r} is not a unit that is known to measure {due or repr(unit)}.")
    if found.dimension != due:
        what = due or repr(unit)
        raise UnitProblem(
            f"{cut(words)!r} measures {found.dimension}, and the column measures {what}: one is not the other."
        )


def _split(text: str, form: NumberForm) -> tuple[str, str]:
    """The number with its scale word, and the words after it."""
    head = _HEAD.match(text)
    if head is None:
        return text, ""
    rest = text[head.end() :]
    for word, _ in form.scale:
        if rest == word or rest.startswith(f"{word} "):
            end = head.end() + len(word)
            return text[:end], text[end:].strip()
    return text[: len(head[1])], rest.strip()


def check_units(amount: Quantity | None, unit: str | None, column: str = "unit") -> Iterator[Problem]:
    """What is wrong between the unit in the text of a quantity and the unit of its row."""
    if amount is None or not amount.unit or not unit or _key(amount.unit) == _key(unit):
        return
    own, other = find_unit(amount.unit), find_unit(unit)
    if own is None or other is None or own.notation != other.notation:
        message = f"The quantity counts {cut(amount.unit)!r}, and its unit says {cut(unit)!r}."
        yield Problem(column, unit, "dimension", message)
