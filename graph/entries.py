"""Entries of the registry: which name stands for which term, as data that travels with the database.

space     what is named                                             example
label     a class, in `types` (and, declared, as a node label)      Mission, schema_Event
edge      a predicate between nodes                                 SENT_BY, schema_memberOf
key       a property: literals, concepts, references of an edge     name_ar, status, prov_used_reference
layer     a graph of a merged view (see `graph.layers`)             the name of a record, or of a part of it
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast

from graph.model import RESERVED, TYPES, Fragment
from graph.names import NameProblem, hashed_name

TERM_SUBJECT: Final = "TT_SUBJECT"
TERM_OBJECT: Final = "TT_OBJECT"
TERM_LABEL: Final = "TripleTerm"
RIVAL_OF: Final = "RIVAL_OF"
RIVAL_LABEL: Final = "Rival"
ROOT_LABEL: Final = "Resource"
RESERVED_TYPES: Final = frozenset({TERM_SUBJECT, TERM_OBJECT, TERM_LABEL, RIVAL_OF, RIVAL_LABEL, ROOT_LABEL})
"""Labels and edge types of the codec itself; the two share one space of names in the embedded engine."""

Space = Literal["label", "edge", "key", "layer"]
Kind = Literal["label", "edge", "key", "concept", "reference", "layer"]
Name = tuple[Space, str]

_SPACE: Final[Mapping[Kind, Space]] = {
    "label": "label",
    "edge": "edge",
    "key": "key",
    "concept": "key",
    "reference": "key",
    "layer": "layer",
}
_RESERVED: Final[Mapping[Space, frozenset[str]]] = {
    "label": RESERVED_TYPES,
    "edge": RESERVED_TYPES,
    "key": RESERVED,
    "layer": frozenset(),
}


@dataclass(frozen=True, slots=True, order=True)
class TermEntry:
    """One name of the registry: unique by (space, name), and by (kind, iri, language)."""

    name: str
    iri: str
    kind: Kind
    datatype: str = ""
    language: str = ""
    multi: bool = False

    @property
    def space(self) -> Space:
        """The space in which the name is unique."""
        return _SPACE[self.kind]


class NameTable:
    """The entries made so far; a second term for a name, or for a hash, is refused."""

    def __init__(self) -> None:
        self._entries: dict[Name, TermEntry] = {}
        self._hashed: dict[str, str] = {}

    def enter(self, entry: TermEntry) -> None:
        """Take an entry in."""
        if entry.name in _RESERVED[entry.space]:
            raise NameProblem(f"{entry.name!r} is reserved and cannot name <{entry.iri}>.", hint="Rename it.")
        known = self._entries.setdefault((entry.space, entry.name), entry)
        if known != entry:
            raise NameProblem(f"<{known.iri}> and <{entry.iri}> would both be named {entry.name!r}.")
        digest = hashed_name(entry.iri)
        other = self._hashed.setdefault(digest, entry.iri)
        if other != entry.iri:
            raise NameProblem(f"<{other}> and <{entry.iri}> would both be named {digest!r}.")

    def iri(self, space: Space, name: str) -> str | None:
        """The term of a name."""
        entry = self._entries.get((space, name))
        return entry.iri if entry else None

    def hashed_iri(self, name: str) -> str | None:
        """The term of a hashed name, whatever it was first used for."""
        return self._hashed.get(name)

    def all(self) -> tuple[TermEntry, ...]:
        """Every entry, in order."""
        return tuple(sorted(self._entries.values()))

    def of(self, names: Iterable[Name]) -> tuple[TermEntry, ...]:
        """The entries of names that are known, in order."""
        return tuple(sorted(self._entries[name] for name in set(names) if name in self._entries))

    def __contains__(self, entry: TermEntry) -> bool:
        return self._entries.get((entry.space, entry.name)) == entry


def fragment_names(fragment: Fragment) -> frozenset[Name]:
    """The names that a fragment uses, and so needs entries for."""
    keys: set[str] = set()
    types: set[str] = set()
    for node in fragment.nodes.values():
        if node.is_view:
            continue
        keys.update(node.properties)
        types.update(cast("list[str]", node.properties.get(TYPES, [])))
    for edge in fragment.edges.values():
        keys.update(edge.properties)
    edge_types = {edge.type for edge in fragment.edges.values() if not edge.is_derived}
    return frozenset(
        [("key", name) for name in keys - RESERVED]
        + [("label", name) for name in types]
        + [("edge", name) for name in edge_types]
    )
