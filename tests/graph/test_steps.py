"""A plan as steps and batches: complete, in order, within bounds, and always the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.fragment_diff import Change
from graph.model import Edge, Node
from graph.plan import Plan, TieChange
from graph.steps import Bounds, Step, batches_of, steps_of, steps_of_new
from graph.ties import Tie

A, B, C = (Node(f"urn:{name}", ("Country",), {"iri": f"urn:{name}", "note": ["x"]}) for name in "abc")
MISSION = Node("urn:m", ("Mission",), {"iri": "urn:m"})
OUTER, INNER = (
    Node(f"_tt:{text[0]}", ("TripleTerm",), {"iri": f"_tt:{text[0]}", "term": text})
    for text in ("9 with 1 in it", "1")
)
KNOWS, SENT = (Edge("urn:m", kind, "urn:a", "", {"graphs": ["urn:g"]}) for kind in ("KNOWS", "SENT_BY"))
TIE = Tie("urn:a", "urn:b", 1, 0, 1, "", "")
CHANGE = Change(
    nodes_added=(B, MISSION),
    nodes_changed=(A,),
    nodes_removed=(C,),
    nodes_loose=(INNER, OUTER),
    edges_added=(SENT,),
    edges_removed=(KNOWS,),
)


NO_TIES = TieChange()


def plan_of(change: Change, *, ties: TieChange = NO_TIES) -> Plan:
    return Plan(1, 2, change, ties, (), 1.0)


def test_what_leaves_goes_before_what_comes_and_what_is_loose_goes_last() -> None:
    ties = TieChange((TIE,), (("urn:b", "urn:a"),))

    assert list(steps_of(plan_of(CHANGE, ties=ties))) == [
        Step("drop_edges", ("KNOWS",), (KNOWS.key,)),
        Step("drop_edges", ("SENT_BY",), (SENT.key,)),
        Step("drop_ties", (), (("urn:b", "urn:a"),)),
        Step("put_nodes", ("Country",), (A, B)),
        Step("put_nodes", ("Mission",), (MISSION,)),
        Step("strip_nodes", (), ("urn:c",)),
        Step("put_edges", ("SENT_BY",), (SENT,)),
        Step("drop_loose", (), ("_tt:9", "_tt:1")),
        Step("drop_loose", (), ("urn:c",)),
        Step("put_ties", (), (TIE,)),
    ]


def test_what_is_new_is_made_without_looking_nodes_before_edges() -> None:
    assert list(steps_of_new((MISSION, A), (SENT, KNOWS))) == [
        Step("new_nodes", ("Country",), (A,)),
        Step("new_nodes", ("Mission",), (MISSION,)),
        Step("new_edges", ("KNOWS",), (KNOWS,)),
        Step("new_edges", ("SENT_BY",), (SENT,)),
    ]


def test_a_plan_without_change_is_one_empty_batch_that_moves_the_marker() -> None:
    assert list(batches_of(steps_of(plan_of(Change())), Bounds())) == [[]]


def test_a_small_change_is_one_batch() -> None:
    steps = list(steps_of(plan_of(CHANGE)))

    assert list(batches_of(steps, Bounds())) == [steps]


CUTS = [
    (Bounds(rows=2), [["aa", "bb"], ["cc", "dd"], ["ee"]]),
    (Bounds(rows=5), [["aa", "bb", "cc", "dd", "ee"]]),
    (Bounds(characters=6), [["aa", "bb", "cc"], ["dd", "ee"]]),
    (Bounds(characters=1), [["aa"], ["bb"], ["cc"], ["dd"], ["ee"]]),
]


@pytest.mark.parametrize(("bounds", "batches"), CUTS)
def test_a_step_is_cut_at_the_bounds(bounds: Bounds, batches: list[list[str]]) -> None:
    steps = [Step("strip_nodes", (), ("aa", "bb", "cc", "dd", "ee"))]

    found = [[row for step in batch for row in step.rows] for batch in batches_of(steps, bounds)]

    assert found == batches


rows = st.text("ab", max_size=6)
some_steps = st.lists(
    st.builds(
        Step,
        st.sampled_from(["strip_nodes", "drop_loose"]),
        st.just(()),
        st.lists(rows, min_size=1).map(tuple),
    )
)
some_bounds = st.builds(Bounds, st.integers(1, 5), st.integers(1, 20))


@given(some_steps, some_bounds)
def test_batches_hold_every_row_once_in_order_and_only_a_single_row_is_out_of_bounds(
    steps: list[Step], bounds: Bounds
) -> None:
    batches = list(batches_of(steps, bounds))

    def flat(parts: list[Step]) -> list[tuple[str, str]]:
        return [(step.act, row) for step in parts for row in step.rows]

    assert [row for batch in batches for row in flat(batch)] == flat(steps)
    assert [
        batch
        for batch in batches
        if len(flat(batch)) > bounds.rows
        or (len(flat(batch)) > 1 and sum(step.characters for step in batch) > bounds.characters)
    ] == []
