"""`hakim judge` and `hakim unmerge`: two tellings of a mission become one, and two again."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import run_hakim

REPORT = """
@prefix hd: <https://w3id.org/health-diplomacy/ont#> .
<urn:x:one> a hd:Mission ; hd:name "Aid"@en .
<urn:x:two> a hd:Mission ; hd:name "Help"@en ; hd:note "the same flight" .
<urn:x:three> a hd:Mission .
"""
COUNT = "MATCH (m:Mission) RETURN count(m) AS missions"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home with three missions of one document, whose engine stays up."""
    (tmp_path / "report.ttl").write_text(REPORT)
    run_hakim(tmp_path, "engine", "start")
    try:
        run_hakim(tmp_path, "load", "--exact", str(tmp_path / "report.ttl"))
        yield tmp_path
    finally:
        run_hakim(tmp_path, "engine", "stop")


def said(home: Path, *arguments: str) -> Any:
    return json.loads(run_hakim(home, *arguments, "--json", check=False).stdout)


def missions(home: Path) -> int:
    return int(said(home, "query", COUNT)[0]["missions"])


def export(home: Path) -> str:
    return run_hakim(home, "export", "--format", "nquads").stdout


@pytest.mark.engine
def test_what_is_judged_to_be_the_same_is_one_mission_until_that_is_taken_back(home: Path) -> None:
    before = export(home)

    judged = said(home, "judge", "urn:x:two", "urn:x:one", "--same", "--by", "Desk 3", "--reason", "flight")
    merged, during = missions(home), export(home)
    said(home, "unmerge", "urn:x:one", "urn:x:two")

    assert [(one["pair"], one["verdict"], one["by"], one["reason"]) for one in judged["judged"]] == [
        (["urn:x:one", "urn:x:two"], "positive", "Desk 3", "flight")
    ]
    assert judged["clusters"] == [["urn:x:one", "urn:x:two"]]
    assert merged == 2
    assert set(before.splitlines()) < set(during.splitlines())
    assert (missions(home), export(home)) == (3, before)


@pytest.mark.engine
def test_judgements_go_out_as_a_file_and_come_back(home: Path) -> None:
    said(home, "judge", "urn:x:one", "urn:x:two", "--same", "--by", "Desk 3")
    file = home / "judgements.csv"
    run_hakim(home, "judge", "--export", str(file))
    said(home, "unmerge", "urn:x:one", "urn:x:two")

    back, again = (said(home, "judge", "--import", str(file)) for _ in range(2))
    run_hakim(home, "judge", "--export", str(home / "other.csv"))

    assert [len(one["judged"]) for one in (back, again)] == [1, 0]
    assert (home / "other.csv").read_bytes() == file.read_bytes()


@pytest.mark.engine
def test_judgements_that_contradict_each_other_are_told(home: Path) -> None:
    for left, right, word in (("one", "two", "same"), ("one", "three", "different")):
        run_hakim(home, "judge", f"urn:x:{left}", f"urn:x:{right}", f"--{word}", "--by", "Desk 3")

    done = run_hakim(home, "judge", "urn:x:two", "urn:x:three", "--same", "--by", "Desk 4", check=False)

    assert done.returncode == 1
    assert (
        "conflict: Desk 4 judged urn:x:three and urn:x:two to be the same, which does not count"
        in done.stderr
    )
    assert missions(home) == 2


@pytest.mark.engine
def test_what_no_record_describes_cannot_be_judged(home: Path) -> None:
    done = run_hakim(home, "judge", "urn:x:one", "urn:x:nine", "--same", "--by", "Desk 3", check=False)

    assert done.returncode == 1
    assert "No record describes urn:x:nine" in done.stderr
    assert said(home, "judge")["judgements"] == []
