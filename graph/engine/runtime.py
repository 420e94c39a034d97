"""The Java runtime and the engine's jars that the `arcadedb-embedded` wheel brings."""

import importlib.metadata
import importlib.util
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from graph.engine.failures import EngineFailure

PACKAGE = "arcadedb-embedded"
MODULE = "arcadedb_embedded"
ANOTHER_SERVER = "Or set NEO4J_URI to the address of a Neo4j server."

# Jars with other wire protocols, languages and consoles: a door that is not there needs no lock.
LEFT_OUT = (
    "arcadedb-console",
    "arcadedb-graphql",
    "arcadedb-mcp",
    "arcadedb-postgresw",
    "arcadedb-python-bridge",
    "arcadedb-redisw",
)


@dataclass(frozen=True, slots=True)
class Runtime:
    """A Java program and the jars of one version of the engine."""

    java: Path
    jars: tuple[Path, ...]
    version: str


def find_runtime() -> Runtime:
    """The runtime of the installed wheel; the wheel's Python code is never imported (it loads a JVM)."""
    if sys.platform != "linux":
        raise EngineFailure(
            f"The embedded engine runs on Linux only, and this is {sys.platform}.",
            hint="Set NEO4J_URI to the address of a Neo4j server, or run Hakim in a Linux container.",
        )
    found = importlib.util.find_spec(MODULE)
    if found is None or found.origin is None:
        raise EngineFailure(
            f"The package {PACKAGE} is not installed; its wheels need Linux with glibc 2.34 or newer.",
            hint=f"`pip install -r requirements.txt`. {ANOTHER_SERVER}",
        )
    return runtime_in(Path(found.origin).parent, importlib.metadata.version(PACKAGE))


def runtime_in(package: Path, version: str) -> Runtime:
    """The runtime in a package's folder, checked to be complete."""
    java = package / "jre" / "bin" / "java"
    jars = tuple(sorted(jar for jar in package.glob("jars/*.jar") if not jar.name.startswith(LEFT_OUT)))
    if not os.access(java, os.X_OK) or not jars:
        raise EngineFailure(
            f"The package {PACKAGE} {version} in {package} lacks its Java runtime or its jars.",
            hint=f"`pip install --force-reinstall {PACKAGE}=={version}`. {ANOTHER_SERVER}",
        )
    return Runtime(java, jars, version)
