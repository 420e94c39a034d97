"""XML of others read as a stream, with nothing in it that reaches out, grows or means two things.

Refused are every DOCTYPE (entities grow without bound and read files), XInclude, and every encoding but UTF-8:
a parser that guesses reads another document than the next one. Processing instructions and comments are
dropped. Only the elements of one depth are built, one at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

# Only the parser below is made of it, with every handler that makes XML dangerous set to refuse.
from xml.parsers import expat

from ingest.readers.cells import MAX_DEPTH
from ingest.rows import FileRejected, cut

XML_LANG = "http://www.w3.org/XML/1998/namespace lang"
MAX_RECORD_SIZE = 50_000_000
"""What one record may cost in memory, roughly in bytes."""

_XINCLUDE = ("http://www.w3.org/2001/XInclude", "http://www.w3.org/2003/XInclude")
_UTF_8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_CHUNK_BYTES = 1 << 16
_LONGEST_TAG = 1_000_000
_ELEMENT_SIZE = 200
_NOTHING = "no element found"
_ENDS = (_NOTHING, "unclosed token", "unclosed CDATA section")


@dataclass(slots=True)
class Element:
    """An XML element: its name, attributes and parts, and the line on which it begins.

    Names in a namespace are its IRI, a space and the local name. `text` is all text that stands in the element
    itself, with that of CDATA sections.
    """

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def all(self, name: str) -> list["Element"]:
        """The children of a name, in their order."""
        return [child for child in self.children if child.name == name]


class XmlText:
    """The XML text of an open file, read once; `root` is its outermost element, without its parts."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
        self._depth = 0
        self._size = 0
        self._open: list[Element] = []
        self._built: list[Element] = []
        self._build_at = 0
        self.root = Element("", {}, 0)

    def elements(self, depth: int = 2) -> Iterator[Element]:
        """The elements at a depth (2 are the children of the root), each whole; the file is read to its end."""
        self._build_at = depth
        parser = self._parser()
        fed = 0
        while True:
            content = self._file.read(_CHUNK_BYTES)
            if not fed:
                self._check_head(content[:256])
            fed += len(content)
            try:
                parser.Parse(content, not content)
            except expat.ExpatError as error:
                raise self._refused(error) from error
            yield from self._built
            self._built.clear()
            if not content:
                return
            if fed - parser.CurrentByteIndex > _LONGEST_TAG:
                raise self._at(parser, f"a tag is longer than {_LONGEST_TAG:,} bytes")

    def check(self) -> None:
        """Reads the whole file and builds nothing of it; raises FileRejected as `elements` does."""
        for _ in self.elements(depth=MAX_DEPTH + 2):
            pass

    def _parser(self) -> Any:
        # Named here, the encoding is not taken from the file: bytes that are not UTF-8 are an error.
        parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.XmlDeclHandler = lambda _version, encoding, _alone: self._check_encoding(parser, encoding)
        parser.StartDoctypeDeclHandler = lambda *_: self._refuse_doctype(parser)
        parser.EntityDeclHandler = lambda *_: self._refuse_doctype(parser)
        parser.StartNamespaceDeclHandler = lambda _prefix, iri: self._check_namespace(parser, iri)
        parser.StartElementHandler = lambda name, attributes: self._start(parser, name, attributes)
        parser.EndElementHandler = lambda _name: self._end()
        parser.CharacterDataHandler = lambda text: self._characters(parser, text)
        return parser

    def _start(self, parser: Any, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._at(parser, f"elements are nested deeper than {MAX_DEPTH} levels")
        if self._depth >= self._build_at or self._depth == 1:
            element = Element(name, attributes, parser.CurrentLineNumber)
            if self._depth == 1:
                self.root = element
            self._grow(parser, _ELEMENT_SIZE + sum(len(text) + 50 for text in attributes.values()))
        if self._depth >= self._build_at:
            if self._open:
                self._open[-1].children.append(element)
            self._open.append(element)

    def _end(self) -> None:
        self._depth -= 1
        if self._open:
            element = self._open.pop()
            if not self._open:
                self._built.append(element)
                self._size = 0

    def _characters(self, parser: Any, text: str) -> None:
        if self._open:
            self._open[-1].text += text
            self._grow(parser, len(text))
            if len(self._open[-1].text) > _LONGEST_TAG:
                raise self._at(parser, f"a text is longer than {_LONGEST_TAG:,} characters")

    def _grow(self, parser: Any, size: int) -> None:
        self._size += size
        if self._size > MAX_RECORD_SIZE:
            raise self._at(parser, f"the record that ends here is larger than {MAX_RECORD_SIZE:,} bytes")

    def _check_head(self, head: bytes) -> None:
        if b"\0" in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise FileRejected(f"{self._name}, line 1: this is not UTF-8.", hint="Convert it first.")

    def _check_encoding(self, parser: Any, encoding: str | None) -> None:
        if encoding and encoding.lower() not in _UTF_8:
            raise self._at(
                parser,
                f"the encoding is said to be {cut(encoding, 40)!r}, and not UTF-8",
                "Convert it first.",
            )

    def _check_namespace(self, parser: Any, iri: str | None) -> None:
        if iri in _XINCLUDE:
            raise self._at(parser, "it asks to include other files (XInclude)", "Write out what it includes.")

    def _refuse_doctype(self, parser: Any) -> None:
        raise self._at(
            parser,
            "it has a DOCTYPE, whose entities can read other files and grow without bound",
            "Write the entities out and remove the DOCTYPE.",
        )

    def _at(self, parser: Any, reason: str, hint: str = "") -> FileRejected:
        place = f"line {parser.CurrentLineNumber}, column {parser.CurrentColumnNumber + 1}"
        return FileRejected(f"{self._name}, {place}: {reason}.", hint=hint)

    def _refused(self, error: expat.ExpatError) -> FileRejected:
        reason = expat.ErrorString(error.code)
        if reason == _NOTHING and not self.root.name:
            return FileRejected(f"{self._name}, line 1: the file is empty.", hint="Was it written whole?")
        reason = "it ends in the middle" if reason in _ENDS else f"this is not XML in UTF-8: {reason}"
        return FileRejected(
            f"{self._name}, line {error.lineno}, column {error.offset + 1}: {reason}.",
            hint="Was it written whole, and in UTF-8?",
        )
