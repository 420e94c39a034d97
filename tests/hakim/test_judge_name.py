"""`hakim judge-name`: a name that could not be told is told, read anew, and taken back."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hakim.__main__ import hakim
from hakim.loading import ingest_shipped
from hakim.settings import SOURCES
from ingest.options import IngestOptions
from ingest.run import ingest_file
from ingest.source_spec import find_spec
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE
from records.store import Store
from tests.conftest import run_hakim
from tests.ingest.world import MISSION, write_table

OPTIONS = IngestOptions(Identifiers(DEFAULT_ID_BASE), "2026-01-01T00:00:00Z", partial=True)
ROWS = [MISSION | {"id": "X-1", "sender_iso3": "", "sender_org": "RAF"}]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with all that ships, and a run of a row that writes a name of three bodies."""
    with Store(tmp_path) as store:
        ingest_shipped(store, OPTIONS)
        ingest_file(store, find_spec("missions", SOURCES), write_table(tmp_path / "new.csv", ROWS), OPTIONS)
    return tmp_path


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(hakim, arguments, env={"HAKIM_HOME": str(home), "COLUMNS": "220"})


def as_json(home: Path, *arguments: str) -> Any:
    return json.loads(run(home, *arguments, "--json").stdout)


def test_a_name_that_could_not_be_told_is_shown_with_what_it_may_mean(home: Path) -> None:
    last = as_json(home, "runs")[-1]

    shown = run(home, "runs", str(last["run"]))

    assert [json.loads(line)["text"] for line in Path(last["names_file"]).read_text().splitlines()] == ["RAF"]
    assert "Royal Armed Forces (Morocco)" in shown.stdout
    assert "`hakim judge-name` says what one means." in shown.stderr


@pytest.mark.engine
def test_a_name_is_judged_read_anew_and_taken_back(home: Path, tmp_path: Path) -> None:
    [name] = map(json.loads, Path(as_json(home, "runs")[-1]["names_file"]).read_text().splitlines())
    body = next(one["iri"] for one in name["candidates"] if one["shown"].startswith("Royal Armed"))
    ingest = ("ingest", str(tmp_path / "new.csv"), "--source", "missions", "--partial", "--json")
    run_hakim(home, "engine", "start")
    try:
        judged = run_hakim(home, "judge-name", "RAF", "organisation", body, "--by", "Desk 3", "--json")
        read = json.loads(run_hakim(home, *ingest).stdout)
        run_hakim(home, "judge-name", "--export", str(tmp_path / "names.csv"))
        gone = run_hakim(home, "judge-name", "R.A.F.", "organisation", "--take-back")
        missions = run_hakim(
            home, "query", "MATCH (m:Mission {identifier: 'X-1'}) RETURN m.iri AS m", "--json"
        )
        back = run_hakim(home, "judge-name", "--import", str(tmp_path / "names.csv"), "--json")
    finally:
        run_hakim(home, "engine", "stop")

    assert [(one["text"], one["iri"], one["means"]) for one in json.loads(judged.stdout)["changed"]] == [
        ("RAF", body, True)
    ]
    assert (read["accepted"], read["set_aside"]) == (1, 0)
    assert "1 records were read by it, and are withdrawn" in gone.stderr
    assert json.loads(missions.stdout) == []
    assert json.loads(back.stdout)["names"] == json.loads(judged.stdout)["names"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("RAF", "organisation"), "A judgement on a name has the name, its role and the thing"),
        (("RAF", "organisation", "organisation/x", "--by", "Desk"), "No record describes"),
        (("RAF", "organisation", "--take-back"), "'RAF' as organisation was not judged"),
    ],
)
def test_what_cannot_be_judged_is_told(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    done = run_hakim(tmp_path, "judge-name", *arguments, check=False)

    assert (done.returncode in {1, 2}, message in done.stderr) == (True, True)
