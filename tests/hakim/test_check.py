"""`hakim check` says what is wrong with a file and where, loads nothing, and never throws a traceback."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hakim.__main__ import hakim
from hakim.checking import check_source
from hakim.columns import _FIELDS, fields_of
from hakim.loading import SHIPPED, ingest_shipped, source_file
from hakim.settings import SOURCES
from ingest.kinds import KINDS
from ingest.options import IngestOptions
from ingest.source_spec import find_spec
from ontology.errors import HakimError
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE, HD, SCHEME
from records.store import Store
from tests.conftest import run_hakim
from tests.ingest.world import MISSION, write_table

OPTIONS = IngestOptions(Identifiers(DEFAULT_ID_BASE), "2026-01-01T00:00:00Z")
SHAPE = "https://w3id.org/health-diplomacy/shape#"
PREFIXES = f"@prefix hd: <{HD}> .\n@prefix id: <{DEFAULT_ID_BASE}> .\n@prefix hds: <{SCHEME}> .\n"
JORDAN = f"<{DEFAULT_ID_BASE}country/JOR>"
MISSION_TTL = f"""{PREFIXES}
<urn:ally:m> a hd:VaccineDonation ; hd:identifier "A-1" ; hd:name "Vaccines" ;
    hd:missionType <{SCHEME}mission-type/vaccines> ; hd:status <{SCHEME}status/delivered> ;
    hd:sentBy {JORDAN} ; hd:receivedBy <{DEFAULT_ID_BASE}country/IRN> ;
    hd:start "2021-03-01"^^<http://www.w3.org/2001/XMLSchema#date> .
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose store of record holds what ships."""
    folder = tmp_path_factory.mktemp("home")
    with Store(folder) as store:
        ingest_shipped(store, OPTIONS)
    return folder


def check(home: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(hakim, ["check", *map(str, arguments)], env={"HAKIM_HOME": str(home)})


def check_json(home: Path, *arguments: str | Path) -> Any:
    return json.loads(check(home, *arguments, "--json").stdout)


def ttl(folder: Path, text: str, name: str = "ally.ttl") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# --- RDF -------------------------------------------------------------------------------------------------------------


def test_good_rdf_conforms_beside_what_the_store_knows(home: Path, tmp_path: Path) -> None:
    assert check_json(home, ttl(tmp_path, MISSION_TTL)) == {
        "conforms": True,
        "violations": 0,
        "warnings": 0,
        "information": 0,
        "results": [],
    }


def test_a_violation_is_told_with_focus_path_value_and_shape(home: Path, tmp_path: Path) -> None:
    path = ttl(tmp_path, MISSION_TTL.replace("status/delivered", "status/done"))
    done = check(home, path, "--json")

    assert done.exit_code == 1
    assert json.loads(done.stdout) == {
        "conforms": False,
        "violations": 1,
        "warnings": 0,
        "information": 0,
        "results": [
            {
                "severity": "Violation",
                "focus": "urn:ally:m",
                "path": f"{HD}status",
                "value": f"{SCHEME}status/done",
                "message": "A status is one concept of the scheme status; leave it out where it is unknown."
                f" Found: {SCHEME}status/done",
                "file": str(path),
                "line": None,
                "column": None,
                "shape": f"{SHAPE}status",
            }
        ],
    }


def test_a_warning_alone_is_no_failure(home: Path, tmp_path: Path) -> None:
    path = ttl(tmp_path, MISSION_TTL.replace(f"hd:status <{SCHEME}status/delivered> ;", ""))
    done = check(home, path)

    assert (done.exit_code, done.stdout) == (
        0,
        (
            f"warning: {path}: The status is not stated: nobody can tell whether the mission was delivered."
            " [urn:ally:m]\n"
        ),
    )
    assert done.stderr == "violations: 0, warnings: 1, information: 0\n"


def test_what_is_found_is_told_in_arabic(home: Path, tmp_path: Path) -> None:
    path = ttl(tmp_path, MISSION_TTL.replace(f"hd:receivedBy <{DEFAULT_ID_BASE}country/IRN> ;", ""))
    done = check(home, path, "--lang", "ar")

    assert done.stdout == f"تنبيه: {path}: المتلقي غير مذكور (receivedBy). [urn:ally:m]\n"
    assert done.stderr == "المخالفات: 0، التنبيهات: 1، المعلومات: 0\n"


def test_a_thing_that_nobody_describes_is_of_no_class(home: Path, tmp_path: Path) -> None:
    path = ttl(tmp_path, MISSION_TTL.replace(JORDAN, "<urn:ally:nobody>"))

    assert [(one["shape"], one["value"]) for one in check_json(home, path)["results"]] == [
        (f"{SHAPE}sentBy", "urn:ally:nobody")
    ]


def test_only_things_of_the_file_are_judged(home: Path, tmp_path: Path) -> None:
    # The weaknesses of the shipped missions are not those of a file that names one.
    text = f"{PREFIXES}<urn:ally:e> a hd:DiplomaticEvent ; hd:relatedMission <{DEFAULT_ID_BASE}mission/hdm/HDM-0003> ."
    results = check_json(home, ttl(tmp_path, text))["results"]

    assert {one["focus"] for one in results} == {"urn:ally:e"}


def test_statements_of_all_graphs_of_a_file_count(home: Path, tmp_path: Path) -> None:
    head, body = MISSION_TTL.split("<urn:ally:m> a hd:VaccineDonation ;")
    text = f"{head}<urn:g1> {{ <urn:ally:m> a hd:VaccineDonation }} <urn:g2> {{ <urn:ally:m> {body} }}"

    assert check_json(home, ttl(tmp_path, text, "ally.trig"))["conforms"] is True


# --- Tables ----------------------------------------------------------------------------------------------------------


def test_a_result_of_a_row_tells_its_line_and_column(home: Path, tmp_path: Path) -> None:
    helped = MISSION | {"id": "X-1", "recipient_iso3": "JOR", "status": "delivered", "start_date": "2020-08"}
    weak = helped | {"id": "X-2", "recipient_iso3": "IRN", "start_date": "", "confidence": "low"}
    path = write_table(tmp_path / "new.csv", [helped | {"source_url": "https://example.org"}, weak])
    results = check_json(home, path, "--source", "missions")["results"]

    assert [
        (one["severity"], one["line"], one["column"], one["shape"].removeprefix(SHAPE)) for one in results
    ] == [
        ("Warning", 2, "sender_iso3", "sentBy-other"),
        ("Warning", 3, "confidence", "confidence-weak"),
        ("Warning", 3, "source_title", "statedIn-of-mission"),
        ("Info", 2, "source_publisher", "publishedBy-stated"),
        ("Info", 3, "start_date", "start-stated"),
    ]


def test_a_row_that_cannot_be_read_is_a_violation_in_its_place(home: Path, tmp_path: Path) -> None:
    row = MISSION | {"id": "X-1", "start_date": "2023-02-30"}
    path = write_table(tmp_path / "new.csv", [row])
    done = check(home, path, "--source", "missions", "--json")
    (told,) = json.loads(done.stdout)["results"]

    assert done.exit_code == 1
    assert (told["severity"], told["line"], told["column"], told["value"], told["focus"]) == (
        "Violation",
        2,
        "start_date",
        "2023-02-30",
        None,
    )
    assert "not on the calendar" in told["message"]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_table_has_no_violation(home: Path, name: str) -> None:
    spec = find_spec(name, SOURCES)
    with source_file(spec) as file:
        findings = check_source(home, file, spec, OPTIONS, "en")

    assert [one for one in findings if one.severity == "Violation"] == []


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("status", ("status",)),
        ("endLatest", ("end",)),
        ("dateEdtf", ("date",)),
        ("organisationKind", ("organisation_kind",)),
        ("sentBy", ("sender", "sending_organisation")),
    ],
)
def test_a_property_is_led_back_to_its_fields(path: str, fields: tuple[str, ...]) -> None:
    assert fields_of(HD + path) == fields


def test_the_fields_that_properties_are_led_back_to_are_there() -> None:
    there = {field for kind in KINDS.values() for field in kind.fields}

    assert {field for fields in _FIELDS.values() for field in fields} - there == set()


# --- Nothing is loaded, nothing is thrown ----------------------------------------------------------------------------


def test_checking_changes_nothing(home: Path, tmp_path: Path) -> None:
    def state() -> tuple[int, int, list[Path]]:
        with Store(home) as store:
            return store.journal.last_run, store.journal.count_claims(), sorted(home.rglob("raw/*"))

    before = state()
    path = write_table(tmp_path / "new.csv", [MISSION | {"id": "X-1"}])
    check(home, path, "--source", "missions")
    check(home, ttl(tmp_path, MISSION_TTL))

    assert state() == before


def test_checking_needs_no_store_and_makes_none(tmp_path: Path) -> None:
    empty = tmp_path / "home"

    assert check(empty, ttl(tmp_path, MISSION_TTL)).exit_code == 0
    assert not empty.exists()


@pytest.mark.parametrize(
    ("name", "text", "arguments", "reason"),
    [
        ("a.ttl", "<urn:a> <urn:b> .", (), "a.ttl, line 1"),
        ("a.xlsx", "", (), "the ending names no RDF syntax"),
        ("a.csv", "id\n", (), "a.csv is a table. Say with --source how its columns are read."),
        ("a.csv", "id\n", ("--source", "misions"), "Did you mean"),
        ("a.csv", "", ("--source", "missions"), "the file is empty"),
        ("a.csv", "x\n1\n", ("--source", "missions"), "a.csv"),
        ("a.jsonld", "[" * 5000, (), "nested deeper than 64 levels"),
        ("a.rdf", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", (), "it has a DOCTYPE"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_message(
    home: Path, tmp_path: Path, name: str, text: str, arguments: tuple[str, ...], reason: str
) -> None:
    error = check(home, ttl(tmp_path, text, name), *arguments).exception

    assert isinstance(error, HakimError)
    assert reason in str(error)


def test_a_thing_made_to_keep_rules_busy_is_refused(home: Path, tmp_path: Path) -> None:
    values = " , ".join(str(number) for number in range(1001))
    text = f"{PREFIXES}<urn:ally:m> hd:startLatest {values} ; hd:sentBy {values} ."
    error = check(home, ttl(tmp_path, text)).exception

    assert str(error) == (
        "urn:ally:m has more than 1,000 values for each of several properties."
        " Real data has not; look at how the file was made."
    )


def test_a_message_of_the_shell_is_no_traceback(tmp_path: Path) -> None:
    done = run_hakim(tmp_path, "check", str(ttl(tmp_path, "<urn:a>")), check=False)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("hakim: ally.ttl, line 1")
    assert "Traceback" not in done.stderr


def test_help_has_an_example(home: Path) -> None:
    assert "Example: hakim check data/missions.csv --source missions" in check(home, "--help").stdout
