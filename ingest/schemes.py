"""The ontology's SKOS schemes as a record, so that concepts are nodes with names in the graph."""

from dataclasses import replace
from pathlib import Path

from pyoxigraph import BlankNode, Literal, RdfFormat, parse

from ingest.kinds.kind import Claim, concept, typed
from ingest.ledger import Ledger
from ingest.mapping import GraphText, record_graph, text_of
from ingest.options import IngestOptions
from ontology.errors import HakimError
from ontology.files import SCHEMES
from ontology.nquads import lines_of
from ontology.terms import hd
from records.model import RunHeader
from records.store import Store

SOURCE = "ontology"
TITLE = "Concept schemes of Hakim's ontology"


def ingest_schemes(store: Store, options: IngestOptions) -> Ledger:
    """Keeps the shipped schemes as one record, marked for everybody; unchanged ones are not written again."""
    sha256 = store.raw_files.keep(SCHEMES)
    header = RunHeader(SOURCE, SCHEMES.name, sha256, sha256, options.started)
    record = options.ids.iri("record", SOURCE, "schemes")
    dataset = options.ids.iri("dataset", SOURCE)
    text = text_of(
        record,
        [
            *_triples(SCHEMES),
            *typed(record, hd.Record),
            *typed(dataset, hd.Dataset),
            Claim(dataset, hd.name, Literal(TITLE, language="en")),
            Claim(record, hd.describes, dataset),
            Claim(record, hd.fromDataset, dataset),
            Claim(record, hd.marking, concept("marking", "clear")),
            Claim(record, hd.reliability, concept("reliability", "A")),
            Claim(record, hd.credibility, concept("credibility", "1")),
        ],
    )
    graph = record_graph("scheme", GraphText(record.value, "clear", text))
    lines = lines_of(graph.text)
    with store.journal.write_run(header) as writer:
        changed = store.journal.live_digests(SOURCE).get(graph.graph) != graph.digest
        if changed:
            writer.add(graph, line=1, cells=(), retrieved=options.started)
        ledger = replace(
            Ledger(writer.run, SOURCE, read=1, claims=len(lines), digest=graph.digest),
            accepted=int(changed),
            unchanged=int(not changed),
            written=int(changed),
        )
        ledger.check()
        writer.finish(ledger.as_json())
    return ledger


def _triples(path: Path) -> list[Claim]:
    quads = list(parse(path=str(path), format=RdfFormat.TURTLE))
    if any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object)):
        raise HakimError(f"{path.name} holds blank nodes; concepts are named.")
    return [quad.triple for quad in quads]
