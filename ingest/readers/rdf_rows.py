"""RDF in any syntax to rows: one row a subject, one column a predicate.

The rows are the subjects of the class that the form names, or else all that have a type, in every graph of the
file. `@id` is the subject; the other columns are the IRIs of predicates, those of texts in a language with
`@` and its code behind (`http://www.w3.org/2000/01/rdf-schema#label@ar`). A cell is the IRI or the text as
it stands in the file; several have `;` between them. Blank nodes are numbered in the order of the file.

The line is that on which the first statement about the subject ends. JSON-LD is read whole, and does not tell.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from ingest.documents import Document, DocumentRefused, refuse_danger, syntax_of
from ingest.readers.cells import check_columns, joined, made_row, opened
from ingest.readers.rdf_store import MOST_VALUES, Fact, Facts, TooManyPredicates, temporary_facts
from ingest.readers.table import TableForm
from ingest.readers.xml_text import XmlText
from ingest.rows import BadRow, FileRejected, Problem, Row

SUBJECT_COLUMN = "@id"
TYPE_COLUMN = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
MAX_WHOLE_BYTES = 64_000_000
"""The size of JSON-LD, which no parser can read as a stream."""

_PLACE = re.compile(r"^Parser error at line \d+ .*?: ")
_JSON_LD = (RdfFormat.JSON_LD, RdfFormat.STREAMING_JSON_LD)
_STATEMENT = "\0statement"
"""The value of a statement about a statement, which no text has: NUL ends no word of RDF."""


class _LineByLine:
    """A file that gives one line at a time, so that what a parser has read tells where it is."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.line = 0

    def read(self, size: int = -1) -> bytes:
        content = self._file.readline(size)
        self.line += content.endswith(b"\n") or (bool(content) and len(content) != size)
        return content


class RdfTable:
    """The subjects of an RDF file; its name's ending says the syntax."""

    def __init__(self, path: Path, name: str, form: TableForm) -> None:
        self._path = path
        self._name = name
        self._form = form
        self._untyped = 0

    def header(self) -> tuple[str, ...]:
        """`@id` and the predicates of the chosen subjects; the whole file is read for them."""
        with self._facts() as facts:
            return self._header(facts)

    def rows(self) -> Iterator[Row | BadRow]:
        """The chosen subjects in order.

        Raises FileRejected when the file is not RDF in its syntax, or is dangerous to parse.
        """
        with self._facts() as facts:
            blank = dict.fromkeys(self._header(facts), "")
            for line, subject, values in facts.subjects():
                cells, problems = _cells(values)
                yield made_row(line, blank | {SUBJECT_COLUMN: subject} | cells, problems=problems)

    def notices(self) -> tuple[str, ...]:
        """How many subjects are no rows because they have no type, once the rows were read."""
        if not self._untyped:
            return ()
        return (f"Subjects without a type are no rows; there are {self._untyped:,}.",)

    def _header(self, facts: Facts) -> tuple[str, ...]:
        columns = (SUBJECT_COLUMN, *facts.columns())
        check_columns(self._name, columns, "Name the class of the rows at format/records.")
        return columns

    @contextmanager
    def _facts(self) -> Iterator[Facts]:
        with temporary_facts() as facts:
            try:
                facts.write(self._parsed(), TYPE_COLUMN, self._form.records)
            except TooManyPredicates:
                raise FileRejected(f"{self._name}: there are more predicates than rows can have.") from None
            self._untyped = facts.untyped()
            yield facts

    def _parsed(self) -> Iterator[Fact]:
        try:
            syntax = syntax_of(self._name)
            self._check(syntax)
            yield from self._statements(syntax)
        except DocumentRefused as error:
            raise FileRejected(error.message, hint=error.hint) from error
        except SyntaxError as error:
            place = f", line {error.lineno}" if error.lineno else ""
            reason = _PLACE.sub("", str(error.msg)).rstrip(".")
            raise FileRejected(f"{self._name}{place}: this is not {syntax.name}: {reason}.") from error
        except ValueError as error:
            raise FileRejected(f"{self._name}: {error}.") from error

    def _check(self, syntax: RdfFormat) -> None:
        with opened(self._path, self._name) as file:
            if syntax == RdfFormat.RDF_XML:
                XmlText(file, self._name).check()
            elif syntax in _JSON_LD:
                content = file.read(MAX_WHOLE_BYTES + 1)
                if len(content) > MAX_WHOLE_BYTES:
                    raise FileRejected(
                        f"{self._name}: JSON-LD of more than {MAX_WHOLE_BYTES:,} bytes cannot be read.",
                        hint="Write it as Turtle or N-Quads, which are read as a stream.",
                    )
                refuse_danger(Document(self._name, content, syntax))

    def _statements(self, syntax: RdfFormat) -> Iterator[Fact]:
        with opened(self._path, self._name) as file:
            source = _LineByLine(file)
            for quad in parse(cast("IO[bytes]", source), format=syntax):
                yield _fact(quad, 1 if syntax in _JSON_LD else max(source.line, 1))


def _fact(quad: Quad, line: int) -> Fact:
    subject, column, value = str(_name(quad.subject)), quad.predicate.value, quad.object
    if isinstance(value, Literal):
        direction = f"--{value.direction.value}" if value.direction else ""
        told = f"{column}@{value.language}{direction}" if value.language else column
        return Fact(subject, told, value.value, line)
    if isinstance(value, Triple):
        return Fact(subject, column, _STATEMENT, line)
    return Fact(subject, column, _name(value), line, is_blank=isinstance(value, BlankNode))


def _name(term: NamedNode | BlankNode | Triple) -> str:
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(getattr(term, "value", term))


def _cells(values: list[tuple[str, str]]) -> tuple[dict[str, str], list[Problem]]:
    """The cells of a subject by their columns, and what is wrong with it."""
    if len(values) > MOST_VALUES:
        message = f"The subject has more than {MOST_VALUES:,} values."
        return {}, [Problem("", "", "cell-length", message)]
    by_column: dict[str, dict[str, None]] = {}
    for column, value in values:
        by_column.setdefault(column, {})[value] = None
    cells: dict[str, str] = {}
    problems = []
    for column, told in by_column.items():
        cell = _cell(column, list(told))
        if isinstance(cell, Problem):
            problems.append(cell)
        else:
            cells[column] = cell
    return cells, problems


def _cell(column: str, values: list[str]) -> str | Problem:
    if _STATEMENT in values:
        return Problem(column, "", "rdf-value", "A statement about a statement cannot be a cell.")
    return joined(column, values) if len(values) > 1 else values[0]
