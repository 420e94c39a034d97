"""One normal form of names for exact matching: what people write differently but mean the same."""

import re
import unicodedata

_ARABIC_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": None})
_QUOTES_AND_DOTS = re.compile(r"[.'’‘`´\"“”]+")
_SEPARATORS = re.compile(r"[^\w]+", re.UNICODE)
_DOTLESS = str.maketrans({"ı": "i", "İ": "i"})


def normal_name(text: str) -> str:
    """The form in which two spellings of one name are equal: case, marks, Arabic letter variants, punctuation.

    >>> normal_name("Côte d’Ivoire"), normal_name("COTE D'IVOIRE")
    ('cote divoire', 'cote divoire')
    >>> normal_name("الأُرْدُنّ") == normal_name("الاردن")
    True
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_DOTLESS)).casefold()
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    bare = bare.translate(_ARABIC_LETTERS).replace("&", " and ")
    return _SEPARATORS.sub(" ", _QUOTES_AND_DOTS.sub("", bare)).strip()
