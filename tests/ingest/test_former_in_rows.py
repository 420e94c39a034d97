"""Rows that name states that are gone, and cells that were scrambled."""

from dataclasses import replace

import pytest

from ingest.mapping import MappedRow
from ingest.readers.csv_rows import CsvForm
from ingest.rows import Repair
from tests.ingest.world import MISSION, Reader


@pytest.mark.parametrize(
    ("date", "rules"),
    [
        ("1990", []),
        ("1997", []),
        ("2010", ["former-state"]),
        ("", ["former-state"]),
        ("May", ["former-state", "date"]),
    ],
)
def test_a_withdrawn_code_is_read_by_the_date_of_its_row(
    missions: Reader, date: str, rules: list[str]
) -> None:
    cells = MISSION | {"recipient_iso3": "ZAR", "start_date": date}

    assert sorted(rule for _, rule, *_ in missions.problems(cells)) == sorted(rules)
    if not rules:
        assert any(line.endswith("<hd:receivedBy> <country/COD>") for line in missions.lines(cells))


def test_a_scrambled_cell_is_repaired_only_where_the_spec_says_so(missions: Reader) -> None:
    cells = MISSION | {"title": "MÃ©decins"}
    form = missions.context.spec.form
    told = missions.of(form=replace(form, csv=CsvForm(mojibake="repair")))

    kept, repaired = missions.map(cells), told.map(cells)

    assert isinstance(kept, MappedRow)
    assert isinstance(repaired, MappedRow)
    assert (kept.repairs, repaired.repairs) == (
        (),
        (
            Repair(
                "title",
                "MÃ©decins",
                "It had been read in a wrong encoding and saved again; it was read back exactly.",
            ),
        ),
    )
    assert any('"Médecins"@en' in line for line in told.lines(cells))


def test_a_value_near_a_listed_one_is_suggested(missions: Reader) -> None:
    mapped = missions.map(MISSION | {"type": "field hosptal"})

    assert not isinstance(mapped, MappedRow)
    assert [(one.rule, one.suggestion) for one in mapped.problems] == [("known-value", "field hospital")]
