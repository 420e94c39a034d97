"""How a word sounds, roughly, whether it is written in Arabic or in Latin letters: its consonants.

Nobody writes Arabic names in Latin letters in one way (Gaddafi has over a hundred spellings), and Arabic leaves
short vowels out. What stays are the consonants, with those that spellings exchange counted as one. That is coarse:
it finds names across the two scripts, where nothing closer was found.
"""

import re
from itertools import groupby

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LATIN = re.compile(r"[a-z]")
_ARABIC_ARTICLE = re.compile(r"^(?:و?ال)(?=..)")
_LATIN_ARTICLES = frozenset({"al", "el", "ad", "ar", "as", "ash", "at", "an", "az", "ul"})
_CONSONANTS = {
    **dict.fromkeys("بپ", "b"),
    **dict.fromkeys("تثطٹ", "t"),
    **dict.fromkeys("جگغ", "g"),
    **dict.fromkeys("خكقک", "k"),
    **dict.fromkeys("دذضڈ", "d"),
    **dict.fromkeys("رڑ", "r"),
    **dict.fromkeys("زظژ", "z"),
    **dict.fromkeys("سشصچ", "s"),
    **dict.fromkeys("فڤ", "f"),
    **dict.fromkeys("ل", "l"),
    **dict.fromkeys("م", "m"),
    **dict.fromkeys("نں", "n"),
    **dict.fromkeys("هح", "h"),
}
# Letters that are a consonant at the beginning of a word, and a long vowel within.
_GLIDES = {"و": "w", "ي": "y"}
_DIGRAPHS = (("sh", "s"), ("ch", "s"), ("kh", "k"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("ph", "f"))
_LATIN_LETTERS = str.maketrans(
    {"q": "k", "c": "k", "j": "g", "p": "b", "v": "f", "x": "ks", **dict.fromkeys("aeiou", None)}
)
_NOT_LATIN = re.compile(r"[^a-z]+")


def is_arabic(folded: str) -> bool:
    """Whether a folded text has Arabic letters."""
    return bool(_ARABIC.search(folded))


def sounds(folded: str) -> list[str]:
    """The consonants of each word of a folded text that has any; articles have none.

    >>> sounds("الاردن"), sounds("al urdun"), sounds("رجب اردوغان"), sounds("recep erdogan")
    (['rdn'], ['rdn'], ['rgb', 'rdgn'], ['rkb', 'rdgn'])
    """
    return [sound for word in folded.split() if (sound := _sound(word))]


def _sound(word: str) -> str:
    if _ARABIC.search(word):
        return _once(_of_arabic(_ARABIC_ARTICLE.sub("", word)))
    if _LATIN.search(word) and word not in _LATIN_ARTICLES:
        return _once(_of_latin(_NOT_LATIN.sub("", word)))
    return ""


def _of_arabic(word: str) -> str:
    first = _GLIDES.get(word[:1], "")
    within = "".join(_CONSONANTS.get(sign, "") for sign in word)
    # A last h is written for what is no longer spoken, or not at all.
    return (first + within)[:1] + (first + within)[1:].removesuffix("h")


def _of_latin(word: str) -> str:
    for written, sound in _DIGRAPHS:
        word = word.replace(written, sound)
    first = word[:1] if word[:1] in "wy" else ""
    within = word.translate(_LATIN_LETTERS).replace("w", "").replace("y", "")
    return (first + within)[:1] + (first + within)[1:].removesuffix("h")


def _once(sound: str) -> str:
    """Doubled consonants once."""
    return "".join(sign for sign, _ in groupby(sound))
