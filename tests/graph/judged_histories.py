"""Random histories in which people also judge what is the same: records and judgements that come, change and go."""

from collections.abc import Mapping

from hypothesis import strategies as st

from graph.layers import layered
from graph.merged_journal import MergedJournal
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE
from ontology.nquads import canonical_text, read_canonical
from records.journal import Journal
from records.judgements import Judgement, Verdict, record_of
from records.model import RecordGraph
from tests.graph.records_made import record, thing, write_run
from tests.graph.run_strategies import MISSIONS, PLACES, Run, runs

IDS = Identifiers(DEFAULT_ID_BASE)
NOON = "2026-01-01T12:00:00Z"
JUDGED = [*(iri.value for iri in (*MISSIONS, *PLACES[:2], thing("record/b"))), "urn:x:r"]
"""What may be judged to be the same: whatever records speak of, a record too."""

Pair = tuple[str, str]
Step = tuple[Run, Mapping[Pair, Verdict | None]]
"""What a run says of records, and of pairs; None for a judgement that is taken back."""

pairs = st.tuples(st.sampled_from(JUDGED), st.sampled_from(JUDGED)).filter(lambda pair: pair[0] < pair[1])
verdicts = st.sampled_from([Verdict.POSITIVE, Verdict.POSITIVE, Verdict.POSITIVE, Verdict.NEGATIVE, None])
steps = st.tuples(runs, st.dictionaries(pairs, verdicts, max_size=3))
judged_histories = st.lists(steps, min_size=1, max_size=4)


def judged(one: str, other: str, verdict: Verdict = Verdict.POSITIVE, at: str = NOON) -> RecordGraph:
    """The record of a judgement."""
    return record_of(IDS, Judgement((one, other), verdict, "desk", at, "seen"))


def play_judged(journal: Journal, step: Step) -> None:
    """One run of records and judgements."""
    run, said = step
    added = [record(name, triples) for name, triples in run.items() if triples is not None]
    removed = [record(name, ()) for name, triples in run.items() if triples is None]
    added += [judged(*pair, verdict) for pair, verdict in said.items() if verdict]
    removed += [judged(*pair) for pair, verdict in said.items() if not verdict]
    write_run(journal, added, removed)


def shown_texts(journal: Journal, run: int) -> list[str]:
    """All that the merged view of a run shows, record by record."""
    canonical = MergedJournal(journal).names(run).canonical
    texts = journal.texts(at_run=run)
    return [canonical_text(layered(read_canonical(text), canonical).quads) for text in texts]
