"""Whatever records come, change and go: the graph is after each run what a new one would be."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from graph.sync import synchronise, verify
from records.journal import Journal
from tests.graph.backend import GraphBackend
from tests.graph.graph_text import lines_of_graph, lines_of_journal
from tests.graph.records_made import record, thing, write_run
from tests.graph.run_strategies import Run, histories

ON_A_SERVER = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def play(journal: Journal, run: Run) -> None:
    """Write a run, as ingest would."""
    added = [record(name, triples) for name, triples in run.items() if triples is not None]
    removed = [record(name, ()) for name, triples in run.items() if triples is None]
    write_run(journal, added, removed)


def check(backend: GraphBackend, history: list[Run]) -> None:
    backend.empty()
    journal = Journal(Path(":memory:"))
    for run in history:
        play(journal, run)
        synchronise(journal, backend.writer, backend.registry)
        assert lines_of_graph(backend.reader) == lines_of_journal(journal, backend.registry)
    verification = verify(journal, backend.reader, learnt(backend))
    assert (verification.missing, verification.drift) == ((), ())
    journal.close()


def learnt(backend: GraphBackend):
    registry = backend.registry
    registry.learn(backend.writer.terms())
    return registry


@settings(ON_A_SERVER, max_examples=60)
@given(histories)
def test_the_graph_after_any_history_is_what_a_new_one_would_be(backend: GraphBackend, history: list[Run]) -> None:
    check(backend, history)
