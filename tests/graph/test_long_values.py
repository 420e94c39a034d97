"""Values that are longer than an index takes are loaded and come back: no index may make a load fail."""

import pytest

from graph.export import all_quads
from graph.sync import synchronise
from ontology.nquads import canonical_text
from records.journal import Journal
from tests.graph.backend import GraphBackend
from tests.graph.records_made import play, turtle

LONG = "x" * 40_000
SAID = {
    "a start": f'm:1 a hd:VaccineDonation ; hd:start "{LONG}" .',
    "two starts": f'm:1 a hd:VaccineDonation ; hd:start "{LONG}", "2021-03-01"^^xsd:date .',
    "a start of another type": f'm:1 a hd:VaccineDonation ; hd:start "{LONG}"^^<urn:x:day> .',
    "an identifier": f'm:1 a hd:VaccineDonation ; hd:identifier "{LONG}" .',
}


@pytest.mark.parametrize("text", SAID.values(), ids=SAID.keys())
def test_a_long_value_comes_back(graph_backend: GraphBackend, journal: Journal, text: str) -> None:
    play(journal, {"a": turtle(text)})
    synchronise(journal, graph_backend.writer, graph_backend.registry)

    exported = canonical_text(all_quads(graph_backend.reader, graph_backend.learnt_registry))

    assert exported.count(LONG) == 1
    assert exported == "".join(
        sorted(line for record in journal.texts() for line in record.splitlines(keepends=True))
    )
