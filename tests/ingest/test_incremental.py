"""Only the difference is written: nothing for the same file, and what a dry run says is what then happens."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.generate_missions import Wanted, write_missions
from ingest.ledger import Ledger
from ingest.run import ingest_file
from ingest.withdraw import withdraw_source
from ontology.errors import UsageProblem
from records.store import Store
from tests.ingest.world import (
    EVIDENCE,
    LATER,
    MISSION,
    copied,
    ingest_shipped,
    options,
    read_table,
    spec_of,
    write_table,
)

SPEC = spec_of("missions", rows_min=None)
MISSIONS = [MISSION | {"id": f"M-{number}", "title": f"Hospital {number}"} for number in range(200)]
BROKEN = {"start_date": "May"}


def ingest(store: Store, rows: Iterable[Mapping[str, str]], **flags: bool) -> Ledger:
    """Ingests rows of missions that are all that the source holds."""
    file = write_table(store.home.parent / "missions.csv", list(rows), list(MISSION))
    return ingest_file(store, SPEC, file, options(LATER, **flags)).ledger


def said(ledger: Ledger) -> Ledger:
    """What a ledger says, but for what only a run that keeps something has."""
    return replace(ledger, run=0, rejects_file=None, review_file=None, warnings_file=None)


def held(store: Store) -> set[str]:
    return set(store.journal.texts())


# --- The same, and a part of it changed ------------------------------------------------------------------------------


@pytest.mark.parametrize("source", EVIDENCE)
def test_a_shipped_file_again_writes_nothing(source: str, shipped_store: Store) -> None:
    before, rows = held(shipped_store), len(read_table(source))
    ledger = ingest_shipped(shipped_store, [source], shipped_store.home)[source].ledger

    assert (ledger.read, ledger.unchanged, ledger.written, ledger.deleted) == (rows, rows, 0, 0)
    assert held(shipped_store) == before


def test_a_large_file_again_writes_nothing(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "generated.csv"
    write_missions(Wanted(1_000, layout="full"), file)
    first, second = (ingest_file(store, SPEC, file, options(partial=True)).ledger for _ in range(2))

    assert (second.unchanged, second.written, second.deleted) == (first.accepted, 0, 0)
    assert (second.claims, second.digest, second.rejected) == (first.claims, first.digest, first.rejected)


def test_one_changed_row_in_a_hundred_writes_one_record_in_a_hundred(store: Store) -> None:
    ingest(store, MISSIONS)
    before = store.journal.live_digests("missions")
    changed = {58, 163}
    rows = [row | {"title": "New"} if number in changed else row for number, row in enumerate(MISSIONS)]
    ledger = ingest(store, rows)

    after = store.journal.live_digests("missions")
    assert (ledger.accepted, ledger.unchanged, ledger.written, ledger.deleted) == (2, 198, 2, 0)
    assert {graph.rsplit("/", 1)[1] for graph in after if after[graph] != before[graph]} == {
        f"M-{number}" for number in changed
    }


# --- What a dry run says ---------------------------------------------------------------------------------------------

Edit = Callable[[list[dict[str, str]], int], None]


def change(rows: list[dict[str, str]], at: int) -> None:
    rows[at] = rows[at] | {"notes": "new"}


def remove(rows: list[dict[str, str]], at: int) -> None:
    del rows[at]


def add(rows: list[dict[str, str]], at: int) -> None:
    rows.insert(at, MISSION | {"id": f"N-{len(rows)}-{at}"})


def spoil(rows: list[dict[str, str]], at: int) -> None:
    rows[at] = rows[at] | BROKEN


def repeat(rows: list[dict[str, str]], at: int) -> None:
    rows.append(rows[at])


EDITS: Sequence[Edit] = (change, remove, add, spoil, repeat)
edits = st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 6)), max_size=5)


@pytest.fixture(scope="module")
def eight(registers_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds eight missions."""
    home = tmp_path_factory.mktemp("eight") / "home"
    with copied(registers_home, home) as store:
        ingest(store, MISSIONS[:8])
    return home


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits)
def test_a_dry_run_says_exactly_what_then_happens(
    eight: Path, tmp_path_factory: pytest.TempPathFactory, made: list[tuple[Edit, int]]
) -> None:
    rows = list(MISSIONS[:8])
    for edit, at in made:
        edit(rows, at % len(rows))

    with copied(eight, tmp_path_factory.mktemp("edited") / "home") as store:
        before, runs = store.journal.live_digests("missions"), store.journal.last_run
        dry = ingest(store, rows, dry_run=True)
        assert (store.journal.live_digests("missions"), store.journal.last_run) == (before, runs)

        real = ingest(store, rows)
        after = store.journal.live_digests("missions")

    assert said(dry) == said(real)
    assert real.written == sum(before.get(graph) != digest for graph, digest in after.items())
    assert real.deleted == len(before.keys() - after.keys())


# --- A source taken back ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["missions", "claims", "diplomatic-events"])
def test_a_withdrawn_source_disappears_with_all_and_only_its_claims(
    source: str, shipped_store: Store
) -> None:
    journal = shipped_store.journal
    own = {text for text in journal.texts() if f"/record/{source}/" in text.rsplit(" ", 2)[1]}
    others = held(shipped_store) - own
    ledger = withdraw_source(shipped_store, source, options(LATER))

    assert held(shipped_store) == others
    assert (ledger.deleted, journal.count(source), journal.live_graphs(source)) == (len(own), 0, [])


def test_a_withdrawn_source_comes_back_as_it_was(shipped_store: Store) -> None:
    before = held(shipped_store)
    withdraw_source(shipped_store, "missions", options(LATER))
    ledger = ingest_shipped(shipped_store, ["missions"], shipped_store.home)["missions"].ledger

    assert (ledger.accepted, held(shipped_store)) == (212, before)


def test_the_journal_still_holds_what_a_withdrawn_source_said(shipped_store: Store) -> None:
    before, run = held(shipped_store), shipped_store.journal.last_run
    withdraw_source(shipped_store, "missions", options(LATER))

    assert set(shipped_store.journal.texts(at_run=run)) == before


def test_a_source_that_is_not_there_is_told_with_those_that_are(store: Store) -> None:
    with pytest.raises(
        UsageProblem, match=r"nothing of a source 'misions'\. There are: countries, country-names, "
    ):
        withdraw_source(store, "misions", options(LATER))


# --- Interrupted and resumed -----------------------------------------------------------------------------------------


def files_of_runs(store: Store) -> list[Path]:
    return sorted(path for path in (store.home / "runs").rglob("*") if path.is_file())


@pytest.mark.parametrize("stop", [1, 2])
def test_an_interrupted_run_leaves_nothing_and_the_next_one_is_whole(
    stop: int, store: Store, registers_home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "generated.csv"
    write_missions(Wanted(1_000, layout="full"), file)
    calls: list[int] = []

    def interrupt(rows: int, _characters: int) -> None:
        calls.append(rows)
        if len(calls) == stop:
            raise KeyboardInterrupt

    before = (held(store), store.journal.last_run, files_of_runs(store))
    with pytest.raises(KeyboardInterrupt):
        ingest_file(store, SPEC, file, options(partial=True, progress=interrupt))
    assert (held(store), store.journal.last_run, files_of_runs(store)) == before

    resumed = ingest_file(store, SPEC, file, options(partial=True)).ledger
    with copied(registers_home, tmp_path / "undisturbed") as other:
        undisturbed = ingest_file(other, SPEC, file, options(partial=True)).ledger
        assert held(store) == held(other)
    assert said(resumed) == said(undisturbed)
