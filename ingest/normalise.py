"""One normal form of names for exact matching: what people write differently but mean the same."""

import re
import unicodedata

_ARABIC_LETTERS = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ىی", "ي"),
    "ک": "ك",
    # The Urdu and the Kurdish he, which Arabic keyboards write with their own; the two-eyed ھ is another letter.
    **dict.fromkeys("ةہەۃ", "ه"),
    "ـ": "",
}
_QUOTES_AND_DOTS = re.compile(r"[.'’‘`´\"“”]+")
_SEPARATORS = re.compile(r"[^\w]+", re.UNICODE)
_UNSEEN = frozenset({"Cf", "Mn", "Me"})
"""Categories of characters that have no width of their own: joiners, marks of direction, accents."""

_DIGIT = "Nd"
"""The category of decimal digits, which are the same number in every script."""


class _Bare(dict[int, str]):
    """What each character becomes: itself, another letter, or nothing; looked up once a character."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if category == _DIGIT:
            self[code] = str(unicodedata.decimal(character))
        else:
            self[code] = "" if category in _UNSEEN else _ARABIC_LETTERS.get(character, character)
        return self[code]


_BARE = _Bare({ord("&"): " and "})


def normal_name(text: str) -> str:
    """The form in which spellings of one name are equal: case, marks, Arabic letter variants, punctuation.

    The Turkish dotless i stays a letter of its own: two names that differ by it alone are not one.

    >>> normal_name("Côte d’Ivoire"), normal_name("COTE D'IVOIRE"), normal_name("Fran\u200bce")
    ('cote divoire', 'cote divoire', 'france')
    >>> normal_name("الأُرْدُنّ") == normal_name("الاردن")
    True
    """
    folded = text.casefold()
    if not text.isascii():
        folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = _QUOTES_AND_DOTS.sub("", folded.translate(_BARE))
    return bare if bare.isalnum() else _SEPARATORS.sub(" ", bare).strip()
