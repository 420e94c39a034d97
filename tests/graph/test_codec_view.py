"""The natural view: what an analyst sees of facts, and what the ledger keeps beside it."""

from datetime import UTC, date

import pytest
from neo4j.time import DateTime
from pyoxigraph import RdfFormat, parse

from graph.decode import decode
from graph.encode import encode
from graph.model import Fragment, Properties
from graph.registry import Registry
from ontology.namespaces import PREFIXES
from ontology.vocabulary import vocabulary

M, G, H = "urn:x:m", "urn:x:g", "urn:x:h"
XSD = PREFIXES["xsd"]
STATUS = "https://w3id.org/health-diplomacy/scheme/status/"
PROLOGUE = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items()) + (
    f"PREFIX : <urn:x:>\nPREFIX status: <{STATUS}>\n"
)


def encoded(trig: str) -> Fragment:
    """The fragment of a document, once it has been seen to come back exactly."""
    registry = Registry(vocabulary())
    quads = set(parse((PROLOGUE + trig).encode(), format=RdfFormat.TRIG))
    fragment = encode(quads, registry)
    assert set(decode(fragment.nodes.values(), fragment.edges.values(), registry)) == quads
    return fragment


def shown(fragment: Fragment, iri: str) -> Properties:
    return {name: value for name, value in fragment.nodes[iri].properties.items() if name != "iri"}


FACTS: dict[str, tuple[str, Properties]] = {
    "dates are dates": (
        ':g { :m hd:start "2003-12-26"^^xsd:date }',
        {"graphs": [G], "start": date(2003, 12, 26)},
    ),
    "instants in UTC are instants": (
        ':g { :m hd:onset "2003-12-26T01:56:52.5Z"^^xsd:dateTime }',
        {"graphs": [G], "onset": DateTime(2003, 12, 26, 1, 56, 52, 500_000_000, tzinfo=UTC)},
    ),
    "decimals are numbers": (":g { :m hd:amount 10000000.5 }", {"graphs": [G], "amount": 10000000.5}),
    "a declared datatype needs no ledger": (
        ':g { :m hd:startEdtf "2003-12"^^edtf:EDTF }',
        {"graphs": [G], "startEdtf": "2003-12"},
    ),
    "languages go into the key": (
        ':g { :m hd:name "Field hospital"@en-GB, "مستشفى"@ar, "FH" }',
        {"graphs": [G], "name": "FH", "name_ar": "مستشفى", "name_en_gb": "Field hospital"},
    ),
    "a key that may have many values is a list": (
        ':g { :m hd:note "one" }',
        {"graphs": [G], "note": ["one"]},
    ),
    "a foreign key is a list": (":g { :m schema:age 7, 42 }", {"graphs": [G], "schema_age": [7, 42]}),
    "a concept is its notation": (
        ":g { :m hd:status status:delivered }",
        {"graphs": [G], "status": "delivered"},
    ),
    "a concept of another scheme is its IRI": (
        ":g { :m hd:status <urn:done> }",
        {"graphs": [G], "status": "urn:done"},
    ),
    "classes are named in types": (
        ":g { :m a schema:Event, hd:Mission, <urn:x:Visit> }",
        {"graphs": [G], "types": ["Mission", "Visit_247c89b8ef7b", "schema_Event"]},
    ),
    "the default graph has the empty name": (':m hd:note "one" .', {"graphs": [""], "note": ["one"]}),
    "graphs that say the same need no ledger": (
        ':g { :m hd:note "one" } :h { :m hd:note "one" }',
        {"graphs": [G, H], "note": ["one"]},
    ),
    "one graph of two is a short entry": (
        ':g { :m hd:note "one" ; hd:unit "bed" } :h { :m hd:note "one" }',
        {"graphs": [G, H], "note": ["one"], "unit": "bed", "_q": ['["unit",[0]]']},
    ),
    "rivals in two graphs are a full entry": (
        ':g { :m hd:unit "bed" } :h { :m hd:unit "tent" }',
        {"graphs": [G, H], "unit": "bed", "_q": ['["unit",[[[0],"bed"],[[1],"tent"]]]']},
    ),
    "rival concepts are a full entry": (
        ":g { :m hd:status status:delivered } :h { :m hd:status status:announced }",
        {
            "graphs": [G, H],
            "status": "announced",
            "_q": [f'["status",[[[0],"{STATUS}delivered"],[[1],"{STATUS}announced"]]]'],
        },
    ),
    "classes in different graphs are a full entry": (
        ":g { :m a hd:Mission } :h { :m a schema:Event }",
        {
            "graphs": [G, H],
            "types": ["Mission", "schema_Event"],
            "_q": [f'["types",[[[0],"{PREFIXES["hd"]}Mission"],[[1],"https://schema.org/Event"]]]'],
        },
    ),
    "another lexical form keeps its value": (
        ':g { :m schema:age "042"^^xsd:integer }',
        {"graphs": [G], "schema_age": [42], "_q": [f'["schema_age",[[[0],"042","{XSD}integer"]]]']},
    ),
    "a repeated value is shown once": (
        ':g { :m schema:age "042"^^xsd:integer, 42 }',
        {
            "graphs": [G],
            "schema_age": [42],
            "_q": [f'["schema_age",[[[0],"042","{XSD}integer"],[[0],"42","{XSD}integer"]]]'],
        },
    ),
    "mixed types are shown as texts": (
        ':g { :m schema:age 7, "seven" }',
        {
            "graphs": [G],
            "schema_age": ["7", "seven"],
            "_q": [f'["schema_age",[[[0],"7","{XSD}integer"],[[0],"seven"]]]'],
        },
    ),
    "an ill-typed value is its text": (
        ':g { :m hd:start "2003-02-30"^^xsd:date }',
        {"graphs": [G], "start": "2003-02-30", "_q": [f'["start",[[[0],"2003-02-30","{XSD}date"]]]']},
    ),
    "a direction is kept": (
        ':g { :m hd:note "حكيم"@ar--rtl }',
        {"graphs": [G], "note_ar": ["حكيم"], "_q": ['["note_ar",[[[0],"حكيم","","ar","rtl"]]]']},
    ),
    "a literal where the vocabulary has an edge is another key": (
        ':g { :m hd:sentBy "Turkey" }',
        {"graphs": [G], "sentBy_e63d6a06c9b0": ["Turkey"]},
    ),
    "a literal where the vocabulary has concepts is another key": (
        ':g { :m hd:status "delivered" }',
        {"graphs": [G], "status_e5f4a8d13c80": ["delivered"]},
    ),
}


@pytest.mark.parametrize(("trig", "expected"), FACTS.values(), ids=FACTS.keys())
def test_facts_are_shown_naturally(trig: str, expected: Properties) -> None:
    assert shown(encoded(trig), M) == expected


EDGES: dict[str, tuple[str, dict[tuple[str, str, str, str], Properties]]] = {
    "a fact between nodes is an edge": (
        ":g { :m hd:sentBy :c } :h { :m hd:sentBy :c }",
        {(M, "SENT_BY", "urn:x:c", ""): {"graphs": [G, H]}},
    ),
    "a blank node is the end of an edge": (
        ":g { :m hd:sentBy _:b0 }",
        {(M, "SENT_BY", "_:b0", ""): {"graphs": [G]}},
    ),
    "a foreign predicate is a prefixed edge type": (
        ":g { :m schema:member :c }",
        {(M, "schema_member", "urn:x:c", ""): {"graphs": [G]}},
    ),
    "an IRI where the vocabulary has a key is an edge": (
        ":g { :m hd:note :c }",
        {(M, "note_bbb66ae2c2b5", "urn:x:c", ""): {"graphs": [G]}},
    ),
    "a blank node where the vocabulary has concepts is an edge": (
        ":g { :m hd:status _:b0 }",
        {(M, "status_e5f4a8d13c80", "_:b0", ""): {"graphs": [G]}},
    ),
    "a blank class is an edge": (":g { :m a _:b0 }", {(M, "rdf_type", "_:b0", ""): {"graphs": [G]}}),
    "an annotated fact is one edge": (
        """:g { :m hd:sentBy :c ~ :r {|
            hd:start "2003-12-26"^^xsd:date ; hd:statedIn :d ; hd:status status:agreed ; a prov:Entity
        |} }""",
        {
            (M, "SENT_BY", "urn:x:c", "urn:x:r"): {
                "eid": "urn:x:r",
                "graphs": [G],
                "status": "agreed",
                "hd_statedIn_reference": ["urn:x:d"],
                "rdf_type_reference": ["http://www.w3.org/ns/prov#Entity"],
                "start": date(2003, 12, 26),
            }
        },
    ),
    "two reifiers are parallel edges, and other graphs a plain one": (
        ":g { :m hd:sentBy :c ~ :r ~ :q } :h { :m hd:sentBy :c }",
        {
            (M, "SENT_BY", "urn:x:c", ""): {"graphs": [H]},
            (M, "SENT_BY", "urn:x:c", "urn:x:q"): {"eid": "urn:x:q", "graphs": [G]},
            (M, "SENT_BY", "urn:x:c", "urn:x:r"): {"eid": "urn:x:r", "graphs": [G]},
        },
    ),
    "annotations have a ledger of their own": (
        ':g { :m hd:sentBy :c ~ :r {| hd:amount "1.50"^^xsd:decimal |} }',
        {
            (M, "SENT_BY", "urn:x:c", "urn:x:r"): {
                "eid": "urn:x:r",
                "graphs": [G],
                "amount": 1.5,
                "_q": [f'["amount",[[[0],"1.50","{XSD}decimal"]]]'],
            }
        },
    ),
}


@pytest.mark.parametrize(("trig", "expected"), EDGES.values(), ids=EDGES.keys())
def test_facts_between_nodes_are_edges(
    trig: str, expected: dict[tuple[str, str, str, str], Properties]
) -> None:
    assert {key: edge.properties for key, edge in encoded(trig).edges.items()} == expected


NOT_PROMOTED: dict[str, str] = {
    "the fact is not asserted": ":g { :r rdf:reifies <<( :m hd:sentBy :c )>> }",
    "the fact is asserted elsewhere": ":g { :r rdf:reifies <<( :m hd:sentBy :c )>> } :h { :m hd:sentBy :c }",
    "the reifier speaks in two graphs": ":g { :m hd:sentBy :c ~ :r } :h { :r hd:note 'x' }",
    "the reifier reifies no fact": ":g { :r rdf:reifies :m }",
    "the reifier reifies two facts": ":g { :m hd:sentBy :c ~ :r . :m hd:sentBy :d ~ :r }",
    "the reifier speaks of a blank node": ":g { :m hd:sentBy :c ~ :r {| hd:statedIn [] |} }",
    "the fact is a literal": ":g { :m hd:note 'x' ~ :r }",
    "the fact is a class": ":g { :m a hd:Mission ~ :r }",
    "the fact is a concept": ":g { :m hd:status status:delivered ~ :r }",
}


@pytest.mark.parametrize("trig", NOT_PROMOTED.values(), ids=NOT_PROMOTED.keys())
def test_other_reifiers_stay_nodes(trig: str) -> None:
    fragment = encoded(trig)

    assert [key for key in fragment.edges if key[3]] == []
    assert "urn:x:r" in {edge.subject for edge in fragment.edges.values() if edge.type == "rdf_reifies"}


def test_a_triple_term_is_a_node_that_no_edge_asserts() -> None:
    fragment = encoded(":g { :a schema:about <<( :m hd:sentBy <<( _:b0 hd:note 'x' )>> )>> }")

    inner, outer = (edge.object for edge in fragment.edges.values() if edge.object.startswith("_tt:"))
    note = "<https://w3id.org/health-diplomacy/ont#note>"
    term = f'<<( <urn:x:m> <https://w3id.org/health-diplomacy/ont#sentBy> <<( _:b0 {note} "x" )>> )>>'
    assert {key: edge.properties for key, edge in fragment.edges.items()} == {
        ("urn:x:a", "schema_about", outer, ""): {"graphs": [G], "term": term},
        (outer, "TT_SUBJECT", M, ""): {"derived": True},
        (outer, "TT_OBJECT", inner, ""): {"derived": True},
        (inner, "TT_SUBJECT", "_:b0", ""): {"derived": True},
    }
    assert fragment.nodes[outer].labels == ("TripleTerm",)
    assert fragment.nodes[outer].properties == {"iri": outer, "term": term}


def test_labels_are_the_superclasses_of_declared_classes() -> None:
    fragment = encoded(":g { :m a hd:FieldHospitalDeployment, schema:Event . :m hd:sentBy :c }")

    assert {iri: node.labels for iri, node in fragment.nodes.items()} == {
        M: ("FieldHospitalDeployment", "Mission"),
        "urn:x:c": (),
    }


def test_the_shown_rival_is_the_first_by_rank() -> None:
    registry = Registry(vocabulary())
    trig = PROLOGUE + ':g { :m hd:unit "a", "b" } :h { :m hd:unit "c" }'
    quads = list(parse(trig.encode(), format=RdfFormat.TRIG))
    rank = {G: (2, "2003-12-26"), H: (1, "2003-12-27")}

    fragment = encode(quads, registry, rank=lambda graph: rank[graph])

    assert fragment.nodes[M].properties["unit"] == "c"
    assert set(decode(fragment.nodes.values(), [], registry)) == set(quads)
