"""`hakim load`: RDF documents into the store of record and the graph."""

from pathlib import Path

import click

from hakim.commands.common import existing_file, json_option, now, settings
from hakim.graph_loading import bring_in_step
from hakim.output import print_json, print_table, say
from ingest.documents import Document, DocumentRefused, document_iri, syntax_of
from ingest.guarded import parse_guarded
from ingest.load import load_documents
from ingest.options import IngestOptions
from ontology.errors import UsageProblem
from records.store import Store


@click.command()
@click.argument("files", nargs=-1, required=True, type=existing_file)
@click.option("--exact", is_flag=True, help="Keep all that is valid RDF, exactly; it is never releasable.")
@click.option("--base", help="The IRI against which relative IRIs are read; by default none may stand there.")
@json_option
def load(files: tuple[Path, ...], base: str | None, *, exact: bool, as_json: bool) -> None:
    """Loads RDF documents: Turtle, TriG, N-Triples, N-Quads, JSON-LD or RDF/XML, told by their endings.

    A document that is refused costs only itself; the exit code is then 1. `hakim export --as-received NAME`
    gives a document back as it came.

    Example: hakim load --exact ally.ttl
    """
    if not exact:
        raise UsageProblem(
            "Only exact loading is there: what is loaded is kept as it is, unchecked, and never released.",
            hint="Say so with --exact.",
        )
    current = settings()
    parsed, refused = [], []
    for path in files:
        document = Document(path.name, path.read_bytes(), syntax_of(path.name), base)
        try:
            parsed.append((document, parse_guarded(document)))
        except DocumentRefused as error:
            refused.append({"file": str(path), "reason": str(error)})
    with Store(current.home) as store:
        for path in files:
            store.raw_files.keep(path)
        ledger = load_documents(store, parsed, IngestOptions(current.ids, now()))
        bring_in_step(store, current)
    loaded = [
        {"file": document.name, "document": document_iri(current.ids, document).value, "quads": len(quads)}
        for document, quads in parsed
    ]
    for problem in refused:
        say(f"refused: {problem['reason']}")
    if as_json:
        counted = {"read": ledger.read + len(refused), "rejected": len(refused)}
        print_json(ledger.as_json() | counted | {"documents": loaded, "refused": refused})
    else:
        print_table(("file", "document", "quads"), [list(one.values()) for one in loaded])
    if refused:
        raise click.exceptions.Exit(1)
