"""What can be wrong between a source spec, its kind of record, and the header of a file."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.bad_rows import OWN_COLUMNS
from ingest.kinds import KINDS, kind_of
from ingest.rows import FileRejected
from ingest.source_spec import SourceSpec, SpecProblem


def check_spec(spec: SourceSpec) -> None:
    """Raises SpecProblem, with the first fault, when rows of the spec's kind cannot be made as it says."""
    for fault in _faults(spec):
        raise SpecProblem(f"The source spec {spec.path}: {fault}")


def _faults(spec: SourceSpec) -> Iterator[str]:
    fields = KINDS[spec.record].fields
    constants = spec.constants or {}
    columns = [column.field for column in spec.columns]
    yield from (
        f"{name!r} is no field of a {spec.record}. Its fields are: {', '.join(sorted(fields))}."
        for name in sorted({*columns, *constants} - fields.keys())
    )
    yield from (f"nothing fills {name!r}, which each {spec.record} needs." for name in _lacking(spec))
    yield from (
        f"{name!r} is filled twice, and a {spec.record} has one."
        for name, count in sorted(Counter([*columns, *constants]).items())
        if count > 1 and not (fields[name].many or fields[name].columns)
    )
    yield from (
        f"the column {column.column!r} is split, and {column.field!r} is one value."
        for column in spec.columns
        if column.split and not fields[column.field].many
    )
    yield from (
        f"the column {column.column!r} has a name that Hakim keeps for the files of rejected rows."
        for column in spec.columns
        if column.column in OWN_COLUMNS
    )
    yield from (f"the key names {name!r}, which nothing fills." for name in spec.key if name not in columns)
    if spec.numbers.decimal == spec.numbers.thousands:
        yield f"{spec.numbers.decimal!r} cannot stand before decimals and between thousands too."


def _lacking(spec: SourceSpec) -> list[str]:
    """Required fields that nothing fills; a kind with a key does without an identifier."""
    kind = kind_of(spec)
    filled = {column.field for column in spec.columns} | set(spec.constants or {})
    needed = {name for name, field in kind.fields.items() if field.required}
    return sorted(needed - filled - ({"identifier"} if kind.key else set()))


def check_header(file: Path, header: Sequence[str], spec: SourceSpec) -> tuple[str, ...]:
    """Notices of columns that nobody has decided on; FileRejected where one that the spec reads is absent."""
    mapped = {column.column for column in spec.columns} | {
        *(rule.column for rule in spec.ignore_rows),
        *(rule.column for rule in spec.keep_rows),
        *(name for rule in spec.total_rows for name in (rule.column, *rule.sums)),
        *(name for rule in spec.sums for name in (rule.total, *rule.parts)),
    }
    absent = sorted(mapped - set(header))
    if absent:
        raise FileRejected(
            f"{file}, line 1: the header has no {absent[0]!r}, which the source spec {spec.source!r} reads.",
            hint=f"The file has: {', '.join(header)}.",
        )
    known = mapped | spec.ignored_columns | set(OWN_COLUMNS)
    return tuple(
        f"The column {name!r} is neither mapped nor ignored by the source spec."
        for name in header
        if name not in known
    )
