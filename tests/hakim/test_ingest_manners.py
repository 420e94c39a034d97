"""How `hakim ingest` behaves on the command line: quiet, stopped, limited, piped, and with several workers.

Nothing here needs an engine: what would be loaded is looked for in the store of record.
"""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hakim.__main__ import hakim
from hakim.loading import source_file
from hakim.settings import SOURCES
from ingest.options import IngestOptions
from ingest.run import ingest_file
from ingest.source_spec import find_spec
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE
from records.store import Store
from tests.conftest import CHECKOUT
from tests.ingest.world import MISSION, copied, write_table

OPTIONS = IngestOptions(Identifiers(DEFAULT_ID_BASE), "2026-01-01T00:00:00Z")
MANY = 30_000
GOOD = [MISSION | {"id": f"M-{number}", "title": f"Hospital {number}"} for number in range(1, 6)]
BAD = MISSION | {"id": "M-9", "start_date": "May"}

Ingest = Callable[..., Result]


@pytest.fixture(scope="module")
def countries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that knows the countries, and nothing else."""
    home = tmp_path_factory.mktemp("countries") / "home"
    with Store(home) as store, source_file(find_spec("countries", SOURCES)) as file:
        ingest_file(store, find_spec("countries", SOURCES), file, OPTIONS)
    return home


@pytest.fixture
def home(countries: Path, tmp_path: Path) -> Path:
    """A home of one's own."""
    copied(countries, tmp_path / "home").journal.close()
    return tmp_path / "home"


@pytest.fixture
def ingest(home: Path, monkeypatch: pytest.MonkeyPatch) -> Ingest:
    """The command on that home, partial; the graph is another matter, and stays out of it."""
    monkeypatch.setattr("hakim.commands.ingest.bring_in_step", lambda _store, _settings: None)

    def run(*arguments: str | Path, stdin: bytes = b"") -> Result:
        command = ["ingest", "--source", "missions", *map(str, arguments)]
        return CliRunner().invoke(hakim, command, input=stdin, env={"HAKIM_HOME": str(home)})

    return run


@pytest.fixture
def state(home: Path) -> Callable[[], tuple[int, list[str]]]:
    """The last run of the home, and its live missions."""

    def look() -> tuple[int, list[str]]:
        with Store(home) as store:
            graphs = store.journal.live_graphs("missions")
            return store.journal.last_run, [
                graph.rsplit("/", 1)[1] for graph in graphs if not graph.endswith("~dataset")
            ]

    return look


def table(folder: Path, *rows: Mapping[str, str], name: str = "new.csv") -> Path:
    return write_table(folder / name, rows, list(MISSION))


def content(*rows: Mapping[str, str]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(MISSION), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def ledger(done: Result) -> Any:
    return json.loads(done.stdout)


# --- Quiet -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["--quiet", "-q"])
def test_quiet_says_nothing_of_what_went_well(ingest: Ingest, tmp_path: Path, option: str) -> None:
    done = ingest(table(tmp_path, *GOOD), "--partial", option)

    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")


def test_quiet_still_tells_of_rejected_rows(ingest: Ingest, tmp_path: Path) -> None:
    file = table(tmp_path, GOOD[0], BAD)
    done = ingest(file, "--partial", "--quiet")

    assert (done.exit_code, done.stdout) == (1, "")
    [line] = done.stderr.splitlines()
    assert line.startswith(f"rejected: {file}, line 3, column start_date: ")


def test_quiet_still_prints_the_json_that_was_asked_for(ingest: Ingest, tmp_path: Path) -> None:
    done = ingest(table(tmp_path, *GOOD), "--partial", "--quiet", "--json")

    assert (ledger(done)["accepted"], done.stderr) == (5, "")


def test_no_progress_is_shown_where_there_is_no_terminal(ingest: Ingest, tmp_path: Path) -> None:
    done = ingest(table(tmp_path, *GOOD), "--partial", "--json")

    assert (ledger(done)["read"], done.stderr) == (5, "")


# --- Standard input --------------------------------------------------------------------------------------------------


def test_a_dash_reads_standard_input(
    ingest: Ingest, state: Callable[[], tuple[int, list[str]]], home: Path
) -> None:
    done = ingest("-", "--partial", "--json", stdin=content(*GOOD[:2]))

    assert (done.exit_code, ledger(done)["accepted"]) == (0, 2)
    assert state() == (2, ["M-1", "M-2"])
    with Store(home) as store:
        header = store.journal.run(2).header
        assert header.file_name == "<stdin>"
        assert store.raw_files.path(header.file_sha256).read_bytes() == content(*GOOD[:2])


def test_a_bad_row_of_standard_input_is_told_with_its_name(ingest: Ingest) -> None:
    done = ingest("-", "--partial", stdin=content(GOOD[0], BAD))

    assert done.exit_code == 1
    assert "rejected: <stdin>, line 3, column start_date: " in done.stderr


def test_standard_input_that_is_no_table_is_told_with_its_name(ingest: Ingest) -> None:
    done = ingest("-", "--partial", stdin=b"PK\x03\x04 a workbook")

    assert done.exit_code != 0
    assert str(done.exception).startswith("<stdin>, line 1, column 1: this is a zip container")


# --- A part of a file ------------------------------------------------------------------------------------------------


def test_a_limit_reads_the_first_rows_and_withdraws_nothing(
    ingest: Ingest, state: Callable[[], tuple[int, list[str]]], tmp_path: Path
) -> None:
    ingest(table(tmp_path, *GOOD), "--partial")
    done = ingest(table(tmp_path, GOOD[0] | {"title": "New"}, *GOOD[1:], BAD), "--limit", "2", "--json")

    told = ledger(done)
    assert (done.exit_code, told["read"], told["accepted"], told["unchanged"], told["deleted"]) == (
        0,
        2,
        1,
        1,
        0,
    )
    assert "Only the first 2 rows were read, as --limit asked." in told["notices"]
    assert state() == (3, ["M-1", "M-2", "M-3", "M-4", "M-5"])


def test_a_limit_beyond_the_end_of_a_file_reads_all_of_it(ingest: Ingest, tmp_path: Path) -> None:
    told = ledger(ingest(table(tmp_path, *GOOD), "--limit", "100", "--json"))

    assert (told["read"], told["accepted"]) == (5, 5)


@pytest.mark.parametrize(
    "arguments", [("--limit", "0"), ("--limit", "x"), ("--workers", "0"), ("--workers", "x")]
)
def test_a_number_that_means_nothing_is_wrong_usage(
    ingest: Ingest, tmp_path: Path, arguments: Sequence[str]
) -> None:
    assert ingest(table(tmp_path, *GOOD), "--partial", *arguments).exit_code == 2


# --- Stopping --------------------------------------------------------------------------------------------------------


def test_fail_fast_stops_at_the_first_rejected_row_and_keeps_nothing(
    ingest: Ingest, state: Callable[[], tuple[int, list[str]]], home: Path, tmp_path: Path
) -> None:
    before = state()
    file = table(tmp_path, GOOD[0], BAD, GOOD[1], BAD | {"id": "M-10"})
    done = ingest(file, "--partial", "--fail-fast")

    assert (done.exit_code, done.stdout) == (1, "")
    assert str(done.exception).startswith(f"{file}, line 3, column start_date: ")
    assert (state(), sorted((home / "runs").glob("*/*"))) == (before, [])


def test_fail_fast_changes_nothing_for_a_good_file(ingest: Ingest, tmp_path: Path) -> None:
    told = ledger(ingest(table(tmp_path, *GOOD), "--partial", "--fail-fast", "--json"))

    assert (told["read"], told["accepted"]) == (5, 5)


def test_an_interrupted_run_is_one_line_and_leaves_nothing(
    home: Path, state: Callable[[], tuple[int, list[str]]], tmp_path: Path
) -> None:
    rows = [MISSION | {"id": f"M-{number}"} for number in range(MANY)]
    file = table(tmp_path, *rows)
    before = (state(), kept(home))
    process = subprocess.Popen(
        [sys.executable, "-m", "hakim", "ingest", str(file), "--source", "missions", "--partial"],
        cwd=CHECKOUT,
        env=os.environ | {"HAKIM_HOME": str(home), "PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until(lambda: len(kept(home)) == len(before[1]) + 2)
    process.send_signal(signal.SIGINT)
    told, reason = process.communicate(timeout=60)

    # The empty line is that of the terminal's ^C.
    assert (process.returncode, told, reason) == (130, "", "\nhakim: stopped.\n")
    assert state() == before[0]
    assert sorted(home.rglob("part-*")) == []


def test_a_query_that_was_half_read_when_the_store_closed_says_nothing(home: Path) -> None:
    """An interrupt ends in the middle of a query; warnings are errors here, those of generators too."""
    with Store(home) as store:
        texts = store.journal.texts()
        next(texts)
    del texts


def kept(home: Path) -> list[Path]:
    """The raw files of a home: a run keeps its table and its source spec before it reads a row."""
    return [path for path in (home / "raw").rglob("*") if path.is_file() and "part-" not in path.name]


def wait_until(happened: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.01)


# --- Several workers -------------------------------------------------------------------------------------------------


def test_the_bytes_are_the_same_whatever_the_number_of_workers(ingest: Ingest, tmp_path: Path) -> None:
    rows = [
        MISSION | {"id": f"M-{number}", "start_date": "2020" if number % 7 else "May"}
        for number in range(1_500)
    ]
    file = table(tmp_path, *rows)
    ends = {}
    for workers in (1, 2, 3):
        out = tmp_path / f"{workers}.nq"
        done = ingest(file, "--partial", "--to-rdf", out, "--workers", str(workers), "--json")
        ends[workers] = (ledger(done) | {"rejects_file": None}, out.read_bytes())

    assert ends[2] == ends[1]
    assert ends[3] == ends[1]
    assert (ends[1][0]["accepted"], ends[1][0]["rejected"]) == (1_285, 215)


def test_help_has_an_example_and_every_option(ingest: Ingest) -> None:
    text = ingest("--help").stdout

    assert "Example: hakim ingest data/missions.csv --source missions" in text
    assert [
        option
        for option in ("--quiet", "--limit", "--fail-fast", "--workers", "--json", "--dry-run", "--to-rdf")
        if option not in text
    ] == []
