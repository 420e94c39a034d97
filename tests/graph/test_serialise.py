"""Quads as documents: every syntax says the same, to every reader, and always in the same bytes."""

from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple, parse, serialize

from graph.rdf_xml import NotExpressible
from graph.serialise import SYNTAXES, serialise, split_graph
from ontology.errors import UsageProblem
from ontology.namespaces import PREFIXES
from ontology.nquads import canonical_line, canonical_text, read_canonical
from records.journal import Journal
from tests.graph.rdflib_text import statements_of_quads, statements_read_by_rdflib
from tests.strategies import datasets

MISSION = NamedNode("https://w3id.org/health-diplomacy/id/mission/hdm/1")
NOTE, SENT_BY = (NamedNode(f"https://w3id.org/health-diplomacy/ont#{name}") for name in ("note", "sentBy"))
GRAPHS = [NamedNode("urn:x:g1"), NamedNode("urn:x:g2")]
FEW = [
    *(Quad(MISSION, NOTE, Literal(text), graph) for graph in GRAPHS for text in ("one", "two")),
    Quad(MISSION, SENT_BY, NamedNode("urn:x:somewhere"), GRAPHS[1]),
]


def read(document: bytes, syntax: str) -> list[Quad]:
    return list(parse(document, format=SYNTAXES[syntax].format))


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_what_the_missions_say_reads_the_same_in_every_syntax_by_every_reader(
    shipped_journal: Journal, syntax: str
) -> None:
    texts = list(shipped_journal.texts_of_kinds_at(("mission",), shipped_journal.last_run))[:40]
    quads = [quad for text in texts for quad in read_canonical(text)]
    graphs = SYNTAXES[syntax].graphs

    document = serialise(quads, syntax)

    expected = statements_of_quads(quads, graphs=graphs)
    assert statements_of_quads(read(document, syntax), graphs=graphs) == expected
    assert statements_read_by_rdflib(document, syntax) == expected


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_the_order_and_the_repetition_of_quads_change_no_byte(syntax: str) -> None:
    assert serialise([*FEW[::-1], *FEW], syntax) == serialise(FEW, syntax)


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_nothing_is_a_document_too(syntax: str) -> None:
    assert read(serialise([], syntax), syntax) == []


@given(datasets())
def test_what_rdf_1_2_can_say_comes_back_from_the_syntaxes_that_can_write_all_of_it(
    quads: frozenset[Quad],
) -> None:
    for syntax in ("nquads", "trig"):
        assert canonical_text(read(serialise(quads, syntax), syntax)) == canonical_text(quads)


@given(datasets(), st.sampled_from(sorted(SYNTAXES)))
def test_each_statement_comes_back_or_is_refused(quads: frozenset[Quad], syntax: str) -> None:
    graphs = SYNTAXES[syntax].graphs
    for quad in quads:
        try:
            document = serialise([quad], syntax)
        except NotExpressible:
            continue
        found = [named_as_here(one, syntax) for one in read(document, syntax)]
        assert statements_of_quads(found, graphs=graphs) == statements_of_quads([quad], graphs=graphs)


def named_as_here(quad: Quad, syntax: str) -> Quad:
    """RDF/XML has blank nodes by names that XML allows; a `b` before each makes them such."""
    if syntax != "rdfxml":
        return quad
    (found,) = read_canonical(f"{quad} .".replace("_:b", "_:"))
    return found


@given(datasets())
def test_a_document_in_rdf_xml_is_xml_for_everybody(quads: frozenset[Quad]) -> None:
    for quad in quads:
        try:
            document = serialise([quad], "rdfxml")
        except NotExpressible:
            continue
        assert expat.ParserCreate(namespace_separator=" ").Parse(document, True) == 1


def test_a_document_in_turtle_names_the_prefixes_that_it_uses() -> None:
    assert serialise(FEW, "turtle").decode() == (
        "@prefix hd: <https://w3id.org/health-diplomacy/ont#> .\n"
        '<https://w3id.org/health-diplomacy/id/mission/hdm/1> hd:note "one" , "two" ;\n'
        "\thd:sentBy <urn:x:somewhere> .\n"
    )


def test_each_graph_is_opened_once_in_trig() -> None:
    assert serialise(FEW, "trig").decode().count("<urn:x:g1> {") == 1


@pytest.mark.parametrize(
    ("quad", "syntax"),
    [
        (Quad(MISSION, NamedNode("urn:x:2"), Literal("x"), GRAPHS[0]), "rdfxml"),
        (Quad(MISSION, NamedNode(f"{PREFIXES['rdf']}li"), Literal("x"), GRAPHS[0]), "rdfxml"),
        (Quad(MISSION, NOTE, Literal("bell \a"), GRAPHS[0]), "rdfxml"),
        (Quad(MISSION, NOTE, Triple(MISSION, NOTE, Literal("x")), GRAPHS[0]), "jsonld"),
    ],
    ids=[
        "a predicate that makes no XML name",
        "a predicate that RDF/XML reads as another",
        "a character that XML has not",
        "a triple term in JSON-LD",
    ],
)
def test_what_a_syntax_cannot_say_is_told_with_the_way_out(quad: Quad, syntax: str) -> None:
    with pytest.raises(
        NotExpressible, match=rf"cannot be written as {syntax}: .*Export N-Quads or TriG.*--reify"
    ):
        serialise([quad], syntax)


def test_a_syntax_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(
        UsageProblem, match=r"'html' is no RDF syntax here\. There are: jsonld, nquads, ntriples"
    ):
        serialise([], "html")


def test_blank_nodes_keep_their_identity() -> None:
    quads = [
        Quad(BlankNode("b1"), NOTE, BlankNode("b2"), GRAPHS[0]),
        Quad(BlankNode("b2"), NOTE, BlankNode("b1")),
    ]

    assert canonical_text(read(serialise(quads, "trig"), "trig")) == canonical_text(quads)


def in_memory(quads: frozenset[Quad], syntax: str) -> bytes:
    """The document by its definition: sorted in memory, in one go."""
    form = SYNTAXES[syntax].format
    if syntax in ("nquads", "ntriples"):
        kept: list[Quad] | list[Triple] = [*quads] if syntax == "nquads" else [quad.triple for quad in quads]
        return "".join(sorted({f"{one} .\n" for one in kept})).encode()
    ordered: list[Quad] | list[Triple] = (
        sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad)))
        if SYNTAXES[syntax].graphs
        else sorted({quad.triple for quad in quads}, key=str)
    )
    text = " ".join(map(str, ordered))
    prefixes = {prefix: namespace for prefix, namespace in PREFIXES.items() if f"<{namespace}" in text}
    return serialize(ordered, format=form, prefixes=prefixes) or b""


@given(datasets(), st.sampled_from(["jsonld", "nquads", "ntriples", "trig", "turtle"]))
def test_a_document_is_that_of_its_definition_byte_for_byte(quads: frozenset[Quad], syntax: str) -> None:
    said = frozenset(quad for quad in quads if syntax != "jsonld" or not isinstance(quad.object, Triple))

    assert serialise(said, syntax) == in_memory(said, syntax)


@given(datasets())
def test_a_line_is_parted_into_its_statement_and_its_graph(quads: frozenset[Quad]) -> None:
    found = {split_graph(canonical_line(quad)) for quad in quads}

    assert found == {
        (str(quad.triple), "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name))
        for quad in quads
    }
