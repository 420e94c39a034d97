"""What graphs are measured with: generated missions in a store of record, and the same facts as others take them."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, parse, serialize

from bench.generate_missions import Wanted, write_missions
from graph.projection import Projection
from graph.registry import Registry
from hakim.loading import ingest_shipped
from hakim.settings import SOURCES
from ingest.options import IngestOptions
from ingest.run import ingest_file
from ingest.source_spec import find_spec
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE
from ontology.vocabulary import vocabulary
from records.store import Store

SPEC = Path(__file__).resolve().parent / "missions_short.yaml"
STARTED = "2026-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Data:
    """A store with so many generated missions beside the shipped records, and its facts as one file.

    `triples` counts facts without their graphs: what two records say is two quads and one triple. The file has
    the facts of a thing one after the other, which is how those that keep one thing at a time load fastest.
    """

    missions: int
    home: Path
    triples_file: Path
    quads: int
    triples: int
    nodes: int
    edges: int


def make_store(missions: int, folder: Path) -> Path:
    """The home of a store of record that holds generated missions beside the shipped records."""
    home = folder / f"store-{missions}"
    home.mkdir(parents=True)
    table = folder / f"{missions}.csv"
    write_missions(Wanted(missions, one_in=0), table)
    options = IngestOptions(Identifiers(DEFAULT_ID_BASE), STARTED)
    with Store(home) as store:
        ingest_shipped(store, options)
        ingest_file(store, find_spec(str(SPEC), SOURCES), table, options)
    table.unlink()
    return home


def make_data(missions: int, folder: Path) -> Data:
    """A store of that many missions, and its facts as one file."""
    home = make_store(missions, folder)
    with Store(home) as store:
        triples_file = folder / f"{missions}.nt"
        quads, triples = write_triples(store.journal.texts(), triples_file)
        graph = Projection(store.journal, Registry(vocabulary()), store.journal.last_run)
        sizes = [(len(one.nodes), len(one.inner) + len(one.outer)) for one in graph.portions()]
        nodes = sum(size for size, _ in sizes)
        edges = sum(size for _, size in sizes) + len(graph.ties())
    return Data(missions, home, triples_file, quads, triples, nodes, edges)


def write_triples(texts: Iterable[str], to: Path) -> tuple[int, int]:
    """Writes the facts of N-Quads without their graphs, each once, sorted; how many quads and triples those are."""
    quads = 0
    lines: set[str] = set()
    for text in texts:
        triples = [quad.triple for quad in parse(text, format=RdfFormat.N_QUADS)]
        quads += len(triples)
        lines.update((serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode().splitlines())
    to.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8")
    return quads, len(lines)
