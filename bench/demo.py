"""The whole demo as a process: rows to graph on an empty home, then again with nothing to do."""

import os
import statistics
import subprocess
import sys
import tempfile

from bench.pairs import seconds

ROUNDS = 3


def bench_demo() -> None:
    """Prints the seconds of a first and a second `hakim demo --no-serve`, with engine start and stop."""
    first, second = [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as home:
            first.append(seconds(lambda home=home: _demo(home)))  # type: ignore[misc]
            second.append(seconds(lambda home=home: _demo(home)))  # type: ignore[misc]
    print(
        f"demo on an empty home: {statistics.median(first):.1f} s, again: {statistics.median(second):.1f} s"
    )


def _demo(home: str) -> None:
    command = [sys.executable, "-m", "hakim", "demo", "--no-serve"]
    subprocess.run(command, env=os.environ | {"HAKIM_HOME": home}, check=True, capture_output=True)
