"""Tables that are tagged with HXL hashtags: their columns are known by the tags, whatever the header says.

The row of tags stands at most 25 rows below the header; it, and what stands above it, is no data. A column is
named by its tag in one form: lower case, attributes in alphabetical order (`#date+start`). Where one tag stands over
several columns, the words of the header tell them apart: `#country+code (iso3)`. A column without a tag keeps its
header. In a table whose header is itself the row of tags, there is no other.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from ingest.readers.table import Table
from ingest.rows import BadRow, FileRejected, Row

SEARCHED_ROWS = 25

_WORD = r"[A-Za-z][A-Za-z0-9_]*"
_TAG = re.compile(
    rf"\s*#\s*(?P<tag>{_WORD})\s*(?P<attributes>(?:\+\s*{_WORD}\s*)*)(?P<words>\(.+\))?\s*", re.DOTALL
)


def normal_tag(text: str) -> str:
    """A hashtag in its one form, or nothing where the text is none.

    >>> normal_tag(" #Date +START +en"), normal_tag("#N/A"), normal_tag("# adm1+Name")
    ('#date+en+start', '', '#adm1+name')
    """
    found = _TAG.fullmatch(text)
    if not found or found["words"]:
        return ""
    attributes = {part.strip().lower() for part in found["attributes"].split("+") if part.strip()}
    return "+".join([f"#{found['tag'].lower()}", *sorted(attributes)])


class HxlTable:
    """A table with a row of hashtags, its columns named by them."""

    def __init__(self, table: Table, name: str) -> None:
        self._table = table
        self._name = name
        self._names: Mapping[str, str] | None = None
        self._above = 0

    def header(self) -> tuple[str, ...]:
        """The columns by their tags; FileRejected where no row of the first 25 holds tags and nothing else."""
        return tuple(self._columns().values())

    def rows(self) -> Iterator[Row | BadRow]:
        """The rows below the tags."""
        names = self._columns()
        for row in islice(self._table.rows(), self._above, None):
            yield _renamed(row, names)

    def notices(self) -> tuple[str, ...]:
        """What the table itself has to say."""
        return self._table.notices()

    def _columns(self) -> Mapping[str, str]:
        """The name by its tag of each column of the table, in their order."""
        if self._names is None:
            header = self._table.header()
            self._above, tags = self._found_tags(header)
            self._names = dict(zip(header, _named(header, tags), strict=True))
            self._check()
        return self._names

    def _found_tags(self, header: Sequence[str]) -> tuple[int, list[str]]:
        """How many rows are no data, and the tag of each column, empty where it has none."""
        if any(_is_named_by_tag(column) for column in header):
            return 0, ["" for _ in header]
        for number, row in enumerate(islice(self._table.rows(), SEARCHED_ROWS), 1):
            if isinstance(row, Row) and (tags := _tags(row)):
                return number, [tags.get(column, "") for column in header]
        raise FileRejected(
            f"{self._name}: none of the first {SEARCHED_ROWS} rows below the header is a row of HXL hashtags.",
            hint="Tag the columns, or leave out format/hashtags and name the columns by their header.",
        )

    def _check(self) -> None:
        name, count = Counter(self.header()).most_common(1)[0]
        if count > 1:
            raise FileRejected(
                f"{self._name}: two columns have the name {name!r}.",
                hint="Give each column a header of its own.",
            )


def _tags(row: Row) -> dict[str, str]:
    """The tags of a row by their columns; nothing where a cell holds something else."""
    filled = {column: normal_tag(cell) for column, cell in row.cells.items() if cell.strip()}
    return filled if all(filled.values()) else {}


def _is_named_by_tag(column: str) -> bool:
    return _TAG.fullmatch(column) is not None


def _named(header: Sequence[str], tags: Sequence[str]) -> list[str]:
    """The name of each column: its tag, with the words of its header where others have the same."""
    count = Counter(tags)
    return [
        _own_name(column) if not tag else tag if count[tag] == 1 else f"{tag} ({column})"
        for column, tag in zip(header, tags, strict=True)
    ]


def _own_name(column: str) -> str:
    """The name of a column that has no tag below it: its header, or the tag that its header is."""
    return normal_tag(column) or column


def _renamed(row: Row | BadRow, names: Mapping[str, str]) -> Row | BadRow:
    if isinstance(row, Row):
        return replace(row, cells={names[column]: cell for column, cell in row.cells.items()})
    problems = (
        replace(problem, column=names.get(problem.column, problem.column)) for problem in row.problems
    )
    return replace(row, problems=tuple(problems))
