"""Names of any script in plain Latin letters: for finding what a text may mean, never for saying that it does."""

import unicodedata

from ingest.resolution.place_names import place_form

_CYRILLIC = """
    а=a б=b в=v г=g ґ=g д=d е=e є=ie ж=zh з=z и=i і=i ї=i й=y ј=j к=k л=l љ=lj м=m н=n њ=nj о=o п=p р=r с=s т=t
    у=u ў=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya
"""
_ARABIC = """
    ا=a ب=b پ=p ت=t ٹ=t ث=th ج=j چ=ch ح=h خ=kh د=d ڈ=d ذ=dh ر=r ڑ=r ز=z ژ=zh س=s ش=sh ص=s ض=d ط=t ظ=z ع= غ=gh
    ف=f ق=q ك=k گ=g ل=l م=m ن=n ں=n ه=h ھ=h و=w ي=y ے=e ء=
"""
_LATIN = "ı=i ł=l ø=o đ=d ð=d þ=th æ=ae œ=oe ə=e"
_LETTERS = str.maketrans(dict(pair.split("=") for pair in f"{_CYRILLIC} {_ARABIC} {_LATIN}".split()))


def latin_form(text: str) -> str:
    """The normal name with each letter that has a usual counterpart written in Latin letters.

    >>> latin_form("Кения"), latin_form("Kızılay"), latin_form("Fr\u0430nce")
    ('keniya', 'kizilay', 'france')
    """
    # Some letters of other scripts come apart into a plain one and a mark, as й does, only here.
    return unicodedata.normalize("NFKC", place_form(text).translate(_LETTERS))


__all__ = ["latin_form"]
