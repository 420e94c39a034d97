"""The W3C's test documents of RDF 1.1: which there are, and which must be refused.

They are read from the shared test data beside the checkout and never copied in; `HAKIM_SHARED_DATA` says where
they are if not there.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, parse

from ingest.documents import Document, syntax_of

SHARED = Path(os.environ.get("HAKIM_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
SUITES = SHARED / "w3c_rdf11"
BASE = "https://w3c.github.io/rdf-tests/rdf/rdf11/"
NAMES = ("rdf-n-quads", "rdf-n-triples", "rdf-trig", "rdf-turtle")

_MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_READS = frozenset({f"{_MANIFEST}action", f"{_MANIFEST}result"})


@dataclass(frozen=True)
class Suite:
    """The documents of a suite: those that must be read, and those that must be refused."""

    positive: tuple[Document, ...]
    negative: tuple[Document, ...]


def read_suite(name: str) -> Suite:
    """The documents that a suite's manifest names, each once, in the order of their names."""
    base = f"{BASE}{name}/"
    content = (SUITES / name / "manifest.ttl").read_bytes()
    facts = list(parse(content, format=RdfFormat.TURTLE, base_iri=base))
    refused = {
        fact.subject
        for fact in facts
        if fact.predicate.value == _TYPE and str(fact.object).endswith(("NegativeSyntax>", "NegativeEval>"))
    }
    named = [
        (fact.subject in refused, fact.object.value.removeprefix(base))
        for fact in facts
        if fact.predicate.value in _READS and isinstance(fact.object, NamedNode)
    ]
    positive = sorted({file for negative, file in named if not negative})
    negative = sorted({file for is_negative, file in named if is_negative})
    return Suite(_documents(name, positive), _documents(name, negative))


def _documents(suite: str, files: list[str]) -> tuple[Document, ...]:
    folder = SUITES / suite
    return tuple(
        Document(f"{suite}/{file}", (folder / file).read_bytes(), syntax_of(file), f"{BASE}{suite}/{file}")
        for file in files
    )
