"""Asking a named question: parameters in; rows and the caveats that travel with them out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from graph.evidence_counts import EVIDENCE, count_evidence, missions_of
from graph.fact_sources import FactSource
from graph.finished import Row
from graph.question import Caveat, Column, Parameter, Question, Twins, shared_caveats
from ontology.errors import UsageProblem
from ontology.terms import notations

EVIDENCE_CAVEATS = ("undated", "not-to-the-day", "single-source", "not-delivered", "status-unknown")

_DATASETS = Twins(
    cypher="MATCH (d:Dataset) RETURN d.iri AS source",
    sparql="SELECT DISTINCT ?source WHERE { ?source a hd:Dataset }",
    columns=(Column("source", "iri", MappingProxyType({})),),
)


@dataclass(frozen=True, slots=True)
class NamedAnswer:
    """The answer to a named question, in one language; `rows` are keyed by column."""

    name: str
    title: str
    parameters: Mapping[str, Any]
    columns: tuple[Column, ...]
    rows: list[Row]
    caveats: tuple[str, ...]


def ask(question: Question, source: FactSource, parameters: Mapping[str, Any], language: str) -> NamedAnswer:
    """The answer to a question with parameters as read_parameters gives them, in "en" or "ar".

    Where a source that the question needs is not loaded, there are no rows, and the one caveat says so.
    """
    loaded = {_name(row["source"]) for row in source.rows(_DATASETS, {})} if question.needs else set()
    missing = [name for name in question.needs if name not in loaded]
    if missing:
        caveat = _said(shared_caveats()["source-not-loaded"], language, {"sources": ", ".join(missing)})
        return _answer(question, parameters, language, [], [caveat])
    facts = source.rows(question.facts, parameters)
    finished = question.finish(facts, parameters)
    missions = missions_of(facts, question.facts.columns)
    evidence = [
        row for row in source.rows(EVIDENCE, {"missions": missions}) if row["mission"] in set(missions)
    ]
    counts = dict(count_evidence(evidence)) | finished.counts
    caveats = [*_evidence(count_evidence(evidence), language), *_own(question.caveats, counts, language)]
    columns = [column.name for column in question.columns]
    rows = [{name: row[name] for name in columns} for row in finished.rows]
    return _answer(question, parameters, language, sort_rows(rows, question.order), caveats)


def _name(dataset: str) -> str:
    """The name of a source, which ends the IRI of its dataset."""
    return dataset.rsplit("/", 1)[1]


def _answer(
    question: Question, parameters: Mapping[str, Any], language: str, rows: list[Row], caveats: list[str]
) -> NamedAnswer:
    return NamedAnswer(
        question.name,
        question.title[language],
        {name: value.isoformat() if isinstance(value, date) else value for name, value in parameters.items()},
        question.columns,
        rows,
        tuple(caveats),
    )


def sort_rows(rows: Iterable[Row], order: Iterable[str]) -> list[Row]:
    """The rows by the columns of `order`, what is not known last; then by all columns, so that ties are settled.

    A column named with a leading "-" sorts downwards.
    """
    settled = sorted(rows, key=lambda row: tuple(map(_key, row.values())))
    for written in reversed([*order]):
        name, downwards = written.removeprefix("-"), written.startswith("-")
        known = [row for row in settled if row[name] is not None]
        unknown = [row for row in settled if row[name] is None]
        settled = [*sorted(known, key=lambda row: _key(row[name]), reverse=downwards), *unknown]
    return settled


def _key(value: Any) -> tuple[bool, str, Any]:
    """A key by which values of one column can be compared, whatever they are; None comes last."""
    if value is None:
        return (True, "", "")
    if isinstance(value, bool | int | float):
        return (False, "", value)
    return (False, "text", value if isinstance(value, str) else str(value))


def _evidence(counts: Mapping[str, int], language: str) -> Iterable[str]:
    shared = shared_caveats()
    if not counts["missions"]:
        return [_said(shared["missions-none"], language, counts)]
    weak = [name for name in EVIDENCE_CAVEATS if counts[name.replace("-", "_")]]
    return [_said(shared[name], language, counts) for name in ("missions", *weak)]


def _own(caveats: Iterable[Caveat], counts: Mapping[str, int], language: str) -> Iterable[str]:
    return [
        _said(caveat.text, language, counts)
        for caveat in caveats
        if caveat.when is None or counts.get(caveat.when, 0)
    ]


def _said(text: Mapping[str, str], language: str, counts: Mapping[str, Any]) -> str:
    return " ".join(text[language].format_map(counts).split())


# --- Parameters ----------------------------------------------------------------------------------------------------


def read_parameters(question: Question, given: Mapping[str, str]) -> dict[str, Any]:
    """The value of each parameter: what is given, as its type reads it, else the default.

    Raises UsageProblem for a parameter that the question does not have and for a value that is none of its type.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in given:
        if name not in known:
            raise UsageProblem(
                f"The question {question.name} has no parameter {name!r}.",
                hint=f"Its parameters: {', '.join(known)}." if known else "It has none.",
            )
    return {name: _read(parameter, given.get(name)) for name, parameter in known.items()}


def _read(parameter: Parameter, given: str | None) -> Any:
    text = str(parameter.default) if given is None else given.strip()
    kind, _, scheme = parameter.type.partition(":")
    try:
        if kind == "choice":
            return _choice(text, scheme)
        return _READERS[kind](text) if kind in _READERS else text
    except ValueError as error:
        raise UsageProblem(
            f"{text!r} is no {_KINDS.get(kind, kind)} for the parameter {parameter.name}{_reason(error)}."
        ) from error


def _reason(error: ValueError) -> str:
    return f": {error}" if isinstance(error, _Unfit) else ""


class _Unfit(ValueError):
    """A value that is not among those that may be."""


def _choice(text: str, scheme: str) -> str:
    if text and text not in notations(scheme):
        raise _Unfit(f"it is one of {', '.join(notations(scheme))}")
    return text


def _boolean(text: str) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if text.lower() not in words:
        raise _Unfit("write true or false")
    return words[text.lower()]


_READERS: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {"integer": int, "date": date.fromisoformat, "boolean": _boolean}
)
_KINDS = MappingProxyType({"integer": "whole number", "date": "date (YYYY-MM-DD)", "boolean": "truth value"})
