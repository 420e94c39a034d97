"""The difference of two fragments: what has to be written so that the one becomes the other."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from graph.model import Edge, Fragment, Node, same_properties


@dataclass(frozen=True, slots=True)
class Change:
    """What to write, each in the order of its keys.

    Both fragments know only their own part of the graph, so what others say is the writer's affair:
    `nodes_added` may already be in the database, bare; a bare one among them must never replace a full one.
    `nodes_removed` have no facts left: the writer strips them, and deletes those that no edge touches.
    `nodes_loose` are no longer mentioned here, bare nodes and triple terms: the writer deletes those that
    nothing else points to, a triple term together with its TT_ edges (which are never in `edges_removed`).
    """

    nodes_added: tuple[Node, ...] = ()
    nodes_changed: tuple[Node, ...] = ()
    nodes_removed: tuple[Node, ...] = ()
    nodes_loose: tuple[Node, ...] = ()
    edges_added: tuple[Edge, ...] = ()
    edges_changed: tuple[Edge, ...] = ()
    edges_removed: tuple[Edge, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, item.name) for item in fields(self))


def diff(old: Fragment, new: Fragment) -> Change:
    """What makes `new` of `old`; nothing when they are the same. A bare node is never a change."""
    return Change(
        nodes_added=_nodes(node for iri, node in new.nodes.items() if iri not in old.nodes),
        nodes_changed=_nodes(
            node for node in new.nodes.values() if _is_changed(old.nodes.get(node.iri), node)
        ),
        nodes_removed=_nodes(
            node for node in old.nodes.values() if _is_removed(node, new.nodes.get(node.iri))
        ),
        nodes_loose=_nodes(
            node for iri, node in old.nodes.items() if _has_no_facts(node) and iri not in new.nodes
        ),
        edges_added=_edges(edge for key, edge in new.edges.items() if key not in old.edges),
        edges_changed=_edges(
            edge
            for key, edge in new.edges.items()
            if key in old.edges and not same_properties(old.edges[key].properties, edge.properties)
        ),
        edges_removed=_edges(
            edge for key, edge in old.edges.items() if key not in new.edges and not edge.is_derived
        ),
    )


def _has_no_facts(node: Node) -> bool:
    return node.is_bare or node.is_view


def _is_changed(old: Node | None, new: Node) -> bool:
    if old is None or new.is_bare:
        return False
    return old.labels != new.labels or not same_properties(old.properties, new.properties)


def _is_removed(old: Node, new: Node | None) -> bool:
    return not _has_no_facts(old) and (new is None or new.is_bare)


def _nodes(nodes: Iterable[Node]) -> tuple[Node, ...]:
    return tuple(sorted(nodes, key=lambda node: node.iri))


def _edges(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    return tuple(sorted(edges, key=lambda edge: edge.key))
