"""A view: a store of record that holds what an audience may have and nothing else, for a graph and a viewer of its own.

Whatever is computed there, clusters, chosen values, ties, search, counts, rests on leaving claims alone, since there
are no others: there is no history, and nothing says from which cell a fact was read.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from exchange.intake import Origin, TakenIn, records_of, take_in
from exchange.release import Release
from exchange.scheme import RECORD_LEVELS
from ontology.errors import UsageProblem
from records.journal import Journal
from records.model import RunHeader

SOURCE: Final = "view"


def make_view(release: Release, base: str, journal_path: Path, at: str) -> TakenIn:
    """Makes the store of a view, whole or not at all, as a file that is not there yet.

    `base` begins our IRIs; `at` is the time of its one run. Raises UsageProblem where there is a file.
    """
    if journal_path.exists():
        raise UsageProblem(f"{journal_path.parent} holds a store already.", hint="Give a new folder.")
    journal_path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=journal_path.parent, prefix="view-") as place:
        part = Path(place) / journal_path.name
        journal = Journal(part)
        try:
            # Records of no marking were not released; judgements rule in a view as they do here.
            records = records_of(
                _batches(release, Path(place)), Origin(base, RECORD_LEVELS[-1], rules=True), Path(place)
            )
            done = take_in(journal, RunHeader(SOURCE, "", "", "", at), records, (), {})
        finally:
            journal.close()
        shutil.move(part, journal_path)
    return done


def _batches(release: Release, folder: Path) -> Iterator[Sequence[str]]:
    return ([line.decode() for line in block] for block in release.in_order(folder).blocks)
