"""`hakim runs` shows what became of every row, and the rows that a person should look at."""

import json
from pathlib import Path

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
from tests.ingest.world import MISSION, write_table

OPTIONS = IngestOptions(Identifiers(DEFAULT_ID_BASE), "2026-01-01T00:00:00Z", partial=True)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a run of the countries, and one of missions with a good and a rejected row."""
    folder = tmp_path_factory.mktemp("home")
    rows = [MISSION | {"end_date": "9999-12-31"}, MISSION | {"id": "HDM-2", "start_date": "May"}]
    with Store(folder) as store:
        with source_file(find_spec("countries", SOURCES)) as file:
            ingest_file(store, find_spec("countries", SOURCES), file, OPTIONS)
        file = write_table(folder / "new.csv", rows)
        ingest_file(store, find_spec("missions", SOURCES), file, OPTIONS)
    return folder


def runs(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(hakim, ["runs", *arguments], env={"HAKIM_HOME": str(home), "COLUMNS": "200"})


def words(done: Result) -> str:
    return " ".join(done.stdout.split())


def test_every_run_is_listed(home: Path) -> None:
    assert [line.split()[2] for line in runs(home).stdout.splitlines() if "2026-" in line] == [
        "countries",
        "missions",
    ]


def test_a_run_is_shown_with_its_rejected_rows(home: Path) -> None:
    done = runs(home, "2")

    assert "Rows rejected line column value rule reason" in words(done)
    assert "3 start_date May date" in words(done)
    rejects = home / "runs" / "2" / "rejects.csv"
    assert done.stderr == (
        f"All rows that were rejected are in {rejects}: repair them there and ingest that file.\n"
    )


def test_a_run_is_shown_with_its_notices(home: Path) -> None:
    assert "line 2, column end_date: '9999-12-31'" in words(runs(home, "2"))


def test_a_run_is_one_json_object(home: Path) -> None:
    run = json.loads(runs(home, "2", "--json").stdout)

    assert (run["run"], run["file"], run["read"], run["rejected"]) == (2, "new.csv", 2, 1)
    assert Path(run["rejects_file"]).exists()


def test_rejects_that_were_cleared_away_are_told(home: Path, tmp_path: Path) -> None:
    rejects = home / "runs" / "2" / "rejects.csv"
    away = rejects.rename(tmp_path / "away.csv")
    done = runs(home, "2")
    away.rename(rejects)

    assert done.stderr == f"The rows that were rejected were in {rejects}, which is no longer there.\n"
