"""Which of two parties began to help, as far as dates that are intervals can tell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph.questions.spans import Span, days_between, earliest_of


@dataclass(frozen=True, slots=True)
class Exchange:
    """The first help each way, and the days from one to the other, which are negative where that may have come before.

    `sequence` is `known`, `tie` (one same day), `undecided` (the intervals overlap) or `unknown` (a way has no date).
    """

    there: Span | None
    back: Span | None
    sequence: str
    days_min: int | None
    days_max: int | None

    @property
    def turned(self) -> "Exchange":
        """The same, told from the other side.

        >>> turned = exchange([Span("2023-02-06", "2023-02-06")], [Span("2020-07-01", "2020-07-31")]).turned
        >>> turned.there.first, turned.days_min, turned.days_max
        ('2020-07-01', 920, 950)
        """
        least, most = self.days_min, self.days_max
        return Exchange(
            self.back,
            self.there,
            self.sequence,
            None if most is None else -most,
            None if least is None else -least,
        )


def exchange(there: Iterable[Span], back: Iterable[Span]) -> Exchange:
    """The exchange between two parties, by the dates of the help each way; whoever surely began stands first.

    >>> day, year = Span("2020-07-16", "2020-07-16"), Span("2020-01-01", "2020-12-31")
    >>> found = exchange([day], [year])
    >>> found.sequence, found.days_min, found.days_max
    ('undecided', -197, 168)
    """
    one, other = earliest_of(there), earliest_of(back)
    if one is None or other is None:
        return Exchange(one, other, "unknown", None, None)
    least, most = days_between(one.last, other.first), days_between(one.first, other.last)
    return Exchange(one, other, _SEQUENCES.get((least > 0 or most < 0, least == most == 0), ""), least, most)


_SEQUENCES: Mapping[tuple[bool, bool], str] = MappingProxyType(
    {(True, False): "known", (False, True): "tie", (False, False): "undecided"}
)
"""What is known of an order, by whether the dates are apart and whether they are one day."""
