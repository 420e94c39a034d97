"""The example queries of docs/cypher.md: the page is their one place, and the shell and the tests read it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from hakim.settings import CHECKOUT
from ontology.errors import UsageProblem

PAGE: Final = CHECKOUT / "docs" / "cypher.md"
_EXAMPLE: Final = re.compile(
    r"^### (?P<number>\d+)\. (?P<title>.+)\n\n"
    r"(?P<answers>(?:.+\n)+)\n"
    r"\*\*Trap:\*\* (?P<trap>(?:.+\n)+)\n"
    r"(?:```json\n(?P<parameters>(?:.+\n)+)```\n\n)?"
    r"```cypher\n(?P<cypher>(?:.+\n)+)```$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Example:
    """A query with what it answers, where a naive one goes wrong, and the values of its parameters."""

    number: int
    title: str
    answers: str
    trap: str
    parameters: Mapping[str, Any]
    cypher: str


@cache
def examples() -> tuple[Example, ...]:
    """Every example, from easy to hard."""
    return read_examples(PAGE.read_text(encoding="utf-8"))


def read_examples(page: str) -> tuple[Example, ...]:
    """The examples of a page."""
    return tuple(_example(found) for found in _EXAMPLE.finditer(page))


def _example(found: re.Match[str]) -> Example:
    return Example(
        int(found["number"]),
        found["title"],
        " ".join(found["answers"].split()),
        " ".join(found["trap"].split()),
        json.loads(found["parameters"] or "{}"),
        found["cypher"].strip(),
    )


def example(number: str) -> Example:
    """The example of that number; UsageProblem where there is none."""
    known = {str(one.number): one for one in examples()}
    if number not in known:
        raise UsageProblem(f"There is no example {number!r}.", hint=f"They are numbered 1 to {len(known)}.")
    return known[number]
