"""The ontology can be true, and so can it and all shipped records together; what cannot be is found."""

from collections.abc import Iterator
from itertools import chain

import owlrl  # type: ignore[import-untyped]
import pytest
from pyoxigraph import RdfFormat, Triple, serialize
from rdflib import OWL, RDF, BNode, Graph, Literal, URIRef

from hakim.loading import ingest_shipped
from ingest.options import IngestOptions
from ontology.files import SCHEMES, VOCABULARY
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE, HD, PREFIXES, SCHEME
from ontology.nquads import read_canonical
from records.store import Store
from tests.ontology.hermit import HermiT, find_hermit
from tests.ontology.owl_rl import CLASHES, Clash, clashes, clashes_of_closed, closure

PROLOGUE = (
    "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    + "@prefix ex: <urn:ex:> .\n"
)


@pytest.fixture(scope="module")
def ontology() -> Graph:
    """The vocabulary and the concept schemes."""
    graph = Graph(bind_namespaces="none")
    for path in (VOCABULARY, SCHEMES):
        graph.parse(path, format="turtle")
    return graph


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """All that ships, ingested without an engine, as one graph of plain triples."""
    with Store(tmp_path_factory.mktemp("shipped")) as store:
        ingest_shipped(store, IngestOptions(Identifiers(DEFAULT_ID_BASE), "2026-11-22T12:00:00Z"))
        quads = chain.from_iterable(read_canonical(text) for text in store.journal.texts())
        triples = {Triple(quad.subject, quad.predicate, quad.object) for quad in quads}
    return Graph(bind_namespaces="none").parse(
        data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt"
    )


def graph_of(turtle: str) -> Graph:
    return Graph().parse(data=PROLOGUE + turtle, format="turtle")


def names(found: tuple[Clash, ...]) -> set[tuple[str, ...]]:
    """The rules and the terms, without namespaces."""
    return {
        (clash.rule, *(term.removeprefix(HD).removeprefix("urn:ex:") for term in clash.terms))
        for clash in found
    }


@pytest.fixture(scope="module")
def closed(ontology: Graph, shipped: Graph) -> Graph:
    """What follows from the ontology and all that ships."""
    return closure(ontology + shipped)


def test_the_shipped_records_and_the_ontology_are_consistent(closed: Graph) -> None:
    assert clashes_of_closed(closed) == ()


def test_the_shipped_records_are_really_reasoned_over(shipped: Graph, closed: Graph) -> None:
    mission = URIRef(DEFAULT_ID_BASE + "mission/hdm/HDM-0001")
    assert (mission, RDF.type, URIRef(PREFIXES["prov"] + "Activity")) in closed
    assert (None, URIRef(HD + "sent"), mission) in closed
    assert (None, URIRef(HD + "sent"), mission) not in shipped


def test_one_wrong_statement_among_all_shipped_records_is_found(ontology: Graph, shipped: Graph) -> None:
    wrong = graph_of(f"<{DEFAULT_ID_BASE}mission/hdm/HDM-0001> a hd:Country .")
    found = clashes(ontology + shipped + wrong)
    assert ("disjoint classes", DEFAULT_ID_BASE + "mission/hdm/HDM-0001", "Mission", "Party") in names(found)


def test_every_class_can_have_a_member(ontology: Graph) -> None:
    classes = {term for term in ontology.subjects(RDF.type, OWL.Class) if isinstance(term, URIRef)}
    members = Graph()
    for term in classes:
        members.add((BNode(), RDF.type, term))
    assert clashes(ontology + members) == ()


def test_every_property_can_be_used(ontology: Graph) -> None:
    uses = Graph()
    for term in ontology.subjects(RDF.type, OWL.ObjectProperty):
        uses.add((BNode(), URIRef(str(term)), BNode()))
    assert clashes(ontology + uses) == ()


BROKEN = [
    ("ex:x a hd:Mission , hd:Country .", ("disjoint classes", "x", "Mission", "Party")),
    ("ex:x a hd:VaccineDonation , hd:JointExercise .", ("disjoint classes", "x", "Event", "Mission")),
    ("ex:m hd:sentBy ex:x . ex:x a hd:Epidemic .", ("disjoint classes", "x", "Occasion", "Party")),
    ("ex:x hd:fundedBy ex:c . ex:x a hd:Document .", ("disjoint classes", "x", "Document", "Mission")),
    ("ex:c hd:sent ex:x . ex:x a hd:Programme .", ("disjoint classes", "x", "Mission", "Programme")),
    (
        f"ex:x hd:organisationKind <{SCHEME}organisation-kind/ministry> . ex:x a hd:Country .",
        ("disjoint classes", "x", "Country", "Organisation"),
    ),
    (
        f"ex:x hd:missionType <{SCHEME}mission-type/vaccines> ; a hd:Outbreak .",
        ("disjoint classes", "x", "CrisisInCountry", "Mission"),
    ),
    ("ex:x a hd:Territory ; hd:isoNumeric '196' .", ("disjoint classes", "x", "Country", "Territory")),
    ("ex:x a hd:Conflict , hd:RoutineEngagement .", ("disjoint classes", "x", "Crisis", "RoutineEngagement")),
    (
        "ex:x a hd:Visit , hd:SecurityIncident .",
        ("disjoint classes", "x", "DiplomaticEvent", "SecurityIncident"),
    ),
    ("ex:x a hd:Outbreak , hd:ConflictYear .", ("disjoint classes", "x", "ConflictYear", "Outbreak")),
    ("ex:x a hd:Refusal , hd:Delivery .", ("disjoint classes", "x", "Delivery", "Refusal")),
    (
        "ex:x a hd:RelationState , hd:BilateralRelation .",
        ("disjoint classes", "x", "BilateralRelation", "RelationState"),
    ),
    ("ex:x hd:supersedes ex:x .", ("irreflexive property", "x", "supersedes")),
    ("ex:x hd:contradicts ex:x .", ("irreflexive property", "x", "contradicts")),
    ("ex:x hd:supersedes ex:y . ex:y hd:supersedes ex:x .", ("asymmetric property", "x", "supersedes", "y")),
    ("ex:x hd:quantity ex:q . ex:x a hd:Document .", ("no member of a union", "x")),
    ("ex:o hd:homeCountry ex:x . ex:x a hd:Organisation .", ("no member of a union", "x")),
    ("ex:x hd:sentBy 'Jordan' .", ("literal where a thing is meant", "x", "sentBy", "Jordan")),
    ("ex:x hd:name ex:y .", ("thing where a literal is meant", "x", "name", "y")),
    ("ex:x hd:start '2003-12' .", ("another datatype", "x", "start", "2003-12")),
    ("ex:x owl:sameAs ex:y ; owl:differentFrom ex:y .", ("same and different", "x", "y")),
    ("ex:x a owl:Nothing .", ("empty class", "x")),
    (
        "hd:sentBy owl:propertyDisjointWith hd:fundedBy . ex:x hd:sentBy ex:c ; hd:fundedBy ex:c .",
        ("disjoint properties", "x", "sentBy", "fundedBy"),
    ),
]


@pytest.fixture(scope="module")
def found_at_once(ontology: Graph) -> frozenset[Clash]:
    """The clashes of all broken examples, each with names of its own, in one closure."""
    apart = (turtle.replace("ex:", f"ex:{place}-") for place, (turtle, _) in enumerate(BROKEN))
    return frozenset(clashes(ontology + graph_of("\n".join(apart))))


@pytest.mark.parametrize("place", range(len(BROKEN)), ids=[turtle for turtle, _ in BROKEN])
def test_what_cannot_be_is_found(found_at_once: frozenset[Clash], place: int) -> None:
    mine = (clash for clash in found_at_once if f"urn:ex:{place}-" in " ".join(clash.terms))
    assert BROKEN[place][1] in {
        tuple(term.removeprefix(f"{place}-") for term in clash) for clash in names(tuple(mine))
    }


def test_every_rule_has_a_broken_example() -> None:
    assert {clash[0] for _, clash in BROKEN} == set(CLASHES)


GOOD = """
ex:m a hd:FieldHospitalDeployment ; hd:sentBy ex:j ; hd:receivedBy ex:i ; hd:inResponseTo ex:c ; hd:quantity ex:q .
ex:j a hd:Country . ex:i a hd:Country . ex:c a hd:NaturalDisaster ; hd:affected ex:i .
ex:q a hd:Quantity ; hd:amount 50 .
ex:p a hd:Publisher , hd:Ministry ; hd:affiliatedWith ex:j . ex:k hd:contradicts ex:l ; hd:supersedes ex:n .
ex:s a hd:Request ; hd:stepOf ex:m ; hd:agent ex:i . ex:g a hd:Grouping , hd:MultilateralOrganisation .
"""


def test_what_can_be_is_let_be(ontology: Graph) -> None:
    assert clashes(ontology + graph_of(GOOD)) == ()


def errors_of_owlrl(graph: Graph) -> Iterator[str]:
    """What owlrl, an independent implementation of OWL 2 RL, says is inconsistent."""
    closed = Graph() + graph
    owlrl.DeductiveClosure(
        owlrl.OWLRL_Semantics, rdfs_closure=False, axiomatic_triples=False, datatype_axioms=False
    ).expand(closed)
    for message in closed.objects(None, URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")):
        assert isinstance(message, Literal)
        yield str(message)


KERNEL = """
hd:Party a owl:Class . hd:Country a owl:Class ; rdfs:subClassOf hd:Party . hd:Mission a owl:Class .
[] a owl:AllDisjointClasses ; owl:members ( hd:Mission hd:Party ) . hd:Event a owl:Class ; owl:disjointWith hd:Mission .
hd:sentBy a owl:ObjectProperty ; rdfs:domain hd:Mission ; rdfs:range hd:Party .
hd:sent a owl:ObjectProperty ; owl:inverseOf hd:sentBy .
hd:supersedes a owl:ObjectProperty , owl:AsymmetricProperty , owl:IrreflexiveProperty .
hd:type a owl:ObjectProperty . hd:Ministry a owl:Class ; rdfs:subClassOf hd:Party ;
    owl:equivalentClass [ a owl:Restriction ; owl:onProperty hd:type ; owl:hasValue ex:ministry ] .
"""
"""The axioms that the ontology makes use of, once each: owlrl needs minutes where the other needs a second."""


@pytest.mark.parametrize(
    ("turtle", "consistent"),
    [
        ("ex:m hd:sentBy ex:c . ex:c a hd:Country .", True),
        ("ex:m a hd:Mission , hd:Country .", False),
        ("ex:m a hd:Mission , hd:Event .", False),
        ("ex:m hd:sentBy ex:x . ex:x a hd:Mission .", False),
        ("ex:x hd:sent ex:m . ex:m a hd:Country .", False),
        ("ex:x hd:type ex:ministry .", True),
        ("ex:x hd:type ex:ministry ; a hd:Mission .", False),
        ("ex:a hd:supersedes ex:b .", True),
        ("ex:a hd:supersedes ex:a .", False),
        ("ex:a hd:supersedes ex:b . ex:b hd:supersedes ex:a .", False),
        ("ex:a owl:sameAs ex:b . ex:a a hd:Mission . ex:b a hd:Country .", False),
        ("ex:a owl:sameAs ex:b ; owl:differentFrom ex:b .", False),
        ("ex:a a owl:Nothing .", False),
    ],
)
def test_another_reasoner_judges_alike(turtle: str, consistent: bool) -> None:
    graph = graph_of(KERNEL + turtle)
    assert (not list(errors_of_owlrl(graph)), clashes(graph) == ()) == (consistent, consistent)


@pytest.fixture(scope="module")
def hermit(tmp_path_factory: pytest.TempPathFactory) -> HermiT:
    return find_hermit(tmp_path_factory.mktemp("hermit"))


@pytest.mark.full
def test_a_complete_reasoner_finds_the_shipped_records_consistent(
    ontology: Graph, shipped: Graph, hermit: HermiT
) -> None:
    assert hermit.is_consistent(ontology + shipped)


@pytest.mark.full
def test_a_complete_reasoner_finds_a_member_possible_in_every_class(ontology: Graph, hermit: HermiT) -> None:
    assert hermit.impossible_classes(ontology) == []


@pytest.mark.full
def test_a_complete_reasoner_finds_the_class_that_can_have_no_member(ontology: Graph, hermit: HermiT) -> None:
    wrong = graph_of("hd:Amphibium a owl:Class ; rdfs:subClassOf hd:Mission , hd:Country .")
    assert hermit.impossible_classes(ontology + wrong) == ["hd:Amphibium"]


@pytest.mark.full
@pytest.mark.parametrize(
    "turtle",
    [
        "ex:x a hd:Mission , hd:Country .",
        "ex:m hd:sentBy ex:x . ex:x a hd:Epidemic .",
        # Only a proof by cases finds this one: a home is a country or a territory, and this is neither.
        "ex:o hd:homeCountry ex:x . ex:x a hd:Organisation .",
    ],
)
def test_a_complete_reasoner_finds_what_cannot_be(ontology: Graph, hermit: HermiT, turtle: str) -> None:
    assert not hermit.is_consistent(ontology + graph_of(turtle))
