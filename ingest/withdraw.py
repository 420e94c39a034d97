"""A source taken back: its records are withdrawn, all and only they, and the journal still holds what was said."""

from ingest.ledger import Ledger
from ingest.options import IngestOptions
from ontology.errors import UsageProblem
from ontology.nquads import digest_of_lines
from records.model import RunHeader
from records.store import Store


def withdraw_source(store: Store, source: str, options: IngestOptions) -> Ledger:
    """Withdraws every live record of a source as one run, and gives the run's ledger.

    Raises UsageProblem where the source has no records, with the sources that have some.
    """
    graphs = store.journal.live_graphs(source)
    if not graphs:
        there = sorted(
            {run.header.source for run in store.journal.runs() if store.journal.count(run.header.source)}
        )
        raise UsageProblem(
            f"The store of record holds nothing of a source {source!r}.",
            hint=f"There are: {', '.join(there)}." if there else "",
        )
    with store.journal.write_run(RunHeader(source, "", "", "", options.started)) as writer:
        for graph in graphs:
            writer.remove(graph)
        ledger = Ledger(
            writer.run,
            source,
            deleted=len(graphs),
            digest=digest_of_lines([]),
            notices=("The source was withdrawn.",),
        )
        ledger.check()
        writer.finish(ledger.as_json())
    return ledger
