"""Plausibility: values outside of what one mission can count or cost, told as warnings and never refused.

The literal value stays. A page that prints "$1,588,000 million" is read as it says, and the warning says that
nobody spends so much.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from ingest.currencies import find_currency
from ingest.numbers import NumberProblem, parse_number
from ingest.units import find_unit

AMOUNT_FIELDS = ("quantity", "amount", "value", "value_usd", "unit", "currency", "mission_type")
"""The fields that `implausible` looks at; rows that are alike in them have the same warnings."""


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most of a unit that are plausible for some types of mission, all of them if none is named."""

    unit: str
    least: Decimal
    most: Decimal
    reason: str
    types: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Implausible:
    """A value outside of the plausible range: the field, the text that stood there, and the range."""

    field: str
    value: str
    range: Range

    @property
    def message(self) -> str:
        """What is told of it."""
        least, most = (_shown(bound) for bound in (self.range.least, self.range.most))
        return (
            f"{self.value!r} ({self.range.unit}) is outside of {least} to {most}, which is plausible:"
            f" {self.range.reason}. It was kept as it is."
        )


def implausible(values: Mapping[str, tuple[Any, ...]]) -> Iterator[Implausible]:
    """The amounts of a row that are outside of the range for their unit and type of mission.

    `values` are the values of a mission or of a claim, by field. What has no unit, or one without a range, is
    not looked at.
    """
    types = {_notation(concept) for concept in values.get("mission_type", ())}
    for field, amount, text, unit in _amounts(values):
        found = _range_of(unit, types)
        if found is not None and not found.least <= amount <= found.most:
            yield Implausible(field, text, found)


def ranges() -> tuple[Range, ...]:
    """All ranges of the table, in its order."""
    return tuple(one for found in _ranges().values() for one in found)


@cache
def _ranges() -> Mapping[str, tuple[Range, ...]]:
    found: dict[str, tuple[Range, ...]] = {}
    for row in yaml.safe_load(files("ingest").joinpath("plausible.yaml").read_text(encoding="utf-8")):
        bounds = (Decimal(str(row["least"])), Decimal(str(row["most"])))
        line = Range(row["unit"], *bounds, row["reason"], frozenset(row.get("types", ())))
        found[line.unit] = (*found.get(line.unit, ()), line)
    return found


def _range_of(unit: str, types: set[str]) -> Range | None:
    """The range for the type of mission; where the type is not known, as in a claim, the widest of all."""
    lines = _ranges().get(unit, ())
    if types or not lines:
        return next((one for one in lines if not one.types or one.types & types), None)
    widest = max(lines, key=lambda line: line.most)
    return replace(widest, least=min(line.least for line in lines))


def _amounts(values: Mapping[str, tuple[Any, ...]]) -> Iterator[tuple[str, Decimal, str, str]]:
    """Each amount of a row: its field, number and text, and the notation or code of what it counts."""
    for amount in values.get("value_usd", ()):
        yield "value_usd", amount.value, amount.text, "USD"
    words = next(iter(values.get("unit", ())), "")
    stated_currency = next(iter(values.get("currency", ())), "")
    for field in ("quantity", "amount", "value"):
        for given in values.get(field, ()):
            amount = _number(given)
            own = getattr(given, "currency", "") or getattr(given, "unit", "")
            unit = _unit(own or (stated_currency if field == "value" else "") or words)
            if amount is not None and unit:
                yield field, amount, str(given), unit


def _number(given: Any) -> Decimal | None:
    """The number of a value that is one; a claim's value is text, and may be one."""
    if not isinstance(given, str):
        return getattr(given, "value", None)
    try:
        return parse_number(given).value
    except NumberProblem:
        return None


@lru_cache(maxsize=1024)
def _unit(words: str) -> str:
    found = find_unit(words)
    if found is not None:
        return found.notation
    return words if find_currency(words) else ""


def _notation(concept: Any) -> str:
    return str(getattr(concept, "value", concept)).rsplit("/", 1)[-1]


def _shown(bound: Decimal) -> str:
    return f"{bound:,f}"
