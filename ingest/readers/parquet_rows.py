"""Parquet to rows, a batch at a time: the text of each cell is the one that a person would write for its value.

Whole numbers and decimals are exact; binary floating-point numbers are the shortest text that means them,
without an exponent and without `.0`. Dates and times are ISO 8601, with the offset from UTC where the column has
a time zone; midnight in a column without one is the day alone, because tools that know no days write days so.
Lists of plain values are one cell with `;` between them, other nested values JSON text; null is an empty cell.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow.parquet import ParquetFile

from ingest.readers.arrow_text import cells_of
from ingest.readers.cells import check_columns, made_row, opened
from ingest.readers.table import TableForm
from ingest.rows import BadRow, FileRejected, Problem, Row, cut

_ROWS_AT_A_TIME = 1_000
_BUFFER_BYTES = 1 << 16


class ParquetTable:
    """A Parquet file: its lines are its rows, counted as if its header were the first line."""

    def __init__(self, path: Path, name: str, form: TableForm) -> None:
        self._path = path
        self._name = name
        self._form = form

    def header(self) -> tuple[str, ...]:
        """The names of the columns; FileRejected where the file is no Parquet, or has a name twice."""
        return self._header(self._file())

    def rows(self) -> Iterator[Row | BadRow]:
        """The rows in order; FileRejected where the file is damaged."""
        file = self._file()
        header = self._header(file)
        line = 1
        for batch in self._batches(file):
            columns = [cells_of(name, batch.column(at)) for at, name in enumerate(header)]
            for cells in zip(*columns, strict=True) if columns else [()] * batch.num_rows:
                line += 1
                problems = [cell for cell in cells if isinstance(cell, Problem)]
                texts = ("" if isinstance(cell, Problem) else cell for cell in cells)
                yield made_row(line, dict(zip(header, texts, strict=True)), problems=problems)

    def notices(self) -> tuple[str, ...]:
        """Nothing: a Parquet file that was cut off is refused."""
        return ()

    def _header(self, file: Any) -> tuple[str, ...]:
        names = tuple(file.schema_arrow.names)
        check_columns(self._name, names, "Leave out what no source spec maps.")
        if repeated := next((name for name in names if names.count(name) > 1), None):
            raise FileRejected(
                f"{self._name}: the column {repeated!r} stands twice in the file.",
                hint="Give each column a name of its own.",
            )
        return names

    def _file(self) -> Any:
        with opened(self._path, self._name):
            pass
        try:
            # Other than by default, no column of a whole row group is held in memory.
            return ParquetFile(
                self._path, buffer_size=_BUFFER_BYTES, pre_buffer=False, page_checksum_verification=True
            )
        except (pa.ArrowException, OSError, ValueError) as error:
            raise self._damaged(error) from error

    def _batches(self, file: Any) -> Iterator[Any]:
        try:
            yield from file.iter_batches(_ROWS_AT_A_TIME, use_threads=False)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> FileRejected:
        reason = cut(str(error).split("\n", maxsplit=1)[0]).rstrip(".")
        return FileRejected(
            f"{self._name}: this is no whole Parquet file: {reason}.", hint="Was it written whole?"
        )
