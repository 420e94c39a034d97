"""Hostile queries: how long another user waits while somebody asks what brings an engine to its knees.

    python -m bench.hostile          on an embedded engine of its own, with the shipped records

Somebody sends all the hostile queries of the tests, one after the other; somebody else counts the missions again and
again. The aims are an answer within 2 s meanwhile, 15 s across a restart of the engine, and the digest as it was.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.answers import percentile
from graph import engine
from graph.address import Server
from graph.gateway import Gateway
from graph.guard.keeper import EmbeddedKeeper
from graph.guard.refusal import QueryRefused
from graph.server import connect
from tests.graph.hostile_queries import HEAVY, REACHES, TOO_MUCH, WRITES

QUESTION = "MATCH (m:Mission) RETURN count(m) AS missions"
PAUSE_SECONDS = 0.1
REFUSED_BY_TEXT = {cypher: cypher for cypher in (*WRITES, *REACHES, *TOO_MUCH)}


@dataclass(slots=True)
class Bystander:
    """Somebody who asks all the time, and how long each answer took."""

    gateway: Gateway
    waits: list[float] = field(default_factory=list)
    unanswered: int = 0
    _done: threading.Event = field(default_factory=threading.Event)

    def ask(self) -> None:
        """Asks until `stop`."""
        while not self._done.wait(PAUSE_SECONDS):
            begun = time.perf_counter()
            try:
                self.gateway.select(QUESTION, {})
            except QueryRefused:
                self.unanswered += 1
            self.waits.append(time.perf_counter() - begun)

    def stop(self) -> None:
        """Asks no more."""
        self._done.set()


@contextmanager
def gateway(server: Server, home: Path) -> Iterator[Gateway]:
    """A way to the graph of somebody's own."""
    with connect(server) as driver:
        yield Gateway(driver, server, keeper=EmbeddedKeeper(home))


def bench_hostile(home: Path) -> None:
    """Prints what each kind of hostile query did to others."""
    before = verified(home)
    with engine.session(home) as running:
        disturb(running.reader, home, f"{len(REFUSED_BY_TEXT)} that the rules refuse", REFUSED_BY_TEXT)
        for name, cypher in HEAVY.items():
            disturb(running.reader, home, name, {name: cypher})
    after = verified(home)
    print(f"digest of records and graph: {'as before' if before == after else f'CHANGED: {before} {after}'}")


def disturb(server: Server, home: Path, name: str, queries: Mapping[str, str]) -> None:
    """Sends the queries while somebody else asks."""
    number = engine.process_number(home)
    with gateway(server, home) as hostile, gateway(server, home) as other:
        bystander = Bystander(other)
        thread = threading.Thread(target=bystander.ask)
        thread.start()
        begun = time.perf_counter()
        for cypher in queries.values():
            with suppress(QueryRefused):
                hostile.select(cypher, {})
        took = time.perf_counter() - begun
        time.sleep(1)
        bystander.stop()
        thread.join()
    restarted = engine.process_number(home) != number
    waits = [1000 * wait for wait in bystander.waits]
    print(f"{name:<32} {took:6.1f} s; others: median {statistics.median(waits):5.0f} ms,", end="")
    print(
        f" 95 % {percentile(waits, 95):5.0f}, worst {max(waits):6.0f}, unanswered {bystander.unanswered}",
        end="",
    )
    print(", engine started again" if restarted else "", flush=True)


def verified(home: Path) -> object:
    """The digests of the store and of the graph."""
    return json.loads(run(home, "status", "--verify", "--json"))["digest"]


def run(home: Path, *arguments: str) -> str:
    """What a command prints."""
    # Our own command, with words of this module.
    done = subprocess.run(
        [sys.executable, "-m", "hakim", *arguments],
        env={"HAKIM_HOME": str(home), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def main() -> None:
    """Measures on a home of its own."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        run(home, "demo", "--no-serve")
        bench_hostile(home)


if __name__ == "__main__":
    main()
