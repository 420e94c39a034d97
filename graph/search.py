"""Forgiving search in names: exact, then prefix, then part, and only when nothing is found, similar spelling.

SQLite's FTS5 with trigrams finds parts of words in any script; rapidfuzz finds similar words. The index needs
no graph database and gives the same answer for the same names, whatever the order they came in.
"""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from graph.search_names import NameEntry, fold
from ontology.errors import OutsideFailure

__all__ = ["Match", "NameEntry", "NameIndex", "NameIndexProblem"]

LONGEST_QUERY = 200
SHORTEST_PART = 3
CANDIDATES = 400
CLOSE_WORDS = 4
COMBINATIONS = 24
NAMES_A_CHUNK = 20_000
LEAST_SIMILAR = 0.72

SCORES = {"exact": 100.0, "prefix": 90.0, "word": 80.0, "part": 70.0}
SIMILAR_SCORE = 60.0
"""A perfect similarity would score this, so that no guess stands above a name that holds the text."""

EVIDENCE = frozenset({"Document", "Publisher"})
EVIDENCE_BEHIND = 25.0
"""What is written about a thing stands behind the thing itself."""

Row = tuple[str, str, str, str, str, str]

_SCHEMA = """
CREATE TABLE name (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
                   language TEXT NOT NULL, why TEXT NOT NULL, folded TEXT NOT NULL);
CREATE TABLE word (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE part USING fts5(folded, content='name', content_rowid='id', tokenize='trigram');
"""
_FINISH = """
CREATE INDEX name_folded ON name (folded);
INSERT INTO part(part) VALUES ('rebuild');
"""
_COLUMNS = "name.iri, name.kind, name.name, name.language, name.why, name.folded"
_SHORTEST_FIRST = "ORDER BY length(name.folded), name.folded, name.iri, name.why LIMIT ?"


class NameIndexProblem(OutsideFailure):
    """The index of names cannot be written or read."""


@dataclass(frozen=True, slots=True)
class Match:
    """A thing that was found: by which of its names, and how.

    `why` is the kind of name; `how` is exact, prefix, word, part or similar.
    """

    iri: str
    kind: str
    name: str
    language: str
    why: str
    how: str
    score: float

    @property
    def reason(self) -> str:
        """Why this is an answer, in words.

        >>> Match("x", "Country", "TUR", "", "code", "exact", 100.0).reason
        'exact code'
        """
        return f"{self.how} {self.why}"


class NameIndex:
    """Names of things, and how to find them.

    >>> index = NameIndex.build([NameEntry("x", "Country", "الأردن", "ar", "name")])
    >>> [(match.iri, match.reason) for match in index.find("الاردنّ", 5)]
    [('x', 'exact name')]
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        # One connection serves all threads of the server: a look-up takes a fraction of a millisecond.
        self._lock = threading.Lock()

    @classmethod
    def build(cls, entries: Iterable[NameEntry], path: Path | None = None) -> "NameIndex":
        """An index of the entries: in memory, or in a file that replaces that at `path` when it is whole."""
        growing = path.with_name(path.name + ".new") if path else None
        try:
            if growing:
                growing.unlink(missing_ok=True)
            database = sqlite3.connect(growing or ":memory:", check_same_thread=False)
            _fill(database, entries)
            if path and growing:
                database.close()
                growing.replace(path)
                return cls.open(path)
        except (sqlite3.Error, OSError) as error:
            raise NameIndexProblem(
                f"The index of names cannot be written: {error}.",
                hint="Look at the free space and rights there.",
            ) from error
        return cls(database)

    @classmethod
    def open(cls, path: Path) -> "NameIndex":
        """The index that was built at `path`, for reading."""
        try:
            database = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False
            )
            database.execute("SELECT 1 FROM name LIMIT 1").fetchall()
        except sqlite3.Error as error:
            raise NameIndexProblem(
                f"The index of names at {path} cannot be read: {error}.", hint="Build it anew."
            ) from error
        return cls(database)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def find(self, text: str, limit: int = 20) -> list[Match]:
        """The best answers first, one for each thing; the same question always gets the same order."""
        wanted = fold(text[:LONGEST_QUERY])
        if not wanted:
            return []
        with self._lock:
            return _best(self._holding(wanted), limit) or _best(self._similar(wanted), limit)

    def _holding(self, wanted: str) -> Iterator[Match]:
        """Names that hold the text: whole, at their start, or in parts."""
        beyond = wanted + chr(0x10FFFF)
        for where, values in (
            ("name.folded = ?", [wanted]),
            ("name.folded > ? AND name.folded < ?", [wanted, beyond]),
            _parts_condition(wanted.split()),
        ):
            for row in self._rows(where, values):
                yield _match(row, wanted)

    def _rows(self, where: str, values: Sequence[str]) -> list[Row]:
        # `where` is one of the constant conditions of this module; what was typed goes in as values.
        query = f"SELECT {_COLUMNS} FROM name WHERE {where} {_SHORTEST_FIRST}"  # noqa: S608
        return self._database.execute(query, [*values, CANDIDATES]).fetchall()

    def _similar(self, wanted: str) -> Iterator[Match]:
        """Names with similar words, then names that are similar as a whole (words run together or split)."""
        close = [self._close_words(word) for word in wanted.split()]
        for choice in islice(product(*close), COMBINATIONS):
            likeness = sum(similarity for _, similarity in choice) / len(choice)
            for row in self._rows(*_parts_condition([word for word, _ in choice])):
                yield _as_match(row, "similar", round(SIMILAR_SCORE * likeness, 3))
        yield from self._similar_wholes(wanted)

    def _close_words(self, word: str) -> list[tuple[str, float]]:
        # Two letters leave nothing to guess from.
        if len(word) < SHORTEST_PART:
            return [(word, 1.0)]
        found = process.extract(
            word, self._words, scorer=OSA.normalized_similarity, score_cutoff=LEAST_SIMILAR, limit=CLOSE_WORDS
        )
        return [(close, similarity) for close, similarity, _ in found]

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return tuple(word for (word,) in self._database.execute("SELECT word FROM word ORDER BY word"))

    def _similar_wholes(self, wanted: str) -> Iterator[Match]:
        # A constant of this module, as above.
        query = f"SELECT {_COLUMNS} FROM name WHERE length(folded) BETWEEN ? AND ? ORDER BY id"  # noqa: S608
        cursor = self._database.execute(query, (len(wanted) * 2 // 3, len(wanted) * 3 // 2))
        while rows := cursor.fetchmany(NAMES_A_CHUNK):
            found = process.extract(
                wanted.replace(" ", ""),
                [row[5].replace(" ", "") for row in rows],
                scorer=OSA.normalized_similarity,
                score_cutoff=LEAST_SIMILAR,
                limit=CANDIDATES,
            )
            for _, likeness, position in found:
                yield _as_match(rows[position], "similar", round(SIMILAR_SCORE * likeness, 3))


def _fill(database: sqlite3.Connection, entries: Iterable[NameEntry]) -> None:
    database.executescript(_SCHEMA)
    with database:
        for entry in entries:
            folded = fold(entry.name)
            row = (entry.iri, entry.kind, entry.name, entry.language, entry.why, folded)
            database.execute("INSERT INTO name VALUES (NULL, ?, ?, ?, ?, ?, ?)", row)
            database.executemany(
                "INSERT OR IGNORE INTO word VALUES (?)", ((word,) for word in folded.split())
            )
    database.executescript(_FINISH)


def _parts_condition(words: Sequence[str]) -> tuple[str, list[str]]:
    """The condition that a name holds every word; what is shorter than a trigram must begin a word."""
    long = [word for word in words if len(word) >= SHORTEST_PART]
    short = [word for word in words if len(word) < SHORTEST_PART]
    conditions = ["instr(' ' || name.folded, ' ' || ?)"] * len(short)
    values = list(short)
    if long:
        conditions.append("name.id IN (SELECT rowid FROM part WHERE part MATCH ?)")
        # A folded word is letters and digits only; quoted, none of them is an operator of FTS5.
        values.append(" ".join(f'"{word}"' for word in long))
    return " AND ".join(conditions), values


def _match(row: Row, wanted: str) -> Match:
    how = _how(row[5], wanted)
    return _as_match(row, how, SCORES[how])


def _as_match(row: Row, how: str, score: float) -> Match:
    iri, kind, name, language, why, _ = row
    return Match(iri, kind, name, language, why, how, score - EVIDENCE_BEHIND if kind in EVIDENCE else score)


def _how(folded: str, wanted: str) -> str:
    if folded == wanted:
        return "exact"
    if folded.startswith(wanted):
        return "prefix"
    starts = all(f" {word}" in f" {folded}" for word in wanted.split())
    return "word" if starts else "part"


def _best(matches: Iterable[Match], limit: int) -> list[Match]:
    """One match for each thing, the best: by score, then the shortest name, then by the alphabet."""
    ordered = sorted(
        matches, key=lambda match: (-match.score, len(match.name), match.name, match.iri, match.why)
    )
    best: dict[str, Match] = {}
    for match in ordered:
        best.setdefault(match.iri, match)
    return list(islice(best.values(), limit))
