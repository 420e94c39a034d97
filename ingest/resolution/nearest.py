"""The known text that is spelt nearly as a given one: a hint to a person, never an answer."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from ingest.normalise import normal_name

LONGEST_GUESS = 100
"""Characters beyond which a text is no misspelt name, and comparing it with thousands of names is slow."""
NEAR = 80
"""How alike two names must be, of 100, for one to be a hint."""

_UNCODED = ("Abkhazia", "Artsakh", "Crimea", "Donetsk", "Luhansk", "Nagorno-Karabakh", "Puntland")
_ALSO_UNCODED = ("Jubaland", "Kurdistan", "Somaliland", "South Ossetia", "Transnistria", "Zanzibar")
_IN_OTHER_SCRIPTS = ("أرض الصومال", "صوماليلاند", "سومالی‌لند", "صومالی لینڈ", "Сомалиленд", "索马里兰")
_NOT_MISSPELT = frozenset(map(normal_name, (*_UNCODED, *_ALSO_UNCODED, *_IN_OTHER_SCRIPTS)))
"""Names of places of which another one would be a wrong hint, however alike: Somaliland is not a misspelt
Somalia, and what it is to be called is for a person to say."""
_TWO_STATES_OWN = "republic of china"
"""China's name until 1949 and Taiwan's own since: a person must say which is meant."""


def is_not_misspelt(name: str) -> bool:
    """Whether a normal name holds, as whole words, the name of a place for which no other one may be proposed.

    >>> is_not_misspelt("republic of somaliland"), is_not_misspelt("somalia")
    (True, False)
    """
    padded = f" {name} "
    return name == _TWO_STATES_OWN or any(f" {one} " in padded for one in _NOT_MISSPELT)


class Spellings:
    """Normal names, in the order of their lengths: only those of about the same length are compared."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(names, key=lambda name: (len(name), name))
        self._lengths = [len(name) for name in self._names]

    def nearest(self, name: str) -> str | None:
        """The first of the normal names that is spelt most nearly so, or None where none is near."""
        if not name or len(name) > LONGEST_GUESS or is_not_misspelt(name):
            return None
        # Two texts that are alike to NEAR of 100 differ in length by no more than this.
        shortest, longest = len(name) * NEAR // (200 - NEAR), len(name) * (200 - NEAR) // NEAR + 1
        about = self._names[bisect_left(self._lengths, shortest) : bisect_right(self._lengths, longest)]
        near = process.extractOne(name, about, scorer=fuzz.ratio, score_cutoff=NEAR)
        return near[0] if near else None


def nearest_of(text: str, known: Iterable[str]) -> str:
    """The one of some known texts that is spelt nearly as a text, or nothing.

    >>> nearest_of("field hosptal", ["field hospital", "training"]), nearest_of("x", ["training"])
    ('field hospital', '')
    """
    by_name = {normal_name(one): one for one in sorted(known, reverse=True)}
    if len(text) > LONGEST_GUESS:
        return ""
    near = Spellings(by_name).nearest(normal_name(text))
    return by_name[near] if near else ""
