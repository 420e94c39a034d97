"""Where a graph answers: known without the driver, which takes a while to load."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds are waited for a server before that is an error.

    `connect` is for one address to take a connection, `acquire` for a connection of any that may serve, `retry` is
    how long work is begun again while a leader is chosen or a server comes back, `query` is what a query of an
    analyst may take.
    """

    connect: float = 10.0
    acquire: float = 30.0
    retry: float = 15.0
    query: float = 30.0


@dataclass(frozen=True, slots=True)
class Server:
    """One account on one database of one server. The password never shows in the repr.

    `http` is the address of the embedded engine's command endpoint; Neo4j has none. `ca` is the file of the
    authorities that may sign the server's certificate; None for those that the system trusts.
    """

    product: Literal["embedded", "neo4j"]
    uri: str
    user: str
    password: str = field(repr=False)
    database: str
    http: str = ""
    ca: Path | None = None
    patience: Patience = Patience()
