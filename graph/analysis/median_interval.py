"""The median of numbers of which only intervals are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Interval:
    """The least and the most that a number can be; whole where it is whole."""

    least: int | float
    most: int | float


def median_interval(intervals: Sequence[tuple[int, int]]) -> Interval | None:
    """The least and the greatest median that the intervals allow; None for no intervals.

    A median rises with each of its numbers: it is least when all are least, and greatest when all are greatest.

    >>> median_interval([(0, 3), (1, 22), (1, 1)])
    Interval(least=1, most=3)
    >>> median_interval([(0, 1), (1, 2)])
    Interval(least=0.5, most=1.5)
    """
    if not intervals:
        return None
    return Interval(
        _whole(median(low for low, _ in intervals)), _whole(median(high for _, high in intervals))
    )


def possibly_least(intervals: Sequence[tuple[int, int]]) -> tuple[bool, ...]:
    """For each number, whether it can be the least of all.

    >>> possibly_least([(1, 1), (0, 22), (2, 3)])
    (True, True, False)
    """
    deadline = min((high for _, high in intervals), default=0)
    return tuple(low <= deadline for low, _ in intervals)


def _whole(number: int | float) -> int | float:
    return int(number) if number == int(number) else number
