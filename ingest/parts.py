"""Parts of rows: read, checked and written once for each combination of texts, and kept.

A file has many rows and few countries, days, types and publishers. What a part says of a row's own thing and of
its record is written with a mark in the place of what tells rows apart; a row then costs little more than
putting its identifier there.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any, NamedTuple

from pyoxigraph import Literal, NamedNode

from ingest.checks import RowChecks
from ingest.fields import Context, Values
from ingest.kinds.kind import Check, Claim, Kind, Part
from ingest.outlines import CheckedPart
from ingest.plausible_years import check_years
from ingest.reading import read_cells
from ingest.rows import CellProblem, Repair
from ingest.shape_checks import RECORD, SUBJECT, violations
from ingest.source_spec import ColumnSpec
from ontology.shacl import Result

MARK = "\x01"
"""Stands in written claims where each row has its own segment of an IRI; texts in N-Quads have it escaped."""
MOST_KEPT = 20_000
"""Combinations of texts that are kept of a part; one that has more forgets them and begins anew."""

MOST_QUICK_KEPT = 1_000
"""The same of a part that is read at once: beyond these its texts are seldom alike, as names and identifiers."""

_SPECIAL = re.compile(r'["\\\x00-\x1f\x7f]')
LiteralTest = Callable[[Literal], Sequence[Result]]
"""Finds what is wrong with a literal."""

_NO_VALUES: Values = {}
_PLACEHOLDERS = {"subject": SUBJECT, "record": RECORD}


@dataclass(frozen=True, slots=True)
class Frame:
    """What the IRIs of a source's rows have in common: those of the things, and those of their records.

    `suffix` ends the IRIs of records at a stricter marking.
    """

    subject: str
    record: str
    suffix: str = ""

    @property
    def graph(self) -> str:
        """The IRI of the record."""
        return f"{self.record}{MARK}{self.suffix}"

    def line(self, claim: Claim) -> str:
        """The canonical line of a claim up to its graph, with the mark in its IRIs."""
        return f"{self._term(claim.subject)} {claim.predicate} {self._term(claim.object)}"

    def iri(self, node: NamedNode) -> str:
        """The IRI, with the mark where it is one of the row's own."""
        if node.value.startswith(SUBJECT.value):
            return f"{self.subject}{MARK}{node.value.removeprefix(SUBJECT.value)}"
        return f"{self.record}{MARK}{self.suffix}" if node == RECORD else node.value

    def _term(self, term: Any) -> str:
        return f"<{self.iri(term)}>" if isinstance(term, NamedNode) else str(term)


class PartText(NamedTuple):
    """What a part says: its lines, its values, and what was repaired.

    `filled` says that any of its fields has a value; `shared` that it describes things that other parts may
    describe too. `bad` says that there is a problem in it; its row is then read as a whole, so that all of them
    are found. `checked` is what the shapes see of it; None where it says nothing.
    """

    lines: tuple[str, ...] = ()
    shared: bool = False
    values: Values = _NO_VALUES
    repairs: tuple[Repair, ...] = ()
    bad: bool = False
    filled: bool = True
    checked: CheckedPart | None = None


_BAD = PartText(bad=True)


@dataclass(frozen=True, slots=True)
class PartReader:
    """Reads one part of the rows of a file, from the columns that fill it."""

    part: Part
    columns: tuple[ColumnSpec, ...]
    key: Callable[[Sequence[str]], Any]
    kind: Kind
    checks: tuple[Check, ...]
    context: Context
    frame: Frame
    quick: str
    kept: dict[Any, PartText] = field(default_factory=dict)
    plain: list[tuple[CheckedPart | None, LiteralTest | None]] = field(default_factory=list)
    outlined: dict[Any, CheckedPart] = field(default_factory=dict)
    tests: dict[str, LiteralTest | None] = field(default_factory=dict)

    def read(self, key: Any) -> PartText:
        """What a part says whose texts were not met before, or not kept."""
        if len(self.kept) >= MOST_KEPT:
            self.kept.clear()
        found = self.kept[key] = self._read(key)
        return found

    def quick_reader(self) -> Callable[[str], PartText]:
        """Reads a part of one column whose one value is its one claim, or that writes its lines at once."""
        column, context, kept = self.columns[0], self.context, self.kept
        name, read, beginning = column.field, self.kind.fields[column.field].read, self.quick
        writes, plain_column = self.part.lines is not None, self._plain_column

        def read_text(text: str) -> PartText:
            stripped = text.strip()
            if not stripped:
                return self._read(text)
            try:
                value = read(stripped, column, context)
            except CellProblem:
                return _BAD
            kind = type(value)
            if kind is not str and kind is not Literal:
                return self._read(text)
            if writes:
                return self._written({name: (value,)})
            checked, test = plain_column(value)
            if test is not None and violations(test(value if kind is Literal else Literal(value))):
                return _BAD
            written = _quoted(value) if kind is str else str(value)
            return PartText((beginning + written,), False, {name: (value,)}, (), False, True, checked)  # noqa: FBT003 - by place, for speed

        def read_and_keep(text: str) -> PartText:
            found = read_text(text)
            if len(kept) < MOST_QUICK_KEPT:
                kept[text] = found
            return found

        return read_and_keep

    def _plain_column(self, value: str | Literal) -> tuple[CheckedPart | None, LiteralTest | None]:
        """What the shapes see of a column of such values: all have the datatype and language of the first."""
        if not self.plain:
            like = Literal(value) if isinstance(value, str) else value
            checks, predicate = self.context.checks, self.part.predicate
            if checks is None or predicate is None:
                self.plain.append((None, None))
            else:
                found = checks.of_column(_PLACEHOLDERS[self.part.about], predicate, like)
                self.plain.append((found.part, found.check))
        return self.plain[0]

    def _written(self, values: Values, repairs: tuple[Repair, ...] = ()) -> PartText:
        lines = self.part.lines(values, self.context, self.frame.graph) if self.part.lines else []
        checked = self._outlined(values) if lines else None
        if checked and violations(checked.results):
            return _BAD
        return PartText(
            tuple(lines), shared=True, values=values, repairs=repairs, filled=bool(lines), checked=checked
        )

    def _outlined(self, values: Values) -> CheckedPart | None:
        """What the shapes see of a part that is seldom the same twice: alike for all with the same fields.

        A text of theirs that they refuse is found by the checks of its own property.
        """
        checks = self.context.checks
        if checks is None:
            return None
        key = tuple([(name, len(found)) for name, found in values.items() if found])
        known = self.outlined.get(key)
        if known is not None and self._texts_pass(values, checks):
            return known
        claims = list(self.part.claims(_PLACEHOLDERS[self.part.about], values, self.context))
        found = checks.of_part(claims)
        if not violations(found.results):
            self.outlined[key] = found
        return found

    def _texts_pass(self, values: Values, checks: RowChecks) -> bool:
        """Whether nothing is wrong with the texts of a part by themselves."""
        for name, cls, path in self.part.texts:
            for value in values.get(name, ()):
                literal = value if isinstance(value, Literal) else Literal(value)
                if name not in self.tests:
                    self.tests[name] = checks.plain_check(frozenset({cls}), path, literal)
                test = self.tests[name]
                if test is not None and test(literal):
                    return False
        return True

    def _read(self, key: Any) -> PartText:
        texts = key if isinstance(key, tuple) else (key,)
        cells = {column.column: text for column, text in zip(self.columns, texts, strict=True)}
        reading = read_cells(
            cells, self.columns, self.kind.fields, self.context, _constants(self.part, self.context)
        )
        values = reading.values
        if reading.problems or any(check_years(values)):
            return _BAD
        if any(any(check.problems(values)) for check in self.checks):
            return _BAD
        if self.part.lines is not None:
            return self._written(values, reading.repairs)
        try:
            claims = list(self.part.claims(_PLACEHOLDERS[self.part.about], values, self.context))
        except CellProblem:
            return _BAD
        lines = tuple(sorted({self.frame.line(claim) for claim in claims}))
        shared = any(MARK not in line.split(">", 1)[0] for line in lines)
        checks = self.context.checks
        checked = checks.of_part(claims) if checks and claims else None
        if checked and violations(checked.results):
            return _BAD
        filled = any(values.values())
        return PartText(lines, shared, values, reading.repairs, filled=filled, checked=checked)


def _quoted(text: str) -> str:
    """A text as a canonical literal."""
    plain = text.isascii() and not _SPECIAL.search(text)
    return f'"{text}"' if plain else str(Literal(text))


def _constants(part: Part, context: Context) -> Values:
    return {name: context.constants[name] for name in part.fields if name in context.constants}


def part_readers(
    kind: Kind, parts: Sequence[Part], header: Sequence[str], context: Context, frame: Frame
) -> list[PartReader]:
    """The readers of the parts that anything fills, for rows with the columns of a header."""
    at = {name: position for position, name in enumerate(header)}
    readers = []
    for part in parts:
        columns = tuple(column for column in context.spec.columns if column.field in part.fields)
        # Two fields may be read from one column: its text is then in the key twice, which does no harm.
        positions = [at[column.column] for column in columns]
        if columns or _constants(part, context) or part.always:
            key = itemgetter(*positions) if positions else _nothing
            checks = tuple(check for check in kind.checks if set(check.fields) <= set(part.fields))
            quick = _quick(part, columns, checks, context, frame)
            readers.append(PartReader(part, columns, key, kind, checks, context, frame, quick))
    return readers


def _quick(
    part: Part, columns: Sequence[ColumnSpec], checks: Sequence[Check], context: Context, frame: Frame
) -> str:
    """How the lines begin of a part that is one value of one column as it stands; nothing for any other part."""
    repairs_all = context.spec.form.csv.mojibake == "repair"
    if len(columns) != 1 or checks or repairs_all or _constants(part, context):
        return ""
    column = columns[0]
    if replace(column, language="", marking="") != ColumnSpec(column.column, column.field):
        return ""
    if part.lines is not None:
        return MARK
    return f"<{frame.subject}{MARK}> {part.predicate} " if part.predicate is not None else ""


def _nothing(_cells: Sequence[str]) -> tuple[()]:
    return ()
