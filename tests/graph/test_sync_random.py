"""Whatever records come, change and go: the graph is after each run what a new one would be."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from graph.sync import synchronise
from graph.verify import verify
from records.journal import Journal
from tests.graph.backend import GraphBackend
from tests.graph.graph_text import lines_of_graph, lines_of_journal
from tests.graph.records_made import play
from tests.graph.run_strategies import Run, histories

ON_A_SERVER = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def check(backend: GraphBackend, history: list[Run]) -> None:
    backend.clear()
    journal = Journal(Path(":memory:"))
    for run in history:
        play(journal, run)
        synchronise(journal, backend.writer, backend.registry)
        assert lines_of_graph(backend.reader) == lines_of_journal(journal, backend.registry)
    verification = verify(journal, backend.reader, backend.learnt_registry)
    assert (verification.missing, verification.drift) == ((), ())
    journal.close()


@settings(ON_A_SERVER, max_examples=15)
@given(histories)
def test_the_graph_after_any_history_is_what_a_new_one_would_be(
    graph_backend: GraphBackend, history: list[Run]
) -> None:
    check(graph_backend, history)


@pytest.mark.full
@settings(ON_A_SERVER, max_examples=1_000)
@given(histories)
def test_the_graph_after_any_of_many_histories_is_what_a_new_one_would_be(
    graph_backend: GraphBackend, history: list[Run]
) -> None:
    check(graph_backend, history)
