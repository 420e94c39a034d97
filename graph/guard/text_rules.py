"""What the text of a query may hold: the first wall on every product, and on the embedded engine the second of two.

Its plan says more than its text where the engine shows one (`plan_rules`), and the account that cannot write stands
behind both. A word list alone was passed by elsewhere, with remarks and escapes; so this one reads words as the
engine does (`tokens`), and lists what is allowed to be called, not what is not.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from graph.guard.limits import Limits
from graph.guard.names import FUNCTIONS, KEYWORDS, PROCEDURES
from graph.guard.refusal import QueryRefused
from graph.guard.tokens import Token, place, tokens_of

LONGEST_RANGE = 1_000_000

CHANGES = frozenset(
    {
        *("CREATE", "INSERT", "MERGE", "SET", "REMOVE", "DELETE", "DETACH", "NODETACH", "FOREACH"),
        *("LOAD", "TRANSACTIONS", "DROP", "ALTER", "RENAME", "GRANT", "DENY", "REVOKE", "SHOW", "TERMINATE"),
        *("USE", "ENABLE", "DRYRUN", "DEALLOCATE", "REALLOCATE"),
    }
)
"""Words of statements that change data or schema, reach out of the graph, or govern the server."""
BEGINNINGS = ("MATCH", "OPTIONAL MATCH", "UNWIND", "WITH", "CALL", "RETURN")
"""What a question can begin with."""
_FIRST_WORDS = frozenset(words.split()[0] for words in BEGINNINGS)
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
_SIGNED = frozenset("+-")
# What stands before a name that is a label, a type, a key or a parameter, and so no word of a statement.
_BEFORE_OWN_NAMES = frozenset(".:|&!$")

Reason = tuple[str, str, int]
"""What is wrong, the way out, and where in the query."""


def check_text(cypher: str, limits: Limits) -> None:
    """Raises QueryRefused, with the place, unless the text is one statement that only reads and is not too large.

    >>> check_text("MATCH (m:Mission) RETURN m.set, {load: 1} LIMIT 5", Limits())
    >>> check_text("MATCH (m) /* */ SET m.x = 1", Limits())
    Traceback (most recent call last):
    graph.guard.refusal.QueryRefused: The query is refused: SET does more than read the graph, at line 1, column 17. \
If it is a name of yours, write it in back-ticks: `SET`.
    """
    if len(cypher) > limits.characters:
        raise QueryRefused(
            f"The query is refused: it has more than {limits.characters:,} characters.",
            hint="Pass data as parameters.",
        )
    tokens = tokens_of(cypher)
    if len(tokens) > limits.words:
        raise QueryRefused(
            f"The query is refused: it has more than {limits.words:,} words and signs.",
            hint="Pass lists as parameters: x IN $list.",
        )
    _check_nesting(cypher, tokens, limits.nesting)
    for rule in _RULES:
        for what, hint, at in rule(tokens):
            raise QueryRefused(f"The query is refused: {what}, at {place(cypher, at)}.", hint=hint)


def _check_nesting(cypher: str, tokens: Sequence[Token], most: int) -> None:
    depth = signs = 0
    for token in tokens:
        opens = token.text in _OPEN or token.word == "CASE"
        depth += opens - (token.text in _CLOSE or token.word == "END")
        signs = signs + 1 if token.text in _SIGNED or token.word == "NOT" else 0
        if max(depth, signs) > most:
            raise QueryRefused(
                f"The query is refused: it is nested more than {most} deep, at {place(cypher, token.at)}.",
                hint="Take it apart with WITH.",
            )


def _one_statement(tokens: Sequence[Token]) -> Iterator[Reason]:
    for index, token in enumerate(tokens[:-1]):
        if token.text == ";":
            yield "it has more than one statement", "Ask one at a time.", tokens[index + 1].at
            return


def _begins_as_question(tokens: Sequence[Token]) -> Iterator[Reason]:
    if not tokens:
        yield "it is empty", "Try: MATCH (m:Mission) RETURN count(m)", 0
    elif tokens[0].word not in _FIRST_WORDS:
        yield (
            f"no question begins with {tokens[0].text[:20]!r}",
            f"Begin with {', '.join(BEGINNINGS)}.",
            tokens[0].at,
        )


def _only_reading_words(tokens: Sequence[Token]) -> Iterator[Reason]:
    for index, token in enumerate(tokens):
        if token.word in CHANGES and not _is_own_name(tokens, index):
            yield (
                f"{token.word} does more than read the graph",
                f"If it is a name of yours, write it in back-ticks: `{token.text}`.",
                token.at,
            )


def _is_own_name(tokens: Sequence[Token], index: int) -> bool:
    """Whether the word is a label, a type, a key of a thing or of a map, or a parameter."""
    before = tokens[index - 1].text if index else ""
    after = tokens[index + 1].text if index + 1 < len(tokens) else ""
    # In `1. SET` the dot is the number's.
    ends_number = before == "." and index > 1 and tokens[index - 2].kind == "number"
    return (before in _BEFORE_OWN_NAMES and not ends_number) or (after == ":" and before in {"{", ","})


def _known_procedures(tokens: Sequence[Token]) -> Iterator[Reason]:
    for index, token in enumerate(tokens):
        if token.word == "CALL" and not _is_own_name(tokens, index):
            name = _dotted(tokens, index + 1)
            if name and name not in PROCEDURES:
                yield (
                    f"the procedure {name} is not one that only tells of the graph",
                    f"There are {', '.join(sorted(PROCEDURES))}.",
                    tokens[index + 1].at,
                )


def _dotted(tokens: Sequence[Token], index: int) -> str:
    """The name with its dots that begins at a token; "" where none does."""
    parts = []
    while index < len(tokens) and (name := tokens[index].name):
        parts.append(name)
        if index + 1 >= len(tokens) or tokens[index + 1].text != ".":
            break
        index += 2
    return ".".join(parts)


def _known_functions(tokens: Sequence[Token]) -> Iterator[Reason]:
    for index, token in enumerate(tokens[:-1]):
        if not (token.name and tokens[index + 1].text == "("):
            continue
        first, name = _called(tokens, index)
        if first and tokens[first - 1].word == "CALL":
            continue
        known = name.lower() in FUNCTIONS or (token.kind == "name" and token.word in KEYWORDS)
        if not known:
            yield (
                f"the function {name} is not one of Cypher's own",
                "Functions of plug-ins may reach beyond the graph.",
                tokens[first].at,
            )


def _called(tokens: Sequence[Token], last: int) -> tuple[int, str]:
    """Where the dotted name begins that ends at a token, and the name."""
    first, name = last, tokens[last].name
    while first > 1 and tokens[first - 1].text == "." and tokens[first - 2].name:
        first -= 2
        name = f"{tokens[first].name}.{name}"
    return first, name


def _short_ranges(tokens: Sequence[Token]) -> Iterator[Reason]:
    for index, token in enumerate(tokens):
        if token.word == "RANGE" and _size(tokens[index + 1 : index + 12]) > LONGEST_RANGE:
            yield (
                f"its range has more than {LONGEST_RANGE:,} numbers",
                "Count what the graph holds instead.",
                token.at,
            )


def _size(following: Sequence[Token]) -> int:
    """How many numbers a range between written numbers has; 0 where they are not written."""
    inside = "".join(token.text for token in following).partition(")")[0].removeprefix("(").split(",")
    with suppress(ValueError):
        first, last, *step = (int(part.replace("_", ""), 0) for part in inside)
        return abs(last - first) // max(1, abs(step[0] if step else 1))
    return 0


_RULES: tuple[Callable[[Sequence[Token]], Iterator[Reason]], ...] = (
    _one_statement,
    _only_reading_words,
    _begins_as_question,
    _known_procedures,
    _known_functions,
    _short_ranges,
)
