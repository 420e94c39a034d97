"""Money: an amount, the currency that its source names, and the day that it is of. Nothing is ever converted.

A sign alone names no currency: $ is money of twenty countries. It takes the code of ISO 4217, in the text, in a
column or for the whole column, or a reviewed list in the source spec.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ingest.currencies import Currency, find_currency
from ingest.numbers import NumberForm, parse_number
from ingest.rows import Problem, cut
from ontology.dates import PartialDate
from ontology.errors import HakimError

SIGNS: Mapping[str, tuple[str, ...]] = {
    "$": ("AUD", "CAD", "HKD", "NZD", "SGD", "USD"),
    "¥": ("CNY", "JPY"),
    "￥": ("CNY", "JPY"),
    "£": ("EGP", "GBP", "LBP", "SYP"),
    "kr": ("DKK", "ISK", "NOK", "SEK"),
    "Kr": ("DKK", "ISK", "NOK", "SEK"),
    "Rs": ("INR", "LKR", "MUR", "NPR", "PKR"),
    "Rs.": ("INR", "LKR", "MUR", "NPR", "PKR"),
    "₨": ("INR", "LKR", "MUR", "NPR", "PKR"),
    "﷼": ("IRR", "OMR", "QAR", "SAR", "YER"),
    "د.إ": ("AED",),
    "€": ("EUR",),
    "₺": ("TRY",),
    "₹": ("INR",),
    "₽": ("RUB",),
    "₩": ("KPW", "KRW"),
    "₪": ("ILS",),
    "US$": ("USD",),
    "RM": ("MYR",),
    "NIS": ("ILS",),
    "dinar": ("BHD", "DZD", "IQD", "JOD", "KWD", "LYD", "RSD", "TND"),
    "dirham": ("AED", "MAD"),
    "pound": ("EGP", "GBP", "LBP", "SDG", "SYP"),
    "riyal": ("OMR", "QAR", "SAR", "YER"),
    "rupee": ("INR", "LKR", "MUR", "NPR", "PKR"),
}
"""What stands for some currencies in texts. It is only told, as a way out; none of them is read by itself."""
_WAY_OUT = "Write the code of ISO 4217, or list the sign under `currencies` in the source spec."


class CurrencyProblem(HakimError):
    """A text that names no currency, or could name several."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount and the text that it was read from; no currency where another column of the row says it."""

    value: Decimal
    text: str
    currency: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class MoneyForm:
    """How a column writes money: its numbers, its one currency, and the reviewed list of its signs."""

    numbers: NumberForm
    currency: str = ""
    signs: tuple[tuple[str, str], ...] = ()


def parse_money(text: str, form: MoneyForm) -> Money:
    """The money that a text means.

    A code of ISO 4217 may stand before or after the number, and a sign of the reviewed list. Raises
    NumberProblem for what is no number, and CurrencyProblem for what is no currency or another than declared.

    >>> parse_money("QAR 5000", MoneyForm(NumberForm()))
    Money(value=Decimal('5000'), text='QAR 5000', currency='QAR')
    >>> parse_money("7.50", MoneyForm(NumberForm(), "EUR")).currency
    'EUR'
    """
    number, currency = _split(text, form)
    amount = parse_number(number, form.numbers)
    if currency and form.currency and currency != form.currency:
        raise CurrencyProblem(f"{cut(text)!r} is in {currency}, and its column in {form.currency}.")
    return Money(amount.value, text, currency or form.currency)


def parse_currency(text: str, signs: tuple[tuple[str, str], ...] = ()) -> str:
    """The code that a text means: the code itself, or a sign of the reviewed list."""
    code = dict(signs).get(text, text)
    if find_currency(code) is None:
        raise CurrencyProblem(_no_currency(code), hint=_WAY_OUT)
    return code


_CODE_BEFORE = re.compile(r"([A-Z]{3})[ \u00a0]?(?=[-\d٠-٩۰-۹])")
_CODE_AFTER = re.compile(r"[ \u00a0]?(?<![A-Z])([A-Z]{3})$")
_NUMBER = re.compile(r"-?[\d٠-٩۰-۹][\d٠-٩۰-۹.,'٫٬ \u00a0\u202f]*")


def _split(text: str, form: MoneyForm) -> tuple[str, str]:
    """The number in a text, and the code of the currency that stands before or after it."""
    for sign, code in form.signs:
        if text.startswith(sign):
            return text[len(sign) :].lstrip(" \u00a0"), code
        if text.endswith(sign):
            return text[: -len(sign)].rstrip(" \u00a0"), code
    if before := _CODE_BEFORE.match(text):
        return text[before.end() :], parse_currency(before[1])
    scales = {word for word, _ in form.numbers.scale}
    if (after := _CODE_AFTER.search(text)) and after[1] not in scales:
        return text[: after.start()], parse_currency(after[1])
    _check_sign(text, form)
    return text, ""


def _check_sign(text: str, form: MoneyForm) -> None:
    """Raises CurrencyProblem where a sign of currency stands around a number, told by what it could mean."""
    number = _NUMBER.search(text)
    if number is None:
        return
    around = (text[: number.start()].strip(), text[number.end() :].strip())
    scales = {word for word, _ in form.numbers.scale}
    found = next((sign for sign in around if sign in SIGNS and sign not in scales), None)
    if found is not None:
        raise CurrencyProblem(_no_currency(found), hint=_WAY_OUT)


def _no_currency(text: str) -> str:
    meant = SIGNS.get(text, ())
    if len(meant) > 1:
        return f"{text!r} alone is no currency: it stands for {', '.join(meant)} and others."
    if meant:
        return f"{text!r} is no code of ISO 4217; {meant[0]} is."
    return f"{cut(text)!r} is no currency of ISO 4217."


# --- What the fields of a row say of each other ----------------------------------------------------------------


def stated_money(values: Mapping[str, tuple[Any, ...]]) -> Money | None:
    """The money of a row, with the currency of its own text or column, else that of the field `currency`.

    `value_usd` is money in US dollars. None where the row states no amount, or no currency for it.
    """
    dollars = _first(values, "value_usd")
    if dollars is not None:
        return Money(dollars.value, dollars.text, "USD")
    money: Money | None = _first(values, "value")
    if money is None:
        return None
    currency = money.currency or _first(values, "currency") or ""
    return Money(money.value, money.text, currency) if currency else None


MONEY_FIELDS = ("value_usd", "value", "currency", "value_date", "start", "end")
"""The fields that `check_money` looks at."""


def check_money(values: Mapping[str, tuple[Any, ...]]) -> Iterator[Problem]:
    """What is wrong between the amount, the currency and the dates of a row.

    The money is of its `value_date`; without one, of the time of the mission.
    """
    amount: Money | None = _first(values, "value")
    currency = _first(values, "currency")
    if amount is None:
        return
    if _first(values, "value_usd") is not None:
        yield Problem(
            "value", amount.text, "one-value", "There is a value in US dollars as well: keep one of them."
        )
    if not (amount.currency or currency):
        message = "There is an amount and no currency: no money is the same everywhere."
        yield Problem("value", amount.text, "currency", message)
    elif amount.currency and currency and amount.currency != currency:
        message = f"The amount is in {amount.currency}, and the row says {currency}."
        yield Problem("currency", currency, "currency", message)
    else:
        yield from _check_period(amount, amount.currency or currency or "", values)


def _check_period(amount: Money, code: str, values: Mapping[str, tuple[Any, ...]]) -> Iterator[Problem]:
    currency = find_currency(code)
    if currency is None:
        return
    earliest, latest = _period(values)
    if currency.is_withdrawn and earliest is None and latest is None:
        message = f"{code} was withdrawn on {currency.last}: say of which day the amount is."
        yield Problem("value", amount.text, "currency-date", message)
    elif not _was_money(currency, earliest, latest):
        message = f"{code} was money from {currency.first or 'unknown'} to {currency.last or 'today'}."
        yield Problem("value", amount.text, "currency-date", f"{message} The amount is of another time.")


def _period(values: Mapping[str, tuple[Any, ...]]) -> tuple[PartialDate | None, PartialDate | None]:
    """The first and the last date that the money of a row can be of."""
    day = _first(values, "value_date")
    return (day, day) if day else (_first(values, "start"), _first(values, "end") or _first(values, "start"))


def _was_money(currency: Currency, earliest: PartialDate | None, latest: PartialDate | None) -> bool:
    """Whether it can have been money then; its first year counts whole, for a code follows its money."""
    if latest and currency.first and latest.latest.year < currency.first.year:
        return False
    return not (earliest and currency.last and earliest.earliest > currency.last)


def _first(values: Mapping[str, tuple[Any, ...]], field: str) -> Any:
    found = values.get(field, ())
    return found[0] if found else None
