"""The ties of missions counted the plain way, from quads in memory: the oracle of the streaming count."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from graph.ties import Tie
from ontology.terms import concept, hd

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
DELIVERED = frozenset(
    concept("status", notation) for notation in ("delivered", "operating", "completed", "handed-over")
)
REFUSED = frozenset(concept("status", notation) for notation in ("blocked", "refused", "withdrawn"))


@dataclass(slots=True)
class _Mission:
    senders: set[str]
    recipients: set[str]
    status: NamedNode | None = None
    start: str = ""
    start_latest: str = ""


def ties_of(quads: Iterable[Quad]) -> Mapping[tuple[str, str], Tie]:
    """The ties between countries and territories that the missions among the quads make; no self-loops."""
    grouped: dict[tuple[str, str], list[_Mission]] = {}
    for mission in _missions(quads):
        for sender in mission.senders:
            for recipient in mission.recipients - {sender}:
                grouped.setdefault((sender, recipient), []).append(mission)
    return {pair: _tie(pair, grouped[pair]) for pair in sorted(grouped)}


def _missions(quads: Iterable[Quad]) -> Iterable[_Mission]:
    found: dict[str, _Mission] = {}
    for quad in quads:
        read = _READERS.get(quad.predicate)
        if read and isinstance(quad.subject, NamedNode):
            read(found.setdefault(quad.subject.value, _Mission(set(), set())), quad.object)
    return found.values()


def _is_place(term: object) -> bool:
    return isinstance(term, NamedNode) and ("/country/" in term.value or "/territory/" in term.value)


def _sender(mission: _Mission, term: object) -> None:
    if _is_place(term) and isinstance(term, NamedNode):
        mission.senders.add(term.value)


def _recipient(mission: _Mission, term: object) -> None:
    if _is_place(term) and isinstance(term, NamedNode):
        mission.recipients.add(term.value)


def _status(mission: _Mission, term: object) -> None:
    if isinstance(term, NamedNode):
        mission.status = term


def _start(mission: _Mission, term: object) -> None:
    if day := _day(term):
        mission.start = min(mission.start or day, day)


def _start_latest(mission: _Mission, term: object) -> None:
    mission.start_latest = max(mission.start_latest, _day(term))


def _day(term: object) -> str:
    """The ISO day that a literal writes, "" for anything else: loaded RDF may hold what the shapes refuse."""
    text = term.value if isinstance(term, Literal) else ""
    try:
        date.fromisoformat(text)
    except ValueError:
        return ""
    return text if _DAY.fullmatch(text) else ""


_READERS = {
    hd.sentBy: _sender,
    hd.receivedBy: _recipient,
    hd.status: _status,
    hd.start: _start,
    hd.startLatest: _start_latest,
}


def _tie(pair: tuple[str, str], missions: list[_Mission]) -> Tie:
    delivered = sum(mission.status in DELIVERED for mission in missions)
    refused = sum(mission.status in REFUSED for mission in missions)
    return Tie(
        *pair,
        missions=len(missions),
        delivered=delivered,
        announced=len(missions) - delivered - refused,
        first=min((mission.start for mission in missions if mission.start), default=""),
        last=max((mission.start_latest for mission in missions), default=""),
    )
