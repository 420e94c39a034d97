"""The answer to a named question as text, with its caveats."""

from collections.abc import Mapping
from typing import Any

from graph.asking import NamedAnswer
from hakim.answers import Written, count_rows, write_rows
from hakim.output import json_text, table_text


def write_named(answer: NamedAnswer, form: str, language: str) -> Written:
    """The answer to a named question in one of `FORMS`, with its caveats."""
    caveats = "\n".join(answer.caveats)
    match form:
        case "table":
            return _named_table(answer, language)
        case "json":
            return Written(json_text(named_value(answer)))
        case _:
            columns = tuple(column.name for column in answer.columns)
            return Written(write_rows(columns, answer.rows, form), caveats)


def named_value(answer: NamedAnswer) -> Mapping[str, Any]:
    """The answer to a named question as JSON has it: the keys that docs promise to scripts."""
    return {
        "name": answer.name,
        "title": answer.title,
        "parameters": dict(answer.parameters),
        "columns": [one.name for one in answer.columns],
        "rows": answer.rows,
        "caveats": list(answer.caveats),
    }


def _named_table(answer: NamedAnswer, language: str) -> Written:
    rows = [[_cell(row[column.name], column.type) for column in answer.columns] for row in answer.rows]
    table = table_text([column.label[language] for column in answer.columns], rows, title=answer.title)
    return Written(table + "".join(f"* {caveat}\n" for caveat in answer.caveats), count_rows(len(rows)))


def _cell(value: Any, kind: str) -> Any:
    """A cell for people: lists with commas, missions by the end of their IRI."""
    if isinstance(value, list):
        return ", ".join(str(_cell(item, kind)) for item in value)
    return value.rsplit("/", 1)[1] if kind in {"mission", "missions"} and isinstance(value, str) else value
