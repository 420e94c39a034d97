"""Characters that a cell may not hold: unseen ones, those that change what is seen, what XML cannot carry."""

import re
import unicodedata

from ingest.rows import CellProblem

_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They make text look like other text: `USA\u202eyssarbme` reads as an embassy."""
_UNSEEN_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK"})
"""Scripts that share the shapes of letters."""
_NO_CHARACTERS = "".join(chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000))
_UNWRITABLE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTERS}]")
"""Control characters other than tab and line ends, surrogates, and code points that are no characters."""
_WORDS = re.compile(r"[^\W\d_]+")


def check_text(text: str) -> None:
    """Raises CellProblem where free text holds what no XML can carry, or nothing that can be seen."""
    if text.isascii() and text.isprintable() and not text.isspace():
        return
    if bad := _UNWRITABLE.search(text):
        message = f"The text holds the control character U+{ord(bad[0]):04X}."
        raise CellProblem("no-control-characters", message)
    if all(_is_unseen(character) or character.isspace() for character in text):
        raise CellProblem("visible-text", "The text holds only characters that cannot be seen.")


def check_identifier(text: str) -> None:
    """Raises CellProblem where identifiers could look the same and differ, or be no part of an IRI."""
    if text.isascii() and text.isprintable() and text.strip(" .") == text != "":
        return
    check_text(text)
    bad = next((c for c in text if _is_unseen(c) or (c.isspace() and c != " ")), None)
    if bad is not None:
        message = f"The identifier holds the invisible character U+{ord(bad):04X}."
        raise CellProblem("visible-identifier", message)
    if text in {".", ".."}:
        raise CellProblem("visible-identifier", f"{text!r} is not an identifier: addresses resolve it away.")
    if mixed := next((word for word in _WORDS.findall(text) if len(_scripts(word)) > 1), None):
        message = f"{mixed!r} mixes letters of {' and '.join(sorted(_scripts(mixed)))} that look alike."
        raise CellProblem("one-script", message)


def check_place(text: str) -> None:
    """Raises CellProblem where a name could show as another one."""
    check_text(text)
    bad = next((c for c in text if c in _OVERRIDES), None)
    if bad is not None:
        message = f"The text holds U+{ord(bad):04X}, which makes it look like another text."
        raise CellProblem("visible-text", message)


def one_form(text: str) -> str:
    """The text with its letters composed (NFC), so that é is one thing however it was typed."""
    return unicodedata.normalize("NFC", text)


def _is_unseen(character: str) -> bool:
    if unicodedata.category(character) in _UNSEEN or character in _UNSEEN_LETTERS:
        return True
    return 0xFE00 <= ord(character) <= 0xFE0F or 0xE0000 <= ord(character) <= 0xE0FFF


def _scripts(word: str) -> set[str]:
    return {name for c in word if (name := unicodedata.name(c, "").split(" ")[0]) in _SCRIPTS}
