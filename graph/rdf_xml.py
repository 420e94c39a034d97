"""What RDF/XML can say: less than RDF, and a serialiser does not always tell.

Each predicate, and each class, is an element, so it must end in an XML name; XML 1.0 has no way to write most
control characters; and a blank node's label must be an XML name.
"""

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph.term_text import Object
from ontology.errors import HakimError
from ontology.namespaces import PREFIXES

_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_ENDS_IN_NAME = re.compile(f"[{_START}][{_START}.0-9\u00b7\u0300-\u036f\u203f-\u2040-]*$")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SYNTAX = frozenset(
    PREFIXES["rdf"] + name
    for name in (
        "RDF",
        "Description",
        "ID",
        "about",
        "aboutEach",
        "aboutEachPrefix",
        "bagID",
        "datatype",
        "li",
    )
) | {
    PREFIXES["rdf"] + name
    for name in ("nodeID", "parseType", "resource", "version", "annotation", "annotationNodeID")
}
"""Names that RDF/XML keeps for itself: as elements they are no predicates, or others."""

_TYPE = NamedNode(PREFIXES["rdf"] + "type")


class NotExpressible(HakimError):
    """The syntax asked for cannot say what the graph holds."""

    def __init__(self, syntax: str, reason: str) -> None:
        super().__init__(
            f"The facts cannot be written as {syntax}: {reason}.",
            hint="Export N-Quads or TriG instead; --reify rdf11 does without what is new in RDF 1.2.",
        )


def fit_for_xml(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The triples with labels of blank nodes that are XML names; NotExpressible when XML cannot say one of them."""
    for triple in triples:
        yield _fit(triple)


def _fit(triple: Triple) -> Triple:
    _check_element("predicate", triple.predicate)
    if triple.predicate == _TYPE and isinstance(triple.object, NamedNode):
        _check_element("class", triple.object)
    subject = _fit_blank(triple.subject) if isinstance(triple.subject, BlankNode) else triple.subject
    return Triple(subject, triple.predicate, _fit_object(triple.object))


def _check_element(what: str, term: NamedNode) -> None:
    if term.value in _SYNTAX or not _ENDS_IN_NAME.search(term.value):
        raise NotExpressible("rdfxml", f"the {what} {term} makes no XML element")


def _fit_object(term: Object) -> Object:
    match term:
        case BlankNode():
            return _fit_blank(term)
        case Triple():
            return _fit(term)
        case Literal() if found := _NOT_XML.search(term.value):
            raise NotExpressible(
                "rdfxml", f"a text has the character U+{ord(found[0]):04X}, and XML has it not"
            )
        case _:
            return term


def _fit_blank(term: BlankNode) -> BlankNode:
    return BlankNode(f"b{term.value}")
