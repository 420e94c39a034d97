"""Loading RDF documents into the store of record: a run whose rows are documents."""

from collections.abc import Iterable
from dataclasses import replace

from pyoxigraph import Quad

from ingest.documents import SOURCE, Document, document_records
from ingest.ledger import Ledger
from ingest.options import IngestOptions
from ontology.nquads import digest_of_lines, lines_of
from records.model import RunHeader
from records.store import Store


def load_documents(
    store: Store, documents: Iterable[tuple[Document, frozenset[Quad]]], options: IngestOptions
) -> Ledger:
    """Keeps parsed documents, each exactly as it came, as one run; a document that is there already stays.

    The ledger counts documents as rows and their graphs as records.
    """
    lines: set[str] = set()
    with store.journal.write_run(RunHeader(SOURCE, "", "", "", options.started)) as writer:
        ledger = Ledger(writer.run, SOURCE)
        for document, quads in documents:
            records = document_records(options.ids, document, quads)
            lines.update(line for record in records for line in lines_of(record.text))
            # The hash of the document is part of its records' names: one that is there says the same.
            new = [record for record in records if not store.journal.is_live(record.graph)]
            for record in new:
                writer.add(record, line=1, cells=(), retrieved=options.started)
            ledger = replace(
                ledger,
                read=ledger.read + 1,
                accepted=ledger.accepted + bool(new),
                unchanged=ledger.unchanged + (not new),
                written=ledger.written + len(new),
            )
        ordered = sorted(lines)
        ledger = replace(ledger, claims=len(ordered), digest=digest_of_lines(ordered))
        ledger.check()
        writer.finish(ledger.as_json())
    return ledger
