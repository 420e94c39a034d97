"""What a source spec says of how a column writes its values, made into the styles that fields are read by."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ingest.currencies import find_currency
from ingest.date_styles import DateStyle, check_zone
from ingest.links import LinkForm
from ingest.numbers import UNDECLARED, NumberForm
from ingest.units import find_unit
from ontology.errors import HakimError

_NUMBER_KEYS = ("decimal", "thousands", "digits")
_OWN_KEYS = frozenset({*_NUMBER_KEYS, "scale", "dates", "missing", "currencies", "links"})


class StyleFault(HakimError):
    """A style that contradicts itself or names what does not exist."""


def number_form(told: Mapping[str, Any], default: NumberForm = UNDECLARED) -> NumberForm:
    """How numbers are written: as a part of the spec tells, else as the default does."""
    form = default
    if "decimal" in told or "thousands" in told:
        form = replace(
            form, decimal=told.get("decimal", "."), thousands=told.get("thousands", ""), declared=True
        )
    if "digits" in told:
        form = replace(form, digits=told["digits"])
    if "scale" in told:
        form = replace(form, scale=_longest_first(_scales(told["scale"])))
    return form


def date_style(told: Mapping[str, Any]) -> DateStyle:
    """How dates are written, as `dates` tells. Raises StyleFault for a time zone that does not exist."""
    zone = told.get("zone", "")
    if zone and not check_zone(zone):
        raise StyleFault(f"{zone!r} is no time zone of the time zone database, such as Asia/Qatar.")
    return DateStyle(**{**told, "months": tuple(told.get("months", ()))})


def column_options(
    told: Mapping[str, Any],
    numbers: NumberForm = UNDECLARED,
    dates: DateStyle | None = None,
    missing: Iterable[str] = (),
) -> dict[str, Any]:
    """The arguments of a ColumnSpec that a column of the spec tells; the source's own styles where it tells none.

    A text that means not known is read as an empty cell: it is a repair to nothing, and stands in the list of
    repairs as such. Raises StyleFault, with the first fault.
    """
    absent = tuple(dict.fromkeys(text.strip() for text in told.get("missing", missing)))
    options = {key: value for key, value in told.items() if key not in _OWN_KEYS} | {"missing": absent}
    own = number_form(told, numbers)
    options["numbers"] = own if own != numbers else None
    options["dates"] = date_style(told["dates"]) if "dates" in told else dates
    if "links" in told:
        try:
            options["links"] = LinkForm.of(told["links"]["pattern"])
        except ValueError as error:
            raise StyleFault(str(error)) from error
    options["currencies"] = _longest_first(told.get("currencies", {}).items())
    if nothing := {text: "" for text in absent if text}:
        options["repairs"] = nothing | told.get("repairs", {})
    for fault in _faults(told, own, absent):
        raise StyleFault(fault)
    return options


def _scales(told: Mapping[str, Any]) -> Iterator[tuple[str, Decimal]]:
    return ((word, Decimal(str(factor))) for word, factor in told.items())


def _longest_first(pairs: Iterable[tuple[str, Any]]) -> tuple[tuple[str, Any], ...]:
    """Pairs in the order in which their words are looked for: a word before those that end like it."""
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


def _faults(told: Mapping[str, Any], form: NumberForm, absent: tuple[str, ...]) -> Iterator[str]:
    if form.decimal == form.thousands and "thousands" in told:
        yield f"{form.decimal!r} cannot stand before decimals and between thousands too."
    both = sorted(set(absent) & told.get("repairs", {}).keys() if "missing" in told else ())
    if both:
        yield f"{both[0]!r} is missing and repaired too."
    yield from (
        f"{code!r} is no currency of ISO 4217."
        for code in (told.get("currency"), *told.get("currencies", {}).values())
        if code and find_currency(code) is None
    )
    unit, dimension = find_unit(told.get("unit", "")), told.get("dimension")
    if unit and dimension and unit.dimension != dimension:
        yield f"the unit {told['unit']!r} measures {unit.dimension}, and not {dimension}."
