"""The missions of a store that may be the same one, as pairs to judge."""

import os
from collections.abc import Iterator
from typing import Final

from ingest.matching.background import KINDS, read_background
from ingest.matching.candidates import Candidate, candidates
from ingest.matching.gathered import Gathered, gather_records
from ingest.matching.reading import KIND
from ontology.identifiers import Identifiers
from ontology.namespaces import HD
from records.clusters import clusters
from records.judgements import Verdict
from records.judging import live_judgements
from records.store import Store

MANY: Final = 20_000
"""Records from which on it pays to share the work among processes."""


def candidates_in(
    store: Store, ids: Identifiers, source: str = "", *, at_least: float, again: bool = False
) -> Iterator[Candidate]:
    """The pairs that score so much and are worth an answer, the best first.

    Left out is what follows from judgements, and what was judged unsure but for `again`. With a source, only pairs
    of which it tells a side.
    """
    judgements = live_judgements(store.journal)
    settled = clusters(judgements)
    unsure = {one.pair for one in judgements if one.verdict is Verdict.UNSURE and not again}
    journal = store.journal
    background = read_background(text for _, text in journal.texts_of_kinds(KINDS))
    told = f" <{HD}fromDataset> {ids.iri('dataset', source)} " if source else ""
    workers = 1 if journal.count() < MANY else os.cpu_count() or 1

    def gathered(*, new: bool) -> Gathered:
        texts = (text for _, text in journal.texts_of_kinds((KIND,)) if (told in text) is new)
        return gather_records(texts, background, workers)

    known = gathered(new=False) if source else Gathered()
    for found in candidates(known, gathered(new=True), unsure, at_least, workers):
        if not settled.settle(*found.pair):
            yield found
