"""Edits made in the graph by hand, journalled as commands do it."""

from graph.adopt import SOURCE, HandEdits, adopted_record, hand_edits
from graph.reader import GraphReader
from graph.registry import Registry
from graph.sync import state_of
from graph.terms import read_terms
from graph.verify import verify
from ingest.ledger import Ledger
from ontology.identifiers import Identifiers
from ontology.nquads import lines_of
from ontology.vocabulary import vocabulary
from records.model import RunHeader
from records.store import Store


def find_edits(store: Store, reader: GraphReader) -> HandEdits:
    """What hands did to a graph since it was loaded; the store and the graph are read whole.

    Raises GraphOfAnotherStore for a graph that shows another store.
    """
    _, marker = state_of(store.journal, reader)
    registry = Registry(vocabulary())
    registry.learn(read_terms(reader.run))
    found = verify(store.journal, reader, registry, folder=store.home, kept=None)
    return hand_edits(store.journal, marker, found.missing, found.drift)


def journal_edits(store: Store, ids: Identifiers, edits: HandEdits, by: str, at: str) -> Ledger | None:
    """Keeps what can be adopted as one record in a run of its own, and gives the run's ledger; None for nothing."""
    if not edits.claims:
        return None
    record = adopted_record(ids, edits.claims, by, at)
    with store.journal.write_run(
        RunHeader(SOURCE, f"edits in the graph, adopted by {by}", "", "", at)
    ) as writer:
        writer.add(record, line=1, cells=(), retrieved=at)
        ledger = Ledger(
            writer.run,
            SOURCE,
            read=len(edits.claims),
            accepted=len(edits.claims),
            written=1,
            claims=len(lines_of(record.text)),
            digest=record.digest,
            notices=(f"{by} adopted edits made in the graph by hand: {record.graph}.", *edits.discarded),
        )
        ledger.check()
        writer.finish(ledger.as_json())
    return ledger
