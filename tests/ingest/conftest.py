"""Fixtures of ingest. Ingesting all that ships takes seconds: it is done once, and tests that write copy it.

`registers_home` holds what rows may name: countries, organisations, crises. `shipped_home` holds the missions
and the evidence as well; `ledgers` says what became of every shipped row.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.run import IngestResult
from ingest.source_rows import source_context
from records.store import Store
from tests.ingest.world import EVIDENCE, IDS, REGISTERS, Reader, copied, ingest_shipped, spec_of


@pytest.fixture(scope="session")
def registers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, IngestResult]]:
    home = tmp_path_factory.mktemp("registers") / "home"
    with Store(home) as store:
        return home, ingest_shipped(store, REGISTERS, home)


@pytest.fixture(scope="session")
def shipped(
    registers: tuple[Path, dict[str, IngestResult]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, IngestResult]]:
    home = tmp_path_factory.mktemp("shipped") / "home"
    with copied(registers[0], home) as store:
        return home, registers[1] | ingest_shipped(store, EVIDENCE, home)


@pytest.fixture(scope="session")
def registers_home(registers: tuple[Path, dict[str, IngestResult]]) -> Path:
    return registers[0]


@pytest.fixture(scope="session")
def shipped_home(shipped: tuple[Path, dict[str, IngestResult]]) -> Path:
    return shipped[0]


@pytest.fixture(scope="session")
def ledgers(shipped: tuple[Path, dict[str, IngestResult]]) -> dict[str, IngestResult]:
    return shipped[1]


@pytest.fixture
def store(registers_home: Path, tmp_path: Path) -> Iterator[Store]:
    """A store of one's own with the registers in it."""
    with copied(registers_home, tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def shipped_store(shipped_home: Path, tmp_path: Path) -> Iterator[Store]:
    """A store of one's own with everything that ships in it."""
    with copied(shipped_home, tmp_path / "home") as opened:
        yield opened


@pytest.fixture(scope="session")
def readers(shipped_home: Path) -> Iterator[dict[str, Reader]]:
    """A reader of rows for each shipped source."""
    with Store(shipped_home) as opened:
        yield {
            source: Reader(source_context(opened, spec_of(source), IDS)) for source in (*REGISTERS, *EVIDENCE)
        }


@pytest.fixture(scope="session")
def missions(readers: dict[str, Reader]) -> Reader:
    return readers["missions"]
