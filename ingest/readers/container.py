"""A folder or zip of files as one table: the rows of each member in the order of their names.

A folder is packed into a zip first, in one way only, so that it can be kept and named by its content as any file.
"""

import shutil
import stat
import unicodedata
import zipfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from ingest.readers.table import Table, TableForm
from ingest.readers.zip_entries import CheckedZip, ZipLimits, check_names, checked_zip
from ingest.rows import BadRow, FileRejected, Row
from ontology.errors import OutsideFailure

Opener = Callable[[Path, str, TableForm], Table]

SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".ods": "ods",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".xml": "iati",
    ".ttl": "rdf",
    ".trig": "rdf",
    ".nt": "rdf",
    ".nq": "rdf",
    ".jsonld": "rdf",
    ".rdf": "rdf",
}
"""The kind of a member by the end of its name."""

_LIMITS = ZipLimits(counts_stored=False)
_FIRST_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold: the same folder gives the same bytes whenever it is packed."""
_SHOWN = 10


class ContainerTable:
    """The members of a folder or zip that a pattern names, as one table with one header."""

    def __init__(
        self, path: Path, name: str, form: TableForm, opener: Opener, kinds: Collection[str]
    ) -> None:
        """`opener` opens a member, which is of one of the kinds."""
        self._path = path
        self._name = name
        self._form = form
        self._opener = opener
        self._kinds = kinds
        self._notices: tuple[str, ...] = ()

    def header(self) -> tuple[str, ...]:
        """The columns, which are those of every member.

        Raises FileRejected where no file is a member, one is of no known kind, or anything in the container
        is not safe to read.
        """
        with self._opened() as (container, members):
            return self._header(container, members[0])

    def rows(self) -> Iterator[Row | BadRow]:
        """The rows of all members; raises as `header` does, and where a member has another header."""
        with self._opened() as (container, members):
            notices = self._unread(container, members)
            header = self._header(container, members[0])
            for member in members:
                with self._table(container, member) as table:
                    self._check_header(table, member, header, members[0])
                    for row in table.rows():
                        yield _of_member(row, f"{member}!{row.sheet}" if row.sheet else member)
                    notices += [f"{member}: {notice}" for notice in table.notices()]
            self._notices = tuple(notices)

    def notices(self) -> tuple[str, ...]:
        """Which files are no members, and what each member's own table has to say."""
        return self._notices

    @contextmanager
    def _opened(self) -> Iterator[tuple[CheckedZip, list[str]]]:
        with self._packed() as path, checked_zip(path, self._name, _LIMITS) as container:
            members = sorted(
                name for name in container.names if _is_seen(name) and fnmatchcase(name, self._form.members)
            )
            if not members:
                raise FileRejected(
                    f"{self._name}: no file in it is called {self._form.members!r}.",
                    hint=f"It has: {_listed(container.names) or 'nothing'}.",
                )
            yield container, members

    @contextmanager
    def _packed(self) -> Iterator[Path]:
        if not self._path.is_dir():
            yield self._path
            return
        with TemporaryDirectory() as folder:
            packed = Path(folder) / "folder.zip"
            pack_folder(self._path, packed)
            yield packed

    @contextmanager
    def _table(self, container: CheckedZip, member: str) -> Iterator[Table]:
        """The table of a member, which stands in a file of its own meanwhile."""
        kind = SUFFIXES.get(PurePosixPath(member).suffix.lower(), "")
        if kind not in self._kinds:
            raise FileRejected(
                f"{self._name}: {member!r} is of no kind that can be read as a table.",
                hint="Name the files to read in the source spec, at format/members.",
            )
        with TemporaryDirectory() as folder:
            # The name of the copy is ours: no member says where it is written.
            copy = Path(folder) / f"member{PurePosixPath(member).suffix.lower()}"
            with container.opened(member) as stream, copy.open("wb") as file:
                shutil.copyfileobj(stream, file)
            yield self._opener(copy, f"{self._name}, {member}", replace(self._form, kind=kind))

    def _header(self, container: CheckedZip, member: str) -> tuple[str, ...]:
        with self._table(container, member) as table:
            return table.header()

    def _check_header(self, table: Table, member: str, header: tuple[str, ...], first: str) -> None:
        found = table.header()
        if found != header:
            other = next(iter([*(set(found) ^ set(header)), "their order"]))
            raise FileRejected(
                f"{self._name}: {member!r} has another header than {first!r}; they differ in {other!r}.",
                hint="Read files of different layouts with source specs of their own.",
            )

    def _unread(self, container: CheckedZip, members: list[str]) -> list[str]:
        others = sorted(set(container.names) - set(members))
        return [f"Files that are no members were not read: {_listed(others)}."] if others else []


def _of_member(row: Row | BadRow, place: str) -> Row | BadRow:
    if isinstance(row, BadRow):
        return BadRow(row.line, row.raw, row.problems, place)
    return Row(row.line, row.cells, row.raw, place)


def _is_seen(name: str) -> bool:
    """Whether a file is none of those that systems put beside what a person sees."""
    parts = PurePosixPath(name).parts
    return not any(part.startswith(".") for part in parts) and parts[0] != "__MACOSX"


def _listed(names: tuple[str, ...] | list[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def pack_folder(folder: Path, out: Path) -> tuple[str, ...]:
    """Packs the files of a folder into a zip and gives their names: the same files give the same bytes.

    Files are stored as they are, by name, without their times and rights. What systems hide (names that begin
    with a dot) is left out. Raises FileRejected for links, devices and unsafe names, and OutsideFailure where a
    file cannot be read or the zip cannot be written.
    """
    try:
        files = dict(sorted(_files(folder)))
        check_names(str(folder), files)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name, path in files.items():
                _store(archive, name, path)
    except OSError as error:
        raise OutsideFailure(
            f"{folder} cannot be packed: {error.strerror or error}.", hint="Check its name and rights."
        ) from error
    return tuple(files)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.iterdir()):
        mode = path.lstat().st_mode
        if path.name.startswith("."):
            continue
        if stat.S_ISDIR(mode):
            for name, found in _files(path):
                yield f"{_composed(path.name)}/{name}", found
        elif stat.S_ISREG(mode):
            yield _composed(path.name), path
        else:
            raise FileRejected(
                f"{path} is a link or a device, not a file.", hint="Put a copy of the file there."
            )


def _composed(name: str) -> str:
    """The name in the one form that all file systems can share."""
    return unicodedata.normalize("NFC", name)


def _store(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    info = zipfile.ZipInfo(name, _FIRST_TIME)
    info.create_system = 3
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    info.file_size = path.stat().st_size
    with path.open("rb") as file, archive.open(info, "w") as entry:
        shutil.copyfileobj(file, entry)
