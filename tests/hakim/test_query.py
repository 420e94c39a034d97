"""`hakim query` as a user calls it: parameters in, rows out in four forms, a file whole or not at all."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from hakim.output import csv_text, table_text
from hakim.parameters import LARGEST, check_value, read_parameters
from ontology.errors import UsageProblem

Hakim = Callable[..., CompletedProcess[str]]

VALUES = """
RETURN null AS nothing, "" AS empty, true AS yes, -1 AS whole, 1.5 AS part, 1e300 * 1e300 AS endless,
       date('2020-08-05') AS day, datetime('2020-08-04T15:08:00Z') AS moment, duration('P1DT2H') AS length,
       point({x: 1, y: 2}) AS place, [1, [null, {a: date('2020-01-01')}]] AS nested, '=1+1' AS formula
"""
ROW = {
    "nothing": None,
    "empty": "",
    "yes": True,
    "whole": -1,
    "part": 1.5,
    "endless": "Infinity",
    "day": "2020-08-05",
    "moment": "2020-08-04T15:08:00.000000000+00:00",
    "length": "P1DT2H",
    "place": [1.0, 2.0],
    "nested": [1, [None, {"a": "2020-01-01"}]],
    "formula": "=1+1",
}
CELLS = {
    "nothing": "",
    "empty": "",
    "yes": "true",
    "whole": "-1",
    "part": "1.5",
    "endless": "Infinity",
    "day": "2020-08-05",
    "moment": "2020-08-04T15:08:00.000000000+00:00",
    "length": "P1DT2H",
    "place": "[1.0, 2.0]",
    "nested": '[1, [null, {"a": "2020-01-01"}]]',
    "formula": "'=1+1",
}


# --- Forms ---------------------------------------------------------------------------------------------------------


@pytest.mark.engine
def test_json_is_one_list_of_objects(hakim: Hakim) -> None:
    assert json.loads(hakim("query", VALUES, "--format", "json").stdout) == [ROW]


@pytest.mark.engine
def test_json_lines_are_one_object_a_line(hakim: Hakim) -> None:
    printed = hakim("query", f"UNWIND [1, 2] AS x WITH x {VALUES}", "--format", "jsonl").stdout

    assert [json.loads(line) for line in printed.splitlines()] == [ROW, ROW]


@pytest.mark.engine
def test_csv_has_a_header_and_one_cell_a_value(hakim: Hakim) -> None:
    printed = hakim("query", VALUES, "--format", "csv").stdout

    assert [*csv.DictReader(io.StringIO(printed))] == [CELLS]


@pytest.mark.engine
def test_a_table_shows_values_as_they_are_and_counts_its_rows_beside_it(hakim: Hakim) -> None:
    done = hakim("query", "RETURN '=1+1' AS formula, [1, null] AS list, null AS nothing")

    assert [line.rstrip() for line in done.stdout.splitlines() if line.strip()] == [
        " formula   list        nothing",
        " ─────────────────────────────",
        " =1+1      [1, null]",
    ]
    assert done.stderr == "1 row\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_carries_no_formula(start: str) -> None:
    """Only texts are marked: a number below zero stays a number."""
    written = csv_text([f"{start}a"], [{f"{start}a": f"{start}1"}, {f"{start}a": -1}, {f"{start}a": [start]}])

    assert [*csv.reader(io.StringIO(written, newline=""))] == [
        [f"'{start}a"],
        [f"'{start}1"],
        ["-1"],
        [json.dumps([start])],
    ]


def test_a_table_shows_control_characters_and_obeys_none() -> None:
    assert "a␛[2Jb␇" in table_text(["x"], [["a\x1b[2Jb\x07"]])


# --- Parameters ----------------------------------------------------------------------------------------------------


@pytest.mark.engine
def test_parameters_are_json_or_a_file_of_it(hakim: Hakim, tmp_path: Path) -> None:
    given = {"iso3": "TUR", "list": [1, {"a": None}]}
    (tmp_path / "given.json").write_text(json.dumps(given), encoding="utf-8")
    cypher = "RETURN $iso3 AS iso3, $list AS list"

    on_the_line = hakim("query", cypher, "--params", json.dumps(given), "--json").stdout
    in_a_file = hakim("query", cypher, "--params", f"@{tmp_path}/given.json", "--json").stdout

    assert json.loads(on_the_line) == json.loads(in_a_file) == [given]


@pytest.mark.engine
def test_a_dash_reads_the_query_from_stdin(hakim: Hakim) -> None:
    assert json.loads(hakim("query", "-", "--json", typed="RETURN 1 AS n").stdout) == [{"n": 1}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("iso3=TUR", "--params is no JSON object"),
        ("[1]", "--params is JSON, but no object"),
        ("@no-such-file.json", "--params is no JSON object"),
        ("[" * 100_000, "--params is no JSON object"),
        ('{"n": 9223372036854775808}', "has more than 64 bits"),
        ('{"list": [{"n": -9223372036854775809}]}', "has more than 64 bits"),
        ('{"text": "\\ud800"}', "holds half a character"),
        ('{"\\ud800": 1}', "holds half a character"),
    ],
)
def test_parameters_that_cannot_be_are_wrong_usage(text: str, message: str) -> None:
    with pytest.raises(UsageProblem, match=message):
        read_parameters(text)


@pytest.mark.parametrize("value", [LARGEST, -LARGEST - 1, True, None, 1.5, "é", [], {"a": [1]}])
def test_any_other_value_is_taken_as_it_is(value: object) -> None:
    assert check_value(value) == value


# --- Files ---------------------------------------------------------------------------------------------------------


@pytest.mark.engine
@pytest.mark.parametrize(
    ("form", "text"),
    [("csv", "n\n1\n"), ("json", '[\n  {\n    "n": 1\n  }\n]\n'), ("jsonl", '{"n": 1}\n')],
)
def test_the_rows_can_be_written_to_a_file(hakim: Hakim, tmp_path: Path, form: str, text: str) -> None:
    done = hakim("query", "RETURN 1 AS n", "--format", form, "--output", str(tmp_path / "rows"))

    assert done.stdout == ""
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"rows": text}


@pytest.mark.engine
def test_a_query_that_fails_leaves_the_old_file(hakim: Hakim, tmp_path: Path) -> None:
    (tmp_path / "rows").write_text("old")

    done = hakim("query", "MATCH (n) SET n.x = 1", "-o", str(tmp_path / "rows"), check=False)

    assert done.returncode == 2
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"rows": "old"}


@pytest.mark.engine
def test_a_file_that_cannot_be_written_is_told(hakim: Hakim, tmp_path: Path) -> None:
    done = hakim("query", "RETURN 1 AS n", "-o", str(tmp_path / "no" / "rows"), check=False)

    assert (done.returncode, "cannot be written" in done.stderr) == (3, True)
