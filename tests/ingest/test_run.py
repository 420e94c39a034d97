"""A run: every row accounted for, only what changed written, and nothing kept of a run that failed."""

import csv
import hashlib
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.ledger import Ledger, LedgerOutOfBalance
from ingest.rows import FileRejected, Problem
from ingest.run import AssertionFailed, IngestResult, ingest_file
from ingest.source_spec import IgnoreRule, SourceSpec, SpecProblem
from ontology.errors import OutsideFailure
from records.store import Store
from tests.ingest.world import LATER, MISSION, SOURCES, lines_of_source, options, spec_of, write_table

Ingest = Callable[..., IngestResult]
MISSIONS = [MISSION | {"id": f"M-{number}", "title": f"Hospital {number}"} for number in range(1, 5)]


@pytest.fixture
def ingest(store: Store, tmp_path: Path) -> Ingest:
    """Ingests rows of missions that are all that the source holds."""

    def run(*rows: dict[str, str], spec: SourceSpec | None = None, **flags: Any) -> IngestResult:
        file = write_table(tmp_path / "missions.csv", rows, list(MISSION))
        return ingest_file(store, spec or spec_of("missions", rows_min=None), file, options(LATER, **flags))

    return run


def counts(result: IngestResult) -> dict[str, int]:
    """The columns of a ledger that are not zero."""
    names = ("read", "accepted", "unchanged", "rejected", "set_aside", "ignored", "written", "deleted")
    return {name: getattr(result.ledger, name) for name in names if getattr(result.ledger, name)}


def live(store: Store) -> dict[str, str]:
    """The live records of missions with their digests, by their identifiers."""
    return {
        graph.rsplit("/", 1)[1]: digest for graph, digest in store.journal.live_digests("missions").items()
    }


def test_a_first_run_accepts_every_row_and_describes_the_source(ingest: Ingest, store: Store) -> None:
    result = ingest(*MISSIONS)

    assert counts(result) == {"read": 4, "accepted": 4, "written": 5}
    assert sorted(live(store)) == ["M-1", "M-2", "M-3", "M-4", "~dataset"]
    assert result.ledger == Ledger(
        run=result.ledger.run,
        source="missions",
        read=4,
        accepted=4,
        written=5,
        claims=len(lines_of_source(store, "missions")),
        digest=result.ledger.digest,
    )


def test_the_journal_keeps_the_ledger_and_the_raw_files(ingest: Ingest, store: Store, tmp_path: Path) -> None:
    result = ingest(*MISSIONS)
    run = store.journal.run(result.ledger.run)

    assert run.ledger == result.ledger.as_json()
    assert (run.header.source, run.header.file_name, run.header.started) == (
        "missions",
        "missions.csv",
        LATER,
    )
    assert (
        store.raw_files.path(run.header.file_sha256).read_bytes() == (tmp_path / "missions.csv").read_bytes()
    )
    assert (
        store.raw_files.path(run.header.spec_sha256).read_bytes() == (SOURCES / "missions.yaml").read_bytes()
    )


def test_a_second_run_of_the_same_file_writes_nothing(ingest: Ingest, store: Store) -> None:
    first = ingest(*MISSIONS)
    before = live(store)
    second = ingest(*MISSIONS)

    assert counts(second) == {"read": 4, "unchanged": 4}
    assert (second.ledger.claims, second.ledger.digest) == (first.ledger.claims, first.ledger.digest)
    assert live(store) == before


def test_shuffled_rows_have_the_same_digest(ingest: Ingest, store: Store) -> None:
    first = ingest(*MISSIONS)
    before = live(store)
    second = ingest(*reversed(MISSIONS))

    assert counts(second) == {"read": 4, "unchanged": 4}
    assert second.ledger.digest == first.ledger.digest
    assert live(store) == before


def test_a_row_that_changed_changes_one_record(ingest: Ingest, store: Store) -> None:
    ingest(*MISSIONS)
    before = live(store)
    result = ingest(*MISSIONS[:2], MISSIONS[2] | {"title": "New"}, MISSIONS[3])

    assert counts(result) == {"read": 4, "accepted": 1, "unchanged": 3, "written": 1}
    assert {name for name, digest in live(store).items() if before[name] != digest} == {"M-3"}


def test_an_unchanged_row_keeps_its_first_sighting(ingest: Ingest, store: Store) -> None:
    ingest(*MISSIONS)
    ingest(MISSIONS[3] | {"title": "New"}, *MISSIONS[:3])
    graphs = [graph for graph in store.journal.live_graphs("missions") if "M-" in graph]

    seen = [(one.graph.rsplit("/", 1)[1], one.line, one.run) for one in store.journal.sightings(graphs)]

    first = store.journal.last_run - 1
    assert seen == [("M-1", 2, first), ("M-2", 3, first), ("M-3", 4, first), ("M-4", 2, first + 1)]


def test_a_sighting_holds_the_literal_cells(ingest: Ingest, store: Store) -> None:
    ingest(MISSION | {"notes": " as  written "})
    graph = next(graph for graph in store.journal.live_graphs("missions") if "HDM" in graph)

    assert [
        (cell.field, cell.column, cell.literal) for cell in store.journal.sightings([graph])[0].cells
    ] == [
        ("identifier", "id", "HDM-0001"),
        ("name", "title", "Field hospital"),
        ("sender", "sender_iso3", "JOR"),
        ("recipient", "recipient_iso3", "IRN"),
        ("mission_type", "type", "field hospital"),
        ("military", "military", "yes"),
        ("note", "notes", " as  written "),
    ]


def test_a_row_that_is_gone_from_a_complete_source_is_withdrawn(ingest: Ingest, store: Store) -> None:
    ingest(*MISSIONS)
    result = ingest(*MISSIONS[1:])

    assert counts(result) == {"read": 3, "unchanged": 3, "deleted": 1}
    assert sorted(live(store)) == ["M-2", "M-3", "M-4", "~dataset"]


@pytest.mark.parametrize(
    "flags", [{"partial": True}, {"spec": spec_of("missions", rows_min=None, complete=False)}]
)
def test_a_part_of_a_source_withdraws_nothing(ingest: Ingest, store: Store, flags: dict[str, Any]) -> None:
    ingest(*MISSIONS)
    result = ingest(MISSIONS[0] | {"title": "New"}, **flags)

    assert counts(result) == {"read": 1, "accepted": 1, "written": 1}
    assert sorted(live(store)) == ["M-1", "M-2", "M-3", "M-4", "~dataset"]


def test_nothing_is_withdrawn_while_rows_cannot_be_read(ingest: Ingest, store: Store) -> None:
    ingest(*MISSIONS)
    result = ingest(MISSIONS[0], MISSIONS[1] | {"start_date": "May"})

    assert counts(result) == {"read": 2, "unchanged": 1, "rejected": 1}
    assert result.ledger.notices == (
        "3 records that are not in this file were kept, because some rows could not be read.",
    )
    assert sorted(live(store)) == ["M-1", "M-2", "M-3", "M-4", "~dataset"]


def test_a_file_without_rows_withdraws_nothing(ingest: Ingest, store: Store) -> None:
    ingest(*MISSIONS)
    result = ingest()

    assert counts(result) == {}
    assert result.ledger.notices == (
        "The file has a header and no rows.",
        "4 records that are not in this file were kept, because it has no rows.",
    )
    assert len(live(store)) == 5


def test_rows_that_are_no_records_are_ignored(ingest: Ingest) -> None:
    spec = spec_of("missions", rows_min=None, ignore_rows=(IgnoreRule("id", "Total"),))
    empty = dict.fromkeys(MISSION, " ")

    assert counts(ingest(MISSIONS[0], MISSION | {"id": " Total "}, empty, spec=spec)) == {
        "read": 3,
        "accepted": 1,
        "ignored": 2,
        "written": 2,
    }


def test_an_identifier_that_stands_twice_is_told_with_its_first_line(ingest: Ingest) -> None:
    result = ingest(MISSIONS[0], MISSIONS[1], MISSIONS[0] | {"title": "Again"})

    assert counts(result) == {"read": 3, "accepted": 2, "rejected": 1, "written": 3}
    message = "The identifier stands on line 2 already; a source says each identifier once."
    assert [(bad.line, bad.problems) for bad in result.bad_rows] == [
        (4, (Problem("id", "M-1", "unique-identifier", message),))
    ]


def test_no_row_takes_the_place_of_the_source_itself(ingest: Ingest, store: Store) -> None:
    ingest(MISSIONS[0])
    before = live(store)
    result = ingest(MISSIONS[0], MISSION | {"id": "~dataset"})

    assert counts(result) == {"read": 2, "unchanged": 1, "rejected": 1}
    assert live(store) == before


def test_a_dry_run_tells_and_changes_nothing(ingest: Ingest, store: Store) -> None:
    ingest(*MISSIONS)
    before = (live(store), store.journal.last_run, sorted(store.home.rglob("*")))
    result = ingest(
        MISSIONS[0] | {"title": "New"}, MISSIONS[1], MISSION | {"start_date": "May"}, dry_run=True
    )

    assert counts(result) == {"read": 3, "accepted": 1, "unchanged": 1, "rejected": 1, "written": 1}
    assert result.ledger.rejects_file is None
    assert (live(store), store.journal.last_run, sorted(store.home.rglob("*"))) == before


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        ({"rows_min": 5}, "missions has 4 rows; its spec asserts at least 5."),
        ({"rows_min": None, "rows_max": 3}, "missions has 4 rows; its spec asserts at most 3."),
    ],
)
def test_a_source_that_breaks_its_assertions_is_not_kept(
    ingest: Ingest, store: Store, bounds: dict[str, Any], message: str
) -> None:
    before = store.journal.last_run

    with pytest.raises(AssertionFailed) as caught:
        ingest(*MISSIONS, spec=spec_of("missions", **bounds))

    assert caught.value.message == message
    assert (live(store), store.journal.last_run) == ({}, before)


def test_a_part_of_a_source_need_not_hold_its_assertions(ingest: Ingest) -> None:
    assert counts(ingest(MISSION, spec=spec_of("missions"), partial=True)) == {
        "read": 1,
        "accepted": 1,
        "written": 2,
    }


def test_a_file_that_is_refused_is_kept_raw_and_makes_no_run(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "missions.csv"
    file.write_bytes(b"PK\x03\x04 a workbook")
    before = store.journal.last_run

    with pytest.raises(FileRejected, match=f"^{file}, line 1, column 1: this is a zip container"):
        ingest_file(store, spec_of("missions"), file, options())

    assert store.raw_files.path(hashlib.sha256(file.read_bytes()).hexdigest()).exists()
    assert store.journal.last_run == before


def test_a_file_that_breaks_off_late_leaves_nothing(store: Store, tmp_path: Path) -> None:
    file = write_table(tmp_path / "missions.csv", MISSIONS)
    with file.open("ab") as more:
        more.write(b"x" * 1_000_001)
    before = store.journal.last_run

    with pytest.raises(FileRejected, match="line 6: the line is longer than 1,000,000 bytes"):
        ingest_file(store, spec_of("missions", rows_min=None), file, options())

    assert (live(store), store.journal.last_run) == ({}, before)


def test_a_file_that_is_not_there_is_an_outside_failure(store: Store, tmp_path: Path) -> None:
    with pytest.raises(OutsideFailure, match="cannot be read: No such file"):
        ingest_file(store, spec_of("missions"), tmp_path / "none.csv", options())


def test_a_spec_that_does_not_fit_is_told_before_anything_is_kept(ingest: Ingest, store: Store) -> None:
    before = sorted(store.home.rglob("*"))

    with pytest.raises(SpecProblem, match="nothing fills 'mission_type'"):
        ingest(MISSION, spec=spec_of("missions", columns=spec_of("missions").columns[:1]))

    assert sorted(store.home.rglob("*")) == before


def test_what_is_read_is_what_is_kept(store: Store, tmp_path: Path) -> None:
    file = write_table(tmp_path / "missions.csv", MISSIONS)

    def overwrite(_rows: int, _characters: int) -> None:
        file.write_bytes(b"gone")

    result = ingest_file(store, spec_of("missions", rows_min=None), file, options(progress=overwrite))

    assert counts(result) == {"read": 4, "accepted": 4, "written": 5}


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_pipe_is_ingested_as_a_file_is(store: Store, tmp_path: Path, *, dry_run: bool) -> None:
    content = write_table(tmp_path / "missions.csv", MISSIONS).read_bytes()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(content,))
    writer.start()

    result = ingest_file(store, spec_of("missions", rows_min=None), pipe, options(dry_run=dry_run))
    writer.join(10)

    assert counts(result) == {"read": 4, "accepted": 4, "written": 5}


def test_progress_is_told_in_rows_and_characters(ingest: Ingest, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    ingest(*MISSIONS, progress=lambda *done: told.append(done))

    _, *rows = (tmp_path / "missions.csv").read_bytes().splitlines(keepends=True)
    assert told == [(4, sum(map(len, rows)))]


def test_a_file_cut_off_in_a_row_says_so(store: Store, tmp_path: Path) -> None:
    file = write_table(tmp_path / "missions.csv", MISSIONS)
    file.write_bytes(file.read_bytes()[:-12])

    result = ingest_file(store, spec_of("missions", rows_min=None), file, options())

    assert counts(result) == {"read": 4, "accepted": 3, "rejected": 1, "written": 4}
    assert result.ledger.notices == ("The file ends in the middle of a line: it may have been cut off.",)


def test_repairs_are_noticed_with_their_place(ingest: Ingest) -> None:
    assert ingest(MISSIONS[0] | {"end_date": "9999-12-31"}).ledger.notices == (
        "line 2, column end_date: '9999-12-31': The date stands for an end that is not known; it was left out.",
    )


def test_of_many_repairs_only_the_number_is_told(ingest: Ingest) -> None:
    rows = [MISSION | {"id": f"M-{number}", "end_date": "9999"} for number in range(103)]

    notices = ingest(*rows).ledger.notices

    assert (len(notices), notices[-1]) == (101, "3 more cells were repaired.")


def test_a_column_that_nobody_decided_on_is_noticed(store: Store, tmp_path: Path) -> None:
    file = write_table(tmp_path / "missions.csv", [MISSION | {"colour": "red"}])

    result = ingest_file(store, spec_of("missions", rows_min=None), file, options())

    assert result.ledger.notices == ("The column 'colour' is neither mapped nor ignored by the source spec.",)


def test_a_ledger_that_does_not_add_up_is_a_defect() -> None:
    with pytest.raises(LedgerOutOfBalance, match="read 3 rows and accounts for 2"):
        Ledger(1, "missions", read=3, accepted=1, rejected=1).check()


def test_a_ledger_is_one_json_object() -> None:
    assert Ledger(1, "missions", notices=("a",)).as_json() == {
        "run": 1,
        "source": "missions",
        "read": 0,
        "accepted": 0,
        "unchanged": 0,
        "rejected": 0,
        "set_aside": 0,
        "ignored": 0,
        "written": 0,
        "deleted": 0,
        "warnings": 0,
        "claims": 0,
        "digest": "",
        "rejects_file": None,
        "review_file": None,
        "names_file": None,
        "warnings_file": None,
        "notices": ["a"],
    }


def test_an_implausible_value_is_kept_and_told_with_its_range(ingest: Ingest) -> None:
    result = ingest(MISSIONS[0] | {"quantity": "900000", "unit": "doctors"}, MISSIONS[1])
    assert counts(result)["accepted"] == 2
    assert (result.ledger.warnings, result.ledger.rejected) == (1, 0)
    (notice,) = result.ledger.notices
    assert notice.startswith("line 2, column quantity: '900000' (")

    assert result.ledger.warnings_file is not None
    with Path(result.ledger.warnings_file).open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["hakim_line"], row["hakim_column"], row["hakim_value"], row["hakim_rule"]) == (
        "2",
        "quantity",
        "900000",
        "plausible-range",
    )
