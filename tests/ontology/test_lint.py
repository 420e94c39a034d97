"""The shipped ontology has no finding, and each rule finds what it is there for."""

import pytest
from rdflib import OWL, RDF, Graph, URIRef

from ontology.lint import RULES, Finding, lint, shipped_ontology
from ontology.namespaces import HD, PREFIXES, SCHEME

PROLOGUE = (
    "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    + "@prefix ex: <urn:ex:> .\n"
)
ONTOLOGY = HD.removesuffix("#")

WHOLE = """
hd:Ship a owl:Class ; rdfs:label "Ship"@en , "سفينة"@ar ;
    skos:definition "A vessel."@en , "مركبة بحرية."@ar ; skos:example "Dixmude"@en ; dcterms:source "us" ;
    hd:graphLabel "Ship" .
hd:captain a owl:ObjectProperty ; rdfs:label "captain"@en , "الربان"@ar ;
    skos:definition "Who commands."@en , "من يقود."@ar ; skos:example "Sinbad"@en ; dcterms:source "us" ;
    rdfs:domain hd:Ship ; rdfs:range owl:Thing ; hd:graphEdge "CAPTAIN" .
hd:graphLabel a owl:AnnotationProperty ; rdfs:label "l"@en , "و"@ar ; skos:definition "l"@en , "و"@ar .
hd:graphEdge a owl:AnnotationProperty ; rdfs:label "e"@en , "ع"@ar ; skos:definition "e"@en , "ع"@ar .
"""
"""A small ontology in which nothing is wrong."""


def findings(turtle: str) -> tuple[Finding, ...]:
    return lint(Graph().parse(data=PROLOGUE + turtle, format="turtle"))


def found_by(rule: str, turtle: str) -> set[tuple[str, str]]:
    """The terms and messages of one rule."""
    return {(one.term.removeprefix(HD), one.message) for one in findings(turtle) if one.rule == rule}


def test_the_shipped_ontology_has_no_finding() -> None:
    assert lint(shipped_ontology()) == ()


def test_a_whole_ontology_has_no_finding() -> None:
    assert findings(WHOLE) == ()


def test_nothing_has_no_finding() -> None:
    assert findings("") == ()


DEFINED = 'skos:definition "a"@en , "ا"@ar'
LABELLED = 'rdfs:label "a"@en , "ا"@ar'

BROKEN = [
    ("text", f'hd:A a owl:Class ; {DEFINED} ; rdfs:label "A"@en .', [("A", "has 0 of label in ar, not 1")]),
    (
        "text",
        f'hd:A a owl:Class ; {DEFINED} ; rdfs:label "A"@en , " "@ar .',
        [("A", "has 0 of label in ar, not 1")],
    ),
    (
        "text",
        f'hd:A a owl:Class ; {DEFINED} ; rdfs:label "A"@en , "B"@en , "ا"@ar .',
        [("A", "has 2 of label in en, not 1")],
    ),
    *(
        (
            "text",
            f"hd:a a {kind} ; {LABELLED} .",
            [("a", f"has 0 of definition in {language}, not 1") for language in ("ar", "en")],
        )
        for kind in ("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")
    ),
    (
        "text",
        f"""hds:c a skos:ConceptScheme ; hd:name "C"@en , "ج"@ar . <{SCHEME}c/x> a skos:Concept ; hd:name "X"@en .""",
        [(SCHEME + "c/x", "has 0 of name in ar, not 1")],
    ),
    ("explanation", "hd:A a owl:Class .", [("A", "has no example"), ("A", "has no source of its concept")]),
    (
        "term",
        "ex:shape sh:path hd:sendBy .",
        [("sendBy", "is used (sh:path of <urn:ex:shape>) but not declared")],
    ),
    (
        "term",
        "[] rdfs:seeAlso hd:Missoin .",
        [("Missoin", "is used (rdfs:seeAlso of a blank node) but not declared")],
    ),
    (
        "term",
        'ex:s sh:select "SELECT $this { $this hd:strat ?d }" .',
        [("strat", "is used (sh:select of a shape) but not declared")],
    ),
    ("term", "ex:x hd:sendBy ex:y .", [("sendBy", "is used (hd:sendBy of <urn:ex:x>) but not declared")]),
    (
        "concept",
        f"ex:s owl:hasValue <{SCHEME}status/deliverd> .",
        [(SCHEME + "status/deliverd", "is used (owl:hasValue of <urn:ex:s>) but is in no scheme")],
    ),
    (
        "concept",
        f"hd:a hd:valueSpace <{SCHEME}colour/> .",
        [(SCHEME + "colour/", "is used (hd:valueSpace of hd:a) but is in no scheme")],
    ),
    (
        "cycle",
        "hd:A rdfs:subClassOf hd:B . hd:B rdfs:subClassOf hd:A .",
        [("A", "is its own ancestor by rdfs:subClassOf"), ("B", "is its own ancestor by rdfs:subClassOf")],
    ),
    (
        "cycle",
        "hd:a rdfs:subPropertyOf hd:a .",
        [("a", "is its own ancestor by rdfs:subPropertyOf")],
    ),
    (
        "cycle",
        "ex:a skos:broader ex:b . ex:b skos:broader ex:c . ex:c skos:broader ex:a .",
        [(f"urn:ex:{one}", "is its own ancestor by skos:broader") for one in "abc"],
    ),
    (
        "disjoint",
        """hd:A a owl:Class ; owl:disjointWith hd:B . hd:B a owl:Class .
           hd:C a owl:Class ; rdfs:subClassOf hd:A , hd:D . hd:D a owl:Class ; rdfs:subClassOf hd:B .""",
        [("C", "lies below A and B, which are disjoint")],
    ),
    (
        "disjoint",
        """[] a owl:AllDisjointClasses ; owl:members ( hd:A hd:B ) .
           hd:C a owl:Class ; rdfs:subClassOf hd:A , hd:B .""",
        [("C", "lies below A and B, which are disjoint")],
    ),
    (
        "domain-range",
        "hd:A a owl:Class . hd:a a owl:ObjectProperty ; rdfs:domain hd:A .",
        [("a", "has 0 of range, not 1")],
    ),
    (
        "domain-range",
        "hd:A a owl:Class . hd:a a owl:ObjectProperty ; rdfs:domain hd:A , owl:Thing ; rdfs:range hd:A .",
        [("a", "has 2 of domain, not 1")],
    ),
    (
        "domain-range",
        "hd:A a owl:Class . hd:a a owl:ObjectProperty ; rdfs:domain hd:A ; rdfs:range hd:Gone .",
        [("a", "has the range hd:Gone, which is no declared class")],
    ),
    (
        "domain-range",
        """hd:A a owl:Class . hd:a a owl:ObjectProperty ; rdfs:range hd:A ;
           rdfs:domain [ a owl:Class ; owl:unionOf ( hd:A hd:Gone ) ] .""",
        [("a", "has the domain hd:Gone, which is no declared class")],
    ),
    (
        "domain-range",
        "hd:A a owl:Class . hd:a a owl:DatatypeProperty ; rdfs:domain hd:A ; rdfs:range hd:A .",
        [("a", "is a datatype property with the class hd:A as its range")],
    ),
    (
        "inverse",
        "hd:a a owl:ObjectProperty ; owl:inverseOf hd:a .",
        [("a", "is its own inverse: say owl:SymmetricProperty")],
    ),
    (
        "inverse",
        "hd:a a owl:ObjectProperty ; owl:inverseOf hd:b . hd:b a owl:DatatypeProperty .",
        [("a", "is the inverse of hd:b, and one of them is no object property")],
    ),
    (
        "inverse",
        """hd:a a owl:ObjectProperty ; rdfs:domain hd:A ; rdfs:range hd:B .
           hd:b a owl:ObjectProperty ; owl:inverseOf hd:a ; rdfs:domain hd:B ; rdfs:range hd:B .""",
        [("b", "has another range than the domain of hd:a")],
    ),
    (
        "inverse",
        """hd:a a owl:ObjectProperty ; rdfs:domain [ a owl:Class ; owl:unionOf ( hd:A hd:B ) ] ; rdfs:range hd:A .
           hd:b a owl:ObjectProperty ; owl:inverseOf hd:a ; rdfs:domain hd:A ; rdfs:range hd:A .""",
        [("b", "has another range than the domain of hd:a")],
    ),
    (
        "inverse",
        """hd:a a owl:ObjectProperty . hd:b a owl:ObjectProperty ; owl:inverseOf hd:a .
           hd:c a owl:ObjectProperty ; owl:inverseOf hd:a .""",
        [("a", "has the inverses hd:b and hd:c")],
    ),
    (
        "inverse",
        'hd:a a owl:ObjectProperty . hd:b a owl:ObjectProperty ; owl:inverseOf hd:a ; hd:graphEdge "B" .',
        [("b", "is an inverse and has a name in the graph, where an edge is read in both directions")],
    ),
    (
        "graph",
        'hd:A hd:graphLabel "SHIP" . hd:a hd:graphEdge "SHIP" .',
        [(ONTOLOGY, f"the name 'SHIP' is shared by the edge of {HD}a and the label of {HD}A")],
    ),
    (
        "graph",
        "hd:a a owl:DatatypeProperty .",
        [(ONTOLOGY, f"the property {HD}a has no name in the property graph")],
    ),
    (
        "alignment",
        """ex:a a hd:Alignment ; hd:ours hd:A ; hd:match owl:sameAs ; hd:theirs schema:Thing ;
           hd:justification "Both are things."@en .""",
        [("urn:ex:a", "has no match that is one of SKOS, rdfs:subClassOf or rdfs:subPropertyOf")],
    ),
    (
        "alignment",
        """ex:a a hd:Alignment ; hd:ours hd:A ; hd:match skos:closeMatch ; hd:theirs hd:B ;
           hd:justification "Both are things."@en .""",
        [("urn:ex:a", "names no outside term")],
    ),
    (
        "alignment",
        """ex:a a hd:Alignment ; hd:ours hd:A ; hd:match skos:closeMatch ; hd:theirs schema:Thing ;
           hd:justification "Both are things. Believe me."@en .""",
        [("urn:ex:a", "is not justified in one sentence")],
    ),
    (
        "alignment-axiom",
        "hd:A rdfs:subClassOf schema:Thing .",
        [("A", "is subClassOf schema:Thing without an alignment that says why")],
    ),
    (
        "alignment-axiom",
        "ex:a a hd:Alignment ; hd:ours hd:A ; hd:match rdfs:subClassOf ; hd:theirs schema:Thing .",
        [("A", "is aligned with schema:Thing by an axiom that the vocabulary does not assert")],
    ),
    (
        "alignment-choice",
        """ex:a a hd:Alignment ; hd:ours hd:A ; hd:match skos:closeMatch ; hd:theirs schema:Thing .
           ex:b a hd:Alignment ; hd:ours hd:A ; hd:match skos:broadMatch ; hd:theirs schema:Event .
           ex:c a hd:Alignment ; hd:ours hd:A ; hd:match skos:relatedMatch ; hd:theirs schema:Action .
           ex:d a hd:Alignment ; hd:ours hd:A ; hd:onlyFor hd:B ; hd:match skos:closeMatch ; hd:theirs schema:Role .""",
        [("A", "has 2 stand-ins in schema.org for the same subjects")],
    ),
]


@pytest.mark.parametrize(("rule", "turtle", "expected"), BROKEN)
def test_a_rule_finds_its_fault_and_blames_nothing_else(
    rule: str, turtle: str, expected: list[tuple[str, str]]
) -> None:
    assert found_by(rule, WHOLE + turtle) == set(expected)


def test_every_rule_has_a_broken_example() -> None:
    assert {rule for rule, _, _ in BROKEN} == set(RULES)


def test_the_shipped_ontology_is_seen_whole() -> None:
    kinds = (OWL.Class, OWL.ObjectProperty, PREFIXES["skos"] + "Concept", HD + "Alignment")
    graph = shipped_ontology()
    assert all((None, RDF.type, URIRef(str(kind))) in graph for kind in kinds)
