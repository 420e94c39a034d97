"""Mojibake: text that was read in a wrong encoding and saved again, and the way back where it is exact.

`Ã©` was é in UTF-8, read as Windows-1252. Programs on old Macs do it over and over: `’©` is the same é after three
rounds of Windows-1252 written in Mac Roman. A way back is taken only if it is the only one, and if going it
forwards again gives the very text that was there.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

_RUN = re.compile("[\u0080-\U0010ffff]{2,}")
_MAIMED = re.compile(r"(?<=[^\W\d_])[Ìí’]_(?=[^\W\d_])")
"""What Mac Roman leaves of a letter whose second byte it cannot write, after one, two and three rounds."""
_AGAIN = re.compile("[ÂÃâ]")
"""What is left of text that was scrambled more than once."""
_MOST_FOLDS = 3
_READ_AS = ("cp1252", "cp1256", "cp1251", "cp1254", "mac_roman")
"""The encodings in which UTF-8 is read by mistake."""
_MAC_ROUNDS = (1, 2, 3)
_PLAIN_LETTERS = ((0xA0, 0x17F), (0x218, 0x21B), (0x386, 0x3CE), (0x400, 0x45F), (0x5D0, 0x5EA))
_ARABIC_LETTERS = ((0x600, 0x6FF), (0x750, 0x77F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
_OTHERS = ((0x900, 0xDFF), (0x10D0, 0x10FF), (0x1E00, 0x1EFF), (0x2010, 0x203A), (0x20A0, 0x20BF))
_FAR = ((0x2028, 0x2029), (0x2122, 0x2122), (0x3000, 0x9FFF), (0xAC00, 0xD7A3), (0xFEFF, 0xFEFF))
_EXPECTED = (*_PLAIN_LETTERS, *_ARABIC_LETTERS, *_OTHERS, *_FAR)
"""Where the characters of names and sentences lie; what is found elsewhere is a coincidence of bytes."""


@dataclass(frozen=True, slots=True)
class _Way:
    """A wrong reading of UTF-8: the byte behind each character. No two bytes were read as one character.

    UTF-8 that decodes is the only spelling of its text, so that going forwards again gives what was there.
    """

    bytes_behind: Mapping[str, int]
    pattern: re.Pattern[str]

    def back(self, text: str) -> str | None:
        """The text before the damage; None where this was not the way."""
        runs = _RUN.findall(text)
        if not runs or not all(self.pattern.fullmatch(run) for run in runs):
            return None
        try:
            return bytes(self.bytes_behind[character] for character in text).decode("utf-8")
        except (KeyError, UnicodeDecodeError):
            return None


def _way(encoding: str, rounds: int = 0) -> _Way:
    read = [bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in range(256)]
    behind: dict[str, int] = {}
    for first in range(256):
        byte: int | None = first
        for _ in range(rounds):
            written = read[byte].encode("mac_roman", "ignore") if byte is not None else b""
            byte = written[0] if written else None
        if byte is not None:
            behind[read[byte]] = first
    return _Way(behind, _sequences(behind, letters=not rounds))


def _sequences(behind: Mapping[str, int], *, letters: bool) -> re.Pattern[str]:
    """What runs of characters look like whose bytes are UTF-8.

    Without `letters`, what follows the first character of each is no letter: l’été and Suíça are good words.
    """

    def some(low: int, high: int, *, letters: bool = True) -> str:
        found = (char for char, byte in behind.items() if low <= byte <= high)
        # A class must hold something; no text that is looked at has a NUL here.
        return f"[{re.escape(''.join(char for char in found if letters or not char.isalpha()))}\0]"

    second, tail = some(0x80, 0xBF, letters=letters), some(0x80, 0xBF)
    leads = ((0xC2, 0xDF, 0), (0xE0, 0xEF, 1), (0xF0, 0xF4, 2))
    return re.compile(f"(?:{'|'.join(f'{some(low, high)}{second}{tail}{{{n}}}' for low, high, n in leads)})+")


_WAYS = (*map(_way, _READ_AS), *(_way("cp1252", rounds) for rounds in _MAC_ROUNDS))


def unscramble(text: str) -> str | None:
    """The text as it was before it was read in a wrong encoding; None where it was not, or nobody can tell.

    Where the text as a whole was not scrambled, each run of characters beyond ASCII is looked at by itself.

    >>> unscramble("Microcr\u2019\u00a9dit"), unscramble("MÃ©decins"), unscramble("crédit"), unscramble("AÇÃO")
    ('Microcrédit', 'Médecins', None, None)
    """
    found = _whole(text)
    if found is None:
        found = _RUN.sub(lambda run: _unscrambled_run(run[0]) or run[0], text)
    return None if found == text else found


def _whole(text: str) -> str | None:
    found = None
    for _ in range(_MOST_FOLDS):
        before = _once(text if found is None else found)
        if before is None:
            break
        found = before
        if not _AGAIN.search(found):
            break
    return found


def _once(text: str) -> str | None:
    if text.isascii():
        return None
    backs = {back for way in _WAYS if (back := way.back(text)) is not None and _is_expected(back)}
    return backs.pop() if len(backs) == 1 else None


@lru_cache(maxsize=10_000)
def _unscrambled_run(run: str) -> str | None:
    return _whole(run)


def scrambled_words(text: str) -> Iterator[tuple[int, str, str]]:
    """Each run of characters in a text that looks scrambled: where it begins, it, and what it was."""
    for match in _RUN.finditer(text):
        if (before := _unscrambled_run(match[0])) is not None:
            yield match.start(), match[0], before


def maimed_words(text: str) -> Iterator[tuple[int, str]]:
    """Each place where a letter was lost in such a reading, so that nothing brings it back: f’_r was für."""
    return ((match.start(), match[0]) for match in _MAIMED.finditer(text))


def _is_expected(text: str) -> bool:
    """Whether the characters that are not ASCII are such as people write."""
    return all(character.isascii() or _is_written(character) for character in text)


@cache
def _is_written(character: str) -> bool:
    if unicodedata.category(character) in {"Cn", "Co", "Cc"}:
        return False
    return any(first <= ord(character) <= last for first, last in _EXPECTED)
