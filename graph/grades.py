"""The order of records by which a value is shown among rivals: the best grade first, then the latest word.

The grade is the Admiralty grade that a record gives itself: reliability of the source, A to F, then credibility of
what it says, 1 to 6. What nobody graded comes last, as F and 6 do, which say that it cannot be judged. The date is
that of the document in which the record was stated; one without a date comes after all that have one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ontology.namespaces import HD, SCHEME

_UNGRADED: Final = ("F", "6", 0)
_TOLD: Final = re.compile(
    rf"^<(?P<subject>[^>]*)> <{re.escape(HD)}(?:"
    rf"(?P<key>reliability|credibility|statedIn)> <(?:{re.escape(SCHEME)}(?:reliability|credibility)/"
    r"(?P<letter>[A-F1-6])|(?P<cited>[^>]*))>"
    r'|(?:date|dateLatest)> "(?P<day>\d{4}-\d\d-\d\d)"[^ ]*) <(?P<graph>[^<>]*)> \.$',
    re.MULTILINE,
)


class Grades:
    r"""The ranks of the graphs of records that were read; `rank` puts the one to believe first.

    A layer of a record (its name, a tilde and a number) has the record's grade.

    >>> grades = Grades()
    >>> grades.read(f'<urn:r> <{HD}reliability> <{SCHEME}reliability/B> <urn:r> .\n')
    >>> grades.rank("urn:r"), grades.rank("urn:r~1"), grades.rank("urn:other")
    (('B', '6', 0), ('B', '6', 0), ('F', '6', 0))
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._ranks: dict[str, tuple[int | str, ...]] = {}
        for text in texts:
            self.read(text)

    def rank(self, graph: str) -> tuple[int | str, ...]:
        """Where a graph stands among others: a smaller rank is believed sooner."""
        return self._ranks.get(graph) or self._ranks.get(graph.rpartition("~")[0], _UNGRADED)

    def read(self, text: str) -> None:
        """Takes in what a record, given as canonical N-Quads, says of itself."""
        said = _Said()
        for told in _TOLD.finditer(text):
            subject, graph = told["subject"], told["graph"]
            if told["day"]:
                said.days[subject] = max(told["day"], said.days.get(subject, ""))
            elif subject == graph or graph.startswith(f"{subject}~"):
                said.of_records.setdefault(subject, []).append((told["key"], told["cited"] or told["letter"]))
        for record, pairs in said.of_records.items():
            self._ranks[record] = said.rank(pairs)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a text says of records, by key, and the last day of each document."""

    of_records: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    days: dict[str, str] = field(default_factory=dict)

    def rank(self, pairs: Sequence[tuple[str, str]]) -> tuple[int | str, ...]:
        reliability, credibility, _ = _UNGRADED
        last = max((self.days.get(value, "") for key, value in pairs if key == "statedIn"), default="")
        return (
            min((value for key, value in pairs if key == "reliability"), default=reliability),
            min((value for key, value in pairs if key == "credibility"), default=credibility),
            -int(last.replace("-", "") or 0),
        )


__all__ = ["Grades"]
