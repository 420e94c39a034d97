"""What nobody can have given or spent is told as a warning, with its range, and stays as it was written."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.column_styles import number_form
from ingest.currencies import find_currency
from ingest.money import Money, MoneyForm, parse_money
from ingest.numbers import Number, parse_number
from ingest.plausible import Implausible, implausible, ranges
from ingest.units import Quantity, find_unit, parse_quantity
from ontology.terms import concept, notations
from tests.ingest.world import read_table

WORDS = number_form({"thousands": ",", "scale": {"million": "1e6", "billion": "1e9", "K": 1000}})
DOLLARS = MoneyForm(WORDS, signs=(("US$", "USD"), ("$", "USD")))


def found(**values: Any) -> list[tuple[str, str, str]]:
    """The field, text and unit of each warning of a row."""
    told = {field: value if isinstance(value, tuple) else (value,) for field, value in values.items()}
    return [(one.field, one.value, one.range.unit) for one in implausible(told)]


def number(text: str) -> Number:
    return parse_number(text, WORDS)


@pytest.mark.parametrize(
    ("values", "warnings"),
    [
        # The known misprints of real records.
        ({"value": parse_money("$1,588,000 million", DOLLARS)}, [("value", "$1,588,000 million", "USD")]),
        ({"value": parse_money("US$ 2,279.5 billion", DOLLARS)}, [("value", "US$ 2,279.5 billion", "USD")]),
        ({"value_usd": number("1588000000000")}, [("value_usd", "1588000000000", "USD")]),
        ({"value": "2279500000000", "unit": "USD"}, [("value", "2279500000000", "USD")]),
        ({"quantity": number("900"), "unit": "visors"}, [("quantity", "900", "visor")]),
        (
            {"quantity": parse_quantity("100K cubic meters", WORDS, dimension="volume")},
            [("quantity", "100K cubic meters", "m3")],
        ),
        # Bounds of each kind.
        ({"quantity": number("5001"), "unit": "personnel"}, [("quantity", "5001", "personnel")]),
        ({"quantity": number("0"), "unit": "أفراد"}, [("quantity", "0", "personnel")]),
        ({"quantity": number("5001"), "unit": "beds"}, [("quantity", "5001", "bed")]),
        ({"quantity": number("300 million"), "unit": "doses"}, [("quantity", "300 million", "dose")]),
        ({"quantity": number("5"), "unit": "doses"}, [("quantity", "5", "dose")]),
        ({"quantity": number("20001"), "unit": "tonnes"}, [("quantity", "20001", "t")]),
        ({"quantity": number("1001"), "unit": "ambulances"}, [("quantity", "1001", "ambulance")]),
        ({"amount": number("6000"), "unit": "beds"}, [("amount", "6000", "bed")]),
        ({"value": Money(Decimal(10**11), "100 billion", "EUR")}, [("value", "100 billion", "EUR")]),
        (
            {"value": Money(Decimal(10**11), "100 billion"), "currency": "EUR"},
            [("value", "100 billion", "EUR")],
        ),
        # By type of mission.
        (
            {
                "quantity": number("3000"),
                "unit": "personnel",
                "mission_type": concept("mission-type", "field-hospital"),
            },
            [("quantity", "3000", "personnel")],
        ),
        (
            {"value_usd": number("5 billion"), "mission_type": concept("mission-type", "medical-team")},
            [("value_usd", "5 billion", "USD")],
        ),
    ],
)
def test_what_is_outside_of_its_range_is_found(
    values: dict[str, Any], warnings: list[tuple[str, str, str]]
) -> None:
    assert found(**values) == warnings


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"quantity": number("1"), "unit": "personnel"},
        {"quantity": number("5,000"), "unit": "personnel"},
        {"quantity": number("900,000"), "unit": "visors"},
        {
            "quantity": number("2465"),
            "unit": "personnel",
            "mission_type": concept("mission-type", "medical-team"),
        },
        {"value_usd": number("5 billion"), "mission_type": concept("mission-type", "funding")},
        {"quantity": number("1 billion"), "unit": "camels"},
        {"quantity": number("999999999")},
        {"value": Money(Decimal(10**15), "1", "IRR")},
        {"value": "in the morning", "unit": "text"},
        {"value": "2013-11-18", "unit": "date"},
        {"quantity": Quantity(Decimal(50), "50 beds", "beds")},
    ],
)
def test_what_is_within_its_range_or_has_none_is_not_told(values: dict[str, Any]) -> None:
    assert found(**values) == []


def test_a_warning_says_the_value_its_range_and_why() -> None:
    (warning,) = implausible({"quantity": (number("900"),), "unit": ("visors",)})

    assert isinstance(warning, Implausible)
    assert warning.message == (
        "'900' (visor) is outside of 1,000 to 100,000,000, which is plausible: face shields are given by the thousand:"
        " Morocco's 900,000 were printed as 900. It was kept as it is."
    )


def test_the_shipped_missions_are_plausible() -> None:
    strange = [
        row["id"]
        for row in read_table("missions")
        if found(
            quantity=tuple(filter(None, [row["quantity"] and number(row["quantity"])])),
            unit=tuple(filter(None, [row["unit"]])),
            value_usd=tuple(filter(None, [row["value_usd"] and number(row["value_usd"])])),
            mission_type=(row["type"].replace(" ", "-"),),
        )
    ]

    assert strange == []


def test_the_misprint_of_a_shipped_claim_is_found() -> None:
    strange = {
        row["claim_id"]: found(value=(row["value"],), unit=(row["unit"],))
        for row in read_table("claims")
        if found(value=(row["value"],), unit=(row["unit"],))
    }

    assert strange == {"CLM-0049": [("value", "2279500000000", "USD")]}


def test_every_range_is_of_a_known_unit_and_has_a_reason() -> None:
    assert [
        one.unit
        for one in ranges()
        if (find_unit(one.unit) is None and find_currency(one.unit) is None)
        or not 0 < one.least < one.most
        or not one.reason
        or not one.types <= set(notations("mission-type"))
    ] == []


@given(st.sampled_from(ranges()), st.decimals(0, 10**13, places=2))
def test_a_value_is_told_exactly_when_no_range_of_its_type_holds_it(line: Any, value: Decimal) -> None:
    kind = next(iter(sorted(line.types)), "training")
    told = found(quantity=Quantity(value, str(value), line.unit), mission_type=kind)
    fitting = next(one for one in ranges() if one.unit == line.unit and (not one.types or kind in one.types))

    assert bool(told) == (not fitting.least <= value <= fitting.most)


def test_a_value_of_an_unknown_type_is_told_when_no_type_has_it() -> None:
    assert found(value_usd=number("5 billion")) == []
    assert found(value_usd=number("50 billion")) == [("value_usd", "50 billion", "USD")]
    assert found(value_usd=number("100")) == []
