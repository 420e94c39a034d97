"""Levels of a marking, from free to closed, and what the markings of records are in them.

TLP 2.0 (https://www.first.org/tlp/) is shipped, since records carry its names; a policy may bring another scheme, and
then says which of its levels each of these names is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ontology.errors import UsageProblem

RECORD_LEVELS: Final = ("clear", "green", "amber", "amber-strict", "red")
"""The markings that records have, the strictest last."""
PUBLIC: Final = "clear"
"""The marking of what the whole world may know."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """The levels of a scheme, the strictest last; what each marking of a record is among them; and those that no
    package ever holds.
    """

    name: str
    levels: tuple[str, ...]
    of_records: Mapping[str, str]
    closed: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if len(set(self.levels)) != len(self.levels) or not self.levels:
            raise UsageProblem(f"The scheme {self.name!r} needs levels, each once.")
        unknown = sorted((set(self.of_records.values()) | self.closed) - set(self.levels))
        if unknown:
            raise UsageProblem(f"The scheme {self.name!r} has no level {', '.join(map(repr, unknown))}.")
        ranks = [self.rank(self.of_records[level]) for level in RECORD_LEVELS if level in self.of_records]
        if ranks != sorted(ranks):
            raise UsageProblem(f"The scheme {self.name!r} has stricter markings at lower levels.")

    def rank(self, level: str) -> int:
        """How strict a level of the scheme is."""
        return self.levels.index(level)

    def level_of(self, marking: str) -> str:
        """The level of a record with a marking; "" where the scheme does not know it.

        >>> TLP.level_of("amber"), TLP.level_of(""), TLP.level_of("secret")
        ('amber', '', '')
        """
        return self.of_records.get(marking, "")

    def strictest(self, *levels: str) -> str:
        """The strictest of some levels of the scheme."""
        return max(levels, key=self.rank)


TLP: Final = Scheme(
    "tlp-2.0",
    RECORD_LEVELS,
    MappingProxyType({level: level for level in RECORD_LEVELS}),
    # For the eyes and ears of named people only: no file can hold to that.
    frozenset({"red"}),
)
