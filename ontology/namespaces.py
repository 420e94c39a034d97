"""The namespaces of Hakim and the table of prefixes that it ships.

The table is part of the graph's contract: a term of a shipped prefix is named `prefix_local` in the property
graph, so a prefix is never changed or removed, and a new one renames what was stored before it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

HD: Final = "https://w3id.org/health-diplomacy/ont#"
"""The vocabulary."""

SCHEME: Final = "https://w3id.org/health-diplomacy/scheme/"
"""The concept schemes: `SCHEME + name` is a scheme, `SCHEME + name + "/" + notation` a concept of it."""

DEFAULT_ID_BASE: Final = "https://w3id.org/health-diplomacy/id/"
"""Instances, unless a setting says otherwise."""

PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "edtf": "http://id.loc.gov/datatypes/edtf/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "geo": "http://www.opengis.net/ont/geosparql#",
        "hd": HD,
        "hds": SCHEME,
        "odrl": "http://www.w3.org/ns/odrl/2/",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "time": "http://www.w3.org/2006/time#",
        "void": "http://rdfs.org/ns/void#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)

__all__ = ["DEFAULT_ID_BASE", "HD", "PREFIXES", "SCHEME"]
