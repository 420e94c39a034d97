"""`hakim bulk`: what it writes and says, and that its graph is in step and goes on growing."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from graph.address import Server
from graph.server import connect
from records.store import Store
from tests.conftest import CHECKOUT, run_hakim
from tests.graph.records_made import play, turtle
from tests.servers.admin_import import start_imported

MISSIONS = r"""
m:1 a hd:VaccineDonation ; hd:sentBy c:TUR ; hd:receivedBy c:ITA ; hd:note "first" , "a\u001Fb" .
m:2 a hd:Mission ; hd:sentBy c:ITA ; hd:receivedBy c:TUR ; hd:note "two\nlines" .
"""
LATER = "<urn:x:later> a <https://w3id.org/health-diplomacy/ont#Mission> ."


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one record of two missions."""
    with Store(tmp_path / "home") as store:
        play(store.journal, {"a": turtle(MISSIONS)})
    return tmp_path / "home"


def test_it_writes_the_files_and_says_what_to_do_with_them(home: Path, tmp_path: Path) -> None:
    done = run_hakim(home, "bulk", "-o", str(tmp_path / "out"), "--for", "5.26")

    assert done.stdout.splitlines() == [
        f"cd {tmp_path / 'out'}",
        "neo4j-admin database import full neo4j @import.args",
        "cypher-shell -d neo4j -f after.cypher",
    ]
    assert {"README.txt", "after.cypher", "bulk.json", "import.args"} < {
        path.name for path in (tmp_path / "out").iterdir()
    }
    assert "1 values that no file can say are set by after.cypher." in done.stderr


def test_with_json_it_prints_one_value(home: Path, tmp_path: Path) -> None:
    said = json.loads(run_hakim(home, "bulk", "-o", str(tmp_path / "out"), "--json").stdout)
    manifest = json.loads((tmp_path / "out" / "bulk.json").read_text())

    assert said == {
        "path": str(tmp_path / "out"),
        "for": "2026",
        "format": "csv",
        "nodes": manifest["nodes"],
        "relationships": manifest["relationships"],
        "later_values": 1,
        "import": "neo4j-admin database import full neo4j @import.args",
        "after": "cypher-shell -d neo4j -f after.cypher",
    }


REFUSED = {
    "another's folder": (["-o", "{}/taken"], "which `hakim bulk` did not write"),
    "Parquet": (["-o", "{}/out", "--format", "parquet"], "No Parquet for Neo4j 2026 Community"),
    "an unknown version": (["-o", "{}/out", "--for", "3.5"], "'3.5' is not one of"),
    "no folder": ([], "Missing option '-o'"),
}


@pytest.mark.parametrize(("arguments", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_wrong_usage_is_told_and_writes_nothing(
    home: Path, tmp_path: Path, arguments: list[str], message: str
) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "thesis.txt").touch()

    done = run_hakim(home, "bulk", *(part.format(tmp_path) for part in arguments), check=False)

    assert (done.returncode, message in done.stderr, done.stdout) == (2, True, "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "taken"]


def hakim_on(server: Server, home: Path, *arguments: str) -> Any:
    """What a command says, in JSON, about the graph on a server."""
    environment = {
        **os.environ,
        "HAKIM_HOME": str(home),
        "PYTHONPATH": str(CHECKOUT),
        "NEO4J_URI": server.uri,
        "NEO4J_PASSWORD": server.password,
    }
    done = subprocess.run(
        [sys.executable, "-m", "hakim", *arguments, "--json"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    return json.loads(done.stdout)


@pytest.mark.neo4j
def test_the_imported_graph_is_in_step_and_goes_on_growing(home: Path, tmp_path: Path) -> None:
    run_hakim(home, "bulk", "-o", str(tmp_path / "out"), "--for", "5.26")
    process = start_imported("neo4j-5.26", tmp_path / "neo4j", tmp_path / "out")
    try:
        server = process.ready()
        before = hakim_on(server, home, "status", "--verify")
        with connect(server) as driver:
            for line in (tmp_path / "out" / "after.cypher").read_text().splitlines():
                driver.execute_query(line.removesuffix(";"), database_=server.database)
        after = hakim_on(server, home, "status", "--verify")
        (tmp_path / "later.ttl").write_text(LATER)
        hakim_on(server, home, "load", "--exact", str(tmp_path / "later.ttl"))
        grown = hakim_on(server, home, "status", "--verify")
    finally:
        process.stop()

    assert [before["in_step"], after["in_step"], grown["in_step"]] == [False, True, True]
    assert [after["digest"]["graph"], grown["digest"]["graph"]] == [
        after["digest"]["records"],
        grown["digest"]["records"],
    ]
    assert grown["digest"] != after["digest"]
