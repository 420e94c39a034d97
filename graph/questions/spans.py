"""Dates that are not known to the day, and standings that hold from one such date to another.

Days are ISO texts, which sort as they stand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from graph.finished import Row


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The days that a date can mean, both ends included."""

    first: str
    last: str

    @property
    def known(self) -> bool:
        """Whether the date is known to the day."""
        return self.first == self.last


def days_between(earlier: str, later: str) -> int:
    """How many days after one day another is.

    >>> days_between("2020-02-28", "2020-03-01")
    2
    """
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def next_day(day: str, step: int = 1) -> str:
    """The day `step` days later.

    >>> next_day("2023-02-28")
    '2023-03-01'
    """
    return (date.fromisoformat(day) + timedelta(days=step)).isoformat()


def earliest_of(spans: Iterable[Span]) -> Span | None:
    """The span of the earliest of several dates; None for no dates.

    >>> earliest_of([Span("2020-01-01", "2020-12-31"), Span("2020-07-16", "2020-07-16")])
    Span(first='2020-01-01', last='2020-07-16')
    """
    dates = list(spans)
    return Span(min(one.first for one in dates), min(one.last for one in dates)) if dates else None


def span_of(row: Row, first: str = "start", last: str = "latest") -> Span | None:
    """The date that two columns of a row hold; None where it is not known."""
    return Span(row[first], row[last]) if row[first] is not None else None


def first_day(span: Span | None) -> str | None:
    """The earliest day, where there is one."""
    return span.first if span else None


def last_day(span: Span | None) -> str | None:
    """The latest day, where there is one."""
    return span.last if span else None


@dataclass(frozen=True, slots=True)
class Membership:
    """A party's standing in a grouping, from a date to another; without an end it goes on."""

    status: str
    start: Span | None
    end: Span | None

    def may_hold(self, day: str) -> bool:
        """Whether it can hold on a day."""
        return (self.start is None or self.start.first <= day) and (self.end is None or day <= self.end.last)

    def surely_holds(self, day: str) -> bool:
        """Whether it holds on a day, whatever its dates mean."""
        begun = self.start is not None and self.start.last <= day
        return begun and (self.end is None or day <= self.end.first)


def standings(memberships: Iterable[Membership], at: Span | None) -> set[str]:
    """Every standing that a party can have had on a date; `none` where no membership surely holds.

    A suspension takes the place of the membership that it suspends. A thing without a date is judged by the
    memberships that go on.

    >>> month = Span("2012-08-01", "2012-08-31")
    >>> ended = Membership("member", Span("1972-01-01", "1972-12-31"), month)
    >>> sorted(standings([ended], Span("2010-05-01", "2010-05-01")))
    ['member']
    >>> sorted(standings([ended], month))
    ['member', 'none']
    >>> standings([ended], None)
    {'none'}
    >>> kept_out = Membership("suspended", Span("2012-08-15", "2012-08-15"), None)
    >>> member = Membership("member", Span("1972-01-01", "1972-12-31"), None)
    >>> standings([member, kept_out], Span("2023-02-01", "2023-02-28"))
    {'suspended'}
    """
    known = list(memberships)
    if at is None:
        going_on = [one for one in known if one.end is None]
        return _on_one_day(going_on, going_on)
    days = {at.first, at.last} | {day for one in known for day in _turns(one) if at.first <= day <= at.last}
    return {standing for day in days for standing in _standings_on(day, known)}


def _standings_on(day: str, known: list[Membership]) -> set[str]:
    return _on_one_day(
        [one for one in known if one.may_hold(day)], [one for one in known if one.surely_holds(day)]
    )


def _on_one_day(possible: list[Membership], certain: list[Membership]) -> set[str]:
    """The standings on one day: a suspension that surely holds takes the place of the membership."""
    if any(one.status == "suspended" for one in certain):
        return {"suspended"}
    return {one.status for one in possible} | (set() if certain else {"none"})


def _turns(membership: Membership) -> Iterable[str]:
    """The days on which what is known of a membership changes."""
    if membership.start:
        yield from (membership.start.first, next_day(membership.start.last, -1), membership.start.last)
    if membership.end:
        yield from (membership.end.first, next_day(membership.end.first), next_day(membership.end.last))


def _membership(row: Row) -> Membership | None:
    if row["standing"] is None:
        return None
    return Membership(
        row["standing"], span_of(row, "since", "since_latest"), span_of(row, "until", "until_latest")
    )


def standings_of(rows: Iterable[Row], at: Span | None) -> set[str]:
    """The standings of one party by all rows that tell its memberships."""
    return standings({one for row in rows if (one := _membership(row))}, at)
