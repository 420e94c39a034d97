"""Rows to record graphs: the claims of one row, and what is said of the record that holds them."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from ingest.fields import Context, Values
from ingest.kinds import KINDS, Kind
from ingest.kinds.kind import Claim, concept, document, first, typed
from ingest.reading import Reading, read_row
from ingest.rows import BadRow, CellProblem, Problem, Repair, Row, cut
from ontology.dates import PartialDate
from ontology.identifiers import hash_key, join_key
from ontology.nquads import canonical_text
from ontology.terms import hd
from records.model import Cell, RecordGraph

EARLIEST_YEAR, LATEST_YEAR = 1800, 2100
CONTENT_LENGTH = 8


@dataclass(frozen=True, slots=True)
class MappedRow:
    """A row that became claims: its record graph, the cells that it was read from, and what was repaired."""

    row: Row
    record: RecordGraph
    cells: tuple[Cell, ...]
    repairs: tuple[Repair, ...] = ()


def map_row(row: Row, context: Context, repeated: "RepeatedKeys") -> MappedRow | BadRow:
    """The record graph of a row, or every problem that was found in it."""
    kind = KINDS[context.spec.record]
    reading = read_row(row, kind.fields, context)
    # What fields say of each other is looked at only when each of them can be read.
    problems = reading.problems or tuple(
        _named_by_column(problem, context)
        for problem in (*kind.check(reading.values), *_check_years(reading.values))
    )
    if problems:
        return BadRow(row.line, row.raw, problems)
    try:
        return _mapped(row, kind, reading, context, repeated)
    except CellProblem as error:
        told = error.in_column(error.field, error.value)
        return BadRow(row.line, row.raw, (_named_by_column(told, context),))


def _named_by_column(problem: Problem, context: Context) -> Problem:
    """The problem of a field, told of the column that fills it."""
    named = (spec.column for spec in context.spec.columns if spec.field == problem.column)
    return replace(problem, column=next(named, problem.column), value=cut(problem.value))


def _check_years(values: Values) -> Iterator[Problem]:
    for field, found in values.items():
        for value in found:
            if isinstance(value, PartialDate) and not _plausible(value.earliest, value.latest):
                message = f"The year of {value.edtf} is outside of {EARLIEST_YEAR} to {LATEST_YEAR}."
                yield Problem(field, value.edtf, "plausible-year", message)


def _plausible(earliest: date, latest: date) -> bool:
    return earliest.year >= EARLIEST_YEAR and latest.year <= LATEST_YEAR


def _mapped(row: Row, kind: Kind, reading: Reading, context: Context, repeated: "RepeatedKeys") -> MappedRow:
    values = reading.values
    subject = kind.identify(values, context)
    key = _key(kind, subject, values, context)
    if _has_key_only(kind, values):
        key = repeated.numbered(key, _content(key, row, context))
    if subject is None:
        subject = context.ids.iri(kind.iri_kind, context.spec.authority, key)
    record = context.ids.iri("record", context.spec.source, key)
    claims = [*kind.claims(subject, values, context), *_record(record, subject, values, context)]
    graph = record_graph(record, kind.name, context.spec.marking, claims)
    return MappedRow(row, graph, _cells_of(row, context), reading.repairs)


def _has_key_only(kind: Kind, values: Values) -> bool:
    """Whether a row is told from others by its kind's key, for want of an identifier."""
    return bool(kind.key) and first(values, "identifier") is None


def _key(kind: Kind, subject: NamedNode | None, values: Values, context: Context) -> str:
    """What tells a record from others of its source: the identifier, else the hash of the kind's key."""
    if _has_key_only(kind, values):
        # Each part is joined with the lengths of its values, so that CUB;IRN to ITA is not CUB to IRN;ITA.
        return hash_key(*(join_key(*sorted(map(_as_text, values.get(field, ())))) for field in kind.key))
    identifier = first(values, "identifier")
    if subject is None or identifier is not None:
        return str(identifier)
    return subject.value.removeprefix(context.ids.base).split("/", 1)[1]


def _as_text(value: Any) -> str:
    match value:
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

    A key that one row has stays as it is. The rows of any other key are told apart by the hash of their
    content, and equal rows by a number as well.
    """

    def __init__(self, keys: Iterable[str] = (), plain: Container[str] = ()) -> None:
        self._count = Counter(keys)
        self._plain = plain
        self._given: Counter[str] = Counter()

    def numbered(self, key: str, content: str) -> str:
        """The key of the record of a row, given the hash of the row's content."""
        self._given[content] += 1
        number = self._given[content]
        own = key if self._count[key] <= 1 or content in self._plain else f"{key}~{content}"
        return own if number == 1 else f"{own}~{number}"


def _content(key: str, row: Row, context: Context) -> str:
    """The first hex digits of the hash of a row: of its key, and of the cells that are read."""
    columns = sorted({column.column for column in context.spec.columns})
    return hash_key(key, *(join_key(name, row.cells[name]) for name in columns))[:CONTENT_LENGTH]


def count_keys(rows: Iterable[Row | BadRow], context: Context, staying: Mapping[str, str]) -> RepeatedKeys:
    """The repeated keys among the rows of a source whose rows have no identifier.

    `staying` holds the digests of the live records that stay although no row here tells them: none, where the
    rows are all that the source holds. A row with the key of one of them, but not its claims, is another row.
    """
    kind = KINDS[context.spec.record]
    if not kind.key or any(column.field == "identifier" for column in context.spec.columns):
        return RepeatedKeys()
    keys: list[str] = []
    plain: set[str] = set()
    for row in rows:
        if isinstance(row, Row):
            key = _key(kind, None, read_row(row, kind.fields, context).values, context)
            content = _content(key, row, context)
            record = context.ids.iri("record", context.spec.source, key).value
            keys.append(key)
            if record in staying and _says(row, context, staying[record]):
                plain.add(content)
            elif record in staying or f"{record}~{content}" in staying:
                keys.append(key)
    return RepeatedKeys(keys, plain)


def _says(row: Row, context: Context, digest: str) -> bool:
    """Whether a row, were it the only one with its key, makes the record of that digest."""
    mapped = map_row(row, context, RepeatedKeys())
    return isinstance(mapped, MappedRow) and mapped.record.digest == digest
