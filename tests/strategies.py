"""Strategies for RDF datasets as nasty as the standards allow, and for terms of our own vocabulary.

The pools are small on purpose: the same term meets itself as subject, predicate, class, object, graph and
datatype, and clashing local names, languages and lexical forms meet in one node.
"""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pyoxigraph import BaseDirection, BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from graph.term_text import Entity, GraphName, Object
from ontology.namespaces import HD, PREFIXES, SCHEME

# How long an example takes depends on what else the machine does: no promise of ours.
settings.register_profile("hakim", deadline=None)
settings.load_profile("hakim")

XSD = PREFIXES["xsd"]
RDF = PREFIXES["rdf"]
TYPE = NamedNode(f"{RDF}type")
REIFIES = NamedNode(f"{RDF}reifies")

IRIS = [
    TYPE,
    REIFIES,
    *(NamedNode(HD + name) for name in ("Mission", "FieldHospitalDeployment", "Country", "notDeclared")),
    *(NamedNode(HD + name) for name in ("name", "note", "start", "amount", "startEdtf", "global", "onset")),
    *(NamedNode(HD + name) for name in ("status", "missionType", "sentBy", "statedIn", "name_en")),
    *(NamedNode(f"{SCHEME}status/{rest}") for rest in ("delivered", "", "a/b", "été", "handed-over")),
    NamedNode(f"{SCHEME}mission-type/training"),
    NamedNode("https://schema.org/name"),
    NamedNode("https://schema.org/name_en"),
    NamedNode("https://schema.org/0123456789ab"),
    NamedNode("https://schema.org/abcdefabcdef"),
    NamedNode("https://schema.org/" + "longName" * 9),
    NamedNode("http://a.example/x#name"),
    NamedNode("http://b.example/name"),
    NamedNode("http://a.example/2nd-colour"),
    NamedNode("urn:x:été"),
    NamedNode("x:"),
    NamedNode("tt:0"),
]
BLANKS = [BlankNode("b0"), BlankNode("ab12_c14n0"), BlankNode("0")]
DATATYPES = [
    *(
        NamedNode(XSD + name)
        for name in ("string", "integer", "boolean", "double", "decimal", "date", "dateTime")
    ),
    *(NamedNode(XSD + name) for name in ("nonNegativeInteger", "float", "gYear", "anyURI")),
    NamedNode("http://id.loc.gov/datatypes/edtf/EDTF"),
    NamedNode("urn:datatype"),
]
LEXICAL_FORMS = [
    *("", "1", "01", "+1", "-0", "0", "true", "false", "1.0", "1.50", "5.5", "1.0E0", "1e400", "NaN", "INF"),
    *("-0.0E0", "0.0E0", "10000000", "0.00001", "9223372036854775807", "9223372036854775808", "9" * 60),
    *("2003-12-26", "2003-1-26", "0000-01-01", "2023-02-29", "2003-12-26Z", "2003-W52-5", "0001-01-01"),
    *("2003-12-26T01:56:52Z", "2003-12-26T01:56:52.10Z", "2003-12-26T01:56:52.000000001Z"),
    *("2003-12-26T24:00:00Z", "2003-12-26T23:59:60Z", "2003-12-26T01:56:52+03:30", "2003-12-26T01:56:52"),
    *("a", "A", "حكيم", 'quote " and \\ and \n\r\t', "nul \0", "\x7f\ufffe\U0010ffff", "urn:x", "\u0661"),
]
LANGUAGES = ["en", "ar", "en-us", "zh-hant-tw", "x-private", "iri"]


LITERALS = [
    *(Literal(form, datatype=datatype) for form in LEXICAL_FORMS for datatype in DATATYPES),
    *(Literal(form, language=language) for form in LEXICAL_FORMS[-8:] for language in LANGUAGES),
    *(
        Literal(form, language=language, direction=direction)
        for form in ("a", "حكيم")
        for language in LANGUAGES
        for direction in (BaseDirection.LTR, BaseDirection.RTL)
    ),
]
GRAPHS: list[GraphName] = [DefaultGraph(), NamedNode("urn:g:1"), NamedNode("urn:g:2"), BLANKS[0], IRIS[2]]

iris: SearchStrategy[NamedNode] = st.sampled_from(IRIS)
entities: SearchStrategy[Entity] = st.sampled_from([*IRIS, *BLANKS])
graphs: SearchStrategy[GraphName] = st.sampled_from(GRAPHS)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=4).map(Literal)
literals: SearchStrategy[Literal] = st.sampled_from(LITERALS) | texts
flat_triples = st.tuples(entities, iris, entities | literals).map(lambda parts: Triple(*parts))
nested_triples = st.tuples(entities, iris, flat_triples).map(lambda parts: Triple(*parts))
triples: SearchStrategy[Triple] = flat_triples | nested_triples
objects: SearchStrategy[Object] = literals | literals | entities | triples
quads = st.tuples(entities, iris, objects, graphs).map(lambda parts: Quad(*parts))
annotations = st.lists(st.tuples(iris, literals | iris), max_size=3)
reifiers = st.lists(entities, min_size=1, max_size=2)


@st.composite
def reified_facts(draw: st.DrawFn) -> list[Quad]:
    """A fact, what one or two reifiers say of it, and now and then what breaks the pattern."""
    subject, predicate, target, graph = draw(st.tuples(entities, iris, entities | objects, graphs))
    found = [Quad(subject, predicate, target, graph)] if draw(st.integers(0, 4)) else []
    for reifier in draw(reifiers):
        found.append(Quad(reifier, REIFIES, Triple(subject, predicate, target), graph))
        found += [Quad(reifier, *said, graph) for said in draw(annotations)]
    return found


@st.composite
def datasets(draw: st.DrawFn) -> frozenset[Quad]:
    """A set of quads of RDF 1.2."""
    loose = draw(st.lists(quads, max_size=10))
    groups = draw(st.lists(reified_facts(), max_size=2))
    return frozenset([*loose, *(quad for group in groups for quad in group)])
