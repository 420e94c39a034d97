"""Triple terms of RDF 1.2 in words that older receivers know.

rdf12    as it is
rdf11    classic reification, which every receiver of RDF 1.1 reads
graphs   each reified triple in a named graph of its own, for receivers that have named graphs

**rdf11.** `r rdf:reifies <<( s p o )>>` becomes `r a rdf:Statement ; rdf:subject s ; rdf:predicate p ; rdf:object o`,
in the graph where it stood: the reifier is the statement, and what it says stays as it is. A statement is no
assertion, so a triple that was only spoken of stays unasserted, and one that was asserted too stays beside it. A
reifier of several triples cannot be all of their statements at once: it leads to each by `rdf:reifies`, and each has
a name made of its hash, `urn:hakim:triple:…`. So has a triple term that stands anywhere else, or within another. All
of that can be taken back, unless the facts themselves used these words: then ours and theirs cannot be told apart.

**graphs.** `r rdf:reifies <<( s p o )>>` becomes the statement `s p o` in the graph `r`, and where it stood
`r a rdfg:Graph` (Carroll et al., Named Graphs, 2005). Several triples of one reifier stand in its graph together.
A triple term that stands anywhere else is named by its hash and stands in the graph of that name. What is lost: a
receiver that merges all graphs takes for asserted what was only spoken of; where a reifier has triples in several
graphs, which of them in which; and where a reifier is the name of a graph already, what was said there before.

In both a text's base direction, new in RDF 1.2 too, becomes a datatype of the i18n namespace (JSON-LD 1.1, section
10.2): `"a"@ar--rtl` is `"a"^^i18n:ar_rtl`.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from graph.reifiers import REIFIES
from graph.serialise import Blocks, syntax_of
from graph.term_text import Entity, GraphName, Object, subject_of
from graph.triple_terms import term_text
from ontology.errors import UsageProblem
from ontology.namespaces import PREFIXES
from ontology.nquads import canonical_line

TRIPLE: Final = "urn:hakim:triple:"
"""What the name of a triple begins with; its hash follows."""
I18N: Final = "https://www.w3.org/ns/i18n#"
GRAPH: Final = NamedNode("http://www.w3.org/2004/03/trix/rdfg-1/Graph")
_TYPE, _STATEMENT, _SUBJECT, _PREDICATE, _OBJECT = (
    NamedNode(PREFIXES["rdf"] + name) for name in ("type", "Statement", "subject", "predicate", "object")
)

Way = Callable[[Iterable[Quad]], Iterator[Quad]]
"""Sorted quads in other words."""


def check_way(way: str, syntax_name: str) -> None:
    """UsageProblem where a syntax has no named graphs and triples would have to stand in some."""
    if way == "graphs" and not syntax_of(syntax_name).graphs:
        raise UsageProblem(
            f"--reify graphs needs a syntax with named graphs, and {syntax_name} has none.",
            hint="Write trig, nquads or jsonld, or use --reify rdf11.",
        )


def reified(blocks: Blocks, way: str) -> Iterator[list[str]]:
    """The facts of sorted canonical lines in one of WAYS, as canonical lines in no order.

    The lines must be sorted as N-Quads are: a reifier's triples then come together.
    """
    odd: list[Quad] = []
    for block in blocks:
        plain: list[str] = []
        for line in block:
            if way != "rdf12" and _may_be_new(line):
                quad: Quad = next(iter(parse(line, format=RdfFormat.N_QUADS, lenient=True)))
                if odd and not _belong_together(odd[-1], quad):
                    plain += map(canonical_line, WAYS[way](odd))
                    odd = []
                odd.append(quad)
            else:
                plain.append(line.decode())
        yield plain
    yield list(map(canonical_line, WAYS[way](odd)))


def _may_be_new(line: bytes) -> bool:
    """The line has a triple term or a base direction, or a text that looks so."""
    return b"<<(" in line or b"--ltr " in line or b"--rtl " in line


def _belong_together(one: Quad, other: Quad) -> bool:
    return one.subject == other.subject and one.predicate == other.predicate


def as_statements(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Sorted quads with classic reification in place of triple terms (rdf11)."""
    for subject, its_quads in groupby(quads, subject_of):
        facts = list(its_quads)
        single = len({fact.object for fact in facts if _reifies(fact)}) == 1
        for fact in facts:
            if single and _reifies(fact) and isinstance(fact.object, Triple):
                yield from _statement(subject, fact.object, fact.graph_name)
            elif isinstance(fact.object, Triple):
                name = triple_name(fact.object)
                yield Quad(subject, fact.predicate, name, fact.graph_name)
                yield from _statement(name, fact.object, fact.graph_name)
            else:
                yield Quad(subject, fact.predicate, without_direction(fact.object), fact.graph_name)


def _reifies(fact: Quad) -> bool:
    return fact.predicate == REIFIES and isinstance(fact.object, Triple)


def _statement(name: Entity, triple: Triple, graph: GraphName) -> Iterator[Quad]:
    yield Quad(name, _TYPE, _STATEMENT, graph)
    yield Quad(name, _SUBJECT, subject_of(triple), graph)
    yield Quad(name, _PREDICATE, triple.predicate, graph)
    yield Quad(name, _OBJECT, _named(triple.object), graph)
    if isinstance(triple.object, Triple):
        yield from _statement(triple_name(triple.object), triple.object, graph)


def as_graphs(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Quads with named graphs in place of triple terms (graphs)."""
    for quad in quads:
        subject = subject_of(quad)
        if not isinstance(quad.object, Triple):
            yield Quad(subject, quad.predicate, without_direction(quad.object), quad.graph_name)
        elif quad.predicate == REIFIES:
            yield Quad(subject, _TYPE, GRAPH, quad.graph_name)
            yield from _in_graph(quad.object, subject)
        else:
            name = triple_name(quad.object)
            yield Quad(subject, quad.predicate, name, quad.graph_name)
            yield from _in_graph(quad.object, name)


def _in_graph(triple: Triple, graph: Entity) -> Iterator[Quad]:
    yield Quad(subject_of(triple), triple.predicate, _named(triple.object), graph)
    if isinstance(triple.object, Triple):
        yield from _in_graph(triple.object, triple_name(triple.object))


def triple_name(triple: Triple) -> NamedNode:
    """The name of a triple that has no reifier: the same triple has the same everywhere.

    >>> triple_name(Triple(NamedNode("urn:s"), NamedNode("urn:p"), Literal("o"))).value[:29]
    'urn:hakim:triple:d7a82bd3d88f'
    """
    return NamedNode(TRIPLE + hashlib.sha256(term_text(triple).encode()).hexdigest())


def _named(term: Object) -> Object:
    return triple_name(term) if isinstance(term, Triple) else without_direction(term)


def without_direction(term: Object) -> Object:
    """A text with a base direction as RDF 1.1 can write it; every other term as it is."""
    if isinstance(term, Literal) and term.direction:
        return Literal(term.value, datatype=NamedNode(f"{I18N}{term.language}_{term.direction.value}"))
    return term


WAYS: Final[Mapping[str, Way]] = MappingProxyType(
    {"rdf12": iter, "rdf11": as_statements, "graphs": as_graphs}
)
"""How triple terms are written."""
