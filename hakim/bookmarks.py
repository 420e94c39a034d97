"""The bookmarks of the last writes to a server, kept in the home: the next command sees them on any replica."""

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph.address import Server

FILE = "bookmarks.json"


@dataclass(frozen=True, slots=True)
class BookmarkFile:
    """The shelf of one database. A file that cannot be read or written costs only freshness, never a command."""

    path: Path
    database: str

    def read(self) -> frozenset[str]:
        """The bookmarks that are there; none where they are of another database."""
        with suppress(OSError, ValueError, TypeError):
            found = json.loads(self.path.read_text(encoding="utf-8"))
            if isinstance(found, dict) and found.get("database") == self.database:
                return frozenset(map(str, found.get("bookmarks", ())))
        return frozenset()

    def keep(self, bookmarks: frozenset[str]) -> None:
        """Writes the bookmarks whole, in the place of the file that is there."""
        text = json.dumps({"database": self.database, "bookmarks": sorted(bookmarks)})
        with suppress(OSError):
            number, name = tempfile.mkstemp(dir=self.path.parent, prefix=f"{FILE}.")
            with os.fdopen(number, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).replace(self.path)


def shelf_of(home: Path, server: Server) -> BookmarkFile | None:
    """The shelf for a server in a home; None for the embedded engine, which has no replicas."""
    if server.product == "embedded":
        return None
    return BookmarkFile(home / FILE, f"{server.uri} {server.database}")
