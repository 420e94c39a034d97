"""The names of RDF, SHACL and XML Schema that the validator reads."""

from typing import Final

from pyoxigraph import NamedNode

SH_BASE: Final = "http://www.w3.org/ns/shacl#"
XSD_BASE: Final = "http://www.w3.org/2001/XMLSchema#"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

RDF_TYPE: Final = NamedNode(_RDF + "type")
RDF_FIRST: Final = NamedNode(_RDF + "first")
RDF_REST: Final = NamedNode(_RDF + "rest")
RDF_NIL: Final = NamedNode(_RDF + "nil")
RDF_LANG_STRING: Final = _RDF + "langString"
RDF_DIR_LANG_STRING: Final = _RDF + "dirLangString"
SUB_CLASS_OF: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")


def sh(name: str) -> NamedNode:
    """The SHACL term of that name."""
    return NamedNode(SH_BASE + name)


def xsd(name: str) -> str:
    """The IRI of the XML Schema datatype of that name."""
    return XSD_BASE + name


__all__ = [
    "RDF_DIR_LANG_STRING",
    "RDF_FIRST",
    "RDF_LANG_STRING",
    "RDF_NIL",
    "RDF_REST",
    "RDF_TYPE",
    "SH_BASE",
    "SUB_CLASS_OF",
    "XSD_BASE",
    "sh",
    "xsd",
]
