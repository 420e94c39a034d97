"""Where statements end: at a semicolon or an empty line that stands in no text, comment or back-ticks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

_PART: Final = re.compile(
    r"""
    (?P<quoted> ' (?:\\.|[^'\\])* ' | " (?:\\.|[^"\\])* " | ` (?:``|[^`])* ` )
  | (?P<comment> //[^\n]* | /\*.*?\*/ )
  | (?P<open> ['"`] | /\* )
  | (?P<end> ; | \n[ \t\r]*\n )
  | (?P<other> [^'"`/;\n]+ | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_BLANK: Final = re.compile(r"(?:\s|//[^\n]*(?:\n|\Z)|/\*.*?\*/)*", re.DOTALL)
_COMMAND: Final = re.compile(r":[^\n]*")


@dataclass(frozen=True, slots=True)
class Split:
    """The statements that have ended, without their semicolons, and the text of the one that has not."""

    statements: tuple[str, ...]
    rest: str


def split(text: str) -> Split:
    r"""The statements of a text. A line that begins with a colon is a statement of its own: a command of the shell.

    >>> split("RETURN ';' AS a; :help\nMATCH (n)")
    Split(statements=("RETURN ';' AS a", ':help'), rest='MATCH (n)')
    """
    found: list[str] = []
    place = 0
    while end := _end(text, place):
        found.append(text[place : end.start()] if end.re is _PART else end[0].rstrip("; \t\r"))
        place = end.end()
    return Split(tuple(_told(found)), "".join(_told([text[place:]])))


def last_split(text: str) -> tuple[str, ...]:
    """The statements of a text after which nothing comes: its end ends the last one."""
    done = split(text)
    return (*done.statements, done.rest) if done.rest else done.statements


def open_quote(text: str) -> str:
    """What the end of a text stands inside of: a quote, a back-tick, a comment, or "" for none.

    >>> open_quote("RETURN 'it"), open_quote("RETURN 1 // it's"), open_quote("RETURN 'it'")
    ("'", '//', '')
    """
    last = None
    for last in _PART.finditer(text):
        if last.lastgroup == "open":
            return last[0]
    in_line = last is not None and last.lastgroup == "comment" and last[0].startswith("//")
    return "//" if in_line else ""


def _end(text: str, place: int) -> re.Match[str] | None:
    """A command that begins at the place, or the end of the statement there; None where it goes on."""
    begun = _BLANK.match(text, place)
    command = begun and _COMMAND.match(text, begun.end())
    if command:
        return command
    for part in _PART.finditer(text, place):
        if part.lastgroup == "end":
            return part
        if part.lastgroup == "open":
            break
    return None


def _told(texts: Iterable[str]) -> Iterator[str]:
    """The texts that hold more than space and comments."""
    for text in texts:
        blank = _BLANK.match(text)
        if blank is None or blank.end() < len(text):
            yield text.strip()
