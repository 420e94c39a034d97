"""RDF documents of others: parsed, their blank nodes named for good, one record for each of their graphs.

A document is kept exactly as its parser understood it, lexical forms and all. Blank nodes are named by the
hash of the document and their RDFC-1.0 canonical label: stable when it is loaded again, blank when exported.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from ingest.kinds.kind import Claim, concept, typed
from ontology.errors import HakimError
from ontology.identifiers import Identifiers
from ontology.nquads import canonical_text
from ontology.subjects import described_subjects
from ontology.terms import hd
from records.model import RecordGraph

SOURCE = "loaded"
MAX_DEPTH = 64
"""Nesting of JSON beyond which the parser's own stack is in danger (it fails at 2,000)."""

_MARKING = concept("marking", "red")
_OPENING, _CLOSING, _QUOTE, _ESCAPE = b"[{", b"]}", ord('"'), ord("\\")
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""")

Term = NamedNode | BlankNode | Literal | Triple | DefaultGraph


class DocumentRefused(HakimError):
    """A document that is no RDF in its syntax, or that is dangerous to parse; nothing of it is loaded."""


@dataclass(frozen=True, slots=True)
class Document:
    """An RDF document as it came: name, bytes, syntax, and the IRI against which relative ones are read."""

    name: str
    content: bytes
    syntax: RdfFormat
    base: str | None = None

    @property
    def sha256(self) -> str:
        """The hash that the document is known by: of its base and its bytes."""
        return hashlib.sha256(f"{self.base or ''}\n".encode() + self.content).hexdigest()


def syntax_of(name: str) -> RdfFormat:
    """The RDF syntax that a file's ending names; DocumentRefused when it names none."""
    found = RdfFormat.from_extension(name.rsplit(".", 1)[-1].lower())
    if found is None:
        raise DocumentRefused(
            f"{name}: the ending names no RDF syntax.", hint="Use .ttl, .trig, .nt, .nq, .jsonld or .rdf."
        )
    return found


def parse_document(document: Document) -> frozenset[Quad]:
    """The quads of a document, with its blank nodes named for good.

    Raises DocumentRefused with file, line and column. It parses in this process: for files from outside use
    `ingest.guarded.parse_guarded`, which does the same in a limited child process.
    """
    refuse_danger(document)
    try:
        quads = list(parse(document.content, format=document.syntax, base_iri=document.base))
    except SyntaxError as error:
        raise DocumentRefused(_place(document, error)) from error
    except ValueError as error:
        raise DocumentRefused(f"{document.name}: {error}.") from error
    if not any(_has_blank(part) for quad in quads for part in (quad.subject, quad.object, quad.graph_name)):
        return frozenset(quads)
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    scope = document.sha256[:20]
    return frozenset(_scoped_quad(quad, scope) for quad in dataset)


def _place(document: Document, error: SyntaxError) -> str:
    reason = re.sub(r"^Parser error at line \d+ .*?: ", "", str(error.msg)).rstrip(".")
    if error.lineno is None:
        return f"{document.name}: {reason}."
    return f"{document.name}, line {error.lineno}, column {error.offset}: {reason}."


def refuse_danger(document: Document) -> None:
    """Raises DocumentRefused where a document could break or mislead its parser."""
    if document.syntax == RdfFormat.RDF_XML:
        _refuse_xml_danger(document)
    elif document.syntax in {RdfFormat.JSON_LD, RdfFormat.STREAMING_JSON_LD}:
        _refuse_json_danger(document)


def _refuse_xml_danger(document: Document) -> None:
    encoding = _XML_ENCODING.match(document.content)
    if encoding and encoding[1].lower() not in {b"utf-8", b"utf8", b"us-ascii"}:
        raise DocumentRefused(
            f"{document.name}, line 1: the encoding is not UTF-8.", hint="Convert it first."
        )
    if b"\0" in document.content[:4]:
        raise DocumentRefused(f"{document.name}, line 1: this is not UTF-8.", hint="Convert it first.")
    at = document.content.find(b"<!DOCTYPE")
    if at >= 0:
        line = document.content.count(b"\n", 0, at) + 1
        raise DocumentRefused(
            f"{document.name}, line {line}: it has a DOCTYPE, whose entities can grow without bound.",
            hint="Write the entities out, or convert the file to Turtle with a tool that you trust.",
        )


def _refuse_json_danger(document: Document) -> None:
    if json_depth(document.content) > MAX_DEPTH:
        raise DocumentRefused(f"{document.name}: the JSON is nested deeper than {MAX_DEPTH} levels.")
    try:
        json.loads(document.content, object_pairs_hook=_refuse_repeated_keys)
    except ValueError as error:
        raise DocumentRefused(f"{document.name}: {error}.") from error


def _refuse_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise ValueError(
            f"the key {repeated!r} stands twice in one object, so parsers differ on what it says"
        )
    return found


def json_depth(content: bytes) -> int:
    """How deep arrays and objects are nested, counted without parsing.

    >>> json_depth(b'{"a": ["[[[", {}]}')
    3
    """
    depth = deepest = 0
    in_text = escaped = False
    for byte in content:
        if in_text:
            in_text = escaped or byte != _QUOTE
            escaped = not escaped and byte == _ESCAPE
        elif byte == _QUOTE:
            in_text, escaped = True, False
        elif byte in _OPENING:
            depth += 1
            deepest = max(deepest, depth)
        elif byte in _CLOSING:
            depth -= 1
    return deepest


def _has_blank(term: Term) -> bool:
    if isinstance(term, Triple):
        return _has_blank(term.subject) or _has_blank(term.object)
    return isinstance(term, BlankNode)


def _scoped_quad(quad: Quad, scope: str) -> Quad:
    parts = [_scoped(part, scope) for part in (quad.subject, quad.object, quad.graph_name)]
    return Quad(parts[0], quad.predicate, parts[1], parts[2])


def _scoped(term: Any, scope: str) -> Any:
    if isinstance(term, BlankNode):
        return BlankNode(f"{scope}_{term.value}")
    if isinstance(term, Triple):
        return Triple(_scoped(term.subject, scope), term.predicate, _scoped(term.object, scope))
    return term


def document_iri(ids: Identifiers, document: Document) -> NamedNode:
    """The IRI of a loaded document."""
    return ids.iri("document", document.sha256[:20])


def document_records(ids: Identifiers, document: Document, quads: Iterable[Quad]) -> list[RecordGraph]:
    """One record for each graph of a document, in the order of their names; an empty one has one as well."""
    by_graph: dict[str, list[Quad]] = {"": []}
    names: dict[str, Term] = {"": DefaultGraph()}
    for quad in quads:
        name = "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)
        names[name] = quad.graph_name
        by_graph.setdefault(name, []).append(quad)
    return [
        _record(ids, document, number, names[name], by_graph[name])
        for number, name in enumerate(sorted(by_graph))
    ]


def _record(ids: Identifiers, document: Document, number: int, name: Term, quads: list[Quad]) -> RecordGraph:
    record = ids.iri("record", SOURCE, document.sha256[:20], str(number))
    claims = [quad.triple for quad in quads] + _about(ids, document, record, name)
    placed = [Quad(claim.subject, claim.predicate, claim.object, record) for claim in claims]
    text = canonical_text(placed)
    return RecordGraph(record.value, "document", "red", text, described_subjects(placed))


def _about(ids: Identifiers, document: Document, record: NamedNode, name: Term) -> list[Claim]:
    cited, dataset = document_iri(ids, document), ids.iri("dataset", SOURCE)
    received = [] if isinstance(name, DefaultGraph) else [Claim(record, hd.receivedGraph, name)]
    return [
        *typed(record, hd.Record),
        Claim(record, hd.describes, cited),
        Claim(record, hd.statedIn, cited),
        Claim(record, hd.fromDataset, dataset),
        # Nobody has looked at it: it is never released.
        Claim(record, hd.marking, _MARKING),
        Claim(record, hd.reliability, concept("reliability", "F")),
        Claim(record, hd.credibility, concept("credibility", "6")),
        *received,
    ]
