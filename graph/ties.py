"""Derived ties: who aided whom, as one AIDED edge between two places, counted over missions.

Ties are a view: they are computed from the claims, marked `derived`, rebuilt with every change and never exported.
A package for many recipients counts once for each pair, so ties are for reach and must not be summed to volumes.
"""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from neo4j.time import Date

from graph.model import DERIVED, Value
from ontology.terms import concept, hd

TIE = "AIDED"
TIE_KINDS = ("mission",)
"""The kinds of records whose missions make ties."""
DELIVERED = frozenset(
    concept("status", notation).value for notation in ("delivered", "operating", "completed", "handed-over")
)
REFUSED = frozenset(concept("status", notation).value for notation in ("blocked", "refused", "withdrawn"))
_DAY = re.compile(r'"(\d{4}-\d{2}-\d{2})"(?!\w)', re.ASCII)
_PLACE = re.compile(r"<[^<>]*/(?:country|territory)/[^<>]*>")


@dataclass(frozen=True, slots=True)
class Tie:
    """What one place sent to another: missions in all, delivered, not yet delivered, and the span of their starts.

    `first` and `last` are ISO days, the earliest and the latest that any mission can have started; "" if unknown.
    """

    sender: str
    recipient: str
    missions: int
    delivered: int
    announced: int
    first: str
    last: str


@dataclass(slots=True)
class _Mission:
    senders: set[str] = field(default_factory=set)
    recipients: set[str] = field(default_factory=set)
    status: str = ""
    start: str = ""
    start_latest: str = ""


@dataclass(slots=True)
class _Counted:
    missions: int = 0
    delivered: int = 0
    refused: int = 0
    first: str = ""
    last: str = ""

    def add(self, mission: _Mission) -> None:
        self.missions += 1
        self.delivered += mission.status in DELIVERED
        self.refused += mission.status in REFUSED
        if mission.start:
            self.first = min(self.first or mission.start, mission.start)
        self.last = max(self.last, mission.start_latest)


class TieCount:
    """Counts the ties between countries and territories that missions make; no self-loops.

    Takes the missions' records as they come, and keeps of them no more than the ties, and those missions that are
    named in `shared`: only of these may another record say more.
    """

    def __init__(self, shared: Container[str] = frozenset()) -> None:
        self._shared = shared
        self._kept: dict[str, _Mission] = {}
        self._pairs: dict[tuple[str, str], _Counted] = {}

    def add(self, text: str) -> None:
        """Takes in what the canonical N-Quads of a record say."""
        found: dict[str, _Mission] = {}
        for subject, read, term in _facts(text):
            mission = found.get(subject)
            if mission is None:
                mission = found[subject] = self._kept.get(subject) or _Mission()
            read(mission, term)
        for subject, mission in found.items():
            if subject in self._shared:
                self._kept[subject] = mission
            else:
                self._count(mission)

    def _count(self, mission: _Mission) -> None:
        for sender in mission.senders:
            for recipient in mission.recipients - {sender}:
                self._pairs.setdefault((sender, recipient), _Counted()).add(mission)

    def ties(self) -> Mapping[tuple[str, str], Tie]:
        """The ties, sorted by sender and recipient. To be asked once, when all records were taken in."""
        for mission in self._kept.values():
            self._count(mission)
        self._kept.clear()
        return {pair: _tie(pair, self._pairs[pair]) for pair in sorted(self._pairs)}


def _facts(text: str) -> Iterator[tuple[str, Callable[[_Mission, str], None], str]]:
    """Subject IRI and object of each fact that counts, with what reads it."""
    # Not splitlines: that takes other characters within a literal for the ends of lines too.
    for line in text.split("\n"):
        subject, _, said = line.partition(" ")
        predicate, _, term = said.partition(" ")
        read = _READERS.get(predicate)
        if read and subject[0] == "<":
            # Behind the object stand the graph and the full stop.
            yield subject[1:-1], read, term.rpartition(" <")[0]


def _tie(pair: tuple[str, str], counted: _Counted) -> Tie:
    announced = counted.missions - counted.delivered - counted.refused
    return Tie(*pair, counted.missions, counted.delivered, announced, counted.first, counted.last)


def _sender(mission: _Mission, term: str) -> None:
    if _PLACE.fullmatch(term):
        mission.senders.add(term[1:-1])


def _recipient(mission: _Mission, term: str) -> None:
    if _PLACE.fullmatch(term):
        mission.recipients.add(term[1:-1])


def _status(mission: _Mission, term: str) -> None:
    if term.startswith("<") and not term.startswith("<<"):
        mission.status = term[1:-1]


def _start(mission: _Mission, term: str) -> None:
    if day := _day(term):
        mission.start = min(mission.start or day, day)


def _start_latest(mission: _Mission, term: str) -> None:
    mission.start_latest = max(mission.start_latest, _day(term))


@lru_cache(maxsize=50_000)
def _day(term: str) -> str:
    """The ISO day that a literal writes, "" for anything else: loaded RDF may hold what the shapes refuse."""
    match = _DAY.match(term)
    if not match:
        return ""
    try:
        date.fromisoformat(match[1])
    except ValueError:
        return ""
    return match[1]


_READERS = {
    f"<{term.value}>": read
    for term, read in (
        (hd.sentBy, _sender),
        (hd.receivedBy, _recipient),
        (hd.status, _status),
        (hd.start, _start),
        (hd.startLatest, _start_latest),
    )
}


def tie_properties(tie: Tie) -> dict[str, Value]:
    """A tie's properties in the graph; days as dates, unknown ones absent."""
    days = {name: Date.from_iso_format(text) for name in ("first", "last") if (text := getattr(tie, name))}
    return {
        "missions": tie.missions,
        "delivered": tie.delivered,
        "announced": tie.announced,
        **days,
        DERIVED: True,
    }
