"""Matching: the candidates of new missions among many that are known, as a whole process.

    python -m bench.matching --missions 1000000 --new 100000

Both are generated missions in stores of record. Random missions meet by chance far more often than real ones: most of
the candidates are pairs of one sender and recipient within some days. The aim is five minutes and 2 GB on two cores.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from bench.generate_missions import Wanted, write_missions
from bench.graph_data import SPEC, STARTED, make_store
from bench.measure import run_measured
from hakim.loading import ingest_shipped
from hakim.settings import SOURCES
from ingest.matching.background import KINDS, read_background
from ingest.matching.candidates import candidates
from ingest.matching.gathered import gather_records
from ingest.matching.reading import KIND
from ingest.options import IngestOptions
from ingest.run import ingest_file
from ingest.source_spec import find_spec
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE
from records.store import Store

AIM_SECONDS, AIM_MEGABYTES = 300, 2_000
WORKERS = 2
SHOWN = 1_000


def bench_matching(missions: int = 100_000, new: int = 10_000, known: Path | None = None) -> None:
    """Prints how long the candidates of so many new missions take, and the most memory that it held."""
    with tempfile.TemporaryDirectory() as folder:
        known = known or make_store(missions, Path(folder))
        others = make_new(new, Path(folder))
        command = [sys.executable, "-m", "bench.matching", "--child", str(known), str(others)]
        done = run_measured(command, Path(folder), {"PYTHONPATH": str(Path.cwd())})
    print(f"matching: {new:,} new missions among {missions:,}")
    print(done.out or done.err, end="")
    print(
        f"  whole process: {done.seconds:.0f} s (aim {AIM_SECONDS}), {done.megabytes:,.0f} MB (aim {AIM_MEGABYTES:,})"
    )


def make_new(missions: int, folder: Path) -> Path:
    """The home of a store with generated missions of another source."""
    home, table = folder / "new", folder / "new.csv"
    home.mkdir()
    write_missions(Wanted(missions, seed=8, one_in=0), table)
    options = IngestOptions(Identifiers(DEFAULT_ID_BASE), STARTED)
    with Store(home) as store:
        ingest_shipped(store, options)
        spec = replace(find_spec(str(SPEC), SOURCES), source="others", authority="other")
        ingest_file(store, spec, table, options)
    return home


def match(known: Path, new: Path) -> None:
    """Finds the candidates, and prints what was found and how long each part took."""
    begin = time.perf_counter()
    with Store(known) as store, Store(new) as others:
        background = read_background(text for _, text in store.journal.texts_of_kinds(KINDS))
        old, fresh = (
            gather_records(texts, background, WORKERS)
            for texts in (_texts(store), (text for text in _texts(others) if "/mission/other/" in text))
        )
        read = time.perf_counter() - begin
        found = candidates(old, fresh, workers=WORKERS)
        shown = list(islice(found, SHOWN))
    first = time.perf_counter() - begin
    print(f"  read: {read:.0f} s")
    print(f"  all scored, and the first {len(shown):,} with their reasons: {first:.0f} s")


def _texts(store: Store) -> Iterator[str]:
    return (text for _, text in store.journal.texts_of_kinds((KIND,)))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--missions", type=int, default=100_000)
    parser.add_argument("--new", type=int, default=10_000)
    parser.add_argument(
        "--store", type=Path, help="The home of a store that holds the known missions already."
    )
    parser.add_argument("--child", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        match(*options.child)
    else:
        bench_matching(options.missions, options.new, options.store)


if __name__ == "__main__":
    main()
