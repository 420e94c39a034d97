"""SPARQL over an RDF document, in a child process that can open nothing and ends when it takes too much.

The query engine is pyoxigraph's. What it would do for a hostile query, this holds back: SERVICE and updates are
refused before it sees them; the child has limits on memory, time and the size of its answer; and once the document
is read it may open no file and no socket any more, so that no query can reach a network, however it is written.

The store compares values: "01"^^xsd:integer is kept as "1". The answer says how many literals that concerned.
"""

import json
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Final

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
)

from graph.literals import XSD_STRING
from graph.serialise import SYNTAXES, serialise
from graph.sparql_text import form_of, graphs_named, has_default_graph
from ontology.errors import OutsideFailure, UsageProblem
from ontology.namespaces import PREFIXES

RESULTS: Final[Mapping[str, QueryResultsFormat]] = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
"""The W3C's formats for the rows of a SELECT and the truth of an ASK."""
REFUSED: Final = 3
READING_SECONDS: Final = 600
NOTED: Final = 100_000
"""Different literals that are looked at for forms that the store changes."""

_CHILD: Final = "from graph.sparql import child; child()"
_P: Final = NamedNode("urn:p")
_TEXTS: Final = frozenset({XSD_STRING, f"{PREFIXES['rdf']}langString", f"{PREFIXES['rdf']}dirLangString"})
"""What the store keeps as it is; most literals are such."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take."""

    seconds: int = 60
    memory_bytes: int = 4 << 30
    answer_bytes: int = 1 << 30


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer in the format that was asked for, and how many literals were given in their canonical form."""

    document: bytes
    rewritten: int


def fitting_format(query: str, wanted: str) -> str:
    """The format of the answer; UsageProblem where the query's form has no such format, or it is refused."""
    form = form_of(query)
    formats = [*RESULTS] if form in {"SELECT", "ASK"} else [*SYNTAXES]
    if wanted not in formats:
        raise UsageProblem(
            f"The answer to {form} cannot be written as {wanted}.", hint=f"There are: {', '.join(formats)}."
        )
    return wanted


def answer(
    query: str, facts: Iterable[bytes], syntax: RdfFormat, form: str, limits: Limits | None = None
) -> Answered:
    """What a query finds in a document, given in pieces; UsageProblem when it is refused or takes too much."""
    fitting_format(query, form)
    given = limits or Limits()
    with tempfile.TemporaryFile() as document, tempfile.TemporaryFile() as told:
        header = {
            "query": query,
            "form": form,
            "syntax": syntax.file_extension,
            "seconds": given.seconds,
            "memory": given.memory_bytes,
            "answer": given.answer_bytes,
        }
        document.write(json.dumps(header).encode() + b"\n")
        document.writelines(facts)
        document.seek(0)
        done = subprocess.run(  # noqa: S603 - our own interpreter and module; query and document come by stdin
            [sys.executable, "-c", _CHILD], stdin=document, stdout=told, stderr=subprocess.PIPE, check=False
        )
        if done.returncode:
            raise _refusal(done.returncode, done.stderr, given)
        told.seek(0)
        return _complete(told.read(), done.stderr)


def _complete(document: bytes, told: bytes) -> Answered:
    """The answer, once it is as long as the child said: a full disk must not cut it short in silence."""
    rewritten, length = map(int, told.split())
    if len(document) != length:
        raise OutsideFailure("The answer was not written whole.", hint="Is the disk of temporary files full?")
    return Answered(document, rewritten)


def _refusal(code: int, message: bytes, limits: Limits) -> UsageProblem:
    if code == REFUSED:
        return UsageProblem(message.decode(errors="replace"))
    if -code in {signal.SIGALRM, signal.SIGXCPU, signal.SIGKILL}:
        return UsageProblem(
            f"The query took more than {limits.seconds} s.", hint="Ask for less, or give it --seconds."
        )
    return UsageProblem(
        f"The query or the document broke the query engine (exit {code}): it asks for more than "
        f"{limits.memory_bytes >> 20} MB, or is nested too deep.",
        hint="Ask for less, or in simpler words.",
    )


# --- in the child ---


def child() -> None:
    """The child's whole work: limits, read, ask, the answer to stdout, and to stderr a count or the reason why not."""
    header = json.loads(sys.stdin.buffer.readline())
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (header["memory"], header["memory"]))
    signal.alarm(READING_SECONDS)
    try:
        document, rewritten = _ask(header)
        _check_length(document, header["answer"])
    except (SyntaxError, ValueError, OSError, UsageProblem) as error:
        sys.stderr.write(" ".join(str(error).split()))
        sys.exit(REFUSED)
    sys.stdout.buffer.write(document)
    sys.stdout.flush()
    sys.stderr.write(f"{rewritten} {len(document)}")


def _check_length(document: bytes, longest: int) -> None:
    if len(document) > longest:
        raise UsageProblem(f"The answer is larger than {longest >> 20} MB.", hint="Ask for less (LIMIT).")


def _ask(header: Mapping[str, str | int]) -> tuple[bytes, int]:
    store, query = Store(), str(header["query"])
    notes: set[Literal] = set()
    syntax = RdfFormat.from_extension(str(header["syntax"])) or RdfFormat.N_QUADS
    store.bulk_extend(_noting(sys.stdin.buffer, syntax, notes))
    rewritten = _count_rewritten(notes)
    _refuse_strange_graphs(query, store)
    signal.alarm(int(header["seconds"]))
    with _nothing_to_open():
        found = _run(store, query)
        if not isinstance(found, QueryTriples):
            return found.serialize(format=RESULTS[str(header["form"])]) or b"", rewritten
        triples = list(found)
    return serialise((Quad(*triple) for triple in triples), str(header["form"])), rewritten


def _run(store: Store, query: str) -> QuerySolutions | QueryBoolean | QueryTriples:
    try:
        return store.query(
            query, prefixes=dict(PREFIXES), use_default_graph_as_union=not has_default_graph(query)
        )
    except SyntaxError as error:
        # What could have stood there instead fills half a screen.
        where, _, _ = str(error).partition(": expected")
        raise UsageProblem(f"The query cannot be read: {where}.", hint="Line and column are told.") from error


@contextmanager
def _nothing_to_open() -> Iterator[None]:
    """While a query runs there is no file and no socket to be had, whatever the query says."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _noting(source: IO[bytes], syntax: RdfFormat, notes: set[Literal]) -> Iterator[Quad]:
    for quad in parse(source, format=syntax):
        term = quad.object
        if len(notes) < NOTED and isinstance(term, Literal) and term.datatype.value not in _TEXTS:
            notes.add(term)
        yield quad


def _count_rewritten(notes: Iterable[Literal]) -> int:
    """How many of the literals the store gives back in another form than they had."""
    scratch = Store()
    asked = [(NamedNode(f"urn:{number}"), literal) for number, literal in enumerate(notes)]
    scratch.bulk_extend(Quad(name, _P, literal) for name, literal in asked)
    return sum(
        next(scratch.quads_for_pattern(name, _P, None)).object.value != literal.value  # type: ignore[union-attr]
        for name, literal in asked
    )


def _refuse_strange_graphs(query: str, store: Store) -> None:
    for iri in graphs_named(query):
        if not store.contains_named_graph(NamedNode(iri)):
            raise UsageProblem(
                f"FROM names <{iri}>, no graph of the data, and nothing is fetched.",
                hint="SELECT DISTINCT ?g { GRAPH ?g { } } lists the graphs.",
            )
