"""Generated missions are the same each time, and ingest reports all faults that their key tells, and no others."""

import csv
from pathlib import Path

import pytest

from bench.generate_missions import FAULTS, SHORT, Wanted, main, read_key, read_rows, write_missions
from ingest.run import ingest_file
from ingest.source_spec import SourceSpec, load_spec
from records.store import Store
from tests.ingest.world import DATA, options, read_table, spec_of

Found = tuple[int, str, str, str]


def spec_for(layout: str) -> SourceSpec:
    return (
        spec_of("missions") if layout == "full" else load_spec(DATA.parent / "bench" / "missions_short.yaml")
    )


def reported(store: Store, file: Path, layout: str) -> list[Found]:
    """Line, column, value and rule of every row in the file of rejected rows."""
    ledger = ingest_file(store, spec_for(layout), file, options(partial=True)).ledger
    if ledger.rejects_file is None:
        return []
    with Path(ledger.rejects_file).open(encoding="utf-8", newline="") as opened:
        return [
            (int(row["hakim_line"]), row["hakim_column"], row["hakim_value"], row["hakim_rule"])
            for row in csv.DictReader(opened)
        ]


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(3000),
        Wanted(3000, seed=8),
        Wanted(1000, layout="full"),
        Wanted(3000, unclosed_quotes=True),
        Wanted(1000, layout="full", unclosed_quotes=True),
        Wanted(500, one_in=2),
        Wanted(500, one_in=0),
    ],
    ids=str,
)
def test_ingest_reports_the_faults_of_the_key_and_no_others(
    store: Store, tmp_path: Path, wanted: Wanted
) -> None:
    file, key = tmp_path / "missions.csv", tmp_path / "faults.csv"
    write_missions(wanted, file, key)

    told = [(one.line, one.column, one.value, one.rule) for one in read_key(key)]

    assert reported(store, file, wanted.layout) == told


@pytest.mark.parametrize("layout", ["short", "full"])
def test_the_same_arguments_give_the_same_bytes(tmp_path: Path, layout: str) -> None:
    def made(name: str, seed: int) -> tuple[bytes, bytes]:
        file, key = tmp_path / f"{name}.csv", tmp_path / f"{name}.key.csv"
        write_missions(Wanted(12_000, seed, layout), file, key)
        return file.read_bytes(), key.read_bytes()

    first, again, other = made("first", 7), made("again", 7), made("other", 8)

    assert first == again
    assert first[0] != other[0]
    assert first[1] != other[1]


def test_one_row_in_a_hundred_is_broken_in_every_way(tmp_path: Path) -> None:
    faults = write_missions(Wanted(100_000), tmp_path / "missions.csv", tmp_path / "faults.csv")

    assert faults == 1000
    assert {one.fault for one in read_key(tmp_path / "faults.csv")} == {fault.name for fault in FAULTS}


@pytest.mark.parametrize(
    ("layout", "columns"), [("short", list(SHORT)), ("full", list(read_table("missions")[0]))]
)
def test_the_command_writes_rows_and_key(tmp_path: Path, layout: str, columns: list[str]) -> None:
    file, key = tmp_path / "missions.csv", tmp_path / "faults.csv"

    main(["--rows", "50", "--one-in", "0", "--layout", layout, "-o", str(file), "--key", str(key)])

    rows = read_rows(file)
    assert [list(row) for row in rows] == [columns] * 50
    assert [row["id"] for row in rows] == [f"GEN-{number:08}" for number in range(1, 51)]
    assert read_key(key) == []
