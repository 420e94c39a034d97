"""Names as people type them: one normaliser, and the names that a node of the graph can be found by."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

KINDS = (
    "Country",
    "Territory",
    "Grouping",
    "Organisation",
    "Mission",
    "Programme",
    "Crisis",
    "StandingProgramme",
    "RoutineEngagement",
    "Disease",
    "SecurityIncident",
    "DiplomaticEvent",
    "GroupingMembership",
    "Quantity",
    "Money",
    "Claim",
    "Record",
    "Document",
    "Publisher",
    "Dataset",
    "ConceptScheme",
    "Concept",
    "Event",
    "Occasion",
    "Party",
)
"""Labels that say what a thing is, the telling ones first: a node's kind is the first that it carries."""

OTHER_KIND = "Resource"

WHY_OF_KEY = {
    "name": "name",
    "shortName": "short name",
    "altName": "other name",
    "iso3": "code",
    "iso2": "code",
    "icd11": "code",
    "identifier": "identifier",
    "description": "description",
}
"""Which keys of a node make names, and which kind of name each is; a language may follow the key."""

_NOT_ASCII_WORD = re.compile(r"[^a-z0-9]+")
_DROPPED_CATEGORIES = frozenset({"Mn", "Me", "Cf"})
_LETTERS = str.maketrans(
    {
        # Arabic letters that keyboards and spellings exchange. NFKD takes hamza off alef, waw and ya.
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ک": "ك",
        "ة": "ه",
        "ۃ": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ـ": None,
        # Latin letters that NFKD leaves whole.
        "ı": "i",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        # Signs inside words: one writes Côte d'Ivoire, the other Cote dIvoire.
        **dict.fromkeys("'’‘ʼʿʾ`´"),
    }
)


@dataclass(frozen=True, slots=True)
class NameEntry:
    """One name of one thing; `why` says which kind of name it is (`WHY_OF_KEY`)."""

    iri: str
    kind: str
    name: str
    language: str
    why: str


def fold(text: str) -> str:
    """The text as it is compared: no marks, no tatweel, one form of alef, ya and ta-marbuta, no case.

    >>> fold("  Côte d'Ivoire "), fold("TÜRKİYE"), fold("الأُرْدُنّ"), fold("السُّعوديّـــة")
    ('cote divoire', 'turkiye', 'الاردن', 'السعوديه')
    """
    if text.isascii():
        return _NOT_ASCII_WORD.sub(" ", text.lower().replace("'", "").replace("`", "")).strip()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_LETTERS)
    kept = (_as_word_part(sign) for sign in plain if unicodedata.category(sign) not in _DROPPED_CATEGORIES)
    return " ".join("".join(kept).split())


def _as_word_part(sign: str) -> str:
    if not sign.isalnum():
        return " "
    # ٢ and 2 are the same digit to whoever types.
    digit = unicodedata.digit(sign, None)
    return sign if digit is None else str(digit)


def kind_of(labels: Iterable[str]) -> str:
    """The telling label among a node's labels, whatever their order.

    >>> kind_of(["Resource", "Party", "Country"]), kind_of(["Resource"])
    ('Country', 'Resource')
    """
    carried = set(labels)
    return next((kind for kind in KINDS if kind in carried), OTHER_KIND)


def entries_of(iri: str, labels: Iterable[str], properties: Mapping[str, object]) -> Iterator[NameEntry]:
    """Every name that a node can be found by.

    >>> [entry.name for entry in entries_of("x", ["Country"], {"name_en": "Türkiye", "iso3": "TUR"})]
    ['TUR', 'Türkiye']
    """
    kind = kind_of(labels)
    for key in sorted(properties):
        stem, _, language = key.partition("_")
        why = WHY_OF_KEY.get(stem)
        if why is None:
            continue
        value = properties[key]
        for name in value if isinstance(value, list | tuple) else [value]:
            if isinstance(name, str) and fold(name):
                yield NameEntry(iri, kind, name, language.replace("_", "-"), why)
