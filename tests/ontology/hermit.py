"""HermiT, a complete reasoner for OWL 2 DL, taken from Maven Central and kept between runs.

What is consistent for OWL 2 RL may still be inconsistent: RL does not reason by cases. HermiT does. It reads no
literals here, for its checks of xsd:anyURI are stricter than the standard's; datatypes are the business of the shapes.
"""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest
from rdflib import Graph, Literal

from ontology.namespaces import HD
from tests.servers.installation import MAVEN_SECONDS, cache_folder

VERSION = "1.4.5.519"
_ARTIFACTS = (
    ("net.sourceforge.owlapi", "org.semanticweb.hermit", VERSION),
    ("net.sourceforge.owlapi", "owlapi-distribution", "5.1.20"),
    ("org.slf4j", "slf4j-nop", "1.7.36"),
)
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>hakim.tests</groupId><artifactId>hermit</artifactId><version>1</version>
  <dependencies>{dependencies}</dependencies>
</project>
"""
_PROGRAM = ("org.semanticweb.HermiT.cli.CommandLine", "--ignoreUnsupportedDatatypes")


class HermiT:
    """The reasoner, ready to run; its files lie in `folder`."""

    def __init__(self, java: str, jars: Path, folder: Path) -> None:
        self._start = [java, "-Xmx1g", "-XX:+UseSerialGC", "-cp", f"{jars}/*", *_PROGRAM]
        self._folder = folder

    def is_consistent(self, graph: Graph) -> bool:
        """Whether a graph, its literals left aside, can be true."""
        done = self._run(graph, "-k")
        if "InconsistentOntologyException" in done.stderr:
            return False
        assert "is satisfiable" in done.stdout, done.stderr
        return True

    def impossible_classes(self, graph: Graph) -> list[str]:
        """The classes, beside owl:Nothing, that can have no member."""
        done = self._run(graph, "-U")
        assert "owl:Nothing" in done.stdout, done.stderr
        lines = (line.strip() for line in done.stdout.splitlines())
        return [line for line in lines if line and not line.startswith("Classes ") and line != "owl:Nothing"]

    def _run(self, graph: Graph, *action: str) -> subprocess.CompletedProcess[str]:
        file = self._folder / "graph.ttl"
        plain = Graph(bind_namespaces="none")
        plain.bind("hd", HD)
        for triple in graph:
            if not isinstance(triple[2], Literal):
                plain.add(triple)
        plain.serialize(file, format="turtle")
        return subprocess.run(
            [*self._start, *action, file.as_uri()], capture_output=True, text=True, timeout=240, check=False
        )


def find_hermit(folder: Path) -> HermiT:
    """HermiT, from the cache or from Maven; the test is skipped where it cannot be had, and fails in CI."""
    java, maven = shutil.which("java"), shutil.which("mvn")
    jars = cache_folder() / f"hermit-{VERSION}"
    if java is None:
        _unavailable("HermiT needs Java: install a JRE (package default-jre-headless).")
    if not jars.exists():
        if maven is None:
            _unavailable("Maven fetches HermiT, and it is not here: install it (package maven).")
        _fetch(maven, jars)
    return HermiT(java, jars, folder)


def _fetch(maven: str, place: Path) -> None:
    cache_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if place.exists():
            return
        part = place.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        (part / "pom.xml").write_text(_POM.format(dependencies="".join(map(_dependency, _ARTIFACTS))))
        command = [maven, "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib"]
        done = subprocess.run(
            command, cwd=part, capture_output=True, text=True, timeout=MAVEN_SECONDS, check=False
        )
        if done.returncode:
            _unavailable(
                f"Maven could not fetch HermiT: {' '.join((done.stdout + done.stderr).split())[-500:]}"
            )
        (part / "lib").rename(place)
        shutil.rmtree(part)


def _dependency(artifact: tuple[str, str, str]) -> str:
    group, name, version = artifact
    return (
        f"<dependency><groupId>{group}</groupId><artifactId>{name}</artifactId>"
        f"<version>{version}</version></dependency>"
    )


def _unavailable(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must reason with HermiT. {reason}")
    pytest.skip(reason)
