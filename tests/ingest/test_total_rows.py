"""A Total row below a table: ignored where it is the sum of the others, rejected where it is not."""

from pathlib import Path

import pytest

from ingest.run import IngestResult, ingest_file
from ingest.source_spec import IgnoreRule
from ingest.totals import TotalRow
from records.store import Store
from tests.ingest.world import MISSION, options, spec_of, write_table

ROWS = [MISSION | {"id": f"M-{beds}", "quantity": str(beds), "unit": "beds"} for beds in (10, 32)]


@pytest.mark.parametrize(
    ("total", "told"),
    [
        ("42", (3, 2, 1, 0, [])),
        ("41", (3, 2, 0, 1, [("quantity", "41", "sum")])),
    ],
)
def test_a_total_is_held_against_the_rows(
    store: Store, tmp_path: Path, total: str, told: tuple[object, ...]
) -> None:
    result = _ingested(store, tmp_path, total)
    ledger = result.ledger
    problems = [(one.column, one.value, one.rule) for bad in result.bad_rows for one in bad.problems]

    assert (ledger.read, ledger.accepted, ledger.ignored, ledger.rejected, problems) == told


def _ingested(store: Store, folder: Path, total: str) -> IngestResult:
    spec = spec_of(
        "missions",
        rows_min=None,
        ignore_rows=(IgnoreRule("id", "Total", "it is a sum"),),
        total_rows=(TotalRow("id", "Total", ("quantity",)),),
    )
    row = dict.fromkeys(MISSION, "") | {"id": "Total", "quantity": total}
    file = write_table(folder / "totals.csv", [*ROWS, row], list(MISSION))
    return ingest_file(store, spec, file, options(workers=2))
