"""`hakim bulk`: the whole graph as files for the offline import of Neo4j."""

from pathlib import Path
from shlex import quote

import click

from graph.bulk.admin_command import FORMATS, NEWEST, VERSIONS
from graph.bulk.files import Wanted, Written, write_bulk
from graph.bulk.folder import check_place
from graph.projection import Projection
from graph.registry import Registry
from hakim.collector import rarely_collecting
from hakim.commands.common import json_option, settings
from hakim.output import print_json, say
from ontology.vocabulary import vocabulary
from records.store import Store


@click.command()
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The folder to write.")
@click.option(
    "--for",
    "version",
    type=click.Choice(sorted(VERSIONS)),
    default=NEWEST,
    show_default=True,
    help="The Neo4j that will import them.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="csv", show_default=True)
@json_option
def bulk(output: Path, version: str, form: str, *, as_json: bool) -> None:
    """Writes files for `neo4j-admin database import full`, which loads a large graph into a Neo4j server fastest.

    The folder gets the files, the arguments that name them, the Cypher to run after the import, and README.txt,
    which says what to do in which order. The graph that this makes is the one that loading would make.

    A folder that holds anything but earlier files of this command is refused. The same store gives the same bytes.

    Example: hakim bulk -o import --for 5.26
    """
    current = settings()
    wanted = Wanted(VERSIONS[version], form, current.server.database if current.server else "neo4j")
    check_place(output)
    with Store(current.home) as store, rarely_collecting():
        graph = Projection(store.journal, Registry(vocabulary()), store.journal.last_run)
        written = write_bulk(graph, output, wanted)
    if as_json:
        print_json(_summary(written, wanted))
    else:
        _tell(written)


def _summary(written: Written, wanted: Wanted) -> dict[str, object]:
    return {
        "path": str(written.folder),
        "for": wanted.version.name,
        "format": wanted.form,
        "nodes": written.nodes,
        "relationships": written.relationships,
        "later_values": written.later_values,
        "import": written.import_command,
        "after": written.after_command,
    }


def _tell(written: Written) -> None:
    say(f"{written.nodes:,} nodes and {written.relationships:,} relationships are in {written.folder}.")
    if written.later_values:
        say(f"{written.later_values:,} values that no file can say are set by after.cypher.")
    say("Stop the database; there, import; start it; then make the constraints (README.txt says more):")
    click.echo(f"cd {quote(str(written.folder))}\n{written.import_command}\n{written.after_command}")
