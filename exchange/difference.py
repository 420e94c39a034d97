"""What one set of facts has and another has not: two sorted streams of lines, read once, none of them in memory."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple


class Side(StrEnum):
    """Whether only the first set has a fact, or only the second; the sign of it in a patch."""

    REMOVED = "D"
    ADDED = "A"


class Changed(NamedTuple):
    """A fact that only one of two sets has, as a canonical N-Quads line."""

    side: Side
    line: str


def difference(before: Iterable[str], now: Iterable[str]) -> Iterator[Changed]:
    """The facts that two sets do not share, in the order of their lines. Both are sorted, each line once.

    >>> [(one.side.value, one.line) for one in difference(["a", "b"], ["b", "c"])]
    [('D', 'a'), ('A', 'c')]
    """
    olds, news = iter(before), iter(now)
    old, new = next(olds, None), next(news, None)
    while old is not None or new is not None:
        if new is None or (old is not None and old < new):
            yield Changed(Side.REMOVED, old or "")
            old = next(olds, None)
        elif old is None or new < old:
            yield Changed(Side.ADDED, new)
            new = next(news, None)
        else:
            old, new = next(olds, None), next(news, None)
