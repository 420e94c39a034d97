"""Forms in which names of countries are equal: articles count for nothing, wherever lists put them."""

import re
from collections.abc import Iterator

from ingest.normalise import normal_name

_THE = re.compile(r"\bthe\b ?")
_ARTICLE = re.compile(
    r"(?:die|el|gli|il|la|las|le|les|lo|los)\s+(?=\w)|l['’]\s*(?=\w)",
    re.IGNORECASE,
)
"""What may stand before a country in French, Spanish, Italian and German, and is a part of some names."""
_ARABIC_ARTICLE = "ال"
_SHORTEST_ARABIC = 3


def place_form(text: str) -> str:
    """The normal name without the English article, which lists write before, after and within names.

    >>> place_form("The Gambia"), place_form("Gambia (the)"), place_form("Korea (the Republic of)")
    ('gambia', 'gambia', 'korea republic of')
    """
    name = normal_name(text)
    return (_THE.sub("", name).strip() or name) if "the" in name else name


def without_article(text: str) -> Iterator[str]:
    """The text without the article of another language, and an Arabic one with and without it.

    Only for texts that name nothing as they stand: the article is a part of El Salvador.

    >>> list(without_article("l’Algérie")), list(without_article("اردن")), list(without_article("Kenya"))
    (['Algérie'], ['اردن', 'الاردن'], [])
    """
    if match := _ARTICLE.match(text):
        yield text[match.end() :]
    elif "\u0600" <= text[:1] <= "\u06ff":
        bare = normal_name(text).removeprefix(_ARABIC_ARTICLE)
        if len(bare) >= _SHORTEST_ARABIC:
            yield bare
            yield _ARABIC_ARTICLE + bare


__all__ = ["place_form", "without_article"]
