"""Where a graph answers: known without the driver, which takes a while to load."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Server:
    """One account on one database of one server. The password never shows in the repr.

    `http` is the address of the embedded engine's command endpoint; Neo4j has none.
    """

    product: Literal["embedded", "neo4j"]
    uri: str
    user: str
    password: str = field(repr=False)
    database: str
    http: str = ""
