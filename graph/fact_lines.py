"""Property graph to canonical lines: what `decode` and `canonical_line` would give, without a term for each fact.

A line is put together from the texts of its parts. Those of predicates, values, things and graphs are made as terms
once, where the terms are checked, and remembered. Whatever is not plain (a ledger, a reifier, a triple term, an edit
that cannot be read) goes the long way, and so is read, or refused, as `decode` does it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final, cast

from neo4j.time import Date
from pyoxigraph import DefaultGraph

from graph.decode import UNRECORDED, decode
from graph.keys import Key
from graph.layers import Layer
from graph.model import DERIVED, GRAPHS, IRI, LEDGER, RESERVED, TYPES, VIEW_NODES, Properties, Scalar
from graph.reader import Leaving, Row, page_of
from graph.registry import Registry
from graph.term_text import entity_of, graph_of
from ontology.errors import HakimError
from ontology.nquads import canonical_line, read_canonical

REMEMBERED: Final = 4_096
"""Texts of things, of graphs, and of the values of each property that are remembered."""

# Values that are equal have the same text. Others do not, among them 0.0 and -0.0, or one instant in two zones.
_REMEMBERED_TYPES: Final = (str, bool, int, date, Date)
_NOT_READ: Final = (HakimError, TypeError, AttributeError, KeyError)
"""What comes of values that no fact has; then `decode` says what is wrong."""
_NO_KEY: Final = RESERVED - {TYPES}
_NOT_PLAIN: Final = frozenset({LEDGER, DERIVED})


class FactLines:
    """Reads nodes and edges as the lines of their facts, by the names of one registry."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._keys: dict[str, _KeyText | None] = dict.fromkeys(_NO_KEY)
        self._predicates: dict[str, str] = {}
        self._entity = lru_cache(maxsize=REMEMBERED)(_entity_text)
        self._end = lru_cache(maxsize=REMEMBERED)(_end_text)

    def of_rows(self, rows: Iterable[Row]) -> list[str]:
        """The canonical lines of nodes with their edges, in no order, each at least once.

        DamagedGraph names what cannot be read, as `decode` does.
        """
        lines: list[str] = []
        decoded: list[str] = []
        for row in rows:
            _, properties, leaving = row
            if _NOT_PLAIN.isdisjoint(properties):
                try:
                    self._add_held(lines, properties)
                except _NOT_READ:
                    decoded += self._decoded(row)
                    continue
            else:
                decoded += self._decoded((row[0], properties, ()))
            for edge in leaving:
                self._add_edge(lines, decoded, properties, edge)
        layers = self._registry.layers
        return [*(_restored(line, layers) for line in lines), *decoded] if layers else lines + decoded

    def _add_held(self, lines: list[str], properties: Properties) -> None:
        """What a node says itself: nothing is added when it cannot be read."""
        node = str(properties[IRI])
        if node.startswith(VIEW_NODES):
            return
        subject = self._entity(node)
        ends = self._ends(properties)
        held: list[str] = []
        for name, value in properties.items():
            key = self._keys[name] if name in self._keys else self._learn_key(name)
            if key is None:
                continue
            head = f"{subject} {key.predicate} "
            for item in value if isinstance(value, list) else (value,):
                fact = head + key.text(item)
                held += [fact + end for end in ends]
        lines += held

    def _add_edge(self, lines: list[str], decoded: list[str], node: Properties, edge: Leaving) -> None:
        edge_type, target, said = edge
        if len(said) == 1 and GRAPHS in said:
            try:
                predicate = self._predicates.get(edge_type) or self._learn_predicate(edge_type)
                fact = f"{self._entity(str(node[IRI]))} {predicate} {self._entity(target)}"
                lines += [fact + end for end in self._ends(said)]
            except _NOT_READ:
                decoded += self._decoded(((), {IRI: node[IRI]}, [edge]))
        else:
            decoded += self._decoded(((), {IRI: node[IRI]}, [edge]))

    def _decoded(self, row: Row) -> list[str]:
        return list(map(canonical_line, decode(*page_of([row]), self._registry)))

    def _ends(self, properties: Properties) -> list[str]:
        graphs = properties.get(GRAPHS)
        return [self._end(graph) for graph in cast("list[str]", graphs)] if graphs else [_UNRECORDED_END]

    def _learn_key(self, name: str) -> "_KeyText | None":
        key = self._keys[name] = _KeyText(self._registry.key(name))
        return key

    def _learn_predicate(self, edge_type: str) -> str:
        text = self._predicates[edge_type] = str(self._registry.predicate(edge_type))
        return text


class _KeyText:
    """The predicate of a property and the texts of its values."""

    def __init__(self, key: Key) -> None:
        self.predicate = str(key.predicate)
        self._key = key
        self._known: Mapping[type, dict[Any, str]] = {kind: {} for kind in _REMEMBERED_TYPES}

    def text(self, value: Scalar) -> str:
        known = self._known.get(type(value))
        if known is None:
            return str(self._key.term(value))
        text = known.get(value)
        if text is None:
            if len(known) == REMEMBERED:
                known.clear()
            text = known[value] = str(self._key.term(value))
        return text


def _restored(line: str, layers: Mapping[str, Layer]) -> str:
    """A line as its record states it; what `decode` gives is restored already."""
    layer = layers.get(line.rpartition(" <")[2][:-4])
    return "".join(map(canonical_line, map(layer.restored, read_canonical(line)))) if layer else line


def _entity_text(key: str) -> str:
    return str(entity_of(key))


def _end_text(graph: object) -> str:
    """What follows the object in a line."""
    if not isinstance(graph, str):
        raise TypeError(f"{graph!r} is no name")
    name = graph_of(graph)
    return " .\n" if isinstance(name, DefaultGraph) else f" {name} .\n"


_UNRECORDED_END: Final = f" {UNRECORDED} .\n"
