"""A Neo4j release on this machine: its jars from Maven, kept between runs, and an account of its own.

Everything is made in a folder beside its place, which is renamed when it is whole: what was interrupted is begun
again. The password is random and made once; it guards servers that listen on the loopback only.
"""

import fcntl
import os
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.servers.releases import Release, Unavailable, java_command

ARTIFACTS = ("org.neo4j:neo4j", "org.neo4j.app:neo4j-server")
MAVEN_SECONDS = 600
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>hakim.tests</groupId><artifactId>neo4j</artifactId><version>1</version>
  <dependencies>{dependencies}</dependencies>
</project>
"""


@dataclass(frozen=True, slots=True)
class Installation:
    """What a server is started from: the folder with `lib`, the `auth.ini` of user neo4j, and its `password`."""

    folder: Path

    @property
    def jars(self) -> Path:
        return self.folder / "lib"

    @property
    def account(self) -> Path:
        return self.folder / "home" / "data" / "dbms" / "auth.ini"

    @property
    def password(self) -> str:
        return (self.folder / "password").read_text()


def cache_folder() -> Path:
    named = os.environ.get("HAKIM_TEST_CACHE")
    return Path(named) if named else Path.home() / ".cache" / "hakim-tests"


def install(release: Release, java: Path) -> Installation:
    """The release, from the cache or from Maven; Unavailable when it is in neither."""
    cache = cache_folder()
    cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = cache / f"neo4j-{release.version}"
    with (cache / f"neo4j-{release.version}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            part = cache / f"neo4j-{release.version}.part"
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            _fetch_jars(release, part)
            _make_account(release, java, part)
            part.rename(place)
    return Installation(place)


def _fetch_jars(release: Release, folder: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise Unavailable(
            f"Maven fetches Neo4j {release.version}, and it is not here. Install it (package maven), or copy"
            f" {cache_folder()} from a machine that has run these tests."
        )
    (folder / "pom.xml").write_text(_POM.format(dependencies=_dependencies(release)))
    command = [maven, "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=MAVEN_SECONDS, check=False
    )
    if done.returncode:
        raise Unavailable(
            f"Maven could not fetch Neo4j {release.version}: {_end_of(done.stdout + done.stderr)}"
        )


def _dependencies(release: Release) -> str:
    parts = (artifact.split(":") for artifact in ARTIFACTS)
    return "".join(
        f"<dependency><groupId>{group}</groupId><artifactId>{name}</artifactId>"
        f"<version>{release.version}</version></dependency>"
        for group, name in parts
    )


def _make_account(release: Release, java: Path, folder: Path) -> None:
    password = folder / "password"
    password.touch(mode=0o600)
    password.write_text(secrets.token_urlsafe(24))
    home = folder / "home"
    (home / "conf").mkdir(parents=True)
    admin = ["org.neo4j.cli.AdminTool", "dbms", "set-initial-password", password.read_text()]
    done = subprocess.run(
        java_command(java, release, folder / "lib", admin),
        env={**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode:
        raise Unavailable(f"Neo4j {release.version} took no password: {_end_of(done.stdout + done.stderr)}")


def _end_of(output: str) -> str:
    return " ".join(output.split())[-500:]
