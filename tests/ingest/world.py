"""The shipped sources, ingested as the commands do, and one good row of missions to change and break."""

import csv
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.fields import Context
from ingest.kinds import KINDS
from ingest.mapping import MappedRow, RepeatedKeys, map_row
from ingest.options import IngestOptions
from ingest.readers.iso3166 import write_countries
from ingest.reading import read_constants
from ingest.rows import BadRow, Row
from ingest.run import IngestResult, ingest_file
from ingest.source_spec import SourceSpec, find_spec
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE
from ontology.nquads import lines_of
from records.store import Store

DATA = Path(__file__).resolve().parent.parent.parent / "data"
SOURCES = DATA / "sources"
IDS = Identifiers(DEFAULT_ID_BASE)
REGISTERS = (
    "countries",
    "territories",
    "country-names",
    "organisations",
    "publishers",
    "products",
    "oic-members",
    "memberships",
    "crises",
)
EVIDENCE = (
    "missions",
    "claims",
    "crisis-claims",
    "diplomatic-events",
    "mission-steps",
    "relation-states",
    "conflict-parties",
)
OUTSIDE = ("outbreaks", "ucdp-conflicts")
"""Sources whose files do not ship."""
REAL = (
    "aiddata-qatar",
    "emdat-deaths",
    "emdat-disasters",
    "fts-nepal",
    "iati-senegal",
    "outbreaks-hxl",
    "us-vaccine-donations",
)
"""More of them, whose files are read by test_real_files."""
TEMPLATES = ("mission-template", "mission-template-ar")
"""Sources whose files analysts fill in."""

STARTED = "2026-01-01T00:00:00Z"
LATER = "2026-02-02T00:00:00Z"


def options(started: str = STARTED, **flags: Any) -> IngestOptions:
    """Options with a clock that stands still."""
    return IngestOptions(IDS, started, **flags)


def spec_of(source: str, **changes: Any) -> SourceSpec:
    """A shipped spec, with some of its settings changed."""
    return replace(find_spec(source, SOURCES), **changes)


def ingest_shipped(store: Store, sources: Iterable[str], folder: Path) -> dict[str, IngestResult]:
    """Ingests shipped sources in their order."""
    done = {}
    for source in sources:
        spec = spec_of(source)
        file = spec.shipped_file
        if spec.form.kind == "iso3166":
            file = folder / "iso3166.csv"
            write_countries(file)
        done[source] = ingest_file(store, spec, file, options())
    return done


def copied(home: Path, to: Path) -> Store:
    """A store of one's own, with what another one holds."""
    shutil.copytree(home, to)
    return Store(to)


def lines_of_source(store: Store, source: str) -> list[str]:
    """The lines of a source's live records."""
    live = store.journal.live_digests(source)
    texts = [text for text in store.journal.texts() if text.rsplit(" <", 1)[1].removesuffix("> .\n") in live]
    return [line for text in texts for line in lines_of(text)]


def read_table(source: str) -> list[dict[str, str]]:
    """The rows of a shipped CSV file, as Python's own module reads them."""
    with spec_of(source).shipped_file.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_table(path: Path, rows: Sequence[Mapping[str, str]], columns: Sequence[str] = ()) -> Path:
    """Writes rows as a CSV file, and gives its path."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns or list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


MISSION = {
    **dict.fromkeys(read_table("missions")[0], ""),
    "id": "HDM-0001",
    "title": "Field hospital",
    "sender_iso3": "JOR",
    "recipient_iso3": "IRN",
    "type": "field hospital",
    "military": "yes",
}
"""A row of missions with no more than it needs."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Maps single rows of a source, without a file and without writing."""

    context: Context

    def of(self, **changes: Any) -> "Reader":
        """The same with some of the spec's settings changed."""
        spec = replace(self.context.spec, **changes)
        bare = replace(self.context, spec=spec, constants={})
        return Reader(replace(bare, constants=read_constants(KINDS[spec.record].fields, bare)))

    def map(self, cells: Mapping[str, str]) -> MappedRow | BadRow:
        """What becomes of a row of these cells."""
        return map_row(Row(2, cells, "raw"), self.context, RepeatedKeys())

    def problems(self, cells: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
        """What is wrong with a row: column, rule, verdict and message of each problem."""
        mapped = self.map(cells)
        if isinstance(mapped, MappedRow):
            return []
        return [(one.column, one.rule, one.verdict, one.message) for one in mapped.problems]

    def lines(self, cells: Mapping[str, str]) -> list[str]:
        """The claims of a good row, shortened to what tells them apart, without those about its record."""
        mapped = self.map(cells)
        assert isinstance(mapped, MappedRow), mapped
        record = f"<{mapped.graph}>"
        lines = (line.removesuffix(f" {record} .\n") for line in lines_of(mapped.graphs[0].text))
        return sorted(shortened(line) for line in lines if not line.startswith(record))

    def record_lines(self, cells: Mapping[str, str]) -> list[str]:
        """What a good row's record says of itself, shortened."""
        mapped = self.map(cells)
        assert isinstance(mapped, MappedRow), mapped
        record = f"<{mapped.graph}>"
        lines = (line.removesuffix(f" {record} .\n") for line in lines_of(mapped.graphs[0].text))
        return sorted(shortened(line.removeprefix(f"{record} ")) for line in lines if line.startswith(record))


PREFIXES = {
    f"<{DEFAULT_ID_BASE}": "<",
    "<https://w3id.org/health-diplomacy/ont#": "<hd:",
    "<https://w3id.org/health-diplomacy/scheme/": "<",
    "<http://www.w3.org/2001/XMLSchema#": "<xsd:",
    "<http://id.loc.gov/datatypes/edtf/EDTF>": "<edtf>",
    "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>": "a",
}


def shortened(line: str) -> str:
    """A line of N-Quads with its namespaces cut off."""
    for long, short in PREFIXES.items():
        line = line.replace(long, short)
    return line
