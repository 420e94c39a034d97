"""Runs `hakim` and, at a named point of its work, kills this process or the engine with SIGKILL.

Not a test: the child of `test_kills.py`. It wraps functions of the product at its seams, and nothing else.

    python victim.py self|engine|restart POINT COMMAND…
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from neo4j import Transaction

import hakim.loading
from graph import engine
from graph.writer import GraphWriter
from hakim.__main__ import main
from hakim.commands.common import settings
from ingest import source_rows
from ingest.source_spec import SourceSpec
from records.journal import RunWriter
from records.raw_files import RawFiles

Hit = Callable[[], None]

BATCHES = int(os.environ.get("VICTIM_BATCHES", "0"))
"""How many batches the undisturbed load has: which one is in the middle, and which the last."""


def kill_self() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_engine() -> None:
    os.kill(engine.status(settings().home).pid, signal.SIGKILL)


def restart_engine() -> None:
    home: Path = settings().home
    engine.stop(home)
    engine.start(home)


def wrap(owner: Any, name: str, *, before: Hit | None = None, after: Hit | None = None) -> None:
    """Calls `before` and `after` around a method."""
    original = getattr(owner, name)

    def wrapped(*arguments: Any, **options: Any) -> Any:
        if before:
            before()
        result = original(*arguments, **options)
        if after:
            after()
        return result

    setattr(owner, name, wrapped)


def on_call(number: int, hit: Hit) -> Hit:
    """A function that calls `hit` when it is called for that time."""
    calls = 0

    def count() -> None:
        nonlocal calls
        calls += 1
        if calls == number:
            hit()

    return count


def while_ingesting_missions(arm: Callable[[], None]) -> None:
    """Arms a point only when the missions come: the sources before them are undisturbed."""
    original = hakim.loading.ingest_one

    def ingest_one(store: Any, spec: SourceSpec, *rest: Any) -> Any:
        if spec.source == "missions":
            arm()
        return original(store, spec, *rest)

    setattr(hakim.loading, "ingest_one", ingest_one)  # noqa: B010 - a wrapper of the same shape, loosely typed


def after_missions(hit: Hit) -> None:
    original = hakim.loading.ingest_one

    def ingest_one(store: Any, spec: SourceSpec, *rest: Any) -> Any:
        result = original(store, spec, *rest)
        if spec.source == "missions":
            hit()
        return result

    setattr(hakim.loading, "ingest_one", ingest_one)  # noqa: B010 - a wrapper of the same shape, loosely typed


def ingest_point(owner: Any, name: str, number: int = 1, *, before: bool = False) -> Callable[[Hit], None]:
    def install(hit: Hit) -> None:
        moment = "before" if before else "after"
        while_ingesting_missions(lambda: wrap(owner, name, **{moment: on_call(number, hit)}))

    return install


def batch_point(number: int, *, committed: bool) -> Callable[[Hit], None]:
    def install(hit: Hit) -> None:
        moment = "after" if committed else "before"
        wrap(Transaction, "commit", **{moment: on_call(number, hit)})

    return install


def in_small_batches(point: Callable[[Hit], None]) -> Callable[[Hit], None]:
    """The point, in a run that writes some twenty records at a time."""

    def set_up(hit: Hit) -> None:
        setattr(source_rows, "ROWS_A_BATCH", 20)  # noqa: B010 - a constant, otherwise
        point(hit)

    return set_up


INGEST_POINTS: dict[str, Callable[[Hit], None]] = {
    "before-raw-file": ingest_point(RawFiles, "keep", before=True),
    "raw-file-not-renamed": ingest_point(RawFiles, "_place", before=True),
    "after-raw-file": ingest_point(RawFiles, "keep"),
    "journal-run-begun": ingest_point(RunWriter, "__init__"),
    "first-record": ingest_point(RunWriter, "add_all", 2),
    "half-the-records": in_small_batches(ingest_point(RunWriter, "add_all", 6)),
    "before-commit": ingest_point(RunWriter, "finish"),
    "after-commit": after_missions,
}
LOAD_POINTS: dict[str, Callable[[Hit], None]] = {
    "plan-made": lambda hit: wrap(GraphWriter, "apply", before=hit),
    "first-batch-sent": batch_point(1, committed=False),
    "first-batch-committed": batch_point(1, committed=True),
    "middle-batch-sent": batch_point((BATCHES + 1) // 2, committed=False),
    "middle-batch-committed": batch_point((BATCHES + 1) // 2, committed=True),
    "last-batch-sent": batch_point(BATCHES, committed=False),
    "last-batch-committed": batch_point(BATCHES, committed=True),
    "counts-checked": lambda hit: wrap(GraphWriter, "count_records", after=hit),
}
HITS: dict[str, Hit] = {"self": kill_self, "engine": kill_engine, "restart": restart_engine}


if __name__ == "__main__":
    who, point, *command = sys.argv[1:]
    (INGEST_POINTS | LOAD_POINTS)[point](HITS[who])
    sys.argv = ["hakim", *command]
    main()
