"""kill -9 of an ingest at random moments, then the same again: the digest of an undisturbed run, nothing left over."""

import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench.generate_missions import Wanted, write_missions
from hakim.loading import source_file
from hakim.settings import SOURCES
from ingest.options import IngestOptions
from ingest.run import ingest_file
from ingest.source_spec import find_spec
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE
from records.store import Store

CHECKOUT = Path(__file__).resolve().parents[2]
VICTIM = Path(__file__).with_name("ingest_victim.py")
OPTIONS = IngestOptions(Identifiers(DEFAULT_ID_BASE), "2026-01-01T00:00:00Z")
REGISTERS = ("countries", "territories", "country-names", "organisations", "publishers", "products", "crises")
ROWS = 2_000
MOMENTS = 20
SHORT = {3, 9, 16}
"""The moments of the short tier; all of them are in the full one."""

# The same moments each time are what is wanted here.
_CHANCE = random.Random(20260101)  # noqa: S311
PARTS = sorted(_CHANCE.random() for _ in range(MOMENTS))


@dataclass(frozen=True)
class Outcome:
    """What a home holds: the digest of its claims, how many records and sightings, and what it should not hold."""

    digest: str
    records: int
    sightings: int
    left_over: tuple[str, ...] = ()


def outcome(home: Path) -> Outcome:
    with Store(home) as store:
        graphs = store.journal.live_graphs("missions")
        lines = sorted(store.journal.texts())
        digest = hashlib.sha256("".join(lines).encode()).hexdigest()
        sightings = len(store.journal.sightings(graphs))
    with sqlite3.connect(home / "journal.sqlite") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()
    parts = (path for path in home.rglob("*") if "part-" in path.name or path.name.endswith(".part"))
    return Outcome(digest, len(graphs), sightings, tuple(str(path) for path in parts))


@contextmanager
def victim(home: Path, file: Path, workers: int = 1) -> Iterator[subprocess.Popen[str]]:
    """An ingest that has loaded its modules and waits for the word; at the end none of its processes lives."""
    process = subprocess.Popen(
        [sys.executable, str(VICTIM), str(home), str(file), str(workers)],
        cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == "ready\n", process.stderr.read()
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def begin(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("go\n")
    process.stdin.flush()


def ledger_of(process: subprocess.Popen[str]) -> Any:
    told, reason = process.communicate(timeout=120)
    assert process.returncode == 0, reason
    return json.loads(told)


def ingest(home: Path, file: Path, workers: int = 1) -> Any:
    with victim(home, file, workers) as process:
        begin(process)
        return ledger_of(process)


@dataclass(frozen=True)
class Undisturbed:
    """What the same ingest gives when nothing is killed, in how long, and what was there before it."""

    before: Path
    file: Path
    seconds: float
    ledger: Any
    outcome: Outcome


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    folder = tmp_path_factory.mktemp("undisturbed")
    before, file, home = folder / "before", folder / "missions.csv", folder / "home"
    write_missions(Wanted(ROWS, layout="full", one_in=0), file)
    with Store(before) as store:
        for name in REGISTERS:
            with source_file(find_spec(name, SOURCES)) as table:
                ingest_file(store, find_spec(name, SOURCES), table, OPTIONS)
    shutil.copytree(before, home)
    with victim(home, file) as process:
        started = time.monotonic()
        begin(process)
        ledger = ledger_of(process)
        seconds = time.monotonic() - started
    return Undisturbed(before, file, seconds, ledger, outcome(home))


@pytest.fixture
def home(undisturbed: Undisturbed, tmp_path: Path) -> Path:
    """A home that holds what the missions name."""
    shutil.copytree(undisturbed.before, tmp_path / "home")
    return tmp_path / "home"


def moments() -> list[Any]:
    return [
        pytest.param(
            part, 1 + number % 2, id=f"{part:.3f}", marks=() if number in SHORT else pytest.mark.full
        )
        for number, part in enumerate(PARTS)
    ]


@pytest.mark.parametrize(("part", "workers"), moments())
def test_an_ingest_killed_at_any_moment_is_whole_when_it_is_run_again(
    part: float, workers: int, home: Path, undisturbed: Undisturbed
) -> None:
    with victim(home, undisturbed.file, workers) as process:
        begin(process)
        time.sleep(part * undisturbed.seconds)
        process.kill()
        process.wait(10)
        wait_until_gone(process.pid)

    ingest(home, undisturbed.file, workers)

    assert outcome(home) == undisturbed.outcome


def wait_until_gone(group: int, seconds: float = 10.0) -> None:
    """Waits until no process of a group lives: the helpers of a killed process must not live on without it."""
    deadline = time.monotonic() + seconds
    while living(group):
        assert time.monotonic() < deadline, "processes of the killed ingest live on"
        time.sleep(0.05)


def living(group: int) -> list[int]:
    """The processes of a group that run or sleep; one that has ended and was not asked for its end does not."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # The name stands in brackets and may hold anything; the state and the group come after it.
            state, _parent, of_group, *_ = status.read_text().rpartition(")")[2].split()
            if int(of_group) == group and state not in {"Z", "X"}:
                found.append(int(status.parent.name))
    return found


def test_a_killed_run_leaves_the_store_as_it_was(home: Path, undisturbed: Undisturbed) -> None:
    before = outcome(home)
    with victim(home, undisturbed.file) as process:
        begin(process)
        time.sleep(undisturbed.seconds / 2)
        process.kill()
        process.wait(10)

    after = outcome(home)
    # It may have been faster than the undisturbed one; then it is whole.
    assert (after.digest, after.records) in {
        (before.digest, before.records),
        (undisturbed.outcome.digest, undisturbed.outcome.records),
    }


def test_two_ingests_of_one_file_at_once_write_it_once(home: Path, undisturbed: Undisturbed) -> None:
    with victim(home, undisturbed.file) as first, victim(home, undisturbed.file, 2) as second:
        begin(first)
        begin(second)
        ledgers = [ledger_of(first), ledger_of(second)]

    good = undisturbed.ledger["accepted"]
    assert sorted((one["accepted"], one["unchanged"]) for one in ledgers) == [(0, good), (good, 0)]
    assert len({(one["digest"], one["claims"], one["rejected"]) for one in ledgers}) == 1
    assert outcome(home) == undisturbed.outcome


def test_two_ingests_of_two_files_at_once_write_both(
    home: Path, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    header, *rows = undisturbed.file.read_text(encoding="utf-8").splitlines(keepends=True)
    halves = [tmp_path / "first.csv", tmp_path / "second.csv"]
    for half, part in zip(halves, (rows[: ROWS // 2], rows[ROWS // 2 :]), strict=True):
        half.write_text("".join([header, *part]), encoding="utf-8")

    with victim(home, halves[0], 2) as first, victim(home, halves[1]) as second:
        begin(first)
        begin(second)
        ledgers = [ledger_of(first), ledger_of(second)]

    assert sum(one["accepted"] for one in ledgers) == undisturbed.ledger["accepted"]
    assert outcome(home) == undisturbed.outcome
