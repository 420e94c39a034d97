"""Chains of help: the shortest ways from one party to another along the ties of a network."""

from collections.abc import Iterable, Iterator, Mapping

from graph.analysis.ties import Tie

Chain = tuple[str, ...]


def shortest_chains(ties: Iterable[Tie], start: str, goal: str, longest: int) -> tuple[Chain, ...]:
    """All shortest chains from one party to another of at most `longest` ties, sorted; none where there is no such.

    >>> ties = [("TUR", "ITA"), ("ITA", "ALB"), ("TUR", "SRB"), ("SRB", "ALB"), ("ALB", "TUR")]
    >>> shortest_chains(ties, "TUR", "ALB", 4)
    (('TUR', 'ITA', 'ALB'), ('TUR', 'SRB', 'ALB'))
    >>> shortest_chains(ties, "TUR", "ALB", 1)
    ()
    """
    followers: dict[str, set[str]] = {}
    for giver, taker in ties:
        followers.setdefault(giver, set()).add(taker)
    before = _reached(followers, start, goal, longest)
    return tuple(sorted(_back(before, start, goal))) if goal in before else ()


def _reached(followers: Mapping[str, set[str]], start: str, goal: str, longest: int) -> dict[str, set[str]]:
    """For each party on the way, those from which it is reached first, layer by layer until the goal is."""
    before: dict[str, set[str]] = {}
    layer, seen = {start}, {start}
    for _ in range(longest):
        found: dict[str, set[str]] = {}
        for party in layer:
            for follower in followers.get(party, set()) - seen:
                found.setdefault(follower, set()).add(party)
        before |= found
        layer = {*found}
        seen |= layer
        if goal in found:
            break
    return before


def _back(before: Mapping[str, set[str]], start: str, end: str) -> Iterator[Chain]:
    """Every chain that leads from the start to an end."""
    if end == start:
        yield (start,)
        return
    for party in before[end]:
        for chain in _back(before, start, party):
            yield (*chain, end)
