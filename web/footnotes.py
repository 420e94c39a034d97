"""Footnotes: every record behind a page gets a number, and every fact the numbers of its records."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from web.model import Sighting

MOST_SOURCES = 60

FIELD_OF_KEY: Mapping[str, str] = MappingProxyType(
    {
        "iso3": "identifier",
        "militaryInvolvement": "military",
        "SENT_BY": "sender",
        "RECEIVED_BY": "recipient",
        "IN_RESPONSE_TO": "occasion",
        "PART_OF_PROGRAMME": "programme",
        "OF_DISEASE": "disease",
        "MONETARY_VALUE": "value_usd",
    }
)
"""Fields of source specs that fill a key or relation of another name."""

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of a source, and where in it the fact was read, if that is known."""

    number: int
    sighting: Sighting | None = None


class Footnotes:
    """The numbers of the records of one page, in the order in which the page first needs them.

    >>> notes = Footnotes(["record/b", "record/a", "record/b"], [])
    >>> notes.numbered, [mark.number for mark in notes.marks(["record/a", "record/z"])]
    (('record/b', 'record/a'), [2])
    """

    def __init__(self, records: Iterable[str], sightings: Sequence[Sighting]) -> None:
        every = tuple(dict.fromkeys(records))
        self.numbered = every[:MOST_SOURCES]
        self.more = len(every) - len(self.numbered)
        self._numbers = {record: number for number, record in enumerate(self.numbered, start=1)}
        self._sightings = sightings

    def marks(self, graphs: Iterable[str], key: str = "", value: str = "") -> tuple[Mark, ...]:
        """The footnotes of a fact; with a key, each says where the value was read."""
        numbers = sorted((self._numbers[graph], graph) for graph in set(graphs) if graph in self._numbers)
        return tuple(Mark(number, self._read_at(graph, key, value)) for number, graph in numbers)

    def sightings(self, record: str) -> tuple[Sighting, ...]:
        """Everything that was read for a record."""
        return tuple(sighting for sighting in self._sightings if sighting.record == record)

    def _read_at(self, record: str, key: str, value: str) -> Sighting | None:
        """The cell that filled the key; of several, the one that holds just this value."""
        field = field_of(key) if key else ""
        cells = [sighting for sighting in self.sightings(record) if sighting.field == field]
        if len(cells) > 1:
            cells = [sighting for sighting in cells if sighting.literal == value]
        return cells[0] if cells else None


def field_of(key: str) -> str:
    """The field of a source spec that fills a key or relation.

    >>> field_of("missionType"), field_of("SENDING_ORGANISATION"), field_of("SENT_BY")
    ('mission_type', 'sending_organisation', 'sender')
    """
    return FIELD_OF_KEY.get(key) or _HUMP.sub("_", key).lower()
