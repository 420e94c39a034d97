"""`hakim sparql`: SPARQL over an export of the graph, or over an RDF file."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from pyoxigraph import RdfFormat

from graph.export import all_lines
from graph.registry import Registry
from graph.serialise import SYNTAXES
from graph.sparql import RESULTS, Limits, answer, fitting_format
from graph.sparql_text import form_of
from graph.terms import read_terms
from hakim.commands.common import existing_file, settings
from hakim.graph_session import reading
from hakim.output import print_table, say
from ontology.errors import OutsideFailure, UsageProblem
from ontology.vocabulary import vocabulary

FORMS = click.Choice(["table", *RESULTS, *SYNTAXES])
PIECE = 1 << 20


@click.command()
@click.argument("query")
@click.option("--file", "path", type=existing_file, help="Ask this RDF file, in place of the graph.")
@click.option(
    "--format",
    "form",
    type=FORMS,
    help="Default: a table for SELECT and ASK, Turtle for CONSTRUCT and DESCRIBE.",
)
@click.option("--json", "as_json", is_flag=True, help="SPARQL results in JSON; JSON-LD for statements.")
@click.option("--seconds", type=click.IntRange(1, 3600), default=60, show_default=True, help="A limit.")
def sparql(query: str, path: Path | None, form: str | None, *, as_json: bool, seconds: int) -> None:
    """Asks in SPARQL 1.1 (and triple terms of 1.2). QUERY is the query, @FILE that holds it, or "-" for stdin.

    Facts stand in named graphs, one for each record; without GRAPH a query sees all graphs as one. FROM narrows
    that down to graphs of the data. The shipped prefixes (hd:, rdf:, schema:, …) are known. SERVICE and updates are
    refused, and nothing is ever fetched. Values are compared as numbers and dates, and given in canonical form
    ("01"^^xsd:integer as 1): `hakim export` gives every form as it was written.

    Example: hakim sparql "SELECT ?name { ?m a hd:VaccineDonation ; hd:name ?name } LIMIT 5"
    """
    text = _read(query)
    asks = form_of(text)
    rows = asks in {"SELECT", "ASK"}
    wanted = ("json" if rows else "jsonld") if as_json else form or ("table" if rows else "turtle")
    shown = "json" if wanted == "table" and rows else fitting_format(text, wanted)
    syntax = RdfFormat.N_QUADS if path is None else _syntax(path)
    pieces = _graph() if path is None else _pieces(path)
    found = answer(text, pieces, syntax, shown, Limits(seconds=seconds))
    if wanted == "table":
        _print(json.loads(found.document))
    else:
        sys.stdout.buffer.write(found.document.rstrip(b"\n") + b"\n" if wanted == "json" else found.document)
    if found.rewritten:
        say(
            f"{found.rewritten:,} literals of the data are compared and given in their canonical form;"
            " `hakim export` gives the forms that were written."
        )


def _read(query: str) -> str:
    if query == "-":
        return sys.stdin.read()
    if not query.startswith("@"):
        return query
    try:
        return Path(query[1:]).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise UsageProblem(f"The query in {query[1:]} cannot be read: {error}.") from error


def _graph() -> Iterator[bytes]:
    with reading(settings()) as session:
        registry = Registry(vocabulary())
        registry.learn(read_terms(session.reader.run))
        for batch in all_lines(session.reader, registry):
            yield "".join(batch).encode()


def _syntax(path: Path) -> RdfFormat:
    syntax = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if syntax is None:
        raise UsageProblem(
            f"The name of {path} tells no RDF syntax.",
            hint=f"It ends in one of: {', '.join(one.suffix for one in SYNTAXES.values())}.",
        )
    return syntax


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except OSError as error:
        raise OutsideFailure(f"{path} cannot be read: {error.strerror}.") from error


def _print(results: dict[str, Any]) -> None:
    """Rows for people: IRIs and texts whole, a text of a language with its tag."""
    if "boolean" in results:
        click.echo("true" if results["boolean"] else "false")
        return
    columns = results["head"]["vars"]
    rows = results["results"]["bindings"]
    print_table(columns, [[_text(row.get(name)) for name in columns] for row in rows])
    say(f"{len(rows)} rows")


def _text(term: dict[str, Any] | None) -> str:
    match term:
        case None:
            return ""
        case {"type": "triple", "value": {"subject": subject, "predicate": predicate, "object": target}}:
            return f"<<( {_text(subject)} {_text(predicate)} {_text(target)} )>>"
        case {"type": "bnode", "value": value}:
            return f"_:{value}"
        case {"value": value, "xml:lang": language}:
            return f"{value} @{language}"
        case _:
            return str(term["value"])
