"""A Neo4j server of the tests' own: a child of this process, on a free loopback port, gone with it."""

import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.address import Server
from graph.server import GraphUnreachable, connect
from tests.servers.installation import Installation, install
from tests.servers.java import find_java
from tests.servers.releases import RELEASES, Release, Unavailable, java_command

BOOT_SECONDS = 120
# The kernel ends the server (signal 9) when the tests are killed: PR_SET_PDEATHSIG is 1.
_DIE_WITH_PARENT = (
    "import ctypes, os, sys; ctypes.CDLL(None).prctl(1, 9); os.execv(sys.argv[1], sys.argv[1:])"
)
_SETTINGS = """
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.heap.initial_size=256m
server.memory.heap.max_size=512m
server.memory.pagecache.size=64m
dbms.usage_report.enabled=false
internal.dbms.cypher_ip_blocklist=0.0.0.0/0,::/0
"""


@dataclass(frozen=True, slots=True)
class Neo4jProcess:
    """A server that was started; it may still be booting."""

    release: Release
    process: subprocess.Popen[bytes]
    account: Server
    log: Path

    def ready(self) -> Server:
        """The account of its only user, once it answers; AssertionError with the log's end when it never does."""
        deadline = time.monotonic() + BOOT_SECONDS
        while True:
            try:
                connect(self.account).close()
            except GraphUnreachable:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    pytest.fail(f"No answer:\n{self.log.read_text()[-3000:]}")
                time.sleep(0.1)
            else:
                return self.account

    def stop(self) -> None:
        """End it at once: what it holds goes with its folder, and its number is ours until it is waited for."""
        self.process.kill()
        self.process.wait()


def start_neo4j(name: str, folder: Path, settings: str = "") -> Neo4jProcess:
    """Start a release in an empty folder, without waiting; Unavailable when this machine cannot.

    `settings` are lines that stand in its configuration beside those that every test needs.
    """
    release = RELEASES[name]
    java = find_java(release)
    installed = install(release, java)
    port = _free_port()
    _settle(folder, installed, port, settings)
    log = folder / "output.log"
    account = Server("neo4j", f"bolt://127.0.0.1:{port}", "neo4j", installed.password, "neo4j")
    server = [release.main_class, f"--home-dir={folder}", f"--config-dir={folder / 'conf'}"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                sys.executable,
                "-I",
                "-c",
                _DIE_WITH_PARENT,
                *java_command(java, release, installed.jars, server),
            ],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            # Ctrl-C is for the tests, which then end the server.
            start_new_session=True,
        )
    return Neo4jProcess(release, process, account, log)


def _settle(folder: Path, installed: Installation, port: int, settings: str) -> None:
    (folder / "conf").mkdir(parents=True)
    (folder / "conf" / "neo4j.conf").write_text(_SETTINGS.format(port=port) + settings)
    (folder / "data" / "dbms").mkdir(parents=True)
    shutil.copy(installed.account, folder / "data" / "dbms" / "auth.ini")


def _free_port() -> int:
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        port: int = candidate.getsockname()[1]
        return port


__all__ = ["Neo4jProcess", "Unavailable", "start_neo4j"]
