"""`hakim ask`: the named questions."""

from collections.abc import Callable, Mapping
from typing import Any

import click

from graph.asking import NamedAnswer, read_parameters
from graph.asking import ask as ask_question
from graph.export import all_quads
from graph.fact_sources import CypherFacts, SparqlFacts
from graph.named_things import settle
from graph.question import Question, question, questions
from graph.registry import Registry
from graph.terms import read_terms
from hakim.commands.common import settings
from hakim.graph_session import ReadSession, reading
from hakim.output import csv_text, print_json, print_table, say
from ontology.errors import UsageProblem
from ontology.vocabulary import vocabulary

FORMS = click.Choice(["table", "json", "csv"])
LANGUAGES = click.Choice(["en", "ar"])


@click.command()
@click.argument("name", required=False)
@click.option("-p", "--param", "given", multiple=True, metavar="NAME=VALUE", help="A parameter; repeatable.")
@click.option("--lang", "language", type=LANGUAGES, default="en", show_default=True)
@click.option(
    "--show", is_flag=True, help="What it answers, its traps, its Cypher and its SPARQL; asks nothing."
)
@click.option("--twin", is_flag=True, help="Answer by its SPARQL on the exported RDF, not by its Cypher.")
@click.option("--format", "form", type=FORMS, default="table", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def ask(name: str | None, given: tuple[str, ...], *, as_json: bool, **options: Any) -> None:
    """Answers the named question NAME, with the caveats that belong to the answer. Without NAME, lists all questions.

    Example: hakim ask who-helped-back --json
    """
    form = "json" if as_json else options["form"]
    language = options["language"]
    if name is None:
        _list(language, form)
        return
    asked = question(name)
    if options["show"]:
        _show(asked, language, form)
        return
    parameters = read_parameters(asked, _given(given))
    with reading(settings()) as session:
        settled = settle(asked, session.reader, parameters)
        source = _sparql(session) if options["twin"] else CypherFacts(session.driver, session.server)
        answer = ask_question(asked, source, settled, language)
    _PRINTERS[form](answer, language)


def _given(given: tuple[str, ...]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    for name, equals, _ in pairs:
        if not equals:
            raise UsageProblem(f"--param {name} has no value.", hint="Write --param NAME=VALUE.")
    return {name.strip(): value for name, _, value in pairs}


def _sparql(session: ReadSession) -> SparqlFacts:
    registry = Registry(vocabulary())
    registry.learn(read_terms(session.reader.run))
    return SparqlFacts(all_quads(session.reader, registry))


def _list(language: str, form: str) -> None:
    listed = [
        {
            "name": one.name,
            "title": one.title[language],
            "parameters": {parameter.name: parameter.default for parameter in one.parameters},
        }
        for one in questions()
    ]
    if form == "json":
        print_json(listed)
    else:
        columns = ("name", "title", "parameters")
        print_table(columns, [[one["name"], one["title"], _written(one["parameters"])] for one in listed])


def _written(parameters: Any) -> str:
    return "  ".join(f"{name}={value}" for name, value in parameters.items())


def _show(asked: Question, language: str, form: str) -> None:
    shown: dict[str, Any] = {
        "name": asked.name,
        "title": asked.title[language],
        "answers": asked.answers[language],
        "traps": list(asked.traps[language]),
        "needs": list(asked.needs),
        "parameters": [
            {"name": one.name, "type": one.type, "default": one.default, "label": one.label[language]}
            for one in asked.parameters
        ],
        "columns": [
            {"name": one.name, "type": one.type, "label": one.label[language]} for one in asked.columns
        ],
        "cypher": asked.facts.cypher,
        "sparql": asked.facts.sparql,
    }
    if form == "json":
        print_json(shown)
        return
    click.echo(f"{shown['title']}\n\n{shown['answers']}\n")
    for trap in shown["traps"]:
        click.echo(f"- {trap}")
    for one in shown["parameters"]:
        click.echo(f"  --param {one['name']}={one['default']}   {one['label']} ({one['type']})")
    click.echo(f"\nCypher:\n{shown['cypher']}\nSPARQL:\n{shown['sparql']}")


def _json(answer: NamedAnswer, _language: str) -> None:
    print_json(
        {
            "name": answer.name,
            "title": answer.title,
            "parameters": dict(answer.parameters),
            "columns": [one.name for one in answer.columns],
            "rows": answer.rows,
            "caveats": list(answer.caveats),
        }
    )


def _table(answer: NamedAnswer, language: str) -> None:
    rows = [[_cell(row[column.name], column.type) for column in answer.columns] for row in answer.rows]
    print_table([column.label[language] for column in answer.columns], rows, title=answer.title)
    say(f"{len(rows)} rows")
    for caveat in answer.caveats:
        click.echo(f"* {caveat}")


def _cell(value: Any, kind: str) -> Any:
    """A cell for people: lists with commas, missions by the end of their IRI."""
    if isinstance(value, list):
        return ", ".join(str(_cell(item, kind)) for item in value)
    return value.rsplit("/", 1)[1] if kind in {"mission", "missions"} and isinstance(value, str) else value


def _csv(answer: NamedAnswer, _language: str) -> None:
    click.echo(csv_text([column.name for column in answer.columns], answer.rows), nl=False)
    for caveat in answer.caveats:
        say(caveat)


_PRINTERS: Mapping[str, Callable[[NamedAnswer, str], None]] = {"json": _json, "table": _table, "csv": _csv}
