"""`hakim ask` as a user calls it."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from graph.question import question_names
from tests.questions.expected_answers import expected

pytestmark = pytest.mark.engine

Hakim = Callable[..., CompletedProcess[str]]
JsonCommand = Callable[..., Any]


def test_without_a_name_all_questions_are_listed(hakim_json: JsonCommand) -> None:
    listed = hakim_json("ask", "--json")

    assert [one["name"] for one in listed] == list(question_names())
    assert all(one.keys() == {"name", "title", "parameters"} for one in listed)


def test_an_answer_is_one_json_value_with_its_caveats(hakim_json: JsonCommand) -> None:
    assert hakim_json("ask", "who-helped-back", "--json") == expected("who-helped-back")


def test_the_twin_gives_the_same_answer_from_the_exported_rdf(hakim_json: JsonCommand) -> None:
    assert hakim_json("ask", "who-helped-back", "--twin", "--json") == expected("who-helped-back")


def test_a_parameter_narrows_the_answer_and_takes_names_as_people_write_them(hakim_json: JsonCommand) -> None:
    answer = hakim_json("ask", "who-helped-back", "--param", "party=Türkiye", "--json")

    assert answer["parameters"]["party"] == "TUR"
    assert answer["rows"] == [
        row for row in expected("who-helped-back")["rows"] if "TUR" in (row["first"], row["second"])
    ]


def test_a_table_is_followed_by_its_caveats(hakim: Hakim) -> None:
    printed = hakim("ask", "who-helped-back").stdout

    assert all(f"* {caveat}" in printed for caveat in expected("who-helped-back")["caveats"])


def test_an_answer_can_be_had_in_arabic(hakim_json: JsonCommand) -> None:
    answer = hakim_json("ask", "who-helped-back", "--lang", "ar", "--json")

    assert answer["rows"] == expected("who-helped-back")["rows"]
    assert answer["title"] != expected("who-helped-back")["title"]


def test_csv_holds_the_rows_and_stderr_the_caveats(hakim: Hakim) -> None:
    done = hakim("ask", "who-helped-back", "--format", "csv")

    assert done.stdout.splitlines()[0] == ",".join(expected("who-helped-back")["columns"])
    assert len(done.stdout.splitlines()) == len(expected("who-helped-back")["rows"]) + 1
    assert all(caveat in done.stderr for caveat in expected("who-helped-back")["caveats"])


def test_an_answer_is_drawn_beside_being_told(hakim: Hakim, tmp_path: Path) -> None:
    drawn = tmp_path / "back.svg"

    done = hakim("ask", "who-helped-back", "--json", "--plot", str(drawn))

    assert json.loads(done.stdout) == expected("who-helped-back")
    assert expected("who-helped-back")["title"] in drawn.read_text(encoding="utf-8")


def test_what_a_question_answers_is_shown_without_asking_it(hakim: Hakim) -> None:
    shown = json.loads(hakim("ask", "who-helped-back", "--show", "--json").stdout)

    assert shown.keys() == {
        "name", "title", "answers", "traps", "needs", "parameters", "columns", "cypher", "sparql"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("who-helped-bak",), "Did you mean who-helped-back"),
        (("who-helped-back", "--param", "partner=TUR"), "has no parameter 'partner'"),
        (("who-helped-back", "--param", "party"), "--param party has no value"),
        (("who-helped-back", "--param", "party=Atlantis"), "The graph knows no party 'Atlantis'"),
        (("single-source", "--plot", "one.svg"), "has no drawing. These have one: who-helped-back"),
        (("who-helped-back", "--plot", "one.pdf"), "A drawing is no .pdf file. Name a .svg or a .png."),
    ],
)
def test_what_cannot_be_asked_is_wrong_usage_with_a_way_out(
    hakim: Hakim, arguments: tuple[str, ...], message: str
) -> None:
    done = hakim("ask", *arguments, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
