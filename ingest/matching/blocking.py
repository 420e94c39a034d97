"""Which missions are compared at all: those that have something in common by which a block is made.

Blocks are cheap keys. A block that would make more than `MOST` pairs is left to the finer keys: who sends to whom is
left to the year, the year to the month and the type, a telling word to the states that it is told of. What not even
the finest keys tell apart is not compared: such missions are as like as any two of thousands.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice, product
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ingest.matching.features import Features

MOST: Final = 1_000_000
"""Pairs that one block may make."""
AT_A_TIME: Final = 1_000_000
"""Pairs that are in memory at a time."""

Rows = NDArray[np.int64]
Keys = NDArray[np.uint32]
Places = NDArray[np.int32]
Pairs = tuple[Rows, Rows]
"""Places of missions on the left, and of those on the right that each may be."""

_AROUND = 10
"""Days before and after a start in which a near one can fall."""
_PARTIES = 64
"""Pairs of parties by which one mission is found: a package for fifteen states has fifteen."""


def _parties(one: Features) -> list[str]:
    if len(one.senders) * len(one.receivers) <= 1:
        return [f"{a}>{b}" for a in one.senders for b in one.receivers]
    return [f"{a}>{b}" for a, b in islice(product(sorted(one.senders), sorted(one.receivers)), _PARTIES)]


def _sides(one: Features) -> list[str]:
    return [*(f"{a}>" for a in one.senders), *(f">{b}" for b in one.receivers)]


def _dates(one: Features, most: int) -> Iterator[date]:
    """The ends of the days around a start that is known within so many days."""
    if one.start and one.start.width <= most:
        low, high = one.start.earliest - _AROUND, one.start.latest + _AROUND
        yield from (date.fromordinal(min(max(day, 1), date.max.toordinal())) for day in (low, high))


def _years(one: Features) -> set[str]:
    return {str(day.year) for day in _dates(one, 366)}


def _months(one: Features) -> set[str]:
    return {f"{day.year}-{day.month}" for day in _dates(one, 31)}


def _amounts(one: Features) -> list[str]:
    return [f"{amount.value} {amount.unit}" for amount in one.amounts]


_PARTS: Final[Mapping[str, Callable[[Features], Iterable[str]]]] = {
    "parties": _parties,
    "sides": _sides,
    "years": _years,
    "months": _months,
    "amounts": _amounts,
    "types": lambda one: one.types,
    "crises": lambda one: one.crises,
    "words": lambda one: one.words,
    "bodies": lambda one: one.sending_bodies | one.receiving_bodies,
    "names": lambda one: one.names,
}
_KEYS: Final = (
    ("parties",),
    ("parties", "years"),
    ("parties", "months", "types"),
    ("parties", "crises", "types"),
    ("parties", "words"),
    ("parties", "amounts"),
    ("sides", "crises"),
    ("sides", "words"),
    ("sides", "amounts"),
    ("sides", "bodies"),
    ("names",),
)
"""Each key: what it is put together of. A mission has one for each way of putting values of its parts together."""


class Blocks:
    """The keys of missions, each mission known by the place in which it was added."""

    def __init__(self) -> None:
        self.hashes = [array("I") for _ in _KEYS]
        self.rows = [array("i") for _ in _KEYS]
        self.count = 0

    def add(self, one: Features) -> None:
        """Adds a mission at the end."""
        parts = {name: part(one) for name, part in _PARTS.items()}
        for key, hashes, rows in zip(_KEYS, self.hashes, self.rows, strict=True):
            # A clash of hashes costs a comparison, and no result.
            found = {crc32("\0".join(values).encode()) for values in product(*(parts[part] for part in key))}
            hashes.extend(found)
            rows.extend([self.count] * len(found))
        self.count += 1

    def extend(self, others: "Blocks") -> None:
        """Adds others at the end."""
        for mine, theirs in zip(self.hashes, others.hashes, strict=True):
            mine.extend(theirs)
        for rows, other_rows in zip(self.rows, others.rows, strict=True):
            rows.frombytes((np.asarray(other_rows, np.int32) + np.int32(self.count)).tobytes())
        self.count += others.count

    def sort(self, first: int = 0) -> "SortedBlocks":
        """The same by their keys, the first mission known by a number; no mission can be added any more."""
        kinds: list[tuple[Keys, Places]] = []
        while self.hashes:
            hashes, rows = np.asarray(self.hashes.pop(0), np.uint32), np.asarray(self.rows.pop(0), np.int32)
            order = np.argsort(hashes, kind="stable")
            kinds.append((hashes[order], rows[order] + np.int32(first)))
        return SortedBlocks(tuple(kinds))


@dataclass(frozen=True, slots=True)
class SortedBlocks:
    """The hashes of each kind of key, and the missions that have them, by hash."""

    kinds: tuple[tuple[Keys, Places], ...]

    def joins(self, others: "SortedBlocks", most: int = MOST) -> Iterator["Join"]:
        """The blocks that these and others have in common and that are not too large, some at a time."""
        for kind, ((hashes, _), (other_hashes, _)) in enumerate(zip(self.kinds, others.kinds, strict=True)):
            keys, starts, counts = np.unique(hashes, return_index=True, return_counts=True)
            other_starts = np.searchsorted(other_hashes, keys, side="left")
            other_counts = np.searchsorted(other_hashes, keys, side="right") - other_starts
            sizes = counts * other_counts
            fits = (sizes > 0) & (sizes <= most)
            columns = [column[fits] for column in (starts, counts, other_starts, other_counts)]
            yield from (Join(kind, *(column[some] for column in columns)) for some in _parts(sizes[fits]))


@dataclass(frozen=True, slots=True)
class Join:
    """Blocks of one kind of key: where each begins, and how many it has, on the left and on the right."""

    kind: int
    starts: Rows
    counts: Rows
    other_starts: Rows
    other_counts: Rows

    def pairs(self, left: SortedBlocks, right: SortedBlocks) -> Pairs:
        """All pairs of missions of these blocks."""
        sizes = self.counts * self.other_counts
        block = np.repeat(np.arange(len(sizes)), sizes)
        offset = np.arange(len(block)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        width = self.other_counts[block]
        return (
            left.kinds[self.kind][1][self.starts[block] + offset // width].astype(np.int64),
            right.kinds[self.kind][1][self.other_starts[block] + offset % width].astype(np.int64),
        )


def _parts(sizes: Rows) -> Iterator[slice]:
    """Blocks, as many as fit in memory together, and one at least."""
    ends = np.cumsum(sizes)
    first = 0
    while first < len(sizes):
        before = ends[first] - sizes[first]
        last = max(first + 1, int(np.searchsorted(ends, before + AT_A_TIME, side="right")))
        yield slice(first, last)
        first = last
