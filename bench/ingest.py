"""Ingest on one CSV file of missions, one row in a hundred broken, beside the tools that bridge tables and graphs.

Whole processes, in turn, so that ratios hold when the machine's speed drifts; figures are medians. Peers are
fetched as packages into environments of their own.

    python -m bench.ingest --rows 100000 --rounds 3 --large 1000000 --json figures.json
"""

import argparse
import json
import statistics
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.generate_missions import Told, Wanted, read_key, write_missions
from bench.ingest_peers import Contestant, Said, contestants
from bench.measure import Measured
from hakim.loading import ingest_shipped
from ingest.options import IngestOptions
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE
from records.store import Store

ROWS, LARGE, ROUNDS = 100_000, 1_000_000, 3
TARGETS = (
    ("times BioCypher, one worker", "hakim, 1 worker", "BioCypher", 2.0),
    ("times Morph-KGC, one worker", "hakim, 1 worker", "Morph-KGC", 3.0),
    ("times one worker, two workers", "hakim, 2 workers", "hakim, 1 worker", 1.6),
)
MOST_MEGABYTES = 300


@dataclass(frozen=True, slots=True)
class Task:
    """A generated file with the key of its faults."""

    file: Path
    rows: int
    faults: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The medians of one contestant's runs on one file.

    `faults_named` counts the broken rows that what it reported leads to, `faults_placed` those of which it named
    the line and the column; of `faults`.
    """

    name: str
    version: str
    does: str
    rows: int
    seconds: float
    seconds_each: tuple[float, ...]
    rows_a_second: float
    mapping_rows_a_second: float | None
    megabytes: float
    written: int
    unit: str
    faults: int
    faults_named: int
    faults_placed: int
    reported_without_fault: int


def bench_ingest(arguments: Sequence[str] = ()) -> None:
    """Prints the figures as a table, and writes them as JSON where it is asked for."""
    told = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report = _report(_taking_part(folder, told.only), folder, told.rows, told.large, told.rounds)
    _print(report)
    if told.json:
        told.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.ingest", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--large", type=int, default=LARGE, help="rows of a file for ours alone; 0: none")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", nargs="*", default=[], help="words in the names of those that take part")
    parser.add_argument("--json", type=Path, help="where the figures are written")
    return parser


def _taking_part(folder: Path, only: Sequence[str]) -> list[Contestant]:
    """Those that take part, with everything that they need in place."""
    home = folder / "home"
    with Store(home) as store:
        ingest_shipped(store, IngestOptions(Identifiers(DEFAULT_ID_BASE), "2026-01-01T00:00:00Z"))
    found = [
        one for one in contestants(home) if not only or any(word.lower() in one.name.lower() for word in only)
    ]
    for one in found:
        if one.peer:
            one.peer.install()
    return found


def _report(
    taking_part: Sequence[Contestant], folder: Path, rows: int, large: int, rounds: int
) -> dict[str, Any]:
    task = _task(folder, rows)
    figures = measure(taking_part, task, folder, rounds)
    report: dict[str, Any] = {
        "rows": rows,
        "rounds": rounds,
        "figures": [asdict(one) for one in figures],
        "ratios": ratios(figures),
    }
    if large:
        ours = [one for one in taking_part if one.peer is None]
        report["large"] = [asdict(one) for one in measure(ours, _task(folder, large), folder, 1)]
    return report


def _task(folder: Path, rows: int) -> Task:
    file, key = folder / f"{rows}.csv", folder / f"{rows}.faults.csv"
    write_missions(Wanted(rows), file, key)
    return Task(file, rows, tuple(read_key(key)))


def measure(taking_part: Sequence[Contestant], task: Task, folder: Path, rounds: int) -> list[Figures]:
    """The figures of each, from rounds in which each has its turn, beginning with another one each time."""
    runs: dict[str, list[tuple[Measured, Said]]] = {one.name: [] for one in taking_part}
    for number in range(rounds):
        begin = number % len(taking_part)
        for one in (*taking_part[begin:], *taking_part[:begin]):
            runs[one.name].append(one.run(task.file, folder / "work"))
    return [_figures(one, runs[one.name], task) for one in taking_part]


def _figures(one: Contestant, runs: Sequence[tuple[Measured, Said]], task: Task) -> Figures:
    seconds = statistics.median(measured.seconds for measured, _ in runs)
    said = runs[0][1]
    alone = [each.mapping_seconds for _, each in runs if each.mapping_seconds is not None]
    broken = {fault.line for fault in task.faults}
    return Figures(
        name=one.name,
        version=one.peer.version if one.peer else "",
        does=one.does,
        rows=task.rows,
        seconds=round(seconds, 2),
        seconds_each=tuple(round(measured.seconds, 2) for measured, _ in runs),
        rows_a_second=round(task.rows / seconds),
        mapping_rows_a_second=round(task.rows / statistics.median(alone)) if alone else None,
        megabytes=round(max(measured.megabytes for measured, _ in runs)),
        written=said.written,
        unit=said.unit,
        faults=len(task.faults),
        faults_named=len(broken & said.lines),
        faults_placed=len({(fault.line, fault.column) for fault in task.faults} & said.places),
        reported_without_fault=len(said.lines - broken),
    )


def ratios(figures: Sequence[Figures]) -> dict[str, dict[str, float]]:
    """How many times as fast as each other one ours is: the median over the rounds, each compared within itself."""
    ours = [one for one in figures if not one.version]
    return {
        mine.name: {
            other.name: round(
                statistics.median(
                    theirs / own for own, theirs in zip(mine.seconds_each, other.seconds_each, strict=True)
                ),
                2,
            )
            for other in figures
            if other is not mine
        }
        for mine in ours
    }


# --- The table --------------------------------------------------------------------------------------------------------

_HEAD = f"{'':<18}{'seconds':>9}{'rows/s':>10}{'mapping':>10}{'MB':>7}{'named':>8}{'placed':>8}  wrote"


def _print(report: Mapping[str, Any]) -> None:
    for title, figures in (("", report["figures"]), (", ours alone", report.get("large", []))):
        if figures:
            faults = figures[0]["faults"]
            print(f"ingest of {figures[0]['rows']:,} rows, {faults:,} of them broken{title}: whole processes")
            print(_HEAD)
            for one in figures:
                print(_line(one))
    for words, mine, other, least in TARGETS:
        ratio = report["ratios"].get(mine, {}).get(other)
        if ratio is not None:
            print(f"{ratio:.2f} {words} (wanted: {least})")
    _print_ours([*report["figures"], *report.get("large", [])])


def _line(one: Mapping[str, Any]) -> str:
    mapping = one["mapping_rows_a_second"]
    return (
        f"{one['name']:<18}{one['seconds']:>9.2f}{one['rows_a_second']:>10,}"
        f"{f'{mapping:,}' if mapping else '':>10}{one['megabytes']:>7,}"
        f"{one['faults_named']:>8,}{one['faults_placed']:>8,}  {one['written']:,} {one['unit']}: {one['does']}"
    )


def _print_ours(figures: Sequence[Mapping[str, Any]]) -> None:
    ours = [one for one in figures if not one["version"]]
    if ours:
        most = max(one["megabytes"] for one in ours)
        placed, faults = (sum(one[name] for one in ours) for name in ("faults_placed", "faults"))
        wrong = sum(one["reported_without_fault"] for one in ours)
        print(f"ours at most {most:,} MB (wanted: under {MOST_MEGABYTES})")
        print(f"ours placed {placed:,} of {faults:,} faults, and reported {wrong:,} rows that are in order")


if __name__ == "__main__":
    import sys

    bench_ingest(sys.argv[1:])
