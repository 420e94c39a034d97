"""Rules that are SPARQL queries: each is asked once of everything, and its answers are sorted out by target.

SHACL asks a query for each thing with `$this` bound beforehand. Asking it once, unbound, gives the same answers
as long as every group of patterns binds `$this` itself; `read_rule` lets nothing else through.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, cast

from pyoxigraph import Literal, QuerySolutions, Store

from ontology.files import OntologyError
from ontology.shacl.report import Messages, shown
from ontology.shacl.things import Term

_FORM: Final = re.compile(
    r"\s*SELECT\s+(?:DISTINCT\s+)?\$this(?:\s+[?$]\w+)*\s+WHERE\s*\{\s*\$this\s.*\}\s*", re.DOTALL
)
_NOISE: Final = re.compile(r"<[^<>\s]*>|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|#[^\n]*")
_FORBIDDEN: Final = re.compile(
    r"\b(MINUS|VALUES|SERVICE|UNION|GROUP|HAVING|ORDER|LIMIT|OFFSET|GRAPH|FROM|BIND|AS)\b"
    r"|[?$](PATH|shapesGraph|currentShape)\b",
    re.IGNORECASE,
)
_GROUP: Final = re.compile(r"\{([^{}]*)\}")
_VARIABLE: Final = re.compile(r"[?$](\w+)")
_PLACE: Final = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A query that selects `$this` for each thing at fault, maybe with `?value`, and what is then said."""

    query: str
    messages: Messages


class Finding(NamedTuple):
    """One thing at fault, the value to blame where there is one, and what is said of it."""

    focus: Term
    value: Term | None
    messages: Messages


def read_rule(prologue: str, select: str, messages: Messages, where: str) -> Rule:
    """The rule of a SPARQL constraint; OntologyError where its query is more than can be asked all at once."""
    bare = _NOISE.sub(" ", select)
    forbidden = _FORBIDDEN.search(bare)
    if forbidden:
        raise OntologyError(f"The query of {where} uses {forbidden[0]}, which rules cannot.")
    if not _FORM.fullmatch(bare) or len(re.findall(r"\bSELECT\b", bare, re.IGNORECASE)) > 1:
        raise OntologyError(
            f"The query of {where} is not of the form SELECT $this ?value WHERE {{ $this … }}.",
            hint="Begin its first pattern with $this.",
        )
    inner = bare[bare.index("{") + 1 : bare.rindex("}")]
    if any("$this" not in group for group in _GROUP.findall(inner)):
        raise OntologyError(f"The query of {where} has a group that does not bind $this.")
    asked = set(_VARIABLE.findall(bare[: bare.index("{")]))
    missing = {name for _, text in messages for name in _PLACE.findall(text)} - asked
    if missing:
        raise OntologyError(f"The message of {where} names ?{min(missing)}, which its query does not select.")
    return Rule(f"{prologue}{select}", messages)


def ask(rule: Rule, store: Store) -> Iterator[Finding]:
    """What a rule finds, whatever it is for."""
    solutions = cast("QuerySolutions", store.query(rule.query))  # a SELECT gives nothing else
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        found = {name: solution[name] for name in names if solution[name] is not None}
        messages = tuple((language, _told(text, found)) for language, text in rule.messages)
        yield Finding(found["this"], found.get("value"), messages)


def _told(message: str, found: dict[str, Term]) -> str:
    """The message with the values that the query found in their places."""
    return _PLACE.sub(lambda place: _plain(found[place[1]]) if place[1] in found else place[0], message)


def _plain(term: Term) -> str:
    """A value in a sentence: of a literal the text alone."""
    return shown(Literal(term.value)) if isinstance(term, Literal) else shown(term)


__all__ = ["Finding", "Rule", "ask", "read_rule"]
