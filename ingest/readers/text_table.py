"""Text in columns, in any encoding that a source spec can declare: UTF-16 and old line ends are re-coded first."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from weakref import finalize

from ingest.readers.csv_rows import CsvChunk, CsvFile, CsvForm
from ingest.readers.recode import as_utf8
from ingest.readers.signatures import refuse_other_formats
from ingest.readers.text_form import check_text_form, describe_text_file
from ingest.rows import BadRow, CutRow, Row
from ontology.errors import OutsideFailure

HEAD_BYTES = 512


def is_recoded(form: CsvForm, line_end: str = "lf") -> bool:
    """Whether a file of that form cannot be cut into lines by its bytes."""
    return form.encoding.startswith("utf-16") or line_end == "cr"


class RecodedCsv:
    """A CSV file whose lines are not those of its bytes: read from a copy of it in UTF-8.

    The copy has the lines of the file, so that every line number is the file's own; it is made when first
    needed, and is gone with this table.
    """

    def __init__(
        self, path: Path, form: CsvForm, name: str, *, line_end: str = "lf", header_line: int = 1
    ) -> None:
        self._path = path
        self._form = form
        self._name = name
        self._line_end = line_end
        self._header_line = header_line

    @cached_property
    def _file(self) -> CsvFile:
        folder = Path(mkdtemp(prefix="hakim-text-"))
        finalize(self, rmtree, folder, ignore_errors=True)
        copy = folder / "text.csv"
        try:
            with copy.open("wb") as out:
                as_utf8(self._path, self._form.encoding, out, line_end=self._line_end, name=self._name)
        except OSError as error:
            raise OutsideFailure(
                f"{self._name} could not be re-coded: {error.strerror}.", hint="Free some disk space."
            ) from error
        return CsvFile(copy, CsvForm("utf-8", self._form.delimiter), self._name, self._header_line)

    def header(self) -> tuple[str, ...]:
        """The column names; raises as `rows` does."""
        return self._file.header()

    def rows(self) -> Iterator[Row | BadRow]:
        """The rows in order; raises FileRejected where a byte is not in the encoding."""
        yield from self._file.rows()

    def cut_rows(self) -> Iterator[CutRow | BadRow]:
        """The same, each row as the texts of its cells."""
        yield from self._file.cut_rows()

    def chunks(self) -> Iterator[CsvChunk]:
        """The file in parts that can be cut into rows apart from each other."""
        yield from self._file.chunks()

    def notices(self) -> tuple[str, ...]:
        """What a person should know of the file."""
        return self._file.notices()


def text_notices(path: Path, form: CsvForm, name: str) -> tuple[str, ...]:
    """What a person should know of a text file beside its declared form.

    Raises FileRejected, with the place and the way out, where it cannot be what is declared.
    """
    found = describe_text_file(path, name)
    if not found.encoding.startswith("utf-16"):
        with path.open("rb") as file:
            refuse_other_formats(name, file.read(HEAD_BYTES))
    return tuple(check_text_form(found, form.encoding, form.delimiter, form.line_end, name))
