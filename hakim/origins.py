"""From a fact back to what made it: the cells of its row or, where no cell says it, a line of its source spec.

A record graph is read with its sighting and the source spec of its run; no row is mapped anew, so that the
answer is there at once. Tests hold it against the mapping itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ingest.columns import fields_of
from ingest.kinds import KINDS, Kind
from ingest.numbers import PLAIN, NumberProblem, parse_number
from ingest.source_spec import SourceSpec
from ontology.namespaces import HD, PREFIXES
from ontology.terms import hd
from records.model import Cell

RDF_TYPE: Final = NamedNode(PREFIXES["rdf"] + "type")

_CLASS_FIELDS: Final = frozenset({"mission_type", "occasion_kind", "event_type", "step"})
"""The fields that decide of which class the thing of a row is; in other kinds it is always the same."""

_CLASS_FIELDS_OF: Final = MappingProxyType({"organisation": ("grouping",)})

_SETTINGS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        HD + "credibility": ("credibility",),
        HD + "describes": ("source",),
        HD + "fromDataset": ("source",),
        HD + "licence": ("licence",),
        HD + "marking": ("marking",),
        HD + "name": ("title", "publisher"),
        HD + "publishedBy": ("publisher",),
        HD + "reliability": ("reliability",),
    }
)
"""The settings of a source spec behind what is said of a record, and of the source itself."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What made a fact: cells of its row; else a setting of the source spec; else the file, as it stands.

    `setting` leads to what stands on the line: `marking`, or `constants/status`; a default has no line.
    """

    cells: tuple[Cell, ...] = ()
    line: int | None = None
    setting: str = ""

    @property
    def words(self) -> str:
        """Where a fact without a cell is from, for people.

        >>> Origin(line=12, setting="marking").words
        'from the source spec, line 12 (marking)'
        """
        if self.cells:
            return ""
        if not self.setting:
            return "from the file as a whole"
        return (
            f"from the source spec, line {self.line} ({self.setting})"
            if self.line
            else _default(self.setting)
        )


def _default(setting: str) -> str:
    return f"from the source spec, which leaves {setting} at its default"


@dataclass(frozen=True, slots=True)
class RecordSource:
    """What the facts of one record were read from; `spec` is None where the file needs none, as RDF does."""

    cells: tuple[Cell, ...]
    spec: SourceSpec | None = None
    lines: Mapping[tuple[str, ...], int] = field(default_factory=dict)


def origins(quads: Sequence[Quad], source: RecordSource) -> dict[Quad, Origin]:
    """The origin of every fact of one record graph."""
    tracing = _Tracing(quads, source)
    return {quad: tracing.origin(quad) for quad in quads}


def texts_in(cell: Cell, spec: SourceSpec | None) -> frozenset[str]:
    """The texts that a cell holds: the whole, and its parts as its column is split and repaired.

    >>> sorted(texts_in(Cell("note", "notes", " as written "), None))
    ['as written']
    """
    found = {cell.literal.strip()}
    for column in spec.columns if spec else ():
        if (column.column, column.field) != (cell.column, cell.field):
            continue
        for part in _split(cell.literal, column.split):
            found.update(_split((column.repairs or {}).get(part, part), column.split))
    return frozenset(found)


def _split(text: str, separator: str) -> list[str]:
    return [part.strip() for part in (text.split(separator) if separator else [text])]


Cells = tuple[Cell, ...]


def _one_a_column(cells: Cells, fields: Sequence[str]) -> Cells:
    """Each column once, although it fills several fields: as the field that fills the property, if it does."""
    found: dict[str, Cell] = {}
    for cell in sorted(cells, key=lambda cell: cell.field not in fields):
        found.setdefault(cell.column, cell)
    return tuple(sorted(found.values(), key=cells.index))


class _Tracing:
    """One record graph and the cells that it was read from."""

    def __init__(self, quads: Sequence[Quad], source: RecordSource) -> None:
        self._quads = quads
        self._source = source
        self._spec = source.spec
        self._described = {quad.object for quad in quads if quad.predicate == hd.describes}
        self._records = {quad.subject for quad in quads if quad.predicate == hd.describes}
        self._pointing: dict[object, list[Quad]] = {}
        self._names: dict[object, set[str]] = {}
        for quad in quads:
            self._pointing.setdefault(quad.object, []).append(quad)
            if quad.predicate in {hd.name, hd.url} and isinstance(quad.object, Literal):
                self._names.setdefault(quad.subject, set()).add(quad.object.value)

    def origin(self, quad: Quad) -> Origin:
        """What made a fact of the record."""
        cells = _one_a_column(self._cells(quad, frozenset()), fields_of(quad.predicate.value))
        return Origin(cells) if cells else self._setting(quad)

    def _cells(self, quad: Quad, asked: frozenset[object]) -> Cells:
        if quad.subject in self._records:
            return self._identity if quad.predicate == hd.describes else self._saying(quad)
        if quad.subject in self._described:
            return self._of(self._class_fields) if quad.predicate == RDF_TYPE else self._saying(quad)
        return self._of_mentioned(quad, asked)

    def _saying(self, quad: Quad) -> Cells:
        """The cells behind what a row says of its own thing: of the property's fields, else with the value."""
        if quad.predicate == RDF_TYPE:
            return ()
        return self._filling(quad) or self._holding(quad, self._source.cells)

    def _filling(self, quad: Quad) -> Cells:
        """The cells of the fields that fill the property; of several, those that hold the value."""
        cells = self._of(fields_of(quad.predicate.value)) or self._empty(quad)
        return self._holding(quad, cells) or self._in_language(quad, cells) or cells

    def _of_mentioned(self, quad: Quad, asked: frozenset[object]) -> Cells:
        """What is said of a thing that a row tells on the way comes from the cells that led to the thing."""
        leading = self._leading(quad.subject, asked)
        if quad.predicate == RDF_TYPE:
            return leading
        if not isinstance(quad.object, Literal):
            return self._filling(quad) or leading
        holding = self._holding(quad, self._source.cells)
        nearest = tuple(cell for cell in holding if cell in leading) or holding
        # A name that stands in no cell is that of a register, and not the name that the row's own thing has.
        return nearest or (leading if quad.predicate == hd.name else self._filling(quad) or leading)

    def _leading(self, subject: object, asked: frozenset[object]) -> Cells:
        """The cells of the facts that point to a thing; a part that none points to is called by its field."""
        if subject in asked:
            return ()
        found: dict[Cell, None] = {}
        for pointing in self._pointing.get(subject, ()):
            found.update(dict.fromkeys(self._cells(pointing, asked | {subject})))
        return tuple(found) or self._of([str(subject).rstrip(">").rsplit("/", 1)[-1].replace("-", "_")])

    def _of(self, fields: Iterable[str]) -> Cells:
        wanted = set(fields)
        return tuple(cell for cell in self._source.cells if cell.field in wanted)

    def _empty(self, quad: Quad) -> Cells:
        """The empty cell to which a reviewed list of values gives a meaning."""
        fields = fields_of(quad.predicate.value)
        return tuple(
            Cell(column.field, column.column, "")
            for column in (self._spec.columns if self._spec else ())
            if column.field in fields and "" in (column.values or {})
        )

    def _holding(self, quad: Quad, cells: Cells) -> Cells:
        """The cells that hold the fact's value, or what the record calls it, or its code."""
        value = quad.object
        if isinstance(value, Literal):
            texts = {value.value}
        elif isinstance(value, NamedNode):
            texts = {value.value.rsplit("/", 1)[-1], *self._names.get(value, ())}
        else:
            return ()
        holding = tuple(cell for cell in cells if texts & texts_in(cell, self._spec))
        holding = holding or tuple(cell for cell in cells if self._is_number(value, cell))
        return self._in_language(quad, holding) or holding

    def _is_number(self, value: object, cell: Cell) -> bool:
        """Whether a cell is the number that a value is, however it is written."""
        if not isinstance(value, Literal) or value.datatype.value != PREFIXES["xsd"] + "decimal":
            return False
        try:
            number = parse_number(cell.literal.strip(), self._spec.numbers if self._spec else PLAIN)
        except NumberProblem:
            return False
        return number.value == Decimal(value.value)

    def _in_language(self, quad: Quad, cells: Cells) -> Cells:
        language = (quad.object.language or "") if isinstance(quad.object, Literal) else ""
        return tuple(cell for cell in cells if self._languages.get((cell.field, cell.column), "") == language)

    @cached_property
    def _languages(self) -> Mapping[tuple[str, str], str]:
        columns = self._spec.columns if self._spec else ()
        return {(column.field, column.column): column.language for column in columns}

    @cached_property
    def _kind(self) -> Kind | None:
        return KINDS.get(self._spec.record) if self._spec else None

    @cached_property
    def _class_fields(self) -> tuple[str, ...]:
        if self._kind is None:
            return ()
        deciding = tuple(name for name in self._kind.fields if name in _CLASS_FIELDS)
        return _CLASS_FIELDS_OF.get(self._kind.name, deciding)

    @cached_property
    def _identity(self) -> Cells:
        """The cells by which a thing is known: its identifier, its kind's key, or what no row may lack."""
        required = [name for name, one in self._kind.fields.items() if one.required] if self._kind else []
        return (
            self._of(["identifier"]) or self._of(self._kind.key if self._kind else ()) or self._of(required)
        )

    def _setting(self, quad: Quad) -> Origin:
        """The line of the source spec that says what no cell says."""
        if self._spec is None:
            return Origin()
        paths = list(self._paths(quad))
        for path in paths:
            if path in self._source.lines:
                return Origin(line=self._source.lines[path], setting="/".join(path))
        return Origin(setting="/".join(paths[0]))

    def _paths(self, quad: Quad) -> Iterator[tuple[str, ...]]:
        constants = (self._spec.constants if self._spec else None) or {}
        fields = self._class_fields if quad.predicate == RDF_TYPE else fields_of(quad.predicate.value)
        yield from (("constants", name) for name in fields if name in constants)
        yield from self._marking_path(quad)
        if quad.subject in self._described and self._source.cells:
            yield ("record",)
        settings = _SETTINGS.get(quad.predicate.value, ())
        yield from ((name,) for name in settings if self._says(name, quad))
        yield from ((name,) for name in settings or ("record",))

    def _marking_path(self, quad: Quad) -> Iterator[tuple[str, ...]]:
        """The column whose own marking, stricter than the source's, the graph has."""
        if quad.predicate != hd.marking:
            return
        for column in self._spec.columns if self._spec else ():
            if column.marking and str(quad.object).endswith(f"/{column.marking}>"):
                yield "columns", column.column, "marking"

    def _says(self, setting: str, quad: Quad) -> bool:
        return isinstance(quad.object, Literal) and getattr(self._spec, setting, None) == quad.object.value
