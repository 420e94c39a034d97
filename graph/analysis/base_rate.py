"""How often something stands near a date, against how often it would if the dates were dealt out by chance."""

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from graph.questions.spans import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.int8]

SEED = 0
"""Where the shuffling begins: the same records give the same p-value."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A sum of scores, its mean over all ways to deal out the dates, and where it stands among shuffled ones.

    `low` and `high` hold 95 per cent of the shuffled sums between them; `p_value` is the share of shuffled sums that
    are at least as great, the observed one counted among them.
    """

    observed: int
    expected: float
    low: int
    high: int
    p_value: float


def near(dates: Sequence[Span], events: Iterable[Span], first: int, last: int) -> tuple["Scores", "Scores"]:
    """For each date, 1 where an event surely lies `first` to `last` days after it, else 0; and the same for possibly.

    >>> dates = [Span("2023-01-01", "2023-01-01"), Span("2023-01-01", "2023-01-31")]
    >>> surely, possibly = near(dates, [Span("2023-01-20", "2023-01-20")], 1, 365)
    >>> surely.tolist(), possibly.tolist()
    ([1, 0], [1, 1])
    """
    import numpy as np  # Heavy, and only this analysis needs it.

    starts = np.array([_day(one.first) for one in dates], dtype=np.int64)
    ends = np.array([_day(one.last) for one in dates], dtype=np.int64)
    surely, possibly = np.zeros((2, len(dates)), dtype=np.int8)
    for event in events:
        least, most = _day(event.first) - ends, _day(event.last) - starts
        surely |= (first <= least) & (most <= last)
        possibly |= (least <= last) & (first <= most)
    return surely, possibly


def _day(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def compare(scores: Sequence["Scores"], own: Sequence[int], permutations: int) -> Comparison:
    """The sum of what each thing scores on its own date, against the dates dealt out anew.

    `scores[i][j]` is what the thing i would score on the date j, and `own[i]` the number of its own date. Things that
    score nowhere can be left out, if all dates are there.

    >>> import numpy as np
    >>> compare([np.array([1, 0, 0]), np.array([0, 1, 0])], [0, 1], 5).observed
    2
    >>> round(compare([np.array([1, 0, 0]), np.array([0, 1, 0])], [0, 1], 5).expected, 6)
    0.666667
    """
    import numpy as np

    if not scores:
        return Comparison(0, 0.0, 0, 0, 1.0)
    table = np.stack([*scores]).astype(np.int64)
    things, mine = np.arange(len(table)), np.asarray(own)
    observed = int(table[things, mine].sum())
    shuffled = sorted(int(table[things, dealt[mine]].sum()) for dealt in _deals(table.shape[1], permutations))
    reached = sum(one >= observed for one in shuffled)
    return Comparison(
        observed,
        float(table.sum()) / table.shape[1],
        shuffled[math.floor(0.025 * (permutations - 1))],
        shuffled[math.ceil(0.975 * (permutations - 1))],
        (1 + reached) / (1 + permutations),
    )


def _deals(dates: int, permutations: int) -> Iterable["NDArray[np.int64]"]:
    import numpy as np

    # The standard library keeps its sequence of numbers from release to release; numpy does not promise that.
    source = random.Random(SEED)  # noqa: S311 - chance, no secret
    dealt = [*range(dates)]
    for _ in range(permutations):
        source.shuffle(dealt)
        yield np.array(dealt, dtype=np.int64)
