"""What a file is by its first bytes, whatever its name says."""

from ingest.rows import FileRejected

_BINARY: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a zip container such as XLSX or ODS"),
    (b"PK\x05\x06", "an empty zip container"),
    (b"\xd0\xcf\x11\xe0", "an old Excel (XLS) file"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
)
_TEXT: tuple[tuple[bytes, str], ...] = (
    (b"<?xml", "an XML document"),
    (b"<!doctype", "an HTML or XML page"),
    (b"<html", "an HTML page"),
    (b"{\\rtf", "a Rich Text document"),
    (b'{"', "JSON"),
    (b"[{", "JSON"),
)


def refuse_other_formats(name: str, head: bytes) -> None:
    """Raises FileRejected when the first bytes of a file are those of another format than text in columns."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    found = _first(_BINARY, head) or _first(_TEXT, text) or _unless_text(head)
    if found:
        raise FileRejected(
            f"{name}, line 1, column 1: this is {found}, not CSV.",
            hint="Export it as CSV in UTF-8, or name a source spec of its own format.",
        )


def _unless_text(head: bytes) -> str:
    """Text has no NUL in its first line; in a row it costs only that row."""
    return "a binary file" if b"\0" in head.split(b"\n")[0] else ""


def _first(signatures: tuple[tuple[bytes, str], ...], head: bytes) -> str:
    return next((what for signature, what in signatures if head.startswith(signature)), "")
