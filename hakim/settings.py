"""Settings: the one place that reads the environment."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from ontology.errors import UsageProblem
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE

if TYPE_CHECKING:
    from graph.address import Server

CHECKOUT = Path(__file__).resolve().parent.parent
DATA = CHECKOUT / "data"
SOURCES = DATA / "sources"

DEFAULTS: Mapping[str, str] = MappingProxyType(
    {
        "HAKIM_HOME": "var",
        "HAKIM_BASE": DEFAULT_ID_BASE,
        "HAKIM_USER": "",
        "HAKIM_NAME": "",
        "HAKIM_POLICY": "",
        "NEO4J_URI": "",
        "NEO4J_USER": "neo4j",
        "NEO4J_PASSWORD": "",
        "NEO4J_DATABASE": "neo4j",
        "NEO4J_CA": "",
        "NEO4J_CONNECT_SECONDS": "10",
        "NEO4J_ACQUIRE_SECONDS": "30",
        "NEO4J_RETRY_SECONDS": "15",
        "NEO4J_QUERY_SECONDS": "30",
        "NEO4J_RESTART": "",
    }
)
"""Every setting with what it is when nobody sets it; docs/operating.md says what each does."""

LONGEST_SECONDS = 86_400
_DATABASE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where state lives, how instances are named, which server is used, and who is at work.

    `server` is None for the embedded engine, and `restart` the command that starts a server again, "" where nobody
    said how; `user` is "" when nobody said. `name` is what partners know this desk as, and `policy` the file by which
    it releases; "" and None where nobody said.
    """

    home: Path
    ids: Identifiers
    server: "Server | None" = None
    user: str = ""
    restart: str = ""
    name: str = ""
    policy: Path | None = None


def read_settings(environment: Mapping[str, str], folder: Path) -> Settings:
    """The settings that the environment gives, as `DEFAULTS` lists them; relative paths stand below the folder.

    Raises UsageProblem for a value that cannot be, with the name of its setting.
    """
    given = {name: environment.get(name) or default for name, default in DEFAULTS.items()}
    home = folder / given["HAKIM_HOME"]
    # The file of credentials that Aura hands out calls it so.
    given["NEO4J_USER"] = (
        environment.get("NEO4J_USER") or environment.get("NEO4J_USERNAME") or given["NEO4J_USER"]
    )
    return Settings(
        home,
        Identifiers(given["HAKIM_BASE"]),
        _server(given, folder),
        given["HAKIM_USER"],
        given["NEO4J_RESTART"],
        given["HAKIM_NAME"],
        folder / given["HAKIM_POLICY"] if given["HAKIM_POLICY"] else None,
    )


def _server(given: Mapping[str, str], folder: Path) -> "Server | None":
    if not given["NEO4J_URI"]:
        return None
    if not given["NEO4J_PASSWORD"]:
        raise UsageProblem("NEO4J_URI is set and NEO4J_PASSWORD is not.", hint="Set it, or unset NEO4J_URI.")
    if not _DATABASE_NAME.fullmatch(given["NEO4J_DATABASE"]):
        raise UsageProblem(
            f"NEO4J_DATABASE is {given['NEO4J_DATABASE']!r}, which is no name of a database.",
            hint="Names have letters, digits, dots and dashes, as in: neo4j.",
        )
    # Most commands need no graph, and the driver takes a while to load.
    from graph.address import Patience, Server

    return Server(
        product="neo4j",
        uri=given["NEO4J_URI"],
        user=given["NEO4J_USER"],
        password=given["NEO4J_PASSWORD"],
        database=given["NEO4J_DATABASE"],
        ca=folder / given["NEO4J_CA"] if given["NEO4J_CA"] else None,
        patience=Patience(
            connect=_seconds(given, "NEO4J_CONNECT_SECONDS"),
            acquire=_seconds(given, "NEO4J_ACQUIRE_SECONDS"),
            retry=_seconds(given, "NEO4J_RETRY_SECONDS"),
            query=_seconds(given, "NEO4J_QUERY_SECONDS"),
        ),
    )


def _seconds(given: Mapping[str, str], name: str) -> float:
    try:
        seconds = float(given[name])
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= LONGEST_SECONDS:
        raise UsageProblem(
            f"{name} is {given[name]!r}, which is no number of seconds.",
            hint=f"Give one above 0, up to {LONGEST_SECONDS}, or unset it for {DEFAULTS[name]}.",
        )
    return seconds
