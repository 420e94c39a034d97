"""Drawings of answers, on answers that the test makes up."""

import io
import xml.etree.ElementTree as ET
from typing import Any

import numpy as np
import pytest
from PIL import Image

from graph.analysis.drawing import MOST, drawing_of, plot_of
from graph.analysis.plots import draw, form_of
from graph.asking import NamedAnswer
from graph.finished import Row
from graph.question import Column, Plot, QuestionProblem, question, questions, read_question
from ontology.errors import UsageProblem
from tests.graph.test_asking import WRITTEN
from tests.questions.expected_answers import expected

SVG = "{http://www.w3.org/2000/svg}"
TYPES = {
    "who": "text",
    "least": "integer",
    "most": "integer",
    "from": "date",
    "to": "date",
    "missions": "missions",
}
ARABIC = {
    "who": "الطرف",
    "least": "على الأقل",
    "most": "على الأكثر",
    "from": "من",
    "to": "إلى",
    "missions": "المهمات",
}
COLUMNS = tuple(Column(name, kind, {"en": name.title(), "ar": ARABIC[name]}) for name, kind in TYPES.items())
PLOTS = {
    "bars": Plot("bars", ("who",), ("least", "most")),
    "intervals": Plot("intervals", ("who",), ("least",), "most"),
    "timeline": Plot("timeline", ("who",), ("from",), "to"),
    "heat": Plot("heat", ("who",), ("least", "most")),
}
ROWS: list[Row] = [
    {"who": "TUR", "least": 1, "most": 7, "from": "2020-03-01", "to": "2020-03-31", "missions": ["m1", "m2"]},
    {"who": "<AZE> $1", "least": 3, "most": 3, "from": "2023-02-07", "to": "2023-02-07", "missions": ["m2"]},
    {"who": "SOM", "least": None, "most": None, "from": None, "to": None, "missions": []},
]


def answer(rows: list[Row] | None = None, title: str = "Who sent what?") -> NamedAnswer:
    caveats = ("Coming first does not make it the cause of what follows.",)
    return NamedAnswer("who-sent-what", title, {}, COLUMNS, ROWS if rows is None else rows, caveats)


def texts(drawn: bytes) -> list[str]:
    return ["".join(one.itertext()).strip() for one in ET.fromstring(drawn).iter(f"{SVG}text")]  # noqa: S314 - our own


@pytest.mark.parametrize("form", ["svg", "png"])
@pytest.mark.parametrize("kind", PLOTS)
def test_the_same_answer_is_drawn_in_the_same_bytes(kind: str, form: str) -> None:
    drawn = draw(answer(), PLOTS[kind], "en", form, run=3)

    assert drawn == draw(answer(), PLOTS[kind], "en", form, run=3)


@pytest.mark.parametrize("kind", PLOTS)
def test_title_axes_labels_caveats_and_source_stand_as_text(kind: str) -> None:
    found = texts(draw(answer(), PLOTS[kind], "en", "svg", run=3))
    names = [
        column.label["en"] for column in COLUMNS if column.name in {*PLOTS[kind].value, PLOTS[kind].until}
    ]

    assert {
        "Who sent what?",
        "TUR",
        "<AZE> $1",
        *names,
        "Coming first does not make it the cause of what follows.",
        "Rows without a value, which are not drawn: 1.",
        "Source: 2 mission records in the answer, as of run 3.",
    } <= {*found}


def test_a_table_of_shades_tells_its_figures() -> None:
    found = texts(draw(answer(), PLOTS["heat"], "en", "svg", run=3))

    assert [text for text in found if text in {"1", "3", "7"}] == ["1", "7", "3", "3"]


def test_series_differ_by_more_than_colour() -> None:
    drawn = ET.fromstring(draw(answer(), PLOTS["bars"], "en", "svg", run=3))  # noqa: S314 - our own

    assert len([*drawn.iter(f"{SVG}pattern")]) == 1


def test_a_timeline_is_marked_with_days() -> None:
    found = texts(draw(answer(), PLOTS["timeline"], "en", "svg", run=3))

    assert (
        [text for text in found if text.startswith("202")]
        == sorted(text for text in found if text.startswith("202"))
        != []
    )


def test_arabic_stands_whole_in_an_svg_and_reads_from_its_own_side() -> None:
    found = texts(draw(answer(title="مَن أرسل ماذا (2020)؟"), PLOTS["bars"], "ar", "svg", run=3))

    assert {
        "\u202bمَن أرسل ماذا (2020)؟\u202c",
        "\u202bعلى الأقل\u202c",
        "\u202bالمصدر: 2 من سجلات المهمات في الإجابة، بحالها عند التشغيل 3.\u202c",
    } <= {*found}


def _ink(title: str) -> "np.ndarray[Any, Any]":
    """The title of a PNG, as darkness by column, without the white around it."""
    drawn = Image.open(io.BytesIO(draw(answer([], title), PLOTS["bars"], "ar", "png", run=3))).convert("L")
    dark: np.ndarray[Any, Any] = (255 - np.asarray(drawn)[:60].astype(int)).sum(axis=0)
    inked = np.flatnonzero(dark)
    inside: np.ndarray[Any, Any] = dark[inked[0] : inked[-1] + 1]
    return inside


def test_arabic_letters_are_joined_in_a_png() -> None:
    # Ba beside ba is written joined, with no white between; a joiner that is none leaves them apart.
    assert (_ink("بب") > 0).all()
    assert not (_ink("ب\u200cب") > 0).all()


def test_arabic_runs_from_right_to_left_in_a_png() -> None:
    # Alif is a thin stroke, sin a broad one: the first letter stands on the right.
    ink = _ink("ا\u200cس")

    assert np.argmax(ink == 0) > len(ink) / 2


def test_what_is_left_out_is_said() -> None:
    many = [ROWS[0] | {"who": f"P{number}"} for number in range(MOST + 2)]

    drawing = drawing_of(answer(many), PLOTS["bars"], "en", 3)

    assert len(drawing.marks) == MOST
    assert drawing.below[0] == f"Drawn: the first {MOST} of {MOST + 2} rows."


def test_an_answer_without_rows_says_that_there_is_nothing_to_draw() -> None:
    assert "Nothing to draw." in texts(draw(answer([]), PLOTS["bars"], "en", "svg", run=3))


def test_a_question_without_a_drawing_names_those_that_have_one() -> None:
    with pytest.raises(UsageProblem, match=r"single-source has no drawing.*paths-between"):
        plot_of(question("single-source"))


@pytest.mark.parametrize(("ending", "message"), [(".pdf", "no .pdf file"), ("", "has an ending")])
def test_other_forms_are_refused(ending: str, message: str) -> None:
    with pytest.raises(UsageProblem, match=message):
        form_of(ending)


def test_a_drawing_of_a_column_that_is_not_there_is_a_fault_of_the_file() -> None:
    with pytest.raises(QuestionProblem, match="its plot draws a column 'weight' that it has not"):
        read_question("q", {**WRITTEN, "plot": {"kind": "bars", "label": "sender", "value": "weight"}})


@pytest.mark.parametrize("name", [one.name for one in questions() if one.plot])
def test_each_expected_answer_can_be_drawn(name: str) -> None:
    asked, told = question(name), expected(name)
    found = NamedAnswer(name, told["title"], {}, asked.columns, told["rows"], tuple(told["caveats"]))

    assert told["title"] in texts(draw(found, plot_of(asked), "en", "svg", run=1))
