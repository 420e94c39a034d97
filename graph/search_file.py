"""The index of names as a database: how it is made, so that every question is answered from its beginning.

Names are numbered by length, then by the alphabet. Whatever list of numbers an index gives is then in the order in
which answers are shown, and the first few hundred are read without sorting the rest: a million names or a thousand
take about the same time.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final

from graph.search_names import NameEntry, fold
from graph.search_sound import is_arabic, sounds

LONGEST_JOINED: Final = 30
LONGEST_SOUNDED: Final = 60
"""Names that are longer are titles: nobody writes them as one word, or by their sound."""
ARABIC, LATIN = "a", "l"
"""What a sound begins with, by the script that it was written in: each is looked for from the other."""

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE about (key TEXT NOT NULL);
CREATE TEMP TABLE received (iri TEXT, kind TEXT, name TEXT, language TEXT, why TEXT, folded TEXT);
CREATE TABLE name (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
                   language TEXT NOT NULL, why TEXT NOT NULL, folded TEXT NOT NULL);
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, size INTEGER NOT NULL, backwards TEXT) WITHOUT ROWID;
CREATE VIRTUAL TABLE word USING fts5(
    name, joined, sound, content='', tokenize="unicode61 remove_diacritics 0", prefix='1 2 3');
CREATE VIRTUAL TABLE part USING fts5(folded, content='name', content_rowid='id', tokenize='trigram');
"""
_SORTED = """
INSERT INTO name (iri, kind, name, language, why, folded)
SELECT iri, kind, name, language, why, folded FROM received ORDER BY length(folded), folded, iri, why, name, language;
DROP TABLE received;
"""
_FINISH = """
CREATE INDEX name_folded ON name (folded);
CREATE INDEX vocabulary_size ON vocabulary (size) WHERE backwards IS NULL;
CREATE INDEX vocabulary_backwards ON vocabulary (backwards) WHERE backwards IS NOT NULL;
INSERT INTO part(part) VALUES ('rebuild');
"""


def write_index(database: sqlite3.Connection, entries: Iterable[NameEntry], key: str) -> None:
    """Fill an empty database with the names; `key` says of what they are the names."""
    database.executescript(_SCHEMA)
    with database:
        database.execute("INSERT INTO about VALUES (?)", (key,))
        database.executemany("INSERT INTO received VALUES (?, ?, ?, ?, ?, ?)", map(_received, entries))
    database.executescript(_SORTED)
    with database:
        database.executemany(
            "INSERT INTO word (rowid, name, joined, sound) VALUES (?, ?, ?, ?)", _words(database)
        )
        database.executemany("INSERT OR IGNORE INTO vocabulary VALUES (?, ?, ?)", _vocabulary(database))
    database.executescript(_FINISH)


def key_of(database: sqlite3.Connection) -> str:
    """Of what an index has the names; sqlite3.Error where it is none."""
    (found,) = database.execute("SELECT key FROM about").fetchone()
    return str(found)


def joined(folded: str) -> str:
    """A short name of several words as one word; "" for any other.

    >>> joined("saudi arabia"), joined("jordan")
    ('saudiarabia', '')
    """
    return folded.replace(" ", "") if " " in folded and len(folded) <= LONGEST_JOINED else ""


def _received(entry: NameEntry) -> tuple[str, ...]:
    return (entry.iri, entry.kind, entry.name, entry.language, entry.why, fold(entry.name))


def _words(database: sqlite3.Connection) -> Iterator[tuple[int, str, str, str]]:
    for number, folded in database.execute("SELECT id, folded FROM name ORDER BY id"):
        yield number, folded, joined(folded), " ".join(_sounds(folded))


def _sounds(folded: str) -> Iterator[str]:
    if len(folded) <= LONGEST_SOUNDED:
        script = ARABIC if is_arabic(folded) else LATIN
        yield from (script + sound for sound in sounds(folded))


def _vocabulary(database: sqlite3.Connection) -> Iterator[tuple[str, int, str | None]]:
    """Every word once; numbers also backwards, as they are looked for by one half."""
    seen: set[str] = set()
    for (folded,) in database.execute("SELECT folded FROM name ORDER BY id"):
        for word in {*folded.split(), joined(folded)} - {""} - seen:
            seen.add(word)
            yield word, len(word), word[::-1] if has_digit(word) else None


def has_digit(word: str) -> bool:
    """Whether a folded word is, or holds, a number."""
    return any(sign.isdigit() for sign in word)
