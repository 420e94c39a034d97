"""What the benchmarks measure with: a process with its children, and what peers print."""

import sys
from pathlib import Path

import pytest

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
