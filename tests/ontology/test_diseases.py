"""The diseases of the scheme have one code each in each classification, and the data use those codes."""

import csv
import os
from pathlib import Path

import pytest
from pyoxigraph import NamedNode
from rdflib import RDF, SKOS, Graph, URIRef

from ontology.files import SCHEMES
from ontology.namespaces import HD
from ontology.terms import concept, disease_by_icd10, disease_by_icd11, notations

SHARED = Path(os.environ.get("HAKIM_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
OUTBREAKS = SHARED / "outbreaks_don" / "outbreaks_13052026.csv"
CRISES = Path(__file__).parents[2] / "data" / "crises.csv"

GRAPH = Graph().parse(SCHEMES, format="turtle")
CODES = ("icd11", "icd10", "meshId", "mondoId", "doid")
SPACES = {
    "meshId": ("http://id.nlm.nih.gov/mesh/", ""),
    "mondoId": ("http://purl.obolibrary.org/obo/MONDO_", "MONDO:"),
    "doid": ("http://purl.obolibrary.org/obo/DOID_", "DOID:"),
}


def disease(notation: str) -> NamedNode:
    return concept("disease", notation)


def name(node: NamedNode | None) -> str:
    """The English name of a disease, or an empty text."""
    names = GRAPH.objects(URIRef(node.value), URIRef(HD + "name")) if node else ()
    return "".join(str(text) for text in names if getattr(text, "language", "") == "en")


def test_the_diseases_are_the_concepts_of_their_scheme() -> None:
    found = {str(one) for one in GRAPH.subjects(RDF.type, URIRef(HD + "Disease"))}
    assert found == {disease(notation).value for notation in notations("disease")}


@pytest.mark.parametrize("key", CODES)
def test_a_code_stands_for_one_disease_and_a_disease_has_one_code(key: str) -> None:
    pairs = list(GRAPH.subject_objects(URIRef(HD + key)))
    assert len(pairs) == len({one for one, _ in pairs}) == len({str(code) for _, code in pairs})


def test_every_disease_has_a_code_of_icd_11() -> None:
    coded = set(GRAPH.subjects(URIRef(HD + "icd11"), None))
    assert coded == {URIRef(disease(notation).value) for notation in notations("disease")}


def test_the_code_of_a_disease_is_that_of_its_match() -> None:
    said = {
        (ours, space + str(code).removeprefix(start))
        for key, (space, start) in SPACES.items()
        for ours, code in GRAPH.subject_objects(URIRef(HD + key))
    }
    matched = {
        (ours, str(theirs))
        for match in (SKOS.exactMatch, SKOS.closeMatch)
        for ours, theirs in GRAPH.subject_objects(match)
        if str(theirs).startswith(tuple(space for space, _ in SPACES.values()))
    }
    assert said == matched


def test_the_diseases_of_the_crises_are_found_by_code_and_have_their_names() -> None:
    with CRISES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["disease"]]
    found = {row["icd11_code"]: name(disease_by_icd11(row["icd11_code"])) for row in rows}
    assert found == {row["icd11_code"]: row["disease"] for row in rows}


@pytest.mark.skipif(not OUTBREAKS.is_file(), reason="the outbreaks are not there: HAKIM_SHARED_DATA")
def test_the_codes_of_the_outbreak_file_agree_but_where_it_cuts_them() -> None:
    with OUTBREAKS.open(encoding="utf-8", newline="") as file:
        pairs = {(row["icd11c3"], row["icd104c"]) for row in csv.DictReader(file)}
    both = {(disease_by_icd11(eleven), disease_by_icd10(ten)) for eleven, ten in pairs}
    apart = {(one, other) for one, other in both if one and other and one != other}
    # The file keeps four signs of an ICD-11 code, which name the whole that the disease is a part of.
    assert apart == {
        (disease("filovirus-disease"), disease("ebola-disease")),
        (disease("filovirus-disease"), disease("marburg-disease")),
        (disease("arenavirus-disease"), disease("lassa-fever")),
        (disease("hantavirus-disease"), disease("hantavirus-pulmonary-syndrome")),
        (disease("meningococcal-disease"), disease("meningococcal-meningitis")),
    }


@pytest.mark.skipif(not OUTBREAKS.is_file(), reason="the outbreaks are not there: HAKIM_SHARED_DATA")
def test_most_outbreaks_of_the_file_are_of_a_disease_of_the_scheme() -> None:
    with OUTBREAKS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = [row for row in rows if disease_by_icd10(row["icd104c"]) or disease_by_icd11(row["icd11c3"])]
    assert (len(known), len(rows)) == (3421, 3540)
