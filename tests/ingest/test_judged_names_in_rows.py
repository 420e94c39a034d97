"""What was judged of a name holds when its file is read again: the records that it touches change, and no others."""

from dataclasses import replace
from pathlib import Path

from ingest.resolution.touched_records import touched_records
from ingest.run import IngestResult, ingest_file
from records.judging import judge_names, live_judged_names, take_back_names
from records.name_judgements import JudgedName
from records.store import Store
from tests.ingest.world import IDS, MISSION, options, spec_of, write_table

ROWS = [
    MISSION | {"id": "A-1", "sender_iso3": "", "sender_org": "RAF"},
    MISSION | {"id": "A-2", "sender_iso3": "JOR", "sender_org": ""},
]
NOON, LATER = "2026-01-01T12:00:00Z", "2026-01-02T12:00:00Z"


def body(name: str, store: Store) -> str:
    """The IRI of a registered organisation."""
    texts = (text for _, text in store.journal.texts_of_kinds(("organisation",)))
    line = next(line for text in texts for line in text.splitlines() if f'name> "{name}"' in line)
    return line[1 : line.index(">")]


def ingest(store: Store, folder: Path) -> IngestResult:
    spec = replace(spec_of("missions"), rows_min=None)
    return ingest_file(store, spec, write_table(folder / "missions.csv", ROWS), options())


def counts(result: IngestResult) -> tuple[int, ...]:
    ledger = result.ledger
    return ledger.accepted, ledger.unchanged, ledger.set_aside, ledger.written, ledger.deleted


def senders(store: Store) -> set[str]:
    texts = [text for _, text in store.journal.texts_of_kinds(("mission",)) if "/mission/hdm/A-1>" in text]
    return {line.split(" ")[2][1:-1] for text in texts for line in text.splitlines() if "sendingOrg" in line}


def test_a_judged_name_changes_the_rows_that_write_it_and_no_others(store: Store, tmp_path: Path) -> None:
    morocco, qatar = body("Royal Armed Forces (Morocco)", store), body("Royal Air Force", store)
    first = ingest(store, tmp_path)

    judge_names(
        store.journal, IDS, [JudgedName("R.A.F.", "organisation", morocco, "desk", NOON)], NOON, "test"
    )
    judged, judged_senders = ingest(store, tmp_path), senders(store)
    judge_names(
        store.journal,
        IDS,
        [
            JudgedName("R.A.F.", "organisation", morocco, "desk", LATER, means=False),
            JudgedName("RAF", "organisation", qatar, "desk", LATER),
        ],
        LATER,
        "test",
    )
    otherwise, other_senders = ingest(store, tmp_path), senders(store)
    standing = live_judged_names(store.journal)
    touched = {graph for one in standing if one.means for graph in touched_records(store.journal, one)}
    take_back_names(store.journal, IDS, standing, LATER, sorted(touched))
    without, taken_back = senders(store), ingest(store, tmp_path)

    assert counts(first) == (1, 0, 1, 2, 0)
    assert (counts(judged), judged_senders) == ((1, 1, 0, 1, 0), {morocco})
    assert (counts(otherwise), other_senders) == ((1, 1, 0, 1, 0), {qatar})
    assert (len(touched), without, counts(taken_back)) == (1, set(), (0, 1, 1, 0, 0))
    assert live_judged_names(store.journal) == []


def test_a_name_that_was_judged_not_to_mean_a_thing_leaves_the_others(store: Store, tmp_path: Path) -> None:
    ingest(store, tmp_path)
    gone = [
        JudgedName("RAF", "organisation", body(name, store), "desk", NOON, means=False)
        for name in ("Royal Air Force", "Sheikh Thani bin Abdullah Foundation for Humanitarian Services")
    ]

    judge_names(store.journal, IDS, gone, NOON, "test")

    assert "Royal Armed Forces" in ingest(store, tmp_path).bad_rows[0].problems[0].message
