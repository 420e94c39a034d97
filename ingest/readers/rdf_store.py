"""The statements of an RDF file by their subjects: on disk while it is read, so that no file is too large.

Statements of one subject may stand anywhere in a file. They are put into a temporary database, which is
gone when the reading ends.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

MOST_COLUMNS = 100_000
MOST_VALUES = 100_000
"""Values of one subject; a cell could not hold them."""

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE node (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, line INTEGER, has_type INTEGER NOT NULL DEFAULT 0,
  chosen INTEGER NOT NULL DEFAULT 0);
CREATE TABLE fact (id INTEGER PRIMARY KEY, subject INTEGER NOT NULL, column INTEGER NOT NULL, value TEXT NOT NULL);
"""
_COUNT_UNTYPED = "SELECT count(*) FROM node WHERE line IS NOT NULL AND NOT has_type"
_COLUMNS = "SELECT column FROM fact JOIN node ON node.id = subject WHERE chosen GROUP BY column ORDER BY min(fact.id)"
_SUBJECTS = "SELECT id, name, line FROM node WHERE chosen ORDER BY id"
_FACTS = "SELECT column, value FROM fact WHERE subject = ? ORDER BY id LIMIT ?"


class TooManyPredicates(Exception):
    """A file has more predicates than a table could have columns."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement: its subject, its column, its value, and the line by which it was read."""

    subject: str
    column: str
    value: str
    line: int
    is_blank: bool = False


class Facts:
    """Statements, written once and then read by their subjects. Names of blank nodes begin with `_:`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._columns: dict[str, int] = {}
        self._last = ("", 0)

    def write(self, facts: Iterable[Fact], type_column: str, chosen: str) -> None:
        """Writes statements; those subjects are chosen that have the type, or any where none is named."""
        self._database.executemany(
            "INSERT INTO fact (subject, column, value) VALUES (?, ?, ?)",
            (self._kept(fact, type_column, chosen) for fact in facts),
        )
        self._database.execute("CREATE INDEX fact_of ON fact (subject)")

    def columns(self) -> list[str]:
        """The columns of the chosen subjects, in the order of the file."""
        names = list(self._columns)
        return [names[number] for (number,) in self._database.execute(_COLUMNS)]

    def untyped(self) -> int:
        """How many subjects have no type."""
        [(count,)] = self._database.execute(_COUNT_UNTYPED)
        return int(count)

    def subjects(self) -> Iterator[tuple[int, str, list[tuple[str, str]]]]:
        """Each chosen subject: its line, its name, and its values with their columns, as far as cells can hold them."""
        names = list(self._columns)
        for number, name, line in self._database.execute(_SUBJECTS):
            values = self._database.execute(_FACTS, (number, MOST_VALUES + 1)).fetchall()
            yield line, self._shown(name, number), [(names[column], value) for column, value in values]

    def _kept(self, fact: Fact, type_column: str, chosen: str) -> tuple[int, int, str]:
        subject = self._node(fact.subject, fact.line)
        if fact.column == type_column:
            # Those that are chosen stay so, whatever other types they have.
            self._database.execute(
                "UPDATE node SET has_type = 1, chosen = max(chosen, ?) WHERE id = ?",
                (not chosen or fact.value == chosen, subject),
            )
        column = self._columns.setdefault(fact.column, len(self._columns))
        if column >= MOST_COLUMNS:
            raise TooManyPredicates
        if fact.is_blank:
            return subject, column, self._shown(fact.value, self._node(fact.value))
        return subject, column, fact.value

    def _node(self, name: str, line: int | None = None) -> int:
        """The number of a node, in the order in which they are met."""
        if line is not None and self._last[0] == name:
            return self._last[1]
        self._database.execute("INSERT OR IGNORE INTO node (name) VALUES (?)", (name,))
        [(number,)] = self._database.execute("SELECT id FROM node WHERE name = ?", (name,))
        if line is not None:
            self._database.execute("UPDATE node SET line = ? WHERE id = ? AND line IS NULL", (line, number))
            self._last = (name, number)
        return int(number)

    def _shown(self, name: str, number: int) -> str:
        # Parsers name blank nodes anew each time; a number is the same each time that the file is read.
        return f"_:b{number}" if name.startswith("_:") else name


@contextmanager
def temporary_facts() -> Iterator[Facts]:
    """A place for the statements of one file, which is gone when the block ends."""
    with TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "facts.sqlite")) as database:
        database.executescript(_TABLES)
        yield Facts(database)
