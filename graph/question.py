"""Named questions: what one is, and how its file is read."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jsonschema
import yaml

from graph.finished import Finished, Row
from ontology.errors import HakimError, UsageProblem

FOLDER = Path(__file__).parent / "questions"
FINISHERS = (
    "partnership_and_response",
    "leadership_and_flows",
    "diplomacy_and_conflict",
    "network_and_evidence",
    "analyses",
    "events_by_chance",
)
"""The modules of graph.questions that hold finishing functions."""

Text = Mapping[str, str]
"""A text in each language: en, ar."""


class QuestionProblem(HakimError):
    """A question's file that does not say what it must."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of facts or of an answer; `type` says how its values are read and written."""

    name: str
    type: str
    label: Text


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that the asker may choose."""

    name: str
    type: str
    default: str | int | bool
    label: Text


@dataclass(frozen=True, slots=True)
class Twins:
    """One selection of facts, written twice: for the property graph and for the RDF."""

    cypher: str
    sparql: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Caveat:
    """A sentence that travels with answers; shown when its count is not 0, or always when it names none."""

    text: Text
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Plot:
    """How an answer is drawn: the columns that name a mark, and those that give its value or its end."""

    kind: str
    label: tuple[str, ...]
    value: tuple[str, ...]
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A named question with all that its file says."""

    name: str
    number: int
    title: Text
    answers: Text
    traps: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    facts: Twins
    columns: tuple[Column, ...]
    order: tuple[str, ...]
    caveats: tuple[Caveat, ...]
    finish: Callable[[list[Row], Mapping[str, Any]], Finished]
    plot: Plot | None = None


@cache
def question_names() -> tuple[str, ...]:
    """The names of all questions, in the order of their numbers."""
    numbered = sorted((_document(path)["number"], path.stem) for path in _files())
    return tuple(name for _, name in numbered)


def questions() -> Iterator[Question]:
    """All questions, in the order of their numbers."""
    return map(question, question_names())


@cache
def question(name: str) -> Question:
    """The question of that name; UsageProblem, with the nearest names, when there is none."""
    path = FOLDER / f"{name}.yaml"
    names = [file.stem for file in _files()]
    if name not in names:
        near = get_close_matches(name, names, 3)
        raise UsageProblem(
            f"There is no question {name!r}.",
            hint=f"Did you mean {' or '.join(near)}?" if near else "`hakim ask` lists all questions.",
        )
    return read_question(name, _document(path))


def _files() -> list[Path]:
    return sorted(path for path in FOLDER.glob("*.yaml") if path.stem != "caveats")


@cache
def _document(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        # A safe loader, written in C where libyaml is there.
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
        jsonschema.validate(document, _schema())
    except yaml.YAMLError as error:
        raise QuestionProblem(f"The question {path.stem} is no YAML: {error}") from error
    except jsonschema.ValidationError as error:
        raise QuestionProblem(f"The question {path.stem}, at {error.json_path}: {error.message}") from error
    return dict(document)


@cache
def _schema() -> Any:
    return json.loads((FOLDER / "question.schema.json").read_text(encoding="utf-8"))


@cache
def shared_caveats() -> Mapping[str, Text]:
    """The caveats that questions name, and those that every answer carries, by name."""
    document = yaml.safe_load((FOLDER / "caveats.yaml").read_text(encoding="utf-8"))
    return MappingProxyType(dict(document))


def read_question(name: str, document: Mapping[str, Any]) -> Question:
    """A question from its file's content, which follows question.schema.json."""
    columns = tuple(Column(**column) for column in document["columns"])
    facts = tuple(Column(**column, label={}) for column in document.get("facts", ())) or columns
    return Question(
        name=name,
        number=document["number"],
        title=document["title"],
        answers={language: text.strip() for language, text in document["answers"].items()},
        traps={language: tuple(lines) for language, lines in document["traps"].items()},
        needs=tuple(document.get("needs", ())),
        parameters=tuple(Parameter(**parameter) for parameter in document["parameters"]),
        facts=Twins(document["cypher"], document["sparql"], facts),
        columns=columns,
        order=tuple(document["order"]),
        caveats=tuple(_caveat(name, caveat) for caveat in document["caveats"]),
        finish=_finisher(name, document.get("finish")),
        plot=_plot(name, document.get("plot"), {column.name for column in columns}),
    )


def _plot(question_name: str, written: Mapping[str, Any] | None, columns: set[str]) -> Plot | None:
    if written is None:
        return None
    label, value = (
        (written[key],) if isinstance(written[key], str) else tuple(written[key])
        for key in ("label", "value")
    )
    plot = Plot(written["kind"], label, value, written.get("until"))
    for name in {*label, *value, plot.until or label[0]} - columns:
        raise QuestionProblem(
            f"The question {question_name}: its plot draws a column {name!r} that it has not."
        )
    return plot


def _caveat(question_name: str, written: str | Mapping[str, str]) -> Caveat:
    if not isinstance(written, str):
        return Caveat({language: written[language] for language in ("en", "ar")}, written.get("when"))
    if written not in shared_caveats():
        raise QuestionProblem(f"The question {question_name}: there is no shared caveat {written!r}.")
    return Caveat(shared_caveats()[written])


def _as_they_are(facts: list[Row], _parameters: Mapping[str, Any]) -> Finished:
    return Finished(facts, {"rows": len(facts)})


def _finisher(question_name: str, finish: str | None) -> Callable[[list[Row], Mapping[str, Any]], Finished]:
    """The finishing function of that name; read only when it is called, for some bring heavy libraries."""
    if finish is None:
        return _as_they_are

    def call(facts: list[Row], parameters: Mapping[str, Any]) -> Finished:
        for module in FINISHERS:
            function = getattr(import_module(f"graph.questions.{module}"), finish, None)
            if function is not None:
                finished: Finished = function(facts, parameters)
                return finished
        raise QuestionProblem(f"The question {question_name}: there is no finishing function {finish!r}.")

    return call
