"""neo4j-admin's offline import, from the jars of a release, and a server on the database that it made."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.servers.installation import install
from tests.servers.java import find_java
from tests.servers.neo4j_process import Neo4jProcess, start_neo4j
from tests.servers.releases import RELEASES, Unavailable, java_command

IMPORT_SECONDS = 300


def run_import(name: str, home: Path, files: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Runs the import in a folder of `hakim bulk`, into the home of a server that was never started.

    Raises Unavailable when this machine cannot.
    """
    release = RELEASES[name]
    java = find_java(release)
    installed = install(release, java)
    # The server makes its own configuration later, in a folder that must not be there yet.
    conf = home.with_name(f"{home.name}-conf")
    conf.mkdir(parents=True, exist_ok=True)
    home.mkdir(parents=True, exist_ok=True)
    program = ["org.neo4j.cli.AdminTool", "database", "import", "full", "neo4j", *options, "@import.args"]
    return subprocess.run(
        java_command(java, release, installed.jars, program),
        cwd=files,
        env={**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(conf)},
        capture_output=True,
        text=True,
        timeout=IMPORT_SECONDS,
        check=False,
    )


def start_imported(name: str, home: Path, files: Path) -> Neo4jProcess:
    """A server of that release on what the import makes of a folder of `hakim bulk`.

    The test is skipped, with the reason, where this machine cannot; with CI=true that is a failure.
    """
    try:
        done = run_import(name, home, files, "--verbose")
    except Unavailable as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must test on Neo4j. {reason}")
        pytest.skip(str(reason))
    if done.returncode:
        pytest.fail(f"The import ended with {done.returncode}:\n{(done.stdout + done.stderr)[-4000:]}")
    return start_neo4j(name, home)
