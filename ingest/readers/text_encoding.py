"""Which encodings the bytes of a text file can be in, and how well each of them fits.

A file that is valid UTF-8 beyond ASCII is UTF-8: chance does not make it so. Encodings of one byte a character
cannot be proved; each is scored by the words that it gives, and a close second is said.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ENCODINGS: Mapping[str, str] = {
    "utf-8": "utf_8",
    "utf-8-sig": "utf_8_sig",
    "utf-16": "utf_16",
    "utf-16-le": "utf_16_le",
    "utf-16-be": "utf_16_be",
    "cp1252": "cp1252",
    "latin-1": "latin_1",
    "cp1256": "cp1256",
    "iso-8859-6": "iso8859_6",
    "cp1254": "cp1254",
    "cp1251": "cp1251",
    "mac-roman": "mac_roman",
    "mac-arabic": "mac_arabic",
}
"""The names of encodings in source specs, and Python's codecs for them."""

BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
ONE_BYTE = ("cp1252", "cp1256", "cp1254", "cp1251", "mac-roman", "iso-8859-6", "latin-1", "mac-arabic")
"""In this order where two fit equally: they read such a file alike, or nobody can tell."""

_RARE = frozenset("ÐÝÞðýþ¤¦¬¶¸ªº×÷ƒ„†‡ˆ‰‹›˜¢¥±")
_HANDICAP = {"mac-arabic": 0.2}
"""It reads French as Mac Roman does, and is met far less often."""
_INSIDE_WORDS = frozenset("’‘-·ـ\u200c\u200d")
_COMMON_ARABIC = frozenset("اليمونرتبعدهة")


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an encoding fits: what its words are worth, of 1 a character beyond ASCII."""

    encoding: str
    score: float


def by_mark(head: bytes) -> str:
    """The encoding that a byte order mark at the start names, or nothing."""
    return next((encoding for mark, encoding in BYTE_ORDER_MARKS if head.startswith(mark)), "")


def unmarked_utf_16(head: bytes) -> str:
    """UTF-16 without a mark, by the half of its bytes that is zero in Latin text, or nothing."""
    even, odd = head[0::2], head[1::2]
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if len(head) > 3 and zeros.count(0) * 2 > len(zeros) and not others.count(0):
            return encoding
    return ""


def fits(contexts: Mapping[bytes, int]) -> list[Fit]:
    """The one-byte encodings that can be, the best first, by runs of bytes beyond ASCII with a neighbour each."""
    found = [
        Fit(encoding, score - _HANDICAP.get(encoding, 0))
        for encoding in ONE_BYTE
        if (score := _score(contexts.items(), ENCODINGS[encoding])) is not None
    ]
    return sorted(found, key=lambda fit: -fit.score)


def _score(contexts: Iterable[tuple[bytes, int]], codec: str) -> float | None:
    worth, seen = 0.0, 0
    for context, times in contexts:
        try:
            text = context.decode(codec)
        except UnicodeDecodeError:
            return None
        beyond = [place for place, character in enumerate(text) if not character.isascii()]
        worth += times * sum(_worth(text, place) for place in beyond)
        seen += times * len(beyond)
    return round(worth / seen, 3) if seen else None


def _worth(text: str, place: int) -> float:
    """What a character is worth where it stands: a letter in a word of its own script is what people write."""
    character = text[place]
    if unicodedata.category(character) in {"Cc", "Cn", "Co"}:
        return -3
    if character in _RARE:
        return -1
    before = text[place - 1] if place else " "
    after = text[place + 1] if place + 1 < len(text) else " "
    if character.isalpha() or unicodedata.category(character) == "Mn":
        return _worth_of_letter(character, before, after)
    inside = before.isalpha() and after.isalpha()
    return 0.5 if not inside or character in _INSIDE_WORDS else -1


def _worth_of_letter(letter: str, before: str, after: str) -> float:
    script = _script(letter)
    neighbours = [one for one in (before, after) if one.isalpha()]
    if (letter.isupper() and before.islower()) or any(_script(one) != script for one in neighbours):
        return -2
    if script == "LATIN" and len(neighbours) == 2 and not any(one.isascii() for one in neighbours):
        # Three letters with marks in a row are rather those of another alphabet.
        return -1
    return 0.75 if script == "ARABIC" and letter not in _COMMON_ARABIC else 1


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]


class Contexts:
    """The runs of bytes beyond ASCII in a file, each with the byte before and after it; some of very many."""

    MOST = 4_000
    LONGEST = 60

    def __init__(self) -> None:
        self.counts: Counter[bytes] = Counter()

    def add(self, context: bytes) -> None:
        """Notes a run with its neighbours."""
        short = context[: self.LONGEST]
        if short in self.counts or len(self.counts) < self.MOST:
            self.counts[short] += 1
