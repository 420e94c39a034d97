"""The Neo4j releases that the graph is tested on, and what each needs to run."""

from dataclasses import dataclass
from pathlib import Path

_OPEN = ("java.nio", "sun.nio.ch", "java.io", "java.util.concurrent", "java.lang")


class Unavailable(Exception):
    """This machine cannot run a Neo4j release; the message says why and how it could."""


@dataclass(frozen=True, slots=True)
class Release:
    """One Neo4j Community release in Maven Central."""

    name: str
    version: str
    java: range
    main_class: str
    jvm: tuple[str, ...] = ()


RELEASES = {
    release.name: release
    for release in (
        Release("neo4j-5.26", "5.26.30", range(17, 22), "org.neo4j.server.CommunityEntryPoint"),
        Release(
            "neo4j-2025",
            "2025.12.1",
            range(21, 26),
            "org.neo4j.server.Neo4jCommunity",
            ("--add-modules=jdk.incubator.vector",),
        ),
        Release(
            "neo4j-2026",
            "2026.08.1",
            range(21, 26),
            "org.neo4j.server.Neo4jCommunity",
            ("--add-modules=jdk.incubator.vector",),
        ),
    )
}


def java_command(java: Path, release: Release, jars: Path, program: list[str]) -> list[str]:
    """The command that runs a class of a release. Compiling little is what starts fastest."""
    opens = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPEN]
    quick = ["-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    return [str(java), *quick, *opens, *release.jvm, "-cp", f"{jars}/*", *program]
