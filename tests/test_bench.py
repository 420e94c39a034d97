"""What the benchmarks measure with: a process with its children, and what peers print."""

import sys
from pathlib import Path

import pytest

from bench.graph import targets, times
from bench.graph_contestants import Run, read_told
from bench.graph_data import Data, write_triples
from bench.graph_files import arguments_in, write_files
from bench.graph_plain import PlainRows, Row
from bench.ingest import Figures, ratios
from bench.ingest_peers import Said, contestants
from bench.measure import Measured, run_measured

HOLD = "import time; held = bytearray(80_000_000); time.sleep(0.5)"
WITH_A_CHILD = (
    f"import subprocess, sys; held = bytearray(80_000_000); subprocess.run([sys.executable, '-c', {HOLD!r}])"
)


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is read from Linux's /proc")
def test_memory_is_that_of_a_process_and_its_children(tmp_path: Path) -> None:
    alone = run_measured([sys.executable, "-c", HOLD], tmp_path)
    both = run_measured([sys.executable, "-c", WITH_A_CHILD], tmp_path)

    assert 76 < alone.megabytes < 140
    assert 152 < both.megabytes < 280


def test_a_run_is_told_with_its_code_and_what_it_printed(tmp_path: Path) -> None:
    program = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"

    run = run_measured([sys.executable, "-c", program], tmp_path)

    assert (run.code, run.out, run.err) == (3, "out\n", "err\n")


def printed(out: str) -> Measured:
    return Measured(1.0, 1.0, 0, out, "")


def test_linkml_counts_rows_from_0_below_the_header(tmp_path: Path) -> None:
    linkml = next(one for one in contestants(tmp_path) if one.name == "LinkML validate")
    out = (
        "[ERROR] [missions.csv/0] 'sender' is a required property in /\n"
        "[ERROR] [missions.csv/7] 'many' is not of type 'number', 'null' in /quantity\n"
        "[ERROR] [missions.csv/8] 'unit' is a required property in /\n"
    )

    assert linkml.read(printed(out), tmp_path) == Said(
        0,
        "nothing",
        None,
        frozenset({(2, "sender"), (9, "quantity"), (10, "quantity")}),
        frozenset({2, 9, 10}),
    )


def test_biocypher_names_records(tmp_path: Path) -> None:
    biocypher = next(one for one in contestants(tmp_path) if one.name == "BioCypher")
    out = (
        "ERROR -- Edge must have source and target node. Caused by: BioCypherEdge(source_id='GEN-00000012')\n"
        "INFO -- Writing 5 entries to Mission-part000.parquet\n"
        "INFO -- Writing 7 entries to SentBy-part000.parquet\n"
        '{"mapping_seconds": 0.5}\n'
    )

    assert biocypher.read(printed(out), tmp_path) == Said(12, "nodes and edges", 0.5, lines=frozenset({13}))


def figures(name: str, version: str, *seconds: float) -> Figures:
    return Figures(name, version, "", 10, seconds[0], seconds, 1, None, 1, 1, "quads", 0, 0, 0, 0)


def test_a_ratio_compares_runs_of_the_same_round() -> None:
    told = ratios([figures("hakim", "", 1.0, 2.0, 4.0), figures("peer", "1.0", 3.0, 4.0, 8.0)])

    assert told == {"hakim": {"peer": 2.0}}


def run_of(seconds: float, items: int = 60_000) -> Run:
    return Run(seconds + 1, seconds, 100, items)


def test_the_graph_is_compared_within_each_round_by_the_work_alone() -> None:
    runs = {"hakim load": [run_of(1), run_of(2), run_of(4)], "plain rows": [run_of(3), run_of(4), run_of(8)]}

    assert times(runs, "hakim load", "plain rows") == 2.0
    assert times(runs, "hakim load", "n10s import") is None


def test_only_the_targets_of_those_that_ran_are_told() -> None:
    runs = {"hakim export": [run_of(2)], "hakim load, embedded": [run_of(4)]}
    data = Data(10_000, Path(), Path(), 0, 0, 0, 0)

    told = {one.what: (one.found, one.met) for one in targets(runs, data)}

    assert told == {"export, times 30,000 rows/s": (1.0, False), "embedded, missions/s": (2500.0, True)}


def test_a_task_tells_its_seconds_in_its_last_line() -> None:
    assert read_told(printed('Loading\n{"seconds": 1.5, "items": 7}\n')) == (1.5, 7)


def test_facts_for_peers_have_no_graphs_and_come_by_subject(tmp_path: Path) -> None:
    texts = [
        '<urn:b> <urn:p> "1" <urn:g> .\n',
        '<urn:a> <urn:p> "2" <urn:g> .\n<urn:b> <urn:p> "1" <urn:h> .\n',
    ]

    counts = write_triples(texts, tmp_path / "all.nt")

    assert counts == (3, 2)
    assert (tmp_path / "all.nt").read_text() == '<urn:a> <urn:p> "2" .\n<urn:b> <urn:p> "1" .\n'


def test_files_by_hand_are_one_for_each_label_set_and_edge_type(tmp_path: Path) -> None:
    nodes: dict[tuple[str, ...], list[Row]] = {
        ("Country",): [{"iri": "urn:a", "name": ["A", "B"]}, {"iri": "urn:b", "staff": 3}]
    }
    edges = {("Country", "AIDED", "Country"): [{"s": "urn:a", "o": "urn:b", "p": {"derived": True}}]}

    write_files(PlainRows(nodes, edges), tmp_path)

    assert (tmp_path / "nodes-0.csv").read_text() == (
        "iri:ID,name:string[],staff:long\nurn:a,A\x1fB,\nurn:b,,3\n"
    )
    assert (tmp_path / "edges-AIDED.csv").read_text() == (
        ":START_ID,:END_ID,derived:boolean\nurn:a,urn:b,true\n"
    )
    assert arguments_in(tmp_path)[-2:] == [
        f"--nodes=Country:Resource={tmp_path / 'nodes-0.csv'}",
        f"--relationships=AIDED={tmp_path / 'edges-AIDED.csv'}",
    ]
