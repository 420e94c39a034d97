"""The graph bridge beside its peers: the same facts into the same Neo4j and out of it, in one run.

Every contestant is a process of its own and takes its turn in every round, on a server that earlier loads have made
warm, and that is emptied before each load. Figures are medians; ratios compare runs of the same round, so that they
hold when the machine's speed drifts.

    python -m bench.graph --missions 20000 --rounds 3 --json figures.json
    N10S_JAR=neosemantics-5.26.jar python -m bench.graph --only neo4j

Without N10S_JAR neosemantics is left out: it is a plug-in of the server that no package registry has.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.graph_admin import BY_HAND, OURS, write_and_import
from bench.graph_contestants import OURS_LARGE, VERIFY, Contestant, Run, on_embedded, on_neo4j
from bench.graph_data import Data, make_data, make_store
from bench.graph_server import Graph, embedded, neo4j
from tests.servers.releases import Unavailable

MISSIONS, ROUNDS, WARM_UP = 20_000, 3, 1_000
MOST_MEGABYTES = 500
JAR = "N10S_JAR"
N10S_ROWS = 30_000
"""Rows a second of neosemantics' export over Bolt that the issue names, where its jar is not given."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The medians of one contestant's runs: whole processes, and the work alone, without the start of Python."""

    name: str
    does: str
    unit: str
    items: int
    seconds: float
    work_seconds: float
    work_seconds_each: tuple[float, ...]
    items_a_second: int
    missions_a_second: int
    megabytes: int


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that is wanted: what, how much of it there is, and how much there must be."""

    what: str
    found: float
    wanted: str
    met: bool


Runs = dict[str, list[Run]]


def bench_graph(arguments: Sequence[str] = ()) -> None:
    """Prints the figures as tables, and writes them as JSON where it is asked for."""
    told = _parser().parse_args(arguments)
    if told.large:
        return _bench_large(told.large)
    sections = {name: SECTIONS[name] for name in told.only or SECTIONS}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report = _report(sections, make_data(told.missions, folder), folder, told.rounds)
    _print(report)
    if told.json:
        told.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return None


def _bench_large(missions: int) -> None:
    """Prints seconds and memory of one load through Bolt, and of the reading that compares the digests."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = make_store(missions, folder)
        with neo4j(home, folder / "neo4j", None) as graph:
            for one in (OURS_LARGE, VERIFY):
                run = one.run(graph, folder)
                print(
                    f"{one.name} of {missions:,} missions: {run.seconds:,.0f} s, {run.items:,} {one.unit},"
                    f" at most {run.megabytes:,.0f} MB (wanted: under {MOST_MEGABYTES})"
                )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.graph",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--missions", type=int, default=MISSIONS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", nargs="*", choices=sorted(SECTIONS), default=[], help="parts to measure")
    parser.add_argument("--large", type=int, default=0, help="load so many through Bolt instead, ours alone")
    parser.add_argument("--json", type=Path, help="where the figures are written")
    return parser


def _report(sections: Mapping[str, "Section"], data: Data, folder: Path, rounds: int) -> dict[str, Any]:
    report: dict[str, Any] = {
        "missions": data.missions,
        "quads": data.quads,
        "triples": data.triples,
        "nodes": data.nodes,
        "edges": data.edges,
        "rounds": rounds,
        "notes": [] if _jar() else [f"neosemantics was left out: {JAR} names no jar of it."],
    }
    for name, measure in sections.items():
        try:
            runs, units = measure(data, folder, rounds)
        except Unavailable as reason:
            report["notes"].append(f"{name} was left out: {reason}")
            continue
        report[name] = [asdict(_figures(one, runs[one[0]], data)) for one in units]
        report.setdefault("targets", []).extend(asdict(one) for one in targets(runs, data))
    return report


# --- Rounds -----------------------------------------------------------------------------------------------------------

Unit = tuple[str, str, str]
"""The name of a contestant, what it does, and what it counts."""
Section = Callable[[Data, Path, int], tuple[Runs, list[Unit]]]


def _measure_neo4j(data: Data, folder: Path, rounds: int) -> tuple[Runs, list[Unit]]:
    jar = _jar()
    taking_part = on_neo4j(data, n10s=jar is not None)
    small = make_data(WARM_UP, folder)
    with neo4j(data.home, folder / "neo4j", jar) as graph:
        # Java compiles what runs often: the first loads of a server are slow, whoever makes them.
        in_turn(on_neo4j(small, n10s=jar is not None), Graph(graph.server, small.home), folder, 2)
        runs = in_turn(taking_part, graph, folder, rounds)
    return runs, _units(taking_part)


def _measure_embedded(data: Data, folder: Path, rounds: int) -> tuple[Runs, list[Unit]]:
    taking_part = on_embedded()
    with embedded(data.home) as graph:
        in_turn(taking_part, graph, folder, 1)
        runs = in_turn(taking_part, graph, folder, rounds)
    return runs, _units(taking_part)


def _measure_bulk(data: Data, folder: Path, rounds: int) -> tuple[Runs, list[Unit]]:
    runs: Runs = {}
    taking_part = [OURS, BY_HAND]
    for number in range(rounds):
        for files in _turned(taking_part, number):
            written, imported, _ = write_and_import(files, data.home, folder / "bulk")
            runs.setdefault(files.name, []).append(written)
            runs.setdefault(f"import of {files.name}", []).append(imported)
    units = [(files.name, files.does, "rows") for files in taking_part]
    return runs, [*units, *((f"import of {name}", "neo4j-admin", "rows") for name, _, _ in units)]


SECTIONS: Mapping[str, Section] = {
    "neo4j": _measure_neo4j,
    "embedded": _measure_embedded,
    "bulk": _measure_bulk,
}


def in_turn(taking_part: Sequence[Contestant], graph: Graph, folder: Path, rounds: int) -> Runs:
    """The runs of each, by its name; each has its turn in a round, and another one begins each time."""
    work = folder / "work"
    work.mkdir(exist_ok=True)
    for one in taking_part:
        if one.peer:
            one.peer.install()
    runs: Runs = {one.name: [] for one in taking_part}
    for number in range(rounds):
        for one in _turned([each for each in taking_part if not each.follows], number):
            graph.clear()
            runs[one.name].append(one.run(graph, work))
            for other in taking_part:
                if other.follows == one.name:
                    runs[other.name].append(other.run(graph, work))
    return runs


def _turned(all_of_them: Sequence[Any], number: int) -> list[Any]:
    begin = number % len(all_of_them)
    return [*all_of_them[begin:], *all_of_them[:begin]]


def _units(taking_part: Sequence[Contestant]) -> list[Unit]:
    return [(one.name, one.does, one.unit) for one in taking_part]


def _jar() -> Path | None:
    named = os.environ.get(JAR)
    return Path(named).resolve() if named else None


# --- Figures ----------------------------------------------------------------------------------------------------------


def _figures(unit: Unit, runs: Sequence[Run], data: Data) -> Figures:
    name, does, counted = unit
    work = statistics.median(run.work_seconds for run in runs)
    return Figures(
        name=name,
        does=does,
        unit=counted,
        items=runs[0].items,
        seconds=round(statistics.median(run.seconds for run in runs), 2),
        work_seconds=round(work, 2),
        work_seconds_each=tuple(round(run.work_seconds, 2) for run in runs),
        items_a_second=round(runs[0].items / work),
        missions_a_second=round(data.missions / work),
        megabytes=round(max(run.megabytes for run in runs)),
    )


def times(runs: Runs, ours: str, peer: str) -> float | None:
    """How many times as fast as the peer ours is, by the work alone; None where one of them did not take part."""
    if not (runs.get(ours) and runs.get(peer)):
        return None
    pairs = zip(runs[ours], runs[peer], strict=True)
    return round(statistics.median(theirs.work_seconds / own.work_seconds for own, theirs in pairs), 2)


def targets(runs: Runs, data: Data) -> list[Target]:
    """What is wanted of those that ran, and whether it is reached."""
    found = [
        _at_least("load, times rdflib-neo4j", times(runs, "hakim load", "rdflib-neo4j"), 3.0),
        _at_least(
            "load, times rdflib-neo4j with the compiled driver",
            times(runs, "hakim load", "rdflib-neo4j, rust"),
            3.0,
        ),
        _at_least("load, times neosemantics in the server", times(runs, "hakim load", "n10s import"), 1.0),
        _at_least("load, times ready rows", times(runs, "hakim load", "plain rows"), None),
        _at_least(f"export, times {N10S_ROWS:,} rows/s", _rate(runs, "hakim export", N10S_ROWS), 2.0),
        _at_least("export, times neosemantics (rates)", _times_n10s_export(runs), 2.0),
        _at_least("export, times the bare driver", times(runs, "hakim export", "driver reads"), None),
        _at_least("embedded, missions/s", _rate(runs, "hakim load, embedded", 1, data.missions), 2000),
        _at_least(
            "embedded, times ready rows", times(runs, "hakim load, embedded", "plain rows, embedded"), None
        ),
        _at_most("import, seconds over files by hand", _over_by_hand(runs), 1.5),
    ]
    return [one for one in found if one]


def _at_least(what: str, found: float | None, wanted: float | None) -> Target | None:
    if found is None:
        return None
    return Target(what, found, f"at least {wanted}" if wanted else "told", not wanted or found >= wanted)


def _at_most(what: str, found: float | None, wanted: float) -> Target | None:
    return None if found is None else Target(what, found, f"at most {wanted}", found <= wanted)


def _rate(runs: Runs, name: str, unit: int, items: int = 0) -> float | None:
    """Items a second of a contestant, in units."""
    if not runs.get(name):
        return None
    rates = ((items or run.items) / run.work_seconds for run in runs[name])
    return round(statistics.median(rates) / unit, 2)


def _times_n10s_export(runs: Runs) -> float | None:
    # Its rows are triples and ours are quads: rates are compared, not seconds.
    ours, theirs = _rate(runs, "hakim export", 1), _rate(runs, "n10s export", 1)
    return round(ours / theirs, 2) if ours and theirs else None


def _over_by_hand(runs: Runs) -> float | None:
    faster = times(runs, "import of hakim bulk", f"import of {BY_HAND.name}")
    return round(1 / faster, 2) if faster else None


# --- The tables -------------------------------------------------------------------------------------------------------

_HEAD = f"{'':<30}{'process':>9}{'work':>9}{'items/s':>10}{'missions/s':>12}{'MB':>7}  what"


def _print(report: Mapping[str, Any]) -> None:
    print(
        f"graph of {report['missions']:,} missions and the shipped records: {report['quads']:,} quads"
        f" ({report['triples']:,} triples), {report['nodes']:,} nodes, {report['edges']:,} relationships"
    )
    for name in SECTIONS:
        if name in report:
            print(f"{name}:\n{_HEAD}")
            for one in report[name]:
                print(_line(one))
    for one in report.get("targets", []):
        print(f"{one['found']:>9,.2f} {one['what']} ({one['wanted']}{'' if one['met'] else ': NOT MET'})")
    for note in report["notes"]:
        print(note)


def _line(one: Mapping[str, Any]) -> str:
    return (
        f"{one['name']:<30}{one['seconds']:>9.2f}{one['work_seconds']:>9.2f}{one['items_a_second']:>10,}"
        f"{one['missions_a_second']:>12,}{one['megabytes']:>7,}  {one['items']:,} {one['unit']}: {one['does']}"
    )


if __name__ == "__main__":
    bench_graph(sys.argv[1:])
