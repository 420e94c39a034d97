"""Rows to record graphs: the claims of one row, and what is said of the record that holds them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from ingest.fields import Context, Values, read_row
from ingest.kinds import KINDS, Kind
from ingest.kinds.kind import Claim, concept, document, first, typed
from ingest.resolution.register import CellProblem
from ingest.rows import BadRow, Problem, Row
from ontology.dates import PartialDate
from ontology.identifiers import hash_key
from ontology.nquads import canonical_text
from ontology.terms import hd
from records.model import Cell, RecordGraph

EARLIEST_YEAR, LATEST_YEAR = 1800, 2100


@dataclass(frozen=True, slots=True)
class MappedRow:
    """A row that became claims: its record graph and the cells that it was read from."""

    row: Row
    record: RecordGraph
    cells: tuple[Cell, ...]


def map_row(row: Row, context: Context, repeated: "RepeatedKeys") -> MappedRow | BadRow:
    """The record graph of a row, or every problem that was found in it."""
    kind = KINDS[context.spec.record]
    values, problems = read_row(row, kind.fields, context)
    blamed = {_field_of(problem.column, context) for problem in problems}
    checks = [
        p for p in (*kind.check(values), *_check_years(values)) if p.column not in blamed and not problems
    ]
    problems += tuple(_named_by_column(problem, context) for problem in checks)
    if problems:
        return BadRow(row.line, row.raw, problems)
    try:
        return _mapped(row, kind, values, context, repeated)
    except CellProblem as error:
        told = Problem(error.field, error.value, error.rule, error.message, error.verdict)
        return BadRow(row.line, row.raw, (_named_by_column(told, context),))


def _field_of(column: str, context: Context) -> str:
    return next((spec.field for spec in context.spec.columns if spec.column == column), column)


def _named_by_column(problem: Problem, context: Context) -> Problem:
    column = next(
        (spec.column for spec in context.spec.columns if spec.field == problem.column), problem.column
    )
    return replace(problem, column=column)


def _check_years(values: Values) -> Iterator[Problem]:
    for field, found in values.items():
        for value in found:
            if isinstance(value, PartialDate) and not _plausible(value.earliest, value.latest):
                message = f"The year of {value.edtf} is outside of {EARLIEST_YEAR} to {LATEST_YEAR}."
                yield Problem(field, value.edtf, "plausible-year", message)


def _plausible(earliest: date, latest: date) -> bool:
    return earliest.year >= EARLIEST_YEAR and latest.year <= LATEST_YEAR


def _mapped(row: Row, kind: Kind, values: Values, context: Context, repeated: "RepeatedKeys") -> MappedRow:
    subject = kind.identify(values, context)
    key = _key(subject, kind, values, context)
    if kind.key:
        key = repeated.numbered(key, row)
    if subject is None:
        subject = context.ids.iri(kind.iri_kind, context.spec.authority, key)
    record = context.ids.iri("record", context.spec.source, key)
    claims = [*kind.claims(subject, values, context), *_record(record, subject, values, context)]
    return MappedRow(
        row, record_graph(record, kind.name, context.spec.marking, claims), _cells_of(row, context)
    )


def _key(subject: NamedNode | None, kind: Kind, values: Values, context: Context) -> str:
    """What tells a record from others of its source: the identifier, else the hash of the kind's key."""
    identifier = first(values, "identifier")
    if identifier and not kind.key:
        return str(identifier)
    if subject is not None and not kind.key:
        return subject.value.removeprefix(context.ids.base).split("/", 1)[1]
    return hash_key(*(_as_text(first(values, field)) for field in kind.key))


def _as_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case PartialDate():
            return value.edtf
        case Literal() | NamedNode():
            return value.value
        case _:
            return str(value)


def _record(record: NamedNode, subject: NamedNode, values: Values, context: Context) -> Iterator[Claim]:
    """What is said of the record itself: its source, its grade, its marking."""
    spec = context.spec
    cited, described = document(values, context)
    yield from described
    yield from typed(record, hd.Record)
    yield Claim(record, hd.describes, subject)
    yield Claim(record, hd.fromDataset, context.ids.iri("dataset", spec.source))
    yield Claim(record, hd.marking, concept("marking", spec.marking))
    yield Claim(record, hd.reliability, concept("reliability", spec.reliability))
    credibility = first(values, "credibility") or concept("credibility", spec.credibility)
    yield Claim(record, hd.credibility, credibility)
    if confidence := first(values, "confidence"):
        yield Claim(record, hd.confidence, confidence)
    if cited:
        yield Claim(record, hd.statedIn, cited)


def record_graph(record: NamedNode, kind: str, marking: str, claims: Iterable[Claim]) -> RecordGraph:
    """The record graph of claims: canonical text, and the subjects that it describes."""
    quads = [Quad(claim.subject, claim.predicate, claim.object, record) for claim in claims]
    subjects = sorted({quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)})
    return RecordGraph(record.value, kind, marking, canonical_text(quads), tuple(subjects))


def _cells_of(row: Row, context: Context) -> tuple[Cell, ...]:
    return tuple(
        Cell(column.field, column.column, row.cells[column.column])
        for column in context.spec.columns
        if row.cells[column.column]
    )


def dataset_record(context: Context) -> RecordGraph:
    """The record that describes the source itself: its title, publisher and licence."""
    spec, ids = context.spec, context.ids
    dataset, record = ids.iri("dataset", spec.source), ids.iri("record", spec.source, "~dataset")
    publisher = ids.hashed("publisher", spec.publisher)
    claims = [
        *typed(dataset, hd.Dataset),
        Claim(dataset, hd.name, Literal(spec.title, language="en")),
        Claim(dataset, hd.licence, Literal(spec.licence)),
        Claim(dataset, hd.publishedBy, publisher),
        *typed(publisher, hd.Publisher),
        Claim(publisher, hd.name, Literal(spec.publisher)),
        *_record(record, dataset, {}, context),
    ]
    return record_graph(record, "dataset", spec.marking, claims)


class RepeatedKeys:
    """Numbers the rows that share a key, so that two equal rows stay two, whatever their order.

    A key that one row has stays as it is. The rows of any other key are told apart by the hash of their content,
    and equal rows by a number as well.
    """

    def __init__(self, keys: Iterable[str] = ()) -> None:
        self._count = Counter(keys)
        self._given: Counter[str] = Counter()

    def numbered(self, key: str, row: Row) -> str:
        """The key of this row's record."""
        content = hash_key(key, *(f"{name}={text}" for name, text in sorted(row.cells.items())))
        self._given[content] += 1
        number = self._given[content]
        own = key if self._count[key] <= 1 else f"{key}~{content[:8]}"
        return own if number == 1 else f"{own}~{number}"


def count_keys(rows: Iterable[Row | BadRow], context: Context) -> RepeatedKeys:
    """The repeated keys among the rows of a source whose rows have no identifier."""
    kind = KINDS[context.spec.record]
    if not kind.key:
        return RepeatedKeys()
    readings = (read_row(row, kind.fields, context)[0] for row in rows if isinstance(row, Row))
    return RepeatedKeys(_key(None, kind, values, context) for values in readings)
