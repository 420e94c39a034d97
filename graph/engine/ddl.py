"""The statements that bring the engine's schema from what it has to what it needs; nothing twice.

The engine's DDL must come before the data: Cypher that meets an unknown label makes a type outside of
`Resource`, without the unique index. Vertex and edge types share one namespace, and `CREATE EDGE TYPE … IF
NOT EXISTS` is silent about a vertex type of that name; so clashes are found here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from ontology.errors import HakimError

ROOT_TYPE = "Resource"
TYPE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")


@dataclass(frozen=True, slots=True)
class VertexType:
    """A label and the labels directly above it; one without parents stands below `Resource`."""

    name: str
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredType:
    """A type that the engine has: "vertex" or "edge", and its parents."""

    kind: str
    parents: frozenset[str] = frozenset()


class SchemaProblem(HakimError):
    """The types asked for contradict each other, or the types that the graph has."""


# The root of all facts, and what is about the graph and not in it.
BASE = (
    f"CREATE VERTEX TYPE `{ROOT_TYPE}` IF NOT EXISTS",
    f"CREATE PROPERTY `{ROOT_TYPE}`.`iri` IF NOT EXISTS STRING",
    # Not UNIQUE: for each new node that would look in the index of each of some eighty types, which is half of a
    # load's time. The one writer looks before it creates (docs/decisions/0010-first-load-in-lanes.md).
    f"CREATE INDEX IF NOT EXISTS ON `{ROOT_TYPE}` (iri) NOTUNIQUE",
    "CREATE VERTEX TYPE `_Term` IF NOT EXISTS",
    "CREATE PROPERTY `_Term`.`id` IF NOT EXISTS STRING",
    "CREATE INDEX IF NOT EXISTS ON `_Term` (id) UNIQUE",
    "CREATE VERTEX TYPE `_Sync` IF NOT EXISTS",
)
BASE_TYPES: Mapping[str, StoredType] = {
    ROOT_TYPE: StoredType("vertex"),
    "_Term": StoredType("vertex"),
    "_Sync": StoredType("vertex"),
}


def base_statements(stored: Mapping[str, StoredType]) -> list[str]:
    """What makes the root and the internal types, when one of them is missing."""
    return [] if BASE_TYPES.keys() <= stored.keys() else list(BASE)


def vertex_statements(wanted: Sequence[VertexType], stored: Mapping[str, StoredType]) -> list[str]:
    """What makes the labels that are missing, parents first.

    >>> vertex_statements([VertexType("B", ("A",)), VertexType("A")], {})
    ['CREATE VERTEX TYPE `A` EXTENDS `Resource`', 'CREATE VERTEX TYPE `B` EXTENDS `A`']
    """
    parents = {each.name: each.parents or (ROOT_TYPE,) for each in wanted}
    statements = []
    for name in _parents_first(parents):
        found = stored.get(name)
        if found is None:
            above = ", ".join(f"`{parent}`" for parent in parents[name])
            statements.append(f"CREATE VERTEX TYPE `{check_name(name)}` EXTENDS {above}")
        elif found != StoredType("vertex", frozenset(parents[name])):
            raise _clash(name, found, f"a label below {' and '.join(parents[name])}")
    return statements


def edge_statements(wanted: Iterable[str], stored: Mapping[str, StoredType]) -> list[str]:
    """What makes the relationship types that are missing, in order.

    >>> edge_statements(["SENT_BY", "ABOUT"], {"ABOUT": StoredType("edge")})
    ['CREATE EDGE TYPE `SENT_BY`']
    """
    statements = []
    for name in sorted(set(wanted)):
        found = stored.get(name)
        if found is None:
            statements.append(f"CREATE EDGE TYPE `{check_name(name)}`")
        elif found.kind != "edge":
            raise _clash(name, found, "a relationship type")
    return statements


def check_name(name: str) -> str:
    """The name, when it can be a label or a relationship type.

    >>> check_name("SENT BY")
    Traceback (most recent call last):
    graph.engine.ddl.SchemaProblem: 'SENT BY' cannot be a label or a relationship type. It takes ASCII \
letters, digits and _, at most 60, and no digit first.
    """
    if TYPE_NAME.fullmatch(name):
        return name
    raise SchemaProblem(
        f"{name[:100]!r} cannot be a label or a relationship type.",
        hint="It takes ASCII letters, digits and _, at most 60, and no digit first.",
    )


def _parents_first(parents: Mapping[str, tuple[str, ...]]) -> list[str]:
    missing = {above for each in parents.values() for above in each} - parents.keys() - {ROOT_TYPE}
    if missing:
        raise SchemaProblem(f"No label is declared for the parents {', '.join(sorted(missing))}.")
    sorter = TopologicalSorter({name: sorted(parents[name]) for name in sorted(parents)})
    try:
        return [name for name in sorter.static_order() if name in parents]
    except CycleError as error:
        raise SchemaProblem(
            f"Labels stand above each other in a circle: {' > '.join(error.args[1])}."
        ) from error


def _clash(name: str, found: StoredType, wanted: str) -> SchemaProblem:
    above = f" below {' and '.join(sorted(found.parents))}" if found.parents else ""
    return SchemaProblem(
        f"The graph has {name} as {'a label' if found.kind == 'vertex' else 'a relationship type'}{above}; "
        f"now it is to be {wanted}.",
        hint="When the ontology changed, `hakim rebuild` makes the graph anew; else rename one of the two.",
    )
