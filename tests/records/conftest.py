"""A store of record in an empty folder; a test that needs records writes them itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.journal import Journal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    opened = Journal(path)
    yield opened
    opened.close()
