"""What must be known of some values to tell whether others may clash with them: looked at once, compared often."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from ontology.shacl.literals import is_well_formed
from ontology.shacl.names import xsd
from ontology.shacl.things import Term

_DATE: Final = xsd("date")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TOLD_DAY: Final = re.compile(r"[0-9]-[0-9][0-9]-[0-9][0-9]")


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """The terms; whether equal ones are written alike; the first and the last day, where all are plain dates.

    `tells_day` says that each has the text of a day in it, or none at all.
    """

    terms: frozenset[Term]
    is_plain: bool
    first: str | None
    last: str | None
    tells_day: bool


def span_of(terms: Iterable[Term]) -> Span:
    """The span of some terms."""
    held = frozenset(terms)
    days = [_day(term) for term in held]
    known = [day for day in days if day is not None]
    dated = bool(days) and len(known) == len(days)
    return Span(
        held,
        all(day is not None or not isinstance(term, Literal) for term, day in zip(held, days, strict=True)),
        min(known) if dated else None,
        max(known) if dated else None,
        all(_tells_day(term) for term in held),
    )


def _day(term: Term) -> str | None:
    """The text of a day of the calendar without a time zone: of two such, the lesser text is the earlier date."""
    if not isinstance(term, Literal) or term.datatype.value != _DATE or not _DAY.fullmatch(term.value):
        return None
    return term.value if is_well_formed(term) else None


def _tells_day(term: Term) -> bool:
    # A blank node has no text, and what asks for the text is silent of it.
    return not isinstance(term, Literal | NamedNode) or bool(_TOLD_DAY.search(term.value))


def may_be_before(one: Span, other: Span) -> bool:
    """Whether one of some terms may come before one of others; what is no plain date may come anywhere."""
    return one.first is None or other.last is None or one.first < other.last


def may_be_after(one: Span, other: Span) -> bool:
    """Whether one of some terms may come after one of others."""
    return may_be_before(other, one)


def may_meet(one: Span, other: Span) -> bool:
    """Whether one term may be in both; literals that are no plain dates may be equal in other writing."""
    return not (one.is_plain and other.is_plain) or not one.terms.isdisjoint(other.terms)


def may_be_finer(earliest: Span, latest: Span, told: Span) -> bool:
    """Whether a single day may be given where the third tells none."""
    return not told.tells_day and may_meet(earliest, latest)


def may_always(*_spans: Span) -> bool:
    """True: what is not looked at may be so."""
    return True


__all__ = [
    "Span",
    "may_always",
    "may_be_after",
    "may_be_before",
    "may_be_finer",
    "may_meet",
    "span_of",
]
