"""What has been seen, kept on disk: any number of records or keys costs the same memory."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

CACHE_KIBIBYTES = 16_384
_DIGEST_BYTES = 40
"""A sum of digests of 32 bytes each is a little longer than these."""


class Seen(NamedTuple):
    """Where a record was seen first, and the digest of what it says."""

    line: int
    digest: int

    def says(self, digest: int) -> bool:
        """Whether something of that digest says the same."""
        return self.digest == digest


class SeenRecords:
    """The names of records with the lines that tell them.

    A name is known by 64 bits of its hash: among ten million records, two are taken for one with a chance below
    one in a hundred thousand, and the second one is then refused, never lost in silence.
    """

    def __init__(self) -> None:
        self._db = _temporary()
        self._db.execute(
            "CREATE TABLE seen (key INTEGER PRIMARY KEY, line INTEGER NOT NULL, digest BLOB NOT NULL)"
        )
        self._db.execute("BEGIN")

    def close(self) -> None:
        """Removes what was kept."""
        self._db.close()

    def find(self, names: Sequence[str]) -> dict[str, Seen]:
        """Those of some names that were seen."""
        by_key = {hash(name): name for name in names}
        marks = ",".join("?" * len(by_key))
        rows = self._db.execute(
            f"SELECT key, line, digest FROM seen WHERE key IN ({marks})",  # noqa: S608 - marks only
            tuple(by_key),
        )
        return {by_key[key]: Seen(line, int.from_bytes(digest)) for key, line, digest in rows}

    def add(self, records: Mapping[str, Seen]) -> None:
        """Notes records by their names."""
        self._db.executemany(
            "INSERT OR IGNORE INTO seen VALUES (?, ?, ?)",
            [(hash(name), one.line, one.digest.to_bytes(_DIGEST_BYTES)) for name, one in records.items()],
        )


class SeenKeys:
    """Keys that have been seen, whole."""

    def __init__(self) -> None:
        self._db = _temporary()
        self._db.execute("CREATE TABLE seen (key TEXT PRIMARY KEY) WITHOUT ROWID")
        self._db.execute("BEGIN")

    def add(self, keys: Iterable[str]) -> list[str]:
        """Notes keys; gives those that are new."""
        add = self._db.execute
        return [key for key in keys if add("INSERT OR IGNORE INTO seen VALUES (?)", (key,)).rowcount]

    def close(self) -> None:
        """Removes what was kept."""
        self._db.close()


def _temporary() -> sqlite3.Connection:
    # A database without a name is a temporary file, gone when it is closed.
    db = sqlite3.connect("", isolation_level=None)
    for setting in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{CACHE_KIBIBYTES}"):
        db.execute(f"PRAGMA {setting}")
    return db
