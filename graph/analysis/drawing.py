"""What the drawing of an answer says, before it is drawn."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from graph.asking import NamedAnswer
from graph.evidence_counts import missions_of
from graph.finished import Row
from graph.question import Plot, Question, questions
from ontology.errors import UsageProblem

MOST = 40
"""The marks of a drawing that can still be read; how many are left out is said below it."""

_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "source": "Source: {missions} mission records in the answer, as of run {run}.",
            "hidden": "Drawn: the first {drawn} of {whole} rows.",
            "unknown": "Rows without a value, which are not drawn: {unknown}.",
        },
        "ar": {
            "source": "المصدر: {missions} من سجلات المهمات في الإجابة، بحالها عند التشغيل {run}.",
            "hidden": "المرسوم أول {drawn} من {whole} صفاً.",
            "unknown": "صفوف بلا قيمة لم تُرسم: {unknown}.",
        },
    }
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One row as it is drawn: its label, and its numbers; a day is the number of days since the year 1."""

    label: str
    numbers: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that a drawing says, in one language."""

    kind: str
    title: str
    axis: tuple[str, ...]
    marks: tuple[Mark, ...]
    below: tuple[str, ...]
    language: str


def plot_of(question: Question) -> Plot:
    """How a question's answer is drawn; UsageProblem, with the questions that can be, where it is not."""
    if question.plot is None:
        drawn = ", ".join(one.name for one in questions() if one.plot)
        raise UsageProblem(f"The question {question.name} has no drawing.", hint=f"These have one: {drawn}.")
    return question.plot


def drawing_of(answer: NamedAnswer, plot: Plot, language: str, run: int) -> Drawing:
    """What the drawing of an answer says: the first rows that have a value, and below them what is left out and why."""
    columns = {column.name: column for column in answer.columns}
    names = (*plot.value, *((plot.until,) if plot.until else ()))
    known = [row for row in answer.rows if any(row[name] is not None for name in names)]
    drawn = known[:MOST]
    words = _WORDS[language]
    counts = {
        "whole": len(known),
        "drawn": len(drawn),
        "unknown": len(answer.rows) - len(known),
        "missions": len(missions_of(answer.rows, answer.columns)),
        "run": run,
    }
    notes = [
        name for name, said in (("hidden", len(known) > len(drawn)), ("unknown", counts["unknown"])) if said
    ]
    return Drawing(
        plot.kind,
        answer.title,
        tuple(columns[name].label[language] for name in names),
        tuple(Mark(_label(row, plot), tuple(_number(row[name]) for name in names)) for row in drawn),
        (
            *(words[name].format_map(counts) for name in notes),
            *answer.caveats,
            words["source"].format_map(counts),
        ),
        language,
    )


def _label(row: Row, plot: Plot) -> str:
    """The words by which a mark is named, cut to a line.

    >>> _label({"first": "TUR", "second": "PAK"}, Plot("bars", ("first", "second"), ("days",)))
    'TUR – PAK'
    """
    parts = (row[name] for name in plot.label)
    words = (
        " ".join(map(str, part)) if isinstance(part, list) else str(part)
        for part in parts
        if part is not None
    )
    return textwrap.shorten(" – ".join(words), 42, placeholder=" …")


def _number(value: Any) -> float | None:
    """A figure, or the number of a day.

    >>> _number(3), _number("0001-01-02"), _number(None)
    (3.0, 2.0, None)
    """
    if value is None:
        return None
    return float(date.fromisoformat(value).toordinal() if isinstance(value, str) else value)
