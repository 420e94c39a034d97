"""The graph of things that were judged to be the same: one node for each, and every quad comes back."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decode import decode
from graph.model import Fragment
from graph.plan import plans, ties_at
from graph.portions import Portions
from graph.projection import Projection
from graph.registry import Registry
from ontology.nquads import canonical_line, lines_of, read_canonical
from ontology.vocabulary import vocabulary
from records.journal import Journal
from tests.graph.graph_text import fragment_of, lines_of_fragment
from tests.graph.judged_histories import Step, judged_histories, play_judged, shown_texts
from tests.graph.test_plan import carried_out
from tests.graph.test_portions import edges_without_ends
from tests.graph.test_portions import lines_of as lines_of_portions
from tests.graph.ties_oracle import ties_of


def stated(journal: Journal, run: int) -> list[str]:
    return sorted(line for text in journal.texts(at_run=run) for line in lines_of(text))


@settings(deadline=None)
@given(judged_histories, st.integers(1, 3), st.data())
def test_the_graph_has_one_node_for_a_cluster_and_gives_back_every_quad(
    history: list[Step], records: int, data: st.DataObject
) -> None:
    journal = Journal(Path(":memory:"))
    for step in history:
        play_judged(journal, step)
    at = data.draw(st.integers(1, journal.last_run))
    registry = Registry(vocabulary())

    made = Portions(journal, registry, at, records=records)
    portions = list(made)
    expected = fragment_of(shown_texts(journal, at), Registry(vocabulary()))
    registry.learn_layers(made.layer_entries())
    nodes = [node for portion in portions for node in portion.nodes]
    edges = [edge for portion in portions for edge in (*portion.inner, *portion.outer)]
    given_back = sorted({canonical_line(quad) for quad in decode(nodes, edges, registry)})
    ties, all_ties = made.ties(), ties_at(journal, at)
    missions = [
        quad
        for text in shown_texts(journal, at)
        for quad in read_canonical(text)
        if str(quad.graph_name).rstrip(">").split("~")[0].removeprefix("<") in _missions(journal, at)
    ]
    facts = stated(journal, at)
    journal.close()

    assert lines_of_portions(portions) == lines_of_fragment(expected)
    assert edges_without_ends(portions) == []
    assert given_back == facts
    assert ties == all_ties == ties_of(missions)


def _missions(journal: Journal, run: int) -> set[str]:
    texts = journal.texts_of_kinds_at(("mission",), run)
    return {str(quad.graph_name)[1:-1] for text in texts for quad in read_canonical(text)}


@settings(deadline=None)
@given(judged_histories, st.data())
def test_a_plan_leads_from_one_merged_graph_to_another(history: list[Step], data: st.DataObject) -> None:
    journal = Journal(Path(":memory:"))
    for step in history:
        play_judged(journal, step)
    begin = data.draw(st.integers(0, journal.last_run))
    end = data.draw(st.integers(begin, journal.last_run))
    registry = Registry(vocabulary())

    before = Projection(journal, registry, begin)
    graph = Fragment()
    for portion in before.portions():
        graph.nodes.update((node.iri, node) for node in portion.nodes)
        graph.edges.update((edge.key, edge) for edge in (*portion.inner, *portion.outer))
    before.entries()
    for plan in plans(journal, registry, begin, end):
        graph = carried_out(graph, plan)
    expected = fragment_of(shown_texts(journal, end), Registry(vocabulary()))
    back = {canonical_line(quad) for quad in decode(graph.nodes.values(), graph.edges.values(), registry)}
    facts = stated(journal, end)
    journal.close()

    assert lines_of_fragment(graph) == lines_of_fragment(expected)
    assert sorted(back) == facts
