"""Who gave to whom: the directed ties that missions make, and their weights."""

from collections.abc import Iterable
from dataclasses import dataclass

Tie = tuple[str, str]
"""A giver and a taker; or, without direction, two parties in the order of their names."""


@dataclass(frozen=True, slots=True, order=True)
class Flow:
    """One party giving to another in one mission."""

    mission: str
    giver: str
    taker: str

    @property
    def tie(self) -> Tie:
        """Its giver and taker."""
        return self.giver, self.taker


def undirected(tie: Tie) -> Tie:
    """The two ends of a tie, whoever gave.

    >>> undirected(("TUR", "AZE"))
    ('AZE', 'TUR')
    """
    return min(tie), max(tie)


def weighted(flows: Iterable[Flow]) -> dict[Tie, int]:
    """How many missions join each two parties, in either direction; sorted by their names.

    >>> weighted([Flow("m1", "TUR", "AZE"), Flow("m2", "AZE", "TUR"), Flow("m2", "AZE", "TUR")])
    {('AZE', 'TUR'): 2}
    """
    missions: dict[Tie, set[str]] = {}
    for flow in flows:
        missions.setdefault(undirected(flow.tie), set()).add(flow.mission)
    return {tie: len(missions[tie]) for tie in sorted(missions)}
