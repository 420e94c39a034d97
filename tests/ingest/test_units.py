"""Units are told apart by what they measure: nothing of one dimension is read as another, nothing is converted."""

import json
import re
from collections import Counter
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.column_styles import column_options, number_form
from ingest.fields import Repaired, read_quantity, read_unit
from ingest.month_names import LOCALES
from ingest.numbers import PLAIN, Number, NumberForm, NumberProblem
from ingest.rows import CellProblem
from ingest.source_spec import ColumnSpec
from ingest.units import (
    QUDT,
    Quantity,
    UnitProblem,
    check_units,
    dimensions,
    find_unit,
    parse_quantity,
    units,
)
from tests.ingest.world import Reader, read_table

WORDS = number_form({"thousands": ",", "scale": {"million": "1e6", "K": 1000}})


@pytest.mark.parametrize(
    ("words", "notation"),
    [
        ("doses", "dose"),
        ("DOSES", "dose"),
        ("جرعة", "dose"),
        ("vials", "vial"),
        ("courses of treatment", "course"),
        ("kg", "kg"),
        ("كغ", "kg"),
        ("lbs", "lb"),
        ("tonnes", "t"),
        ("tons", "ton"),
        ("mL", "mL"),
        ("IU", "IU"),
        ("وحدة دولية", "IU"),
        ("m³", "m3"),
        ("°C", "°C"),
        ("intensive  care beds", "icu-bed"),
        ("أسرّة", None),
        ("camels", None),
        ("pounds", None),
        ("", None),
    ],
)
def test_words_mean_a_unit_or_none(words: str, notation: str | None) -> None:
    found = find_unit(words)

    assert (found.notation if found else None) == notation


@pytest.mark.parametrize(
    ("text", "form", "told", "quantity"),
    [
        ("50", PLAIN, {"unit": "beds"}, Quantity(Decimal(50), "50", "beds")),
        ("50", PLAIN, {"unit": "camels"}, Quantity(Decimal(50), "50", "camels")),
        ("50 camels", PLAIN, {"unit": "camels"}, Quantity(Decimal(50), "50 camels", "camels")),
        ("50 beds", PLAIN, {"dimension": "bed"}, Quantity(Decimal(50), "50 beds", "beds")),
        ("50 beds", PLAIN, {"unit": "ICU beds"}, Quantity(Decimal(50), "50 beds", "beds")),
        ("7.5 tonnes", PLAIN, {"unit": "kg"}, Quantity(Decimal("7.5"), "7.5 tonnes", "tonnes")),
        ("7.5t", PLAIN, {"dimension": "mass"}, Quantity(Decimal("7.5"), "7.5t", "t")),
        ("5 lb", PLAIN, {"unit": "kg"}, Quantity(Decimal(5), "5 lb", "lb")),
        (
            "3.3 million doses",
            WORDS,
            {"unit": "doses"},
            Quantity(Decimal(3300000), "3.3 million doses", "doses"),
        ),
        (
            "100K cubic meters",
            WORDS,
            {"dimension": "volume"},
            Quantity(Decimal(100000), "100K cubic meters", "cubic meters"),
        ),
        ("100 K", WORDS, {"unit": "doses"}, Quantity(Decimal(100000), "100 K", "doses")),
        ("1 500 kg", NumberForm(",", " "), {"dimension": "mass"}, Quantity(Decimal(1500), "1 500 kg", "kg")),
        ("١٢٣ جرعة", PLAIN, {"unit": "doses"}, Quantity(Decimal(123), "١٢٣ جرعة", "جرعة")),
        ("-70 °C", PLAIN, {"dimension": "temperature"}, Quantity(Decimal(-70), "-70 °C", "°C")),
    ],
)
def test_a_quantity_has_the_unit_of_its_text_or_of_its_column(
    text: str, form: NumberForm, told: dict[str, str], quantity: Quantity
) -> None:
    assert parse_quantity(text, form, **told) == quantity


@pytest.mark.parametrize(
    ("text", "told", "reason"),
    [
        (
            "300 vials",
            {"unit": "doses"},
            "'vials' measures vial, and the column measures dose: one is not the other.",
        ),
        ("300 courses", {"unit": "doses"}, "'courses' measures course, and the column measures dose: one is"),
        (
            "300 doses",
            {"dimension": "vial"},
            "'doses' measures dose, and the column measures vial: one is not",
        ),
        ("5 mL", {"unit": "mg"}, "'mL' measures volume, and the column measures mass: one is not the other."),
        (
            "5 IU",
            {"unit": "mg"},
            "'IU' measures activity, and the column measures mass: one is not the other.",
        ),
        (
            "5 mg",
            {"unit": "IU"},
            "'mg' measures mass, and the column measures activity: one is not the other.",
        ),
        (
            "5 °C",
            {"unit": "kg"},
            "'°C' measures temperature, and the column measures mass: one is not the other.",
        ),
        (
            "50 patients",
            {"unit": "beds"},
            "'patients' measures patient, and the column measures bed: one is not",
        ),
        (
            "50 patients per day",
            {"unit": "patients"},
            "'patients per day' measures throughput, and the column measures patient: one is not the other.",
        ),
        ("50 camels", {"unit": "beds"}, "'camels' is not a unit that is known to measure bed."),
        (
            "50 beds",
            {"unit": "camels"},
            "'beds' measures bed, and the column measures 'camels': one is not the other.",
        ),
        ("50", {"dimension": "mass"}, "'50' has no unit: say what of the dimension mass it counts."),
        ("50 kg 3", {"dimension": "mass"}, "'kg 3' is not a unit that is known to measure mass."),
    ],
)
def test_a_unit_of_another_dimension_is_refused(text: str, told: dict[str, str], reason: str) -> None:
    with pytest.raises(UnitProblem) as caught:
        parse_quantity(text, PLAIN, **told)

    assert caught.value.message.startswith(reason)


@pytest.mark.parametrize(
    "text", ["", "beds", "fifty beds", "1.2.3 beds", "1,234 beds", "½ beds", "１２ beds", "1e3 beds"]
)
def test_a_quantity_without_a_number_is_refused(text: str) -> None:
    with pytest.raises((NumberProblem, UnitProblem)):
        parse_quantity(text, PLAIN, unit="beds")


# --- Fields ------------------------------------------------------------------------------------------------------


def column(field: str, **told: Any) -> ColumnSpec:
    """A column that declares what is told."""
    return ColumnSpec("n", **column_options({"field": field, **told}))


def test_a_quantity_carries_a_unit_only_where_its_column_declares_one(missions: Reader) -> None:
    assert read_quantity("50", column("quantity"), missions.context) == Number(Decimal(50), "50")
    assert read_quantity("50 beds", column("quantity", unit="beds"), missions.context) == Quantity(
        Decimal(50), "50 beds", "beds"
    )
    assert read_quantity("٥٠", column("quantity", unit="beds"), missions.context) == Repaired(
        Quantity(Decimal(50), "٥٠", "beds"), "Arabic-Indic digits were read as ASCII digits."
    )


@pytest.mark.parametrize(
    ("text", "told", "rule"),
    [
        ("50 beds", {}, "number"),
        ("fifty", {"unit": "beds"}, "number"),
        ("50 vials", {"unit": "doses"}, "dimension"),
        ("50", {"dimension": "mass"}, "dimension"),
        ("-5", {"unit": "beds"}, "not-negative"),
    ],
)
def test_a_quantity_says_which_rule_it_breaks(
    missions: Reader, text: str, told: dict[str, str], rule: str
) -> None:
    with pytest.raises(CellProblem) as caught:
        read_quantity(text, column("quantity", **told), missions.context)

    assert caught.value.rule == rule


def test_a_unit_stays_in_the_words_of_its_source(missions: Reader) -> None:
    assert read_unit("trauma kits", column("unit"), missions.context) == "trauma kits"
    assert read_unit("Metric Tons", column("unit", dimension="mass"), missions.context) == "Metric Tons"
    with pytest.raises(CellProblem, match="'mL' measures volume, and the column measures mass") as caught:
        read_unit("mL", column("unit", dimension="mass"), missions.context)
    assert caught.value.rule == "dimension"


@pytest.mark.parametrize(
    ("amount", "unit", "messages"),
    [
        (None, "beds", []),
        (Quantity(Decimal(5), "5"), "beds", []),
        (Quantity(Decimal(5), "5 beds", "beds"), None, []),
        (Quantity(Decimal(5), "5 bed", "bed"), "Beds", []),
        (Quantity(Decimal(5), "5 camels", "camels"), "camels", []),
        (
            Quantity(Decimal(5), "5 vials", "vials"),
            "doses",
            ["The quantity counts 'vials', and its unit says 'doses'."],
        ),
        (Quantity(Decimal(5), "5 kg", "kg"), "lb", ["The quantity counts 'kg', and its unit says 'lb'."]),
        (
            Quantity(Decimal(5), "5 kg", "kg"),
            "camels",
            ["The quantity counts 'kg', and its unit says 'camels'."],
        ),
    ],
)
def test_the_units_of_a_text_and_of_its_row_are_the_same(
    amount: Quantity | None, unit: str | None, messages: list[str]
) -> None:
    assert [one.message for one in check_units(amount, unit)] == messages


# --- The table ---------------------------------------------------------------------------------------------------


def test_no_word_means_two_units() -> None:
    words = Counter(
        " ".join(word.casefold().split())
        for unit in units()
        for word in {unit.notation.casefold(), *unit.words}
    )

    assert [word for word, count in words.items() if count > 1 and find_unit(word) is None] == []
    meanings = {(word.casefold(), unit.notation) for unit in units() for word in (unit.notation, *unit.words)}
    assert [word for word, count in Counter(word for word, _ in meanings).items() if count > 1] == []


def test_every_unit_is_known_in_english_and_arabic() -> None:
    silent = [
        unit.notation
        for unit in units()
        if not any(re.search(r"[\u0600-\u06ff]", word) for word in unit.words)
    ]

    assert silent == []
    assert [unit.notation for unit in units() if unit.qudt and not unit.qudt.startswith(QUDT)] == []


def test_every_unit_of_the_shipped_missions_is_known() -> None:
    words = {row["unit"] for row in read_table("missions")} - {""}

    assert [word for word in sorted(words) if find_unit(word) is None] == []


def test_the_schema_lists_what_the_tables_hold() -> None:
    schema = json.loads(files("ingest").joinpath("source_spec.schema.json").read_text(encoding="utf-8"))[
        "$defs"
    ]

    assert schema["dimension"]["enum"] == sorted(dimensions())
    assert schema["dates"]["properties"]["months"]["items"]["enum"] == sorted(LOCALES)


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**12),
    st.sampled_from([(unit.dimension, word) for unit in units() for word in unit.words]),
)
def test_a_quantity_that_was_written_is_read_back(value: Decimal, unit: tuple[str, str]) -> None:
    dimension, word = unit
    text = f"{value:,f} {word}"

    assert parse_quantity(text, WORDS, dimension=dimension) == Quantity(value, text, word)


@given(st.text() | st.text("0123456789.,- bedskgml millionK", max_size=24))
def test_any_text_is_a_quantity_or_a_problem(text: str) -> None:
    try:
        quantity = parse_quantity(text, WORDS, unit="beds")
    except (NumberProblem, UnitProblem):
        return
    assert quantity.value.is_finite()
