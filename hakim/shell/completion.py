"""What can come next in a line, by what stands before the cursor."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from hakim.answers import FORMS
from hakim.shell.commands import COMMANDS
from hakim.shell.statements import open_quote, split
from hakim.shell.words import KEYWORDS, Words


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word, and how many characters before the cursor it takes the place of."""

    text: str
    back: int


def suggest(before: str, words: Words) -> tuple[Suggestion, ...]:
    """The words that can come after a text, in the order in which to offer them; none inside of a comment.

    >>> from hakim.shell.words import schema_words
    >>> [one.text for one in suggest("MATCH (m:Mission)-[:SENT", schema_words())]
    ['SENT_BY']
    """
    statement = _statement(before)
    quote = open_quote(statement)
    places = _IN_A_COMMAND if statement.startswith(":") else _IN_A_TEXT if quote else _IN_CYPHER
    if quote not in {"", "'", '"'}:
        return ()
    for pattern, candidates in places:
        found = pattern.search(statement)
        if found:
            begun = found["word"]
            return tuple(_fitting(candidates(found, words), begun, quote))
    return ()


def _statement(before: str) -> str:
    """The statement in which the cursor stands. A command has ended for `split` wherever its line stops."""
    done = split(before)
    line = before.rpartition("\n")[2].lstrip()
    is_command = line.startswith(":") and bool(done.statements) and done.statements[-1].startswith(":")
    return line if is_command else before if not done.statements else _after(before, done.rest)


def _after(before: str, rest: str) -> str:
    # The spaces at the end are part of the place, and `split` gives none.
    return before[before.rfind(rest) :] if rest else ""


def _fitting(candidates: Iterable[str], begun: str, quote: str) -> Iterable[Suggestion]:
    for word in candidates:
        # A word that is complete needs no offer.
        if word.lower().startswith(begun.lower()) and word != begun:
            text = word.replace("\\", "\\\\").replace(quote, f"\\{quote}") + quote if quote else word
            yield Suggestion(text, len(begun))


Candidates = Callable[[re.Match[str], Words], Iterable[str]]
Places = tuple[tuple[re.Pattern[str], Candidates], ...]


def _keys_of_variable(found: re.Match[str], words: Words) -> tuple[str, ...]:
    """The keys of the label that the variable has, as far as the statement says one."""
    label = re.search(rf"\(\s*{re.escape(found['variable'])}\s*:\s*(\w+)", found.string)
    return _keys(label[1] if label else "", words)


def _keys(label: str, words: Words) -> tuple[str, ...]:
    return words.keys.get(label, words.keys[""])


def _none(_found: re.Match[str], _words: Words) -> tuple[str, ...]:
    return ()


_IN_A_COMMAND: Final[Places] = (
    (re.compile(r"^:(?P<word>\w*)$"), lambda _, __: COMMANDS),
    (re.compile(r"^:ask\s+(?P<word>[\w-]*)$"), lambda _, words: words.questions),
    (
        re.compile(r"^:ask\s+(?P<question>[\w-]+)\s(?:.*\s)?(?P<word>\w*)$"),
        lambda found, words: [f"{name}=" for name in words.questions.get(found["question"], ())],
    ),
    (re.compile(r"^:format\s+(?P<word>\w*)$"), lambda _, __: FORMS),
    (re.compile(r"^:schema\s+(?P<word>\w*)$"), lambda _, words: words.labels),
    (re.compile(r"^:param\s+\$?(?P<word>\w*)$"), lambda _, words: words.parameters),
)

_IN_A_TEXT: Final[Places] = (
    (
        re.compile(
            r"(?P<key>\w+)\s*(?:<>|=|:|\bSTARTS\s+WITH\b|\bCONTAINS\b|\bIN\s*\[(?:[^\]]*,)?)\s*['\"](?P<word>[^'\"]*)$",
            re.IGNORECASE,
        ),
        lambda found, words: words.values.get(found["key"], ()),
    ),
)

_IN_CYPHER: Final[Places] = (
    (re.compile(r"\$(?P<word>\w*)$"), lambda _, words: words.parameters),
    (
        re.compile(r"\[\s*\w*\s*:\s*(?:!?\w+\s*[|&]\s*:?\s*)*!?(?P<word>\w*)$"),
        lambda _, words: words.relationships,
    ),
    (
        re.compile(r"(?::\s*(?P<label>\w+)\s*|[(\[]\s*\w*\s*)\{(?:[^{}]*,)?\s*(?P<word>\w*)$"),
        lambda found, words: _keys(found["label"] or "", words),
    ),
    # A value in a map is no label.
    (re.compile(r"\{[^{}()]*\w\s*:\s*(?P<word>\w*)$"), _none),
    (re.compile(r"[(\w]\s*:\s*(?:!?\w+\s*[|&:]\s*)*!?(?P<word>\w*)$"), lambda _, words: words.labels),
    (re.compile(r"\b(?P<variable>[A-Za-z_]\w*)\.(?P<word>\w*)$"), _keys_of_variable),
    (re.compile(r"(?:^|[\s(,\[{|=<>+*/-])(?P<word>[A-Za-z]+)$"), lambda _, __: KEYWORDS),
)
"""In this order: the first place that fits is where the cursor stands."""
