from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.engine.ddl import (
    BASE,
    BASE_TYPES,
    SchemaProblem,
    StoredType,
    VertexType,
    base_statements,
    check_name,
    edge_statements,
    vertex_statements,
)

NAMES = [f"L{number}" for number in range(8)]


@st.composite
def hierarchies(draw: st.DrawFn) -> list[VertexType]:
    """Labels in any order; each stands below some of those before it in NAMES."""
    made = [
        VertexType(
            name, tuple(draw(st.lists(st.sampled_from(NAMES[:number]), unique=True))) if number else ()
        )
        for number, name in enumerate(NAMES)
    ]
    return draw(st.permutations(made))


def test_an_empty_graph_gets_the_base() -> None:
    assert base_statements({}) == list(BASE)


def test_a_graph_with_the_base_gets_nothing() -> None:
    assert base_statements({**BASE_TYPES, "More": StoredType("edge")}) == []


@given(hierarchies())
def test_parents_come_first(labels: list[VertexType]) -> None:
    statements = vertex_statements(labels, {})

    made = [statement.split("`")[1] for statement in statements]
    assert sorted(made) == NAMES
    assert [
        (each.name, parent)
        for each in labels
        for parent in each.parents
        if made.index(parent) > made.index(each.name)
    ] == []


@given(hierarchies())
def test_what_is_there_is_not_made_again(labels: list[VertexType]) -> None:
    stored = {each.name: StoredType("vertex", frozenset(each.parents or ("Resource",))) for each in labels}

    assert vertex_statements(labels, stored) == []


@given(hierarchies(), st.randoms())
def test_the_order_of_declaration_does_not_matter(labels: list[VertexType], random: Random) -> None:
    shuffled = random.sample(labels, len(labels))

    assert vertex_statements(shuffled, {}) == vertex_statements(labels, {})


def test_labels_in_a_circle_are_refused() -> None:
    with pytest.raises(SchemaProblem, match=r"in a circle: A > B > A|in a circle: B > A > B"):
        vertex_statements([VertexType("A", ("B",)), VertexType("B", ("A",))], {})


def test_a_parent_that_is_not_declared_is_refused() -> None:
    with pytest.raises(SchemaProblem, match=r"No label is declared for the parents X, Y"):
        vertex_statements([VertexType("A", ("Y", "X", "Resource"))], {})


@pytest.mark.parametrize("name", ["", "1A", "A B", "A`", "Ä", "A-B", "A" * 61, "A\n"])
def test_names_that_are_refused(name: str) -> None:
    with pytest.raises(SchemaProblem, match=r"cannot be a label"):
        check_name(name)


@pytest.mark.parametrize("name", ["A", "_Term", "SENT_BY", "local_0123456789ab", "A" * 60])
def test_names_that_are_taken(name: str) -> None:
    assert check_name(name) == name


def test_a_relationship_type_named_like_a_label_is_refused() -> None:
    with pytest.raises(SchemaProblem, match=r"has Mission as a label below Resource"):
        edge_statements(["Mission"], {"Mission": StoredType("vertex", frozenset({"Resource"}))})


def test_relationship_types_are_made_once_and_in_order() -> None:
    assert edge_statements(["B", "A", "B"], {}) == ["CREATE EDGE TYPE `A`", "CREATE EDGE TYPE `B`"]
