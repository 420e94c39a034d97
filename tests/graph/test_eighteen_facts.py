"""Eighteen facts of missions, of the kinds that other bridges alter or lose, come back from every product as they came.

Each is a document of an ally: loaded, shown by the graph, and exported again. Language tags compare in lower case,
as RDF has them.
"""

from collections.abc import Iterable, Mapping

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse, serialize

from graph.as_received import documents_as_received
from graph.export import all_quads
from graph.sync import synchronise
from graph.verify import verify
from ingest.documents import Document, parse_document
from ingest.load import load_documents
from ingest.options import IngestOptions
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE
from records.store import Store
from tests.graph.backend import GraphBackend

HEAD = """
PREFIX : <https://ally.example/mission/>
PREFIX v: <https://ally.example/terms#>
PREFIX hd: <https://w3id.org/health-diplomacy/ont#>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

FACTS: Mapping[str, str] = {
    "integers of their own types": """
        :ebola-unit v:surgeons 7 ; v:beds "64"^^xsd:unsignedByte ; v:balance "-3"^^xsd:negativeInteger .
    """,
    "a sum with a zero at its end": """
        :vaccine-grant v:value 1500000.50 ; v:paid "0.10"^^xsd:decimal .
    """,
    "a place as well-known text": """
        :field-hospital geo:asWKT "POINT(7.5 7.25)"^^geo:wktLiteral ; v:camp "Point(36.1 33.5)"^^geo:wktLiteral .
    """,
    "a word in British English": """
        :triage-course v:method "colour-coded triage"@en-GB, "color-coded triage"@en-US .
    """,
    "a note of several lines in a language": '''
        :cholera-team v:note """Arrived on Monday.
Water first, then beds.

	Signed: head nurse"""@en, """première ligne\\r\\nseconde ligne"""@fr .
    ''',
    "a contact that looks like a text in a language": """
        :liaison v:contact "focal@ministry", "desk@health-attache" ; v:contact "ward@en" .
    """,
    "texts that look like typed ones, and one that is empty": """
        :liaison v:remark "see annex^^xsd:integer", "7^^http://www.w3.org/2001/XMLSchema#integer", "" .
    """,
    "a year and a month": """
        :polio-days v:since "2014"^^xsd:gYear ; v:review "2014-10"^^xsd:gYearMonth ; v:yearly "--12-01"^^xsd:gMonthDay .
    """,
    "how long a team stays": """
        :surgical-team v:stays "P90D"^^xsd:duration, "P3M"^^xsd:duration ; v:onCall "PT36H"^^xsd:dayTimeDuration .
    """,
    "a landing in local time": """
        :airlift v:landed "2014-10-01T08:00:00+03:00"^^xsd:dateTime, "2014-10-01T05:00:00Z"^^xsd:dateTime ;
            v:left "2014-10-01T09:30:00.250"^^xsd:dateTime ; v:day "2014-10-01+03:00"^^xsd:date .
    """,
    "one property with values of several types": """
        :blood-bank v:units 12, "twelve", "12"^^xsd:decimal, "12.0"^^xsd:double, true, "2014-10-02"^^xsd:date .
    """,
    "a name in several languages, two in one": """
        :hospital-ship hd:name "Hospital ship"@en, "Floating hospital"@en, "Navire-hôpital"@fr, "سفينة مستشفى"@ar,
            "Hospital ship" .
    """,
    "a partner that is named here and described there": """
        :training-course v:partner <https://ally.example/org/red-crescent>, "Red Crescent", "Croissant-Rouge"@fr .
    """,
    "one fact in two sources, and others in one": """
        :mask-shipment hd:sentBy <https://ally.example/state/A> .
        <https://ally.example/source/cable-7> {
            :mask-shipment hd:sentBy <https://ally.example/state/A> ; v:masks 500000 .
        }
        <https://ally.example/source/press> {
            :mask-shipment hd:sentBy <https://ally.example/state/A> ; v:masks 400000 .
        }
        <https://ally.example/source/press> { <https://ally.example/source/press> v:grade "C3" . }
    """,
    "stores without names, one within the other": """
        :field-hospital v:stores [ v:item "oxygen" ; v:litres 400 ; v:keptIn _:room ], [ v:item "plasma" ] .
        _:room v:near _:gate . _:gate v:near _:room .
    """,
    "a relation that is dated, sourced and doubted": """
        :medical-team hd:receivedBy <https://ally.example/state/B> ~ :claim-1
            {| v:from "2015-04-27"^^xsd:date ; prov:wasDerivedFrom <https://ally.example/source/cable-9> |} .
        :claim-2 rdf:reifies <<( :medical-team hd:receivedBy <https://ally.example/state/C> )>> ; v:grade "D" .
        :claim-3 a rdf:Statement ; rdf:subject :medical-team ; rdf:predicate v:deaths ; rdf:object "0"^^xsd:integer .
    """,
    "numbers that are spelt in their own way": """
        :quarantine v:ward "01"^^xsd:integer ; v:drift "-0.0"^^xsd:double ;
            v:rate "NaN"^^xsd:double, "1E3"^^xsd:double ;
            v:most "INF"^^xsd:double ; v:serial 123456789012345678901234567890 ; v:open "1"^^xsd:boolean .
    """,
    "addresses with odd endings": """
        <https://ally.example/mission/> v:page <https://ally.example/mission#>, <https://ally.example/mission/42.>,
            <https://ally.example/find?ward=3&q=%C3%A9t%C3%A9#:~:text=lit>, <urn:x:>, <https://ally.example/بعثة> .
    """,
}

OPTIONS = IngestOptions(Identifiers(DEFAULT_ID_BASE), "2026-11-22T12:00:00Z")


def document(name: str) -> Document:
    return Document(f"{name}.trig", (HEAD + FACTS[name]).encode(), RdfFormat.TRIG)


def canonical(quads: Iterable[Quad]) -> str:
    """Sorted N-Quads, blank nodes named by RDFC-1.0: nothing of ours has a part in it."""
    facts = Dataset(quads)
    facts.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = (serialize(facts, format=RdfFormat.N_QUADS) or b"").decode().splitlines(keepends=True)
    return "".join(sorted(lines))


@pytest.fixture(scope="module")
def returned(backend: GraphBackend, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """What each product gives back of each document, all loaded at once, as canonical N-Quads."""
    backend.empty()
    documents = [(document(name), parse_document(document(name))) for name in FACTS]
    with Store(tmp_path_factory.mktemp("facts")) as store:
        load_documents(store, documents, OPTIONS)
        synchronise(store.journal, backend.writer, backend.registry)
        told = verify(store.journal, backend.reader, backend.learnt_registry)
    assert (told.missing, told.drift) == ((), ())
    received = documents_as_received(all_quads(backend.reader, backend.learnt_registry))
    return {name: canonical(received.get(document(name).sha256[:20], ())) for name in FACTS}


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_comes_back_unchanged(returned: Mapping[str, str], name: str) -> None:
    assert returned[name] == canonical(parse(document(name).content, format=RdfFormat.TRIG))


def test_there_are_eighteen() -> None:
    assert len(FACTS) == 18
