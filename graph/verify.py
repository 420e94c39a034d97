"""Whether a graph holds exactly what the store of record does: both are read whole, sorted on disk and compared."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from graph.drift import TRACE, read_content
from graph.line_sort import sorted_blocks
from graph.plan import ties_at
from graph.reader import GraphReader
from graph.registry import Registry
from ontology.nquads import DIGEST_PREFIX, lines_of
from records.journal import Journal

KEPT: Final = 1_000
"""Differences of each sort that are kept to be shown; all are counted."""


@dataclass(frozen=True, slots=True)
class Verification:
    """The digests of the store of record and of the graph, and what only one of them holds: the first lines, sorted.

    The counts are of all that differs, however many lines are kept. What is in the graph and is no fact, such as a
    label changed by hand, is told as a comment line among the drift.
    """

    records: str
    graph: str
    missing: tuple[str, ...]
    drift: tuple[str, ...]
    missing_count: int
    drift_count: int

    @property
    def equal(self) -> bool:
        """Whether the graph holds exactly the facts of the store, and nothing that somebody else put there."""
        return self.records == self.graph and not self.drift_count


def verify(
    journal: Journal,
    reader: GraphReader,
    registry: Registry,
    *,
    folder: Path | None = None,
    kept: int | None = KEPT,
) -> Verification:
    """Reads the store and the graph whole and compares them fact by fact, in bounded memory.

    `folder` is where sorting may put temporary files, and `kept` says how many differences of each sort are kept;
    all when it is None.
    """
    ties = ties_at(journal, journal.last_run)
    stored = _Side(sorted_blocks(map(lines_of, journal.texts()), folder))
    shown = _Side(sorted_blocks(read_content(reader, registry, ties), folder))
    missing, drift = _Kept(kept), _Kept(kept)
    for line, only_stored in _only_one(iter(stored), iter(shown)):
        (missing if only_stored else drift).add(line)
    return Verification(
        stored.digest, shown.digest, tuple(missing.first), tuple(drift.first), missing.count, drift.count
    )


class _Side:
    """The sorted lines of one side, and the digest of those that are facts."""

    def __init__(self, blocks: Iterable[list[bytes]]) -> None:
        self._blocks = blocks
        self._state = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        return chain.from_iterable(map(self._counted, self._blocks))

    def _counted(self, block: list[bytes]) -> list[bytes]:
        # Traces are before all facts: the sign of a comment is less than the first of an IRI or a blank node.
        facts = block if not block[0].startswith(TRACE) else [line for line in block if line[:1] != TRACE]
        self._state.update(b"".join(facts))
        return block

    @property
    def digest(self) -> str:
        """The digest of the facts that went by."""
        return DIGEST_PREFIX + self._state.hexdigest()


def _only_one(stored: Iterator[bytes], shown: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The lines that only one of two sorted sides has, and whether it is the first one."""
    here, there = next(stored, None), next(shown, None)
    while here is not None and there is not None:
        if here == there:
            here, there = next(stored, None), next(shown, None)
        elif here < there:
            yield here, True
            here = next(stored, None)
        else:
            yield there, False
            there = next(shown, None)
    yield from ((line, True) for line in _rest(here, stored))
    yield from ((line, False) for line in _rest(there, shown))


def _rest(first: bytes | None, others: Iterator[bytes]) -> Iterator[bytes]:
    return others if first is None else chain([first], others)


class _Kept:
    """Counts lines and keeps the first of them."""

    def __init__(self, most: int | None) -> None:
        self._most = most
        self.count = 0
        self.first: list[str] = []

    def add(self, line: bytes) -> None:
        self.count += 1
        if self._most is None or len(self.first) < self._most:
            self.first.append(line.decode())
