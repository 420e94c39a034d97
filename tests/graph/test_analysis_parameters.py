"""The questions of analyses with other parameters than their own: SPARQL on the records against the oracles."""

from collections.abc import Mapping

import pytest

from graph.asking import ask, read_parameters, sort_rows
from graph.fact_sources import SparqlFacts
from graph.question import question
from hakim.loading import ingest_shipped
from records.store import Store
from tests.questions.expected_answers import OPTIONS, journal_facts, oracle_rows
from tests.questions.oracle.csv_data import CsvData

EVERYTHING = {"include_undelivered": "true"}


@pytest.fixture(scope="module")
def shipped_facts(tmp_path_factory: pytest.TempPathFactory) -> SparqlFacts:
    with Store(tmp_path_factory.mktemp("shipped")) as store:
        ingest_shipped(store, OPTIONS)
        return journal_facts(store.journal)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("reciprocity-of-relations", EVERYTHING),
        ("communities-of-cooperation", EVERYTHING),
        ("response-time-by-crisis", EVERYTHING),
        ("response-time-by-crisis", {"recipient": "TUR"}),
        ("paths-between", EVERYTHING | {"from_country": "MAR", "to_country": "ITA"}),
        ("paths-between", {"from_country": "QAT", "to_country": "SOM", "either_way": "true"}),
        ("paths-between", {"from_country": "MAR", "to_country": "KWT", "max_length": "4"}),
        ("paths-between", {"from_country": "MAR", "to_country": "KWT", "max_length": "5"}),
        ("events-against-base-rate", EVERYTHING | {"days": "90", "permutations": "99"}),
        ("events-against-base-rate", {"days": "1000", "permutations": "1"}),
        ("change-between-periods", {"by_pair": "true"}),
        ("change-between-periods", {"first_from": "2003", "first_to": "2011", "second_from": "2012"}),
    ],
)
def test_the_oracle_agrees_with_other_parameters(
    shipped_facts: SparqlFacts, name: str, given: Mapping[str, str]
) -> None:
    asked = question(name)
    parameters = read_parameters(asked, given)

    assert ask(asked, shipped_facts, parameters, "en").rows == sort_rows(
        oracle_rows(name, CsvData(), parameters), asked.order
    )
