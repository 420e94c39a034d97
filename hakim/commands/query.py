"""`hakim query`: read-only Cypher."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from graph.query import Answer, select
from hakim.commands.common import settings
from hakim.graph_session import reading
from hakim.output import csv_text, print_json, print_table
from ontology.errors import UsageProblem

FORMS = click.Choice(["table", "json", "jsonl", "csv"])


@click.command()
@click.argument("cypher")
@click.option("--params", default="{}", help="Parameters as a JSON object, or @FILE that holds one.")
@click.option("--format", "form", type=FORMS, default="table")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def query(cypher: str, params: str, form: str, *, as_json: bool) -> None:
    """Runs CYPHER by an account that can only read, and prints the rows. "-" reads the query from stdin.

    Example: hakim query "MATCH (m:Mission) RETURN count(m) AS n" --format json
    """
    text = sys.stdin.read() if cypher == "-" else cypher
    parameters = read_parameters(params)
    with reading(settings()) as session:
        answer = select(session.driver, session.server, text, parameters)
    _PRINTERS["json" if as_json else form](answer)


def read_parameters(text: str) -> dict[str, Any]:
    """The parameters in a JSON object or in the file that @ names; UsageProblem for anything else."""
    try:
        value = json.loads(Path(text[1:]).read_text(encoding="utf-8") if text.startswith("@") else text)
    except (ValueError, OSError) as error:
        raise UsageProblem(
            f"--params is no JSON object: {error}.", hint="""Write --params '{"iso3": "TUR"}'."""
        ) from error
    if not isinstance(value, dict):
        raise UsageProblem("--params is JSON, but no object.", hint="""Write --params '{"iso3": "TUR"}'.""")
    return value


def _table(answer: Answer) -> None:
    print_table(answer.columns, [[row[name] for name in answer.columns] for row in answer.rows])
    click.echo(f"{len(answer.values)} rows", err=True)


def _jsonl(answer: Answer) -> None:
    for row in answer.rows:
        click.echo(json.dumps(row, ensure_ascii=False))


_PRINTERS: Mapping[str, Callable[[Answer], None]] = {
    "table": _table,
    "json": lambda answer: print_json(answer.rows),
    "jsonl": _jsonl,
    "csv": lambda answer: click.echo(csv_text(answer.columns, answer.rows), nl=False),
}
