"""Text of unknown origin, made safe to look at: nothing hidden or endless, no address that runs code."""

import unicodedata
from urllib.parse import urlsplit

LONGEST_NAME = 160
LONGEST_LABEL = 60
LONGEST_VALUE = 2_000

_SAFE_SCHEMES = frozenset({"http", "https"})
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that change the order of what is read, so that a name could pretend to be another."""
_PLAIN_CONTROLS = frozenset("\t\n\r")


def visible(text: str) -> str:
    r"""The text with every control and reordering mark written out: what is seen is what is stored.

    >>> visible("Jordan\u202egpj.exe"), visible("a\x00b")
    ('Jordan⟨U+202E⟩gpj.exe', 'a⟨U+0000⟩b')
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"⟨U+{ord(sign):04X}⟩" if _deceives(sign) else sign for sign in text)


def _deceives(sign: str) -> bool:
    if sign in _PLAIN_CONTROLS:
        return False
    return sign in _REORDERING or unicodedata.category(sign) in {"Cc", "Cs"}


def cut(text: str, longest: int) -> str:
    """At most so many characters, with an ellipsis where something is left out.

    >>> cut("Jordan", 4), cut("Jordan", 6)
    ('Jor…', 'Jordan')
    """
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def label(text: str, longest: int = LONGEST_LABEL) -> str:
    """The text as one short visible line."""
    # Cut before the costly part: a label may be a megabyte long.
    return cut(visible(" ".join(text[: longest * 4].split())), longest)


def safe_address(text: str) -> str:
    """The web address if it is one that may be linked, else nothing.

    >>> safe_address("https://reliefweb.int/node/1"), safe_address("javascript:alert(1)"), safe_address("https://a@b/")
    ('https://reliefweb.int/node/1', '', '')
    """
    if len(text) > LONGEST_VALUE or not text.isprintable() or " " in text or visible(text) != text:
        return ""
    try:
        parts = urlsplit(text)
        # A name and password before the host is how an address pretends to be another.
        safe = parts.scheme in _SAFE_SCHEMES and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return ""
    return text if safe else ""
