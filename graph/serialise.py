"""Facts to RDF documents: the same facts give the same bytes, in every syntax, however many they are.

What comes in are canonical N-Quads lines in any order, in batches. They are sorted on disk as the syntax wants them
and written as they come out, so that memory does not grow with the document.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Triple

from graph.line_sort import LineSort
from graph.rdf_xml import NotExpressible, fit_for_xml
from ontology.errors import UsageProblem
from ontology.namespaces import PREFIXES
from ontology.nquads import canonical_line

Batches = Iterable[list[str]]
"""Canonical N-Quads lines in any order, some at a time, each at least once."""
Blocks = Iterable[list[bytes]]
"""Sorted lines, each once, some at a time."""


@dataclass(frozen=True, slots=True)
class Syntax:
    """An RDF syntax: its format, and whether it can say in which graph a statement stands.

    `line` says what of a canonical line is sorted, and `write` how a document is made of it. `refuses` says that
    the syntax cannot express all of RDF 1.2, which may show only in the midst of a document.
    """

    format: RdfFormat
    graphs: bool
    suffix: str
    line: Callable[[str], str]
    write: "Callable[[Document, Blocks], None]"
    refuses: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What is being written: in which syntax, with which prefixes, and where to."""

    syntax_name: str
    prefixes: Mapping[str, str]
    output: BinaryIO

    @property
    def syntax(self) -> Syntax:
        """The syntax."""
        return SYNTAXES[self.syntax_name]


def serialise(quads: Iterable[Quad], syntax_name: str) -> bytes:
    """The document of a few quads, sorted; see `write_document`."""
    output = io.BytesIO()
    write_document([list(map(canonical_line, quads))], syntax_name, output)
    return output.getvalue()


def write_document(batches: Batches, syntax_name: str, output: BinaryIO, folder: Path | None = None) -> None:
    """Writes the document of the facts, sorted; a syntax without graphs gives the statements of all graphs, each once.

    `folder` is where sorting may put a temporary file. Raises NotExpressible where the syntax has no way to write
    a statement, such as RDF/XML for a predicate that makes no XML name; a part of the document is written then.
    What the output raises comes through.
    """
    syntax = syntax_of(syntax_name)
    prefixes = _Prefixes()
    with LineSort(folder) as sort:
        for batch in batches:
            lines = list(map(syntax.line, batch))
            prefixes.look_at(lines)
            sort.add(lines)
        syntax.write(Document(syntax_name, prefixes.used, output), sort.blocks())


def syntax_of(name: str) -> Syntax:
    """The syntax of a name; UsageProblem with those that are there."""
    if name not in SYNTAXES:
        raise UsageProblem(f"{name!r} is no RDF syntax here.", hint=f"There are: {', '.join(SYNTAXES)}.")
    return SYNTAXES[name]


class _Prefixes:
    """Which of the shipped prefixes stand for a namespace that occurs."""

    def __init__(self) -> None:
        self._open = dict(PREFIXES)

    def look_at(self, lines: list[str]) -> None:
        if self._open and lines:
            text = "".join(lines)
            self._open = {
                prefix: namespace for prefix, namespace in self._open.items() if f"<{namespace}" not in text
            }

    @property
    def used(self) -> dict[str, str]:
        return {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix not in self._open}


# --- what is sorted ---------------------------------------------------------------------------------------------------

_DEFAULT: Final = "DEFAULT"
"""What the default graph is called where graphs are sorted: after the IRIs and before the blank nodes."""


def _whole(line: str) -> str:
    return line


def without_graph(line: str) -> str:
    r"""The statement of a canonical line, as a line.

    >>> without_graph('<urn:s> <urn:p> "a <b> ." <urn:g> .' + chr(10))
    '<urn:s> <urn:p> "a <b> ." .\n'
    """
    statement, graph = split_graph(line)
    return f"{statement} .\n" if graph else line


def split_graph(line: str) -> tuple[str, str]:
    """The statement of a canonical line and the text of its graph, which is empty for the default graph.

    >>> split_graph("<urn:s> <urn:p> <urn:o> ." + chr(10))
    ('<urn:s> <urn:p> <urn:o>', '')
    """
    statement, _, last = line[:-3].rpartition(" ")
    # Neither an IRI nor a blank node has a quotation mark in it, and the end of a literal always has one; the end of
    # a triple term begins with a bracket. What is left is the object itself, when only two terms stand before it.
    if '"' in last or last[0] == ")" or statement.count(" ") < 2:
        return line[:-3], ""
    return statement, last


def _graph_first(line: str) -> str:
    """The line behind the text of its graph and a tab, which is less than any character of a graph's name."""
    return f"{split_graph(line)[1] or _DEFAULT}\t{line}"


# --- how it is written ------------------------------------------------------------------------------------------------


def _write_lines(document: Document, blocks: Blocks) -> None:
    for block in blocks:
        document.output.write(b"".join(block))


def _write_quads(document: Document, blocks: Blocks) -> None:
    lines = ([line.partition(b"\t")[2] for line in block] for block in blocks)
    _serialise(document, _read(lines))


def _write_triples(document: Document, blocks: Blocks) -> None:
    _serialise(document, (quad.triple for quad in _read(blocks)))


def _write_xml(document: Document, blocks: Blocks) -> None:
    _serialise(document, fit_for_xml(quad.triple for quad in _read(blocks)))


def _read(blocks: Blocks) -> Iterator[Quad]:
    for block in blocks:
        yield from pyoxigraph.parse(b"".join(block), format=RdfFormat.N_QUADS, lenient=True)


def _serialise(document: Document, statements: Iterator[Quad] | Iterator[Triple]) -> None:
    try:
        pyoxigraph.serialize(
            statements,
            document.output,
            format=document.syntax.format,
            prefixes=dict(document.prefixes),
        )
    except (ValueError, OSError) as error:
        # The library tells what a syntax cannot say as an OSError too, but as one that no system gave a number.
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise NotExpressible(document.syntax_name, str(error)) from error


SYNTAXES: Final[Mapping[str, Syntax]] = {
    "jsonld": Syntax(
        RdfFormat.JSON_LD, graphs=True, suffix="jsonld", line=_graph_first, write=_write_quads, refuses=True
    ),
    "nquads": Syntax(RdfFormat.N_QUADS, graphs=True, suffix="nq", line=_whole, write=_write_lines),
    "ntriples": Syntax(
        RdfFormat.N_TRIPLES, graphs=False, suffix="nt", line=without_graph, write=_write_lines
    ),
    "rdfxml": Syntax(
        RdfFormat.RDF_XML, graphs=False, suffix="rdf", line=without_graph, write=_write_xml, refuses=True
    ),
    "trig": Syntax(RdfFormat.TRIG, graphs=True, suffix="trig", line=_graph_first, write=_write_quads),
    "turtle": Syntax(RdfFormat.TURTLE, graphs=False, suffix="ttl", line=without_graph, write=_write_triples),
}
