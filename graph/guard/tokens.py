"""The words of a Cypher text, read as the engines read them: without remarks, texts and back-ticked names told apart.

What two readers could read in two ways is refused, so that nothing can stand in a remark for one and be run by the
other: unicode escapes (which an engine may decode before it reads), signs that are not seen, texts without an end.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from graph.guard.refusal import QueryRefused

_TOKEN = re.compile(
    r"""
    (?P<space>\s+ | //[^\n\r]* | /\*.*?\*/)
    | (?P<text>'(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*")
    | (?P<quoted>`(?:[^`]|``)+`)
    | (?P<number>\d\w*(?:\.\d\w*)?)
    | (?P<name>[^\W\d]\w*)
    | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_UNENDED = {
    "'": "a text that does not end",
    '"': "a text that does not end",
    "`": "a name in back-ticks that does not end",
}
_SEEN_SPACE = frozenset(" \t\n\r")
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs", "Co"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a query: `kind` is name, quoted, number, text or sign; `at` is where it begins in the query."""

    kind: str
    text: str
    at: int

    @property
    def word(self) -> str:
        """An unquoted name in capitals, as keywords are compared; "" for anything else."""
        return self.text.upper() if self.kind == "name" else ""

    @property
    def name(self) -> str:
        """What a name says, without its back-ticks; "" for what is no name."""
        if self.kind == "quoted":
            return self.text[1:-1].replace("``", "`")
        return self.text if self.kind == "name" else ""


def place(cypher: str, at: int) -> str:
    r"""Where in a query something stands, for people.

    >>> place("RETURN 1;\n RETURN 2", 11)
    'line 2, column 2'
    """
    before = cypher[:at]
    return f"line {before.count(chr(10)) + 1}, column {at - before.rfind(chr(10))}"


def tokens_of(cypher: str) -> list[Token]:
    """The words of a query, without space and remarks. QueryRefused for what two readers could read in two ways.

    >>> [token.text for token in tokens_of("RETURN 'a // b' /* no */ AS `x``y` // end")]
    ['RETURN', "'a // b'", 'AS', '`x``y`']
    """
    _refuse_escapes(cypher)
    return list(_read(cypher))


def _refuse_escapes(cypher: str) -> None:
    escape = re.search(r"\\u", cypher, re.IGNORECASE)
    if escape:
        raise QueryRefused(
            f"The query is refused: it has a unicode escape, at {place(cypher, escape.start())}.",
            hint="Write the character itself, or give the text as a parameter.",
        )


def _read(cypher: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(cypher):
        kind, text, at = str(found.lastgroup), found[0], found.start()
        if kind == "sign":
            _refuse_open(cypher, text, at)
        if kind not in {"text", "quoted"}:
            _refuse_unseen(cypher, text, at)
        if kind != "space":
            yield Token(kind, text, at)


def _refuse_open(cypher: str, text: str, at: int) -> None:
    what = _UNENDED.get(text) or ("a remark that does not end" if cypher.startswith("/*", at) else "")
    if what:
        raise QueryRefused(f"The query is refused: it has {what}, begun at {place(cypher, at)}.")


def _refuse_unseen(cypher: str, text: str, at: int) -> None:
    for offset, sign in enumerate(text):
        if sign not in _SEEN_SPACE and unicodedata.category(sign) in _UNSEEN:
            raise QueryRefused(
                f"The query is refused: it has a character that is not seen, U+{ord(sign):04X},"
                f" at {place(cypher, at + offset)}.",
                hint="Take it out, or put it into a text.",
            )
