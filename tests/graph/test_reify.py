"""Triple terms in words that older receivers know: what comes back of it, and what is lost."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from graph.line_sort import sorted_blocks
from graph.reify import GRAPH, I18N, TRIPLE, WAYS, check_way, reified
from graph.serialise import SYNTAXES, serialise
from graph.term_text import GraphName, Object
from ontology.errors import UsageProblem
from ontology.namespaces import PREFIXES
from ontology.nquads import canonical_line, canonical_text, read_canonical
from tests.strategies import REIFIES, datasets

STATEMENT, SUBJECT, PREDICATE, OBJECT = (
    NamedNode(PREFIXES["rdf"] + name) for name in ("Statement", "subject", "predicate", "object")
)
WORDS = {
    "rdf": PREFIXES["rdf"],
    "rdfg": "http://www.w3.org/2004/03/trix/rdfg-1/",
    "i18n": I18N,
    "": "urn:x:",
}
NAMES = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix : <urn:x:> ."


def in_words(quads: Iterable[Quad], way: str) -> set[Quad]:
    blocks = sorted_blocks([list(map(canonical_line, quads))])
    return {quad for batch in reified(blocks, way) for quad in read_canonical("".join(batch))}


def written(trig: str, way: str) -> list[str]:
    """The lines of TriG after `way`, with prefixes, and with letters for the names that are hashes."""
    text = canonical_text(in_words(parse(f"{NAMES} {trig}", format=RdfFormat.TRIG), way))
    hashes: dict[str, str] = {}
    for prefix, namespace in WORDS.items():
        text = text.replace(f"<{namespace}", f"<{prefix}:")
    for part in text.split(f"<{TRIPLE}")[1:]:
        hashes.setdefault(part[:64], chr(65 + len(hashes)))
    for name, letter in hashes.items():
        text = text.replace(f"<{TRIPLE}{name}>", letter)
    return sorted(line.removesuffix(" .").replace("<", "").replace(">", "") for line in text.splitlines())


SAID = ":g { :a :says :b . :r rdf:reifies <<( :a :says :b )>> ; :on 'Monday' }"
WRITTEN = {
    "a reifier is the statement": (
        "rdf11",
        SAID,
        [
            ":a :says :b :g",
            ':r :on "Monday" :g',
            ":r rdf:object :b :g",
            ":r rdf:predicate :says :g",
            ":r rdf:subject :a :g",
            ":r rdf:type rdf:Statement :g",
        ],
    ),
    "a reifier leads to each of several": (
        "rdf11",
        ":r rdf:reifies <<( :a :says 1 )>>, <<( :a :says 2 )>> .",
        [
            ":r rdf:reifies A",
            ":r rdf:reifies B",
            *(
                line
                for name, number in (("A", 1), ("B", 2))
                for line in (
                    f'{name} rdf:object "{number}"^^http://www.w3.org/2001/XMLSchema#integer',
                    f"{name} rdf:predicate :says",
                    f"{name} rdf:subject :a",
                    f"{name} rdf:type rdf:Statement",
                )
            ),
        ],
    ),
    "a reifier is the graph": (
        "graphs",
        SAID,
        [":a :says :b :g", ":a :says :b :r", ':r :on "Monday" :g', ":r rdf:type rdfg:Graph :g"],
    ),
    "a triple without a reifier has a graph by its hash": (
        "graphs",
        ":a :doubts <<( :b :says <<( :c :is :d )>> )>> .",
        [":a :doubts A", ":b :says B A", ":c :is :d B"],
    ),
    "a base direction is a datatype": ("rdf11", ":a :says 'x'@ar--rtl .", [':a :says "x"^^i18n:ar_rtl']),
    "what looks new and is not stays": ("graphs", ":a :says '<<( --ltr ' .", [':a :says "( --ltr "']),
}


@pytest.mark.parametrize(("way", "trig", "lines"), WRITTEN.values(), ids=WRITTEN.keys())
def test_triple_terms_are_written_so(way: str, trig: str, lines: list[str]) -> None:
    assert written(trig, way) == sorted(lines)


@given(datasets(), st.sampled_from(["rdf11", "graphs"]))
def test_nothing_of_rdf_1_2_is_left_but_what_leads_to_several(quads: frozenset[Quad], way: str) -> None:
    new = [
        quad
        for quad in in_words(quads, way)
        if isinstance(quad.object, Triple) or getattr(quad.object, "direction", None)
    ]

    assert new == []


@given(datasets())
def test_rdf12_changes_nothing(quads: frozenset[Quad]) -> None:
    assert in_words(quads, "rdf12") == quads


@given(datasets())
def test_all_comes_back_from_statements(quads: frozenset[Quad]) -> None:
    assert from_statements(in_words(quads, "rdf11")) == quads


@given(datasets())
def test_from_graphs_comes_back_all_but_which_of_a_reifiers_triples_stood_in_which_graph(
    quads: frozenset[Quad],
) -> None:
    # A name that is a reifier's and a graph's is lost: here they are kept apart.
    reifiers = {quad.subject for quad in quads if reifies(quad)}
    kept = {quad for quad in quads if quad.graph_name not in reifiers}

    back = from_graphs(in_words(kept, "graphs"))

    assert back == kept | {
        Quad(one.subject, REIFIES, one.object, other.graph_name)
        for one in kept
        for other in kept
        if reifies(one) and reifies(other) and one.subject == other.subject
    }


def reifies(quad: Quad) -> bool:
    return quad.predicate == REIFIES and isinstance(quad.object, Triple)


def from_statements(quads: set[Quad]) -> set[Quad]:
    """What rdf11 was made of."""
    parts: dict[object, Object] = {
        (quad.subject, quad.predicate, quad.graph_name): quad.object
        for quad in quads
        if quad.predicate in (SUBJECT, PREDICATE, OBJECT)
    }
    heads = {(quad.subject, quad.graph_name) for quad in quads if quad.object == STATEMENT}

    def triple(name: object, graph: GraphName) -> Triple:
        subject, predicate, value = (parts[name, part, graph] for part in (SUBJECT, PREDICATE, OBJECT))
        assert isinstance(subject, NamedNode | BlankNode)
        assert isinstance(predicate, NamedNode)
        return Triple(subject, predicate, term(value, graph))

    def term(value: Object, graph: GraphName) -> Object:
        return triple(value, graph) if is_hash(value) else with_direction(value)

    plain = {
        Quad(quad.subject, quad.predicate, term(quad.object, quad.graph_name), quad.graph_name)
        for quad in quads
        if quad.predicate not in (SUBJECT, PREDICATE, OBJECT) and quad.object != STATEMENT
    }
    return plain | {
        Quad(name, REIFIES, triple(name, graph), graph) for name, graph in heads if not is_hash(name)
    }


def from_graphs(quads: set[Quad]) -> set[Quad]:
    """What graphs was made of; a reifier of several triples is taken to have had all in each of its graphs."""
    named = {(quad.subject, quad.graph_name) for quad in quads if quad.object == GRAPH}
    reifiers = {name for name, _ in named}

    def triples(name: object) -> list[Triple]:
        return [
            Triple(quad.subject, quad.predicate, term(quad.object))
            for quad in quads
            if quad.graph_name == name
        ]

    def term(value: Object) -> Object:
        if not is_hash(value):
            return with_direction(value)
        (found,) = triples(value)
        return found

    plain = {
        Quad(quad.subject, quad.predicate, term(quad.object), quad.graph_name)
        for quad in quads
        if quad.graph_name not in reifiers and not is_hash(quad.graph_name) and quad.object != GRAPH
    }
    return plain | {Quad(name, REIFIES, one, graph) for name, graph in named for one in triples(name)}


def is_hash(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(TRIPLE)


def with_direction(term: Object) -> Object:
    if not isinstance(term, Literal) or not term.datatype.value.startswith(I18N):
        return term
    language, _, direction = term.datatype.value.removeprefix(I18N).rpartition("_")
    return Literal(term.value, language=language, direction=BaseDirection(direction))


def test_graphs_need_a_syntax_that_has_them() -> None:
    for name in ("trig", "nquads", "jsonld"):
        check_way("graphs", name)

    with pytest.raises(UsageProblem, match=r"turtle has none\. Write trig, nquads or jsonld, or use --reify"):
        check_way("graphs", "turtle")


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_every_syntax_can_say_what_rdf11_says(syntax: str) -> None:
    quads = in_words(parse(f"{NAMES} {SAID}", format=RdfFormat.TRIG), "rdf11")

    found = set(parse(serialise(quads, syntax), format=SYNTAXES[syntax].format))

    assert {quad.triple for quad in found} == {quad.triple for quad in quads}


def test_the_ways_are_those_that_the_guide_names() -> None:
    assert sorted(WAYS) == ["graphs", "rdf11", "rdf12"]
