"""Sets of facts that a person names, as sorted lines: packages, files, the records, the graph."""

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from exchange.package import CLAIMS
from graph.export import all_lines
from graph.line_sort import sorted_blocks
from graph.registry import Registry
from graph.terms import read_terms
from hakim.graph_session import reading
from hakim.settings import Settings
from ingest.documents import Document, syntax_of
from ingest.guarded import parse_guarded
from ontology.errors import UsageProblem
from ontology.nquads import canonical_line, lines_of
from ontology.vocabulary import vocabulary
from records.store import Store

RECORDS: Final = "records"
GRAPH: Final = "graph"
# The names that blank nodes of documents get begin with the hash of the document, which another one does not have.
_SCOPE: Final = re.compile(r"_:[0-9a-f]+_")


@contextmanager
def facts_of(named: str, settings: Settings) -> Iterator[Path]:
    """A file of sorted canonical N-Quads, each once, of what somebody names; where one was made, it is gone afterwards.

    `named` is "records", "graph", the folder of a package, or a file of RDF. UsageProblem where it is none of them.
    """
    path = Path(named)
    if (path / CLAIMS).is_file():
        yield path / CLAIMS
        return
    with tempfile.TemporaryDirectory() as place:
        target = Path(place) / CLAIMS
        with target.open("wb") as file:
            for block in sorted_blocks(_batches(named, settings), Path(place)):
                file.write(b"".join(block))
        yield target


def _batches(named: str, settings: Settings) -> Iterable[Sequence[str]]:
    if named == RECORDS:
        return _records(settings)
    if named == GRAPH:
        return _graph(settings)
    path = Path(named)
    if not path.is_file():
        raise UsageProblem(
            f"{named!r} is no set of facts.",
            hint="Name a package's folder, a file of RDF, or the words records or graph.",
        )
    return _file(path)


def _records(settings: Settings) -> Iterator[Sequence[str]]:
    with Store(settings.home) as store:
        yield from map(lines_of, store.journal.texts())


def _graph(settings: Settings) -> Iterator[Sequence[str]]:
    with reading(settings) as session:
        registry = Registry(vocabulary())
        registry.learn(read_terms(session.reader.run))
        yield from all_lines(session.reader, registry)


def _file(path: Path) -> Iterator[Sequence[str]]:
    """The facts of a document. Its blank nodes are named canonically (RDFC-1.0), by what is said of them."""
    quads = parse_guarded(Document(path.name, path.read_bytes(), syntax_of(path.name)))
    yield [_SCOPE.sub("_:", line) if "_:" in line else line for line in map(canonical_line, quads)]
