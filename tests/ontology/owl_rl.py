"""OWL 2 RL over RDF: what follows, and what of it cannot be.

The closure is made by `reasonable`, a reasoner in Rust, which does not say what is inconsistent. The rules of OWL 2 RL
that end in "false" are therefore put to the closure here, as queries, with one more that RL lacks: what must belong to
a union and can belong to none of its members. owlrl, which does report, is the oracle for them on small graphs.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import reasonable  # type: ignore[import-untyped]
from pyoxigraph import BlankNode, QuerySolutions, RdfFormat, Store
from rdflib import Graph

PREFIXES = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

# AllDisjointClasses written out as pairs, both ways, so that one rule serves for all disjoint classes.
PAIRS = """
INSERT { ?a owl:disjointWith ?b } WHERE {
  { ?b owl:disjointWith ?a } UNION
  { ?all a owl:AllDisjointClasses ; owl:members ?list .
    ?list rdf:rest*/rdf:first ?a , ?b . FILTER(?a != ?b) }
}
"""

CLASHES = {
    "disjoint classes": "SELECT ?x ?a ?b { ?a owl:disjointWith ?b . FILTER(STR(?a) < STR(?b)) ?x a ?a , ?b }",
    "empty class": "SELECT ?x { ?x a owl:Nothing }",
    "same and different": "SELECT ?x ?y { ?x owl:sameAs ?y ; owl:differentFrom ?y }",
    "irreflexive property": "SELECT ?x ?p { ?p a owl:IrreflexiveProperty . ?x ?p ?x }",
    "asymmetric property": """
        SELECT ?x ?p ?y { ?p a owl:AsymmetricProperty . ?x ?p ?y . ?y ?p ?x . FILTER(STR(?x) < STR(?y)) }""",
    "disjoint properties": "SELECT ?x ?p ?q { ?p owl:propertyDisjointWith ?q . ?x ?p ?y ; ?q ?y }",
    "no member of a union": """
        SELECT ?x ?u {
          ?u owl:unionOf ?list . ?x a ?u .
          FILTER NOT EXISTS {
            ?list rdf:rest*/rdf:first ?member .
            FILTER NOT EXISTS { ?x a ?type . ?type owl:disjointWith ?member }
          }
        }""",
    "literal where a thing is meant": """
        SELECT ?x ?p ?v { ?p a owl:ObjectProperty . ?x ?p ?v . FILTER(isLiteral(?v)) }""",
    "thing where a literal is meant": """
        SELECT ?x ?p ?v { ?p a owl:DatatypeProperty . ?x ?p ?v . FILTER(!isLiteral(?v)) }""",
    "another datatype": """
        SELECT ?x ?p ?v {
          ?p a owl:DatatypeProperty ; rdfs:range ?range . ?x ?p ?v .
          FILTER(isLiteral(?v) && DATATYPE(?v) != ?range && ?range NOT IN (rdf:PlainLiteral, rdfs:Literal))
          FILTER(!(?range = xsd:decimal && DATATYPE(?v) = xsd:integer))
        }""",
}


@dataclass(frozen=True, slots=True, order=True)
class Clash:
    """One thing that cannot be: the rule that says so and the terms that it is about."""

    rule: str
    terms: tuple[str, ...]


def closure(graph: Graph) -> Graph:
    """Everything that follows from a graph, the graph itself included."""
    reasoner = reasonable.PyReasoner()
    reasoner.from_graph(graph)
    found = Graph(bind_namespaces="none")
    found += graph
    for triple in reasoner.reason():
        found.add(triple)
    return found


def clashes(graph: Graph) -> tuple[Clash, ...]:
    """Every inconsistency that follows from a graph, sorted; empty when it is consistent."""
    return clashes_of_closed(closure(graph))


def clashes_of_closed(closed: Graph) -> tuple[Clash, ...]:
    """Every inconsistency that a closure shows, sorted."""
    store = Store()
    store.bulk_load(input=closed.serialize(format="nt", encoding="utf-8"), format=RdfFormat.N_TRIPLES)
    store.update(PREFIXES + PAIRS)
    return tuple(sorted({clash for rule in CLASHES for clash in _found(store, rule)}))


def _found(store: Store, rule: str) -> Iterator[Clash]:
    solutions = store.query(PREFIXES + CLASHES[rule])
    assert isinstance(solutions, QuerySolutions)
    for solution in solutions:
        # The label of a blank node says nothing and changes: a union is told by the thing in it.
        yield Clash(rule, tuple(term.value for term in solution if not isinstance(term, BlankNode)))
