"""Work that several processes share: parts of it, each done by one, come back in their order."""

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, TypeVar

SECONDS_BETWEEN_LOOKS = 0.5
PARTS_AHEAD = 2
"""Parts that wait for each worker, so that it is never idle, and memory stays small."""

Part = TypeVar("Part")
Result = TypeVar("Result")


def in_processes(work: Callable[[Part], Result], parts: Iterable[Part], workers: int) -> Iterator[Result]:
    """What some work makes of each part, in their order, done by several processes at once.

    The processes are forked, so that each has what this one has read; nothing is done twice.
    """
    global _work  # noqa: PLW0603 - what a forked process inherits
    _work = work
    pool = ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("fork"),
        initializer=_end_with,
        initargs=(os.getpid(),),
    )
    waiting: deque[Future[Result]] = deque()
    try:
        for part in parts:
            waiting.append(pool.submit(_do, part))
            if len(waiting) >= workers * PARTS_AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_work: Callable[[Any], Any] | None = None


def _end_with(parent: int) -> None:
    """Ends this process when its parent has ended, however that came: a killed run leaves nothing behind."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=watch, daemon=True).start()


def _do(part: Any) -> Any:
    if _work is None:
        raise RuntimeError("This process was not forked from one that has work.")
    return _work(part)
