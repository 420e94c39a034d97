"""Ingest and load as commands do them: files into the store of record, then the graph brought in step."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from graph.sync import Sync, synchronise
from hakim.graph_session import WriteSession, writing
from hakim.output import progress
from hakim.settings import SOURCES, Settings
from ingest.ledger import Ledger
from ingest.options import IngestOptions
from ingest.rdf_run import ingest_to_rdf
from ingest.readers.iso3166 import write_countries
from ingest.run import IngestResult, ingest_file
from ingest.schemes import ingest_schemes
from ingest.source_spec import SourceSpec, find_spec
from records.store import Store

SHIPPED = (
    "countries",
    "territories",
    "country-names",
    "organisations",
    "publishers",
    "products",
    "oic-members",
    "memberships",
    "crises",
    "missions",
    "claims",
    "crisis-claims",
    "diplomatic-events",
    "mission-steps",
    "relation-states",
    "conflict-parties",
)
"""The shipped sources, in an order in which each finds what it names."""


@contextmanager
def source_file(spec: SourceSpec) -> Iterator[Path]:
    """The file that ships with a spec; made for this once where it is made from packages."""
    if spec.form.kind == "iso3166":
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "iso3166.csv"
            write_countries(path)
            yield path
    else:
        yield spec.shipped_file


def ingest_one(store: Store, spec: SourceSpec, file: Path, options: IngestOptions) -> IngestResult:
    """Ingests one file with a progress display."""
    with progress(f"Reading {file.name}") as display:
        task = display.add_task("rows", total=None)

        def advance(rows: int, _characters: int) -> None:
            display.advance(task, rows)

        shown = replace(options, progress=advance)
        if options.to_rdf:
            return ingest_to_rdf(store, spec, file, shown, options.to_rdf)
        return ingest_file(store, spec, file, shown)


def ingest_shipped(store: Store, options: IngestOptions) -> list[Ledger]:
    """Ingests the ontology's schemes and every shipped source, and gives their ledgers."""
    ledgers = [ingest_schemes(store, options)]
    for name in SHIPPED:
        spec = find_spec(name, SOURCES)
        with source_file(spec) as file:
            ledgers.append(ingest_one(store, spec, file, options).ledger)
    return ledgers


def bring_in_step(store: Store, settings: Settings) -> Sync:
    """Brings the graph in step with the store, with a progress display."""
    with writing(settings) as session:
        return bring_session_in_step(store, session)


def bring_session_in_step(store: Store, session: WriteSession) -> Sync:
    """The same, on a graph that is open already."""
    with progress("Loading the graph") as display:
        task = display.add_task("steps", total=None)
        return synchronise(
            store.journal,
            session.writer,
            session.registry,
            lambda done, total: display.update(task, completed=done, total=total),
        )
