"""Facts in the terms of schema.org: what has a term there, and nothing that says more than is known."""

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph.public_terms import in_vocabulary, public_quads
from ontology.namespaces import PREFIXES

DECLARED = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
GRAPH = NamedNode("urn:record")


def facts(turtle: str) -> set[Quad]:
    quads = parse((DECLARED + turtle).encode(), format=RdfFormat.TURTLE)
    return {Quad(quad.subject, quad.predicate, quad.object, GRAPH) for quad in quads}


@pytest.mark.parametrize(
    ("ours", "public"),
    [
        ("<urn:m> a hd:VaccineDonation .", "<urn:m> a schema:Event ."),
        ("<urn:c> a hd:Country .", "<urn:c> a schema:Country ."),
        ('<urn:c> hd:name "Türkiye"@en .', '<urn:c> schema:name "Türkiye"@en .'),
        ("<urn:m> hd:receivedBy <urn:c> .", "<urn:m> schema:recipient <urn:c> ."),
        (
            '<urn:m> hd:startEdtf "2020-03"^^edtf:EDTF .',
            '<urn:m> schema:startDate "2020-03"^^xsd:gYearMonth .',
        ),
        ('<urn:m> hd:startEdtf "2020"^^edtf:EDTF .', '<urn:m> schema:startDate "2020"^^xsd:gYear .'),
        (
            '<urn:o> a hd:Organisation ; hd:startEdtf "2015-05-13"^^edtf:EDTF .',
            '<urn:o> a schema:Organization ; schema:foundingDate "2015-05-13"^^xsd:date .',
        ),
        ("<urn:q> a hd:Money ; hd:amount 5.5 .", "<urn:q> a schema:MonetaryAmount ; schema:value 5.5 ."),
    ],
)
def test_a_fact_is_said_in_public_terms(ours: str, public: str) -> None:
    assert set(public_quads(facts(ours))) == facts(public)


@pytest.mark.parametrize(
    "ours",
    [
        '<urn:m> hd:startEdtf "2020?"^^edtf:EDTF .',
        '<urn:m> hd:startEdtf "202X"^^edtf:EDTF .',
        '<urn:m> hd:start "2020-01-01"^^xsd:date .',
        "<urn:m> hd:militaryInvolvement <urn:x> .",
        "<urn:m> hd:carriedBy <urn:c> .",
        "<urn:x> <urn:other> <urn:y> .",
        "<urn:claim> hd:amount 5 .",
    ],
)
def test_what_has_no_public_term_is_left_out(ours: str) -> None:
    assert set(public_quads(facts(ours))) == set()


def test_public_terms_stand_beside_ours_or_in_their_place() -> None:
    ours = facts("<urn:m> a hd:Mission ; hd:carriedBy <urn:c> .")
    public = facts("<urn:m> a schema:Event .")

    assert {name: in_vocabulary(ours, name) for name in ("ours", "schema.org", "both")} == {
        "ours": ours,
        "schema.org": public,
        "both": ours | public,
    }
