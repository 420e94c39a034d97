"""The viewer's application on this home's graph, index of names and store of record."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from flask import Flask

from graph.search import NameIndex
from hakim.graph_session import reading
from hakim.settings import Settings
from records.store import Store
from web.app import create_app
from web.config import ViewerConfig
from web.graph_views import CypherGraph
from web.model import Sighting


@contextmanager
def viewer(settings: Settings) -> Iterator[Flask]:
    """The viewer's application; the graph stays open while the block lasts."""
    with reading(settings) as session:
        graph = CypherGraph(session.reader.run)
        index = NameIndex.build(graph.names())
        try:
            yield create_app(ViewerConfig(graph, index.find, lambda records: evidence(settings, records)))
        finally:
            index.close()


def evidence(settings: Settings, records: Sequence[str]) -> list[Sighting]:
    """Where the values of these records were read, one sighting a cell."""
    with Store(settings.home) as store:
        return [
            Sighting(
                record=seen.graph,
                file=seen.file_name,
                sha256=seen.file_sha256,
                sheet=seen.sheet,
                line=seen.line,
                column=cell.column,
                literal=cell.literal,
                field=cell.field,
                retrieved=seen.retrieved,
                spec=seen.spec_sha256,
            )
            for seen in store.journal.sightings(records)
            for cell in seen.cells
        ]
