"""Communities: parties that work with one another more than chance would have it (Louvain, by modularity)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from graph.analysis.ties import Tie

SEEDS = range(20)
"""The runs of the search. It goes through the parties by chance, and each run may end at another division."""

Members = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Community:
    """Parties that a division puts together.

    `contribution` is what they add to the modularity; `steadiness` the share of runs in which two of them are together,
    as a mean over all pairs of them.
    """

    members: Members
    contribution: float
    steadiness: float


@dataclass(frozen=True, slots=True)
class Division:
    """The communities of a network, the largest first, and the modularity of all of them."""

    communities: tuple[Community, ...]
    modularity: float


def divide(weights: Mapping[Tie, int], seeds: Iterable[int] = SEEDS) -> Division:
    """The division with the greatest modularity that the runs find; of equals, the first in the order of names.

    >>> found = divide({("A", "B"): 3, ("A", "C"): 2, ("B", "C"): 1, ("C", "D"): 1, ("D", "E"): 3})
    >>> [community.members for community in found.communities], round(found.modularity, 3)
    ([('A', 'B', 'C'), ('D', 'E')], 0.355)
    """
    runs = [_louvain(weights, seed) for seed in seeds]
    scores = {run: sum(contributions(weights, run)) for run in sorted({*runs})}
    best = max(scores, key=lambda run: round(scores[run], 9), default=())
    found = [
        Community(members, contribution, _steadiness(members, runs))
        for members, contribution in zip(best, contributions(weights, best), strict=True)
    ]
    return Division(tuple(found), scores.get(best, 0.0))


def _louvain(weights: Mapping[Tie, int], seed: int) -> tuple[Members, ...]:
    import networkx as nx  # Heavy, and only this analysis needs it.

    network: nx.Graph[str] = nx.Graph()
    # The order of nodes decides with the seed which of equal steps is taken.
    network.add_nodes_from(sorted({party for tie in weights for party in tie}))
    network.add_weighted_edges_from((*tie, weights[tie]) for tie in sorted(weights))
    if not weights:
        return ()
    groups = nx.community.louvain_communities(network, weight="weight", seed=seed)
    return tuple(sorted((tuple(sorted(group)) for group in groups), key=lambda group: (-len(group), group)))


def contributions(weights: Mapping[Tie, int], groups: Iterable[Members]) -> tuple[float, ...]:
    """What each community adds to the modularity: the share of weight inside it, less what chance would put there.

    >>> contributions({("A", "B"): 1, ("C", "D"): 1}, [("A", "B"), ("C", "D")])
    (0.25, 0.25)
    """
    whole = sum(weights.values())
    strength: dict[str, int] = {}
    for tie, weight in weights.items():
        for party in tie:
            strength[party] = strength.get(party, 0) + weight
    return tuple(
        sum(weight for tie, weight in weights.items() if {*tie} <= {*group}) / whole
        - (sum(strength[party] for party in group) / (2 * whole)) ** 2
        for group in groups
    )


def _steadiness(members: Members, runs: Iterable[tuple[Members, ...]]) -> float:
    pairs = [*combinations(members, 2)]
    places = [{party: number for number, group in enumerate(run) for party in group} for run in runs]
    together = sum(place[one] == place[other] for place in places for one, other in pairs)
    return together / (len(pairs) * len(places)) if pairs else 1.0
