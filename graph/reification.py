"""Subjects whose facts can only be stored together, because a reifier ties them: looked up in the journal."""

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Quad, Triple

from graph.reifiers import REIFIES
from graph.term_text import subject_of, text_of
from ontology.nquads import read_canonical
from records.journal import Journal

_REIFIES_TEXT = str(REIFIES)


def closed(journal: Journal, touched: set[str], runs: Sequence[int]) -> set[str]:
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


def quads_of(journal: Journal, subjects: Sequence[str], run: int) -> Iterator[Quad]:
    """All that the records that were live after a run say of some subjects."""
    wanted = frozenset(key if key.startswith("_:") else f"<{key}>" for key in subjects)
    for text in journal.texts_of_subjects(subjects, run):
        # Not splitlines: that takes other characters within a literal for the ends of lines too.
        lines = text.split("\n")[:-1]
        yield from read_canonical("".join(f"{line}\n" for line in lines if line[: line.index(" ")] in wanted))
