"""The compiled mapper of rows gives what the definition gives, byte for byte, whatever a row holds."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bench.generate_missions import Wanted, write_missions
from ingest.mapping import MappedRow, RepeatedKeys, map_row
from ingest.readers.csv_rows import PLAIN_CSV, CsvFile
from ingest.row_mapper import RowMapper
from ingest.rows import BadRow, CutRow, Row
from ingest.source_rows import source_context
from ingest.source_spec import SourceSpec
from records.store import Store
from tests.ingest.world import IDS, spec_of

MISSIONS = spec_of("missions")
STRICTER = tuple(
    replace(column, marking="red") if column.field in {"note", "sending_organisation"} else column
    for column in MISSIONS.columns
)
UNNAMED = tuple(column for column in MISSIONS.columns if column.field != "identifier")


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The shipped missions, and generated ones of which one in five is broken."""
    generated = tmp_path_factory.mktemp("mapper") / "generated.csv"
    write_missions(Wanted(600, 11, "full", one_in=5), generated)
    return {"shipped": MISSIONS.shipped_file, "generated": generated}


@pytest.mark.parametrize("table", ["shipped", "generated"])
@pytest.mark.parametrize(
    "spec",
    [
        pytest.param(MISSIONS, id="as shipped"),
        pytest.param(replace(MISSIONS, columns=STRICTER), id="columns with a stricter marking"),
        pytest.param(replace(MISSIONS, columns=UNNAMED), id="without identifiers"),
    ],
)
def test_the_compiled_mapper_gives_what_the_definition_gives(
    registers_home: Path, tables: dict[str, Path], table: str, spec: SourceSpec
) -> None:
    with Store(registers_home) as store:
        context = source_context(store, spec, IDS)
        file = CsvFile(tables[table], PLAIN_CSV, table)
        header = file.header()
        compiled = RowMapper(header, context, RepeatedKeys())
        defined = RepeatedKeys()
        for cut in rows_of(file):
            row = Row(cut.line, dict(zip(header, cut.texts, strict=True)), cut.raw)
            assert told(compiled.map(cut)) == told(map_row(row, context, defined))


def rows_of(file: CsvFile) -> Iterator[CutRow]:
    """The rows that could be cut into cells."""
    return (row for row in file.cut_rows() if isinstance(row, CutRow))


def told(outcome: MappedRow | BadRow | CutRow) -> object:
    """What became of a row, as values that can be compared."""
    if isinstance(outcome, MappedRow):
        return outcome.line, outcome.graphs, outcome.repairs, outcome.warnings, dict(outcome.cells)
    return outcome
