"""Things that are the same one by what people have judged: clusters, and the judgements that cannot all hold.

A positive judgement joins two things, and with them all that are joined to either. A negative one keeps two clusters
apart for good: a positive judgement that would join them is a conflict, and is reported. What comes out depends on
the judgements alone, never on the order in which they were given.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from itertools import product

from records.judgements import Judgement, Verdict, ruling


@dataclass(frozen=True, slots=True)
class Conflict:
    """A positive judgement that does not count, and the negative one that keeps its sides apart."""

    positive: Judgement
    negative: Judgement


@dataclass(frozen=True, slots=True)
class Clusters:
    """The members of each cluster of two or more, by any of its members; the conflicts, in order; and the pairs that
    were judged to be different.
    """

    of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    apart: Set[tuple[str, str]] = frozenset()

    def settle(self, one: str, other: str) -> bool:
        """Whether it follows from what was judged that two things are the same, or that they are not."""
        mine, others = (self.of.get(side, frozenset({side})) for side in (one, other))
        return mine == others or any((min(pair), max(pair)) in self.apart for pair in product(mine, others))

    def each(self) -> list[frozenset[str]]:
        """Every cluster once, in order."""
        return sorted(set(self.of.values()), key=sorted)


def clusters(judgements: Iterable[Judgement]) -> Clusters:
    """The clusters that judgements make.

    Of judgements of one pair the last one rules. Positive ones are taken in by their time, then by their pair, so that
    an earlier decision is not undone by a later one that contradicts it.
    """
    ruled = ruling(judgements)
    negatives = [judgement for judgement in ruled if judgement.verdict is Verdict.NEGATIVE]
    groups = _Groups(negatives)
    positives = [judgement for judgement in ruled if judgement.verdict is Verdict.POSITIVE]
    conflicts = [
        Conflict(judgement, blocking)
        for judgement in sorted(positives, key=lambda one: (one.at, one.pair))
        if (blocking := groups.join(judgement))
    ]
    return Clusters(groups.of_members(), tuple(conflicts), {judgement.pair for judgement in negatives})


class _Groups:
    """Groups of things that grow, and the negative judgements between them."""

    def __init__(self, negatives: Iterable[Judgement]) -> None:
        self._group: dict[str, set[str]] = {}
        self._apart: dict[str, list[Judgement]] = {}
        for judgement in sorted(negatives):
            for side in judgement.pair:
                self._apart.setdefault(side, []).append(judgement)

    def join(self, positive: Judgement) -> Judgement | None:
        """Joins the groups of both sides; gives the judgement that forbids it, and then joins nothing."""
        one, other = (self._group.get(side) or {side} for side in positive.pair)
        if one is other:
            return None
        less, more = sorted((one, other), key=len)
        if blocking := self._between(less, more):
            return blocking
        more |= less
        self._group.update(dict.fromkeys(more, more))
        return None

    def _between(self, less: Set[str], more: Set[str]) -> Judgement | None:
        found = (
            judgement
            for member in sorted(less)
            for judgement in self._apart.get(member, ())
            if judgement.other(member) in more
        )
        return min(found, default=None)

    def of_members(self) -> Mapping[str, frozenset[str]]:
        """The group of each member."""
        whole = {id(group): frozenset(group) for group in self._group.values()}
        return {member: whole[id(group)] for member, group in sorted(self._group.items())}
