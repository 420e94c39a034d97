"""The viewer's application on this home's graph, index of names and store of record."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from flask import Flask

from hakim.graph_session import reading
from hakim.name_index import name_index
from hakim.settings import Settings
from ontology.terms import notations
from records.store import Store
from web.app import create_app
from web.config import ViewerConfig
from web.graph_views import CypherGraph
from web.model import Sighting


@contextmanager
def viewer(settings: Settings) -> Iterator[Flask]:
    """The viewer's application; the graph stays open while the block lasts."""
    with reading(settings) as session:
        graph = CypherGraph(session.run)
        index = name_index(settings.home, session.reader)
        try:
            yield create_app(
                ViewerConfig(
                    graph,
                    index.find,
                    lambda records: evidence(settings, records),
                    handling=strictest(row["marking"] for row in session.reader.run(_MARKINGS, {})),
                )
            )
        finally:
            index.close()


_MARKINGS = "MATCH (r:Record) RETURN DISTINCT r.marking AS marking"


def strictest(markings: Iterable[str | None]) -> str:
    """The strictest of markings; "" when there is one that is none of ours, or none at all.

    >>> strictest(["green", "clear"]), strictest(["clear", None])
    ('green', '')
    """
    order = notations("marking")
    found = [order.index(marking) if marking in order else -1 for marking in markings]
    return order[max(found)] if found and min(found) >= 0 else ""


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
