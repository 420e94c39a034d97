"""Numbers are read where they can mean one thing, exactly, and refused where they could mean two."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.numbers import PLAIN, Number, NumberForm, NumberProblem, parse_number

COMMA = NumberForm(",", ".")
GROUPED = NumberForm(".", ",")
SPACED = NumberForm(",", "\u202f")


@pytest.mark.parametrize(
    ("text", "form", "value"),
    [
        ("0", PLAIN, "0"),
        ("-0", PLAIN, "0"),
        ("7", PLAIN, "7"),
        ("007", PLAIN, "7"),
        ("-5", PLAIN, "-5"),
        ("7.50", PLAIN, "7.50"),
        ("9007199254740993", PLAIN, "9007199254740993"),
        ("9" * 30 + "." + "9" * 15, PLAIN, "9" * 30 + "." + "9" * 15),
        ("7,5", COMMA, "7.5"),
        ("1.234,56", COMMA, "1234.56"),
        ("1.234", COMMA, "1234"),
        ("1234,5", COMMA, "1234.5"),
        ("1\u202f234,5", SPACED, "1234.5"),
        ("500,000,000", GROUPED, "500000000"),
        ("1,588,000.25", GROUPED, "1588000.25"),
        ("١٢٣", PLAIN, "123"),
        ("١٫٥", PLAIN, "1.5"),
        ("١٬٢٣٤٫٥", PLAIN, "1234.5"),
        ("۱۲۳", PLAIN, "123"),
        ("-٥", COMMA, "-5"),
    ],
)
def test_a_number_is_read_in_the_form_that_its_source_declares(
    text: str, form: NumberForm, value: str
) -> None:
    assert parse_number(text, form) == Number(Decimal(value), text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        *(
            (text, PLAIN)
            for text in ("", " 7", "7 ", "7\n", "+7", "--7", ".5", "5.", "1e5", "1E400", "NaN", "Infinity")
        ),
        *(
            (text, PLAIN)
            for text in ("1_000", "0x10", "1/2", "½", "²", "Ⅻ", "１２", "１2", "7%", "$7", "¥7", "7 USD")
        ),
        *(
            (text, PLAIN)
            for text in ("1,234", "1 234", "1.234,56", "1'234", "(7)", "7-", "\u22125", "1.2.3", "ten")
        ),
        *(
            (text, PLAIN)
            for text in ("١2", "۱٢", "١.٥", "١,٥", "1٫5", "٬١", "١٬٢٣", "9" * 31, "0." + "1" * 16)
        ),
        ("1,23,456", GROUPED),
        ("1234,567", GROUPED),
        ("1234.567,8", COMMA),
    ],
)
def test_what_could_be_another_number_or_none_is_refused(text: str, form: NumberForm) -> None:
    with pytest.raises(NumberProblem, match=r"is not a number in plain digits, such as 1500 or 7[.,]5"):
        parse_number(text, form)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12))
def test_a_number_that_was_written_is_read_back(value: Decimal) -> None:
    plain = format(value, "f")
    grouped = format(value, ",f")
    european = grouped.translate({ord(","): ".", ord("."): ","})

    assert parse_number(plain).value == value
    assert parse_number(grouped, GROUPED).value == value
    assert parse_number(european, COMMA).value == value


@given(
    st.text() | st.text("0123456789.,-٠١٢٣۰۱٫٬eE_ ", max_size=20), st.sampled_from([PLAIN, COMMA, GROUPED])
)
def test_any_text_is_a_finite_number_or_a_problem(text: str, form: NumberForm) -> None:
    try:
        number = parse_number(text, form)
    except NumberProblem:
        return
    assert number.value.is_finite()
    assert str(number) == text
