"""What a release before described and this one does not: told to the ally, so that it is not kept there."""

from collections.abc import Iterable, Iterator
from itertools import groupby


def tombstones(before: Iterable[str], now: Iterable[str]) -> Iterator[str]:
    """The IRIs that sorted canonical N-Quads describe and others do not, in the order of their lines.

    >>> list(tombstones(['<urn:a> <urn:p> "1" .', '<urn:b> <urn:p> "1" .'], ['<urn:b> <urn:p> "2" .']))
    ['urn:a']
    """
    kept = _subjects(now)
    current = next(kept, "")
    for subject in _subjects(before):
        # A subject ends at its bracket, so that none begins another: lines and subjects have one order.
        while current and current < subject:
            current = next(kept, "")
        if current != subject:
            yield subject[1:-1]


def _subjects(lines: Iterable[str]) -> Iterator[str]:
    return (subject for subject, _ in groupby(lines, lambda line: line.split(" ", 1)[0]))
