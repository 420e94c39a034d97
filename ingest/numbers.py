"""Numbers as people write them, read only where they can mean one thing.

What separates decimals and thousands is declared by the source, never guessed: 1.234 is one and a bit in one
country and more than a thousand in the next.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ontology.errors import HakimError

_ARABIC = {ord("\N{ARABIC DECIMAL SEPARATOR}"): ".", ord("\N{ARABIC THOUSANDS SEPARATOR}"): ","}
_SCRIPTS = tuple(
    {zero + value: str(value) for value in range(10)} | _ARABIC
    for zero in (ord("\N{ARABIC-INDIC DIGIT ZERO}"), ord("\N{EXTENDED ARABIC-INDIC DIGIT ZERO}"))
)
"""The digits of Arabic, and of Persian and Urdu, to our own."""


class NumberProblem(HakimError):
    """A text that is no number, or that could be more than one."""


@dataclass(frozen=True, slots=True)
class NumberForm:
    """What stands between the digits of a source's numbers; by default thousands are not grouped."""

    decimal: str = "."
    thousands: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the text that it was read from."""

    value: Decimal
    text: str

    def __str__(self) -> str:
        return self.text


PLAIN = NumberForm()
_ARABIC_FORM = NumberForm(".", ",")


def parse_number(text: str, form: NumberForm = PLAIN) -> Number:
    """The number that a text means in a source's form; Arabic and Persian digits have their own separators.

    Raises NumberProblem for anything else: exponents, fractions, signs of currency, digits of two scripts.

    >>> parse_number("7.50").value, parse_number("1.234,5", NumberForm(",", ".")).value
    (Decimal('7.50'), Decimal('1234.5'))
    >>> parse_number("١٢٣").value
    Decimal('123')
    """
    readings = (_read(text, form), *(_read_script(text, digits) for digits in _SCRIPTS))
    found = next((reading for reading in readings if reading is not None), None)
    if found is None:
        raise NumberProblem(
            f"{text!r} is not a number in plain digits, such as 1500 or {'7' + form.decimal + '5'}.",
            hint="A source spec can declare other separators with format/decimal and format/thousands.",
        )
    return Number(found, text)


def _read_script(text: str, digits: dict[int, str]) -> Decimal | None:
    if any(ord(character) not in digits and character != "-" for character in text):
        return None
    return _read(text.translate(digits), _ARABIC_FORM)


def _read(text: str, form: NumberForm) -> Decimal | None:
    match = _pattern(form).fullmatch(text)
    if match is None:
        return None
    sign, whole, part = match.groups(default="")
    digits = whole.replace(form.thousands, "") if form.thousands else whole
    # Zero has no sign. Decimal's constructor is exact; its arithmetic would round.
    return Decimal(f"{sign}{digits}.{part}" if part else f"{sign}{digits}") or Decimal(0)


@cache
def _pattern(form: NumberForm) -> re.Pattern[str]:
    grouped = rf"|\d{{1,3}}(?:{re.escape(form.thousands)}\d{{3}}){{1,9}}" if form.thousands else ""
    return re.compile(rf"(-?)(\d{{1,30}}{grouped})(?:{re.escape(form.decimal)}(\d{{1,15}}))?", re.ASCII)
