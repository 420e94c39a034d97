"""A source spec drafted from a file: its form, its columns, and what they fill."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from ingest.bad_rows import OWN_COLUMNS
from ingest.draft import Draft, draft
from ingest.draft_columns import profile_columns
from ingest.draft_form import FileForm, file_form, with_hashtags
from ingest.draft_text import DraftedFile, spec_text
from ingest.readers.table import Table
from ingest.rows import Row


@dataclass(frozen=True, slots=True)
class DraftWish:
    """What a person says of the file beforehand; what is empty is found out."""

    record: str = ""
    sheet: str = ""
    records: str = ""


@dataclass(frozen=True, slots=True)
class DraftedSpec:
    """A draft, its text in YAML, and what the reader of the file had to say of it."""

    draft: Draft
    text: str
    bad_rows: int
    notices: tuple[str, ...]

    @property
    def doubts(self) -> tuple[str, ...]:
        """What a person has to look at, one sentence a thing."""
        bad = (
            (f"{self.bad_rows} rows cannot be cut into columns; they were not looked at.",)
            if self.bad_rows
            else ()
        )
        return (*self.notices, *bad, *self.draft.doubts)


def draft_file(path: Path, wish: DraftWish) -> DraftedSpec:
    """The draft for a file. Raises FileRejected when it is no table of a kind that is read."""
    form = file_form(path)
    form = replace(form, table=replace(form.table, sheet=wish.sheet, records=wish.records))
    table = form.open(path)
    if tagged := _tagged(table, form):
        table, form = tagged.open(path), tagged
    header = [name for name in table.header() if name not in OWN_COLUMNS]
    bad: list[int] = []
    profiles = profile_columns(header, _good(table, bad))
    drafted = draft(profiles, wish.record)
    rows = len(bad) + max((profile.rows for profile in profiles.values()), default=0)
    text = spec_text(drafted, DraftedFile(path.name, rows, form.settings, form.evidence))
    return DraftedSpec(drafted, text, len(bad), table.notices())


def _tagged(table: Table, form: FileForm) -> FileForm | None:
    """The form with hashtags, where the first row of the table is one of them."""
    first = next((row for row in islice(table.rows(), 1) if isinstance(row, Row)), None)
    found = with_hashtags(form, tuple(first.cells.values())) if first else form
    return found if found.table.hashtags else None


def _good(table: Table, bad: list[int]) -> Iterator[Row]:
    """The rows that have cells; the lines of the others are noted."""
    for row in table.rows():
        if isinstance(row, Row):
            yield row
        else:
            bad.append(row.line)
