"""The names of a table by what they share with others: their words, their initials, and their spelling."""

from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz import fuzz, process

from ingest.resolution.latin_form import latin_form
from ingest.resolution.name_table import Named, NameTable

_SMALL_WORDS = frozenset(
    {"al", "and", "da", "de", "des", "di", "du", "el", "et", "for", "in", "la", "le", "of", "on", "the", "to"}
)
_COMMON = 12
"""Names that may share a word for it to tell anything: hundreds hold `republic` or `ministry`."""
_SPELT_ALIKE = 20
"""Names of nearly the same spelling that are looked at."""


class NameIndex:
    """The names of a table in Latin letters, and the things that bear each."""

    def __init__(self, table: NameTable) -> None:
        bearers: dict[str, dict[str, Named]] = {}
        for name, things in table.entries():
            for thing in things:
                bearers.setdefault(latin_form(name), {}).setdefault(thing.iri.value, thing)
                bearers.setdefault(latin_form(thing.shown), {}).setdefault(thing.iri.value, thing)
        self._bearers: Mapping[str, tuple[Named, ...]] = {
            name: tuple(things[iri] for iri in sorted(things))
            for name, things in sorted(bearers.items())
            if name
        }
        self._names = list(self._bearers)
        self._by_word = _by_key((word, name) for name in self._names for word in words_of(name))
        self._by_initials = _by_key(
            (initials, name) for name in self._names for initials in {initials_of(name), initials_of(name, 3)}
        )

    def bearers(self, name: str) -> tuple[Named, ...]:
        """What bears a name in Latin letters, in the order of IRIs."""
        return self._bearers.get(name, ())

    def spelt_as(self, name: str, at_least: float) -> Iterator[tuple[str, float]]:
        """The names that are spelt nearly so, and how alike each is, of 100."""
        found = process.extract(
            name, self._names, scorer=fuzz.ratio, score_cutoff=at_least, limit=_SPELT_ALIKE
        )
        for near, likeness, _ in found:
            yield near, likeness

    def sharing_words(self, name: str) -> Iterator[str]:
        """The names that hold all words of a name, or only words of it: at least one that few others have."""
        words = words_of(name)
        rare = [word for word in words if 0 < len(self._by_word.get(word, ())) <= _COMMON]
        for other in sorted({other for word in rare for other in self._by_word[word]}):
            theirs = words_of(other)
            if other != name and (words <= theirs or theirs <= words):
                yield other

    def of_initials(self, initials: str) -> tuple[str, ...]:
        """The names of several words that begin with these letters."""
        return self._by_initials.get(initials, ())


def words_of(name: str) -> frozenset[str]:
    """The words of a normal name that say something.

    >>> sorted(words_of("republic of the congo"))
    ['congo', 'republic']
    """
    return frozenset(name.split()) - _SMALL_WORDS


def initials_of(name: str, words: int = 0) -> str:
    """The initials of a name, or of its first words; nothing of a name of one word.

    >>> initials_of("royal armed forces morocco"), initials_of("royal armed forces morocco", 3)
    ('rafm', 'raf')
    """
    told = [word for word in name.split() if word not in _SMALL_WORDS]
    return "".join(word[0] for word in told[: words or None]) if len(told) > 1 else ""


def _by_key(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, name in pairs:
        found.setdefault(key, []).append(name)
    return {key: tuple(sorted(set(names))) for key, names in found.items() if key}


__all__ = ["NameIndex", "initials_of", "words_of"]
