"""Names to things: a table from normal names to the things that bear them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ingest.normalise import normal_name


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that a name can mean: its IRI, the name to show, and its home country where it has one."""

    iri: NamedNode
    shown: str
    home: NamedNode | None = None


class NameTable:
    """All things that bear a name, exact after normalisation.

    >>> from pyoxigraph import NamedNode
    >>> turkey = Named(NamedNode("urn:TUR"), "Türkiye")
    >>> NameTable([("Türkiye", turkey), ("Turkiye", turkey)]).find("TÜRKIYE") == (turkey,)
    True
    """

    def __init__(self, names: Iterable[tuple[str, Named]]) -> None:
        table: dict[str, dict[str, Named]] = {}
        for name, thing in names:
            table.setdefault(normal_name(name), {}).setdefault(thing.iri.value, thing)
        self._table: Mapping[str, tuple[Named, ...]] = {
            name: tuple(things[iri] for iri in sorted(things)) for name, things in table.items() if name
        }

    def find(self, text: str) -> tuple[Named, ...]:
        """Everything that bears the name, in the order of IRIs; empty when nothing does."""
        return self._table.get(normal_name(text), ())

    def names(self) -> tuple[str, ...]:
        """All normal names, sorted."""
        return tuple(sorted(self._table))
