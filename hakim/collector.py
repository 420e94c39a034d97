"""The garbage collector while millions of short-lived values go by."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = (100_000, 50, 100)


@contextmanager
def rarely_collecting() -> Iterator[None]:
    """Has Python look for reference cycles rarely: rows of a graph make none, and looking takes a while."""
    before = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
