"""Who takes part in the measuring of the graph, what each is asked for, and what follows on the graph that it made."""

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.graph_data import Data
from bench.graph_server import Graph
from bench.measure import Measured, run_measured
from bench.peers import RDFLIB_NEO4J, RDFLIB_NEO4J_RUST, Peer

CHECKOUT = Path(__file__).resolve().parent.parent
RDFLIB_SCRIPT = CHECKOUT / "bench" / "peers" / "graph" / "rdflib_neo4j_load.py"
BATCH_SIZE = 50_000
"""The best of three for rdflib-neo4j: 5,000 missions took 22 s with its own 5,000, 19 s with 20,000, 13 s with this."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds of the whole process, and of the work alone; the most memory; how many items of `unit`."""

    seconds: float
    work_seconds: float
    megabytes: float
    items: int


@dataclass(frozen=True, slots=True)
class Contestant:
    """One way to do something: how it is started, and how its answer is read.

    A contestant that `follows` another works on the graph that the other has just made; others begin with none.
    """

    name: str
    does: str
    unit: str
    command: Sequence[str]
    read: Callable[[Measured], tuple[float, int]]
    peer: Peer | None = None
    follows: str = ""

    def run(self, graph: Graph, folder: Path) -> Run:
        """Runs it as a process of its own."""
        environment = {**os.environ, **graph.environment, "PYTHONPATH": str(CHECKOUT)}
        measured = run_measured(self.command, folder, environment)
        if measured.code:
            raise SystemExit(f"{self.name} ended with {measured.code}:\n{measured.err[-3000:]}")
        work, items = self.read(measured)
        return Run(measured.seconds, work, measured.megabytes, items)


def on_neo4j(data: Data, *, n10s: bool) -> list[Contestant]:
    """Loads and what follows them, ours first."""
    found = [
        _ours_load("hakim load"),
        _ours_export("hakim export"),
        _task("driver reads", "every node and edge, nothing made of them", "rows", ["read"], "hakim load"),
        _task("plain rows", "the same nodes and edges, ready made, CREATE", "rows", ["load-rows"]),
        _rdflib("rdflib-neo4j", RDFLIB_NEO4J, data),
        _rdflib("rdflib-neo4j, rust", RDFLIB_NEO4J_RUST, data),
    ]
    if n10s:
        found += [
            _task(
                "n10s import", "in the server, N-Triples", "triples", ["n10s-load", str(data.triples_file)]
            ),
            _task("n10s export", "rows over Bolt, not written", "rows", ["n10s-export"], "n10s import"),
        ]
    return found


def on_embedded() -> list[Contestant]:
    """Loads of the embedded engine."""
    return [
        _ours_load("hakim load, embedded"),
        _task("plain rows, embedded", "the same rows, labels without inheritance", "rows", ["load-rows"]),
    ]


def _ours_load(name: str) -> Contestant:
    return _task(name, "store of record to graph, counts verified", "quads", ["load"])


def _ours_export(name: str) -> Contestant:
    return Contestant(
        name,
        "hakim export: canonical N-Quads in a file",
        "quads",
        [sys.executable, "-m", "hakim", "export", "--format", "nquads", "-o", "out.nq", "--json"],
        lambda measured: (measured.seconds, json.loads(measured.out)["quads"]),
        follows="hakim load",
    )


def _task(name: str, does: str, unit: str, arguments: Sequence[str], follows: str = "") -> Contestant:
    command = [sys.executable, "-m", "bench.graph_tasks", *arguments]
    return Contestant(name, does, unit, command, read_told, follows=follows)


def _rdflib(name: str, peer: Peer, data: Data) -> Contestant:
    script = [str(RDFLIB_SCRIPT), str(data.triples_file), str(BATCH_SIZE)]
    does = "N-Triples, no graphs, languages or datatypes"
    return Contestant(name, does, "triples", [peer.program("python"), *script], read_told, peer=peer)


def read_told(measured: Measured) -> tuple[float, int]:
    """The seconds of the work and the items that a process told in its last line."""
    told: Mapping[str, float] = json.loads(measured.out.splitlines()[-1])
    return told["seconds"], int(told["items"])


def _read_digests(measured: Measured) -> tuple[float, int]:
    told = json.loads(measured.out)
    if len({*told["digest"].values()}) != 1:
        raise SystemExit(f"The digests differ: {told['digest']}")
    return measured.seconds, int(told["claims"])


OURS_LARGE = _ours_load("hakim load")
VERIFY = Contestant(
    "hakim status --verify",
    "store and graph read whole, digests equal",
    "quads",
    [sys.executable, "-m", "hakim", "status", "--verify", "--json"],
    _read_digests,
)
