"""What the comparison of missions needs to know of countries, organisations and crises."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from ingest.matching.lines import text_of, triples_of
from ingest.matching.words import stems
from ingest.normalise import normal_name
from ontology.namespaces import HD

KINDS: Final = ("country", "country-name", "territory", "organisation", "crisis")
"""The kinds of records that `read_background` reads."""

_NAMES: Final = frozenset({f"<{HD}name>", f"<{HD}altName>"})
_HOME: Final = f"<{HD}homeCountry>"


@dataclass(frozen=True, slots=True)
class Background:
    """Stems of the words by which things are named, and the home countries of organisations, by IRIs."""

    stems: Mapping[str, frozenset[str]] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)

    def stems_of(self, things: Iterable[str]) -> frozenset[str]:
        """The stems of all names of some things, and of the codes that their IRIs end with."""
        return frozenset[str]().union(
            *(self.stems.get(thing, frozenset()) | _code(thing) for thing in things)
        )


@lru_cache(maxsize=100_000)
def _code(thing: str) -> frozenset[str]:
    return stems([thing.rsplit("/", 1)[-1].casefold()])


def read_background(texts: Iterable[str]) -> Background:
    """What records of those kinds tell, given as canonical N-Quads."""
    named: dict[str, set[str]] = {}
    homes: dict[str, str] = {}
    for text in texts:
        for subject, predicate, value in triples_of(text):
            if predicate in _NAMES:
                named.setdefault(subject[1:-1], set()).add(normal_name(text_of(value)))
            elif predicate == _HOME:
                homes[subject[1:-1]] = value[1:-1]
    return Background({thing: stems(names) for thing, names in named.items()}, homes)
