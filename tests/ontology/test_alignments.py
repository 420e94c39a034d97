"""Alignments: complete, justified, and with terms and codes that exist."""

import os
import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import DCAT, DCTERMS, FOAF, ODRL2, ORG, PROV, RDFS, SDO, SKOS, SOSA, TIME, URIRef
from rdflib.namespace import GEO, DefinedNamespace

from ontology.alignments import Alignment, aligned_terms, alignments, read_alignments
from ontology.files import OntologyError
from ontology.namespaces import HD, PREFIXES

SHARED = Path(os.environ.get("HAKIM_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
IATI_LISTS = SHARED / "iati_codelists"
CAMEO_TABLE = SHARED / "plover_cameo" / "CAMEO2PLOVER-2021.txt"

CLOSED: tuple[type[DefinedNamespace], ...] = (
    *(DCAT, DCTERMS, FOAF, GEO, ODRL2, ORG, PROV, RDFS, SDO, SKOS, SOSA, TIME),
)
"""Vocabularies whose terms rdflib knows, all of them."""

FORMS = {
    "http://www.wikidata.org/entity/": r"[QP][1-9][0-9]*",
    "http://purl.obolibrary.org/obo/": r"(MONDO_[0-9]{7}|DOID_[0-9]+)",
    "http://id.nlm.nih.gov/mesh/": r"(D[0-9]{6}|vocab#[a-z]+)",
    "http://www.geneontology.org/formats/oboInOwl#": r"id",
    "http://qudt.org/schema/qudt/": r"[A-Za-z]+",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": r"(lat|long)",
    "http://id.loc.gov/datatypes/edtf/": r"EDTF",
    "https://hxlstandard.org/standard/1-1final/dictionary/#tag_": r"[a-z]+",
    "https://iatistandard.org/en/iati-standard/203/": r"(activity-standard|codelists)/[a-z/-]+/",
}
"""The forms of the IRIs of vocabularies that rdflib does not know."""

PAGES = {
    "http://data.gdeltproject.org/documentation/CAMEO.Manual.1.1b3.pdf",
    "http://id.who.int/icd/release/10",
    "http://id.who.int/icd/release/11/mms",
    "https://github.com/openeventdata/PLOVER/blob/5e0c24fba623f2d8df5ae3c7de7a94dba90d5b6f/CAMEO2PLOVER-2021.txt",
    "https://glidenumber.net/",
    "https://ucdp.uu.se/downloads/",
    "https://www.first.org/tlp/",
    "https://www.misp-project.org/taxonomies.html",
}
"""Code lists and registers that are named by a page."""

EXAMPLE = NamedNode("urn:ex:a")


def parts(**values: str) -> list[Quad]:
    """The quads of one alignment; texts where they are texts, else IRIs."""
    return [
        Quad(
            EXAMPLE,
            NamedNode(PREFIXES["skos"] + "notation" if name == "code" else HD + name),
            Literal(value) if name in {"code", "justification"} else NamedNode(value),
        )
        for name, value in values.items()
    ]


def is_real(term: str) -> bool:
    """Whether an outside term exists, as far as can be told without a network."""
    for known in CLOSED:
        if term.startswith(str(known)):
            return URIRef(term) in known
    for namespace, form in FORMS.items():
        if term.startswith(namespace):
            return re.fullmatch(form, term.removeprefix(namespace)) is not None
    return term in PAGES


def codes(place: str) -> set[str]:
    return {one.code for one in alignments() if one.code and place in one.theirs}


def test_an_alignment_is_read_whole() -> None:
    quads = parts(
        ours="urn:a",
        match="urn:m",
        theirs="urn:t",
        code="1",
        onlyFor="urn:C",
        justification="They are alike.",
    )
    assert read_alignments(quads) == (Alignment("urn:a", "urn:C", "urn:m", "urn:t", "1", "They are alike."),)


def test_a_code_and_a_limit_may_be_left_out() -> None:
    quads = parts(ours="urn:a", match="urn:m", theirs="urn:t", justification="They are alike.")
    assert read_alignments(quads) == (Alignment("urn:a", "", "urn:m", "urn:t", "", "They are alike."),)


def test_an_alignment_without_a_reason_is_refused() -> None:
    with pytest.raises(OntologyError, match=f"^The alignment urn:ex:a lacks {HD}justification"):
        read_alignments(parts(ours="urn:a", match="urn:m", theirs="urn:t"))


def test_an_alignment_with_two_terms_is_refused() -> None:
    quads = parts(ours="urn:a", match="urn:m", theirs="urn:t", justification="They are alike.")
    with pytest.raises(OntologyError, match=f"^The alignment urn:ex:a has more than one {HD}theirs"):
        read_alignments([*quads, *parts(theirs="urn:u")])


def test_every_outside_term_is_real() -> None:
    assert {one.theirs for one in alignments() if not is_real(one.theirs)} == set()


def test_a_term_that_nobody_made_is_not_taken_for_real() -> None:
    assert [is_real(str(SDO) + "GiveHelp"), is_real(str(PROV) + "wasHelpedBy")] == [False, False]


def test_no_alignment_is_given_twice() -> None:
    keys = [(one.ours, one.only_for, one.theirs, one.code) for one in alignments()]
    assert len(set(keys)) == len(keys)


def test_what_stands_in_for_our_terms_leaves_out_codes_and_mere_relatives() -> None:
    assert {one.match.rpartition("#")[2] for one in aligned_terms(str(SDO))} == {
        *("exactMatch", "closeMatch", "broadMatch", "subClassOf"),
    }
    assert aligned_terms("https://hxlstandard.org/standard/1-1final/dictionary/#tag_geo") == ()


@pytest.mark.parametrize(
    ("ours", "only_for", "theirs"),
    [
        ("Mission", "", "Event"),
        ("sentBy", "", "organizer"),
        ("startEdtf", "", "startDate"),
        ("startEdtf", "Organisation", "foundingDate"),
        ("statedIn", "Claim", "appearance"),
    ],
)
def test_a_term_has_its_stand_in_in_schema_org(ours: str, only_for: str, theirs: str) -> None:
    found = {(one.ours, one.only_for): one.theirs for one in aligned_terms(str(SDO))}
    assert found[HD + ours, only_for and HD + only_for] == str(SDO) + theirs


@pytest.mark.skipif(not IATI_LISTS.is_dir(), reason="the code lists of IATI are not there: HAKIM_SHARED_DATA")
@pytest.mark.parametrize(
    "name",
    [
        "ActivityDateType",
        "HumanitarianScopeVocabulary",
        "OrganisationRole",
        "OrganisationType",
        "Sector",
        "TransactionType",
    ],
)
def test_every_code_of_iati_is_in_its_list(name: str) -> None:
    listed = set(
        re.findall(r"<code>([^<]+)</code>", (IATI_LISTS / f"{name}.xml").read_text(encoding="utf-8"))
    )
    used = codes(f"/codelists/{name.lower()}/")
    assert (used - listed, bool(used)) == (set(), True)


@pytest.mark.skipif(not CAMEO_TABLE.is_file(), reason="the table of CAMEO is not there: HAKIM_SHARED_DATA")
def test_every_code_of_cameo_and_plover_is_in_the_table() -> None:
    rows = re.findall(r"(?m)^([0-9]+): ([A-Z]+)([^#\n]*)", CAMEO_TABLE.read_text(encoding="utf-8"))
    cameo = {code for code, _, _ in rows}
    plover = {
        " ".join([event, *chosen])
        for _, event, rest in rows
        for words in [[word.strip() for word in rest.split(",") if word.strip()]]
        for chosen in ([], words)
    }
    # The table begins with the codes of AGREE (03); appeals (02) are in the code book alone.
    assert (codes("CAMEO.Manual") - cameo, codes("PLOVER") - plover) == ({"0233"}, set())
