"""`hakim search`: things by any of their names."""

from dataclasses import asdict

import click

from graph.search import Match
from hakim.commands.common import json_option, settings
from hakim.graph_session import reading
from hakim.name_index import name_index
from hakim.output import print_json, print_table, say


@click.command()
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True, help="The most things.")
@json_option
def search(text: str, limit: int, *, as_json: bool) -> None:
    """Finds countries, organisations, missions, crises and documents by TEXT: a name, acronym, code or title.

    Typing errors, missing marks, Arabic spellings and names written in the other script are forgiven; each answer
    says why it is one. The first search after a load reads all names of the graph. The exit code is 1 when nothing
    is found.

    Example: hakim search "al-Urdun"
    """
    current = settings()
    with reading(current) as session:
        index = name_index(current.home, session.reader)
    try:
        found = index.find(text, limit)
    finally:
        index.close()
    if as_json:
        print_json([asdict(match) | {"reason": match.reason} for match in found])
    else:
        print_table(("kind", "name", "why", "iri"), [_row(match) for match in found])
        say(f"{len(found)} found")
    if not found:
        raise click.exceptions.Exit(1)


def _row(match: Match) -> tuple[str, str, str, str]:
    return match.kind, match.name, match.reason, match.iri
