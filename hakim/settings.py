"""Settings: the one place that reads the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ontology.errors import UsageProblem
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE

if TYPE_CHECKING:
    from graph.address import Server

CHECKOUT = Path(__file__).resolve().parent.parent
DATA = CHECKOUT / "data"
SOURCES = DATA / "sources"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where state lives, how instances are named, and which server is used.

    `server` is None for the embedded engine.
    """

    home: Path
    ids: Identifiers
    server: "Server | None" = None


def read_settings(environment: Mapping[str, str], folder: Path) -> Settings:
    """The settings that the environment gives; relative paths stand below the folder.

    HAKIM_HOME (./var), HAKIM_BASE (the base of instance IRIs), and for a server of one's own NEO4J_URI,
    NEO4J_USER (neo4j), NEO4J_PASSWORD, NEO4J_DATABASE (neo4j).
    """
    home = folder / environment.get("HAKIM_HOME", "var")
    ids = Identifiers(environment.get("HAKIM_BASE", DEFAULT_ID_BASE))
    return Settings(home, ids, _server(environment))


def _server(environment: Mapping[str, str]) -> "Server | None":
    uri = environment.get("NEO4J_URI", "")
    if not uri:
        return None
    if "NEO4J_PASSWORD" not in environment:
        raise UsageProblem("NEO4J_URI is set and NEO4J_PASSWORD is not.", hint="Set it, or unset NEO4J_URI.")
    # Most commands need no graph, and the driver takes a while to load.
    from graph.address import Server

    return Server(
        product="neo4j",
        uri=uri,
        user=environment.get("NEO4J_USER", "neo4j"),
        password=environment["NEO4J_PASSWORD"],
        database=environment.get("NEO4J_DATABASE", "neo4j"),
    )
