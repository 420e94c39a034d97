"""The published mapping of missions, run by an RML engine that is not ours, makes the claims that ingest makes."""

import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from bench.generate_missions import Wanted, read_rows, write_missions
from bench.peers import MORPH_KGC
from ingest.run import ingest_file
from ontology.nquads import canonical_text, lines_of
from records.store import Store
from tests.ingest.resolved import write_resolved
from tests.ingest.world import Reader, options, read_table, spec_of

RML = Path(__file__).resolve().parent.parent.parent / "ingest" / "rml" / "missions.rml.ttl"
CONFIGURATION = """\
[CONFIGURATION]
output_file=claims.nq
output_format=N-QUADS
number_of_processes=1
na_values=
[missions]
mappings=missions.rml.ttl
"""

pytestmark = pytest.mark.skipif(
    not MORPH_KGC.is_installed, reason="Morph-KGC is not here: python -m bench.peers morph-kgc"
)


def run_rml(rows: Iterable[Mapping[str, str]], missions: Reader, folder: Path) -> set[str]:
    """The claims that the engine makes of rows once they are resolved."""
    write_resolved(rows, missions.context, folder)
    shutil.copy(RML, folder)
    (folder / "morph.ini").write_text(CONFIGURATION, encoding="utf-8")
    command = [MORPH_KGC.program("python"), "-m", "morph_kgc", "morph.ini"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    quads = parse(path=str(folder / "claims.nq"), format=RdfFormat.N_QUADS)
    return set(lines_of(canonical_text(quads)))


def claims_of_missions(store: Store) -> set[str]:
    """The claims of the missions in a store, with what their records and their source say of themselves."""
    return {
        line
        for text in store.journal.texts()
        for line in lines_of(text)
        if "/id/record/missions/" in line.rsplit(" <", 1)[1]
    }


def test_the_shipped_missions(shipped_home: Path, missions: Reader, tmp_path: Path) -> None:
    with Store(shipped_home) as store:
        ours = claims_of_missions(store)

    assert run_rml(read_table("missions"), missions, tmp_path) == ours


@pytest.mark.full
def test_generated_missions(shipped_store: Store, missions: Reader, tmp_path: Path) -> None:
    """Every sort of party, amount and date beside every other."""
    file = tmp_path / "generated.csv"
    write_missions(Wanted(2000, layout="full", one_in=0), file)
    ingest_file(shipped_store, spec_of("missions"), file, options(partial=True))
    rows = [*read_table("missions"), *read_rows(file)]

    assert run_rml(rows, missions, tmp_path) == claims_of_missions(shipped_store)
