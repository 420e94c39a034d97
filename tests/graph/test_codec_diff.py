"""The difference of two fragments, applied to the one, gives the other."""

from hypothesis import given
from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph.encode import encode
from graph.fragment_diff import Change, diff
from graph.model import Edge, Fragment, Node, bare_node
from graph.registry import Registry
from ontology.namespaces import HD, PREFIXES
from ontology.vocabulary import vocabulary
from tests.strategies import datasets

M, C, D, G = (NamedNode(f"urn:x:{name}") for name in "mcdg")
SENT_BY, NOTE = NamedNode(f"{HD}sentBy"), NamedNode(f"{HD}note")
AGE = NamedNode("https://schema.org/age")


def fragment_of(*quads: Quad) -> Fragment:
    return encode(quads, Registry(vocabulary()))


def applied(old: Fragment, change: Change) -> Fragment:
    """What a writer does who knows that nothing else is in the graph."""
    gone = {node.iri for node in (*change.nodes_removed, *change.nodes_loose)}
    edges = {key: edge for key, edge in old.edges.items() if not edge.is_derived or edge.subject not in gone}
    for removed in change.edges_removed:
        del edges[removed.key]
    edges |= {edge.key: edge for edge in (*change.edges_added, *change.edges_changed)}
    nodes = {iri: node for iri, node in old.nodes.items() if iri not in gone}
    nodes |= {node.iri: node for node in (*change.nodes_added, *change.nodes_changed)}
    ends = {end for edge in edges.values() for end in (edge.subject, edge.object)}
    nodes |= {iri: bare_node(iri) for iri in gone & ends}
    return Fragment(nodes, edges)


@given(datasets(), datasets())
def test_applying_the_difference_gives_the_new_fragment(old: frozenset[Quad], new: frozenset[Quad]) -> None:
    before, after = fragment_of(*old), fragment_of(*new)

    assert applied(before, diff(before, after)) == after


@given(datasets())
def test_the_same_facts_change_nothing(quads: frozenset[Quad]) -> None:
    change = diff(fragment_of(*quads), fragment_of(*quads))

    assert (change, bool(change)) == (Change(), False)


def test_a_changed_record_touches_its_own_nodes_and_edges() -> None:
    old = fragment_of(Quad(M, SENT_BY, C, G), Quad(M, NOTE, Literal("one"), G))
    new = fragment_of(Quad(M, SENT_BY, D, G), Quad(M, NOTE, Literal("two"), G))

    assert diff(old, new) == Change(
        nodes_added=(bare_node("urn:x:d"),),
        nodes_changed=(Node("urn:x:m", (), {"iri": "urn:x:m", "graphs": ["urn:x:g"], "note": ["two"]}),),
        nodes_loose=(bare_node("urn:x:c"),),
        edges_added=(Edge("urn:x:m", "SENT_BY", "urn:x:d", "", {"graphs": ["urn:x:g"]}),),
        edges_removed=(Edge("urn:x:m", "SENT_BY", "urn:x:c", "", {"graphs": ["urn:x:g"]}),),
    )


def test_another_record_of_the_same_fact_changes_the_edge() -> None:
    old = fragment_of(Quad(M, SENT_BY, C, G))
    new = fragment_of(Quad(M, SENT_BY, C, G), Quad(M, SENT_BY, C, D))

    change = diff(old, new)

    assert change.edges_changed == (
        Edge("urn:x:m", "SENT_BY", "urn:x:c", "", {"graphs": ["urn:x:d", "urn:x:g"]}),
    )
    assert (change.edges_added, change.edges_removed) == ((), ())


def test_a_node_that_loses_its_facts_is_removed_even_when_others_name_it() -> None:
    fact = Quad(C, NOTE, Literal("x"), G)
    old, new = fragment_of(fact, Quad(M, SENT_BY, C, G)), fragment_of(Quad(M, SENT_BY, C, G))

    assert diff(old, new) == Change(nodes_removed=(old.nodes["urn:x:c"],))


def test_a_triple_term_is_loose_and_keeps_its_own_edges() -> None:
    said = Quad(D, AGE, Triple(M, SENT_BY, C), G)
    old, new = fragment_of(said, Quad(D, NOTE, Literal("x"), G)), fragment_of(Quad(D, NOTE, Literal("x"), G))

    change = diff(old, new)

    assert {node.iri[:4] for node in change.nodes_loose} == {"_tt:", "urn:"}
    assert [edge.key for edge in change.edges_removed] == [
        edge.key for edge in old.edges.values() if edge.type == "schema_age"
    ]


def test_a_number_is_not_a_truth_value() -> None:
    boolean = NamedNode(f"{PREFIXES['xsd']}boolean")
    integer = NamedNode(f"{PREFIXES['xsd']}integer")
    old = fragment_of(Quad(M, AGE, Literal("true", datatype=boolean), G))
    new = fragment_of(Quad(M, AGE, Literal("1", datatype=integer), G))

    assert diff(old, new) == Change(nodes_changed=(new.nodes["urn:x:m"],))
