"""What files for the import consist of in any format: tables of nodes of one label set, of edges of one type."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from graph.model import Properties, Value


@dataclass(frozen=True, slots=True)
class TableName:
    """Rows that the import makes alike. `names` are their labels or their one type; () when each row says its type.

    `fixed` are the headers of the columns that every row has.
    """

    kind: Literal["nodes", "relationships"]
    names: tuple[str, ...]
    fixed: tuple[str, ...]

    @property
    def readable(self) -> str:
        """A name for people, in names of files."""
        return self.names[0].strip("_") if self.names else "others"


@dataclass(frozen=True, slots=True)
class Source:
    """Files that the import reads as one: some rows of a table, the longest of them in characters."""

    table: TableName
    files: tuple[str, ...]
    rows: int
    longest: int
    has_line_breaks: bool


class Tables(Protocol):
    """Where rows go, in one format."""

    def add(self, table: TableName, key: Sequence[str], properties: Properties) -> dict[str, Value]:
        """Takes a row in; gives the properties that the format cannot say."""

    def close(self) -> list[Source]:
        """Writes all that waits; gives the files, in the order in which they were begun."""
