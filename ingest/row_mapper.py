"""The mapper of the rows of one file: fast for rows that are in order, exact for all.

What is compiled here gives the same bytes as `ingest.mapping.map_row`, which is the definition; a row with any
problem is left to that, so that each of its problems is told.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any

from pyoxigraph import NamedNode, Triple

from ingest.fields import Context, Values
from ingest.kinds import kind_of
from ingest.kinds.kind import first
from ingest.mapping import (
    GraphText,
    MappedRow,
    RepeatedKeys,
    content_of,
    key_of,
    map_row,
    parts_by_marking,
    record_claims,
    warnings_of,
)
from ingest.parts import MARK, MOST_KEPT, Frame, PartReader, PartText, part_readers
from ingest.plausible import AMOUNT_FIELDS
from ingest.rows import BadRow, CutRow, Problem, Repair, Row
from ingest.shape_checks import RECORD, SUBJECT, violations
from ingest.source_spec import SourceSpec
from ontology.identifiers import segment
from ontology.nquads import read_canonical

_PLAIN_SEGMENT = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9_.~-]*")
"""Identifiers that stand in an IRI as they are."""


@dataclass(slots=True)
class _Group:
    """The parts of a row at one marking: their positions among all, and the lines of each record alike."""

    marking: str
    record: str
    suffix: str
    positions: list[int]
    about: list[str]
    is_own: bool
    in_order: bool = False

    def text(self, found: Sequence[PartText], plain: str) -> str:
        """The canonical N-Quads of a row at this marking; nothing where it says nothing at a stricter one."""
        if not self.in_order:
            # Lines that come nearly sorted are sorted fast.
            self.positions.sort(key=lambda position: found[position].lines[:1])
            self.in_order = True
        lines: list[str] = []
        shared = 0
        for position in self.positions:
            part = found[position]
            lines += part.lines
            shared += part.shared
        if not (self.is_own or lines):
            return ""
        lines += self.about
        # Two parts may describe one thing, such as an organisation that sends and pays.
        lines = sorted(set(lines)) if shared > 1 else sorted(lines)
        end = f" <{self.record}{plain}{self.suffix}> .\n"
        return f"{end.join(lines)}{end}".replace(MARK, plain)


class RowMapper:
    """Maps the rows of one file, which have the columns of its header."""

    def __init__(self, header: Sequence[str], context: Context, repeated: RepeatedKeys) -> None:
        spec = context.spec
        kind = kind_of(spec)
        self._header = tuple(header)
        self._context = context
        self._repeated = repeated
        self._kind = kind
        self._record = f"{context.ids.base}record/{segment(spec.source)}/"
        self._subject = f"{context.ids.base}{kind.iri_kind}/{segment(spec.authority)}/"
        self._readers: list[PartReader] = []
        self._groups: list[_Group] = []
        for marking, parts in parts_by_marking(kind, spec).items():
            own = marking == spec.marking
            suffix = "" if own else f"/{marking}"
            frame = Frame(self._subject, self._record, suffix)
            about = record_claims(RECORD, SUBJECT, context, marking)
            begin = len(self._readers)
            self._readers += part_readers(kind, parts, header, context, frame)
            taken = list(range(begin, len(self._readers)))
            lines = sorted(map(frame.line, about))
            self._groups.append(_Group(marking, self._record, suffix, taken, lines, own))
        fields = [set(reader.part.fields) for reader in self._readers]
        self._identifier = next((i for i, names in enumerate(fields) if "identifier" in names), None)
        self._amounts = [
            (i, name) for i, names in enumerate(fields) for name in AMOUNT_FIELDS if name in names
        ]
        self._amount_parts = sorted({i for i, name in self._amounts if name != "mission_type"})
        named = [i for i, name in enumerate(self._header) if name in _columns_of(AMOUNT_FIELDS, spec)]
        self._amount_texts = itemgetter(*named) if named else None
        self._implausible: dict[Any, tuple[Problem, ...]] = {}
        self._checks_of_shapes = context.checks if kind.parts else None
        self._about = [
            context.checks.of_part(list(record_claims(RECORD, SUBJECT, context, group.marking)))
            for group in self._groups[:1]
            if context.checks is not None
        ]
        self._steps = [
            (reader.key, reader.kept.get, reader.quick_reader() if reader.quick else reader.read)
            for reader in self._readers
        ]

        def positions(names: Iterable[str]) -> tuple[int, ...]:
            return tuple(i for i, of_part in enumerate(fields) if of_part & set(names))

        self._checks = [
            (check.problems, [positions(group) for group in check.needs], positions(check.fields))
            for check in kind.checks
            if not any(set(check.fields) <= names for names in fields)
        ]

    def map(self, row: CutRow) -> MappedRow | BadRow | CutRow:
        """The claims of a row, or every problem that was found in it.

        A row whose record is numbered by rows before it, which this process may not know, is given back.
        """
        if not self._kind.parts:
            return self._exactly(row)
        row_parts = self.parts(row)
        if row_parts is None:
            return self._exactly(row)
        found, repairs = row_parts
        plain = self.segment(row, found)
        if plain is None:
            return row
        graphs = tuple(
            GraphText(f"{self._record}{plain}{group.suffix}", group.marking, text)
            for group in self._groups
            if (text := group.text(found, plain))
        )
        warnings = self.warnings(row, found)
        return MappedRow(row.line, self._header, row.texts, graphs, repairs, row.raw, row.sheet, warnings)

    @property
    def is_plain(self) -> bool:
        """Whether each row has one graph, and is told from others by an identifier."""
        return bool(self._kind.parts) and len(self._groups) == 1 and self._identifier is not None

    def text(self, found: Sequence[PartText], plain: str) -> tuple[str, str]:
        """The name and the text of the record graph of a row that has but one."""
        return f"{self._record}{plain}", self._groups[0].text(found, plain)

    def parts(self, row: CutRow) -> tuple[list[PartText], tuple[Repair, ...]] | None:
        """The parts of a row that is in order, and what was repaired in it; None of any other row."""
        if self._context.spec.sums:
            return None
        texts = row.texts
        found: list[PartText] = []
        repairs: tuple[Repair, ...] = ()
        for key_in, kept, read in self._steps:
            key = key_in(texts)
            part = kept(key) or read(key)
            if part.bad:
                return None
            if part.repairs:
                repairs += part.repairs
            found.append(part)
        return (found, repairs) if self._agree(found) and self._conforms(found) else None

    def segment(self, row: CutRow, found: Sequence[PartText]) -> str | None:
        """What tells the IRIs of a row from those of others; None where rows before it decide that."""
        name = self._identifier_in(found)
        if name is None:
            name = key_of(self._kind, None, _together(found, range(len(found))), self._context)
            if self._repeated.defers(name):
                return None
            cells = dict(zip(self._header, row.texts, strict=True))
            name = self._repeated.numbered(name, content_of(name, cells, self._context.spec))
        return name if _PLAIN_SEGMENT.fullmatch(name) else segment(name)

    def warnings(self, row: CutRow, found: Sequence[PartText]) -> tuple[Problem, ...]:
        """What is implausible in a row."""
        for at in self._amount_parts:
            if found[at].filled:
                return self._warnings(row, found)
        return ()

    def _conforms(self, found: Sequence[PartText]) -> bool:
        """Whether the shapes find no violation in a row."""
        checks = self._checks_of_shapes
        if checks is None:
            return True
        parts = [part.checked for part in found if part.checked is not None]
        results = checks.of_row([*parts, *self._about], partial(self._claims, found))
        return not (results and violations(results))

    def _claims(self, found: Sequence[PartText]) -> Iterator[Triple]:
        """All claims of a row at the marking of its source."""
        text = self._groups[0].text(found, "row")
        subject, record = f"{self._subject}row", f"{self._record}row"
        for quad in read_canonical(text):
            yield Triple(
                _renamed(quad.subject, subject, record),
                quad.predicate,
                _renamed(quad.object, subject, record),
            )

    def _agree(self, found: Sequence[PartText]) -> bool:
        """Whether what the parts of a row say of each other is in order."""
        for problems, needs, positions in self._checks:
            if all(any(found[position].filled for position in group) for group in needs) and any(
                problems(_together(found, positions))
            ):
                return False
        return True

    def _warnings(self, row: CutRow, found: Sequence[PartText]) -> tuple[Problem, ...]:
        """What is implausible in the amounts of a row: told once of each combination of their texts."""
        key = self._amount_texts(row.texts) if self._amount_texts else ()
        kept = self._implausible.get(key)
        if kept is None:
            if len(self._implausible) >= MOST_KEPT:
                self._implausible.clear()
            values = {name: found[at].values.get(name, ()) for at, name in self._amounts}
            kept = self._implausible[key] = warnings_of(values, self._context.spec)
        return kept

    def _exactly(self, row: CutRow) -> MappedRow | BadRow:
        cells = dict(zip(self._header, row.texts, strict=True))
        return map_row(Row(row.line, cells, row.raw, row.sheet), self._context, self._repeated)

    def _identifier_in(self, found: Sequence[PartText]) -> str | None:
        if self._identifier is None:
            return None
        identifier: str | None = first(found[self._identifier].values, "identifier")
        return identifier


def _columns_of(fields: Iterable[str], spec: SourceSpec) -> set[str]:
    """The columns that fill some fields."""
    return {column.column for column in spec.columns if column.field in fields}


def _renamed(term: Any, subject: str, record: str) -> Any:
    """The term, with what the row describes and its record called as the checks know them."""
    if isinstance(term, NamedNode):
        for shared, placeholder in ((subject, SUBJECT), (record, RECORD)):
            if term.value == shared:
                return placeholder
            if term.value.startswith(f"{shared}/"):
                return NamedNode(placeholder.value + term.value.removeprefix(shared))
    return term


def _together(found: Sequence[PartText], positions: Iterable[int]) -> Values:
    values: dict[str, tuple[Any, ...]] = {}
    for position in positions:
        values.update(found[position].values)
    return values
