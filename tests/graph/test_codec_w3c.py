"""Every document of the W3C's positive tests comes back quad for quad."""

import hashlib
import os
from pathlib import Path
from typing import TypeVar, cast

import pytest
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from graph.decode import decode
from graph.encode import encode
from graph.registry import Registry
from ontology.vocabulary import vocabulary

SHARED = Path(os.environ.get("HAKIM_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
SUITES = SHARED / "w3c_rdf11"
BASE = "https://w3c.github.io/rdf-tests/rdf/rdf11/"
MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

pytestmark = pytest.mark.skipif(
    not SUITES.is_dir(), reason=f"the W3C tests are not at {SUITES}; HAKIM_SHARED_DATA says where"
)


def positive_documents(suite: str) -> list[Path]:
    """What the manifest's tests read and what they expect, but for the tests that must be refused."""
    folder = SUITES / suite
    base = f"{BASE}{suite}/"
    facts = list(parse((folder / "manifest.ttl").read_bytes(), format=RdfFormat.TURTLE, base_iri=base))
    negative = {
        quad.subject
        for quad in facts
        if quad.predicate.value == TYPE and str(quad.object).endswith(("NegativeSyntax>", "NegativeEval>"))
    }
    return sorted(
        folder / quad.object.value.removeprefix(base)
        for quad in facts
        if quad.predicate.value in {f"{MANIFEST}action", f"{MANIFEST}result"}
        and quad.subject not in negative
        and isinstance(quad.object, NamedNode)
    )


Term = TypeVar("Term")


def read_document(path: Path) -> set[Quad]:
    """The quads of a document, its blank nodes named by its hash and their canonical labels."""
    content = path.read_bytes()
    form = RdfFormat.from_extension(path.suffix.removeprefix("."))
    base = f"{BASE}{path.parent.name}/{path.name}"
    dataset = Dataset(parse(content, format=form, base_iri=base))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    scope = hashlib.sha256(content).hexdigest()[:12]
    return {scoped(quad, scope) for quad in dataset}


def scoped(quad: Quad, scope: str) -> Quad:
    def in_scope(term: Term) -> Term:
        return cast("Term", BlankNode(f"{scope}_{term.value}")) if isinstance(term, BlankNode) else term

    return Quad(in_scope(quad.subject), quad.predicate, in_scope(quad.object), in_scope(quad.graph_name))


def comes_back(path: Path, registry: Registry) -> bool:
    quads = read_document(path)
    fragment = encode(quads, registry)
    return set(decode(fragment.nodes.values(), fragment.edges.values(), registry)) == quads


@pytest.mark.parametrize(
    ("suite", "count"), [("rdf-n-quads", 53), ("rdf-n-triples", 41), ("rdf-trig", 384), ("rdf-turtle", 364)]
)
def test_every_document_comes_back_exactly(suite: str, count: int) -> None:
    documents = positive_documents(suite)
    registry = Registry(vocabulary())

    changed = [path.name for path in documents if not comes_back(path, registry)]

    assert (changed, len(documents)) == ([], count)
