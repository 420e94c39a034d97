"""Numbers as people write them, read only where they can mean one thing.

What separates decimals and thousands is declared by the source or the column, never guessed: 1.234 is one and
a bit in one country and more than a thousand in the next.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cache

from ontology.errors import HakimError

_ARABIC = {ord("\N{ARABIC DECIMAL SEPARATOR}"): ".", ord("\N{ARABIC THOUSANDS SEPARATOR}"): ","}
DIGITS: Mapping[str, Mapping[int, str]] = {
    name: {ord(zero) + value: str(value) for value in range(10)}
    for name, zero in (
        ("arab", "\N{ARABIC-INDIC DIGIT ZERO}"),
        ("arabext", "\N{EXTENDED ARABIC-INDIC DIGIT ZERO}"),
    )
}
"""The digits of Arabic, and of Persian and Urdu, to our own, by the name that CLDR gives each system."""
DIGIT_NAMES = {"arab": "Arabic-Indic", "arabext": "Persian"}
_SCRIPTS = {name: {**digits, **_ARABIC} for name, digits in DIGITS.items()}
_EXACT = Context(prec=120)
"""Wide enough for every product of a number and a scale that can be read: arithmetic must not round."""


class NumberProblem(HakimError):
    """A text that is no number, or that could be more than one."""


@dataclass(frozen=True, slots=True)
class NumberForm:
    """How a source or a column writes its numbers; by default thousands are not grouped.

    `digits` names the digits of another script that it uses, `scale` the words after a number that multiply
    it, from the spec's reviewed list. `declared` is false where the spec says nothing of separators: then a
    point before exactly three digits is not read.
    """

    decimal: str = "."
    thousands: str = ""
    digits: str = ""
    scale: tuple[tuple[str, Decimal], ...] = ()
    declared: bool = True


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the text that it was read from."""

    value: Decimal
    text: str

    def __str__(self) -> str:
        return self.text


PLAIN = NumberForm()
UNDECLARED = NumberForm(declared=False)
_ARABIC_FORM = NumberForm(".", ",")


def parse_number(text: str, form: NumberForm = PLAIN) -> Number:
    """The number that a text means in a source's form; Arabic and Persian digits have their own separators.

    Raises NumberProblem for anything else: exponents, fractions, signs of currency, digits of two scripts.

    >>> parse_number("7.50").value, parse_number("1.234,5", NumberForm(",", ".")).value
    (Decimal('7.50'), Decimal('1234.5'))
    >>> parse_number("١٢٣").value
    Decimal('123')
    >>> parse_number("1.5 million", NumberForm(scale=(("million", Decimal(10**6)),))).value
    Decimal('1500000.0')
    """
    plain, factor = _without_scale(text, form)
    found = _read(plain, form)
    if found is None and not plain.isascii():
        found = _read_script(plain, form)
    if found is None:
        raise _problem(text, form)
    return Number(found if factor is None else _EXACT.multiply(found, factor), text)


def foreign_digits(text: str) -> str:
    """The name of the script of digits other than our own that a text holds; none where it is ASCII.

    >>> foreign_digits("١٢٣"), foreign_digits("۱۲۳"), foreign_digits("123")
    ('arab', 'arabext', '')
    """
    if text.isascii():
        return ""
    return next((name for name, digits in DIGITS.items() if any(ord(one) in digits for one in text)), "")


def _without_scale(text: str, form: NumberForm) -> tuple[str, Decimal | None]:
    """The text before a scale word of the reviewed list, and what the word multiplies by."""
    for word, factor in form.scale:
        if text.endswith(word):
            before = text[: -len(word)]
            return before.removesuffix(" "), factor
    return text, None


def _read_script(text: str, form: NumberForm) -> Decimal | None:
    """A number in the digits of one other script, with its own separators or with those declared."""
    for digits in _SCRIPTS.values():
        if all(ord(one) in digits or one == "-" for one in text):
            return _read(text.translate(digits), _ARABIC_FORM)
    if form.digits and not any("0" <= one <= "9" for one in text):
        return _read(text.translate(DIGITS[form.digits]), form)
    return None


def _read(text: str, form: NumberForm) -> Decimal | None:
    match = _pattern(form.decimal, form.thousands).fullmatch(text)
    if match is None:
        return None
    sign, whole, part = match.groups(default="")
    if not form.declared and _is_ambiguous(whole, part):
        return None
    digits = whole.replace(form.thousands, "") if form.thousands else whole
    # Zero has no sign. Decimal's constructor is exact; its arithmetic would round.
    return Decimal(f"{sign}{digits}.{part}" if part else f"{sign}{digits}") or Decimal(0)


def _is_ambiguous(whole: str, part: str) -> bool:
    """Whether a point between these digits could separate thousands as well."""
    return len(part) == 3 and len(whole) <= 3 and whole[0] != "0"


def _problem(text: str, form: NumberForm) -> NumberProblem:
    match = _pattern(form.decimal, form.thousands).fullmatch(text)
    if match is not None:
        thousands = text.replace(form.decimal, "")
        return NumberProblem(
            f"{text!r} could be {text} or {thousands}: the source spec does not say what its point means.",
            hint='Declare format/decimal or format/thousands, such as format: {decimal: "."}.',
        )
    return NumberProblem(
        f"{text!r} is not a number in plain digits, such as 1500 or {'7' + form.decimal + '5'}.",
        hint="A source spec can declare other separators with format/decimal and format/thousands.",
    )


@cache
def _pattern(decimal: str, thousands: str) -> re.Pattern[str]:
    grouped = rf"|\d{{1,3}}(?:{re.escape(thousands)}\d{{3}}){{1,9}}" if thousands else ""
    return re.compile(rf"(-?)(\d{{1,30}}{grouped})(?:{re.escape(decimal)}(\d{{1,15}}))?", re.ASCII)
