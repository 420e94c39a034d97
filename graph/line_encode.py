"""Quads to property graph by their text: what `graph.encode` makes of one record, several times as fast.

What a predicate means is worked out once, by the very keys that `graph.encode` uses; so are values, where reading
them takes a term. Whatever is not plain goes the way over `graph.encode`: one subject when its values are rivals or
need the ledger, the record when it has triple terms or more graphs than one.
"""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Quad

from graph.encode import encode
from graph.model import GRAPHS, IRI, TYPES, Edge, Fragment, Node, Scalar, Value, bare_node
from graph.predicate_text import PredicateText, literal_of
from graph.registry import Registry
from ontology.nquads import read_canonical

_TAIL: Final = re.compile(r' <[^ <>"\\]+> \.')
_PLAIN: Final = re.compile(r'(?:<[^ \\]+>|_:[^ ]+) <[^ \\]+> (?:<[^ <\\]+>|_:[^ ]+|".*)', re.DOTALL)
"""A fact whose escapes, if any, are those of a literal, and which has no triple term."""

Held = dict[str, Value]


@dataclass(slots=True)
class _Facts:
    """What has been read of a record: all but the nodes, whose properties may not be complete."""

    graphs: list[Scalar]
    held: dict[str, Held] = field(default_factory=dict)
    fragment: Fragment = field(default_factory=Fragment)
    several: list[tuple[str, list[Scalar]]] = field(default_factory=list)
    odd: set[str] = field(default_factory=set)


class LineEncoder:
    """Encodes records one by one, each by all the facts that there are of its subjects.

    `subjects_by_quads` counts the subjects that were not plain.
    """

    def __init__(self, registry: Registry) -> None:
        self.subjects_by_quads = 0
        self._registry = registry
        self._predicates: dict[str, PredicateText] = {}
        self._labels: dict[tuple[Scalar, ...], tuple[str, ...]] = {(): ()}

    def encode(self, text: str, without: AbstractSet[str] = frozenset()) -> Fragment | None:
        """The property graph of canonical N-Quads without what they say of some subjects, by their keys.

        None when the quads are of several graphs, or of none with a name, or have triple terms: `graph.encode`
        takes these.
        """
        lines, graph = _lines_of(text)
        escapes = "\\" in text
        # To look for one character is a hundred times as fast as for three.
        terms = "(" in text and "<<(" in text
        if not lines or ((escapes or terms) and not all(map(_PLAIN.fullmatch, lines))):
            return None
        facts = _Facts([graph])
        try:
            self._read(facts, lines, without, escapes=escapes)
        except ValueError:  # A line is not canonical; whoever parses it says what is wrong.
            return None
        self._close(facts, text)
        return facts.fragment

    def _read(self, facts: _Facts, lines: list[str], without: AbstractSet[str], *, escapes: bool) -> None:
        """Takes in facts. One function, for what is called once a fact is most of the time that it takes."""
        predicates, held, graphs, edges = self._predicates, facts.held, facts.graphs, facts.fragment.edges
        said = {GRAPHS: facts.graphs}
        last = subject = ""
        is_left_out = False
        properties: Held = {}
        for line in lines:
            token, predicate, term = line.split(" ", 2)
            if token != last:
                last = token
                subject = token[1:-1] if token[0] == "<" else token
                is_left_out = subject in without
                if not is_left_out:
                    properties = held.setdefault(token, {IRI: subject, GRAPHS: graphs})
            if is_left_out:
                continue
            says = predicates.get(predicate) or self._learn(predicate)
            if term[0] == '"':
                if escapes and "\\" in term:
                    end = term.rindex('"')
                    shown: str = literal_of(term).value
                else:
                    end = term.index('"', 1)
                    shown = term[1:end]
                slot = says.literals.get(term[end + 1 :]) or says.learn_literals(term[end + 1 :])
            elif says.iris and term[0] == "<":
                slot, shown = says.iris, term[1:-1]
            else:
                target = _end(term)
                edge_type = says.edge or says.learn_edge()
                edge = Edge(subject, edge_type, target, "", said)
                edges[subject, edge_type, target, ""] = edge
                continue
            value = shown if slot.is_text else slot.known.get(shown)
            if value is None and (value := slot.learn(shown)) is None:
                facts.odd.add(token)
            elif slot.name not in properties:
                properties[slot.name] = [value] if slot.many else value
            else:
                _add_another(facts, token, slot.name, value)

    def _learn(self, predicate: str) -> PredicateText:
        says = self._predicates[predicate] = PredicateText(self._registry, predicate)
        return says

    def _close(self, facts: _Facts, text: str) -> None:
        """Makes the nodes."""
        nodes, edges = facts.fragment.nodes, facts.fragment.edges
        for token, values in facts.several:
            if len(set(values)) < len(values) or len(set(map(type, values))) > 1:
                facts.odd.add(token)
            else:
                values.sort()
        for token, properties in facts.held.items():
            if token in facts.odd:
                subject = str(properties[IRI])
                encoded = encode(_quads_of(text, token), self._registry)
                nodes[subject] = encoded.nodes[subject]
                nodes.update((iri, node) for iri, node in encoded.nodes.items() if node.is_view)
                edges.update((key, edge) for key, edge in encoded.edges.items() if edge.is_derived)
                self.subjects_by_quads += 1
            else:
                self._add_node(nodes, properties)
        for _, _, target, _ in edges:
            if target not in nodes:
                nodes[target] = bare_node(target)

    def _add_node(self, nodes: dict[str, Node], properties: Held) -> None:
        names = properties.get(TYPES)
        types = tuple(names) if isinstance(names, list) else ()
        labels = self._labels.get(types)
        if labels is None:
            labels = self._registry.labels(self._registry.label_iri(str(name)) for name in types)
            self._labels[types] = labels
        subject = str(properties[IRI])
        nodes[subject] = Node(subject, labels, properties)


def _lines_of(text: str) -> tuple[list[str], str]:
    """The facts of a text, each without the graph, and that graph; nothing when they do not all have one."""
    end = text.find("\n") + 1
    tail = text[text.rfind(" <", 0, end) : end - 1]
    if not end or not _TAIL.fullmatch(tail):
        return [], ""
    before = text.split("\n")
    if before.pop():
        return [], ""
    lines = [line.removesuffix(tail) for line in before]
    if sum(map(len, lines)) != len(text) - len(lines) * (len(tail) + 1):
        return [], ""
    return lines, tail[2:-3]


def _end(term: str) -> str:
    """The key of an edge's end; ValueError when the line has more than it should."""
    if " " in term or term[0] not in "<_":
        raise ValueError(f"{term} is no thing")
    return term[1:-1] if term[0] == "<" else term


def _add_another(facts: _Facts, token: str, name: str, value: Scalar) -> None:
    """A property has a value already: one of a list has more, rivals of a scalar are exceptional."""
    values = facts.held[token][name]
    if isinstance(values, list):
        values.append(value)
        if len(values) == 2:
            facts.several.append((token, values))
    else:
        facts.odd.add(token)


def _quads_of(text: str, token: str) -> Iterator[Quad]:
    start = f"{token} "
    return read_canonical("".join(f"{line}\n" for line in text.split("\n") if line.startswith(start)))
