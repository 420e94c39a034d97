"""Labels as Cypher text: what each product must be told so that both are read alike.

On Neo4j a node carries every label of its class chain. In the embedded engine types inherit, so a node is made with
its most specific labels only, and reads with the whole chain.
"""

import re
from collections.abc import Iterable, Mapping

from graph.address import Server
from graph.engine.ddl import ROOT_TYPE as ROOT_LABEL
from graph.schema import VertexType
from ontology.errors import HakimError
from ontology.vocabulary import Vocabulary

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")


def quoted(name: str) -> str:
    """A label, type or key in back-ticks. Names come from the registry; anything else is refused, never escaped."""
    if not _NAME.fullmatch(name):
        raise HakimError(f"{name!r} is no name that the registry makes.", hint="Please report this.")
    return f"`{name}`"


class LabelText:
    """Makes the label part of Cypher patterns for one product."""

    def __init__(self, server: Server, vocabulary: Vocabulary) -> None:
        self._all = server.product == "neo4j"
        self._ancestors: Mapping[str, frozenset[str]] = {
            term.label: frozenset(vocabulary.closure([term.iri])) - {term.label}
            for term in vocabulary.classes.values()
        }

    def pattern(self, labels: Iterable[str]) -> str:
        """The labels to create a node with, such as ":`Mission`:`Resource`"."""
        names = tuple(labels)
        if self._all:
            return "".join(f":{quoted(name)}" for name in (*names, ROOT_LABEL))
        implied = frozenset[str]().union(*(self._ancestors.get(name, frozenset()) for name in names))
        leaves = [name for name in names if name not in implied] or [ROOT_LABEL]
        return "".join(f":{quoted(name)}" for name in leaves)

    def change(self, old: Iterable[str], new: Iterable[str]) -> str:
        """The clauses that turn a node `n` of the old labels into one of the new."""
        gone = "".join(f":{quoted(name)}" for name in sorted(old))
        come = self.pattern(new)
        return " ".join(
            filter(None, (f"REMOVE n{gone}" if gone else "", f"SET n{come}" if tuple(new) else ""))
        )


def vertex_types(vocabulary: Vocabulary) -> list[VertexType]:
    """The class hierarchy as types, parents before children."""
    ordered: dict[str, VertexType] = {}

    def visit(iri: str) -> None:
        term = vocabulary.classes[iri]
        if term.label in ordered:
            return
        for parent in term.parents:
            visit(parent)
        parents = tuple(vocabulary.classes[parent].label for parent in term.parents) or (ROOT_LABEL,)
        ordered[term.label] = VertexType(term.label, parents)

    for iri in sorted(vocabulary.classes):
        visit(iri)
    return list(ordered.values())
