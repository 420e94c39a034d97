"""A SPARQL query as words: enough to see what it asks for, whatever hides in texts, addresses and comments."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from ontology.errors import UsageProblem

_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# In the order of the grammar: what is longer and quoted first, so that no word within it counts.
_TOKEN: Final = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<text>'''(?:[^'\\]|\\.|'{1,2}(?!'))*''' | \"\"\"(?:[^"\\]|\\.|"{1,2}(?!"))*\"\"\"
              |'(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*")
      | (?P<comment>\#[^\n\r]*)
      | (?P<variable>[?$]\w+)
      | (?P<tag>@[A-Za-z0-9-]+)
      | (?P<name>[\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*)
      | (?P<word>[A-Za-z_]\w*)""",
    re.VERBOSE | re.DOTALL,
)
UPDATES: Final = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"}
)
LONGEST: Final = 100_000
FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


class Token(NamedTuple):
    """A word of a query, in capitals, or an address or a prefixed name as it is written."""

    kind: str
    text: str


def tokens(query: str) -> Iterator[Token]:
    """The words, addresses and names of a query, in order, its code points unescaped as SPARQL does before reading."""
    written = _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16) % 0x110000), query)
    for found in _TOKEN.finditer(written):
        kind = found.lastgroup or ""
        if kind in {"iri", "name", "word"}:
            yield Token(kind, found[0].upper() if kind == "word" else found[0])


def form_of(query: str) -> str:
    r"""SELECT, ASK, CONSTRUCT or DESCRIBE; UsageProblem for what is none, changes something or asks elsewhere.

    >>> form_of("PREFIX a: <urn:insert> ask { ?insert a:service 'LOAD' } # SERVICE")
    'ASK'
    """
    if len(query) > LONGEST:
        raise UsageProblem(f"The query has {len(query):,} characters; {LONGEST:,} are read.")
    words = [token.text for token in tokens(query) if token.kind == "word"]
    if "SERVICE" in words:
        raise UsageProblem(
            "SERVICE asks another server, and no query leaves this machine.",
            hint="Load what it would ask for (`hakim load`), then ask here.",
        )
    first = next((word for word in words if word in UPDATES | FORMS), "")
    if first in UPDATES:
        raise UsageProblem(
            f"{first} changes data, and here is only asked.",
            hint="Change the records (`hakim ingest`, `hakim load`).",
        )
    if not first:
        raise UsageProblem(
            "This is no SPARQL query.", hint="It begins with SELECT, ASK, CONSTRUCT or DESCRIBE."
        )
    return first


def graphs_named(query: str) -> list[str]:
    """The addresses of the graphs that FROM and FROM NAMED name, their prefixes resolved.

    >>> graphs_named("PREFIX r: <urn:r/> SELECT * FROM r:1 FROM NAMED <urn:g> { }")
    ['urn:r/1', 'urn:g']
    """
    spaces: dict[str, str] = {}
    named: list[str] = []
    before = ["", ""]
    for kind, text in tokens(query):
        if kind == "iri" and before[0] == "PREFIX":
            spaces[before[1]] = text[1:-1]
        elif kind in {"iri", "name"} and (before[1] == "FROM" or before == ["FROM", "NAMED"]):
            prefix, _, local = text.partition(":")
            named.append(text[1:-1] if kind == "iri" else spaces.get(f"{prefix}:", f"{prefix}:") + local)
        before = [before[1], text]
    return named


def has_default_graph(query: str) -> bool:
    """FROM without NAMED says what the default graph is."""
    found = list(tokens(query))
    pairs = pairwise(found)
    return any(one.text == "FROM" and two.kind != "word" for one, two in pairs)
