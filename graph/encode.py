"""Quads to property graph: the natural view and the exception ledger."""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Quad, Triple

from graph.facts import Fact, Links, Rank, no_rank, sort_facts, write_properties
from graph.model import EID, GRAPHS, IRI, TERM, Edge, Fragment, Node, Value
from graph.registry import Registry
from graph.reifiers import REIFIES, Promotion, Promotions, closure_links, promotions
from graph.rivals import add_rivals
from graph.term_text import Entity, text_of
from graph.triple_terms import add_term, term_text

__all__ = ["closure_links", "encode"]


def encode(quads: Iterable[Quad], registry: Registry, rank: Rank = no_rank) -> Fragment:
    """The property graph of a set of quads; `decode` gives back exactly that set.

    The quads of a part of a larger set are encoded alike when the part has all quads of its subjects and is
    closed under `closure_links`. Terms are as strict parsers give them. `rank` orders graphs: among rival
    values of a scalar the one from the first graph is shown (the lexically first of equals), the ledger has
    them all.
    """
    facts, reifiers = _by_subject(quads)
    promoted = promotions(facts, reifiers, registry)
    fragment = Fragment()
    for subject, its_facts in facts.items():
        promotion = promoted.by_reifier.get(subject)
        if promotion:
            fragment.add_edge(_promoted_edge(subject, promotion, registry, rank))
        else:
            links = _add_node(fragment, subject, its_facts, registry, rank)
            _add_edges(fragment, subject, links, registry, promoted)
    return fragment


def _by_subject(quads: Iterable[Quad]) -> tuple[dict[str, list[Fact]], list[str]]:
    """The facts of each subject, and the subjects that reify a triple."""
    facts: dict[str, list[Fact]] = defaultdict(list)
    reifiers: dict[str, None] = {}
    for subject, predicate, term, graph in quads:
        key = text_of(subject)
        facts[key].append((predicate, term, text_of(graph)))
        if type(term) is Triple and predicate == REIFIES:
            reifiers[key] = None
    return facts, [*reifiers]


def _add_node(fragment: Fragment, subject: str, facts: list[Fact], registry: Registry, rank: Rank) -> Links:
    """Take the subject's node in; gives the facts that are edges."""
    slots, links, graphs = sort_facts(facts, registry, registry.node_key)
    labels = registry.labels(term.value for term in slots.get(registry.types, ()))
    fragment.add_node(Node(subject, labels, {IRI: subject, **write_properties(slots, graphs, rank)}))
    add_rivals(fragment, subject, slots, rank)
    return links


def _add_edges(
    fragment: Fragment, subject: str, links: Links, registry: Registry, promoted: Promotions
) -> None:
    """One edge a fact, in those of its graphs where no promoted edge states it."""
    for (predicate, term), graphs in links.items():
        left = sorted(graph for graph in graphs if (subject, predicate, term, graph) not in promoted.stated)
        if left:
            edge_type = registry.edge(predicate.value)
            fragment.add_edge(Edge(subject, edge_type, *_end(fragment, term, left)))


def _end(fragment: Fragment, term: Entity | Triple, graphs: list[str]) -> tuple[str, str, dict[str, Value]]:
    """What a plain edge to a term has beside its subject and type; a triple term is taken in."""
    if isinstance(term, Triple):
        return add_term(fragment, term), "", {GRAPHS: [*graphs], TERM: term_text(term)}
    return text_of(term), "", {GRAPHS: [*graphs]}


def _promoted_edge(reifier: str, promotion: Promotion, registry: Registry, rank: Rank) -> Edge:
    slots, _, _ = sort_facts(promotion.annotations, registry, registry.edge_key)
    properties: dict[str, Value] = {EID: reifier, **write_properties(slots, {promotion.graph}, rank)}
    edge_type = registry.edge(promotion.predicate.value)
    return Edge(promotion.subject, edge_type, text_of(promotion.term), reifier, properties)
