"""The parameters of SHACL Core that are known, each with how its constraint is read."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from ontology.shacl.constraints import (
    KINDS,
    Class,
    Conforming,
    Constraint,
    Datatype,
    In,
    LessThanOrEquals,
    MaxCount,
    MaxInclusive,
    MinCount,
    MinInclusive,
    MinLength,
    Node,
    NodeKind,
    Or,
    Pattern,
    UniqueLang,
)
from ontology.shacl.names import SH_BASE
from ontology.shacl.shape_graph import ShapeGraph
from ontology.shacl.things import Term

ShapeOf = Callable[[Term], Conforming]
"""Gives the compiled node shape of a term."""

Read = Callable[[ShapeGraph, Term, Term, ShapeOf], Constraint]
"""Reads a constraint from the graph, the shape's node, the parameter's value, and other shapes."""

_UNALIKE: Final = re.compile(r"\\[^tnr.\\\-\[\]{}()*+?|^$/]|(?<!\\)[$^]|\(\?|\[\^?[^\]]*(?<!\\)\[")
"""What the patterns of XML Schema and those of Python do not both mean alike."""


def _pattern(graph: ShapeGraph, node: Term, value: Term, _shape_of: ShapeOf) -> Constraint:
    """A pattern for whole texts; Python's `$` alone would also let a line end pass behind it."""
    text = graph.literal(node, value).value
    inner = text.removeprefix("^").removesuffix("$")
    if len(inner) != len(text) - 2:
        raise graph.fault(node, "its pattern is not held by ^ and $")
    if _UNALIKE.search(inner.replace("[^", "[")):
        raise graph.fault(node, f"its pattern {text!r} means different things to different engines")
    return Pattern(re.compile(inner))


def _node_kind(graph: ShapeGraph, node: Term, value: Term, _shape_of: ShapeOf) -> Constraint:
    name = graph.iri(node, value).value.removeprefix(SH_BASE)
    if name not in KINDS:
        raise graph.fault(node, f"{value} is no kind of node")
    return NodeKind(KINDS[name])


def _unique_lang(graph: ShapeGraph, node: Term, value: Term, _shape_of: ShapeOf) -> Constraint:
    if graph.literal(node, value).value != "true":
        raise graph.fault(node, "sh:uniqueLang is not true: leave it out")
    return UniqueLang()


CORE: Final[Mapping[str, Read]] = MappingProxyType(
    {
        "class": lambda graph, node, value, _: Class(graph.iri(node, value)),
        "datatype": lambda graph, node, value, _: Datatype(graph.iri(node, value)),
        "in": lambda graph, node, value, _: In(frozenset(graph.members(node, value))),
        "maxInclusive": lambda graph, node, value, _: MaxInclusive(graph.literal(node, value)),
        "minInclusive": lambda graph, node, value, _: MinInclusive(graph.literal(node, value)),
        "minLength": lambda graph, node, value, _: MinLength(graph.number(node, value)),
        "node": lambda _graph, _node, value, shape_of: Node(shape_of(value)),
        "nodeKind": _node_kind,
        "or": lambda graph, node, value, shape_of: Or(tuple(map(shape_of, graph.members(node, value)))),
        "pattern": _pattern,
    }
)
"""What a node shape and a property shape may both demand."""

OF_PROPERTIES: Final[Mapping[str, Read]] = MappingProxyType(
    {
        **CORE,
        "lessThanOrEquals": lambda graph, node, value, _: LessThanOrEquals(graph.iri(node, value)),
        "maxCount": lambda graph, node, value, _: MaxCount(graph.number(node, value)),
        "minCount": lambda graph, node, value, _: MinCount(graph.number(node, value)),
        "uniqueLang": _unique_lang,
    }
)
"""What a property shape may demand."""


__all__ = ["CORE", "OF_PROPERTIES", "Read", "ShapeOf"]
