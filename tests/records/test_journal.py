"""The journal: what was said, by which run it was added, and by which it was taken back."""

import sqlite3
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology.errors import HakimError
from ontology.nquads import digest_of_lines
from records import journal as journal_module
from records.journal import Journal, JournalProblem
from records.model import Cell, RecordGraph, Run, RunHeader, Sighting

HEADER = RunHeader("missions", "missions.csv", "ab" * 32, "cd" * 32, "2026-01-01T00:00:00Z")
CELLS = (Cell("name", "title", "a, “b”\n\u2028"),)


def record(
    name: str, value: str = "1", *, kind: str = "mission", subjects: tuple[str, ...] = ()
) -> RecordGraph:
    """A record graph of one claim."""
    text = f'<urn:s:{name}> <urn:p> "{value}" <urn:g:{name}> .\n'
    return RecordGraph(f"urn:g:{name}", kind, "green", text, subjects or (f"urn:s:{name}",))


def write(journal: Journal, *add: RecordGraph, remove: Iterable[str] = (), header: RunHeader = HEADER) -> int:
    """One run that adds and removes record graphs."""
    with journal.write_run(header) as writer:
        for number, one in enumerate(add, 2):
            writer.add(one, line=number, cells=CELLS, retrieved=header.started)
        for graph in remove:
            writer.remove(graph)
        writer.finish({"run": writer.run, "read": len(add)})
    return writer.run


def texts(journal: Journal, at_run: int | None = None) -> list[str]:
    """The texts of the records that were live."""
    return list(journal.texts(at_run=at_run))


def test_a_new_journal_is_empty(journal: Journal) -> None:
    assert (journal.last_run, journal.runs(), journal.count(), journal.count_claims()) == (0, [], 0, 0)
    assert texts(journal) == []


def test_a_run_is_remembered_with_its_ledger(journal: Journal) -> None:
    write(journal, record("a"))

    assert journal.run(1) == Run(1, HEADER, {"run": 1, "read": 1})
    assert journal.runs() == [journal.run(1)]


def test_a_run_that_is_not_there_is_named(journal: Journal) -> None:
    with pytest.raises(HakimError, match="There is no run 7"):
        journal.run(7)


def test_a_record_added_again_supersedes_the_earlier_one(journal: Journal) -> None:
    write(journal, record("a", "1"), record("b"))
    write(journal, record("a", "2"))

    assert texts(journal) == [record("b").text, record("a", "2").text]
    assert texts(journal, 1) == [record("a", "1").text, record("b").text]
    assert journal.live_digests("missions") == {
        "urn:g:a": record("a", "2").digest,
        "urn:g:b": record("b").digest,
    }


def test_a_withdrawn_record_stays_in_the_state_before(journal: Journal) -> None:
    write(journal, record("a"), record("b"))
    write(journal, remove=["urn:g:a", "urn:g:never"])

    assert (journal.count(), journal.is_live("urn:g:a"), journal.is_live("urn:g:b")) == (1, False, True)
    assert texts(journal) == [record("b").text]
    assert texts(journal, 1) == [record("a").text, record("b").text]
    assert texts(journal, 0) == []


def test_a_record_may_come_back_after_it_was_withdrawn(journal: Journal) -> None:
    write(journal, record("a"))
    write(journal, remove=["urn:g:a"])
    write(journal, record("a"))

    assert [texts(journal, run) for run in (1, 2, 3)] == [[record("a").text], [], [record("a").text]]


def test_within_one_run_the_last_word_counts(journal: Journal) -> None:
    write(journal, record("a", "1"), record("a", "2"))

    assert texts(journal) == texts(journal, 1) == [record("a", "2").text]


actions = st.lists(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["1", "2", None])), max_size=4), max_size=5
)


@settings(max_examples=40)
@given(actions)
def test_the_state_after_any_run_is_what_the_runs_up_to_it_say(
    tmp_path_factory: pytest.TempPathFactory, runs: list[list[tuple[str, str | None]]]
) -> None:
    journal = Journal(tmp_path_factory.mktemp("journal") / "journal.sqlite")
    state: dict[str, str] = {}
    expected = [set[str]()]
    for changes in runs:
        with journal.write_run(HEADER) as writer:
            for name, value in changes:
                if value is None:
                    writer.remove(f"urn:g:{name}")
                    state.pop(name, None)
                else:
                    writer.add(record(name, value), line=1, cells=(), retrieved="")
                    state[name] = record(name, value).text
        expected.append(set(state.values()))

    assert [set(texts(journal, run)) for run in range(len(runs) + 1)] == expected
    journal.close()


def test_a_run_that_raises_leaves_nothing(journal: Journal) -> None:
    write(journal, record("a"))

    with suppress(KeyboardInterrupt), journal.write_run(HEADER) as writer:
        writer.add(record("b"), line=1, cells=(), retrieved="")
        writer.remove("urn:g:a")
        raise KeyboardInterrupt

    assert texts(journal) == [record("a").text]
    assert (journal.last_run, journal.is_described("urn:s:b"), journal.sightings(["urn:g:b"])) == (
        1,
        False,
        [],
    )


def test_the_number_of_a_run_that_raised_is_given_to_the_next(journal: Journal) -> None:
    with suppress(ValueError), journal.write_run(HEADER):
        raise ValueError

    assert write(journal, record("a")) == 1


def test_a_sighting_says_where_a_record_was_first_seen(journal: Journal) -> None:
    write(journal, record("a"), record("b"))
    later = RunHeader("missions", "new.csv", "ef" * 32, "cd" * 32, "2026-02-02T00:00:00Z")
    write(journal, record("b", "2"), header=later)

    assert journal.sightings(["urn:g:b", "urn:g:never", "urn:g:a"]) == [
        Sighting("urn:g:b", 2, "new.csv", "ef" * 32, "", 2, CELLS, later.started, "cd" * 32),
        Sighting("urn:g:a", 1, "missions.csv", "ab" * 32, "", 2, CELLS, HEADER.started, "cd" * 32),
    ]


def test_records_are_counted_by_source(journal: Journal) -> None:
    write(journal, record("a"), record("b"))
    write(journal, record("c"), header=RunHeader("crises", "", "", "", ""))

    assert (journal.count(), journal.count("missions"), journal.count("crises"), journal.count("x")) == (
        3,
        2,
        1,
        0,
    )
    assert journal.count_claims() == 3
    assert journal.live_graphs("missions") == ["urn:g:a", "urn:g:b"]
    assert journal.live_digests("crises") == {"urn:g:c": record("c").digest}


def test_records_are_found_by_kind_now_and_then(journal: Journal) -> None:
    write(journal, record("a"), record("b", kind="crisis"))
    write(journal, remove=["urn:g:b"])

    assert list(journal.texts_of_kinds(["mission", "crisis"])) == [("mission", record("a").text)]
    assert list(journal.texts_of_kinds_at(["crisis"], 1)) == [record("b").text]
    assert list(journal.texts_of_kinds_at(["crisis"], 2)) == []


def test_changed_subjects_and_their_records_are_found(journal: Journal) -> None:
    both = record("both", subjects=("urn:x", "urn:y"))
    write(journal, record("a", subjects=("urn:x",)), both)
    write(journal, record("c", subjects=("urn:z",)), remove=["urn:g:a"])

    assert list(journal.touched_subjects(0, 1)) == ["urn:x", "urn:y"]
    assert list(journal.touched_subjects(1, 2)) == ["urn:x", "urn:z"]
    assert list(journal.touched_subjects(2, 2)) == []
    assert list(journal.texts_of_subjects(["urn:x", "urn:y"], 1)) == [record("a").text, both.text]
    assert list(journal.texts_of_subjects(["urn:x"], 2)) == [both.text]
    assert journal.subjects_of("urn:g:both") == ["urn:x", "urn:y"]
    assert (journal.is_described("urn:y"), journal.is_described("urn:g:a")) == (True, False)


def test_a_record_of_many_subjects_comes_once(journal: Journal) -> None:
    many = record("many", subjects=tuple(f"urn:{number}" for number in range(1_200)))
    write(journal, many)

    assert list(journal.texts_of_subjects(list(many.subjects), 1)) == [many.text]


def test_a_record_knows_its_digest() -> None:
    assert record("a").digest == digest_of_lines([record("a").text])


def test_a_store_keeps_its_identity(path: Path, journal: Journal) -> None:
    other = Journal(path)

    assert other.store_id == journal.store_id != ""
    other.close()


def test_a_second_connection_sees_only_finished_runs(path: Path, journal: Journal) -> None:
    write(journal, record("a"))

    with journal.write_run(HEADER) as writer:
        writer.add(record("b"), line=1, cells=(), retrieved="")
        # Opening a store takes no lock: the viewer does so while a run is at work.
        reader = Journal(path)
        during = (reader.last_run, texts(reader))

    assert during == (1, [record("a").text])
    assert texts(reader) == [record("a").text, record("b").text]
    reader.close()


def test_a_second_writer_waits_for_the_first(path: Path, journal: Journal) -> None:
    started = threading.Event()

    def late() -> None:
        second = Journal(path)
        started.set()
        write(second, record("b"))
        second.close()

    thread = threading.Thread(target=late)
    with journal.write_run(HEADER) as writer:
        thread.start()
        assert started.wait(10)
        writer.add(record("a"), line=1, cells=(), retrieved="")
    thread.join(10)

    assert [run.id for run in journal.runs()] == [1, 2]
    assert texts(journal) == [record("a").text, record("b").text]


def test_a_writer_does_not_wait_for_ever(
    path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "BUSY_SECONDS", 0.05)
    impatient = Journal(path)

    with journal.write_run(HEADER), pytest.raises(JournalProblem, match=r"locked.*another run is at work"):
        write(impatient, record("b"))

    impatient.close()


def test_two_processes_may_make_the_store_at_once(path: Path) -> None:
    made: list[str] = []

    def make() -> None:
        opened = Journal(path)
        made.append(opened.store_id)
        opened.close()

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert (len(made), len(set(made))) == (8, 1)


def test_a_store_of_another_format_is_refused(path: Path, journal: Journal) -> None:
    journal.close()
    with sqlite3.connect(path) as database:
        database.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    database.close()

    with pytest.raises(
        JournalProblem, match=r"has format 99, not 1\. Use the version of Hakim that wrote it"
    ):
        Journal(path)


def test_a_file_that_is_no_journal_is_refused(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database" * 100)

    with pytest.raises(JournalProblem, match="file is not a database"):
        Journal(path)


def test_a_home_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")

    with pytest.raises(JournalProblem, match=r"The store of record at .* failed: "):
        Journal(tmp_path / "home" / "journal.sqlite")


def test_a_damaged_journal_is_an_outside_failure_while_reading(path: Path, journal: Journal) -> None:
    write(journal, *(record(f"a{number}", "x" * 500) for number in range(200)))
    journal.close()
    content = bytearray(path.read_bytes())
    content[8_192:] = b"\xff" * (len(content) - 8_192)
    path.write_bytes(content)

    with pytest.raises(JournalProblem, match="malformed"):
        texts(Journal(path))


def test_a_full_disk_costs_the_run_and_nothing_else(journal: Journal) -> None:
    write(journal, record("a"))
    journal._db.execute("PRAGMA max_page_count = 40")

    with pytest.raises(JournalProblem, match="full"):
        write(journal, *(record(f"b{number}", "x" * 4_000) for number in range(100)))

    assert texts(journal) == [record("a").text]
    assert write(journal, record("c")) == 2


def test_records_are_found_by_what_they_describe_and_by_how_their_names_begin(journal: Journal) -> None:
    write(journal, record("a1", subjects=("urn:x",)), record("a2", subjects=("urn:x", "urn:y")), record("b"))
    write(journal, record("a3", subjects=("urn:x",)), remove=["urn:g:a1"])

    assert journal.records_of("urn:x", 1) == [("urn:g:a2", record("a2").text)]
    assert [graph for graph, _ in journal.records_of("urn:x", 9)] == ["urn:g:a2", "urn:g:a3"]
    assert journal.records_of("urn:none", 9) == []
    assert journal.graphs_beginning("urn:g:a", 9) == ["urn:g:a2", "urn:g:a3"]
    assert journal.graphs_beginning("urn:g:a", 1) == ["urn:g:a2"]


def test_records_are_found_by_a_text_in_their_cells(journal: Journal) -> None:
    write(journal, record("a"), record("b"))
    write(journal, remove=["urn:g:a"])

    assert journal.graphs_with_text("a, “b”\n", 9) == ["urn:g:b"]
    assert (journal.graphs_with_text("a, “b”", 0), journal.graphs_with_text("c", 9)) == ([], [])
