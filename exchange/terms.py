"""Claims of one record by their terms, each written as canonical N-Quads writes it."""

from collections.abc import Iterable, Iterator

Claim = tuple[str, str, str]
"""The subject, the predicate and the object of a claim."""


def claims_of(text: str, graph: str) -> list[Claim]:
    r"""The claims of canonical N-Quads that stand in a graph; there are none in other graphs of a record.

    A line's subject and predicate have no space in them, and its end is the graph's name: no parser is needed.

    >>> claims_of('<urn:s> <urn:p> "a <urn:b> c"@en <urn:g> .\n', "urn:g")
    [('<urn:s>', '<urn:p>', '"a <urn:b> c"@en')]
    """
    end = f" <{graph}> ."
    cut = -len(end)
    claims = []
    for line in text.split("\n"):
        if line.endswith(end):
            subject, predicate, value = line[:cut].split(" ", 2)
            claims.append((subject, predicate, value))
    return claims


def text_of(claims: Iterable[Claim], graph: str) -> str:
    """Claims of a graph as canonical N-Quads, sorted, each once."""
    return "".join(
        sorted({f"{subject} {predicate} {value} <{graph}> .\n" for subject, predicate, value in claims})
    )


def is_ground(claim: Claim) -> bool:
    """Whether a claim is free of blank nodes and triple terms: the only terms that begin with neither `<h` nor `"`."""
    subject, _, value = claim
    return subject[0] == "<" and subject[1] != "<" and value[0] != "_" and not value.startswith("<<")


def names_in(claims: Iterable[Claim]) -> set[str]:
    """All IRIs that claims name, the types of literals too, each in its angle brackets."""
    return {name for claim in claims for term in claim for name in _names(term)}


def _names(term: str) -> Iterator[str]:
    if term[0] == "<":
        yield term
    elif term[-1] == ">":
        yield term[term.rindex("<") :]
