"""Two copies of a home that load into one graph at once: nothing is lost, nothing is doubled, and it is said."""

import itertools
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from graph.labels import LabelText
from graph.registry import Registry
from graph.steps import Bounds
from graph.sync import in_step, synchronise
from graph.writer import AnotherLoad, GraphWriter
from ontology.vocabulary import vocabulary
from records.journal import Journal
from tests.graph.backend import GraphBackend
from tests.graph.graph_text import lines_of_graph, lines_of_journal
from tests.graph.records_made import play_states
from tests.graph.test_sync_failures import FIRST, SECOND

SMALL = Bounds(rows=16, new_rows=16)
"""So small that these records take several transactions."""


class Stopped(Exception):
    pass


class InterruptedWriter(GraphWriter):
    """Does something before one of its transactions, as if somebody else did that at this moment."""

    left: int
    act: Callable[[], None]

    def commit(self, *arguments: Any, **options: Any) -> None:
        self.left -= 1
        if self.left == 0:
            self.act()
        super().commit(*arguments, **options)


def writer_of(backend: GraphBackend, before: int, act: Callable[[], None]) -> InterruptedWriter:
    writer = InterruptedWriter(backend.driver, backend.server, LabelText(backend.server, vocabulary()), SMALL)
    writer.left, writer.act = before, act
    return writer


def stop() -> None:
    raise Stopped


def another_load(path: Path, backend: GraphBackend, transactions: int) -> None:
    """A load from a copy that ends after some transactions."""
    with closing(Journal(path)) as journal, suppress(Stopped):
        synchronise(journal, writer_of(backend, transactions + 1, stop), Registry(vocabulary()))


def load_beside(journal: Journal, path: Path, backend: GraphBackend, before: int, theirs: int) -> bool:
    """Loads, with another load before one of the transactions; False when there were not so many."""
    writer = writer_of(backend, before, lambda: another_load(path, backend, theirs))
    with suppress(AnotherLoad):
        synchronise(journal, writer, backend.registry)
    return writer.left <= 0


@pytest.mark.parametrize("theirs", [1, 100], ids=["one transaction", "a whole load"])
@pytest.mark.parametrize("is_first", [True, False], ids=["the first load", "later loads"])
def test_two_loads_at_once_write_everything_once(
    graph_backend: GraphBackend, journal: Journal, tmp_path: Path, is_first: bool, theirs: int
) -> None:
    """The other comes before the first transaction of this one, then before its second, and so on."""
    met, number = True, 0
    states = play_states(journal, itertools.cycle([FIRST, SECOND]))
    while met:
        next(states)
        number += 1
        if is_first:
            graph_backend.clear()

        met = load_beside(journal, tmp_path / "journal.sqlite", graph_backend, number, theirs)
        synchronise(journal, graph_backend.writer, graph_backend.registry)

        assert met or number > 3
        assert in_step(journal, graph_backend.writer)
        assert lines_of_graph(graph_backend.reader) == lines_of_journal(journal, graph_backend.registry)


def test_a_load_beside_another_says_so(graph_backend: GraphBackend, journal: Journal, tmp_path: Path) -> None:
    for _ in play_states(journal, [FIRST]):
        writer = writer_of(
            graph_backend, 2, lambda: another_load(tmp_path / "journal.sqlite", graph_backend, 100)
        )

        with pytest.raises(AnotherLoad, match="Let it finish, then run the command again"):
            synchronise(journal, writer, graph_backend.registry)
