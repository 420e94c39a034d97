"""`hakim rebuild`: edits made in the graph by hand are discarded, or adopted; a server that cannot be used is told."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph import engine
from graph.server import connect
from tests.conftest import CHECKOUT, run_hakim

REPORT = """
@prefix hd: <https://w3id.org/health-diplomacy/ont#> .
<urn:x:one> a hd:Mission ; hd:note "as it was" ; hd:name "Aid"@en .
"""
EDIT = "MATCH (m:Resource {iri: 'urn:x:one'}) SET m.note = ['by hand'], m.colour = 'red'"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with one loaded document, whose engine stays up."""
    folder = tmp_path_factory.mktemp("rebuild")
    (folder / "report.ttl").write_text(REPORT)
    run_hakim(folder, "engine", "start")
    try:
        run_hakim(folder, "load", "--exact", str(folder / "report.ttl"))
        yield folder
    finally:
        run_hakim(folder, "engine", "stop")


@pytest.fixture
def edited(home: Path) -> Path:
    """The same, made anew and then edited by hand."""
    run_hakim(home, "rebuild")
    with engine.session(home) as running, connect(running.writer) as driver:
        driver.execute_query(EDIT, database_=running.writer.database)
    return home


def said(home: Path, *arguments: str) -> Any:
    return json.loads(run_hakim(home, *arguments, "--json", check=False).stdout)


def notes(home: Path) -> Any:
    return said(home, "query", "MATCH (m:Resource {iri: 'urn:x:one'}) RETURN m.note AS note")[0]["note"]


NEW = '<urn:x:one> <https://w3id.org/health-diplomacy/ont#note> "by hand" .'


@pytest.mark.engine
def test_a_dry_run_tells_the_edits_and_changes_nothing(edited: Path) -> None:
    told = said(edited, "rebuild", "--adopt", "--dry-run")

    assert {
        name: told[name] for name in ("adopted", "restored", "discarded", "facts", "traces", "dry_run")
    } == {
        "adopted": 1,
        "restored": 1,
        "discarded": 1,
        "facts": [NEW],
        "traces": ["Node urn:x:one: The property 'colour' stands for no term that is known here."],
        "dry_run": True,
    }
    assert notes(edited) == ["by hand"]


@pytest.mark.engine
def test_edits_are_discarded_unless_they_are_adopted(edited: Path) -> None:
    run_hakim(edited, "rebuild")

    assert notes(edited) == ["as it was"]


@pytest.mark.engine
def test_an_adopted_edit_is_kept_until_it_is_withdrawn(edited: Path) -> None:
    adopted = said(edited, "rebuild", "--adopt", "--by", "Desk")
    shown, status = notes(edited), said(edited, "status", "--verify")
    again = said(edited, "rebuild", "--adopt", "--by", "Desk")
    run_hakim(edited, "withdraw", "adopted")

    assert (adopted["adopted"], adopted["restored"], adopted["discarded"]) == (1, 1, 1)
    assert shown == ["as it was", "by hand"]
    assert (status["in_step"], status["digest"]["records"]) == (True, status["digest"]["graph"])
    assert (again["adopted"], again["restored"], again["discarded"], again["adopted_run"]) == (0, 0, 0, None)
    assert notes(edited) == ["as it was"]
    assert said(edited, "status", "--verify")["in_step"]


@pytest.mark.engine
def test_the_run_of_an_adoption_says_who(edited: Path) -> None:
    run = said(edited, "rebuild", "--adopt", "--by", "Desk")["adopted_run"]

    ledger = said(edited, "runs", str(run))
    run_hakim(edited, "withdraw", "adopted")

    assert (ledger["source"], ledger["accepted"], ledger["file"]) == (
        "adopted",
        1,
        "edits in the graph, adopted by Desk",
    )


def test_nobody_adopts_without_a_name(tmp_path: Path) -> None:
    done = run_hakim(tmp_path, "rebuild", "--adopt", check=False)

    assert (done.returncode, done.stderr) == (
        2,
        "hakim: Nobody is named who adopts the edits. Add --by NAME, or set HAKIM_USER.\n",
    )


UNUSABLE: dict[str, tuple[int, dict[str, str], str]] = {
    "nobody listens": (
        3,
        {"NEO4J_URI": "neo4j://127.0.0.1:1"},
        "No graph server answers at neo4j://127.0.0.1:1",
    ),
    "no such host": (3, {"NEO4J_URI": "neo4j+s://no-such-host.invalid"}, "Failed to DNS resolve"),
    "in clear": (2, {"NEO4J_URI": "bolt://db.example.org"}, "Use bolt+s://db.example.org"),
    "no address": (2, {"NEO4J_URI": "db.example.org"}, "is not the address of a graph server"),
    "no seconds": (
        2,
        {"NEO4J_URI": "bolt://[::1]", "NEO4J_RETRY_SECONDS": "x"},
        "NEO4J_RETRY_SECONDS is 'x'",
    ),
    "no authority": (2, {"NEO4J_URI": "bolt+s://[::1]", "NEO4J_CA": "absent"}, "NEO4J_CA names no file"),
}


@pytest.mark.parametrize(
    "command", [("rebuild",), ("query", "RETURN 1 AS n"), ("status",)], ids=lambda one: one[0]
)
@pytest.mark.parametrize(("code", "settings", "reason"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_a_server_that_cannot_be_used_is_one_line_and_an_exit_code(
    tmp_path: Path, command: tuple[str, ...], code: int, settings: dict[str, str], reason: str
) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    begun = time.monotonic()

    done = subprocess.run(
        [sys.executable, "-m", "hakim", *command],
        cwd=tmp_path,
        env=environment
        | {"HAKIM_HOME": str(tmp_path), "PYTHONPATH": str(CHECKOUT), "NEO4J_PASSWORD": "x"}
        | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == code
    assert done.stderr.startswith("hakim: ")
    assert reason in done.stderr
    assert done.stderr.count("\n") == 1
    assert time.monotonic() - begun < 30
