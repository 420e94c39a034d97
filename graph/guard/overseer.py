"""Watching a query while it runs, from beside it: an engine that stops answering is not left to stand still.

Engines stop most queries at their own time limit, and some not at all: a list comprehension that grows until memory is
full leaves nothing that could look at a clock, and everybody else waits. So beside each query of an analyst a second
connection asks for a sign of life. Where none comes, or the query outlasts its time by far, the engine is rescued:
ended and started again where it is ours, by the operator's command where it is a server's. A graph is a projection:
an end in the middle loses nothing.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from ontology.errors import OutsideFailure

LOOK_SECONDS = 1.0
SIGN_OF_LIFE_SECONDS = 5.0
"""How long an engine may leave a plain question unanswered."""
GRACE_SECONDS = 3.0
"""How long beyond its time a query may go on: engines look at the clock now and then."""


@dataclass(slots=True)
class Watch:
    """The watch over one query; `reason` says why the engine was rescued, "" where it was not.

    `own_fault` is False where the query may have hung for what somebody else asked.
    `waiting_since` is None while the asker has a row in hand, and nothing is wanted of the engine.
    """

    waiting_since: float | None
    waited: float = 0.0
    """Seconds that the asker has waited for rows, in all."""
    reason: str = ""
    own_fault: bool = False
    done: threading.Event = field(default_factory=threading.Event)

    def handed_over(self) -> None:
        """The asker has a row, and may take all the time in the world."""
        if self.waiting_since is not None:
            self.waited += time.monotonic() - self.waiting_since
        self.waiting_since = None

    def waits(self) -> None:
        """The asker wants the next one."""
        self.waiting_since = time.monotonic()


@contextmanager
def watched(seconds: float, lives: Callable[[], object], rescue: Callable[[], object]) -> Iterator[Watch]:
    """Watch what the block does, which may take `seconds`; at most one rescue, whose end the block's end awaits.

    `lives` asks the engine something and returns once it answered, whatever it says. `rescue` frees the block.
    """
    watch = Watch(time.monotonic())
    watcher = threading.Thread(target=_watch, args=(watch, seconds, lives, rescue), name="watch", daemon=True)
    watcher.start()
    try:
        yield watch
    finally:
        watch.done.set()
        if watch.reason:
            watcher.join()


def _watch(watch: Watch, seconds: float, lives: Callable[[], object], rescue: Callable[[], object]) -> None:
    while not watch.done.wait(LOOK_SECONDS):
        since = watch.waiting_since
        if since is None:
            continue
        watch.own_fault = time.monotonic() > since + seconds + GRACE_SECONDS
        watch.reason = "it did not end in its time" if watch.own_fault else _unanswered(watch, lives)
        if watch.reason:
            with suppress(OutsideFailure):
                rescue()
            return


def _unanswered(watch: Watch, lives: Callable[[], object]) -> str:
    answered = threading.Event()

    def ask() -> None:
        lives()
        answered.set()

    threading.Thread(target=ask, name="sign of life", daemon=True).start()
    deadline = time.monotonic() + SIGN_OF_LIFE_SECONDS
    while not answered.wait(0.1):
        if watch.done.is_set():
            return ""
        if time.monotonic() > deadline:
            return "the engine answered nobody else meanwhile"
    return ""
