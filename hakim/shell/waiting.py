"""Waiting that can be given up: the work goes on aside, until the engine's own time limit ends it."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


def waited(work: Callable[[], T]) -> T:
    """What the work gives, or its error. An interrupt, as Ctrl-C is one, ends the wait and not the work.

    >>> waited(lambda: 6 * 7)
    42
    """
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # whatever it is, whoever waits is told
            future.set_exception(error)

    # A thread that nobody waits for must not keep the process either.
    Thread(target=run, daemon=True).start()
    return future.result()
