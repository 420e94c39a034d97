"""Records under the names of a merged view: what was said of any member of a cluster is shown of one, and comes back.

The members of a cluster are shown under one name, the canonical one. Within a record this is a renaming of IRIs, and
where it is one-to-one the record keeps its name: what stands for what, in that record, is all that must be known to
read it back. A record that speaks of two members at once cannot be renamed so; it is cut into layers, each of which
can, and each but the first has a name of its own: that of the record, a tilde and a number.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import NamedNode, Quad, Triple

from graph.entries import TermEntry
from graph.term_text import GraphName
from ontology.terms import hd

Renaming = Mapping[str, str]
"""From IRIs to others, no two to the same one; what is not in it keeps its name."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What a graph's name stands for in a merged view: the record's own name, and the IRIs behind those shown."""

    graph: str
    originals: Renaming = field(default_factory=dict)

    def restored(self, quad: Quad) -> Quad:
        """The quad as the record states it.

        >>> layer = Layer("urn:g", {"urn:a": "urn:b"})
        >>> a, p = NamedNode("urn:a"), NamedNode("urn:p")
        >>> str(layer.restored(Quad(a, p, a, NamedNode("urn:g~1"))))
        '<urn:b> <urn:p> <urn:b> <urn:g>'
        """
        return _renamed(quad, self.originals, NamedNode(self.graph))


@dataclass(frozen=True, slots=True)
class Layered:
    """The quads of a record as they are shown, and what each graph's name among them stands for."""

    quads: tuple[Quad, ...]
    layers: Mapping[str, Layer]


def layered(quads: Iterable[Quad], canonical: Mapping[str, str]) -> Layered:
    """The quads of a record under canonical names; `canonical` has every member of every cluster, by its IRI.

    What is said of a member is shown of its cluster. Where a quad names two members, the one that it speaks of has the
    canonical name, and whatever had that name has the other's. Only graphs with an IRI can have layers.
    """
    told = list(quads)
    shown: list[Quad] = []
    layers: dict[str, Layer] = {}
    for graph in dict.fromkeys(quad.graph_name for quad in told):
        mine = [quad for quad in told if quad.graph_name == graph]
        if isinstance(graph, NamedNode):
            mine, its_layers = _graph_layered(graph.value, mine, canonical)
            layers.update(its_layers)
        shown += mine
    return Layered(tuple(shown), layers)


def _graph_layered(
    graph: str, quads: Sequence[Quad], canonical: Mapping[str, str]
) -> tuple[list[Quad], dict[str, Layer]]:
    told = [(quad, _changes_of(quad, canonical)) for quad in quads]
    whole = _joined(_naming(quad, canonical) for quad in quads)
    if whole is not None:
        told = [(quad, tuple(sorted(_changes(whole).items()))) for quad in quads]
    names = {
        naming: f"{graph}~{number}" if number else graph
        for number, naming in enumerate(sorted({naming for _, naming in told}))
    }
    shown = [_renamed(quad, dict(naming), NamedNode(names[naming])) for quad, naming in told]
    layers = {
        name: Layer(graph, {new: old for old, new in naming})
        for naming, name in names.items()
        if naming or name != graph
    }
    return shown, layers


def _changes_of(quad: Quad, canonical: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(_changes(_naming(quad, canonical)).items()))


def _naming(quad: Quad, canonical: Mapping[str, str]) -> dict[str, str]:
    """How the members that a quad names are shown, those that keep their names too."""
    naming: dict[str, str] = {}
    # A judgement speaks of the names themselves.
    keeps = quad.predicate == hd.judges
    for member in _iris(quad.subject, quad.object):
        one = canonical.get(member)
        if one is None or member in naming:
            continue
        if keeps:
            naming[member] = member
        elif one not in naming.values():
            naming[member] = one
        elif member == one:
            # Another member has this one's name already, and gives its own for it.
            naming[member] = next(other for other, name in naming.items() if name == one)
        else:
            naming[member] = member
    return naming


def _joined(namings: Iterable[Mapping[str, str]]) -> dict[str, str] | None:
    """All namings as one; None when two of them differ, or two members would have one name."""
    whole: dict[str, str] = {}
    for naming in namings:
        for member, name in naming.items():
            if whole.setdefault(member, name) != name:
                return None
    return whole if len(set(whole.values())) == len(whole) else None


def _changes(naming: Mapping[str, str]) -> dict[str, str]:
    return {old: new for old, new in naming.items() if old != new}


def _iris(*terms: object) -> Iterator[str]:
    """The IRIs of terms, in the order in which they stand."""
    for term in terms:
        if isinstance(term, NamedNode):
            yield term.value
        elif isinstance(term, Triple):
            yield from _iris(term.subject, term.object)


def _renamed(quad: Quad, names: Renaming, graph: GraphName) -> Quad:
    return Quad(_term(quad.subject, names), quad.predicate, _term(quad.object, names), graph)


def _term(term: Any, names: Renaming) -> Any:
    if isinstance(term, NamedNode):
        name = names.get(term.value)
        return NamedNode(name) if name else term
    if isinstance(term, Triple):
        return Triple(_term(term.subject, names), term.predicate, _term(term.object, names))
    return term


# --- how layers travel with the graph ---


def layer_entry(shown: str, layer: Layer) -> TermEntry:
    """A layer as an entry of the registry, by the name that its graph is shown under."""
    return TermEntry(shown, layer.graph, "layer", json.dumps(sorted(layer.originals.items())))


def layer_of(entry: TermEntry) -> Layer:
    """The layer of an entry."""
    return Layer(entry.iri, dict(json.loads(entry.datatype)))
