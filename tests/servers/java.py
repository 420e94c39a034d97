"""The Java runtimes of this machine, by version."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from tests.servers.releases import Release, Unavailable

_VERSION = re.compile(r'version "(\d+)')


def find_java(release: Release) -> Path:
    """The oldest Java here that runs a release; Unavailable when there is none."""
    fitting = {version: java for version, java in _versions().items() if version in release.java}
    if not fitting:
        low, high = release.java.start, release.java.stop - 1
        raise Unavailable(
            f"Neo4j {release.version} needs Java {low} to {high}; here is {sorted(_versions()) or 'none'}."
            f" Install a JDK {low} (package openjdk-{low}-jre-headless or temurin-{low}-jdk), or set JAVA_HOME."
        )
    return fitting[min(fitting)]


@cache
def _versions() -> Mapping[int, Path]:
    found: dict[int, Path] = {}
    for java in _candidates():
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30, check=False)
        version = _VERSION.search(said.stderr)
        if version:
            found.setdefault(int(version[1]), java)
    return found


def _candidates() -> Iterator[Path]:
    # CI machines name each of their runtimes in a variable, such as JAVA_HOME_21_X64.
    homes = [Path(home) for name, home in sorted(os.environ.items()) if name.startswith("JAVA_HOME")]
    homes += sorted(Path("/usr/lib/jvm").glob("*"))
    yield from (home / "bin" / "java" for home in homes if (home / "bin" / "java").is_file())
    on_path = shutil.which("java")
    if on_path:
        yield Path(on_path)
