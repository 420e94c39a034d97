"""Words of titles: which of them tell one mission from another."""

from collections.abc import Iterable
from pathlib import Path

STEM = 4
"""Letters by which a word is taken for a form of another: Turkish and Turkiye, Moroccan and Morocco."""

_ORDINALS = {
    **dict.fromkeys(("first", "1st", "premier", "premiere", "prima", "primo"), "1"),
    **dict.fromkeys(("second", "2nd", "deuxieme", "seconda", "secondo", "ii"), "2"),
    **dict.fromkeys(("third", "3rd", "troisieme", "terza", "terzo", "iii"), "3"),
    **dict.fromkeys(("fourth", "4th", "quatrieme", "iv"), "4"),
    **dict.fromkeys(("fifth", "5th", "cinquieme"), "5"),
}

_COMMON = frozenset(Path(__file__).with_name("common_words.txt").read_text(encoding="utf-8").split())
"""What titles of missions say of very many missions, in the languages that sources mostly write."""


def stems(texts: Iterable[str]) -> frozenset[str]:
    """The stems of the words of normal names.

    >>> sorted(stems(["saudi arabia", "uae"]))
    ['arab', 'saud', 'uae']
    """
    return frozenset(word[:STEM] for text in texts for word in text.split())


def telling_words(names: Iterable[str], known: frozenset[str]) -> frozenset[str]:
    """The words of normal names that are neither common nor forms of what is known already, given by stems.

    >>> sorted(telling_words(["uae field hospital in reyhanli turkiye"], frozenset({"turk"})))
    ['reyhanli']
    """
    return frozenset(
        word
        for name in names
        for word in name.split()
        if len(word) > 2 and word not in _COMMON and word not in _ORDINALS and word[:STEM] not in known
    )


def ordinals(names: Iterable[str]) -> frozenset[str]:
    """The places in a row that normal names tell.

    >>> ordinals(["albania sends second medical group to italy"])
    frozenset({'2'})
    """
    return frozenset(_ORDINALS[word] for name in names for word in name.split() if word in _ORDINALS)
