"""The whole graph in portions: all of it, nothing twice, and each portion with no end still to come."""

from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Fragment
from graph.portions import Portion, Portions
from graph.registry import Registry
from ontology.nquads import read_canonical
from ontology.vocabulary import vocabulary
from records.journal import Journal
from tests.graph.graph_text import fragment_of, lines_of_fragment
from tests.graph.records_made import play, turtle
from tests.graph.run_strategies import Run, histories
from tests.graph.ties_oracle import ties_of


def whole(journal: Journal, run: int, registry: Registry) -> Fragment:
    return fragment_of(journal.texts(at_run=run), registry)


def lines_of(portions: list[Portion]) -> list[str]:
    """What a database holds that took in the portions; a node or an edge that came twice is there twice."""
    parts = [
        Fragment(
            {node.iri: node for node in portion.nodes},
            {edge.key: edge for edge in chain(portion.inner, portion.outer)},
        )
        for portion in portions
    ]
    counts = [(len(one.nodes), len(one.inner) + len(one.outer)) for one in portions]
    assert counts == [(len(part.nodes), len(part.edges)) for part in parts]
    return sorted(line for part in parts for line in lines_of_fragment(part))


def edges_without_ends(portions: list[Portion]) -> list[str]:
    """Edges with an end that no portion so far had, or that are with the wrong sort."""
    wrong: list[str] = []
    known: set[str] = set()
    for portion in portions:
        mine = {node.iri for node in portion.nodes}
        known |= mine
        wrong += [str(edge) for edge in portion.inner if not {edge.subject, edge.object} <= mine]
        wrong += [str(edge) for edge in portion.outer if {edge.subject, edge.object} <= mine]
        wrong += [str(edge) for edge in portion.outer if not {edge.subject, edge.object} <= known]
    return wrong


@settings(deadline=None)
@given(histories, st.integers(1, 3), st.data())
def test_the_portions_are_the_whole_graph(history: list[Run], records: int, data: st.DataObject) -> None:
    journal = Journal(Path(":memory:"))
    for run in history:
        play(journal, run)
    at = data.draw(st.integers(1, journal.last_run))
    registry, other = Registry(vocabulary()), Registry(vocabulary())

    made = Portions(journal, registry, at, records=records)
    portions = list(made)
    expected = whole(journal, at, other)
    missions = [quad for text in journal.texts_of_kinds_at(("mission",), at) for quad in read_canonical(text)]
    ties, again = made.ties(), list(Portions(journal, Registry(vocabulary()), at, records=records))
    journal.close()

    assert lines_of(portions) == lines_of_fragment(expected)
    assert edges_without_ends(portions) == []
    assert ties == ties_of(missions)
    assert registry.entries() == other.entries()
    assert again == portions


def test_an_edge_waits_for_a_node_of_a_later_record(journal: Journal) -> None:
    for name, text in {"a": ":a :knows :b .", "b": ':b hd:note "late" .'}.items():
        play(journal, {name: turtle(text)})

    first, second, third = Portions(journal, Registry(vocabulary()), 2, records=1)

    assert [edge.object for edge in (*first.inner, *first.outer, *second.inner, *second.outer)] == []
    assert [(edge.subject, edge.object) for edge in third.outer] == [("urn:x:a", "urn:x:b")]


def test_shipped_records_in_portions_are_the_whole_graph(shipped_journal: Journal) -> None:
    last, registry = shipped_journal.last_run, Registry(vocabulary())

    portions = list(Portions(shipped_journal, registry, last, records=100))

    assert lines_of(portions) == lines_of_fragment(whole(shipped_journal, last, Registry(vocabulary())))
    assert edges_without_ends(portions) == []


def test_long_records_make_small_portions(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.portions.CHARACTERS", 5_000)
    play(journal, {name: turtle(f'm:{name} hd:note "{name * 2_000}" .') for name in "abcd"})

    portions = Portions(journal, Registry(vocabulary()), 1)

    assert [portion.records for portion in portions] == [2, 4]
