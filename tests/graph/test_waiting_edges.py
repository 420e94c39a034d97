"""Edges that wait on disk come back as they were."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from neo4j.time import DateTime
from pytz import UTC

from graph.model import Edge, same_properties
from graph.waiting_edges import WaitingEdges

texts = st.text(st.characters(codec="utf-8"), max_size=5)
instants = st.builds(
    lambda at, nano: DateTime(at.year, at.month, at.day, at.hour, at.minute, at.second, nano, tzinfo=UTC),
    st.datetimes(),
    st.integers(0, 999_999_999),
)
scalars: st.SearchStrategy[Any] = st.one_of(
    texts,
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    instants,
)
bags = st.dictionaries(
    st.sampled_from(["graphs", "day", "note"]), scalars | st.lists(scalars, max_size=2), max_size=3
)
edges = st.builds(Edge, texts, texts, texts, texts, bags)


@given(st.lists(st.lists(edges, max_size=3), max_size=3), st.integers(1, 4))
def test_they_come_back_in_order_so_many_at_a_time(added: list[list[Edge]], most: int) -> None:
    waiting = WaitingEdges()
    for some in added:
        waiting.add(some)
    read = list(waiting.read(most))

    expected = [edge for some in added for edge in some]
    found = [edge for some in read for edge in some]
    assert [edge.key for edge in found] == [edge.key for edge in expected]
    assert [
        (one, other)
        for one, other in zip(found, expected, strict=True)
        if not same_properties(one.properties, other.properties)
    ] == []
    assert [len(some) for some in read[:-1]] == [most] * len(read[:-1])
