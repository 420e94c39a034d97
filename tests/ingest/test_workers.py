"""Several processes give what one gives: the same records, sightings, ledger, files and bytes."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bench.generate_missions import Wanted, write_missions
from ingest.rdf_run import ingest_to_rdf
from ingest.run import ingest_file
from records.store import Store
from tests.ingest.world import copied, options, read_table, spec_of, write_table

ROWS = 1_200
SPEC = spec_of("missions", rows_min=None)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generated missions, one row in a hundred broken, and an identifier that comes again at the end."""
    file = tmp_path_factory.mktemp("table") / "missions.csv"
    write_missions(Wanted(ROWS, layout="full"), file)
    header, first, *rest = file.read_bytes().split(b"\n")
    file.write_bytes(b"\n".join([header, first, *rest[:-1], first, b""]))
    return file


def stored(home: Path, folder: Path, table: Path, workers: int) -> dict[str, object]:
    """All that a run keeps."""
    with copied(home, folder / str(workers) / "home") as store:
        result = ingest_file(store, SPEC, table, options(partial=True, workers=workers))
        graphs = store.journal.live_graphs("missions")
        return {
            "texts": list(store.journal.texts()),
            "sightings": store.journal.sightings(graphs),
            "ledger": replace(result.ledger, rejects_file=None, review_file=None, warnings_file=None),
            "bad rows": result.bad_rows,
            "files": contents(store.run_folder(result.ledger.run)),
        }


def contents(folder: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_store_is_the_same_whatever_the_number_of_workers(
    registers_home: Path, tmp_path: Path, table: Path
) -> None:
    one = stored(registers_home, tmp_path, table, 1)

    assert stored(registers_home, tmp_path, table, 2) == one
    assert stored(registers_home, tmp_path, table, 3) == one


def test_the_n_quads_are_the_same_bytes_whatever_the_number_of_workers(
    store: Store, tmp_path: Path, table: Path
) -> None:
    written = {}
    for workers in (1, 2, 3):
        out = tmp_path / str(workers) / "missions.nq"
        out.parent.mkdir()
        result = ingest_to_rdf(store, SPEC, table, options(partial=True, workers=workers, to_rdf=out), out)
        written[workers] = (
            contents(out.parent),
            replace(result.ledger, rejects_file=None, review_file=None, warnings_file=None),
        )

    assert written[2] == written[1]
    assert written[3] == written[1]


def test_rows_that_only_their_content_tells_apart_are_numbered_alike(
    shipped_home: Path, tmp_path: Path
) -> None:
    row = read_table("conflict-parties")[0]
    rows = [row | {"description": str(number % 300)} for number in range(600)]
    table = write_table(tmp_path / "parties.csv", rows)
    spec = spec_of("conflict-parties", rows_min=None, complete=False)
    found = []
    for workers in (1, 3):
        with copied(shipped_home, tmp_path / str(workers) / "home") as store:
            ledger = ingest_file(store, spec, table, options(workers=workers)).ledger
            found.append((ledger, list(store.journal.texts())))

    assert found[1] == found[0]
