"""Names to things: a table from normal names to the things that bear them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode

from ingest.normalise import normal_name
from ingest.resolution.nearest import LONGEST_GUESS, Spellings


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that a name can mean: its IRI, the name to show, and its home country where it has one."""

    iri: NamedNode
    shown: str
    home: NamedNode | None = None


class NameTable:
    """All things that bear a name, exact after normalisation.

    Codes are exact as they are written: `NO` is Norway, `no` is a word.

    >>> from pyoxigraph import NamedNode
    >>> turkey = Named(NamedNode("urn:TUR"), "Türkiye")
    >>> table = NameTable([("Türkiye", turkey), ("Turkiye", turkey)], [("TUR", turkey)])
    >>> table.find("TÜRKIYE") == table.find("TUR") == (turkey,), table.find("tur")
    (True, ())
    """

    def __init__(self, names: Iterable[tuple[str, Named]], codes: Iterable[tuple[str, Named]] = ()) -> None:
        self._names = _table((normal_name(name), thing) for name, thing in names)
        self._codes = _table(codes)

    def find(self, text: str) -> tuple[Named, ...]:
        """Everything that bears the code or the name, in the order of IRIs; empty when nothing does."""
        return self._codes.get(text) or self.find_name(text)

    def find_name(self, text: str) -> tuple[Named, ...]:
        """Everything that bears the name; codes do not count."""
        return self._names.get(normal_name(text), ())

    def nearest(self, text: str) -> Named | None:
        """The first thing whose name is spelt nearly so, for a hint to a person."""
        near = None if len(text) > LONGEST_GUESS else self._spellings.nearest(normal_name(text))
        return self._names[near][0] if near else None

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings(self._names)


def _table(entries: Iterable[tuple[str, Named]]) -> Mapping[str, tuple[Named, ...]]:
    table: dict[str, dict[str, Named]] = {}
    for name, thing in entries:
        table.setdefault(name, {}).setdefault(thing.iri.value, thing)
    return {name: tuple(things[iri] for iri in sorted(things)) for name, things in table.items() if name}
