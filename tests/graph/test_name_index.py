"""The index of names is kept in the home folder for as long as the graph stays as it is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.reader import GraphReader
from graph.search import NameIndex
from graph.sync import synchronise
from hakim.name_index import name_index
from records.journal import Journal
from tests.graph.backend import GraphBackend
from tests.graph.records_made import play, turtle


@pytest.fixture
def told(graph_backend: GraphBackend, journal: Journal) -> Callable[[str], GraphReader]:
    """Adds a crisis of that name to the graph."""

    def tell(name: str) -> GraphReader:
        play(journal, {name: turtle(f'<urn:x:{name}> a hd:Epidemic ; hd:name "{name}"@en .')})
        synchronise(journal, graph_backend.writer, graph_backend.learnt_registry)
        return graph_backend.reader

    return tell


def test_the_index_follows_the_graph(told: Callable[[str], GraphReader], tmp_path: Path) -> None:
    name_index(tmp_path, told("Cholera")).close()
    index = name_index(tmp_path, told("Mpox"))

    assert [match.iri for text in ("cholera", "mpox") for match in index.find(text)] == [
        "urn:x:Cholera",
        "urn:x:Mpox",
    ]


def test_the_index_of_a_graph_that_stayed_as_it_was_is_read_again(
    told: Callable[[str], GraphReader], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = told("Cholera")
    name_index(tmp_path, reader).close()
    monkeypatch.setattr(NameIndex, "build", None)

    assert [match.iri for match in name_index(tmp_path, reader).find("cholera")] == ["urn:x:Cholera"]
