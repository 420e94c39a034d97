"""The records that a run has seen, kept on disk: a file of any length costs the same memory."""

import sqlite3
from collections.abc import Sequence

CACHE_KIBIBYTES = 16_384


class SeenRecords:
    """The names of records with the lines that tell them.

    A name is known by 64 bits of its hash: among ten million records, two are taken for one with a chance below
    one in a hundred thousand, and the second one is then refused, never lost in silence.
    """

    def __init__(self) -> None:
        # A database without a name is a temporary file, gone when it is closed.
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute(f"PRAGMA cache_size=-{CACHE_KIBIBYTES}")
        self._db.execute("CREATE TABLE seen (key INTEGER PRIMARY KEY, line INTEGER NOT NULL)")
        self._db.execute("BEGIN")

    def close(self) -> None:
        """Removes what was kept."""
        self._db.close()

    def lines(self, names: Sequence[str]) -> dict[str, int]:
        """Those of some names that were seen, each with its line."""
        by_key = {hash(name): name for name in names}
        marks = ",".join("?" * len(by_key))
        rows = self._db.execute(f"SELECT key, line FROM seen WHERE key IN ({marks})", tuple(by_key))  # noqa: S608 - marks only
        return {by_key[key]: line for key, line in rows}

    def add(self, lines: dict[str, int]) -> None:
        """Notes the lines of records, by their names."""
        self._db.executemany(
            "INSERT OR IGNORE INTO seen (key, line) VALUES (?, ?)",
            [(hash(name), line) for name, line in lines.items()],
        )
