"""Paired timings: ours and the peer in turn, so that a ratio holds when the machine's speed drifts."""

import statistics
import time
from collections.abc import Callable

ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def compare(title: str, units: int, ours: Callable[[], object], peer: Callable[[], object]) -> None:
    """Times both in turn after a warm-up, and prints units a second of each and the median ratio."""
    ours(), peer()
    pairs = [(seconds(ours), seconds(peer)) for _ in range(ROUNDS)]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(second / first for first, second in pairs)
    print(f"{title}: {units / mine:,.0f}/s, peer {units / theirs:,.0f}/s: {ratio:.2f} times the peer's speed")
