"""`hakim review`: pairs with both sides and their sources; a key judges, and another takes that back."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from records.store import Store
from tests.conftest import run_hakim
from tests.graph.records_made import record, thing, turtle, write_run

SCHEME = "https://w3id.org/health-diplomacy/scheme/"
FLIGHT = (
    f" ; a hd:Mission ; hd:missionType <{SCHEME}mission-type/medical-team> ; hd:inResponseTo :covid ;"
    " hd:sentBy c:CUB ; hd:receivedBy c:ITA ; hd:start '2020-03-22'^^xsd:date ; hd:startEdtf '2020-03-22' ."
)
GRADE = f" r:a hd:reliability <{SCHEME}reliability/B> ; hd:credibility <{SCHEME}credibility/2> ."
TOLD = {
    "a": 'm:1 hd:name "Cuban brigade in Crema"@en'
    + FLIGHT
    + GRADE
    + " r:a hd:describes m:1 ; hd:fromDataset :one ;"
    " hd:statedIn :page . :page hd:url <https://example.org/1> ; hd:publishedBy :agency ."
    ' :agency hd:name "Agency" .',
    "b": 'm:2 hd:name "Crema: 52 from Cuba"@en' + FLIGHT + " r:b hd:describes m:2 ; hd:fromDataset :two .",
}
ONE, OTHER = thing("mission/hdm/1").value, thing("mission/hdm/2").value


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home in which two sources tell one mission; its engine stays up."""
    with Store(tmp_path) as store:
        write_run(store.journal, [record(name, turtle(text)) for name, text in TOLD.items()])
    run_hakim(tmp_path, "engine", "start")
    try:
        yield tmp_path
    finally:
        run_hakim(tmp_path, "engine", "stop")


def judged(home: Path) -> list[Any]:
    told = json.loads(run_hakim(home, "judge", "--json", check=False).stdout)["judgements"]
    return [(one["pair"], one["verdict"], one["by"], one["reason"]) for one in told]


def test_a_pair_is_shown_with_both_sides(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        write_run(store.journal, [record(name, turtle(text)) for name, text in TOLD.items()])

    [found] = json.loads(run_hakim(tmp_path, "review", "--json").stdout)["candidates"]

    assert (found["pair"], found["proposed"]) == ([ONE, OTHER], True)
    assert {reason["says"] for reason in found["reasons"] if reason["bits"] > 0} == {
        "same senders",
        "same recipients",
        "start on the same day",
        "answer the same crisis",
        "same type",
        "a telling word in common",
    }
    assert found["left"]["facts"] == {
        "name": ["Cuban brigade in Crema"],
        "missionType": ["medical-team"],
        "sentBy": ["country/CUB"],
        "receivedBy": ["country/ITA"],
        "startEdtf": ["2020-03-22"],
        "inResponseTo": ["urn:x:covid"],
    }
    [told] = found["left"]["told"]
    assert told == {
        "record": thing("record/a").value,
        "source": "made",
        "file": "made.csv",
        "line": 1,
        "grade": "B2",
        "publishers": ["Agency"],
        "documents": ["https://example.org/1"],
    }


@pytest.mark.engine
def test_a_key_judges_and_the_graph_follows(home: Path) -> None:
    done = run_hakim(home, "review", "--by", "Desk 3", typed="Xone flight\n")
    again = json.loads(run_hakim(home, "review", "--json").stdout)

    assert judged(home) == [([ONE, OTHER], "positive", "Desk 3", "one flight")]
    assert "Agency" in done.stdout
    assert again == {"candidates": [], "more": False}
    [row] = json.loads(run_hakim(home, "query", "MATCH (m:Mission) RETURN count(m) AS n", "--json").stdout)
    assert row == {"n": 1}


@pytest.mark.engine
def test_a_step_is_taken_back(home: Path) -> None:
    found = []
    for keys in ("xzq", "s", "", "uz?n"):
        run_hakim(home, "review", "--by", "Desk 3", typed=keys)
        found.append([verdict for _, verdict, _, _ in judged(home)])

    assert found == [[], [], [], ["negative"]]


def test_nobody_judges_without_a_name(tmp_path: Path) -> None:
    done = run_hakim(tmp_path, "review", check=False)

    assert (done.returncode, "--by" in done.stderr) == (2, True)
