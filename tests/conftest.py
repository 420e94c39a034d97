"""Fixtures that several folders of tests ask for.

The default world is empty. `demo_home` is one home for the whole run, with the shipped records ingested
and loaded and the engine stays up; tests that only read share it. Tests that write make a home of their own.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent

Hakim = Callable[..., subprocess.CompletedProcess[str]]


def run_hakim(
    home: Path, *arguments: str, cwd: Path = CHECKOUT, check: bool = True, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    """Runs the `hakim` command on a home, as a user's shell would; `typed` is what comes in."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    done = subprocess.run(
        [sys.executable, "-m", "hakim", *arguments],
        cwd=cwd,
        env=environment | {"HAKIM_HOME": str(home), "PYTHONPATH": str(CHECKOUT), "COLUMNS": "200"},
        capture_output=True,
        input=typed,
        text=True,
        timeout=180,
        check=False,
    )
    if check and done.returncode:
        pytest.fail(f"hakim {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr}")
    return done


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with the shipped records ingested and loaded, and its engine running."""
    home = tmp_path_factory.mktemp("demo")
    run_hakim(home, "engine", "start")
    try:
        run_hakim(home, "demo", "--no-serve")
        yield home
    finally:
        run_hakim(home, "engine", "stop")


@pytest.fixture
def hakim(demo_home: Path) -> Hakim:
    """The `hakim` command on the shared home of shipped records; for reading."""

    def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        return run_hakim(demo_home, *arguments, **options)

    return run


@pytest.fixture
def hakim_json(hakim: Hakim) -> Callable[..., Any]:
    """The one JSON value that a command prints."""

    def run(*arguments: str) -> Any:
        return json.loads(hakim(*arguments).stdout)

    return run
