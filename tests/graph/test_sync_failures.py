"""What goes wrong between a store and its graph: nothing is lost, nothing is doubled, and it is said."""

import itertools
import re
from pathlib import Path

import pytest
from neo4j.exceptions import IncompleteCommit, SessionExpired, TransientError
from pyoxigraph import Literal, Triple

from graph.engine import Running
from graph.labels import LabelText
from graph.server import GraphUnreachable
from graph.steps import Bounds
from graph.sync import CountsDiffer, GraphOfAnotherStore, in_step, synchronise
from graph.verify import verify
from graph.writer import GraphWriter, RowTooLarge
from ontology.terms import hd
from ontology.vocabulary import vocabulary
from records.journal import Journal
from tests.graph.backend import GraphBackend, open_backend
from tests.graph.breaking_driver import BreakingDriver, Moment
from tests.graph.graph_text import lines_of_graph, lines_of_journal
from tests.graph.records_made import play, play_states, thing, turtle

FIRST = {
    "a": "m:1 a hd:VaccineDonation ; hd:sentBy c:TUR ; hd:receivedBy c:ITA ; :knows c:EGY, c:ITA .",
    "b": "m:2 a hd:Mission ; hd:sentBy c:EGY ; hd:receivedBy c:ITA ; :doubts <<( :a :says :b )>> .",
    "c": 'c:TUR a hd:Country . m:1 hd:sentBy c:TUR . :r rdf:reifies <<( m:1 hd:sentBy c:TUR )>> ; hd:note "r" .',
}
SECOND = {
    "a": "m:1 a hd:FieldHospitalDeployment ; hd:sentBy c:TUR ; hd:receivedBy c:EGY ; :sees c:EGY, c:ITA .",
    "c": "c:TUR a hd:Organisation . m:1 hd:sentBy c:TUR . :r rdf:reifies <<( m:1 hd:sentBy c:TUR )>> .",
    "d": "m:3 a hd:Mission ; hd:sentBy c:TUR .",
}
SMALL = Bounds(rows=8, new_rows=8)
"""So small that even these records take many transactions."""


def small_writer(backend: GraphBackend, breaking: BreakingDriver | None = None) -> GraphWriter:
    driver = breaking.as_driver if breaking else backend.driver
    return GraphWriter(driver, backend.server, LabelText(backend.server, vocabulary()), SMALL)


SURVIVED: dict[str, tuple[Moment, list[Exception | None]]] = {
    "it gave up one of two transactions": ("while writing", [TransientError("Deadlock")]),
    "it broke off while writing": ("while writing", [SessionExpired("gone")]),
    "it gave up at the commit": ("before the commit", [TransientError("Deadlock")]),
    "the answer to a commit was lost": ("after the commit", [IncompleteCommit("gone")]),
    "the answers to all commits were lost": ("after the commit", [IncompleteCommit("gone")] * 40),
    "it reports an error and has committed": ("after the commit", [TransientError("Disk full")]),
}


@pytest.mark.parametrize(("moment", "errors"), SURVIVED.values(), ids=SURVIVED.keys())
def test_a_failure_that_can_pass_leaves_no_trace(
    graph_backend: GraphBackend, journal: Journal, moment: Moment, errors: list[Exception | None]
) -> None:
    for _ in play_states(journal, [FIRST, SECOND]):
        breaking = BreakingDriver(graph_backend.driver, moment, errors.copy())
        synchronise(journal, small_writer(graph_backend, breaking), graph_backend.registry)

    assert lines_of_graph(graph_backend.reader) == lines_of_journal(journal, graph_backend.registry)


def test_a_commit_of_unknown_outcome_that_did_not_happen_is_told_and_made_up_for(
    graph_backend: GraphBackend, journal: Journal
) -> None:
    for _ in play_states(journal, [FIRST, SECOND]):
        breaking = BreakingDriver(graph_backend.driver, "before the commit", [IncompleteCommit("gone")])
        with pytest.raises(GraphUnreachable):
            synchronise(journal, small_writer(graph_backend, breaking), graph_backend.registry)
        synchronise(journal, small_writer(graph_backend), graph_backend.registry)

    assert lines_of_graph(graph_backend.reader) == lines_of_journal(journal, graph_backend.registry)


def test_a_server_that_takes_no_names_as_parameters_gets_them_in_its_queries(
    graph_backend: GraphBackend, journal: Journal
) -> None:
    """As Neo4j before 5.26."""
    for _ in play_states(journal, [FIRST, SECOND]):
        older = BreakingDriver(graph_backend.driver, "while writing", [], agent="Neo4j/5.25.1")
        synchronise(journal, small_writer(graph_backend, older), graph_backend.registry)

    assert lines_of_graph(graph_backend.reader) == lines_of_journal(journal, graph_backend.registry)


class Interrupted(Exception):
    pass


def load_until(journal: Journal, backend: GraphBackend, batch: int) -> bool:
    """Synchronise, but stop after some batches; False when there were not so many."""

    def stop(done: int, _share: float) -> None:
        if done >= batch:
            raise Interrupted

    try:
        synchronise(journal, small_writer(backend), backend.registry, stop)
    except Interrupted:
        return True
    return False


def ends_at(journal: Journal, backend: GraphBackend, moment: Moment, number: int) -> bool:
    """Synchronise, but end at one of the transactions; False when there were not so many."""
    passing: list[Exception | None] = [None] * (number - 1)
    breaking = BreakingDriver(backend.driver, moment, [*passing, Interrupted()])
    try:
        synchronise(journal, small_writer(backend, breaking), backend.registry)
    except Interrupted:
        return True
    return False


@pytest.mark.parametrize("moment", ["before the commit", "after the commit"])
@pytest.mark.parametrize("states", [[FIRST], [FIRST, SECOND]], ids=["the first load", "a later load"])
def test_a_load_that_was_cut_off_anywhere_is_finished(
    graph_backend: GraphBackend, journal: Journal, states: list[dict[str, str]], moment: Moment
) -> None:
    """Cut off at its first transaction, then at its second, and so on until it comes to its end."""
    *loaded, _ = states
    runs = play_states(journal, states)
    for _ in loaded:
        next(runs)
        synchronise(journal, graph_backend.writer, graph_backend.registry)
    next(runs)

    numbers = itertools.takewhile(
        lambda number: ends_at(journal, graph_backend, moment, number), itertools.count(1)
    )

    assert len(list(numbers)) > 2
    assert in_step(journal, graph_backend.writer)
    assert lines_of_graph(graph_backend.reader) == lines_of_journal(journal, graph_backend.registry)


def test_a_load_that_was_cut_off_is_begun_anew_when_its_batches_would_be_others(
    graph_backend: GraphBackend, journal: Journal
) -> None:
    """As by an older release, which cut the work otherwise."""
    for _ in play_states(journal, [FIRST]):
        assert ends_at(journal, graph_backend, "after the commit", 3)
    graph_backend.by_hand("MATCH (s:_Sync) WHERE s.id STARTS WITH 'lane' SET s.hash = 'other'")

    done = synchronise(journal, graph_backend.writer, graph_backend.registry)

    assert (done.from_run, done.to_run) == (0, 1)
    assert lines_of_graph(graph_backend.reader) == lines_of_journal(journal, graph_backend.registry)
    assert list(graph_backend.writer.markers()) == ["state"]


def test_a_load_that_was_cut_off_is_finished_before_later_runs(
    graph_backend: GraphBackend, journal: Journal
) -> None:
    runs = play_states(journal, [FIRST, SECOND, FIRST])
    next(runs)
    load_until(journal, graph_backend, 2)
    next(runs)
    state = in_step(journal, graph_backend.writer)
    load_until(journal, graph_backend, 4)
    next(runs)

    done = synchronise(journal, graph_backend.writer, graph_backend.registry)

    assert (state, done.from_run, done.to_run) == (False, 0, 3)
    assert lines_of_graph(graph_backend.reader) == lines_of_journal(journal, graph_backend.registry)


def test_a_graph_of_another_store_is_refused_and_left_alone(
    graph_backend: GraphBackend, journal: Journal, tmp_path: Path
) -> None:
    other = Journal(tmp_path / "other.sqlite")
    play(journal, {"a": turtle(FIRST["a"])})
    play(other, {"b": turtle(FIRST["b"])})
    synchronise(journal, graph_backend.writer, graph_backend.registry)

    with pytest.raises(GraphOfAnotherStore, match="another store of record"):
        synchronise(other, graph_backend.writer, graph_backend.registry)
    other.close()

    assert lines_of_graph(graph_backend.reader) == lines_of_journal(journal, graph_backend.registry)


def test_a_graph_that_lost_a_record_is_told_after_the_next_load(
    graph_backend: GraphBackend, journal: Journal
) -> None:
    play(journal, {"a": turtle(FIRST["a"]), "b": turtle(FIRST["b"])})
    synchronise(journal, graph_backend.writer, graph_backend.registry)
    graph_backend.by_hand("MATCH (n:Record) WHERE n.iri ENDS WITH 'record/b' DETACH DELETE n")

    with pytest.raises(CountsDiffer, match=re.escape("holds 2 records, the graph 1.")):
        synchronise(journal, graph_backend.writer, graph_backend.registry)


@pytest.mark.engine
def test_texts_that_are_too_long_for_one_message_are_loaded_in_many(
    engine: Running, journal: Journal
) -> None:
    """The engine takes 16 MB; it would fall silent at more."""
    texts = [Literal(letter * 1_000_000) for letter in "abcdefghijklmnopqr"]
    missions = [thing(f"mission/hdm/{number}") for number in range(len(texts))]
    play(journal, {"a": [Triple(one, hd.note, text) for one, text in zip(missions, texts, strict=True)]})

    with open_backend("embedded", engine.writer, engine.reader) as backend:
        synchronise(journal, backend.writer, backend.registry)

        assert verify(journal, backend.reader, backend.learnt_registry).equal


@pytest.mark.engine
def test_a_node_that_is_larger_than_a_message_is_refused_before_anything_is_written(
    engine: Running, journal: Journal
) -> None:
    texts = [Literal(letter * 9_000_000) for letter in "ab"]
    play(journal, {"a": [Triple(thing("mission/hdm/1"), hd.note, text) for text in texts]})

    with open_backend("embedded", engine.writer, engine.reader) as backend:
        with pytest.raises(RowTooLarge, match=r"mission/hdm/1 has 18,\d{3},\d{3} bytes"):
            synchronise(journal, backend.writer, backend.registry)

        assert backend.writer.marker() is None
