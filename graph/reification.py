"""Subjects whose facts can only be stored together, because a reifier ties them: looked up in the journal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Quad, Triple

from graph.facts import Rank
from graph.grades import Grades
from graph.merged_journal import MergedJournal
from graph.reifiers import REIFIES
from graph.term_text import subject_of, text_of
from ontology.nquads import read_canonical

_REIFIES_TEXT = str(REIFIES)


def closed(journal: MergedJournal, touched: set[str], runs: Sequence[int]) -> set[str]:
    """The subjects with all that reification ties to them, in the state after any of some runs."""
    fresh = touched
    while fresh:
        linked: set[str] = set()
        for run in runs:
            for text in journal.texts_of_subjects(sorted(fresh), run):
                if _REIFIES_TEXT in text:
                    linked |= {end for pair in _reified(read_canonical(text)) if pair & fresh for end in pair}
        fresh = linked - touched
        touched = touched | fresh
    return touched


def _reified(quads: Iterable[Quad]) -> Iterator[frozenset[str]]:
    """Each reifier with the subject of what it reifies: how the one is stored depends on the other."""
    for quad in quads:
        if quad.predicate == REIFIES and isinstance(quad.object, Triple):
            yield frozenset(map(text_of, (subject_of(quad), subject_of(quad.object))))


@dataclass(frozen=True, slots=True)
class Said:
    """All that is said of some subjects, and the order in which the records that say it are believed."""

    quads: Sequence[Quad]
    rank: Rank


def said_of(journal: MergedJournal, subjects: Sequence[str], run: int) -> Said:
    """What the records that were live after a run say of some subjects."""
    wanted = frozenset(key if key.startswith("_:") else f"<{key}>" for key in subjects)
    quads: list[Quad] = []
    grades = Grades()
    for text in journal.texts_of_subjects(subjects, run):
        grades.read(text)
        # Not splitlines: that takes other characters within a literal for the ends of lines too.
        lines = text.split("\n")[:-1]
        told = "".join(f"{line}\n" for line in lines if line[: line.index(" ")] in wanted)
        quads.extend(read_canonical(told))
    return Said(quads, grades.rank)
