"""`hakim sparql`, and the examples in docs/rdf.md that no shell runs."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PAGE = (CHECKOUT / "docs" / "rdf.md").read_text(encoding="utf-8")

Hakim = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.engine


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    path = tmp_path / "odd.ttl"
    path.write_text(
        '<urn:a> <urn:p> "حكيم"@ar, 01, "a long text that no table may cut short" .', encoding="utf-8"
    )
    return path


@pytest.mark.parametrize("query", blocks("sparql"))
def test_a_query_of_the_page_has_an_answer(query: str, hakim: Hakim) -> None:
    assert json.loads(hakim("sparql", query, "--json").stdout)["results"]["bindings"]


@pytest.mark.parametrize("program", blocks("python"))
def test_a_program_of_the_page_runs(program: str, demo_home: Path, tmp_path: Path) -> None:
    (tmp_path / "var").symlink_to(demo_home)

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^[1-9][0-9]* countries$", done.stdout, re.MULTILINE)


def test_the_graph_and_its_export_answer_the_same(hakim: Hakim, tmp_path: Path) -> None:
    query = "SELECT (COUNT(*) AS ?facts) (COUNT(DISTINCT ?s) AS ?things) { GRAPH ?g { ?s ?p ?o } }"
    hakim("export", "--format", "nquads", "-o", str(tmp_path / "all.nq"))

    answers = [
        json.loads(hakim("sparql", query, "--json", *more).stdout)
        for more in ([], ["--file", str(tmp_path / "all.nq")])
    ]

    assert answers[0] == answers[1]


def test_a_table_shows_values_whole_and_tells_of_rewritten_forms(hakim: Hakim, odd: Path) -> None:
    done = hakim("sparql", "SELECT ?o { ?s ?p ?o } ORDER BY str(?o)", "--file", str(odd))

    shown = [line.strip() for line in done.stdout.splitlines()]
    assert shown[3:6] == ["1", "a long text that no table may cut short", "حكيم @ar"]
    assert "3 rows" in done.stderr
    assert "1 literals of the data are compared and given in their canonical form" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["ASK { <urn:a> ?p ?o }"], "true\n"),
        (["ASK { <urn:b> ?p ?o }", "--format", "csv"], "false"),
        (["SELECT ?s { ?s ?p 1 }", "--format", "tsv"], "?s\n<urn:a>\n"),
        (["CONSTRUCT { ?s <urn:q> 'x' } WHERE { ?s ?p 1 }"], '<urn:a> <urn:q> "x" .\n'),
    ],
)
def test_each_form_has_its_formats(arguments: list[str], expected: str, hakim: Hakim, odd: Path) -> None:
    assert hakim("sparql", *arguments, "--file", str(odd)).stdout == expected


def test_statements_are_one_json_value(hakim: Hakim, odd: Path) -> None:
    told: Any = json.loads(hakim("sparql", "DESCRIBE <urn:a>", "--file", str(odd), "--json").stdout)

    assert "urn:a" in json.dumps(told)


def test_a_query_comes_from_a_file(hakim: Hakim, odd: Path, tmp_path: Path) -> None:
    (tmp_path / "query.rq").write_text("ASK { ?s ?p ?o }", encoding="utf-8")

    assert hakim("sparql", f"@{tmp_path / 'query.rq'}", "--file", str(odd)).stdout == "true\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"],
        ["DELETE WHERE { ?s ?p ?o }"],
        ["SELECT * { ?s"],
        ["SELECT * { ?s ?p ?o }", "--format", "turtle"],
        ["CONSTRUCT WHERE { ?s ?p ?o }", "--format", "csv"],
        ["@nowhere.rq"],
        ["ASK { }", "--file", "README.md"],
    ],
)
def test_what_is_refused_ends_with_two(arguments: list[str], hakim: Hakim) -> None:
    done = hakim("sparql", *arguments, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("hakim: ")
    assert "Traceback" not in done.stderr
