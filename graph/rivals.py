"""Rival values as nodes: where a property shows one value of several, a `:Rival` tells each, the shown one too.

    (:Rival {property, value, shown, records})-[:RIVAL_OF]->(m)

A view for people who query: who says what is in the ledger of the node itself, and is read from there.
"""

import hashlib
import json

from graph.entries import RIVAL_LABEL, RIVAL_OF
from graph.facts import Rank, Slots, shown_rival
from graph.keys import Key, KeyTermValue
from graph.model import DERIVED, IRI, RIVAL_NODE, Edge, Fragment, Node, Value


def add_rivals(fragment: Fragment, subject: str, slots: Slots, rank: Rank) -> None:
    """Take the rival values of a subject's properties into the fragment."""
    for key, terms in slots.items():
        if key.many or len(terms) == 1:
            continue
        shown = shown_rival(key, terms, rank)
        for term, graphs in terms.items():
            iri = _key_of(subject, key, term)
            view = key.view(term)
            properties: dict[str, Value] = {
                IRI: iri,
                DERIVED: True,
                "property": key.name,
                "value": view if isinstance(view, str) else term.value,
                "shown": term == shown,
                "records": [*sorted(graphs)],
            }
            fragment.add_node(Node(iri, (RIVAL_LABEL,), properties))
            fragment.add_edge(Edge(iri, RIVAL_OF, subject, "", {DERIVED: True}))


def _key_of(subject: str, key: Key, term: KeyTermValue) -> str:
    told = json.dumps([subject, key.name, *key.cell(term)], ensure_ascii=False, separators=(",", ":"))
    return RIVAL_NODE + hashlib.sha256(told.encode()).hexdigest()
