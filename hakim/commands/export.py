"""`hakim export`: RDF out of the graph."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click
from pyoxigraph import Quad

from graph.as_received import as_received
from graph.export import all_lines, describe_entity, selected_lines
from graph.line_sort import sorted_blocks
from graph.public_terms import VOCABULARIES, in_vocabulary
from graph.registry import Registry
from graph.reify import WAYS, check_way, reified
from graph.serialise import SYNTAXES, Batches, Blocks, write_document
from graph.terms import read_terms
from hakim.collector import rarely_collecting
from hakim.commands.common import settings
from hakim.graph_session import ReadSession, reading
from hakim.output import print_json, progress
from hakim.parameters import read_parameters
from hakim.settings import Settings
from hakim.whole_output import whole_output
from ontology.errors import UsageProblem
from ontology.nquads import DIGEST_PREFIX, canonical_line, read_canonical
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
@click.option(
    "--reify",
    "way",
    type=click.Choice(sorted(WAYS)),
    default="rdf12",
    show_default=True,
    help="Triple terms as they are, as classic reification, or as named graphs: for older receivers.",
)
@click.option("--format", "form", type=FORMATS, default="trig", show_default=True)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; else stdout."
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print {quads, digest, path} about the file that -o names."
)
def export(
    form: str, words: str, way: str, output: Path | None, *, as_json: bool, **selection: str | None
) -> None:
    """Writes the facts of the graph as RDF: all of them, those of one thing, or those that a query selects.

    The same graph gives the same bytes. N-Quads are canonical and sorted, so that their SHA-256 is the digest
    that `hakim status --verify` shows.

    With --vocab schema.org only what has a term there is written; docs/reference/alignments.md says what that is.

    Receivers that know no RDF 1.2 are served by --reify: with rdf11 a statement about a statement is a
    rdf:Statement, which asserts nothing; with graphs each such statement stands in a graph named by its reifier.

    Example: hakim export --format turtle --cypher "MATCH (m:VaccineDonation) RETURN m" -o vaccines.ttl
    """
    chosen = Selection(**selection)
    if as_json and not output:
        raise UsageProblem("--json tells of a file.", hint="Name it with -o.")
    check_way(way, form)
    current = settings()
    tally = Tally()
    spool = current.home if SYNTAXES[form].refuses else None
    with reading(current) as session, rarely_collecting(), whole_output(output, spool=spool) as opened:
        batches = _in_words(_shown(_batches(current, session, chosen)), words)
        if way != "rdf12":
            batches = reified(sorted_blocks(batches, current.home), way)
        if as_json:
            batches = tally.over(sorted_blocks(batches, current.home))
        write_document(batches, form, opened, current.home)
    if as_json:
        print_json({"quads": tally.quads, "digest": tally.digest, "path": str(output)})


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


@dataclass(slots=True)
class Tally:
    """How many facts went by, and their digest."""

    quads: int = 0
    _state: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def over(self, blocks: Blocks) -> Iterator[list[str]]:
        """The sorted lines as they are, counted."""
        for block in blocks:
            self.quads += len(block)
            self._state.update(b"".join(block))
            yield [line.decode() for line in block]

    @property
    def digest(self) -> str:
        """The digest of the lines so far."""
        return DIGEST_PREFIX + self._state.hexdigest()


def _batches(current: Settings, session: ReadSession, chosen: Selection) -> Batches:
    registry = Registry(vocabulary())
    registry.learn(read_terms(session.reader.run))
    if chosen.entity:
        return _batch(describe_entity(session.reader, registry, chosen.entity))
    if chosen.cypher:
        parameters = read_parameters(chosen.params or "{}")
        rows = session.gateway.stream(chosen.cypher, parameters)
        return selected_lines(session.reader, registry, rows)
    if chosen.document:
        with Store(current.home) as store:
            return _batch(as_received(store.journal, session.reader, registry, chosen.document))
    return all_lines(session.reader, registry)


def _batch(quads: Iterable[Quad]) -> Batches:
    return [list(map(canonical_line, quads))]


def _in_words(batches: Batches, words: str) -> Batches:
    """The facts in a vocabulary. What public terms fit depends on all facts: these are then in memory at once."""
    if words == "ours":
        return batches
    return _batch(
        in_vocabulary((quad for batch in batches for quad in read_canonical("".join(batch))), words)
    )


def _shown(batches: Batches) -> Iterator[list[str]]:
    """The batches, with a display of how many facts were read."""
    with progress("Facts read") as display:
        task = display.add_task("", total=None)
        for batch in batches:
            display.advance(task, len(batch))
            yield batch
