"""Document, engine, document: what is loaded exactly comes back as it came, on every product."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from pyoxigraph import Quad, RdfFormat

from graph.as_received import documents_as_received
from graph.export import all_quads
from graph.sync import synchronise
from graph.verify import verify
from ingest.documents import Document, DocumentRefused, parse_document
from ingest.load import load_documents
from ingest.options import IngestOptions
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE
from ontology.nquads import canonical_text
from records.store import Store
from tests.graph.backend import GraphBackend
from tests.strategies import datasets
from tests.w3c import NAMES, SUITES, read_suite

OPTIONS = IngestOptions(Identifiers(DEFAULT_ID_BASE), "2026-11-22T12:00:00Z")
GENERATED = 500

needs_suites = pytest.mark.skipif(
    not SUITES.is_dir(), reason=f"the W3C tests are not at {SUITES}; HAKIM_SHARED_DATA says where"
)

Documents = list[tuple[Document, frozenset[Quad]]]


def through_the_graph(documents: Documents, graph: GraphBackend, home: Path) -> dict[str, set[Quad]]:
    """Loads documents into a store, brings the graph in step, and gives back what the graph holds of each."""
    with Store(home) as store:
        load_documents(store, documents, OPTIONS)
        synchronise(store.journal, graph.writer, graph.registry)
        registry = graph.learnt_registry
        checked = verify(store.journal, graph.reader, registry)
    assert (checked.missing, checked.drift) == ((), ())
    return documents_as_received(all_quads(graph.reader, registry))


def differing(documents: Documents, received: dict[str, set[Quad]]) -> list[str]:
    """The names of the documents that did not come back quad for quad."""
    return [
        document.name
        for document, quads in documents
        if canonical_text(received.get(document.sha256[:20], ())) != canonical_text(quads)
    ]


@needs_suites
def test_every_positive_document_of_the_w3c_comes_back(graph_backend: GraphBackend, tmp_path: Path) -> None:
    suites = [read_suite(name) for name in NAMES]
    documents = [(document, parse_document(document)) for suite in suites for document in suite.positive]

    received = through_the_graph(documents, graph_backend, tmp_path)

    assert (differing(documents, received), len(documents)) == ([], 772)


@needs_suites
@pytest.mark.parametrize("name", NAMES)
def test_every_negative_syntax_test_of_the_w3c_is_refused_with_its_place(name: str) -> None:
    accepted, without_place = [], []
    for document in read_suite(name).negative:
        try:
            parse_document(document)
        except DocumentRefused as error:
            without_place += [] if f"{document.name}, line " in str(error) else [document.name]
        else:
            accepted.append(document.name)

    assert (accepted, without_place) == ([], [])


def generated_documents(count: int) -> Documents:
    """Datasets made by the strategy of the codec's property tests, always the same ones."""
    made: list[frozenset[Quad]] = []

    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(datasets())
    def make(quads: frozenset[Quad]) -> None:
        made.append(quads)

    make()
    documents = [
        Document(f"generated-{number}.nq", canonical_text(quads).encode(), RdfFormat.N_QUADS)
        for number, quads in enumerate(made)
    ]
    random.Random(0).shuffle(documents)  # noqa: S311 - an order, not a secret
    different = {document.content: document for document in documents}
    return [(document, parse_document(document)) for document in different.values()][:count]


def test_generated_datasets_of_rdf_1_2_come_back(graph_backend: GraphBackend, tmp_path: Path) -> None:
    documents = generated_documents(GENERATED)

    received = through_the_graph(documents, graph_backend, tmp_path)

    assert differing(documents, received) == []
