"""The lines of a graph's facts are those that decoding it gives, whatever the graph holds."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neo4j.time import Date, DateTime
from pyoxigraph import Quad
from pytz import FixedOffset

from graph import fact_lines
from graph.decode import decode
from graph.encode import encode
from graph.fact_lines import FactLines
from graph.model import DamagedGraph, Fragment, Value
from graph.reader import Row, page_of
from graph.registry import Registry
from ontology.nquads import canonical_line
from ontology.vocabulary import vocabulary
from tests.strategies import datasets

values: st.SearchStrategy[Any] = st.sampled_from(
    [
        *("", "TUR", "a:b", "delivered", 'quote "', "لا", "x y"),
        *(0, 1, True, False, 0.0, -0.0, 1.0, 1e30, float("inf"), -(2**63)),
        *(date(2003, 12, 26), Date(2003, 12, 26), DateTime(2003, 12, 26, 1, tzinfo=FixedOffset(0))),
        DateTime(2003, 12, 26, 2, tzinfo=FixedOffset(60)),
        *([], ["one"], ["one", 1, True], ["Mission", "notDeclared"], [1.5, 2.5], None, [None], {}),
    ]
)
names = st.sampled_from(
    [
        *("types", "graphs", "eid", "derived", "term", "_q", "name_en", "note", "start", "status", "staff"),
        *("amount", "startEdtf", "colour", "schema_name", "name_zz"),
    ]
)
ends = st.sampled_from(["urn:x:a", "_:b0", "_tt:0", "no iri", "", "https://w3id.org/health-diplomacy/id/a"])
said = st.dictionaries(names, values, max_size=4)
edges = st.tuples(st.sampled_from(["SENT_BY", "KNOWS", "schema_knows", "AIDED"]), ends, said)


@st.composite
def rows_by_hand(draw: st.DrawFn) -> Row:
    """A node with edges such as somebody might leave it in."""
    return ("Resource",), {"iri": draw(ends), **draw(said)}, draw(st.lists(edges, max_size=2))


def rows_of(fragment: Fragment) -> list[Row]:
    """A fragment as a database answers it."""
    return [
        (
            ("Resource", *node.labels),
            node.properties,
            [
                (edge.type, edge.object, edge.properties)
                for edge in fragment.edges.values()
                if edge.subject == node.iri
            ],
        )
        for node in fragment.nodes.values()
    ]


def lines_of_rows(rows: list[Row], registry: Registry) -> list[str] | str:
    return told(lambda: FactLines(registry).of_rows(rows))


def decoded(rows: list[Row], registry: Registry) -> list[str] | str:
    return told(lambda: map(canonical_line, decode(*page_of(rows), registry)))


def told(read: Any) -> list[str] | str:
    """The lines, sorted, or the error in place of them."""
    try:
        lines: Iterable[str] = read()
        return sorted(lines)
    except DamagedGraph as error:
        return str(error)


@given(datasets())
def test_the_lines_of_what_was_encoded_are_the_lines_of_the_quads(quads: frozenset[Quad]) -> None:
    registry = Registry(vocabulary())
    rows = rows_of(encode(quads, registry))

    assert sorted(set(FactLines(registry).of_rows(rows))) == sorted(map(canonical_line, quads))


@given(st.lists(rows_by_hand(), min_size=1, max_size=3))
def test_what_somebody_edited_is_read_or_refused_as_decoding_does(rows: list[Row]) -> None:
    found = [lines_of_rows([row], Registry(vocabulary())) for row in rows]

    assert found == [decoded([row], Registry(vocabulary())) for row in rows]


@given(st.lists(rows_by_hand(), min_size=1, max_size=6))
def test_what_is_remembered_of_one_node_changes_no_other(rows: list[Row]) -> None:
    registry = Registry(vocabulary())
    lines = FactLines(registry)

    found = [told(lambda row=row: lines.of_rows([row])) for row in rows]

    assert found == [decoded([row], registry) for row in rows]


def test_a_full_memory_changes_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    row: Row = ((), {"iri": "urn:x", "note": [str(number % 7) for number in range(30)]}, ())
    monkeypatch.setattr(fact_lines, "REMEMBERED", 3)

    assert lines_of_rows([row], Registry(vocabulary())) == decoded([row], Registry(vocabulary()))


def test_rival_graphs_are_read_from_the_ledger() -> None:
    properties: dict[str, Value] = {
        "iri": "urn:x",
        "graphs": ["urn:g:1", "urn:g:2"],
        "note": ["a"],
        "_q": ['["note",[1]]'],
    }

    assert FactLines(Registry(vocabulary())).of_rows([((), properties, ())]) == [
        '<urn:x> <https://w3id.org/health-diplomacy/ont#note> "a" <urn:g:2> .\n'
    ]
