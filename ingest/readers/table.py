"""What every reader gives: one table of a file, its header and its rows, each with the place where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from ingest.readers.csv_rows import PLAIN_CSV, CsvForm
from ingest.rows import BadRow, Row


@dataclass(frozen=True, slots=True)
class TableForm:
    """How a source's file is written, as its spec declares it.

    `sheet` names the sheet of a workbook (by default the only one that is visible); `header_line` is the line
    of its header; `hidden` says that hidden sheets and rows are to be read too. `hashtags` finds columns by the
    HXL row below the header. `records` says which parts of a document are rows: a JSON pointer, an XML element
    or an RDF class. `members` is the pattern of the file names to read in a folder or zip container.
    """

    kind: str = "csv"
    csv: CsvForm = PLAIN_CSV
    sheet: str = ""
    header_line: int = 1
    hidden: bool = False
    hashtags: bool = False
    records: str = ""
    members: str = "*"


PLAIN_FORM = TableForm()


class Table(Protocol):
    """One table: its columns, and its rows in order, bad ones among them."""

    def header(self) -> tuple[str, ...]:
        """The names of the columns, each once; raises FileRejected or OutsideFailure where there is none."""

    def rows(self) -> Iterator[Row | BadRow]:
        """Every row of the table, read as a stream: each has the cells of all columns, as text.

        Raises FileRejected when the file is not what its form says, and OutsideFailure when it cannot be read.
        """

    def notices(self) -> tuple[str, ...]:
        """What a person should know of the table, once its rows were read: hidden sheets, a cut-off end."""
