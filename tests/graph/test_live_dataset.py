"""The live graph as an rdflib Dataset: what a pattern finds is what it finds in the export that rdflib reads."""

import re
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, Triple
from rdflib import BNode, Dataset, Literal, Namespace, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.namespace import XSD
from rdflib.term import Node

from graph import open_dataset
from graph.encode import encode
from graph.entries import fragment_names
from graph.export import all_quads
from graph.labels import quoted
from graph.live_dataset import LeftOut, LiveDataset, LiveStore, ReadOnlyDataset
from graph.live_facts import LiveFacts
from graph.schema import ensure_edge_types
from graph.term_text import graph_of
from graph.terms import entry_properties
from ontology.errors import UsageProblem
from ontology.namespaces import DEFAULT_ID_BASE, PREFIXES
from ontology.nquads import canonical_text
from tests.graph.backend import GraphBackend
from tests.graph.records_made import turtle
from tests.strategies import datasets

pytestmark = pytest.mark.filterwarnings("ignore::graph.live_dataset.LeftOut")

HD = Namespace(PREFIXES["hd"])
I18N = "https://www.w3.org/ns/i18n#"
Statement = tuple[Node, Node, Node, Node]
Wanted = tuple[Node | None, Node | None, Node | None, Node | None]

ODD = {
    "urn:g:1": """
        :a hd:start "2003-1-26"^^xsd:date ; hd:name "Hakim"@en, "حكيم"@ar, "Hakim", "Ḥakīm"@ar-latn ; :n 1, 01, +1 .
        :a a hd:Mission, :Odd ; hd:status <https://w3id.org/health-diplomacy/scheme/status/delivered>, :odd .
        :a hd:sentBy c:TUR, c:ITA ; hd:note "7"^^xsd:integer, "007"^^xsd:integer, true, "1"^^xsd:boolean .
        :b :knows [ :knows [ hd:note "deep" ] ], :a ; :of "2003-12-26T01:56:52.10Z"^^xsd:dateTime .
        :says <https://other.example/vocabulary#2nd-colour> "a", "b"@en ; :size 1.50, 1.5e0 .
        """,
    "urn:g:2": """
        :a hd:name "Hakim"@en, "Other"@en ; hd:sentBy c:TUR ; a hd:Mission .
        :a hd:status <https://w3id.org/health-diplomacy/scheme/status/announced> .
        :b :of "2003-12-26T01:56:52Z"^^xsd:dateTime ; :text "a\\"b\\n", "POINT(7 7)"^^:wkt .
        :r rdf:reifies <<( :a hd:sentBy c:ITA )>> ; hd:note "not said there" .
        """,
    "_:b0": ":a :knows :b . :b a :Odd .",
    "urn:g:3": """
        :m hd:sentBy c:TUR . :said rdf:reifies <<( :m hd:sentBy c:TUR )>> ; hd:note "aloud" ; :by c:EGY ; :when 2003 .
        :m hd:name "a"@ar--rtl, "a"^^<https://www.w3.org/ns/i18n#ar_rtl> ; :doubts <<( :x :y "z" )>> .
        """,
}


def live(backend: GraphBackend, window: int = 10_000) -> LiveDataset:
    """The dataset over a graph that a test holds open."""
    facts = LiveFacts(backend.reader, backend.reading_server, backend.learnt_registry, window)
    return LiveDataset(LiveStore(facts, ExitStack()))


class _Labels(dict[str, BNode]):
    """rdflib's parser gives blank nodes new labels; with this it keeps them."""

    def __missing__(self, label: str) -> BNode:
        return BNode(label.removeprefix("_:"))

    def get(self, label: str, _default: object = None) -> BNode:
        return self[label]

    def __contains__(self, _label: object) -> bool:
        return True


def exported(backend: GraphBackend) -> Dataset:
    """What rdflib reads in the export, but for what RDF 1.1 cannot say."""
    text = canonical_text(
        quad
        for quad in all_quads(backend.reader, backend.learnt_registry)
        if not isinstance(quad.object, Triple)
    )
    text = re.sub(r'"@([a-z0-9-]+?)--(ltr|rtl)', rf'"^^<{I18N}\1_\2>', text)
    dataset = Dataset(default_union=True)
    dataset.parse(data=text, format="nquads", bnode_context=_Labels())
    return dataset


def quads_of(dataset: Dataset) -> list[Statement]:
    return [
        (s, p, o, graph or DATASET_DEFAULT_GRAPH_ID)
        for s, p, o, graph in dataset.quads((None, None, None, None))
    ]


def fitting(statements: list[Statement], wanted: Wanted) -> set[Statement]:
    return {
        one
        for one in statements
        if all(part is None or part == its for part, its in zip(wanted, one, strict=True))
    }


def found(dataset: LiveDataset, wanted: Wanted) -> list[Statement]:
    subject, predicate, target, graph = wanted
    context = None if graph is None else dataset.get_context(graph)  # type: ignore[arg-type] # a name
    return [
        (*triple, each.identifier)
        for triple, graphs in dataset.store.triples((subject, predicate, target), context)
        for each in graphs
        if each is not None
    ]


@pytest.fixture(autouse=True)
def _rdflib_reads_to_the_letter(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its parsers then keep lexical forms; what is no value of its datatype it logs, and that is wanted here."""
    monkeypatch.setattr("rdflib.NORMALIZE_LITERALS", False)
    caplog.set_level("ERROR", logger="rdflib.term")


@pytest.fixture
def odd_graph(graph_backend: GraphBackend) -> GraphBackend:
    """A graph with everything that rdflib, or a property graph, finds hard."""
    put(graph_backend, [quad for name, text in ODD.items() for quad in in_graph(name, text)])
    return graph_backend


def in_graph(name: str, text: str) -> list[Quad]:
    return [Quad(one.subject, one.predicate, one.object, graph_of(name)) for one in turtle(text)]


def put(backend: GraphBackend, quads: Iterable[Quad]) -> None:
    """Quads into an empty graph, whatever graphs they stand in: no record could say some of these."""
    registry = backend.learnt_registry
    fragment = encode(quads, registry)
    rows = [dict(node.properties) for node in fragment.nodes.values()]
    backend.by_hand("UNWIND $rows AS row CREATE (n:Resource) SET n = row", rows=rows)
    ensure_edge_types(backend.server, sorted({edge.type for edge in fragment.edges.values()}))
    for edge in fragment.edges.values():
        backend.by_hand(
            "MATCH (a:Resource {iri: $a}), (b:Resource {iri: $b})"
            f" CREATE (a)-[r:{quoted(edge.type)}]->(b) SET r = $said",
            a=edge.subject,
            b=edge.object,
            said=dict(edge.properties),
        )
    terms = [entry_properties(entry) for entry in registry.entries_for(fragment_names(fragment))]
    backend.by_hand("UNWIND $rows AS row MERGE (t:_Term {id: row.id}) SET t = row", rows=terms)


def patterns_of(statements: list[Statement]) -> st.SearchStrategy[Wanted]:
    """Patterns that meet: parts of one statement, or of two, or terms that are not there."""
    ones = st.sampled_from(statements)
    strangers: tuple[Node, ...] = (URIRef("urn:x:nowhere"), BNode("nobody"), Literal("nothing"))

    def part(index: int) -> st.SearchStrategy[Node | None]:
        pool = ones.map(lambda one: one[index])
        return (
            pool
            | st.none()
            | (
                st.sampled_from(strangers[: 1 if index == 1 else 2])
                if index != 2
                else st.sampled_from(strangers)
            )
        )

    mixed = st.tuples(part(0), part(1), part(2), part(3))
    chosen = st.tuples(ones, st.tuples(*[st.booleans()] * 4)).map(
        lambda pair: tuple(term if kept else None for term, kept in zip(*pair, strict=True))
    )
    return chosen | chosen | mixed  # type: ignore[return-value] # tuples of four


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def check_patterns(dataset: LiveDataset, statements: list[Statement], data: st.DataObject) -> None:
    wanted = data.draw(patterns_of(statements))

    seen = found(dataset, wanted)

    assert (set(seen), len(seen)) == (fitting(statements, wanted), len(set(seen)))


def test_a_pattern_finds_in_shipped_records_what_it_finds_in_their_export(
    shipped_graph: GraphBackend,
) -> None:
    statements = quads_of(exported(shipped_graph))

    check_patterns(live(shipped_graph), statements)


@pytest.mark.parametrize("window", [1, 3, 10_000])
def test_a_pattern_finds_in_odd_facts_what_it_finds_in_their_export(
    odd_graph: GraphBackend, window: int
) -> None:
    statements = quads_of(exported(odd_graph))

    check_patterns(live(odd_graph, window), statements)


def test_every_combination_of_bound_parts_finds_the_same(odd_graph: GraphBackend) -> None:
    statements = quads_of(exported(odd_graph))
    dataset = live(odd_graph)
    masks = [[bool(number >> bit & 1) for bit in range(4)] for number in range(16)]
    wanted: set[Wanted] = {
        tuple(term if kept else None for term, kept in zip(one, mask, strict=True))  # type: ignore[misc]
        for one in statements
        for mask in masks
    }

    wrong = [one for one in wanted if set(found(dataset, one)) != fitting(statements, one)]

    assert (wrong, len(wanted) > 200) == ([], True)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(quads=datasets())
def test_any_dataset_is_given_whole(graph_backend: GraphBackend, quads: frozenset[Quad]) -> None:
    graph_backend.clear()
    put(graph_backend, quads)

    given_whole = found(live(graph_backend), (None,) * 4)

    assert sorted(given_whole) == sorted(quads_of(exported(graph_backend)))


def test_two_texts_that_are_one_to_rdflib_are_found_once(odd_graph: GraphBackend) -> None:
    literal = Literal("a", datatype=URIRef(f"{I18N}ar_rtl"))

    assert found(live(odd_graph), (URIRef("urn:x:m"), None, literal, None)) == [
        (URIRef("urn:x:m"), HD.name, literal, URIRef("urn:g:3"))
    ]


def test_what_somebody_wrote_by_hand_is_found(odd_graph: GraphBackend) -> None:
    odd_graph.by_hand("MATCH (n:Resource {iri: 'urn:x:b'}) SET n.name_fr = 'fait main'")
    odd_graph.by_hand("CREATE (n:Resource {iri: 'urn:x:new', name: 'nobody recorded this'})")
    dataset = live(odd_graph)

    assert {
        *dataset.subjects(HD.name, Literal("fait main", lang="fr")),
        *dataset.subjects(HD.name, Literal("nobody recorded this")),
        *dataset.get_context(URIRef("urn:hakim:unrecorded")).subjects(),
    } == {URIRef("urn:x:b"), URIRef("urn:x:new")}


# --- what rdflib does with it ---


def test_its_length_and_its_graphs_are_those_of_the_export(odd_graph: GraphBackend) -> None:
    dataset, whole = live(odd_graph), exported(odd_graph)
    names = {graph for *_, graph in quads_of(whole)}

    assert len(dataset) == len(whole)
    assert {graph.identifier: len(graph) for graph in dataset.store.contexts()} == {
        name: len(whole.get_context(str(name) if isinstance(name, URIRef) else BNode(str(name))))
        for name in names
    }


def test_the_graphs_of_a_triple_are_told(odd_graph: GraphBackend) -> None:
    triple = (URIRef("urn:x:a"), HD.sentBy, URIRef(f"{DEFAULT_ID_BASE}country/TUR"))

    assert {str(graph.identifier) for graph in live(odd_graph).store.contexts(triple)} == {
        "urn:g:1",
        "urn:g:2",
    }


QUERY = """
SELECT ?mission ?name ?crisis WHERE {
    ?mission a hd:VaccineDonation ; hd:sentBy ?sender ; hd:name ?name .
    ?sender hd:iso3 "CHN" .
    OPTIONAL { ?mission hd:inResponseTo ?crisis }
    FILTER(lang(?name) = "en" || lang(?name) = "")
}
"""


def test_its_sparql_answers_as_over_the_export(shipped_graph: GraphBackend) -> None:
    rows = sorted(live(shipped_graph).query(QUERY, initNs={"hd": HD}))

    assert rows == sorted(exported(shipped_graph).query(QUERY, initNs={"hd": HD}))
    assert rows


@pytest.mark.parametrize("syntax", ["trig", "nquads", "turtle"])
def test_it_is_written_as_rdflib_writes_the_export(odd_graph: GraphBackend, syntax: str) -> None:
    """Not all of which is exact: its Turtle makes `1` of "1"^^xsd:boolean."""
    written = [Dataset(default_union=True) for _ in range(2)]
    for dataset, again in zip((live(odd_graph), exported(odd_graph)), written, strict=True):
        again.parse(data=dataset.serialize(format=syntax), format=syntax)

    assert len(written[0]) == len(written[1]) > 30


def test_forms_stay_as_they_were_written(odd_graph: GraphBackend) -> None:
    notes = {literal.n3() for literal in live(odd_graph).objects(URIRef("urn:x:a"), HD.note)}

    assert notes == {
        *(f'"{text}"^^<{XSD.integer}>' for text in ("7", "007")),
        *(f'"{text}"^^<{XSD.boolean}>' for text in ("true", "1")),
    }


def test_what_rdflib_cannot_say_is_counted(odd_graph: GraphBackend) -> None:
    with pytest.warns(LeftOut, match="^3 facts about triple terms are left out"):
        len(live(odd_graph))


def test_prefixes_are_bound_and_stay_ours(odd_graph: GraphBackend) -> None:
    dataset = live(odd_graph)
    dataset.bind("mine", "urn:mine:")

    bound = dict(dataset.namespaces())

    assert {**PREFIXES, "mine": "urn:mine:"}.items() <= {
        name: str(space) for name, space in bound.items()
    }.items()


NOBODY = (URIRef("urn:s"), URIRef("urn:p"), URIRef("urn:o"))
WRITES: dict[str, Callable[[LiveDataset], object]] = {
    "add": lambda dataset: dataset.add(NOBODY),
    "addN": lambda dataset: dataset.addN([(*NOBODY, dataset.default_graph)]),
    "remove": lambda dataset: dataset.remove((None, None, None)),  # type: ignore[arg-type] # rdflib takes it
    "set": lambda dataset: dataset.set(NOBODY),
    "update": lambda dataset: dataset.update("DELETE WHERE { ?s ?p ?o }"),
    "parse": lambda dataset: dataset.parse(data="<urn:s> <urn:p> <urn:o> .", format="turtle"),
    "remove_graph": lambda dataset: dataset.remove_graph(URIRef("urn:g:1")),
    "graph.add": lambda dataset: dataset.graph(URIRef("urn:g:1")).add(NOBODY),
}


@pytest.mark.parametrize("write", WRITES)
def test_writing_is_refused(odd_graph: GraphBackend, write: str) -> None:
    dataset = live(odd_graph)

    with pytest.raises(ReadOnlyDataset, match="can only be read"):
        WRITES[write](dataset)


# --- opening ---


@pytest.mark.engine
def test_a_home_opens_and_closes(demo_home: Path) -> None:
    with open_dataset(demo_home) as dataset:
        names = list(dataset.objects(URIRef(f"{DEFAULT_ID_BASE}country/TUR"), HD.iso3))

    assert names == [Literal("TUR")]


def test_a_server_opens(graph_backend: GraphBackend) -> None:
    with open_dataset(graph_backend.reading_server) as dataset:
        assert len(dataset) == 0


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="no home folder"):
        open_dataset(tmp_path / "nowhere")
