"""Who takes part in the measuring of ingest: how each is started on one CSV file, and what it says of it.

Each peer is asked for as near the same as it can give, and never for more: none checks what ours checks, names
the cells that facts come from, or describes records and their sources.
"""

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.generate_missions import read_rows
from bench.measure import Measured, run_measured
from bench.peers import BIOCYPHER, FOLLOW_THE_MONEY, LINKML, MAPLIB, MORPH_KGC, Peer

CHECKOUT = Path(__file__).resolve().parent.parent
SPEC = CHECKOUT / "bench" / "missions_short.yaml"
FILES = CHECKOUT / "bench" / "peers" / "ingest"
INPUT = "missions.csv"

Place = tuple[int, str]
"""Line and column."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a run made and reported: how many of what, seconds of its mapping alone where it tells them, the places
    that it named, and the lines that can be found by what it named.
    """

    written: int
    unit: str
    mapping_seconds: float | None = None
    places: frozenset[Place] = frozenset()
    lines: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Contestant:
    """One tool: what it is, what it needs beside the file, how it is started, and how its answer is read."""

    name: str
    does: str
    command: Sequence[str]
    read: Callable[[Measured, Path], Said]
    peer: Peer | None = None
    files: Mapping[str, str] | None = None
    environment: Mapping[str, str] | None = None
    good_codes: tuple[int, ...] = (0,)

    def run(self, file: Path, folder: Path) -> tuple[Measured, Said]:
        """Runs it on a file, in a folder that is made anew."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / INPUT).symlink_to(file)
        for source, name in (self.files or {}).items():
            shutil.copy(FILES / source, folder / name)
        measured = run_measured(self.command, folder, {**os.environ, **(self.environment or {})})
        if measured.code not in self.good_codes:
            raise SystemExit(f"{self.name} ended with {measured.code}:\n{measured.err[-3000:]}")
        return measured, self.read(measured, folder)


def contestants(home: Path) -> Iterator[Contestant]:
    """Ours with one worker and with two, on a store that holds the shipped records, then the peers."""
    for workers in (1, 2):
        yield _ours(home, workers)
    yield from (_morph_kgc(), _biocypher(), _maplib(), _linkml(), _follow_the_money())


# --- Ours -------------------------------------------------------------------------------------------------------------


def _ours(home: Path, workers: int) -> Contestant:
    command = [sys.executable, "-m", "hakim", "ingest", INPUT, "--source", str(SPEC), "--to-rdf", "out.nq"]
    return Contestant(
        f"hakim, {workers} worker{'s' * (workers > 1)}",
        "checked claims with their records, N-Quads",
        [*command, "--json", "--workers", str(workers)],
        _read_ours,
        environment={"HAKIM_HOME": str(home), "PYTHONPATH": str(CHECKOUT)},
        good_codes=(0, 1),
    )


def _read_ours(measured: Measured, folder: Path) -> Said:
    ledger = json.loads(measured.out)
    rejects = ledger["rejects_file"]
    rows = read_rows(folder / rejects) if rejects else []
    places = frozenset((int(row["hakim_line"]), row["hakim_column"]) for row in rows)
    return Said(count_lines(folder / "out.nq"), "quads", None, places, frozenset(line for line, _ in places))


# --- The peers --------------------------------------------------------------------------------------------------------


def _morph_kgc() -> Contestant:
    return Contestant(
        "Morph-KGC",
        "RML, N-Triples, 2 processes",
        [MORPH_KGC.program("python"), "-m", "morph_kgc", "morph_kgc.ini"],
        _read_morph_kgc,
        peer=MORPH_KGC,
        files={"morph_kgc.ini": "morph_kgc.ini", "morph_kgc.rml.ttl": "morph_kgc.rml.ttl"},
    )


def _read_morph_kgc(measured: Measured, _folder: Path) -> Said:
    log = measured.out + measured.err
    took = re.search(r"Materialization finished in ([0-9.]+) seconds", log)
    made = re.search(r"triples generated in total: (\d+)", log)
    return Said(int(made[1]) if made else 0, "triples", float(took[1]) if took else None)


def _biocypher() -> Contestant:
    return Contestant(
        "BioCypher",
        "its default output, Parquet for Neo4j",
        [BIOCYPHER.program("python"), "biocypher_map.py"],
        _read_biocypher,
        peer=BIOCYPHER,
        files={
            "biocypher_map.py": "biocypher_map.py",
            "biocypher.config.yaml": "config.yaml",
            "biocypher.schema.yaml": "schema.yaml",
        },
    )


def _read_biocypher(measured: Measured, _folder: Path) -> Said:
    log = measured.out + measured.err
    written = sum(map(int, re.findall(r"Writing (\d+) entries", log)))
    # It names the record and not the line; a person can look for it.
    named = re.findall(r"ERROR.*GEN-(\d{8})", log)
    return Said(
        written, "nodes and edges", _told_seconds(measured), lines=frozenset(int(n) + 1 for n in named)
    )


def _maplib() -> Contestant:
    return Contestant(
        "maplib",
        "OTTR, N-Triples",
        [MAPLIB.program("python"), "maplib_map.py", "maplib.template.ttl"],
        lambda measured, folder: Said(count_lines(folder / "out.nt"), "triples", _told_seconds(measured)),
        peer=MAPLIB,
        files={"maplib_map.py": "maplib_map.py", "maplib.template.ttl": "maplib.template.ttl"},
    )


def _told_seconds(measured: Measured) -> float:
    told: dict[str, float] = json.loads(measured.out.splitlines()[-1])
    return told["mapping_seconds"]


def _linkml() -> Contestant:
    return Contestant(
        "LinkML validate",
        "checks only, writes nothing",
        [LINKML.program("linkml-validate"), "-s", "schema.yaml", "-C", "Mission", INPUT],
        _read_linkml,
        peer=LINKML,
        files={"linkml.schema.yaml": "schema.yaml"},
        good_codes=(0, 1),
    )


_LINKML = re.compile(
    r"^\[ERROR\] \[[^\]]*/(\d+)\] (?:'(\w+)' is a required property in /|.* in /(\w+))$", re.MULTILINE
)


def _read_linkml(measured: Measured, _folder: Path) -> Said:
    # It counts rows from 0, without the header, and names the unit that lacks where ours names the quantity that
    # has none: both are put right here.
    places = frozenset(
        (int(at) + 2, "quantity" if lacks == "unit" else lacks or column)
        for at, lacks, column in _LINKML.findall(measured.out)
    )
    return Said(0, "nothing", None, places, frozenset(line for line, _ in places))


def _follow_the_money() -> Contestant:
    return Contestant(
        "FollowTheMoney",
        "map-csv: entities in JSON lines, no RDF",
        [FOLLOW_THE_MONEY.program("ftm"), "map-csv", "-i", INPUT, "-o", "out.json", "mapping.yaml"],
        lambda _measured, folder: Said(count_lines(folder / "out.json"), "entities"),
        peer=FOLLOW_THE_MONEY,
        files={"followthemoney.mapping.yaml": "mapping.yaml"},
    )


def count_lines(path: Path) -> int:
    """How many lines a file has, whatever its size."""
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
