"""A shapes file that is not understood to the last statement ends the build; nothing is skipped in silence."""

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from ontology.files import OntologyError
from ontology.shacl import Shapes, compile_shapes, shipped_shapes, validate
from ontology.shacl.constraints import Class, MaxCount, Reach

PREFIXES = """
@prefix ex: <urn:ex:> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
RULE = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:sparql [ %s ] ] ."


def read(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse((PREFIXES + turtle).encode(), format=RdfFormat.TURTLE)]


def compiled(turtle: str) -> Shapes:
    return compile_shapes(read(turtle))


def results(shapes: str, data: str) -> list[tuple[str, str, str]]:
    report = validate(read(data), compiled(shapes))
    return [(str(one.focus), one.path, one.component) for one in report.results]


@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        ("ex:S a sh:NodeShape ; sh:closed true .", "closed is not known there"),
        ("ex:S a sh:NodeShape ; sh:deactivated true .", "deactivated is not known there"),
        ("ex:S a sh:NodeShape ; sh:targetNode ex:x .", "targetNode is not known there"),
        ("ex:S a sh:NodeShape ; sh:maxCount 1 .", "maxCount is not known there"),
        ("ex:S a sh:NodeShape ; sh:sparql [] .", "sparql is not known there"),
        ("ex:S a sh:NodeShape ; sh:not ex:T .", "not is not known there"),
        ("ex:S a sh:NodeShape ; ex:own true .", "urn:ex:own is not known there"),
        ("ex:S a sh:NodeShape , rdfs:Class .", "it stands where a NodeShape must"),
        ("ex:S a sh:NodeShape ; sh:property ex:T .", "nothing is said of it"),
        ("ex:S a sh:NodeShape ; sh:property ex:S .", "it stands where a PropertyShape must"),
        ("ex:S a sh:NodeShape ; sh:node ex:S .", "it refers to itself"),
        ("ex:S a sh:NodeShape ; sh:severity sh:Debug .", "severity is not one of"),
        ("ex:S a sh:NodeShape ; sh:severity sh:Info , sh:Warning .", "severity is not one of"),
        ('ex:S a sh:NodeShape ; sh:message "a"@en , "b"@en .', "two messages in one language"),
        ("ex:S a sh:NodeShape ; sh:targetClass [] .", "is no IRI"),
        ("ex:S a sh:NodeShape ; sh:nodeKind sh:Thing .", "is no kind of node"),
        ('ex:S a sh:NodeShape ; sh:minLength "a" .', "is no whole number"),
        ("ex:S a sh:NodeShape ; sh:minLength -1 .", "is no whole number"),
        ("ex:S a sh:NodeShape ; sh:minInclusive ex:x .", "is no literal"),
        ("ex:S a sh:NodeShape ; sh:in ex:list .", "a list in it is broken"),
        ('ex:S a sh:NodeShape ; sh:pattern "A" .', "its pattern is not held by ^ and $"),
        (r'ex:S a sh:NodeShape ; sh:pattern "^\\d$" .', "means different things"),
        ('ex:S a sh:NodeShape ; sh:pattern "^a$b$" .', "means different things"),
        ('ex:S a sh:NodeShape ; sh:pattern "^(?i)a$" .', "means different things"),
        ('ex:S a sh:NodeShape ; sh:pattern "^a$" ; sh:flags "i" .', "flags is not known there"),
        ("ex:S a sh:PropertyShape .", "it has 0 paths, not one"),
        ("ex:S a sh:PropertyShape ; sh:path ex:p , ex:q .", "it has 2 paths, not one"),
        ("ex:S a sh:PropertyShape ; sh:path [ sh:inversePath ex:p ] .", "is no IRI"),
        ("ex:S a sh:PropertyShape ; sh:path ex:p ; sh:uniqueLang false .", "sh:uniqueLang is not true"),
        (
            "ex:S a sh:PropertyShape ; sh:path ex:p ; sh:qualifiedMinCount 1 .",
            "qualifiedMinCount is not known",
        ),
        ("ex:S a sh:PropertyShape ; sh:path ex:p ; sh:targetClass ex:C .", "targetClass is not known there"),
        ("ex:S sh:targetNode ex:x .", "it is no shape, and no shape uses it"),
        ("ex:S sh:rule ex:x .", "it is no shape, and no shape uses it"),
        (RULE % 'sh:ask "ASK {}"', "ask is not known there"),
        (RULE % "sh:message 'x'", "it has 0 values of sh:select, not one"),
        (RULE % "sh:select 'SELECT ?x WHERE { ?x ?p ?o }'", "is not of the form"),
        (RULE % "sh:select 'SELECT $this WHERE { ?x ?p $this }'", "is not of the form"),
        (RULE % "sh:select 'SELECT $this WHERE { $this ?p ?o MINUS { $this ?q ?o } }'", "uses MINUS"),
        (RULE % "sh:select 'SELECT $this WHERE { $this ?p ?o } VALUES ?o { 1 }'", "uses VALUES"),
        (RULE % "sh:select 'SELECT $this WHERE { $this $PATH ?o }'", "uses $PATH"),
        (
            RULE % "sh:select 'SELECT $this WHERE { $this ?p ?o { SELECT $this WHERE { $this ?q 1 } } }'",
            "form",
        ),
        (
            RULE % "sh:select 'SELECT $this WHERE { $this ?p ?o OPTIONAL { ?o ?q ?r } }'",
            "does not bind $this",
        ),
        (RULE % "sh:select 'SELECT $this WHERE { $this ?p ?o }' ; sh:message '{?o}'", "names ?o"),
        (
            """ex:S a sh:NodeShape ; sh:node [ sh:property [ sh:path ex:p ; sh:sparql ex:q ] ] .
            ex:q sh:select 'SELECT $this WHERE { $this ex:p 1 }' .""",
            "it has rules, and others judge values by it",
        ),
    ],
)
def test_what_is_not_known_is_a_loud_error(shapes: str, reason: str) -> None:
    with pytest.raises(OntologyError) as raised:
        compiled(shapes)

    assert reason in str(raised.value)


def test_words_in_texts_and_remarks_of_a_query_are_not_taken_for_its_own() -> None:
    query = "SELECT $this WHERE { $this <urn:ex:MINUS> ?o # VALUES\\n FILTER (?o != 'SERVICE') }"

    assert compiled(RULE % f'sh:select "{query}"').targeted[0].properties[0].rules[0].query == query.replace(
        "\\n", "\n"
    )


def test_prefixes_of_a_query_are_those_that_it_names() -> None:
    shapes = RULE % "sh:select 'SELECT $this WHERE { $this a:p 1 }' ; sh:prefixes ex:names"
    names = 'ex:names sh:declare [ sh:prefix "a" ; sh:namespace "urn:ex:"^^xsd:anyURI ] .'
    data = "ex:x a ex:C ; ex:p 1 . ex:y a ex:C ; ex:p 2 ."

    assert results(shapes + names, data) == [("<urn:ex:x>", "urn:ex:p", "SPARQL")]


def test_a_rule_is_asked_of_its_targets_only() -> None:
    shapes = RULE % "sh:select 'SELECT $this WHERE { $this <urn:ex:p> 1 }'"

    assert results(shapes, "ex:x ex:p 1 . ex:y a ex:C ; ex:p 1 .") == [("<urn:ex:y>", "urn:ex:p", "SPARQL")]


def test_a_shape_without_target_is_read_and_judges_nothing() -> None:
    assert results("ex:S a sh:NodeShape ; sh:class ex:C .", "ex:x ex:p 1 .") == []


def test_a_shape_targets_the_subclasses_that_the_data_declares() -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."

    assert results(shapes, "ex:x a ex:D . ex:D rdfs:subClassOf ex:C .") == [
        ("<urn:ex:x>", "urn:ex:p", "MinCount")
    ]


def test_remarks_on_shapes_change_nothing() -> None:
    assert compiled("ex:S a sh:NodeShape ; rdfs:comment 'x' ; rdfs:label 'y' .").targeted == ()


def test_the_shipped_shapes_are_compiled_once_and_know_how_far_they_look() -> None:
    (mission,) = (one for one in shipped_shapes().targeted if one.iri.endswith("#Mission"))
    reaches = {shape.iri.split("#")[1]: shape.reach for shape in mission.properties}

    assert shipped_shapes() is shipped_shapes()
    assert (reaches["identifier"], reaches["sentBy"]) == (Reach.PROPERTIES, Reach.BEYOND)


def test_constraints_are_values() -> None:
    assert {MaxCount(1), MaxCount(1), Class(NamedNode("urn:ex:C"))} == {
        MaxCount(1),
        Class(NamedNode("urn:ex:C")),
    }
