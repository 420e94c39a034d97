"""The shipped vocabulary is complete and maps one to one; every way to break the mapping ends the build."""

from itertools import chain, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, URIRef

from ontology.namespaces import HD, PREFIXES, SCHEME
from ontology.terms import schemes
from ontology.vocabulary import (
    ClassTerm,
    EdgeTerm,
    KeyTerm,
    OntologyError,
    build_vocabulary,
    load_ontology,
    vocabulary,
)

PROLOGUE = (
    "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    + "@prefix ex: <urn:ex:> .\n"
)

MISSION_CLASSES = {
    "EquipmentDelivery",
    "FieldHospitalDeployment",
    "HealthAgreement",
    "HealthFunding",
    "HospitalShipDeployment",
    "MedicalEvacuation",
    "MedicalTeamDeployment",
    "MedicineDelivery",
    "ResearchCollaboration",
    "TrainingProgramme",
    "VaccineDonation",
}


def small_graph(turtle: str) -> Graph:
    return Graph().parse(data=PROLOGUE + turtle, format="turtle")


def declared_terms(*kinds: URIRef) -> set[URIRef]:
    graph = load_ontology()
    found = chain.from_iterable(graph.subjects(RDF.type, kind) for kind in kinds)
    return {term for term in found if isinstance(term, URIRef) and term.startswith(HD)}


PROPERTIES = declared_terms(OWL.ObjectProperty, OWL.DatatypeProperty)
TERMS = PROPERTIES | declared_terms(OWL.Class, OWL.AnnotationProperty)


def languages(term: URIRef, annotation: URIRef) -> list[str | None]:
    return sorted(
        getattr(value, "language", None) or "" for value in load_ontology().objects(term, annotation)
    )


@pytest.mark.parametrize("annotation", [RDFS.label, SKOS.definition])
def test_every_term_is_labelled_and_defined_once_in_english_and_arabic(annotation: URIRef) -> None:
    assert {term: languages(term, annotation) for term in TERMS} == {term: ["ar", "en"] for term in TERMS}


@pytest.mark.parametrize("statement", [RDFS.domain, RDFS.range])
def test_every_property_has_one_domain_and_one_range(statement: URIRef) -> None:
    graph = load_ontology()
    counts = {term: len(list(graph.objects(term, statement))) for term in PROPERTIES}
    assert counts == dict.fromkeys(PROPERTIES, 1)


def test_english_and_arabic_definitions_are_single_sentences() -> None:
    definitions = {str(text) for term in TERMS for text in load_ontology().objects(term, SKOS.definition)}
    assert {text for text in definitions if not text.endswith(".") or ". " in text} == set()


def test_the_ontology_names_its_version_and_the_one_before() -> None:
    ontology = URIRef("https://w3id.org/health-diplomacy/ont")
    stated = [load_ontology().value(ontology, term) for term in (OWL.versionIRI, OWL.priorVersion)]
    assert stated == [URIRef(f"{ontology}/0.2.0"), URIRef(f"{ontology}/0.1.0")]


def test_every_class_and_property_has_an_example_and_the_source_of_its_concept() -> None:
    graph = load_ontology()
    classes = declared_terms(OWL.Class)
    wanting = [
        (str(term), str(one))
        for term in PROPERTIES | classes
        for one in (SKOS.example, DCTERMS.source)
        if (term, one, None) not in graph
    ]
    assert wanting == []


def test_labels_stay_few_because_each_is_a_type_in_the_engine() -> None:
    assert len(vocabulary().classes) < 100


def test_every_class_that_anything_refers_to_is_declared() -> None:
    graph = load_ontology()
    known = set(graph.subjects(RDF.type, None))
    named = {term for term in graph.all_nodes() if isinstance(term, URIRef) and term.startswith(HD)}
    assert named - known == set()


@pytest.mark.parametrize(
    ("iri", "term"),
    [
        (HD + "start", ("start", str(PREFIXES["xsd"] + "date"), False, False, "")),
        (HD + "startEdtf", ("startEdtf", PREFIXES["edtf"] + "EDTF", False, False, "")),
        (HD + "amount", ("amount", PREFIXES["xsd"] + "decimal", False, False, "")),
        (HD + "name", ("name", "", False, True, "")),
        (HD + "altName", ("altName", "", True, True, "")),
        (HD + "note", ("note", "", True, True, "")),
        (HD + "status", ("status", "", False, False, SCHEME + "status/")),
        (HD + "militaryInvolvement", ("militaryInvolvement", "", False, False, SCHEME + "military/")),
        (PREFIXES["skos"] + "notation", ("notation", "", False, False, "")),
        (PREFIXES["skos"] + "definition", ("definition", "", False, True, "")),
    ],
)
def test_a_key_tells_datatype_cardinality_language_and_values(
    iri: str, term: tuple[str, str, bool, bool, str]
) -> None:
    assert vocabulary().keys[iri] == KeyTerm(iri, *term)


def test_only_what_a_thing_has_many_of_is_a_list() -> None:
    assert {key.key for key in vocabulary().keys.values() if key.many} == {
        "altName",
        "broadCodeMatch",
        "closeCodeMatch",
        "exactCodeMatch",
        "glide",
        "note",
        "usesCapability",
    }


def test_every_value_space_belongs_to_a_scheme() -> None:
    spaces = {key.value_space for key in vocabulary().keys.values() if key.value_space}
    without = {"disease", "grouping"}
    assert spaces == {f"{SCHEME}{scheme}/" for scheme in schemes() if scheme not in without}


def test_an_edge_is_the_name_of_its_property_in_capitals() -> None:
    assert vocabulary().edges[HD + "inResponseTo"] == EdgeTerm(HD + "inResponseTo", "IN_RESPONSE_TO")


def test_missions_have_eleven_kinds() -> None:
    below = {term.label for term in vocabulary().classes.values() if HD + "Mission" in term.parents}
    assert below == MISSION_CLASSES


def test_a_class_names_its_declared_superclasses_only() -> None:
    assert vocabulary().classes[HD + "Country"] == ClassTerm(HD + "Country", "Country", (HD + "Party",))


@pytest.mark.parametrize(
    ("classes", "labels"),
    [
        ([], ()),
        (["urn:ex:Foreign"], ()),
        ([HD + "Mission"], ("Mission",)),
        ([HD + "Grouping"], ("Grouping", "Organisation", "Party")),
        ([HD + "Crisis", HD + "Epidemic"], ("Epidemic", "Crisis", "Occasion")),
        (
            [HD + "VaccineDonation", HD + "MedicineDelivery"],
            ("MedicineDelivery", "VaccineDonation", "Mission"),
        ),
        ([HD + "Publisher", HD + "Organisation"], ("Organisation", "Party", "Publisher")),
    ],
)
def test_the_closure_is_the_labels_up_to_the_root_most_specific_first(
    classes: list[str], labels: tuple[str, ...]
) -> None:
    assert {vocabulary().closure(order) for order in permutations(classes)} == {labels}


@given(st.lists(st.sampled_from(sorted(vocabulary().classes)), max_size=5))
def test_a_closure_holds_a_class_before_its_superclasses_and_once(classes: list[str]) -> None:
    labels = vocabulary().closure(classes)
    terms = {term.label: term for term in vocabulary().classes.values()}
    misplaced = [
        (label, vocabulary().classes[parent].label)
        for label in labels
        for parent in terms[label].parents
        if labels.index(vocabulary().classes[parent].label) <= labels.index(label)
    ]
    assert (misplaced, len(set(labels))) == ([], len(labels))


def test_the_shipped_vocabulary_is_read_the_same_from_a_fresh_parse() -> None:
    nquads = load_ontology().serialize(format="nt")
    assert build_vocabulary(Graph().parse(data=nquads, format="nt")) == vocabulary()


@pytest.mark.parametrize(
    ("turtle", "fault"),
    [
        (
            'ex:a hd:graphKey "size" . ex:b hd:graphKey "size" .',
            "the name 'size' is shared by the key of urn:ex:a and the key of urn:ex:b",
        ),
        (
            'ex:a hd:graphEdge "HAS" . ex:b hd:graphEdge "HAS" .',
            "the name 'HAS' is shared by the edge of urn:ex:a and the edge of urn:ex:b",
        ),
        (
            'ex:A hd:graphLabel "Ship" . ex:B hd:graphLabel "Ship" .',
            "the name 'Ship' is shared by the label of urn:ex:A and the label of urn:ex:B",
        ),
        (
            'ex:A hd:graphLabel "SHIP" . ex:b hd:graphEdge "SHIP" .',
            "the name 'SHIP' is shared by the edge of urn:ex:b and the label of urn:ex:A",
        ),
        (
            'ex:a a owl:DatatypeProperty ; hd:graphKey "schema" .',
            "the key 'schema' of urn:ex:a is a shipped prefix",
        ),
        ('ex:a a owl:DatatypeProperty ; hd:graphKey "iri" .', "the key 'iri' of urn:ex:a is reserved"),
        (
            'ex:a a owl:DatatypeProperty ; hd:graphKey "derived" .',
            "the key 'derived' of urn:ex:a is reserved",
        ),
        ('ex:A a owl:Class ; hd:graphLabel "Resource" .', "the label 'Resource' of urn:ex:A is reserved"),
        ('ex:a a owl:ObjectProperty ; hd:graphEdge "AIDED" .', "the edge 'AIDED' of urn:ex:a is reserved"),
        (
            'ex:a a owl:DatatypeProperty ; hd:graphKey "_size" .',
            "the key '_size' of urn:ex:a does not match [A-Za-z][A-Za-z0-9]*",
        ),
        (
            'ex:a a owl:DatatypeProperty ; hd:graphKey "größe" .',
            "the key 'größe' of urn:ex:a does not match [A-Za-z][A-Za-z0-9]*",
        ),
        (
            'ex:a a owl:ObjectProperty ; hd:graphEdge "sentBy" .',
            "the edge 'sentBy' of urn:ex:a does not match [A-Z][A-Z_]*",
        ),
        (
            f'ex:A a owl:Class ; hd:graphLabel "{"A" * 61}" .',
            f"the label '{'A' * 61}' of urn:ex:A is longer than 60 characters",
        ),
        ("ex:a a owl:DatatypeProperty .", "the property urn:ex:a has no name in the property graph"),
        (
            "ex:a a owl:ObjectProperty ; owl:inverseOf ex:b .",
            "the property urn:ex:a has no name in the property graph",
        ),
        (
            "ex:A a owl:Class ; hd:outsideGraph false .",
            "the class urn:ex:A has no name in the property graph",
        ),
        ("ex:a a owl:ObjectProperty .", "the property urn:ex:a has no name in the property graph"),
        ("ex:A a owl:Class .", "the class urn:ex:A has no name in the property graph"),
        (
            'ex:a a owl:DatatypeProperty ; hd:graphKey "size" ; hd:graphEdge "SIZE" .',
            "urn:ex:a is declared more than once: edge 'SIZE', key 'size'",
        ),
        (
            'ex:a a owl:ObjectProperty ; hd:graphKey "kind" .',
            "urn:ex:a has 0 value spaces; a key that is an object property needs one",
        ),
        (
            'ex:a a owl:ObjectProperty ; hd:graphKey "kind" ; hd:valueSpace <urn:ex:kind> .',
            "the value space urn:ex:kind of urn:ex:a does not end in '/'",
        ),
        (
            'ex:A hd:graphLabel "A" ; rdfs:subClassOf ex:B . ex:B hd:graphLabel "B" ; rdfs:subClassOf ex:A .',
            "the class urn:ex:A is its own superclass; the class urn:ex:B is its own superclass",
        ),
    ],
)
def test_the_build_fails_and_says_why(turtle: str, fault: str) -> None:
    with pytest.raises(OntologyError) as raised:
        build_vocabulary(small_graph(turtle))
    assert raised.value.message == f"The ontology cannot be mapped to a property graph: {fault}."


def test_an_inverse_and_a_term_about_the_vocabulary_need_no_name() -> None:
    turtle = """
        ex:b a owl:ObjectProperty ; hd:graphEdge "B" . ex:a a owl:ObjectProperty ; owl:inverseOf ex:b .
        ex:A a owl:Class ; hd:outsideGraph true .
    """
    assert build_vocabulary(small_graph(turtle)).edges == {"urn:ex:b": EdgeTerm("urn:ex:b", "B")}


@pytest.mark.parametrize(
    ("shapes", "many"),
    [
        ("", True),
        ("ex:s sh:property [ sh:path ex:a ; sh:maxCount 1 ] .", False),
        ("ex:s sh:property [ sh:path ex:a ; sh:maxCount 2 ] .", True),
        ("ex:s sh:property [ sh:path ex:a ; sh:minCount 1 ] .", True),
        ("ex:s sh:property [ sh:path ex:a ; sh:uniqueLang true ] .", False),
        ("ex:s sh:property [ sh:path ex:a ; sh:minCount 1 ] , [ sh:path ex:a ; sh:maxCount 1 ] .", False),
        (
            "ex:s sh:property [ sh:path ex:a ; sh:maxCount 1 ] . ex:t sh:property [ sh:path ex:a ] .",
            True,
        ),
        ("ex:s sh:path ex:a ; sh:maxCount 1 .", False),
    ],
)
def test_a_key_is_a_scalar_when_every_node_shape_caps_it(shapes: str, many: bool) -> None:
    built = build_vocabulary(small_graph('ex:a a owl:DatatypeProperty ; hd:graphKey "size" . ' + shapes))
    assert built.keys["urn:ex:a"].many is many
