"""The facts of one subject as properties and back: the natural view, and the ledger for what it cannot say.

The same rules hold for a node and for an edge that stands for a reifier.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pyoxigraph import Literal, NamedNode, Triple

from graph.keys import Key, KeyTermValue
from graph.ledger import MOST_TEXTS, Cell, Entry, Places, write_cells, write_places
from graph.model import GRAPHS, LEDGER, TYPES, DamagedGraph, Scalar, Value, same_value
from graph.registry import Registry
from graph.term_text import Entity, GraphName, Object

Fact = tuple[NamedNode, Object, str]
"""Predicate, object and the text of the graph; whose it is, is known by where it is kept."""
Rank = Callable[[str], tuple[int | str, ...]]
"""The order of graphs by which the shown value of a scalar is chosen, the first one winning."""

Where = set[str]
Slots = dict[Key, dict[KeyTermValue, Where]]
Links = dict[tuple[NamedNode, Entity | Triple], Where]
IriKeyOf = Callable[[str], Key | None]
T = TypeVar("T")


def no_rank(_graph: str) -> tuple[int | str, ...]:
    """All graphs rank the same: the shown value is the lexically first."""
    return ()


# --- writing ---


def sort_facts(facts: Sequence[Fact], registry: Registry, iri_key: IriKeyOf) -> tuple[Slots, Links, Where]:
    """Facts that are values of keys, facts that are edges, and all their graphs.

    `iri_key` says which key, if any, holds the IRIs of a predicate.
    """
    slots: Slots = {}
    links: Links = {}
    graphs = {graph for _, _, graph in facts}
    for predicate, term, graph in facts:
        if isinstance(term, Literal):
            literal_key = registry.literal_key(predicate.value, term.language or "")
            _say(slots.setdefault(literal_key, {}), term, graph, graphs)
        elif isinstance(term, NamedNode) and (key := iri_key(predicate.value)):
            _say(slots.setdefault(key, {}), term, graph, graphs)
        else:
            _say(links, (predicate, term), graph, graphs)
    return slots, links, graphs


def _say(said: dict[T, Where], what: T, graph: str, graphs: Where) -> None:
    """Note that a graph says something. Most subjects have one graph: then its one set serves all."""
    if len(graphs) == 1:
        said[what] = graphs
    else:
        said.setdefault(what, set()).add(graph)


def write_properties(slots: Slots, graphs: Where, rank: Rank) -> dict[str, Value]:
    """`types`, `graphs`, the keys in order, and `_q` when something is exceptional."""
    home = {graph: index for index, graph in enumerate(sorted(graphs))}
    shown: dict[str, Value] = {}
    ledger: list[str] = []
    for key in sorted(slots, key=_by_name):
        terms = slots[key]
        value, exact = _view(key, terms, rank)
        shown[key.name] = value
        places = _common_places(terms, graphs)
        if not exact or places is None:
            ledger.append(write_cells(key.name, _cells(key, terms, home)))
        elif places is not graphs:
            ledger.append(write_places(key.name, _indexes(places, home)))
    return _in_order(shown, list(home), ledger)


def _in_order(shown: dict[str, Value], home: list[str], ledger: list[str]) -> dict[str, Value]:
    properties: dict[str, Value] = {}
    if TYPES in shown:
        properties[TYPES] = shown.pop(TYPES)
    if home:
        properties[GRAPHS] = [*home]
    properties.update(shown)
    if ledger:
        properties[LEDGER] = [*ledger]
    return properties


def _by_name(key: Key) -> str:
    return key.name


def _view(key: Key, terms: dict[KeyTermValue, Where], rank: Rank) -> tuple[Value, bool]:
    """What the property shows, and whether that gives back exactly these terms."""
    if len(terms) == 1:
        term = next(iter(terms))
        value = key.view(term)
        return [value] if key.many else value, key.term(value) == term
    if key.many:
        values = _list_view(key, terms)
        return values, {key.term(value) for value in values} == terms.keys()
    return key.view(shown_rival(key, terms, rank)), False


def shown_rival(key: Key, terms: Mapping[KeyTermValue, Where], rank: Rank) -> KeyTermValue:
    """Which of several values of a scalar is shown: that of the graph to believe, the lexically first of equals."""
    return min(terms, key=lambda term: (min(map(rank, terms[term])), key.cell(term)))


def _list_view(key: Key, terms: Iterable[KeyTermValue]) -> list[Scalar]:
    """Sorted native values without repetition, all of one type: the texts where the types differ."""
    values = [key.view(term) for term in terms]
    if len({type(value) for value in values}) > 1:
        values = [term.value for term in terms]
    unordered: set[Any] = set(values)
    return sorted(unordered)


def _common_places(terms: dict[KeyTermValue, Where], graphs: Where) -> Where | None:
    """The graphs that say every one of the terms: `graphs` itself when all do, None when they differ."""
    places = iter(terms.values())
    first = next(places)
    if any(other != first for other in places):
        return None
    return graphs if first == graphs else first


def _indexes(places: Where, home: dict[str, int]) -> Places:
    return sorted(home[graph] for graph in places)


def _cells(key: Key, terms: dict[KeyTermValue, Where], home: dict[str, int]) -> Iterator[Cell]:
    for term, places in terms.items():
        yield _indexes(places, home), key.cell(term)


# --- reading ---


def read_values(
    key: Key, value: Value, exceptional: Entry | None, home: list[GraphName]
) -> Iterator[tuple[KeyTermValue, list[GraphName]]]:
    """The terms of a property and where each is said.

    The ledger speaks only while the property still shows what the ledger says it shows: an edit made by hand
    is read as it stands, in every graph of the node, and is never hidden by what was there before.
    """
    places = home
    if exceptional and exceptional.cells:
        cells = [(_exact(key, texts), _places(key, where, home)) for where, texts in exceptional.cells]
        if _still_shows(key, value, [term for term, _ in cells]):
            yield from cells
            return
    elif exceptional:
        places = _places(key, exceptional.places, home)
    for item in value if isinstance(value, list) else (value,):
        yield key.term(item), places


def _places(key: Key, indexes: Places, home: list[GraphName]) -> list[GraphName]:
    if not _are_indexes(indexes, len(home)):
        raise DamagedGraph(f"The ledger of {key.name!r} names graphs {indexes} of {len(home)}.")
    return [home[index] for index in indexes]


def _are_indexes(found: object, count: int) -> bool:
    """Ledgers are data that anybody can edit: there may be anything."""
    if not isinstance(found, list) or not found:
        return False
    # True is an int as well, and no index.
    return all(type(index) is int and 0 <= index < count for index in found)


def _exact(key: Key, texts: list[str]) -> KeyTermValue:
    if len(texts) > MOST_TEXTS or not all(isinstance(text, str) for text in texts):
        raise DamagedGraph(f"The ledger of {key.name!r} has {texts!r}, no texts of a term.")
    try:
        return key.read_cell(texts)
    except (ValueError, TypeError, IndexError) as error:
        raise DamagedGraph(f"The ledger of {key.name!r} has {texts!r}, no term ({error}).") from error


def _still_shows(key: Key, value: Value, terms: list[KeyTermValue]) -> bool:
    if isinstance(value, list):
        return same_value(value, [*_list_view(key, terms)])
    return any(same_value(value, view) for view in map(key.view, terms))
