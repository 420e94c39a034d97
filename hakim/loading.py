"""Ingest as commands do it: files into the store of record."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from hakim.output import reading_progress
from hakim.settings import SOURCES
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


def ingest_one(
    store: Store, spec: SourceSpec, file: Path, options: IngestOptions, *, quiet: bool = False
) -> IngestResult:
    """Ingests one file with a progress display."""
    total = file.stat().st_size if file.is_file() and spec.form.kind == "csv" else None
    with reading_progress(f"Reading {file.name}", total, quiet=quiet) as advance:
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
