"""The servers that graphs are measured on: a Neo4j as an installation would run it, and the embedded engine.

The Neo4j is that of the tests, from Maven, with another Java: both compilers, and a heap and a page cache that
hold everything, so that no contestant waits for the disk more than another.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from graph import engine
from graph.address import Server
from graph.schema import wipe
from graph.server import GraphUnreachable, connect
from tests.servers.installation import Installation, install
from tests.servers.java import find_java
from tests.servers.releases import RELEASES, Release, java_command

RELEASE = "neo4j-5.26"
BOOT_SECONDS = 120
# The later of two settings holds: these stand behind those with which tests start quickly.
_JVM = ("-Xms2g", "-Xmx2g", "-XX:TieredStopAtLevel=4", "-XX:-UseSerialGC", "-XX:+UseG1GC")
_SETTINGS = """
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.heap.initial_size=2g
server.memory.heap.max_size=2g
server.memory.pagecache.size=1g
dbms.usage_report.enabled=false
"""
_PLUGIN = """
server.directories.plugins={folder}
server.directories.import={imports}
dbms.security.procedures.unrestricted=n10s.*
"""
_CONSTRAINTS_OF_PEERS = ("n10s_unique_uri",)


@dataclass(frozen=True, slots=True)
class Graph:
    """A server that contestants load into, one after the other, and how processes are told of it."""

    server: Server
    home: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """What a process must be given to work on it: as `hakim` reads it."""
        if self.server.product == "embedded":
            return {"HAKIM_HOME": str(self.home)}
        return {
            "HAKIM_HOME": str(self.home),
            "NEO4J_URI": self.server.uri,
            "NEO4J_USER": self.server.user,
            "NEO4J_PASSWORD": self.server.password,
            "NEO4J_DATABASE": self.server.database,
        }

    def clear(self) -> None:
        """Takes away what a contestant made, and its constraints."""
        wipe(self.server)
        if self.server.product == "neo4j":
            for statement in ("MATCH (n) DETACH DELETE n", *_drops(self.rows("SHOW CONSTRAINTS YIELD name"))):
                self.rows(statement)

    def rows(self, cypher: str) -> list[dict[str, object]]:
        """The rows of a statement of the benchmark's own."""
        with connect(self.server) as driver, driver.session(database=self.server.database) as session:
            # Its text is put together here from constants and names that the server gave.
            return session.run(cypher).data()

    def count(self) -> tuple[int, int]:
        """How many nodes and relationships it holds, whoever made them."""
        nodes = self.rows("MATCH (n) WHERE NOT n:_Term AND NOT n:_Sync RETURN count(n) AS n")[0]["n"]
        edges = self.rows("MATCH ()-[r]->() RETURN count(r) AS n")[0]["n"]
        return int(str(nodes)), int(str(edges))


def _drops(constraints: Sequence[Mapping[str, object]]) -> Iterator[str]:
    yield from (f"DROP CONSTRAINT `{row['name']}`" for row in constraints)


@contextmanager
def embedded(home: Path) -> Iterator[Graph]:
    """The embedded engine of a store's home while the block lasts, as every command starts it."""
    with engine.session(home) as running:
        yield Graph(running.writer, home)


@contextmanager
def neo4j(home: Path, folder: Path, plugin: Path | None = None) -> Iterator[Graph]:
    """A Neo4j of the benchmark's own, in a folder, while the block lasts; Unavailable where none can run."""
    place = installed_in(folder, plugin)
    log = folder / "output.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            place.command(
                place.release.main_class, f"--home-dir={folder}", f"--config-dir={folder / 'conf'}"
            ),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        _await(process, place.account, log)
        yield Graph(place.account, home)
    finally:
        process.kill()
        process.wait()


@dataclass(frozen=True, slots=True)
class Place:
    """A folder in which a Neo4j can run, or in which its offline import can make a database."""

    release: Release
    installed: Installation
    folder: Path
    account: Server

    def command(self, *program: str) -> list[str]:
        """The command that runs a class of the release."""
        java = find_java(self.release)
        return java_command(java, self.release, self.installed.jars, list(program))

    @property
    def environment(self) -> Mapping[str, str]:
        """What its administrator's tool must be given."""
        return {**os.environ, "NEO4J_HOME": str(self.folder), "NEO4J_CONF": str(self.folder / "conf")}


def installed_in(folder: Path, plugin: Path | None = None) -> Place:
    """A Neo4j in an empty folder, with its settings and its account, on a port that is free."""
    release = replace(RELEASES[RELEASE], jvm=_JVM)
    installed = install(release, find_java(release))
    port = _free_port()
    (folder / "conf").mkdir(parents=True)
    (folder / "data" / "dbms").mkdir(parents=True)
    settings = _SETTINGS.format(port=port)
    if plugin:
        (folder / "plugins").mkdir()
        shutil.copy(plugin, folder / "plugins")
        settings += _PLUGIN.format(folder=folder / "plugins", imports=folder.parent)
    (folder / "conf" / "neo4j.conf").write_text(settings)
    shutil.copy(installed.account, folder / "data" / "dbms" / "auth.ini")
    account = Server("neo4j", f"bolt://127.0.0.1:{port}", "neo4j", installed.password, "neo4j")
    return Place(release, installed, folder, account)


def _await(process: subprocess.Popen[bytes], account: Server, log: Path) -> None:
    deadline = time.monotonic() + BOOT_SECONDS
    while True:
        try:
            return connect(account).close()
        except GraphUnreachable:
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"Neo4j did not answer:\n{log.read_text()[-3000:]}") from None
            time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        port: int = candidate.getsockname()[1]
        return port
