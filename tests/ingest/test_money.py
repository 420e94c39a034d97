"""Money has a currency that its source names; a sign alone names none, and nothing is ever converted."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.column_styles import column_options, number_form
from ingest.currencies import Currency, find_currency
from ingest.fields import Repaired, read_currency, read_money
from ingest.money import (
    SIGNS,
    CurrencyProblem,
    Money,
    MoneyForm,
    check_money,
    parse_currency,
    parse_money,
    stated_money,
)
from ingest.numbers import PLAIN, Number, NumberForm, NumberProblem
from ingest.rows import CellProblem
from ingest.source_spec import ColumnSpec
from ontology.dates import parse_date
from tests.ingest.world import Reader

GROUPED = NumberForm(".", ",")
WORDS = number_form({"thousands": ",", "scale": {"million": "1e6", "billion": "1e9", "M": "1e6"}})
BARE = MoneyForm(GROUPED)
DOLLARS = MoneyForm(WORDS, signs=(("US$", "USD"), ("$", "USD")))


@pytest.mark.parametrize(
    ("text", "form", "value", "currency"),
    [
        ("5,000", BARE, "5000", ""),
        ("5,000", MoneyForm(GROUPED, "EUR"), "5000", "EUR"),
        ("EUR 5,000", MoneyForm(GROUPED, "EUR"), "5000", "EUR"),
        *(
            (text, BARE, "5000", "QAR")
            for text in ("QAR 5,000", "QAR5,000", "5,000 QAR", "5,000QAR", "QAR\u00a05,000")
        ),
        ("USD ١٢٣", BARE, "123", "USD"),
        ("1.5 million USD", MoneyForm(WORDS), "1500000", "USD"),
        ("USD 1.5M", MoneyForm(WORDS), "1500000", "USD"),
        ("1.5M USD", MoneyForm(WORDS), "1500000", "USD"),
        ("$1,588,000 million", DOLLARS, "1588000000000", "USD"),
        ("US$ 2,279.5 billion", DOLLARS, "2279500000000", "USD"),
        ("5$", DOLLARS, "5", "USD"),
        ("77.7 million soms", MoneyForm(WORDS, signs=((" soms", "KGS"),)), "77700000", "KGS"),
        ("EUR 1.234,50", MoneyForm(NumberForm(",", ".")), "1234.50", "EUR"),
        ("DEM 100", BARE, "100", "DEM"),
        ("XDR 100", BARE, "100", "XDR"),
    ],
)
def test_money_has_the_currency_that_it_names(text: str, form: MoneyForm, value: str, currency: str) -> None:
    assert parse_money(text, form) == Money(Decimal(value), text, currency)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("$5", "'$' alone is no currency: it stands for AUD, CAD, HKD, NZD, SGD, USD and others."),
        ("5 $", "'$' alone is no currency: it stands for AUD, CAD, HKD, NZD, SGD, USD and others."),
        ("¥5", "'¥' alone is no currency: it stands for CNY, JPY and others."),
        ("500 kr", "'kr' alone is no currency: it stands for DKK, ISK, NOK, SEK and others."),
        ("£5", "'£' alone is no currency: it stands for EGP, GBP, LBP, SYP and others."),
        ("Rs 500", "'Rs' alone is no currency: it stands for INR, LKR, MUR, NPR, PKR and others."),
        ("Rs. 500", "'Rs.' alone is no currency: it stands for INR, LKR, MUR, NPR, PKR and others."),
        ("€5", "'€' is no code of ISO 4217; EUR is."),
        ("US$ 5", "'US$' is no code of ISO 4217; USD is."),
        ("RM 5", "'RM' is no code of ISO 4217; MYR is."),
        ("NIS 5", "'NIS' is no code of ISO 4217; ILS is."),
        ("5 riyal", "'riyal' alone is no currency: it stands for OMR, QAR, SAR, YER and others."),
        ("ABC 5", "'ABC' is no currency of ISO 4217."),
        ("5 ABC", "'ABC' is no currency of ISO 4217."),
        ("XXX 5", "'XXX' is no currency of ISO 4217."),
        ("XTS 5", "'XTS' is no currency of ISO 4217."),
        ("XAU 5", "'XAU' is no currency of ISO 4217."),
    ],
)
def test_what_is_no_currency_or_could_be_several_is_refused(text: str, reason: str) -> None:
    with pytest.raises(CurrencyProblem) as caught:
        parse_money(text, BARE)

    assert caught.value.message == reason
    assert (
        caught.value.hint
        == "Write the code of ISO 4217, or list the sign under `currencies` in the source spec."
    )


def test_a_text_in_another_currency_than_its_column_is_refused() -> None:
    with pytest.raises(CurrencyProblem, match="'EUR 5' is in EUR, and its column in USD"):
        parse_money("EUR 5", MoneyForm(PLAIN, "USD"))


@pytest.mark.parametrize(
    "text", ["", "USD", "usd 5", "USD 1.5 million", "USD EUR 5", "USD 5 EUR", "USD 1,23", "five USD"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises((NumberProblem, CurrencyProblem)):
        parse_money(text, BARE)


@pytest.mark.parametrize("code", ["USD", "QAR", "TND", "KGS", "ZWG", "DEM", "ZWD", "ZWL", "BGN", "HRK"])
def test_a_code_is_a_currency(code: str) -> None:
    assert parse_currency(code) == code


@pytest.mark.parametrize("text", ["$", "usd", "US Dollar", "", "EURO", "XXX", "ZZZ", "840"])
def test_what_is_no_code_is_no_currency(text: str) -> None:
    with pytest.raises(CurrencyProblem):
        parse_currency(text)


def test_a_sign_of_the_reviewed_list_is_a_currency() -> None:
    assert parse_currency("$", (("$", "CAD"),)) == "CAD"


def test_every_currency_that_a_sign_can_mean_is_one() -> None:
    assert [code for codes in SIGNS.values() for code in codes if find_currency(code) is None] == []


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("EUR", date(1999, 1, 1), None),
        ("DEM", date(1948, 6, 20), date(2002, 5, 15)),
        ("ZWD", date(1980, 4, 18), date(2008, 8, 31)),
        ("ZWL", date(2009, 2, 2), date(2024, 9, 30)),
        ("ZWG", date(2024, 6, 25), None),
        ("BGN", date(1999, 7, 5), date(2026, 1, 31)),
        ("XEU", date(1979, 1, 1), date(1999, 1, 31)),
    ],
)
def test_a_currency_was_money_in_its_time(code: str, first: date, last: date | None) -> None:
    assert find_currency(code) == Currency(code, first, last)


# --- What the fields of a row say of each other ----------------------------------------------------------------

FIVE = Money(Decimal(5), "5")


def row(value: Money | None = FIVE, currency: str = "", **dates: str) -> dict[str, tuple[Any, ...]]:
    """The values of a row, by field."""
    return {
        "value": (value,) if value else (),
        "currency": (currency,) if currency else (),
        **{field: (parse_date(text),) for field, text in dates.items()},
    }


@pytest.mark.parametrize(
    "values",
    [
        row(currency="USD"),
        row(Money(Decimal(5), "USD 5", "USD")),
        row(Money(Decimal(5), "USD 5", "USD"), "USD"),
        row(None),
        row(None, "USD"),
        row(currency="DEM", value_date="2001"),
        row(currency="DEM", value_date="2002"),
        row(currency="DEM", start="1995-03"),
        row(currency="DEM", start="1995", end="2010"),
        row(currency="EUR", value_date="1999"),
        row(currency="ZWG", value_date="2024-05"),
        row(currency="BGN", start="2025-12-31"),
    ],
)
def test_money_in_its_time_is_in_order(values: dict[str, Any]) -> None:
    assert list(check_money(values)) == []


@pytest.mark.parametrize(
    ("values", "column", "rule", "message"),
    [
        (row(), "value", "currency", "There is an amount and no currency: no money is the same everywhere."),
        (
            row(Money(Decimal(5), "USD 5", "USD"), "EUR"),
            "currency",
            "currency",
            "The amount is in USD, and the row says EUR.",
        ),
        (
            row(currency="DEM"),
            "value",
            "currency-date",
            "DEM was withdrawn on 2002-05-15: say of which day the amount is.",
        ),
        *(
            (
                values,
                "value",
                "currency-date",
                "DEM was money from 1948-06-20 to 2002-05-15. The amount is of another time.",
            )
            for values in (
                row(currency="DEM", value_date="2010"),
                row(currency="DEM", start="2003-01-01", end="2010"),
                row(currency="DEM", start="2010"),
            )
        ),
        (
            row(currency="EUR", value_date="1998-12-31"),
            "value",
            "currency-date",
            "EUR was money from 1999-01-01 to today. The amount is of another time.",
        ),
        (
            row(currency="ZWD", value_date="2024"),
            "value",
            "currency-date",
            "ZWD was money from 1980-04-18 to 2008-08-31. The amount is of another time.",
        ),
        (
            row(currency="USD") | {"value_usd": (Number(Decimal(5), "5"),)},
            "value",
            "one-value",
            "There is a value in US dollars as well: keep one of them.",
        ),
    ],
)
def test_money_without_a_currency_or_out_of_its_time_is_a_problem(
    values: dict[str, Any], column: str, rule: str, message: str
) -> None:
    assert [(one.column, one.rule, one.message, one.verdict) for one in check_money(values)] == [
        (column, rule, message, "rejected")
    ]


@pytest.mark.parametrize(
    ("values", "money"),
    [
        (row(None), None),
        (row(), None),
        (row(currency="QAR"), Money(Decimal(5), "5", "QAR")),
        (row(Money(Decimal(5), "USD 5", "USD")), Money(Decimal(5), "USD 5", "USD")),
        ({"value_usd": (Number(Decimal(7), "7"),)}, Money(Decimal(7), "7", "USD")),
    ],
)
def test_the_money_of_a_row_is_an_amount_and_its_currency(
    values: dict[str, Any], money: Money | None
) -> None:
    assert stated_money(values) == money


# --- Fields ------------------------------------------------------------------------------------------------------


def test_a_field_of_money_is_read_as_its_column_declares(missions: Reader) -> None:
    told = {
        "field": "value",
        "thousands": ",",
        "scale": {"million": "1e6"},
        "currencies": {"$": "USD", "US$": "USD"},
    }
    column = ColumnSpec("cost", **column_options(told))

    assert read_money("US$1.5 million", column, missions.context) == Money(
        Decimal(1500000), "US$1.5 million", "USD"
    )
    assert read_money("QAR ٥", column, missions.context) == Repaired(
        Money(Decimal(5), "QAR ٥", "QAR"), "Arabic-Indic digits were read as ASCII digits."
    )
    assert read_currency("$", column, missions.context) == "USD"


@pytest.mark.parametrize(
    ("text", "rule"),
    [("$5", "currency"), ("five", "number"), ("USD -5", "not-negative"), ("-5", "not-negative")],
)
def test_a_field_of_money_says_which_rule_it_breaks(missions: Reader, text: str, rule: str) -> None:
    with pytest.raises(CellProblem) as caught:
        read_money(text, ColumnSpec("cost", "value"), missions.context)

    assert caught.value.rule == rule


def test_a_field_of_a_currency_says_which_rule_it_breaks(missions: Reader) -> None:
    with pytest.raises(CellProblem, match="alone is no currency") as caught:
        read_currency("$", ColumnSpec("currency", "currency"), missions.context)

    assert caught.value.rule == "currency"


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**12),
    st.sampled_from(["USD", "QAR", "EUR", "DEM", "JPY", "MYR"]),
    st.sampled_from(
        ["{code} {amount}", "{code}{amount}", "{amount} {code}", "{amount}{code}", "{code}\u00a0{amount}"]
    ),
)
def test_money_that_was_written_is_read_back(value: Decimal, code: str, form: str) -> None:
    text = form.format(code=code, amount=f"{value:,f}")

    assert parse_money(text, BARE) == Money(value, text, code)


@given(st.text() | st.text("0123456789.,USDQAR$€£ millionkr", max_size=24), st.sampled_from([BARE, DOLLARS]))
def test_any_text_is_money_or_a_problem(text: str, form: MoneyForm) -> None:
    try:
        money = parse_money(text, form)
    except (NumberProblem, CurrencyProblem):
        return
    assert money.value.is_finite()
    assert money.text == text
