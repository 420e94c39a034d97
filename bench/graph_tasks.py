"""What one process does of the graph's benchmark; the last line that it prints is JSON.

    python -m bench.graph_tasks load

It works on the store and the server of its environment, as every command of `hakim` does. `seconds` are those of
the work itself, without the start of Python.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.request import pathname2url

from neo4j import Session

from bench.graph_files import write_files
from bench.graph_plain import PlainRows, load_plainly, plain_rows
from graph.projection import Projection
from graph.registry import Registry
from graph.server import connect
from hakim.graph_loading import bring_session_in_step
from hakim.graph_session import servers, writing
from hakim.settings import Settings, read_settings
from ontology.vocabulary import vocabulary
from records.store import Store

Told = Mapping[str, float]
"""What a task tells: its seconds, and how many it did of what."""


def load(settings: Settings) -> Told:
    """Ours: from the store of record to a graph whose counts were verified."""
    begin = time.perf_counter()
    with Store(settings.home) as store, writing(settings) as session:
        bring_session_in_step(store, session)
        return {"seconds": time.perf_counter() - begin, "items": store.journal.count_claims()}


def load_rows(settings: Settings) -> Told:
    """A plain loader: the same nodes and edges, made beforehand and not timed, with grouped UNWIND … CREATE."""
    rows = _rows(settings)
    with _session(settings) as (session, product):
        begin = time.perf_counter()
        load_plainly(session, rows, one_label=product == "embedded")
        return {"seconds": time.perf_counter() - begin, "items": rows.count}


def read(settings: Settings) -> Told:
    """The bare driver reading every node and every edge, and doing nothing with them."""
    with _session(settings) as (session, _):
        begin = time.perf_counter()
        nodes = sum(1 for _ in session.run("MATCH (n:Resource) RETURN labels(n), properties(n)"))
        edges = sum(
            1
            for _ in session.run(
                "MATCH (a:Resource)-[r]->(b:Resource) RETURN a.iri, type(r), b.iri, properties(r)"
            )
        )
        return {"seconds": time.perf_counter() - begin, "items": nodes + edges}


def n10s_load(settings: Settings, triples: str) -> Told:
    """The facts of a file read by neosemantics within the server, with the settings that keep most of them."""
    with _session(settings) as (session, _):
        session.run("CREATE CONSTRAINT n10s_unique_uri FOR (r:Resource) REQUIRE r.uri IS UNIQUE").consume()
        session.run("CALL n10s.graphconfig.init($settings)", settings=_N10S).consume()
        begin = time.perf_counter()
        said = session.run(
            "CALL n10s.rdf.import.fetch($url, 'N-Triples', {commitSize: 25000})",
            url="file://" + pathname2url(triples),
        ).single(strict=True)
        if said["terminationStatus"] != "OK":
            raise SystemExit(f"n10s.rdf.import.fetch: {said.data()}")
        return {"seconds": time.perf_counter() - begin, "items": said["triplesLoaded"]}


def n10s_export(settings: Settings) -> Told:
    """The facts of its graph given by neosemantics as rows over Bolt, which nobody writes."""
    selection = "MATCH (n:Resource) OPTIONAL MATCH (n)-[r]->(m) RETURN n, r, m"
    with _session(settings) as (session, _):
        begin = time.perf_counter()
        rows = sum(1 for _ in session.run("CALL n10s.rdf.export.cypher($selection)", selection=selection))
        return {"seconds": time.perf_counter() - begin, "items": rows}


def files(settings: Settings, folder: str) -> Told:
    """CSV files for neo4j-admin as somebody would write them by hand, from rows that are not timed."""
    rows = _rows(settings)
    begin = time.perf_counter()
    write_files(rows, Path(folder).resolve())
    return {"seconds": time.perf_counter() - begin, "items": rows.count}


_N10S = {
    "handleVocabUris": "SHORTEN",
    "handleMultival": "ARRAY",
    "keepLangTag": True,
    "keepCustomDataTypes": True,
}

TASKS: Mapping[str, Callable[..., Told]] = {
    "load": load,
    "load-rows": load_rows,
    "read": read,
    "n10s-load": n10s_load,
    "n10s-export": n10s_export,
    "files": files,
}


def _rows(settings: Settings) -> PlainRows:
    with Store(settings.home) as store:
        return plain_rows(Projection(store.journal, Registry(vocabulary()), store.journal.last_run))


@contextmanager
def _session(settings: Settings) -> Iterator[tuple[Session, str]]:
    """A session of the driver, and the product that answers it."""
    with (
        servers(settings) as (server, _),
        connect(server) as driver,
        driver.session(database=server.database) as session,
    ):
        yield session, server.product


if __name__ == "__main__":
    task, *arguments = sys.argv[1:]
    print(json.dumps(TASKS[task](read_settings(os.environ, Path.cwd()), *arguments)))
