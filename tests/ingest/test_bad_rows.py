"""The files of rows that did not become claims can be repaired and ingested again."""

import csv
from pathlib import Path

import pytest

from ingest.bad_rows import BadRowFile
from ingest.rows import BadRow, Problem, Row
from ingest.run import IngestResult, ingest_file
from ontology.errors import OutsideFailure
from records.store import Store
from tests.ingest.world import MISSION, lines_of_source, options, spec_of, write_table

SPEC = spec_of("missions", rows_min=None)


def write(path: Path, rows: list[tuple[BadRow, Row | None]]) -> None:
    """Writes a file of bad rows whose table has one column."""
    with BadRowFile(path, ["a"]) as file:
        for bad, row in rows:
            file.add(bad, row)
        file.finish()


GOOD = MISSION | {"id": "M-1"}
WRONG = MISSION | {"id": "M-2", "start_date": "May", "quantity": "ten", "title": '=1+1, "x"\n\u2028y '}
TWO_BODIES = MISSION | {"id": "M-3", "sender_iso3": "MAR;QAT", "sender_org": "RAF"}


def read(path: str | None) -> list[dict[str, str]]:
    """The rows of a file of bad rows."""
    assert path is not None
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def own(row: dict[str, str]) -> dict[str, str]:
    """What a file of bad rows adds to a row."""
    return {name: text for name, text in row.items() if name.startswith("hakim_")}


@pytest.fixture
def run(store: Store, tmp_path: Path) -> IngestResult:
    """One good row, one to reject, one to set aside, and a line that is no row at all."""
    file = write_table(tmp_path / "missions.csv", [GOOD, WRONG, TWO_BODIES])
    with file.open("a", encoding="utf-8") as more:
        more.write('M-4,"cut off\n')
    return ingest_file(store, SPEC, file, options())


def test_rejected_rows_and_rows_to_review_lie_in_the_folder_of_the_run(
    run: IngestResult, store: Store
) -> None:
    folder = store.run_folder(run.ledger.run)

    assert run.ledger.rejects_file == str(folder / "rejects.csv")
    assert run.ledger.review_file == str(folder / "review.csv")
    assert sorted(path.name for path in folder.iterdir()) == ["names.jsonl", "rejects.csv", "review.csv"]


def test_a_rejected_row_keeps_its_cells_and_says_what_is_wrong(run: IngestResult) -> None:
    wrong, broken = read(run.ledger.rejects_file)

    assert wrong == WRONG | own(wrong)
    assert own(wrong) == {
        "hakim_line": "3",
        "hakim_column": "start_date | quantity",
        "hakim_value": "May | ten",
        "hakim_rule": "date | number",
        "hakim_message": " | ".join(problem.message for problem in run.bad_rows[0].problems),
        "hakim_suggestion": "",
        "hakim_sheet": "",
        "hakim_raw": "",
    }
    assert broken == dict.fromkeys(MISSION, "") | own(broken)
    assert own(broken) == {
        "hakim_line": "6",
        "hakim_column": "",
        "hakim_value": '"',
        "hakim_rule": "csv-quote",
        "hakim_message": "A quotation mark is opened and not closed so that a whole row comes out.",
        "hakim_suggestion": "",
        "hakim_sheet": "",
        "hakim_raw": 'M-4,"cut off',
    }


def test_a_row_to_review_says_what_could_be_meant(run: IngestResult) -> None:
    (row,) = read(run.ledger.review_file)

    assert (row["id"], row["hakim_rule"], row["hakim_value"]) == ("M-3", "one-organisation", "RAF")


def test_repaired_rows_are_ingested_as_a_part_of_their_source(
    run: IngestResult, store: Store, tmp_path: Path
) -> None:
    wrong, broken = read(run.ledger.rejects_file)
    repaired = [wrong | {"start_date": "2023-05", "quantity": ""}, broken | GOOD | {"id": "M-4"}]
    file = write_table(tmp_path / "repaired.csv", repaired)

    result = ingest_file(store, SPEC, file, options(partial=True))

    assert (result.ledger.accepted, result.ledger.rejected, result.ledger.notices) == (2, 0, ())
    names = [graph.rsplit("/", 1)[1] for graph in store.journal.live_graphs("missions")]
    assert names == ["M-1", "M-2", "M-4", "~dataset"]
    assert any('"=1+1, \\"x\\"\\n\u2028y"' in line for line in lines_of_source(store, "missions"))


def test_rows_that_nobody_repaired_are_rejected_again_alike(run: IngestResult, store: Store) -> None:
    assert run.ledger.rejects_file is not None
    first = read(run.ledger.rejects_file)

    result = ingest_file(store, SPEC, Path(run.ledger.rejects_file), options(partial=True))
    again = read(result.ledger.rejects_file)

    assert (result.ledger.read, result.ledger.rejected, result.ledger.ignored) == (2, 2, 0)
    assert [{name: row[name] for name in MISSION} for row in again] == [
        {name: row[name] for name in MISSION} for row in first
    ]


def test_a_run_without_bad_rows_has_no_such_files(store: Store, tmp_path: Path) -> None:
    result = ingest_file(store, SPEC, write_table(tmp_path / "missions.csv", [GOOD]), options())

    assert (result.ledger.rejects_file, result.ledger.review_file) == (None, None)
    assert not store.run_folder(result.ledger.run).exists()


def test_what_a_cut_off_run_left_under_the_number_is_removed(store: Store, tmp_path: Path) -> None:
    left = store.run_folder(store.journal.last_run + 1) / "rejects.csv"
    left.parent.mkdir(parents=True)
    left.write_text("of another run")

    ingest_file(store, SPEC, write_table(tmp_path / "missions.csv", [GOOD]), options())

    assert not left.exists()


def test_a_very_long_row_is_cut_for_spreadsheets(tmp_path: Path) -> None:
    problem = Problem("a", "x" * 200, "rule", "y" * 400)
    long_row = BadRow(2, "z" * 1_000_000, (problem,) * 500)
    rows = [(long_row, None), (BadRow(3, "", (problem,)), Row(3, {"a": "x" * 99_000}))]

    write(tmp_path / "rejects.csv", rows)

    long, kept = read(str(tmp_path / "rejects.csv"))
    assert {name: len(text) for name, text in long.items()} == {
        "a": 0,
        "hakim_line": 1,
        "hakim_column": 1_997,
        "hakim_value": 32_000,
        "hakim_rule": 3_497,
        "hakim_message": 32_000,
        "hakim_suggestion": 0,
        "hakim_sheet": 0,
        "hakim_raw": 32_000,
    }
    assert kept["a"] == "x" * 99_000


def test_a_folder_that_cannot_be_written_is_an_outside_failure(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file")

    with pytest.raises(OutsideFailure, match=r"The rejected rows could not be written to .*rejects\.csv"):
        write(tmp_path / "runs" / "1" / "rejects.csv", [(BadRow(2, "", ()), None)])
