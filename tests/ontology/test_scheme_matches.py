"""The matches of concepts to outside lists name things that exist there, each in one way."""

import os
import re
from collections import Counter
from pathlib import Path

import pytest
from rdflib import SKOS, Graph, URIRef

from ontology.files import SCHEMES
from ontology.namespaces import HD, SCHEME
from ontology.terms import concept, notations

SHARED = Path(os.environ.get("HAKIM_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
IATI_LISTS = SHARED / "iati_codelists"
CAMEO_TABLE = SHARED / "plover_cameo" / "CAMEO2PLOVER-2021.txt"

GRAPH = Graph().parse(SCHEMES, format="turtle")
MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch)
CODE_MATCHES = tuple(URIRef(HD + name) for name in ("exactCodeMatch", "closeCodeMatch", "broadCodeMatch"))
OUTSIDE_IRIS = re.compile(
    r"http://id\.nlm\.nih\.gov/mesh/D[0-9]{6,9}"
    r"|http://id\.who\.int/icd/entity/[0-9]+"
    r"|http://purl\.obolibrary\.org/obo/(MONDO|DOID)_[0-9]+"
    r"|http://www\.wikidata\.org/entity/Q[1-9][0-9]*"
)
OUTSIDE_CODES = re.compile(
    r'admiralty-scale:(source-reliability="[a-f]"|information-credibility="[1-6]")'
    r'|atop:obligation="[A-Z]+"'
    r'|cameo:event="[0-9]{3,4}"'
    r'|cow-alliance:type="[1-3]"'
    r'|emdat:type="[A-Z][a-z]+"'
    r'|glide:hazard="[A-Z]{2}"'
    r'|hxl:tag="#[a-z+]+"'
    r'|iati:[A-Z][A-Za-z]+="[0-9]+"'
    r'|plover:(event="[A-Z]+"|mode="[a-z]+")'
    r"|tlp:(clear|green|amber|amber\+strict|red)"
    r'|ucdp:column="gwno_[ab](_2nd)?"'
    r'|who-emt:type="(1-mobile|1-fixed|2|3|specialised)"'
)


def scheme_of(node: object) -> str:
    return str(node).removeprefix(SCHEME).split("/")[0]


def test_a_concept_is_matched_to_iris_of_known_vocabularies_only() -> None:
    matched = {str(theirs) for match in MATCHES for theirs in GRAPH.objects(None, match)}
    assert {iri for iri in matched if not OUTSIDE_IRIS.fullmatch(iri)} == set()


def test_a_concept_is_matched_to_codes_of_known_lists_only() -> None:
    matched = {str(code) for match in CODE_MATCHES for code in GRAPH.objects(None, match)}
    assert {code for code in matched if not OUTSIDE_CODES.fullmatch(code)} == set()


def test_an_outside_thing_is_the_exact_match_of_one_concept_of_a_scheme() -> None:
    exact = Counter(
        (scheme_of(ours), str(theirs))
        for match in (SKOS.exactMatch, CODE_MATCHES[0])
        for ours, theirs in GRAPH.subject_objects(match)
    )
    assert [pair for pair, count in exact.items() if count > 1] == []


def test_nothing_matches_a_concept_in_two_ways() -> None:
    ways = Counter(
        (ours, theirs) for match in (*MATCHES, *CODE_MATCHES) for ours, theirs in GRAPH.subject_objects(match)
    )
    assert [pair for pair, count in ways.items() if count > 1] == []


def test_the_grades_and_the_markings_are_those_of_misp() -> None:
    tags = {
        scheme: [
            str(GRAPH.value(URIRef(concept(scheme, notation).value), CODE_MATCHES[0]))
            for notation in notations(scheme)
        ]
        for scheme in ("reliability", "credibility", "marking")
    }
    assert tags == {
        "reliability": [f'admiralty-scale:source-reliability="{grade}"' for grade in "abcdef"],
        "credibility": [f'admiralty-scale:information-credibility="{grade}"' for grade in "123456"],
        "marking": ["tlp:clear", "tlp:green", "tlp:amber", "tlp:amber+strict", "tlp:red"],
    }


def codes_of(lists: str) -> set[str]:
    """The machine tags of one outside list that concepts are matched to."""
    return {
        str(code)
        for match in CODE_MATCHES
        for code in GRAPH.objects(None, match)
        if str(code).startswith(lists + ":")
    }


@pytest.mark.skipif(not IATI_LISTS.is_dir(), reason="the code lists of IATI are not there: HAKIM_SHARED_DATA")
def test_the_matched_codes_of_iati_exist() -> None:
    item = re.compile(r"<codelist-item(?![^>]*withdrawn)[^>]*>\s*<code>([^<]+)</code>")
    known = {
        f'iati:{path.stem}="{code}"'
        for path in IATI_LISTS.glob("*.xml")
        for code in item.findall(path.read_text("utf-8"))
    }
    assert codes_of("iati") - known == set()


@pytest.mark.skipif(not CAMEO_TABLE.is_file(), reason="the table of CAMEO is not there: HAKIM_SHARED_DATA")
def test_the_matched_codes_of_cameo_and_plover_exist() -> None:
    text = CAMEO_TABLE.read_text("utf-8")
    rows = re.findall(r"^([0-9]{3,4}): *([A-Z]+) *,? *([a-z-]*)", text, re.MULTILINE)
    known = {
        *(f'cameo:event="{code}"' for code, _, _ in rows),
        *(f'plover:event="{event}"' for _, event, _ in rows),
        *(f'plover:mode="{mode}"' for _, _, mode in rows),
    }
    # The table of conversion leaves CAMEO's root 02 (appeals) out.
    assert (codes_of("cameo") | codes_of("plover")) - known == {'cameo:event="0233"'}
