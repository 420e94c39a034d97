"""Edits made by hand in the database: what can be read is read as it stands, the rest is refused by name."""

from datetime import date
from math import inf, nan

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph.decode import UNRECORDED, decode
from graph.encode import encode
from graph.model import DamagedGraph, Edge, Fragment, Node, Properties, Value
from graph.registry import Registry
from ontology.namespaces import HD, PREFIXES
from ontology.vocabulary import vocabulary

M, C, G, H = (NamedNode(f"urn:x:{name}") for name in "mcgh")
UNIT = NamedNode(f"{HD}unit")
NOTE = NamedNode(f"{HD}note")
START = NamedNode(f"{HD}start")
YEAR = NamedNode(f"{PREFIXES['xsd']}gYear")

RIVALS = [Quad(M, UNIT, Literal("bed"), G), Quad(M, UNIT, Literal("tent"), H)]
LISTED = [Quad(M, NOTE, Literal("one", language="en"), G), Quad(M, NOTE, Literal("two", language="en"), H)]
INEXACT = [Quad(M, START, Literal("2003", datatype=YEAR), G)]


def node_of(quads: list[Quad], **edits: Value) -> Node:
    node = encode(quads, Registry(vocabulary())).nodes[M.value]
    return Node(node.iri, node.labels, {**node.properties, **edits})


def read(*items: Node | Edge) -> set[Quad]:
    nodes = [item for item in items if isinstance(item, Node)]
    edges = [item for item in items if isinstance(item, Edge)]
    return set(decode(nodes, edges, Registry(vocabulary())))


@pytest.mark.parametrize(
    ("quads", "edits", "expected"),
    [
        (RIVALS, {"unit": "tent"}, RIVALS),
        (RIVALS, {"unit": "ward"}, [Quad(M, UNIT, Literal("ward"), graph) for graph in (G, H)]),
        (LISTED, {"note_en": ["one", "two"]}, LISTED),
        (
            LISTED,
            {"note_en": ["two"]},
            [Quad(M, NOTE, Literal("two", language="en"), graph) for graph in (G, H)],
        ),
        (INEXACT, {"start": "2003"}, INEXACT),
        (
            INEXACT,
            {"start": date(2003, 1, 1)},
            [Quad(M, START, Literal("2003-01-01", datatype=NamedNode(f"{PREFIXES['xsd']}date")), G)],
        ),
    ],
)
def test_an_edited_value_is_not_hidden_by_the_ledger(
    quads: list[Quad], edits: dict[str, Value], expected: list[Quad]
) -> None:
    assert read(node_of(quads, **edits)) == set(expected)


def test_facts_without_a_record_are_in_a_graph_of_their_own() -> None:
    node = Node(M.value, ("Mission",), {"iri": M.value, "unit": "bed"})
    edge = Edge(M.value, "SENT_BY", C.value, "", {})

    assert read(node, edge) == {
        Quad(M, UNIT, Literal("bed"), UNRECORDED),
        Quad(M, NamedNode(f"{HD}sentBy"), C, UNRECORDED),
    }


@pytest.mark.parametrize(
    "item",
    [
        Node(M.value, ("Country",), {"iri": M.value}),
        Node(M.value, (), {"iri": M.value, "unit": "bed", "derived": True}),
        Edge(M.value, "AIDED", C.value, "", {"missions": 3, "derived": True}),
    ],
)
def test_views_are_no_facts(item: Node | Edge) -> None:
    assert read(item) == set()


DAMAGE: dict[str, tuple[Properties, str]] = {
    "an unknown property": ({"colour": "red"}, "'colour' stands for no term"),
    "a language that is none": ({"unit_toolongforatag": "bed"}, "ends in no language"),
    "another name for a term": ({"hd_unit": "bed"}, "that is 'unit'"),
    "a value of a foreign type": ({"unit": b"bed"}, "has a value of type bytes"),  # type: ignore[dict-item]  # on purpose
    "an unknown class": ({"types": ["Misssion"]}, "'Misssion' stands for no term"),
    "a concept that is no IRI": ({"status": "a b:c"}, "Property 'status' has 'a b:c', no IRI"),
    "a ledger that is no JSON": ({"unit": "bed", "_q": ["unit"]}, "cannot be read"),
    "a ledger of graphs that are not there": (
        {"unit": "bed", "_q": ['["unit",[4]]']},
        "names graphs [4] of 1",
    ),
    "a ledger of no terms": (
        {"unit": "bed", "_q": ['["unit",[[[0],"bed","a b"]]]']},
        "has ['bed', 'a b'], no term",
    ),
    "a ledger that counts from the end": ({"unit": "bed", "_q": ['["unit",[-1]]']}, "names graphs [-1] of 1"),
    "a ledger whose graphs are no list": (
        {"unit": "bed", "_q": ['["unit",[["0","bed"]]]']},
        "names graphs 0 of 1",
    ),
    "a ledger that says nowhere": ({"unit": "bed", "_q": ['["unit",[[[],"bed"]]]']}, "names graphs [] of 1"),
    "a ledger of true": ({"unit": "bed", "_q": ['["unit",[true]]']}, "names graphs [True] of 1"),
    "a ledger of a number": ({"unit": 5, "_q": ['["unit",[[[0],5]]]']}, "has [5], no texts of a term"),
    "a ledger of a name alone": ({"unit": "bed", "_q": ['"ab"']}, "an entry is a name and a list"),
    "a ledger that is too deep": ({"unit": "bed", "_q": ["[" * 100_000]}, "cannot be read"),
    "half a character in a ledger": (
        {"unit": "bed", "_q": ['["unit",[[[0],"\\ud800"]]]']},
        "has ['\\ud800'], no term",
    ),
    "half a character in a type": ({"types": ["schema_\ud800"]}, "'schema_\\ud800' stands for no term"),
    "half a character in a concept": ({"status": "\ud800"}, "'status' has '\\ud800', no IRI"),
    "half a character in a graph": ({"graphs": ["urn:\ud800"], "unit": "bed"}, "is neither an IRI"),
    "a concept that is a number": ({"status": 5}, "Property 'status' has 5, no text"),
    "a class that is a number": ({"types": [5]}, "Property 'types' has 5, no text"),
    "graphs that are a number": ({"graphs": 5, "unit": "bed"}, "'graphs' is 5, no list of names"),
    "graphs that are one name": ({"graphs": "urn:x", "unit": "bed"}, "'graphs' is 'urn:x', no list of names"),
    "a graph that is a number": ({"graphs": [5], "unit": "bed"}, "'graphs' has 5, no name of a graph"),
    "a number that is none": ({"value_usd": nan}, "'value_usd' has nan, no number"),
    "a number without end": ({"value_usd": inf}, "'value_usd' has inf, no number"),
    "half a character": ({"unit": "\ud800"}, "'unit' has '\\ud800', no text"),
    "a graph that is no IRI": ({"graphs": ["a graph"], "unit": "bed"}, "'a graph' is neither an IRI"),
}


@pytest.mark.parametrize(("edits", "message"), DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_refused_by_name(edits: Properties, message: str) -> None:
    node = Node(M.value, (), {"iri": M.value, "graphs": [G.value], **edits})

    with pytest.raises(DamagedGraph) as caught:
        read(node)

    assert message in str(caught.value)
    assert str(caught.value).endswith("Undo the edit, or run `hakim rebuild`.")


@pytest.mark.parametrize(
    ("edge", "message"),
    [
        (Edge(M.value, "SENT_BY", C.value, "", {"graphs": [G.value], "note": ["x"]}), "no 'eid' of whom"),
        (Edge(M.value, "KNOWS", C.value, "", {"graphs": [G.value]}), "'KNOWS' stands for no term"),
        (Edge(M.value, "hd_sentBy", C.value, "", {"graphs": [G.value]}), "that is 'SENT_BY'"),
        (Edge(M.value, "ABOUT", "_tt:0", "", {"graphs": [G.value], "term": "<<( )>>"}), "cannot be read"),
        (Edge(M.value, "ABOUT", "_tt:0", "", {"graphs": [G.value], "term": "<urn:x>"}), "is no triple term"),
        (Edge(M.value, "ABOUT", "_tt:0", "", {"graphs": [G.value], "term": "\ud800"}), "cannot be read"),
        (Edge(M.value, "ABOUT", "a b", "", {"graphs": [G.value]}), "neither an IRI nor a blank node"),
    ],
)
def test_a_damaged_edge_is_refused_by_name(edge: Edge, message: str) -> None:
    with pytest.raises(DamagedGraph) as caught:
        read(edge)

    assert message in str(caught.value)


def test_a_fragment_never_replaces_facts_by_a_bare_node() -> None:
    fragment = Fragment()
    full = node_of(RIVALS)

    fragment.add_node(full)
    fragment.add_edge(Edge(C.value, "SENT_BY", M.value, "", {"graphs": [G.value]}))
    fragment.add_node(Node(M.value, (), {"iri": M.value}))

    assert fragment.nodes == {M.value: full, C.value: Node(C.value, (), {"iri": C.value})}
