"""Fixtures of the graph tests: the real embedded engine, or none.

`engine` is one engine for the whole run; `empty_engine` is the same, wiped for the test that asks. Tests
about starting and stopping use `home`, a folder of their own whose engine is ended with the test. Only
processes that a test started are ever ended, by number.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.engine import Running, session, stop
from graph.schema import wipe


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with session(tmp_path_factory.mktemp("shared")) as running:
        yield running


@pytest.fixture
def empty_engine(engine: Running) -> Running:
    wipe(engine.writer)
    return engine


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder for an engine of the test's own; whatever runs there at the end is ended."""
    yield tmp_path / "home"
    stop(tmp_path / "home")
