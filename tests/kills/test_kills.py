"""kill -9 in the middle, then the same command again: nothing lost, nothing doubled, the undisturbed digest."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
VICTIM = Path(__file__).with_name("victim.py")

pytestmark = pytest.mark.engine

INGEST_POINTS = (
    "before-raw-file",
    "raw-file-not-renamed",
    "after-raw-file",
    "journal-run-begun",
    "first-record",
    "half-the-records",
    "before-commit",
    "after-commit",
)
LOAD_POINTS = (
    "plan-made",
    "first-batch-sent",
    "first-batch-committed",
    "middle-batch-sent",
    "middle-batch-committed",
    "last-batch-sent",
    "last-batch-committed",
    "counts-checked",
)
IN_EVERY_RUN = {
    ("self", "half-the-records"),
    ("self", "middle-batch-sent"),
    ("engine", "middle-batch-committed"),
}
"""The kills of the short tier; all of them are in the full one."""


def points(who: str, names: tuple[str, ...]) -> list[Any]:
    return [
        pytest.param(name, id=name, marks=() if (who, name) in IN_EVERY_RUN else pytest.mark.full)
        for name in names
    ]


@dataclass(frozen=True)
class Outcome:
    """What a home holds: digests of store and graph, and how many nodes and edges there are, doubles included."""

    records: str
    graph: str
    nodes: int
    edges: int


def run(home: Path, *arguments: str, batches: int = 0) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=CHECKOUT,
        env=os.environ
        | {"HAKIM_HOME": str(home), "PYTHONPATH": str(CHECKOUT), "VICTIM_BATCHES": str(batches)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def hakim(home: Path, *arguments: str) -> str:
    done = run(home, "-m", "hakim", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def outcome(home: Path) -> Outcome:
    digest = json.loads(hakim(home, "status", "--verify", "--json"))["digest"]
    nodes = json.loads(hakim(home, "query", "MATCH (n) RETURN count(n) AS n", "--json"))[0]["n"]
    edges = json.loads(hakim(home, "query", "MATCH ()-[r]->() RETURN count(r) AS n", "--json"))[0]["n"]
    return Outcome(digest["records"], digest["graph"], nodes, edges)


@dataclass(frozen=True)
class Undisturbed:
    """What the same command gives when nothing is killed, and in how many batches."""

    outcome: Outcome
    batches: int


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Undisturbed]:
    home = tmp_path_factory.mktemp("undisturbed")
    hakim(home, "engine", "start")
    try:
        hakim(home, "demo", "--no-serve")
        marker = json.loads(hakim(home, "query", "MATCH (s:_Sync) RETURN s.batch AS batch", "--json"))
        yield Undisturbed(outcome(home), marker[0]["batch"])
    finally:
        hakim(home, "engine", "stop")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """An empty home with its engine running."""
    hakim(tmp_path, "engine", "start")
    yield tmp_path
    run(tmp_path, "-m", "hakim", "engine", "stop")


def kill(home: Path, who: str, point: str, batches: int) -> subprocess.CompletedProcess[str]:
    return run(home, str(VICTIM), who, point, "demo", "--no-serve", batches=batches)


def recover(home: Path) -> Outcome:
    hakim(home, "engine", "start")
    hakim(home, "demo", "--no-serve")
    return outcome(home)


@pytest.mark.parametrize("point", points("self", INGEST_POINTS + LOAD_POINTS))
def test_a_killed_ingest_or_load_is_whole_when_it_is_run_again(
    point: str, home: Path, undisturbed: Undisturbed
) -> None:
    killed = kill(home, "self", point, undisturbed.batches)

    assert killed.returncode == -signal.SIGKILL
    assert recover(home) == undisturbed.outcome


@pytest.mark.parametrize("point", points("engine", LOAD_POINTS))
def test_a_killed_engine_is_told_and_the_next_run_is_whole(
    point: str, home: Path, undisturbed: Undisturbed
) -> None:
    struck = kill(home, "engine", point, undisturbed.batches)

    assert (struck.returncode in {0, 3}, "Traceback" in struck.stderr) == (True, False), struck.stderr
    assert recover(home) == undisturbed.outcome


@pytest.mark.full
def test_an_engine_stopped_and_started_in_mid_load_loses_nothing(
    home: Path, undisturbed: Undisturbed
) -> None:
    struck = kill(home, "restart", "middle-batch-committed", undisturbed.batches)

    assert struck.returncode in {0, 3}, struck.stderr
    assert recover(home) == undisturbed.outcome


def test_two_loaders_at_once_load_once(home: Path, undisturbed: Undisturbed) -> None:
    command = [sys.executable, "-m", "hakim", "demo", "--no-serve"]
    environment = os.environ | {"HAKIM_HOME": str(home), "PYTHONPATH": str(CHECKOUT)}
    both = [
        subprocess.Popen(
            command, cwd=CHECKOUT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    ends = [(process.communicate(timeout=180), process.returncode) for process in both]

    assert [code for _, code in ends] == [0, 0], ends
    assert outcome(home) == undisturbed.outcome
