"""Plans from the journal alone: what changes between two runs, cut to what the records touch."""

from pathlib import Path

import pytest
from hypothesis import given

from graph.model import Edge, EdgeKey, Fragment, Node, bare_node
from graph.plan import Plan, TieChange, plans
from graph.registry import Registry
from ontology.vocabulary import vocabulary
from records.journal import Journal
from tests.graph.graph_text import fragment_of
from tests.graph.records_made import play, play_states
from tests.graph.run_strategies import Run, histories

MISSION = "m:1 a hd:VaccineDonation ; hd:sentBy c:TUR ; hd:receivedBy c:ITA"
SHORT = "https://w3id.org/health-diplomacy/id/"


def plan_between(journal: Journal, from_run: int, to_run: int, registry: Registry | None = None) -> Plan:
    """The one plan of a small change."""
    (plan,) = plans(journal, registry or Registry(vocabulary()), from_run, to_run)
    return plan


def told(plan: Plan) -> dict[str, list[str]]:
    """The keys of what a plan changes, by kind of change, without triple terms."""
    change = plan.change
    nodes = {
        kind: [node.iri for node in getattr(change, kind)]
        for kind in ("nodes_added", "nodes_changed", "nodes_removed", "nodes_loose")
    }
    edges = {
        kind: [" ".join(filter(None, edge.key)) for edge in getattr(change, kind)]
        for kind in ("edges_added", "edges_changed", "edges_removed")
    }
    ties = {
        "ties_written": [f"{tie.sender} {tie.recipient}" for tie in plan.ties.written],
        "ties_removed": [" ".join(pair) for pair in plan.ties.removed],
    }
    found = nodes | edges | ties
    named = {kind: [text for text in texts if "_tt:" not in text] for kind, texts in found.items()}
    return {kind: [text.replace(SHORT, "") for text in texts] for kind, texts in named.items() if texts}


TIE = "country/TUR country/ITA"
SENT, RECEIVED = "mission/hdm/1 SENT_BY country/TUR", "mission/hdm/1 RECEIVED_BY country/ITA"
REIFIED = "m:1 hd:sentBy c:TUR . :r rdf:reifies <<( m:1 hd:sentBy c:TUR )>> ."
CHANGES: dict[str, tuple[dict[str, str], dict[str, str], dict[str, list[str]]]] = {
    "nothing": ({"a": f"{MISSION} ."}, {"a": f"{MISSION} ."}, {}),
    "a text": (
        {"a": f"{MISSION} ."},
        {"a": f'{MISSION} ; hd:note "n" .'},
        {"nodes_changed": ["mission/hdm/1"]},
    ),
    "a text that another record says too": (
        {"a": f'{MISSION} ; hd:note "n" .'},
        {"a": f'{MISSION} ; hd:note "n" .', "b": f'{MISSION} ; hd:note "n" .'},
        {
            "nodes_added": ["record/b"],
            "nodes_changed": ["mission/hdm/1"],
            "edges_changed": [RECEIVED, SENT],
        },
    ),
    "another recipient": (
        {"a": f"{MISSION} ."},
        {"a": "m:1 a hd:VaccineDonation ; hd:sentBy c:TUR ; hd:receivedBy c:EGY ."},
        {
            "nodes_added": ["country/EGY"],
            "nodes_loose": ["country/ITA"],
            "edges_added": ["mission/hdm/1 RECEIVED_BY country/EGY"],
            "edges_removed": [RECEIVED],
            "ties_written": ["country/TUR country/EGY"],
            "ties_removed": [TIE],
        },
    ),
    "a withdrawn record": (
        {"a": f"{MISSION} ."},
        {},
        {
            "nodes_removed": ["mission/hdm/1", "record/a"],
            "nodes_loose": ["country/ITA", "country/TUR"],
            "edges_removed": [RECEIVED, SENT],
            "ties_removed": [TIE],
        },
    ),
    "what a reifier of another record stands on": (
        {"a": REIFIED},
        {"a": REIFIED, "b": ':r hd:note "from elsewhere" .'},
        {
            "nodes_added": ["record/b", "urn:x:r"],
            "edges_added": [SENT],
            "edges_removed": [f"{SENT} urn:x:r"],
        },
    ),
}


@pytest.mark.parametrize(("before", "after", "changes"), CHANGES.values(), ids=CHANGES.keys())
def test_a_plan_changes_what_the_records_touch(
    journal: Journal, before: dict[str, str], after: dict[str, str], changes: dict[str, list[str]]
) -> None:
    for _ in play_states(journal, [before, after]):
        pass

    assert told(plan_between(journal, 1, 2)) == changes


def carried_out(graph: Fragment, plan: Plan) -> Fragment:
    """What a writer makes of a graph by a plan, in memory."""
    change = plan.change
    edges = {
        key: edge for key, edge in graph.edges.items() if key not in {e.key for e in change.edges_removed}
    }
    edges |= {edge.key: edge for edge in (*change.edges_added, *change.edges_changed)}
    nodes = graph.nodes | {node.iri: bare_node(node.iri) for node in change.nodes_removed}
    for node in (*change.nodes_added, *change.nodes_changed):
        if node.iri not in nodes or not node.is_bare:
            nodes[node.iri] = node
    candidates = {node.iri for node in (*change.nodes_removed, *change.nodes_loose)}
    while gone := {iri for iri in candidates & nodes.keys() if is_loose(nodes[iri], edges)}:
        nodes = {iri: node for iri, node in nodes.items() if iri not in gone}
        edges = {key: edge for key, edge in edges.items() if edge.subject not in gone}
    return Fragment(nodes, edges)


def is_loose(node: Node, edges: dict[EdgeKey, Edge]) -> bool:
    held = any(edge.object == node.iri for edge in edges.values())
    holds = any(edge.subject == node.iri for edge in edges.values())
    return not held and (node.is_view or (node.is_bare and not holds))


@given(histories)
def test_plans_lead_to_what_the_records_say(history: list[Run]) -> None:
    journal = Journal(Path(":memory:"))
    graph, registry = Fragment(), Registry(vocabulary())
    found, expected = [], []
    for number, run in enumerate(history):
        play(journal, run)
        graph = carried_out(graph, plan_between(journal, number, number + 1, registry))
        found.append(graph)
        expected.append(fragment_of(journal.texts(), registry))
    journal.close()

    assert found == expected


@given(histories)
def test_a_plan_over_many_runs_leads_there_too_and_one_over_none_nowhere(history: list[Run]) -> None:
    journal = Journal(Path(":memory:"))
    for run in history:
        play(journal, run)
    registry, last = Registry(vocabulary()), journal.last_run
    there = plan_between(journal, 0, last, registry)
    again = plan_between(journal, last, last, registry)
    whole = fragment_of(journal.texts(), registry)
    journal.close()

    assert carried_out(Fragment(), there) == whole
    assert (bool(again.change), again.ties) == (False, TieChange())
