"""Shapes read from RDF into plain checks; whatever is not known here ends the build.

A shape that is half understood would let bad data pass in silence. So every statement about a shape must be a
parameter that is known, part of its structure, or a remark, and every shape in the file is read, used or not.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple

from ontology.files import SHAPES, VOCABULARY, read_file
from ontology.shacl.constraints import Constraint
from ontology.shacl.names import RDF_TYPE, SH_BASE, SUB_CLASS_OF, sh
from ontology.shacl.parameters import CORE, OF_PROPERTIES, Read
from ontology.shacl.rules import Rule, read_rule
from ontology.shacl.shape_graph import ShapeGraph, name_of
from ontology.shacl.shapes import NodeShape, PropertyShape, Shapes
from ontology.shacl.things import Term, close_classes, read_things

_STRUCTURE: Final = frozenset({"message", "severity"})
_OF_NODE_SHAPES: Final = _STRUCTURE | {"property", "targetClass", "targetSubjectsOf"}
_OF_PROPERTY_SHAPES: Final = _STRUCTURE | {"path", "sparql"}
_OF_QUERIES: Final = frozenset({"message", "prefixes", "select"})
_REMARKS: Final = frozenset(
    {
        RDF_TYPE,
        NamedNode("http://www.w3.org/2000/01/rdf-schema#comment"),
        NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
    }
)
_NODE_SHAPE, _PROPERTY_SHAPE, _QUERY = sh("NodeShape"), sh("PropertyShape"), sh("SPARQLConstraint")


class _Compiler:
    """Reads shapes, each once."""

    def __init__(self, graph: ShapeGraph) -> None:
        self._graph = graph
        self._node_shapes: dict[Term, NodeShape] = {}
        self._open: list[Term] = []
        self._read: set[Term] = set()

    def node_shape(self, node: Term) -> NodeShape:
        """The node shape of that name."""
        if node in self._open:
            raise self._graph.fault(node, "it refers to itself")
        if node not in self._node_shapes:
            self._open.append(node)
            self._node_shapes[node] = self._read_node_shape(node)
            self._open.pop()
        return self._node_shapes[node]

    def _nested(self, node: Term) -> NodeShape:
        """A shape by which others judge their values: rules, which are asked of targets only, have no place there."""
        shape = self.node_shape(node)
        if any(one.rules for one in shape.properties):
            raise self._graph.fault(node, "it has rules, and others judge values by it")
        return shape

    def _read_node_shape(self, node: Term) -> NodeShape:
        graph = self._graph
        self._refuse_unknown(node, _NODE_SHAPE, _OF_NODE_SHAPES | CORE.keys())
        properties = [self.property_shape(one) for one in graph.objects(node, "property")]
        return NodeShape(
            iri=name_of(node),
            severity=graph.severity(node),
            messages=graph.messages(node),
            constraints=self._constraints(node, CORE),
            properties=tuple(sorted(properties, key=lambda shape: shape.iri)),
            target_classes=graph.iris(node, "targetClass"),
            target_subjects_of=graph.iris(node, "targetSubjectsOf"),
        )

    def property_shape(self, node: Term) -> PropertyShape:
        """The property shape of that name."""
        graph = self._graph
        self._refuse_unknown(node, _PROPERTY_SHAPE, _OF_PROPERTY_SHAPES | OF_PROPERTIES.keys())
        paths = graph.iris(node, "path")
        if len(paths) != 1:
            raise graph.fault(node, f"it has {len(paths)} paths, not one")
        return PropertyShape(
            iri=name_of(node),
            severity=graph.severity(node),
            messages=graph.messages(node),
            path=paths[0],
            constraints=self._constraints(node, OF_PROPERTIES),
            rules=tuple(self._rule(node, one) for one in graph.objects(node, "sparql")),
        )

    def _refuse_unknown(self, node: Term, cls: NamedNode, known: Iterable[str]) -> None:
        self._read.add(node)
        said = self._graph.statements(node)
        if not said:
            raise self._graph.fault(node, "nothing is said of it")
        if set(said.get(RDF_TYPE, ())) - {cls}:
            raise self._graph.fault(node, f"it stands where a {name_of(cls).removeprefix(SH_BASE)} must")
        allowed = _REMARKS.union(map(sh, known))
        for predicate in said:
            if predicate not in allowed:
                raise self._graph.fault(node, f"{predicate.value} is not known there")

    def _constraints(self, node: Term, readers: Mapping[str, Read]) -> tuple[Constraint, ...]:
        graph = self._graph
        return tuple(
            read(graph, node, value, self._nested)
            for name, read in readers.items()
            for value in graph.objects(node, name)
        )

    def _rule(self, shape: Term, node: Term) -> Rule:
        self._refuse_unknown(node, _QUERY, _OF_QUERIES)
        messages = self._graph.messages(node) or self._graph.messages(shape)
        return read_rule(self._prologue(node), self._graph.text(node, "select"), messages, name_of(shape))

    def _prologue(self, node: Term) -> str:
        graph = self._graph
        holders = graph.objects(node, "prefixes")
        declared = [one for holder in holders for one in graph.objects(holder, "declare")]
        self._read.update(holders, declared)
        return "".join(
            sorted(
                f"PREFIX {graph.text(one, 'prefix')}: <{graph.text(one, 'namespace')}>\n" for one in declared
            )
        )

    def refuse_unread(self) -> None:
        """Raises OntologyError when anything speaks SHACL and was not read."""
        for node in self._graph:
            speaks = any(predicate.value.startswith(SH_BASE) for predicate in self._graph.statements(node))
            if speaks and node not in self._read:
                raise self._graph.fault(node, "it is no shape, and no shape uses it")


def compile_shapes(shapes: Iterable[Quad | Triple], vocabulary: Iterable[Quad | Triple] = ()) -> Shapes:
    """The shapes of a shapes graph, with the class hierarchy of a vocabulary.

    Raises OntologyError, which names the shape, for anything that is not known.
    """
    graph = ShapeGraph(shapes)
    compiler = _Compiler(graph)
    found = []
    for node in graph:
        types = graph.statements(node).get(RDF_TYPE, ())
        if _PROPERTY_SHAPE in types:
            compiler.property_shape(node)
        elif _NODE_SHAPE in types or graph.objects(node, "targetClass"):
            found.append(compiler.node_shape(node))
    compiler.refuse_unread()
    parents = read_things(vocabulary)
    hierarchy = {node: values[SUB_CLASS_OF] for node, values in parents.items() if SUB_CLASS_OF in values}
    targeted = (shape for shape in found if shape.target_classes or shape.target_subjects_of)
    return Shapes(tuple(sorted(targeted, key=lambda shape: shape.iri)), close_classes(hierarchy))


@cache
def shipped_shapes() -> Shapes:
    """The shapes and the vocabulary that ship, compiled once."""
    return compile_shapes(read_file(SHAPES), read_file(VOCABULARY))


__all__ = ["compile_shapes", "shipped_shapes"]
