"""Pairs of missions that may be one: what a person is asked to judge. Nothing is merged here.

Three steps, from cheap to dear: blocks make pairs by the million, a ceiling leaves out those that cannot be
candidates, and the score with its reasons decides on the rest. What comes out depends on what the missions say alone:
not on the order in which they are given, nor on which of two is new.
"""

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ingest.matching.blocking import Join, Rows, SortedBlocks
from ingest.matching.ceiling import Columns, ceiling
from ingest.matching.features import Features
from ingest.matching.gathered import Gathered
from ingest.matching.packed import Packed
from ingest.matching.scoring import CANDIDATE, Score, bits_of, score, value_between
from ingest.processes import Part, Result, in_processes

_ROUNDED: Final = 1e-4
"""Bits by which a ceiling is lifted, so that rounding loses no pair."""
_SCORED_AT_A_TIME: Final = 100_000
"""Pairs that one process scores before it hands them over."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two missions that may be one, in the order of their IRIs."""

    pair: tuple[str, str]
    score: Score


def candidates(
    known: Gathered,
    new: Gathered,
    judged: Set[tuple[str, str]] = frozenset(),
    at_least: float = CANDIDATE,
    workers: int = 1,
) -> Iterator[Candidate]:
    """The pairs of new missions with known ones, and with each other, that score so much; the best first.

    Pairs that were judged already, given in the order of their IRIs, are left out. Each mission is given once. All
    pairs are scored before the first comes; the reasons of each are found as it is asked for. What was gathered is
    used up.
    """
    old, fresh = known.blocks.sort(), new.blocks.sort(first=len(known))
    known.packed.extend(new.packed)
    known.columns.extend(new.columns)
    missions = _Missions(known.packed, known.columns)
    # Missions that came together are one side; no pair is a mission with itself.
    sides = ((old, fresh), (fresh, fresh))
    joins = ((side, join) for side, (left, right) in enumerate(sides) for join in left.joins(right))
    possible = partial(missions.possible, sides=sides, needed=bits_of(at_least) - _ROUNDED)
    codes = [np.empty(0, np.int64), *_done(possible, joins, workers)]
    found = missions.scored(np.unique(np.concatenate(codes)), judged, at_least, workers)
    return missions.in_order(found)


def _done(work: Callable[[Part], Result], parts: Iterable[Part], workers: int) -> Iterator[Result]:
    return map(work, parts) if workers == 1 else in_processes(work, parts, workers)


@dataclass(frozen=True, slots=True)
class _Missions:
    """All missions in little memory, each known by the place in which it came."""

    _packed: Packed
    _columns: Columns

    def possible(
        self, join: tuple[int, Join], sides: tuple[tuple[SortedBlocks, SortedBlocks], ...], needed: float
    ) -> Rows:
        """The codes of the pairs of some blocks that can have so many bits, each once, the earlier place first."""
        side, blocks = join
        left, right = blocks.pairs(*sides[side])
        forward = left < right
        left, right = left[forward], right[forward]
        enough = ceiling(self._columns.of(left), self._columns.of(right)) >= needed
        codes: Rows = np.unique(left[enough] * len(self._packed) + right[enough])
        return codes

    def scored(self, codes: Rows, judged: Set[tuple[str, str]], at_least: float, workers: int) -> "_Found":
        """The pairs that do score so much, and are neither judged nor one mission told twice."""
        bounds = [*range(0, len(codes), _SCORED_AT_A_TIME), len(codes)]
        parts = (codes[first:last] for first, last in pairwise(bounds))
        kept = list(_done(partial(self._kept, judged=judged, at_least=at_least), parts, workers))
        values = np.concatenate([np.empty(0, np.float64), *(values for values, _ in kept)])
        return _Found(values, np.concatenate([np.empty(0, np.int64), *(codes for _, codes in kept)]))

    def _kept(
        self, codes: Rows, judged: Set[tuple[str, str]], at_least: float
    ) -> tuple[NDArray[np.float64], Rows]:
        """The values and the codes of the pairs that are kept."""
        values: list[float] = []
        kept: list[int] = []
        at, one = -1, Features("")
        for code in codes.tolist():
            left, right = divmod(code, len(self._packed))
            if left != at:
                at, one = left, self._packed[left]
            other = self._packed[right]
            value = value_between(one, other)
            if value >= at_least and one.mission != other.mission and _pair(one, other) not in judged:
                values.append(value)
                kept.append(code)
        return np.array(values, np.float64), np.array(kept, np.int64)

    def in_order(self, found: "_Found") -> Iterator[Candidate]:
        """Candidates, the best first, those of one value by their IRIs."""
        left, right = np.divmod(found.codes, max(len(self._packed), 1))
        ranks = self._ranks(np.union1d(left, right))
        one, other = np.sort([ranks[left], ranks[right]], axis=0)
        for at in np.lexsort((other, one, -found.values)).tolist():
            here, there = self._packed[int(left[at])], self._packed[int(right[at])]
            yield Candidate(_pair(here, there), score(here, there))

    def _ranks(self, rows: Rows) -> Rows:
        """The place of some missions in the order of their IRIs."""
        ranks = np.zeros(len(self._packed), np.int64)
        ranks[sorted(rows.tolist(), key=self._packed.mission)] = np.arange(len(rows))
        return ranks


@dataclass(frozen=True, slots=True)
class _Found:
    """Pairs by their codes, and their values."""

    values: NDArray[np.float64]
    codes: Rows


def _pair(one: Features, other: Features) -> tuple[str, str]:
    low, high = sorted((one.mission, other.mission))
    return low, high
