"""One normal form of names for exact matching: what people write differently but mean the same."""

import re
import unicodedata

_ARABIC_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": None}
)
_QUOTES_AND_DOTS = re.compile(r"[.'’‘`´\"“”]+")
_SEPARATORS = re.compile(r"[^\w]+", re.UNICODE)
_UNSEEN = frozenset({"Cf", "Mn", "Me"})
"""Categories of characters that have no width of their own: joiners, marks of direction, accents."""


def normal_name(text: str) -> str:
    """The form in which spellings of one name are equal: case, marks, Arabic letter variants, punctuation.

    The Turkish dotless i stays a letter of its own: two names that differ by it alone are not one.

    >>> normal_name("Côte d’Ivoire"), normal_name("COTE D'IVOIRE"), normal_name("Fran\u200bce")
    ('cote divoire', 'cote divoire', 'france')
    >>> normal_name("الأُرْدُنّ") == normal_name("الاردن")
    True
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(character for character in folded if unicodedata.category(character) not in _UNSEEN)
    bare = bare.translate(_ARABIC_LETTERS).replace("&", " and ")
    return _SEPARATORS.sub(" ", _QUOTES_AND_DOTS.sub("", bare)).strip()
