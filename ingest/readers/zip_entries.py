"""Zip containers from outside: all entries are checked, by what they declare and by what they hold, before any is read.

Tools disagree on what such a container holds as soon as a name stands twice, leads out of it, or a size is
not the one declared; so one bad entry refuses the whole container.
"""

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from ingest.rows import FileRejected
from ontology.errors import OutsideFailure

MOST_BYTES = 200_000_000
MOST_RATIO = 100
MOST_ENTRIES = 10_000
MOST_NAME_BYTES = 255
"""No usual file system takes a longer name."""

_BROKEN_ENTRY = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
_BROKEN = (*_BROKEN_ENTRY, struct.error, ValueError, RuntimeError)
"""What Python's module raises on containers that are not in order."""

_CHUNK_BYTES = 1 << 16
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ENCRYPTED = 0x1
_OLE = b"\xd0\xcf\x11\xe0"
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {f"{port}{number}" for port in ("COM", "LPT") for number in range(10)}
)


@dataclass(frozen=True, slots=True)
class ZipLimits:
    """How much a container may unpack to; entries that are only stored cannot be bombs, and may be left out."""

    total: int = MOST_BYTES
    counts_stored: bool = True


def _parts(name: str) -> list[str]:
    return name.removesuffix("/").split("/")


_FAULTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("is absolute", lambda name: name.startswith("/")),
    ("has a backslash", lambda name: "\\" in name),
    ("leads out of the container", lambda name: ".." in _parts(name)),
    ("begins with a drive", lambda name: bool(re.match("[A-Za-z]:", name))),
    ("has an empty part", lambda name: bool({"", "."} & set(_parts(name)))),
    ("holds a control character", lambda name: any(_is_control(character) for character in name)),
    ("is the name of a device", lambda name: any(_device(part) in _DEVICES for part in _parts(name))),
    ("is too long", lambda name: any(len(part.encode()) > MOST_NAME_BYTES for part in _parts(name))),
)


def fault_of(name: str) -> str:
    """What is wrong with the name of an entry, read as it stands and as it may be read elsewhere; else nothing.

    >>> fault_of("2023/missions.csv"), fault_of("../evil.csv"), fault_of("．．／evil.csv")
    ('', 'leads out of the container', 'leads out of the container')
    """
    readings = (name, unicodedata.normalize("NFKC", name))
    return next((fault for fault, has in _FAULTS if any(has(reading) for reading in readings)), "")


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} or character in _OVERRIDES


def _device(part: str) -> str:
    return part.split(".")[0].rstrip().upper()


def same_name(name: str) -> str:
    """What two names have in common that are one name on some file system."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    return "/".join(part.rstrip(" .") for part in _parts(folded))


def check_names(container: str, names: Iterable[str]) -> None:
    """Raises FileRejected where a name is unsafe, stands twice, or is that of a file and of a folder."""
    seen: dict[str, str] = {}
    for name in names:
        if fault := fault_of(name):
            raise _refused(container, name, fault)
        if (first := seen.setdefault(same_name(name), name)) is not name:
            raise _refused(container, name, f"stands twice, the first time as {first!r}")
    files = {key for key, name in seen.items() if not name.endswith("/")}
    for key, name in seen.items():
        steps = key.split("/")
        if any("/".join(steps[:depth]) in files for depth in range(1, len(steps))):
            raise _refused(container, name, "lies in what is a file too")


def _refused(container: str, name: str, fault: str) -> FileRejected:
    shown = ascii(name[:100])
    return FileRejected(
        f"{container}: the name {shown} in the container {fault}: the container is refused as a whole.",
        hint="Pack the files anew with plain names.",
    )


class CheckedZip:
    """The entries of a container that was checked; they are read as streams."""

    def __init__(self, archive: zipfile.ZipFile, container: str) -> None:
        self._archive = archive
        self._container = container
        self._files = {info.filename: info for info in archive.infolist() if not info.is_dir()}
        self.names = tuple(self._files)
        """The names of the files, in the order of the container."""

    def size(self, name: str) -> int:
        """How many bytes a file has."""
        return self._files[name].file_size

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        """The open file of that name; FileRejected where it is absent or not whole."""
        if name not in self._files:
            raise FileRejected(
                f"{self._container}: the container has no {name!r}, which belongs to its kind."
            )
        with (
            _refusing(_BROKEN_ENTRY, self._container),
            self._archive.open(self._files[name]) as stream,
        ):
            yield stream

    def content(self, name: str) -> bytes:
        """The whole content of a small file."""
        with self.opened(name) as stream:
            return stream.read()


@contextmanager
def checked_zip(path: Path, container: str, limits: ZipLimits) -> Iterator[CheckedZip]:
    """The container in a file, once every entry of it was checked.

    Raises FileRejected for any entry with an unsafe name, of another kind than a file or folder, that is
    encrypted, overlaps another one, declares or holds more than the limits allow, or other than it declares.
    """
    try:
        with path.open("rb") as file:
            with _refusing(_BROKEN, container):
                _check_signature(container, file.read(4))
                archive = zipfile.ZipFile(file)
                _check_entries(archive, container, limits, file)
            with archive:
                yield CheckedZip(archive, container)
    except OSError as error:
        raise OutsideFailure(
            f"{container} cannot be read: {error.strerror or error}.", hint="Check its name and rights."
        ) from error


@contextmanager
def _refusing(faults: tuple[type[Exception], ...], container: str) -> Iterator[None]:
    """Turns what the libraries raise on a broken container into FileRejected."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise FileRejected(f"{container}: a name in the container is not UTF-8.") from error
    except faults as error:
        told = str(error).rstrip(".") or type(error).__name__
        raise FileRejected(
            f"{container}: the container is broken: {told}.", hint="Was it written and copied whole?"
        ) from error


def _check_signature(container: str, head: bytes) -> None:
    if head == _OLE:
        raise FileRejected(
            f"{container}: this is an old Excel (XLS) file, or a workbook with a password.",
            hint="Open it and save it as XLSX without a password.",
        )
    if head[:2] != b"PK":
        raise FileRejected(
            f"{container}: this is no zip container, which workbooks and packages are.",
            hint="Name the kind of the file in the source spec, at format/kind.",
        )


def _check_entries(archive: zipfile.ZipFile, container: str, limits: ZipLimits, file: BinaryIO) -> None:
    infos = archive.infolist()
    if len(infos) > MOST_ENTRIES:
        raise FileRejected(f"{container}: {len(infos):,} entries are more than {MOST_ENTRIES:,}.")
    # zipfile cuts a name at its first NUL; other tools do not.
    check_names(container, [info.orig_filename for info in infos])
    for info in infos:
        _check_kind(container, info)
        _check_ratio(container, info)
    counted = [info for info in infos if limits.counts_stored or info.compress_type != zipfile.ZIP_STORED]
    total = sum(info.file_size for info in counted)
    if total > limits.total:
        raise FileRejected(
            f"{container}: it would unpack to {total:,} bytes, which is more than {limits.total:,}.",
            hint="Save only the sheets that are needed, or unpack it and ingest the folder.",
        )
    _check_places(container, infos)
    for info in infos:
        if info.compress_type != zipfile.ZIP_STORED:
            _check_stream(container, info, file)


def _check_kind(container: str, info: zipfile.ZipInfo) -> None:
    if stat.S_IFMT(info.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise _refused(container, info.filename, "is a link or a device")
    if info.flag_bits & _ENCRYPTED:
        raise FileRejected(
            f"{container}: {info.filename!r} is encrypted.", hint="Save it without a password."
        )
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise FileRejected(
            f"{container}: {info.filename!r} is packed by a method that is not read here.",
            hint="Pack it by the usual method, deflate.",
        )


def _check_ratio(container: str, info: zipfile.ZipInfo) -> None:
    if info.file_size > MOST_RATIO * info.compress_size:
        raise FileRejected(
            f"{container}: {info.filename!r} would unpack to more than {MOST_RATIO} times its size, as bombs do.",
            hint="If you trust it, open it, delete what is empty or repeated, and save it anew.",
        )


def _check_places(container: str, infos: list[zipfile.ZipInfo]) -> None:
    """No two entries may share bytes: overlapping ones unpack to far more than the container holds."""
    end = 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        if info.header_offset < end:
            raise FileRejected(f"{container}: {info.filename!r} overlaps another entry, as bombs do.")
        end = info.header_offset + _LOCAL_HEADER.size + info.compress_size


def _check_stream(container: str, info: zipfile.ZipInfo, file: BinaryIO) -> None:
    """Raises FileRejected where an entry does not hold what it declares; its bytes are let go at once."""
    file.seek(info.header_offset)
    signature, name_bytes, extra_bytes = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
    if signature != b"PK\x03\x04":
        raise zipfile.BadZipFile("an entry has no header")
    file.seek(name_bytes + extra_bytes, 1)
    size = checksum = 0
    for chunk in _inflated(file, info.compress_size):
        size += len(chunk)
        checksum = zlib.crc32(chunk, checksum)
        if size > info.file_size:
            break
    if (size, checksum) != (info.file_size, info.CRC):
        raise FileRejected(f"{container}: {info.filename!r} does not hold what it declares in the container.")


def _inflated(file: BinaryIO, compressed: int) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while compressed and not inflater.eof:
        chunk = file.read(min(_CHUNK_BYTES, compressed))
        if not chunk:
            raise EOFError("it ends in the middle of an entry")
        compressed -= len(chunk)
        while chunk and not inflater.eof:
            yield inflater.decompress(chunk, _CHUNK_BYTES)
            chunk = inflater.unconsumed_tail
    yield inflater.flush()
    if compressed or inflater.unused_data or not inflater.eof:
        raise zipfile.BadZipFile("an entry is shorter or longer than it declares")
