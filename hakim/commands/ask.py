"""`hakim ask`: the named questions."""

from pathlib import Path
from typing import Any

import click

from graph.analysis.drawing import plot_of
from graph.analysis.plots import draw, form_of
from graph.asking import NamedAnswer, read_parameters
from graph.asking import ask as ask_question
from graph.export import all_quads
from graph.fact_sources import CypherFacts, SparqlFacts
from graph.named_things import settle
from graph.question import Question, question, questions
from graph.registry import Registry
from graph.terms import read_terms
from hakim.answers import FORMS
from hakim.commands.common import settings
from hakim.graph_session import ReadSession, reading
from hakim.named_answers import write_named
from hakim.output import print_json, print_table, say, show
from hakim.whole_output import whole_output
from ontology.errors import UsageProblem
from ontology.vocabulary import vocabulary

LANGUAGES = click.Choice(["en", "ar"])


@click.command()
@click.argument("name", required=False)
@click.option("-p", "--param", "given", multiple=True, metavar="NAME=VALUE", help="A parameter; repeatable.")
@click.option("--lang", "language", type=LANGUAGES, default="en", show_default=True)
@click.option(
    "--show", is_flag=True, help="What it answers, its traps, its Cypher and its SPARQL; asks nothing."
)
@click.option("--twin", is_flag=True, help="Answer by its SPARQL on the exported RDF, not by its Cypher.")
@click.option("--format", "form", type=click.Choice(FORMS), default="table", show_default=True)
@click.option(
    "--plot",
    "plotted",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.svg|FILE.png",
    help="Draw the answer, too.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def ask(name: str | None, given: tuple[str, ...], *, as_json: bool, **options: Any) -> None:
    """Answers the named question NAME, with the caveats that belong to the answer. Without NAME, lists all questions.

    Example: hakim ask who-helped-back --json

    Example: hakim ask response-time-by-crisis --plot times.svg
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
    # What cannot be drawn is refused before the graph is asked.
    plot = _Plotted(options["plotted"], asked, language) if options["plotted"] else None
    with reading(settings()) as session:
        settled = settle(asked, session.reader, parameters)
        source = _sparql(session) if options["twin"] else CypherFacts(session.gateway)
        answer = ask_question(asked, source, settled, language)
        run = _run(session)
    if plot:
        plot.write(answer, run)
    written = write_named(answer, form, language)
    show(written.text, written.note)


class _Plotted:
    """The file that an answer is drawn into."""

    def __init__(self, path: Path, asked: Question, language: str) -> None:
        self._path = path
        self._plot = plot_of(asked)
        self._form = form_of(path.suffix)
        self._language = language

    def write(self, answer: NamedAnswer, run: int) -> None:
        drawn = draw(answer, self._plot, self._language, self._form, run=run)
        with whole_output(self._path) as output:
            output.write(drawn)
        say(f"Drawn: {self._path}")


def _given(given: tuple[str, ...]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    for name, equals, _ in pairs:
        if not equals:
            raise UsageProblem(f"--param {name} has no value.", hint="Write --param NAME=VALUE.")
    return {name.strip(): value for name, _, value in pairs}


def _run(session: ReadSession) -> int:
    """The last run whose records the graph shows."""
    marker = session.reader.marker()
    return marker.run if marker else 0


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
