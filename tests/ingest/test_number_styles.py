"""Numbers are read as their column or source declares; what it does not declare is not guessed."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.column_styles import StyleFault, column_options, number_form
from ingest.fields import Repaired, read_identifier, read_number, read_usd
from ingest.numbers import PLAIN, UNDECLARED, Number, NumberForm, NumberProblem, parse_number
from ingest.rows import CellProblem
from ingest.source_spec import ColumnSpec
from tests.ingest.world import MISSION, Reader

ARAB = NumberForm(".", ",", digits="arab")
ARAB_COMMA = NumberForm(",", ".", digits="arab")
PERSIAN = NumberForm(digits="arabext")
WORDS = number_form(
    {"thousands": ",", "scale": {"million": "1e6", "billion": "1e9", "K": 1000, "lakh": 100000}}
)
EUROPEAN = NumberForm(",", ".")


@pytest.mark.parametrize(
    ("text", "form", "value"),
    [
        # What can mean one thing only, where nothing is declared.
        ("1500", UNDECLARED, "1500"),
        ("7.5", UNDECLARED, "7.5"),
        ("9798909.97", UNDECLARED, "9798909.97"),
        ("1187951.0", UNDECLARED, "1187951.0"),
        ("1980.123", UNDECLARED, "1980.123"),
        ("0.125", UNDECLARED, "0.125"),
        ("74246.9375", UNDECLARED, "74246.9375"),
        # What is declared.
        ("1.234", PLAIN, "1.234"),
        ("1.234", EUROPEAN, "1234"),
        ("1,234", NumberForm(".", ","), "1234"),
        ("1,234", NumberForm(",", ""), "1.234"),
        ("1\u00a0234,5", NumberForm(",", "\u00a0"), "1234.5"),
        ("1'234.5", NumberForm(".", "'"), "1234.5"),
        # Words of the reviewed list.
        ("1.5 million", WORDS, "1500000"),
        ("1.5million", WORDS, "1500000"),
        ("1,588,000 million", WORDS, "1588000000000"),
        ("2,279.5 billion", WORDS, "2279500000000"),
        ("100K", WORDS, "100000"),
        ("3 lakh", WORDS, "300000"),
        ("0 million", WORDS, "0"),
        ("-2 million", WORDS, "-2000000"),
        ("٢ million", WORDS, "2000000"),
        # Digits of other scripts: with their own separators, or with those declared for them.
        ("١٬٢٣٤٫٥", ARAB, "1234.5"),
        ("١,٢٣٤.٥", ARAB, "1234.5"),
        ("١.٢٣٤,٥", ARAB_COMMA, "1234.5"),
        ("۱٫۵", PERSIAN, "1.5"),
        ("۱.۵", PERSIAN, "1.5"),
        ("١٫٥", PLAIN, "1.5"),
        ("1500", ARAB, "1500"),
    ],
)
def test_a_number_is_read_as_it_is_declared(text: str, form: NumberForm, value: str) -> None:
    assert parse_number(text, form) == Number(Decimal(value), text)


@pytest.mark.parametrize("text", ["1.234", "12.345", "123.456", "999.000", "-1.234"])
def test_a_point_that_could_group_thousands_is_not_guessed(text: str) -> None:
    with pytest.raises(NumberProblem) as caught:
        parse_number(text, UNDECLARED)

    assert str(caught.value) == (
        f"{text!r} could be {text} or {text.replace('.', '')}: the source spec does not say what its point means."
        ' Declare format/decimal or format/thousands, such as format: {decimal: "."}.'
    )


@pytest.mark.parametrize(
    ("text", "form"),
    [
        *((text, UNDECLARED) for text in ("1,234", "1,234,567", "1.234.567", "1 234", "1.234,5")),
        # Superscripts, fractions, Roman numerals, full-width digits, digits of scripts that are not declared.
        *(
            (text, PLAIN)
            for text in ("²", "10²", "½", "1½", "⅔", "Ⅻ", "XII", "①", "１２", "१२", "১২", "一万", "𝟏𝟐")
        ),
        # Two scripts in one number.
        *((text, ARAB) for text in ("١2", "1٢", "١۲", "١٬٢٣٤.5")),
        *((text, PLAIN) for text in ("١2", "۱٢", "١.٥", "١,٥", "1٫5", "1٬234")),
        ("١٬٢٣٤.٥", ARAB),
        # Words that no list has, in another case, or twice.
        *((text, PLAIN) for text in ("1.5 million", "100K", "3 lakh", "2bn", "2 thousand")),
        *((text, WORDS) for text in ("1.5 Million", "1.5 MILLION", "100k", "million", "1 million million")),
        *((text, WORDS) for text in ("1.5  million", "1 million 2", "1 millions")),
        # Exponents, as spreadsheets write long numbers.
        *((text, PLAIN) for text in ("1.11701E+08", "1E20", "1e3", "1.5×10⁶", "1e400")),
        # Other signs.
        *(
            (text, PLAIN)
            for text in ("NaN", "inf", "-", "~50", "50+", ">50", "50-60", "(50)", "+50", "\u221250")
        ),
        *((text, PLAIN) for text in ("\u200f١٢٣", "١٢٣\u200e", "1\u200b2", "12\u00a0")),
    ],
)
def test_what_is_no_number_in_the_declared_form_is_refused(text: str, form: NumberForm) -> None:
    with pytest.raises(NumberProblem, match="is not a number in plain digits"):
        parse_number(text, form)


def test_a_column_s_own_form_stands_before_that_of_its_source(missions: Reader) -> None:
    context = missions.of(numbers=NumberForm(".", ",")).context
    plain = ColumnSpec("n", "quantity")
    own = ColumnSpec("n", "quantity", numbers=EUROPEAN)

    assert read_number("1,234", plain, context) == Number(Decimal(1234), "1,234")
    assert read_number("1.234", own, context) == Number(Decimal(1234), "1.234")


@pytest.mark.parametrize(
    ("text", "form", "repair"),
    [
        ("١٢٣", PLAIN, "Arabic-Indic digits were read as ASCII digits."),
        ("۱۲۳", PLAIN, "Persian digits were read as ASCII digits."),
        ("۱۲۳", ARAB, "Persian digits were read as ASCII digits."),
        ("١٢٣", ARAB, ""),
        ("۱۲۳", PERSIAN, ""),
    ],
)
def test_digits_of_another_script_are_told_unless_declared(
    missions: Reader, text: str, form: NumberForm, repair: str
) -> None:
    number = Number(Decimal(123), text)
    read = read_number(text, ColumnSpec("n", "quantity", numbers=form), missions.context)

    assert read == (Repaired(number, repair) if repair else number)


@pytest.mark.parametrize("text", ["-5", "-0.01", "-٥", "-1 million"])
def test_nobody_gives_less_than_nothing(missions: Reader, text: str) -> None:
    with pytest.raises(CellProblem, match="is less than nothing") as caught:
        read_number(text, ColumnSpec("n", "quantity", numbers=WORDS), missions.context)

    assert caught.value.rule == "not-negative"


def test_what_cannot_be_plausible_is_still_read(missions: Reader) -> None:
    column = ColumnSpec("v", "value_usd", numbers=WORDS)

    assert read_usd("1,588,000 million", column, missions.context) == Number(
        Decimal(1588000000000), "1,588,000 million"
    )


@pytest.mark.parametrize(
    "text", ["007", "9007199254740993", "1.10", "1e5", "٠٠٧", "12345678901234567890123456789012345"]
)
def test_the_text_of_an_identifier_is_exact(missions: Reader, text: str) -> None:
    assert read_identifier(text, ColumnSpec("id", "identifier"), missions.context) == text


# --- What is missing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "N/A", "0", " 0 "])
def test_a_text_that_is_declared_missing_is_no_value(missions: Reader, text: str) -> None:
    columns = tuple(
        ColumnSpec(one.column, **column_options({"field": one.field, "missing": ["", "N/A", "0"]}))
        if one.field == "quantity"
        else one
        for one in missions.context.spec.columns
    )

    assert missions.of(columns=columns).lines(MISSION | {"quantity": text}) == missions.lines(MISSION)


def test_zero_is_a_number_where_nothing_says_that_it_is_missing(missions: Reader) -> None:
    lines = missions.lines(MISSION | {"quantity": "0", "unit": "beds"})

    assert [line for line in lines if "hd:amount" in line] == [
        '<mission/hdm/HDM-0001/quantity> <hd:amount> "0"^^<xsd:decimal>'
    ]


# --- What a spec can say ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "form"),
    [
        ({}, UNDECLARED),
        ({"decimal": "."}, PLAIN),
        ({"decimal": ",", "thousands": "."}, EUROPEAN),
        ({"thousands": ","}, NumberForm(".", ",")),
        ({"digits": "arab"}, NumberForm(digits="arab", declared=False)),
        (
            {"decimal": ".", "scale": {"m": "1e6", "mm": 10, "b": "1e9"}},
            NumberForm(scale=(("mm", Decimal(10)), ("b", Decimal(10**9)), ("m", Decimal(10**6)))),
        ),
    ],
)
def test_a_spec_tells_how_numbers_are_written(told: dict[str, Any], form: NumberForm) -> None:
    assert number_form(told) == form


def test_what_a_column_does_not_tell_its_source_tells() -> None:
    source = number_form({"decimal": ",", "thousands": "."})

    assert number_form({"digits": "arab"}, source) == NumberForm(",", ".", "arab")
    assert column_options({"field": "quantity"}, source)["numbers"] is None


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"decimal": ",", "thousands": ","}, "',' cannot stand before decimals and between thousands too."),
        ({"missing": ["0"], "repairs": {"0": "1"}}, "'0' is missing and repaired too."),
        ({"currency": "ABC"}, "'ABC' is no currency of ISO 4217."),
        ({"currencies": {"$": "DOL"}}, "'DOL' is no currency of ISO 4217."),
        ({"unit": "doses", "dimension": "vial"}, "the unit 'doses' measures dose, and not vial."),
        (
            {"dates": {"zone": "Asia/Doha"}},
            "'Asia/Doha' is no time zone of the time zone database, such as Asia/Qatar.",
        ),
    ],
)
def test_a_style_that_contradicts_itself_is_a_fault(told: dict[str, Any], fault: str) -> None:
    with pytest.raises(StyleFault) as caught:
        column_options({"field": "quantity", **told})

    assert caught.value.message == fault


# --- Inverses ---------------------------------------------------------------------------------------------------

amounts = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12)
_ARABIC = str.maketrans("0123456789.,", "٠١٢٣٤٥٦٧٨٩٫٬")
_PERSIAN = str.maketrans("0123456789.,", "۰۱۲۳۴۵۶۷۸۹٫٬")


@given(amounts, st.sampled_from([".", ","]), st.sampled_from(["", ",", ".", " ", "'", "\u00a0", "\u202f"]))
def test_a_number_written_in_a_form_is_read_back(value: Decimal, decimal: str, thousands: str) -> None:
    if decimal == thousands:
        thousands = ""
    written = format(value, ",f").translate({ord("."): decimal, ord(","): thousands})

    assert parse_number(written, NumberForm(decimal, thousands)).value == value


@given(amounts, st.sampled_from([_ARABIC, _PERSIAN]))
def test_a_number_in_another_script_is_read_back(value: Decimal, script: dict[int, int]) -> None:
    assert parse_number(format(value, ",f").translate(script)).value == value


@given(amounts, st.sampled_from(WORDS.scale))
def test_a_number_with_a_word_is_read_back(value: Decimal, word: tuple[str, Decimal]) -> None:
    read = parse_number(f"{value:,f} {word[0]}", WORDS)

    assert read.value == value * word[1]


@given(amounts.filter(lambda value: value.as_tuple().exponent != -3))
def test_an_undeclared_number_is_what_it_is_when_declared(value: Decimal) -> None:
    text = format(value, "f")

    assert parse_number(text, UNDECLARED) == parse_number(text, PLAIN)
