"""Facts in the terms of schema.org: what has a term there, and nothing that says more than is known."""

from collections import defaultdict

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph.public_terms import in_vocabulary, public_quads
from ontology.alignments import aligned_terms
from ontology.namespaces import PREFIXES
from ontology.nquads import read_canonical
from ontology.schema_org import PROPERTIES, SCHEMA_ORG, TYPES, may_stand_on
from records.journal import Journal

DECLARED = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
GRAPH = NamedNode("urn:record")
TYPE = NamedNode(PREFIXES["rdf"] + "type")
STATUS = "<https://w3id.org/health-diplomacy/scheme/status/announced>"


def facts(turtle: str) -> set[Quad]:
    quads = parse((DECLARED + turtle).encode(), format=RdfFormat.TURTLE)
    return {Quad(quad.subject, quad.predicate, quad.object, GRAPH) for quad in quads}


def shipped_quads(journal: Journal) -> list[Quad]:
    """The facts of the shipped records, as they are exported."""
    return [quad for text in journal.texts() for quad in read_canonical(text)]


@pytest.mark.parametrize(
    ("ours", "public"),
    {
        "a subclass has the types of its superclasses too": (
            "<urn:m> a hd:VaccineDonation .",
            "<urn:m> a schema:Event , schema:DonateAction .",
        ),
        "a country": (
            '<urn:c> a hd:Country ; hd:name "Türkiye"@en ; hd:iso3 "TUR" .',
            '<urn:c> a schema:Country ; schema:name "Türkiye"@en ; schema:identifier "TUR" .',
        ),
        "a mission": (
            (
                f'<urn:m> a hd:FieldHospitalDeployment ; hd:name "A hospital"@en ; hd:identifier "M-1" ;'
                f"  hd:sentBy <urn:c> ; hd:sendingOrganisation <urn:o> ; hd:inResponseTo <urn:e> ; hd:status {STATUS} ."
                "<urn:c> a hd:Country . <urn:o> a hd:ArmedForce . <urn:e> a hd:Epidemic ."
            ),
            (
                f'<urn:m> a schema:Event ; schema:name "A hospital"@en ; schema:identifier "M-1" ;'
                f"  schema:organizer <urn:c> , <urn:o> ; schema:about <urn:e> ; schema:keywords {STATUS} ."
                "<urn:c> a schema:Country . <urn:o> a schema:Organization , schema:GovernmentOrganization ."
                "<urn:e> a schema:Event ."
            ),
        ),
        "a month stays a month": (
            '<urn:m> a hd:Mission ; hd:startEdtf "2020-03"^^edtf:EDTF ; hd:start "2020-03-01"^^xsd:date .',
            '<urn:m> a schema:Event ; schema:startDate "2020-03"^^xsd:gYearMonth .',
        ),
        "a year stays a year": (
            '<urn:m> a hd:Mission ; hd:startEdtf "2020"^^edtf:EDTF .',
            '<urn:m> a schema:Event ; schema:startDate "2020"^^xsd:gYear .',
        ),
        "an organisation starts when it is founded": (
            '<urn:o> a hd:Organisation ; hd:startEdtf "2015-05-13"^^edtf:EDTF .',
            '<urn:o> a schema:Organization ; schema:foundingDate "2015-05-13"^^xsd:date .',
        ),
        "who received what was sent": (
            "<urn:m> a hd:EquipmentDelivery ; hd:receivedBy <urn:c> . <urn:c> a hd:Country .",
            "<urn:m> a schema:Event , schema:SendAction ; schema:recipient <urn:c> . <urn:c> a schema:Country .",
        ),
        "money that was given": (
            (
                "<urn:m> a hd:HealthFunding ; hd:monetaryValue <urn:v> ."
                '<urn:v> a hd:Money ; hd:amount 5.5 ; hd:currency "USD" .'
            ),
            (
                "<urn:m> a schema:Event , schema:MoneyTransfer ; schema:amount <urn:v> ."
                '<urn:v> a schema:MonetaryAmount ; schema:value 5.5 ; schema:currency "USD" .'
            ),
        ),
        "an observer is not called a member without its role": (
            (
                "<urn:x> a hd:GroupingMembership ; hd:grouping <urn:g> ; hd:member <urn:c> ;"
                "  hd:membershipStatus <https://w3id.org/health-diplomacy/scheme/membership-status/observer> ."
                "<urn:g> a hd:Grouping ."
            ),
            (
                "<urn:x> a schema:OrganizationRole ; schema:member <urn:c> ;"
                "  schema:roleName <https://w3id.org/health-diplomacy/scheme/membership-status/observer> ."
                "<urn:g> a schema:Organization ; schema:member <urn:x> ."
            ),
        ),
        "a marking in words": (
            "<urn:r> a hd:Record ; hd:marking <https://w3id.org/health-diplomacy/scheme/marking/amber> .",
            '<urn:r> a schema:CreativeWork ; schema:conditionsOfAccess "TLP:AMBER" .',
        ),
        "a claim and its sources": (
            (
                '<urn:k> a hd:Claim ; hd:value "34" ; hd:claimedBy <urn:p> ; hd:statedIn <urn:d> ;'
                '  hd:dateEdtf "2023-02"^^edtf:EDTF ; hd:statedBy <urn:c> .'
                '<urn:p> a hd:Publisher . <urn:d> a hd:Document ; hd:url "https://example.org/"^^xsd:anyURI .'
                "<urn:c> a hd:Country ."
            ),
            (
                '<urn:k> a schema:Claim ; schema:text "34" ; schema:publisher <urn:p> ; schema:appearance <urn:d> ;'
                '  schema:datePublished "2023-02"^^xsd:gYearMonth ; schema:author <urn:c> .'
                "<urn:p> a schema:Organization . <urn:d> a schema:CreativeWork ;"
                '  schema:url "https://example.org/"^^xsd:anyURI . <urn:c> a schema:Country .'
            ),
        ),
        "a relationship alone is of the classes that its property speaks of": (
            "<urn:m> hd:sentBy <urn:c> .",
            "<urn:m> schema:organizer <urn:c> .",
        ),
    }.values(),
)
def test_a_fact_is_said_in_public_terms(ours: str, public: str) -> None:
    assert set(public_quads(facts(ours))) == facts(public)


@pytest.mark.parametrize(
    "ours",
    [
        'a hd:Mission ; hd:startEdtf "2020?"^^edtf:EDTF .',
        'a hd:Mission ; hd:startEdtf "2020~"^^edtf:EDTF .',
        'a hd:Mission ; hd:startEdtf "202X"^^edtf:EDTF .',
        'a hd:Mission ; hd:startEdtf "2020-01-XX"^^edtf:EDTF .',
        'a hd:Mission ; hd:startEdtf "2020-01-01/2020-02-01"^^edtf:EDTF .',
        'a hd:Mission ; hd:startEdtf ""^^edtf:EDTF .',
        'a hd:Mission ; hd:start "2020-01-01"^^xsd:date ; hd:startLatest "2020-12-31"^^xsd:date .',
        "a hd:Mission ; hd:carriedBy <urn:c> .",
        "a hd:FieldHospitalDeployment ; hd:receivedBy <urn:c> .",
        "a hd:FieldHospitalDeployment ; hd:monetaryValue <urn:v> .",
        "a hd:DiplomaticEvent ; hd:participant <urn:c> .",
        'a hd:Claim ; hd:startEdtf "2020"^^edtf:EDTF .',
        "a hd:Claim ; hd:amount 5 .",
        'a hd:Dataset ; hd:licence "CC0-1.0" .',
        'a hd:RelationState ; hd:description "A treaty"@en ; hd:startEdtf "2020"^^edtf:EDTF .',
        "a hd:Record ; hd:marking <urn:strange> .",
        "a <urn:other> ; <urn:said> <urn:y> .",
        'hd:name "Nobody says what it is"@en .',
    ],
)
def test_what_has_no_public_term_is_left_out(ours: str) -> None:
    assert {quad for quad in public_quads(facts(f"<urn:x> {ours}")) if quad.predicate != TYPE} == set()


def test_a_value_of_no_public_type_is_left_out() -> None:
    ours = "<urn:r> a hd:Record ; hd:statedIn <urn:s> . <urn:s> a hd:RelationState ."

    assert set(public_quads(facts(ours))) == facts("<urn:r> a schema:CreativeWork .")


def test_public_terms_stand_beside_ours_or_in_their_place() -> None:
    ours = facts("<urn:m> a hd:Mission ; hd:carriedBy <urn:c> .")
    public = facts("<urn:m> a schema:Event .")

    assert {name: in_vocabulary(ours, name) for name in ("ours", "schema.org", "both")} == {
        "ours": ours,
        "schema.org": public,
        "both": ours | public,
    }


def test_an_amount_that_nothing_leads_to_is_left_out_where_ours_does_not_lead_there_either() -> None:
    ours = facts("<urn:m> a hd:Mission ; hd:quantity <urn:q> . <urn:q> a hd:Quantity ; hd:amount 34 .")

    assert in_vocabulary(ours, "schema.org") == facts("<urn:m> a schema:Event .")
    assert in_vocabulary(ours, "both") == ours | facts(
        "<urn:m> a schema:Event . <urn:q> a schema:QuantitativeValue ; schema:value 34 ."
    )


def test_every_public_fact_stands_in_the_graph_of_the_fact_that_it_comes_from() -> None:
    fact = Quad(NamedNode("urn:c"), TYPE, NamedNode(PREFIXES["hd"] + "Country"), NamedNode("urn:record:7"))

    assert list(public_quads([fact])) == [
        Quad(fact.subject, TYPE, NamedNode(SCHEMA_ORG + "Country"), NamedNode("urn:record:7"))
    ]


def test_the_list_of_schema_org_holds_the_terms_that_may_stand_in_and_those_above_them() -> None:
    used = {one.theirs.removeprefix(SCHEMA_ORG) for one in aligned_terms(SCHEMA_ORG)}
    parents = {parent for above in TYPES.values() for parent in above}

    assert used <= {*TYPES, *PROPERTIES}
    assert {*TYPES, *PROPERTIES} == used | parents


def test_the_shipped_records_use_terms_of_schema_org_only_where_they_may_stand(
    shipped_journal: Journal,
) -> None:
    public = in_vocabulary(shipped_quads(shipped_journal), "schema.org")
    types: defaultdict[object, set[str]] = defaultdict(set)
    for quad in public:
        if quad.predicate == TYPE and isinstance(quad.object, NamedNode):
            types[quad.subject].add(quad.object.value.removeprefix(SCHEMA_ORG))
    said = {
        (quad.predicate.value.removeprefix(SCHEMA_ORG), frozenset(types[quad.subject]))
        for quad in public
        if quad.predicate != TYPE
    }

    assert {name for names in types.values() for name in names} <= TYPES.keys()
    assert {(name, on) for name, on in said if not may_stand_on(name, on)} == {
        # A Role repeats the property that it stands in.
        ("member", frozenset({"OrganizationRole"}))
    }


def test_the_same_facts_give_the_same_public_facts(shipped_journal: Journal) -> None:
    quads = shipped_quads(shipped_journal)

    assert set(public_quads(quads)) == set(public_quads(reversed(quads)))
