"""Reifiers of RDF 1.2: which of them become edges of their own.

`r rdf:reifies <<( s p o )>>` becomes an edge s-p->o with `eid` r and r's annotations as properties, when the
fact is asserted in the same graph, is an edge, and r says nothing that an edge could not hold.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph.facts import Fact
from graph.registry import Registry
from graph.term_text import Entity, Object, subject_of, text_of

REIFIES: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")

Facts = Mapping[str, list[Fact]]
"""The facts of each subject, by its key."""
Statement = tuple[str, NamedNode, Object, str]
"""Key of the subject, predicate, object and graph of a fact."""


@dataclass(frozen=True, slots=True)
class Promotion:
    """A reifier that becomes an edge: the fact it reifies, where, and what it says of it."""

    subject: str
    predicate: NamedNode
    term: Entity
    graph: str
    annotations: list[Fact]


@dataclass(frozen=True, slots=True)
class Promotions:
    """Promoted reifiers by their keys, and the facts that their edges state."""

    by_reifier: dict[str, Promotion] = field(default_factory=dict)
    stated: set[Statement] = field(default_factory=set)


def promotions(facts: Facts, reifiers: Iterable[str], registry: Registry) -> Promotions:
    """Those of the subjects `reifiers` that become edges."""
    found = Promotions()
    asserted: dict[str, set[Fact]] = {}
    for reifier in reifiers:
        promotion = _candidate(facts[reifier], registry)
        if promotion is None:
            continue
        subject, fact = promotion.subject, (promotion.predicate, promotion.term, promotion.graph)
        if subject not in asserted:
            asserted[subject] = set(facts.get(subject, ()))
        if fact in asserted[subject]:
            found.by_reifier[reifier] = promotion
            found.stated.add((subject, *fact))
    return found


def _candidate(facts: list[Fact], registry: Registry) -> Promotion | None:
    """The promotion that a reifier's own facts allow, whether or not the reified fact is asserted."""
    reified = {term for predicate, term, _ in facts if predicate == REIFIES}
    graphs = {graph for _, _, graph in facts}
    annotations = [fact for fact in facts if fact[0] != REIFIES]
    if len(reified) != 1 or len(graphs) != 1:
        return None
    if not all(isinstance(term, Literal | NamedNode) for _, term, _ in annotations):
        return None
    triple = reified.pop()
    if not isinstance(triple, Triple):
        return None
    term, predicate = triple.object, triple.predicate
    if isinstance(term, Literal | Triple):
        return None
    if isinstance(term, NamedNode) and registry.node_key(predicate.value):
        return None
    return Promotion(text_of(subject_of(triple)), predicate, term, graphs.pop(), annotations)


def closure_links(quads: Iterable[Quad]) -> frozenset[str]:
    """The keys of the nodes that reification ties together: reifiers, and subjects of what they reify.

    The way a subject's fact is stored depends on the reifiers that it has, and theirs on the fact. Whoever
    encodes a part of the claims first adds to its subjects the links of the graphs they are in, until nothing
    is added.
    """
    return frozenset(
        text_of(end)
        for quad in quads
        if isinstance(quad.object, Triple) and quad.predicate == REIFIES
        for end in (subject_of(quad), subject_of(quad.object))
    )
