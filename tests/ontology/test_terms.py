"""Terms and concepts exist only when the ontology declares them."""

import copy
import subprocess
import sys

import pytest
from pyoxigraph import NamedNode

from ontology.files import OntologyError
from ontology.namespaces import HD, SCHEME
from ontology.terms import (
    UnknownTermError,
    concept,
    disease_by_icd10,
    disease_by_icd11,
    hd,
    instance_class,
    notations,
    schemes,
)
from ontology.vocabulary import vocabulary


def test_a_term_is_its_iri_by_attribute_and_by_item() -> None:
    assert (hd.sentBy, hd["property"]) == (NamedNode(HD + "sentBy"), NamedNode(HD + "property"))


NAMELESS = {
    *("graphEdge", "graphKey", "graphLabel", "outsideGraph", "valueSpace"),
    *("Alignment", "justification", "match", "onlyFor", "ours", "theirs"),
    *("answeredBy", "describedBy", "developed", "hasClaim", "hasMembership", "hasMission", "hasState"),
    *("hasStep", "hasUnit", "observedAs", "published", "received", "sent", "supersededBy"),
}
"""Annotations, what describes alignments, and inverses: none has a name in the property graph."""


def test_terms_list_all_declared_classes_keys_and_edges() -> None:
    read = vocabulary()
    declared = {
        iri.removeprefix(HD) for iri in [*read.classes, *read.keys, *read.edges] if iri.startswith(HD)
    }
    assert set(dir(hd)) - declared == NAMELESS


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("sendBy", "The vocabulary has no 'sendBy'. Did you mean 'sentBy'?"),
        ("Vaccinedonation", "The vocabulary has no 'Vaccinedonation'. Did you mean 'VaccineDonation'?"),
    ],
)
def test_a_misspelt_term_fails_with_the_likely_one(name: str, message: str) -> None:
    with pytest.raises(UnknownTermError) as raised:
        getattr(hd, name)
    assert str(raised.value) == message


def test_an_unlikely_term_fails_with_what_there_is() -> None:
    with pytest.raises(
        UnknownTermError, match=r"^The vocabulary has no 'zzz'\. Known are: AccessPermission, "
    ):
        hd["zzz"]


def test_a_misspelt_term_is_an_attribute_error_to_python() -> None:
    assert (hasattr(hd, "sendBy"), getattr(hd, "__wrapped__", None)) == (False, None)


def test_terms_can_be_copied() -> None:
    assert copy.copy(hd).sentBy == hd.sentBy


def test_a_concept_is_its_scheme_and_notation() -> None:
    assert concept("credibility", "2") == NamedNode(SCHEME + "credibility/2")


@pytest.mark.parametrize(
    ("scheme", "notation", "message"),
    [
        ("status", "deliverd", "The scheme 'status' has no 'deliverd'. Did you mean 'delivered'?"),
        (
            "markings",
            "red",
            "The ontology's list of concept schemes has no 'markings'. Did you mean 'marking'?",
        ),
        ("confidence", "?", "The scheme 'confidence' has no '?'. Known are: high, low, medium."),
    ],
)
def test_an_unknown_concept_fails_with_the_way_out(scheme: str, notation: str, message: str) -> None:
    with pytest.raises(UnknownTermError) as raised:
        concept(scheme, notation)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ("confidence", ("high", "medium", "low")),
        ("reliability", ("A", "B", "C", "D", "E", "F")),
        ("credibility", ("1", "2", "3", "4", "5", "6")),
        ("marking", ("clear", "green", "amber", "amber-strict", "red")),
        ("membership-status", ("member", "observer", "suspended")),
        ("code-status", ("official", "user-assigned", "internal")),
    ],
)
def test_notations_come_in_the_order_of_their_rank(scheme: str, expected: tuple[str, ...]) -> None:
    assert notations(scheme) == expected


def test_the_stages_of_a_mission_come_in_the_order_of_its_life() -> None:
    before, after = notations("status")[:6], notations("status")[6:]
    assert (before, after) == (
        ("announced", "planned", "offered", "pledged", "agreed", "dispatched"),
        ("delivered", "operating", "completed", "handed-over", "blocked", "refused", "withdrawn"),
    )


def test_schemes_are_listed() -> None:
    assert schemes() == (
        "capability",
        "claim-topic",
        "code-status",
        "confidence",
        "conflict-role",
        "credibility",
        "disease",
        "event-type",
        "grouping",
        "marking",
        "membership-status",
        "military",
        "mission-type",
        "occasion-kind",
        "organisation-kind",
        "publisher-kind",
        "quantity-kind",
        "relation-state",
        "reliability",
        "status",
        "verdict",
    )


def test_each_mission_type_has_a_class_of_its_own() -> None:
    classes = {instance_class("mission-type", notation).value for notation in notations("mission-type")}
    subclasses = {term.iri for term in vocabulary().classes.values() if HD + "Mission" in term.parents}
    assert classes == subclasses


@pytest.mark.parametrize(
    ("scheme", "root"), [("mission-type", "Mission"), ("occasion-kind", "Occasion"), ("event-type", "Event")]
)
def test_the_class_of_a_concept_lies_below_the_class_of_its_scheme(scheme: str, root: str) -> None:
    roots = {vocabulary().closure([instance_class(scheme, one).value])[-1] for one in notations(scheme)}
    assert roots == {root}


def test_a_concept_without_a_class_of_instances_says_so() -> None:
    with pytest.raises(
        OntologyError, match="The concept 'red' of the scheme 'marking' has no class of instances"
    ):
        instance_class("marking", "red")


@pytest.mark.parametrize(
    ("code", "disease"),
    [
        ("1D60.0", "ebola-disease"),
        ("1D60", "filovirus-disease"),
        ("RA01", "covid-19"),
        (" ra01 ", "covid-19"),
        ("1D2Z", "dengue"),
        ("1E50.Z", "acute-viral-hepatitis"),
        ("1E50Z", "acute-viral-hepatitis"),
        ("1C81", "poliomyelitis"),
    ],
)
def test_a_disease_is_found_by_its_icd_11_code(code: str, disease: str) -> None:
    assert disease_by_icd11(code) == concept("disease", disease)


@pytest.mark.parametrize(
    ("code", "disease"),
    [
        ("A98.4", "ebola-disease"),
        ("A984", "ebola-disease"),
        ("A983", "marburg-disease"),
        ("A959", "yellow-fever"),
        ("B15", "hepatitis-a"),
        ("B172", "hepatitis-e"),
        ("U049", "sars"),
    ],
)
def test_a_disease_is_found_by_its_icd_10_code(code: str, disease: str) -> None:
    assert disease_by_icd10(code) == concept("disease", disease)


@pytest.mark.parametrize("code", ["", "Z", "1E+50", "1D60.01", "25RA01", "A984", "XX99"])
def test_no_disease_is_guessed_from_an_icd_11_code(code: str) -> None:
    assert disease_by_icd11(code) is None


@pytest.mark.parametrize("code", ["", "9", "A950", "U040", "RA01"])
def test_no_disease_is_guessed_from_an_icd_10_code(code: str) -> None:
    assert disease_by_icd10(code) is None


def test_naming_terms_does_not_load_rdflib() -> None:
    program = "import sys; from ontology.terms import hd, concept; hd.sentBy; concept('status', 'agreed');"
    program += " sys.exit('rdflib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
