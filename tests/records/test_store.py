"""The store of record as one thing."""

from pathlib import Path

import pytest

from records.journal import JournalProblem
from records.store import Store


def test_a_store_holds_journal_raw_files_and_the_folders_of_runs(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        assert store.run_folder(7) == tmp_path / "runs" / "7"
        assert store.raw_files.path("abcd") == tmp_path / "raw" / "ab" / "abcd"
        assert store.journal.last_run == 0


def test_a_store_is_closed_when_its_block_ends(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        pass

    with pytest.raises(JournalProblem, match="closed database"):
        store.journal.count()
