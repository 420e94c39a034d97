"""Rows to record graphs: the claims of one row, and what is said of the record that holds them."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from ingest.fields import Context, Values
from ingest.kinds import Kind, kind_of
from ingest.kinds.kind import RDF_TYPE, Claim, Part, concept, document, first, typed
from ingest.plausible import implausible
from ingest.plausible_years import check_years
from ingest.reading import Reading, read_row
from ingest.rows import BadRow, CellProblem, Problem, Repair, Row, cut
from ingest.shape_checks import violation_problems
from ingest.source_spec import MARKINGS, SourceSpec
from ingest.totals import check_sum
from ontology.dates import PartialDate
from ontology.identifiers import hash_key, join_key
from ontology.nquads import canonical_text, digest_of_lines
from ontology.terms import hd
from records.model import Cell, RecordGraph

CONTENT_LENGTH = 8


class GraphText(NamedTuple):
    """The claims of a row at one marking: the record graph's name, and its canonical N-Quads."""

    graph: str
    marking: str
    text: str


class MappedRow(NamedTuple):
    """A row that became claims: where it stands, its cells, its record graphs, and what was repaired.

    The first graph has the marking of the source; others hold what columns with a stricter marking say.
    """

    line: int
    header: Sequence[str]
    texts: Sequence[str]
    graphs: tuple[GraphText, ...]
    repairs: tuple[Repair, ...] = ()
    raw: str = ""
    sheet: str = ""
    warnings: tuple[Problem, ...] = ()

    @property
    def cells(self) -> Mapping[str, str]:
        """The text of each column."""
        return dict(zip(self.header, self.texts, strict=True))

    @property
    def graph(self) -> str:
        """The name of the row's own record."""
        return self.graphs[0].graph


def map_row(row: Row, context: Context, repeated: "RepeatedKeys") -> MappedRow | BadRow:
    """The record graph of a row, or every problem that was found in it."""
    kind = kind_of(context.spec)
    reading = read_row(row, kind.fields, context)
    # What fields say of each other is looked at only when each of them can be read.
    problems = reading.problems or (
        *(
            _named_by_column(problem, context)
            for problem in (*kind.check(reading.values), *check_years(reading.values))
        ),
        *(found for rule in context.spec.sums for found in check_sum(row.cells, rule, context.spec.writing)),
    )
    if problems:
        return BadRow(row.line, row.raw, problems, row.sheet)
    try:
        return _mapped(row, kind, reading, context, repeated)
    except CellProblem as error:
        told = error.in_column(error.field, error.value)
        return BadRow(row.line, row.raw, (_named_by_column(told, context),), row.sheet)


def warnings_of(values: Values, spec: SourceSpec) -> tuple[Problem, ...]:
    """What is implausible in the amounts of a row: it is told, and the row is kept as it is."""
    columns = {column.field: column.column for column in reversed(spec.columns)}
    return tuple(
        Problem(columns.get(found.field, found.field), cut(found.value), "plausible-range", found.message)
        for found in implausible(values)
    )


def _named_by_column(problem: Problem, context: Context) -> Problem:
    """The problem of a field, told of the column that fills it."""
    named = (spec.column for spec in context.spec.columns if spec.field == problem.column)
    return replace(problem, column=next(named, problem.column), value=cut(problem.value))


def _mapped(
    row: Row, kind: Kind, reading: Reading, context: Context, repeated: "RepeatedKeys"
) -> MappedRow | BadRow:
    values = reading.values
    subject = kind.identify(values, context)
    key = key_of(kind, subject, values, context)
    if has_key_only(kind, values):
        key = repeated.numbered(key, content_of(key, row.cells, context.spec))
    if subject is None:
        subject = context.ids.iri(kind.iri_kind, context.spec.authority, key)
    record = context.ids.iri("record", context.spec.source, key)
    told = list(_graphs(kind, subject, record, values, context))
    if context.checks is not None:
        said = [claim for _, _, claims in told for claim in claims]
        seen = cells_of(row.cells, context.spec)
        if problems := tuple(violation_problems(said, seen, context.spec, context.checks)):
            return BadRow(row.line, row.raw, problems, row.sheet)
    graphs = tuple(GraphText(name.value, marking, text_of(name, claims)) for name, marking, claims in told)
    cells = row.cells
    return MappedRow(
        row.line,
        tuple(cells),
        tuple(cells.values()),
        graphs,
        reading.repairs,
        row.raw,
        row.sheet,
        warnings_of(values, context.spec),
    )


def _graphs(
    kind: Kind, subject: NamedNode, record: NamedNode, values: Values, context: Context
) -> Iterator[tuple[NamedNode, str, list[Claim]]]:
    """The graphs of a row: its own, and one for each stricter marking of its columns that says something."""
    for marking, parts in parts_by_marking(kind, context.spec).items():
        own = marking == context.spec.marking
        name = record if own else context.ids.below(record, marking)
        subjects = {"subject": subject, "record": name}
        told = [claim for part in parts for claim in part.claims(subjects[part.about], values, context)]
        if told or own:
            yield name, marking, [*told, *record_claims(name, subject, context, marking)]


def parts_by_marking(kind: Kind, spec: SourceSpec) -> dict[str, list[Part]]:
    """The parts of a row by the strictest marking of the columns that fill each; the source's comes first."""
    parts = kind.parts or (Part(tuple(kind.fields), kind.claims),)
    found: dict[str, list[Part]] = {spec.marking: []}
    for part in (*parts, *RECORD_PARTS):
        markings = [column.marking for column in spec.columns if column.field in part.fields]
        strictest = max([spec.marking, *filter(None, markings)], key=MARKINGS.index)
        found.setdefault(strictest, []).append(part)
    return found


def has_key_only(kind: Kind, values: Values) -> bool:
    """Whether a row is told from others by its kind's key, for want of an identifier."""
    return bool(kind.key) and first(values, "identifier") is None


def key_of(kind: Kind, subject: NamedNode | None, values: Values, context: Context) -> str:
    """What tells a record from others of its source: the identifier, else the hash of the kind's key."""
    if has_key_only(kind, values):
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


def record_claims(record: NamedNode, subject: NamedNode, context: Context, marking: str) -> Iterator[Claim]:
    """What is said of each record of a source alike."""
    spec = context.spec
    yield from typed(record, hd.Record)
    yield Claim(record, hd.describes, subject)
    yield Claim(record, hd.fromDataset, context.ids.iri("dataset", spec.source))
    yield Claim(record, hd.marking, concept("marking", marking))
    yield Claim(record, hd.reliability, concept("reliability", spec.reliability))
    if marking != spec.marking:
        # The grade that a row gives its claims stands in its own graph.
        yield Claim(record, hd.credibility, concept("credibility", spec.credibility))


def _credibility(record: NamedNode, values: Values, context: Context) -> Iterator[Claim]:
    grade = first(values, "credibility") or concept("credibility", context.spec.credibility)
    yield Claim(record, hd.credibility, grade)


def _confidence(record: NamedNode, values: Values, _context: Context) -> Iterator[Claim]:
    if confidence := first(values, "confidence"):
        yield Claim(record, hd.confidence, confidence)


def _cited(record: NamedNode, values: Values, context: Context) -> Iterator[Claim]:
    cited, described = document(values, context)
    yield from described
    if cited:
        yield Claim(record, hd.statedIn, cited)


_A_PUBLISHER = f"{RDF_TYPE} {hd.Publisher}"
_A_DOCUMENT = f"{RDF_TYPE} {hd.Document}"
_NAME, _URL, _PUBLISHED_BY, _STATED_IN = map(str, (hd.name, hd.url, hd.publishedBy, hd.statedIn))


def _cited_lines(values: Values, context: Context, record: str) -> list[str]:
    """The same in N-Quads, up to the graph: nearly each row cites a document of its own."""
    title, url, name = (values.get(f"source_{part}") for part in ("title", "url", "publisher"))
    base, lines = context.ids.base, []
    issuer = ""
    if name:
        issuer = f"<{base}publisher/{hash_key(name[0])}>"
        lines += [f"{issuer} {_A_PUBLISHER}", f"{issuer} {_NAME} {Literal(name[0])}"]
    if url or title:
        key = hash_key(url[0].value) if url else hash_key((title or "")[0], name[0] if name else "")
        cited = f"<{base}document/{key}>"
        lines += [f"{cited} {_A_DOCUMENT}", f"<{record}> {_STATED_IN} {cited}"]
        if title:
            lines.append(f"{cited} {_NAME} {Literal(title[0])}")
        if url:
            lines.append(f"{cited} {_URL} {url[0]}")
        if issuer:
            lines.append(f"{cited} {_PUBLISHED_BY} {issuer}")
    return lines


_CITED_TEXTS = (
    ("source_title", hd.Document, hd.name),
    ("source_url", hd.Document, hd.url),
    ("source_publisher", hd.Publisher, hd.name),
)

RECORD_PARTS = (
    Part(("credibility",), _credibility, "record", always=True),
    Part(("confidence",), _confidence, "record"),
    Part(
        ("source_title", "source_url", "source_publisher"),
        _cited,
        "record",
        lines=_cited_lines,
        texts=_CITED_TEXTS,
    ),
)
"""What rows say of their own records, whatever kind they are of."""


def text_of(graph: NamedNode, claims: Iterable[Claim]) -> str:
    """The canonical N-Quads of claims in a graph."""
    return canonical_text(Quad(claim.subject, claim.predicate, claim.object, graph) for claim in claims)


def record_graph(kind: str, told: GraphText) -> RecordGraph:
    """The record graph of a text, with the subjects that it describes."""
    subjects = {line[1 : line.index(">")] for line in told.text.split("\n")[:-1]}
    return RecordGraph(told.graph, kind, told.marking, told.text, tuple(sorted(subjects)))


def cells_of(cells: Mapping[str, str], spec: SourceSpec) -> tuple[Cell, ...]:
    """The cells of a row that its claims were read from."""
    return tuple(
        Cell(column.field, column.column, cells[column.column])
        for column in spec.columns
        if cells[column.column]
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
        *record_claims(record, dataset, context, spec.marking),
        Claim(record, hd.credibility, concept("credibility", spec.credibility)),
    ]
    return record_graph("dataset", GraphText(record.value, spec.marking, text_of(record, claims)))


class RepeatedKeys:
    """Numbers the rows that share a key, so that two equal rows stay two, whatever their order.

    A key that one row has stays as it is. The rows of any other key are told apart by the hash of their
    content, and equal rows by a number as well.
    """

    def __init__(self, keys: Iterable[str] = (), plain: Container[str] = ()) -> None:
        self._count = Counter(keys)
        self._plain = plain
        self._given: Counter[str] = Counter()
        self._defers = False

    def deferring(self) -> "RepeatedKeys":
        """The same keys for a process that maps a part of the rows: it leaves those that share a key."""
        apart = RepeatedKeys((), self._plain)
        apart._count, apart._defers = self._count, True
        return apart

    def defers(self, key: str) -> bool:
        """Whether a row of that key is to be mapped in its turn."""
        return self._defers and self._count[key] > 1

    def numbered(self, key: str, content: str) -> str:
        """The key of the record of a row, given the hash of the row's content."""
        self._given[content] += 1
        number = self._given[content]
        own = key if self._count[key] <= 1 or content in self._plain else f"{key}~{content}"
        return own if number == 1 else f"{own}~{number}"


def content_of(key: str, cells: Mapping[str, str], spec: SourceSpec) -> str:
    """The first hex digits of the hash of a row: of its key, and of the cells that are read."""
    columns = sorted({column.column for column in spec.columns})
    return hash_key(key, *(join_key(name, cells[name]) for name in columns))[:CONTENT_LENGTH]


def count_keys(rows: Iterable[Row | BadRow], context: Context, staying: Mapping[str, str]) -> RepeatedKeys:
    """The repeated keys among the rows of a source whose rows have no identifier.

    `staying` holds the digests of the live records that stay although no row here tells them: none, where the
    rows are all that the source holds. A row with the key of one of them, but not its claims, is another row.
    """
    kind = kind_of(context.spec)
    if not kind.key or any(column.field == "identifier" for column in context.spec.columns):
        return RepeatedKeys()
    keys: list[str] = []
    plain: set[str] = set()
    for row in rows:
        if isinstance(row, Row):
            key = key_of(kind, None, read_row(row, kind.fields, context).values, context)
            content = content_of(key, row.cells, context.spec)
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
    return isinstance(mapped, MappedRow) and digest_of_lines([mapped.graphs[0].text]) == digest
