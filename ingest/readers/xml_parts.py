"""The XML parts of workbooks, parsed as streams; nothing outside of a part is ever looked up.

A part with a DOCTYPE is refused before any of its entities is declared, so none is expanded or fetched.
"""

from collections.abc import Iterator
from functools import cache
from typing import IO, Any, NoReturn
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType, errors

from ingest.readers.zip_entries import CheckedZip
from ingest.rows import FileRejected

_CHUNK_BYTES = 1 << 16
_ENCODINGS = frozenset({"utf-8", "utf-16"})
"""The only ones that packages of Open XML and OpenDocument may have."""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""The marks with which text in UTF-16 begins; without one, parsers only guess."""


def new_parser(part: str) -> XMLParserType:
    """A parser that names elements `namespace local`, and refuses what can expand or lie."""
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = _CHUNK_BYTES

    def refuse_doctype(*_: Any) -> NoReturn:
        raise FileRejected(
            f"{part}: it has a DOCTYPE, by which entities expand without bound or fetch files.",
            hint="Spreadsheet programs never write one: save the workbook anew.",
        )

    def check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise FileRejected(f"{part}: it says that it is written in {encoding!r}; workbooks are in UTF-8.")

    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.XmlDeclHandler = check_encoding
    return parser


def parse(parser: XMLParserType, stream: IO[bytes], part: str) -> Iterator[None]:
    """Feeds a stream to a parser; after each piece the caller may take what its handlers found."""
    try:
        chunk = stream.read(_CHUNK_BYTES)
        if b"\0" in chunk[:4] and not chunk.startswith(_UTF_16):
            raise FileRejected(f"{part}: it is in UTF-16 and does not say so; workbooks are in UTF-8.")
        while chunk:
            parser.Parse(chunk)
            yield
            chunk = stream.read(_CHUNK_BYTES)
        parser.Parse(b"", True)  # noqa: FBT003 - pyexpat takes it by position
        yield
    except ExpatError as error:
        told = errors.messages[error.code]
        raise FileRejected(f"{part}, line {error.lineno}: the XML is broken: {told}.") from error


def elements(
    container: CheckedZip, part: str, name: str, only: frozenset[str] = frozenset()
) -> Iterator[tuple[str, dict[str, str]]]:
    """The elements of a part as they begin, or only some: local names with their attributes, local too."""
    found: list[tuple[str, dict[str, str]]] = []

    def begin(tag: str, attributes: dict[str, str]) -> None:
        if not only or local(tag) in only:
            found.append((local(tag), {local(key): value for key, value in attributes.items()}))

    parser = new_parser(f"{name}, {part}")
    parser.StartElementHandler = begin
    with container.opened(part) as stream:
        for _ in parse(parser, stream, f"{name}, {part}"):
            yield from found
            found.clear()


@cache
def local(name: str) -> str:
    """The name without its namespace."""
    return name.rpartition(" ")[2]
