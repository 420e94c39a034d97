"""`hakim export`: where a document goes, and what becomes of it when it cannot go there."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from pyoxigraph import RdfFormat, parse

from tests.conftest import CHECKOUT

pytestmark = pytest.mark.engine

Hakim = Callable[..., CompletedProcess[str]]
FULL = Path("/dev/full")


def test_the_file_is_told_with_its_digest(hakim: Hakim, tmp_path: Path) -> None:
    path = tmp_path / "all.nq"

    told = json.loads(hakim("export", "--format", "nquads", "--json", "-o", str(path)).stdout)

    document = path.read_bytes()
    digest = f"sha256:{hashlib.sha256(document).hexdigest()}"
    assert told == {"quads": document.count(b"\n"), "digest": digest, "path": str(path)}
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_told_of_a_document_is_the_same_in_every_syntax(hakim: Hakim, tmp_path: Path) -> None:
    told = [
        json.loads(hakim("export", "--format", form, "--json", "-o", str(tmp_path / "x")).stdout)
        for form in ("nquads", "turtle")
    ]

    assert told[0] == told[1]


def test_standard_output_gets_the_same_bytes_as_a_file(hakim: Hakim, tmp_path: Path) -> None:
    hakim("export", "--format", "jsonld", "-o", str(tmp_path / "all"))

    assert hakim("export", "--format", "jsonld").stdout.encode() == (tmp_path / "all").read_bytes()


def test_a_file_that_cannot_be_made_whole_stays_as_it_was(hakim: Hakim, tmp_path: Path) -> None:
    path = tmp_path / "all.ttl"
    path.write_text("old")

    failed = hakim("export", "--cypher", "RETURN 1", "--format", "turtle", "-o", str(path), check=False)

    assert (failed.returncode, failed.stdout) == (2, "")
    assert "no nodes, relationships or paths" in failed.stderr
    assert {one.name: one.read_text() for one in tmp_path.iterdir()} == {"all.ttl": "old"}


def test_a_folder_that_is_not_there_is_told(hakim: Hakim, tmp_path: Path) -> None:
    failed = hakim("export", "-o", str(tmp_path / "no" / "all.trig"), check=False)

    assert (failed.returncode, failed.stderr) == (
        3,
        f"hakim: {tmp_path}/no/all.trig cannot be written: No such file or directory.\n",
    )


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("form", ["nquads", "trig", "jsonld"])
def test_a_full_disk_behind_standard_output_is_told(demo_home: Path, form: str) -> None:
    with FULL.open("wb") as full:
        failed = export(demo_home, form, full.fileno())
        _, told = failed.communicate(timeout=120)

    assert failed.returncode == 3
    assert told == b"hakim: Standard output cannot be written: No space left on device.\n"


@pytest.mark.parametrize("form", ["nquads", "turtle", "rdfxml"])
def test_a_reader_that_goes_away_is_no_failure(demo_home: Path, form: str) -> None:
    running = export(demo_home, form, subprocess.PIPE)
    assert running.stdout
    assert running.stderr
    running.stdout.read(10)
    running.stdout.close()

    assert (running.wait(timeout=120), running.stderr.read()) == (0, b"")
    running.stderr.close()


def export(home: Path, form: str, stdout: int) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    return subprocess.Popen(
        [sys.executable, "-m", "hakim", "export", "--format", form],
        cwd=CHECKOUT,
        env=environment | {"HAKIM_HOME": str(home), "PYTHONPATH": str(CHECKOUT)},
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


def test_triple_terms_can_be_written_for_older_receivers(hakim: Hakim, tmp_path: Path) -> None:
    path = tmp_path / "all"
    hakim("export", "--reify", "rdf11", "--format", "nquads", "-o", str(path))
    plain = hakim("export", "--format", "nquads").stdout

    # The shipped records have no triple terms: these are the same facts.
    assert set(parse(path.read_bytes(), format=RdfFormat.N_QUADS)) == set(
        parse(plain, format=RdfFormat.N_QUADS)
    )


def test_named_graphs_are_refused_where_there_are_none(hakim: Hakim) -> None:
    failed = hakim("export", "--reify", "graphs", "--format", "ntriples", check=False)

    assert (failed.returncode, failed.stdout) == (2, "")
    assert "or use --reify rdf11" in failed.stderr


def test_all_differences_belong_to_a_verification(hakim: Hakim) -> None:
    failed = hakim("status", "--all", check=False)

    assert (failed.returncode, failed.stderr) == (
        2,
        "hakim: --all shows what --verify finds. Say `hakim status --verify --all`.\n",
    )
