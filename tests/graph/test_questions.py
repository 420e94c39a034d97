"""Every named question: its whole answer, worked out from the CSV files, by Cypher on each product and by SPARQL.

The oracles in tests/questions/oracle know nothing of the product. An answer on which all agree is frozen in
tests/questions/expected with its caveats.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.asking import read_parameters, sort_rows
from graph.export import all_quads
from graph.fact_sources import CypherFacts, SparqlFacts
from graph.question import question, question_names, questions
from graph.sync import synchronise
from hakim.loading import ingest_shipped
from records.journal import Journal
from records.store import Store
from tests.graph.backend import GraphBackend
from tests.questions.expected_answers import (
    FOLDER,
    OPTIONS,
    OUTSIDE,
    answered,
    expected,
    ingest_outside,
    oracle_rows,
)
from tests.questions.oracle.csv_data import CsvData
from tests.w3c import SHARED

SHIPPED = [one.name for one in questions() if not one.needs]
WITH_OUTSIDE = [one.name for one in questions() if one.needs]


def by_cypher(backend: GraphBackend) -> CypherFacts:
    return CypherFacts(backend.gateway)


# Every product exports the same bytes, as other tests show: SPARQL need not be asked of each export.
on_one_product = pytest.mark.parametrize(
    "backend", [pytest.param("embedded", marks=pytest.mark.engine)], indirect=True
)
_EXPORTED: dict[tuple[str, str], SparqlFacts] = {}


def by_sparql(backend: GraphBackend) -> SparqlFacts:
    """The graph's export; made once for what a product shows."""
    marker = backend.writer.marker()
    key = (backend.name, marker.store if marker else "")
    if key not in _EXPORTED:
        _EXPORTED[key] = SparqlFacts(all_quads(backend.reader, backend.learnt_registry))
    return _EXPORTED[key]


@pytest.fixture(scope="session")
def whole_journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """The shipped records and the files that some questions need besides."""
    absent = [str(path) for path in OUTSIDE.values() if not path.is_file()]
    if absent:
        pytest.skip(f"not there: {', '.join(absent)}; HAKIM_SHARED_DATA says where")
    with Store(tmp_path_factory.mktemp("whole")) as store:
        ingest_shipped(store, OPTIONS)
        ingest_outside(store)
        yield store.journal


@pytest.fixture
def whole_graph(backend: GraphBackend, whole_journal: Journal) -> GraphBackend:
    marker = backend.writer.marker()
    if marker is None or marker.store != whole_journal.store_id:
        backend.empty()
        synchronise(whole_journal, backend.writer, backend.registry)
    return backend


@pytest.mark.parametrize("name", SHIPPED)
def test_cypher_gives_the_expected_answer(shipped_graph: GraphBackend, name: str) -> None:
    assert answered(name, by_cypher(shipped_graph)) == expected(name)


@on_one_product
@pytest.mark.parametrize("name", SHIPPED)
def test_sparql_on_the_export_gives_the_expected_answer(shipped_graph: GraphBackend, name: str) -> None:
    assert answered(name, by_sparql(shipped_graph)) == expected(name)


@on_one_product
@pytest.mark.parametrize("name", WITH_OUTSIDE)
def test_without_its_source_a_question_says_so(shipped_graph: GraphBackend, name: str) -> None:
    answer = answered(name, by_cypher(shipped_graph))

    assert (answer["rows"], len(answer["caveats"])) == ([], 1)
    assert all(source in answer["caveats"][0] for source in question(name).needs)


@pytest.mark.parametrize("name", WITH_OUTSIDE)
def test_cypher_gives_the_expected_answer_with_its_sources(whole_graph: GraphBackend, name: str) -> None:
    assert answered(name, by_cypher(whole_graph)) == expected(name)


@on_one_product
@pytest.mark.parametrize("name", WITH_OUTSIDE)
def test_sparql_gives_the_expected_answer_with_its_sources(whole_graph: GraphBackend, name: str) -> None:
    assert answered(name, by_sparql(whole_graph)) == expected(name)


@pytest.mark.parametrize("name", question_names())
def test_the_csv_files_give_the_expected_rows(name: str) -> None:
    asked = question(name)
    if not all(OUTSIDE[source].is_file() for source in asked.needs):
        pytest.skip("the third-party files are not there; HAKIM_SHARED_DATA says where")
    rows = oracle_rows(name, CsvData(outside=SHARED), read_parameters(asked, {}))

    assert sort_rows(rows, asked.order) == expected(name)["rows"]


@on_one_product
@pytest.mark.parametrize("name", SHIPPED)
def test_each_answer_can_be_told_in_arabic(shipped_graph: GraphBackend, name: str) -> None:
    answer = answered(name, by_cypher(shipped_graph), "ar")

    assert answer["rows"] == expected(name)["rows"]
    assert len(answer["caveats"]) == len(expected(name)["caveats"])


def test_every_question_of_the_domain_is_there_once() -> None:
    assert [question(name).number for name in question_names()] == list(range(1, 48))


def test_every_expected_answer_belongs_to_a_question() -> None:
    assert sorted(path.stem for path in Path(FOLDER).glob("*.json")) == sorted(question_names())
