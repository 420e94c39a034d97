"""`hakim export`: RDF out of the graph."""

import sys
from dataclasses import dataclass
from pathlib import Path

import click
from pyoxigraph import Quad

from graph.as_received import as_received
from graph.export import all_quads, describe_entity, describe_selection
from graph.public_terms import VOCABULARIES, in_vocabulary
from graph.query import select
from graph.registry import Registry
from graph.serialise import SYNTAXES, serialise
from graph.terms import read_terms
from hakim.commands.common import settings
from hakim.commands.query import read_parameters
from hakim.graph_session import ReadSession, reading
from hakim.output import print_json
from hakim.settings import Settings
from ontology.errors import OutsideFailure, UsageProblem
from ontology.nquads import digest
from ontology.vocabulary import vocabulary
from records.store import Store

FORMATS = click.Choice(sorted(SYNTAXES))


@click.command()
@click.option("--entity", help="Only what is known of the thing with this IRI, with its evidence.")
@click.option("--cypher", help="Only the nodes, relationships and paths that this query returns.")
@click.option("--as-received", "document", help="A loaded document as it came, by its name or IRI.")
@click.option("--params", default="{}", help="Parameters of --cypher as a JSON object, or @FILE.")
@click.option(
    "--vocab",
    "words",
    type=click.Choice(VOCABULARIES),
    default="ours",
    show_default=True,
    help="Our terms, those of schema.org in place of them, or both.",
)
@click.option("--format", "form", type=FORMATS, default="trig", show_default=True)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; else stdout."
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print {quads, digest, path} about the file that -o names."
)
def export(form: str, words: str, output: Path | None, *, as_json: bool, **selection: str | None) -> None:
    """Writes the facts of the graph as RDF: all of them, those of one thing, or those that a query selects.

    The same graph gives the same bytes. N-Quads are canonical and sorted, so that their SHA-256 is the digest
    that `hakim status --verify` shows.

    With --vocab schema.org only what has a term there is written; docs/reference/alignments.md says what that is.

    Example: hakim export --format turtle --cypher "MATCH (m:VaccineDonation) RETURN m" -o vaccines.ttl
    """
    chosen = Selection(**selection)
    if as_json and not output:
        raise UsageProblem("--json tells of a file.", hint="Name it with -o.")
    current = settings()
    with reading(current) as session:
        quads = in_vocabulary(_quads(current, session, chosen), words)
    document = serialise(quads, form)
    if output:
        write_whole(output, document)
    else:
        sys.stdout.buffer.write(document)
    if as_json:
        print_json({"quads": len(quads), "digest": digest(quads), "path": str(output)})


@dataclass(frozen=True, slots=True)
class Selection:
    """What is exported: one of an entity, a query's result or a document; all facts when none is named."""

    entity: str | None
    cypher: str | None
    document: str | None
    params: str | None

    def __post_init__(self) -> None:
        if sum(bool(choice) for choice in (self.entity, self.cypher, self.document)) > 1:
            raise UsageProblem("--entity, --cypher and --as-received exclude each other.")


def _quads(current: Settings, session: ReadSession, chosen: Selection) -> set[Quad]:
    registry = Registry(vocabulary())
    registry.learn(read_terms(session.reader.run))
    if chosen.entity:
        return describe_entity(session.reader, registry, chosen.entity)
    if chosen.cypher:
        parameters = read_parameters(chosen.params or "{}")
        answer = select(session.driver, session.server, chosen.cypher, parameters)
        return describe_selection(session.reader, registry, [value for row in answer.values for value in row])
    if chosen.document:
        with Store(current.home) as store:
            return as_received(store.journal, session.reader, registry, chosen.document)
    return set(all_quads(session.reader, registry))


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that it is either the old one or the new one, never a part."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise OutsideFailure(f"{path} cannot be written: {error.strerror}.") from error
