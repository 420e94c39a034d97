"""Forgiving search in names: exact, then prefix, then words, then parts; and when nothing is found, other spellings.

SQLite's FTS5 finds words and parts of words in any script, consonants find a name across Arabic and Latin letters,
rapidfuzz finds similar words. The index needs no graph database and gives the same answer for the same names,
whatever the order they came in.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from graph.search_file import ARABIC, LATIN, has_digit, key_of, write_index
from graph.search_names import NameEntry, fold
from graph.search_sound import is_arabic, sounds
from ontology.errors import OutsideFailure

__all__ = ["Match", "NameEntry", "NameIndex", "NameIndexProblem"]

LONGEST_QUERY = 200
MOST_GUESSED = 6
"""Words of a text for which similar ones are looked for."""
SHORTEST_PART = 3
CANDIDATES = 400
LOOKED_THROUGH = 5_000
"""Names that are looked at for words of one or two letters, among those that hold the longer ones."""
CLOSE_WORDS = 4
COMBINATIONS = 24
LEAST_SIMILAR = 0.72
CLOSEST_LENGTHS = 64
"""Lengths of words whose lists are kept in memory."""

SCORES = {"exact": 100.0, "prefix": 90.0, "word": 80.0, "part": 70.0, "joined": 65.0, "transliterated": 49.0}
SHORTEST_SOUND = 3
"""Fewer consonants are those of many words: a name must then have no other ones."""
SIMILAR_SCORE = 60.0
"""A perfect similarity would score this, so that no guess stands above a name that holds the text."""

EVIDENCE = frozenset({"Document", "Publisher"})
EVIDENCE_BEHIND = 25.0
"""What is written about a thing stands behind the thing itself."""

Row = tuple[str, str, str, str, str, str]

_COLUMNS = "name.iri, name.kind, name.name, name.language, name.why, name.folded"
_EXACT = f"SELECT {_COLUMNS} FROM name WHERE folded = ? ORDER BY id LIMIT ?"  # noqa: S608 - constants only
_BY_WORDS = f"""
SELECT {_COLUMNS} FROM name JOIN (SELECT rowid FROM word WHERE word MATCH ? ORDER BY rowid LIMIT ?) AS found
ON name.id = found.rowid ORDER BY name.id
"""  # noqa: S608 - constants only
_BY_PARTS = f"""
SELECT {_COLUMNS} FROM name JOIN (SELECT rowid FROM part WHERE part MATCH ? ORDER BY rowid LIMIT ?) AS found
ON name.id = found.rowid ORDER BY name.id
"""  # noqa: S608 - constants only


class NameIndexProblem(OutsideFailure):
    """The index of names cannot be written or read."""


@dataclass(frozen=True, slots=True)
class Match:
    """A thing that was found: by which of its names, and how.

    `why` is the kind of name; `how` is exact, prefix, word, part, joined (the words run together or apart),
    transliterated (the same consonants in the other script) or similar.
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
    >>> [(match.iri, match.reason) for text in ("الاردنّ", "al-Urdun") for match in index.find(text, 5)]
    [('x', 'exact name'), ('x', 'transliterated name')]
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._own = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._words_of_size = lru_cache(CLOSEST_LENGTHS)(self._read_words_of_size)

    @classmethod
    def build(cls, entries: Iterable[NameEntry], path: Path | None = None, key: str = "") -> "NameIndex":
        """An index of the entries: in memory, or in a file that replaces that at `path` when it is whole.

        `key` says of what they are the names; `open` gives it back.
        """
        growing = path.with_name(path.name + ".new") if path else None
        try:
            if growing:
                growing.unlink(missing_ok=True)
            database = sqlite3.connect(growing or ":memory:", check_same_thread=False)
            write_index(database, entries, key)
            if path and growing:
                database.close()
                growing.replace(path)
                return cls.open(path)
        except (sqlite3.Error, OSError) as error:
            raise NameIndexProblem(
                f"The index of names cannot be written: {error}.",
                hint="Look at the free space and rights there.",
            ) from error
        return cls(lambda: _copy(database))

    @classmethod
    def open(cls, path: Path) -> "NameIndex":
        """The index that was built at `path`, for reading."""
        address = f"{path.resolve().as_uri()}?mode=ro"
        index = cls(lambda: sqlite3.connect(address, uri=True, check_same_thread=False))
        try:
            key_of(index._database)
        except (sqlite3.Error, TypeError) as error:
            raise NameIndexProblem(
                f"The index of names at {path} cannot be read: {error}.", hint="Build it anew."
            ) from error
        return index

    @property
    def key(self) -> str:
        """Of what these are the names, as it was given when the index was built."""
        return key_of(self._database)

    def close(self) -> None:
        """Let go of the file."""
        for database in self._opened:
            database.close()

    @property
    def _database(self) -> sqlite3.Connection:
        """The connection of this thread alone: nobody waits for another's question."""
        if not hasattr(self._own, "database"):
            self._own.database = self._connect()
            self._opened.append(self._own.database)
        database: sqlite3.Connection = self._own.database
        return database

    def find(self, text: str, limit: int = 20) -> list[Match]:
        """The best answers first, one for each thing; the same question always gets the same order."""
        words = fold(text[:LONGEST_QUERY]).split()
        if not words:
            return []
        return self._best(self._holding(words), limit) or self._best(self._spelt_otherwise(words), limit)

    def _best(self, found: Iterable[list[Match]], limit: int) -> list[Match]:
        """One match for each thing, the best: by score, then the shortest name, then by the alphabet.

        Ways to find that come later score less: once there is enough they are not tried.
        """
        matches: list[Match] = []
        for more in found:
            matches += more
            if len({match.iri for match in matches if match.kind not in EVIDENCE}) >= limit:
                break
        matches.sort(key=lambda match: (-match.score, len(match.name), match.name, match.iri, match.why))
        best: dict[str, Match] = {}
        for match in matches:
            best.setdefault(match.iri, match)
        return list(islice(best.values(), limit))

    def sample(self, count: int, chance: Callable[[], float]) -> list[str]:
        """Some of the names, by chance: what people may look for, as tests and measurements need it."""
        (most,) = self._database.execute("SELECT max(id) FROM name").fetchone()
        wanted = (1 + int(chance() * (most or 0)) for _ in range(count))
        found = (
            self._database.execute("SELECT folded FROM name WHERE id = ?", (one,)).fetchone()
            for one in wanted
        )
        return [str(row[0]) for row in found if row]

    # --- names that hold the text ---

    def _holding(self, words: Sequence[str]) -> Iterator[list[Match]]:
        """Names that hold the text: whole, at their start, its words, its parts."""
        wanted = " ".join(words)
        yield [_match(row, wanted) for row in self._rows(_EXACT, wanted)]
        yield [_match(row, wanted) for row in self._rows(_BY_WORDS, f'name : ^ "{wanted}" *')]
        yield [_match(row, wanted) for row in self._rows(_BY_WORDS, _all_of("name", words, "*"))]
        yield [_match(row, wanted) for row in self._with_parts(words)]

    def _rows(self, query: str, value: str, most: int = CANDIDATES) -> list[Row]:
        return self._database.execute(query, (value, most)).fetchall()

    def _with_parts(self, words: Sequence[str]) -> list[Row]:
        """Names that hold every word; what is shorter than a trigram must begin a word."""
        long = [word for word in words if len(word) >= SHORTEST_PART]
        if not long:
            return []
        short = [f" {word}" for word in words if len(word) < SHORTEST_PART]
        # A folded word is letters and digits only; quoted, none of them is an operator of FTS5.
        rows = self._rows(
            _BY_PARTS, " ".join(f'"{word}"' for word in long), LOOKED_THROUGH if short else CANDIDATES
        )
        return [row for row in rows if all(word in f" {row[5]}" for word in short)][:CANDIDATES]

    # --- names that are spelt otherwise ---

    def _spelt_otherwise(self, words: Sequence[str]) -> Iterator[list[Match]]:
        """Names whose words are run together or apart; of the other script; with words that are similar."""
        one = "".join(words)
        yield self._found_as("joined", f'joined : "{one}" OR name : "{one}" *')
        # Which of the two is nearer, their scores tell.
        yield [*self._heard(words), *self._similar(words[:MOST_GUESSED])]

    def _heard(self, words: Sequence[str]) -> list[Match]:
        """Names of the other script with the same consonants."""
        wanted = " ".join(words)
        heard = sounds(wanted)
        if not heard:
            return []
        script = LATIN if is_arabic(wanted) else ARABIC
        found = self._rows(_BY_WORDS, _all_of("sound", [script + sound for sound in heard]))
        if min(map(len, heard)) < SHORTEST_SOUND:
            found = [row for row in found if sounds(row[5]) == heard]
        return [_as_match(row, "transliterated", SCORES["transliterated"]) for row in found]

    def _found_as(self, how: str, query: str) -> list[Match]:
        return [_as_match(row, how, SCORES[how]) for row in self._rows(_BY_WORDS, query)]

    def _similar(self, words: Sequence[str]) -> Iterator[Match]:
        close = [self._close_words(word) for word in words]
        # A word that is one is mostly meant: the other choices are many, and tried when it gives nothing.
        as_written = [one if one[0][1] < 1 else one[:1] for one in close if one]
        found = list(self._with_close(as_written)) if len(as_written) == len(close) else []
        yield from found or self._with_close(close)
        yield from self._with_close([self._close_words("".join(words))])

    def _with_close(self, close: Sequence[Sequence[tuple[str, float]]]) -> Iterator[Match]:
        for choice in islice(product(*close), COMBINATIONS):
            likeness = sum(similarity for _, similarity in choice) / len(choice)
            query = _all_of("{name joined}", [word for word, _ in choice])
            for row in self._rows(_BY_WORDS, query):
                yield _as_match(row, "similar", round(SIMILAR_SCORE * likeness, 3))

    def _close_words(self, word: str) -> list[tuple[str, float]]:
        # Two letters leave nothing to guess from.
        if len(word) < SHORTEST_PART:
            return [(word, 1.0)]
        found = process.extract(
            word,
            self._near_numbers(word) if has_digit(word) else self._words_near(len(word)),
            scorer=OSA.normalized_similarity,
            score_cutoff=LEAST_SIMILAR,
            limit=CLOSE_WORDS,
        )
        return [(close, similarity) for close, similarity, _ in found]

    def _words_near(self, size: int) -> list[str]:
        """The words whose length can be that of a similar one."""
        shortest, longest = round(size * LEAST_SIMILAR), round(size / LEAST_SIMILAR)
        return [word for length in range(shortest, longest + 1) for word in self._words_of_size(length)]

    def _read_words_of_size(self, size: int) -> tuple[str, ...]:
        query = "SELECT word FROM vocabulary WHERE size = ? AND backwards IS NULL ORDER BY word"
        return tuple(word for (word,) in self._database.execute(query, (size,)))

    def _near_numbers(self, word: str) -> list[str]:
        """Numbers that share a half with this one: there are too many to look at all."""
        half = (len(word) + 1) // 2
        found: set[str] = set()
        for column, start in (("word", word[:half]), ("backwards", word[::-1][:half])):
            query = (
                f"SELECT word FROM vocabulary WHERE {column} >= ? AND {column} < ?"  # noqa: S608 - two constants
                " AND backwards IS NOT NULL AND size BETWEEN ? AND ? LIMIT ?"
            )
            sizes = (len(word) - 1, len(word) + 1)
            found.update(
                one
                for (one,) in self._database.execute(
                    query, (start, start + chr(0x10FFFF), *sizes, LOOKED_THROUGH)
                )
            )
        return sorted(found)


def _copy(database: sqlite3.Connection) -> sqlite3.Connection:
    """An index in memory, for one more thread."""
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    database.backup(copy)
    return copy


def _all_of(column: str, words: Iterable[str], end: str = "") -> str:
    """What FTS5 is asked for names that hold each of the words."""
    return " AND ".join(f'{column} : "{word}" {end}' for word in words)


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
