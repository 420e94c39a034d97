"""All that ships conforms: no violation by our validator, and the oracle finds the same results of every severity."""

from collections.abc import Iterator

import pytest
from pyoxigraph import Triple

from hakim.loading import ingest_shipped
from ingest.options import IngestOptions
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE
from ontology.nquads import read_canonical
from ontology.shacl import Report, shipped_shapes, validate
from records.store import Store
from tests.ontology.shacl_oracle import ask_oracle, found_by


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Iterator[frozenset[Triple]]:
    """Every statement of the shipped records, ingested into a store of its own."""
    with Store(tmp_path_factory.mktemp("shipped")) as store:
        ingest_shipped(store, IngestOptions(Identifiers(DEFAULT_ID_BASE), "2026-01-01T00:00:00Z"))
        yield frozenset(quad.triple for text in store.journal.texts() for quad in read_canonical(text))


@pytest.fixture(scope="module")
def report(said: frozenset[Triple]) -> Report:
    return validate(said, shipped_shapes())


def test_no_shipped_record_violates_a_shape(report: Report) -> None:
    violated = [result for result in report.results if result.severity == "Violation"]

    assert [(str(result.focus), result.message()) for result in violated] == []
    assert report.conforms


def test_the_shipped_records_have_weaknesses_that_are_told(report: Report) -> None:
    assert report.counts["Warning"] > 0


def test_the_oracle_finds_the_same_in_the_shipped_records(report: Report, said: frozenset[Triple]) -> None:
    assert found_by(report) == ask_oracle(said)
