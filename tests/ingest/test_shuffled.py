"""The order of rows decides nothing: the same claims, the same records, the same digest."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.run import ingest_file
from ingest.withdraw import withdraw_source
from records.store import Store
from tests.ingest.world import EVIDENCE, MISSION, copied, options, read_table, spec_of, write_table

Rows = Sequence[Mapping[str, str]]
Outcome = tuple[str, int, frozenset[str]]


def outcome(store: Store, source: str, rows: Rows) -> Outcome:
    """The digest of a run, how many rows were accepted, and what the store holds of the source after it."""
    spec = spec_of(source, rows_min=None)
    file = write_table(store.home.parent / "rows.csv", rows)
    ledger = ingest_file(store, spec, file, options()).ledger
    texts = frozenset(text for text in store.journal.texts() if f"/record/{source}/" in text)
    return ledger.digest, ledger.accepted + ledger.unchanged, texts


def in_orders(home: Path, folder: Path, source: str, orders: Sequence[Rows]) -> set[Outcome]:
    """What comes of the rows in each order, each in a store of its own that knows nothing of them."""
    found = set()
    for number, rows in enumerate(orders):
        with copied(home, folder / str(number) / "home") as store:
            if store.journal.count(source):
                withdraw_source(store, source, options())
            found.add(outcome(store, source, rows))
    return found


@pytest.mark.parametrize("source", EVIDENCE)
def test_a_shipped_file_gives_the_same_backwards(source: str, shipped_home: Path, tmp_path: Path) -> None:
    rows = read_table(source)

    found = in_orders(shipped_home, tmp_path, source, [rows, rows[::-1]])

    assert {(accepted, len(texts)) for _, accepted, texts in found} == {(len(rows), len(rows) + 1)}
    assert len(found) == 1


SAME_KEY: Rows = [
    read_table("conflict-parties")[0] | {"description": text} for text in ("", "a", "b", "b", "b")
]
"""Rows that only their content tells apart, and rows that nothing does."""


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(SAME_KEY))
def test_rows_with_one_key_are_numbered_alike_in_any_order(
    shipped_home: Path, tmp_path_factory: pytest.TempPathFactory, rows: Rows
) -> None:
    found = in_orders(shipped_home, tmp_path_factory.mktemp("keys"), "conflict-parties", [SAME_KEY, rows])

    assert [(accepted, len(texts)) for _, accepted, texts in found] == [(5, 6)]


MIXED: Rows = [
    *(MISSION | {"id": f"M-{number}", "title": f"Hospital {number}"} for number in range(6)),
    MISSION | {"id": "M-7", "start_date": "May"},
    MISSION | {"id": "M-8", "sender_iso3": "Atlantis"},
    dict.fromkeys(MISSION, ""),
]
"""Good rows, rejected ones and an empty one."""


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(MIXED))
def test_good_and_bad_rows_give_the_same_in_any_order(
    registers_home: Path, tmp_path_factory: pytest.TempPathFactory, rows: Rows
) -> None:
    assert len(in_orders(registers_home, tmp_path_factory.mktemp("mixed"), "missions", [MIXED, rows])) == 1
