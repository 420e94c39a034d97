"""Reciprocity: how many of the ties of a network are returned (Newman, Networks, 7.10)."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.analysis.ties import Tie


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """The directed ties of a network, and those of them with a tie the other way."""

    ties: int
    returned: int

    @property
    def share(self) -> float | None:
        """The share of ties that are returned; None for a network without ties."""
        return self.returned / self.ties if self.ties else None


def reciprocity(ties: Iterable[Tie]) -> Reciprocity:
    """The reciprocity of a network of directed ties, each counted once; a tie to oneself is no tie.

    >>> found = reciprocity([("TUR", "AZE"), ("AZE", "TUR"), ("TUR", "AZE"), ("TUR", "SOM")])
    >>> found.ties, found.returned, round(found.share, 6)
    (3, 2, 0.666667)
    """
    distinct = {(giver, taker) for giver, taker in ties if giver != taker}
    return Reciprocity(len(distinct), sum((taker, giver) in distinct for giver, taker in distinct))


def mutual_pairs(ties: Iterable[Tie]) -> tuple[Tie, ...]:
    """The pairs with a tie each way, each once, sorted.

    >>> mutual_pairs([("TUR", "AZE"), ("AZE", "TUR"), ("TUR", "SOM")])
    (('AZE', 'TUR'),)
    """
    distinct = {*ties}
    return tuple(sorted(tie for tie in distinct if tie[0] < tie[1] and tie[::-1] in distinct))
