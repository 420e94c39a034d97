"""ODS workbooks (OpenDocument 1.0 to 1.4) as lines of cells, parsed as streams.

All sheets stand in one part: a first pass finds them and whatever reaches out of the workbook, a second one
reads the sheet that is wanted.
"""

import re
from collections.abc import Iterator

from ingest.readers.ods_sheet import SheetParser
from ingest.readers.reaching_out import refuse_link, refuse_macros
from ingest.readers.sheets import MOST_LINES, Asides, Line, Sheet
from ingest.readers.xml_parts import elements, parse
from ingest.readers.zip_entries import CheckedZip
from ingest.rows import FileRejected

_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_MIME_TYPES = frozenset(
    f"application/vnd.oasis.opendocument.spreadsheet{suffix}".encode() for suffix in ("", "-template")
)
_MACRO_PARTS = re.compile("(Basic|Scripts)/.", re.IGNORECASE)
_PROGRAMS = frozenset({"event-listener", "applet", "plugin"})
_LINKS = frozenset(
    {
        "cell-range-source",
        "database-source-query",
        "database-source-sql",
        "database-source-table",
        "dde-connection-decl",
        "dde-link",
        "dde-source",
        "table-source",
    }
)
_EMBEDDED = frozenset({"image", "object", "object-ole", "background-image"})
_OUTSIDE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|/|\.\./")
_TABLES = frozenset({"style", "table-properties", "table"})


class OdsBook:
    """An open ODS workbook; FileRejected where it has macros or points outside of itself."""

    def __init__(self, container: CheckedZip, name: str) -> None:
        self._zip = container
        self._name = name
        self._check_kind()
        self._sheets = tuple(self._read_sheets())

    def sheets(self) -> tuple[Sheet, ...]:
        """Its tables in their order, hidden ones too."""
        return self._sheets

    def lines(self, sheet: Sheet, asides: Asides) -> Iterator[Line]:
        """The lines of a sheet that are not empty, in order; fills the asides."""
        where = f"{self._name}, {sheet.name}"
        found = SheetParser(where, sheet, asides)
        with self._zip.opened(_CONTENT) as stream:
            for _ in parse(found.parser, stream, where):
                for line, times in found.lines:
                    if line.number + times - 1 > MOST_LINES:
                        raise FileRejected(f"{where}: it has more than {MOST_LINES:,} lines.")
                    for number in range(line.number, line.number + times):
                        yield Line(number, line.cells, line.is_hidden)
                found.lines.clear()

    def _check_kind(self) -> None:
        kind = self._zip.content("mimetype").strip() if "mimetype" in self._zip.names else b""
        if kind not in _MIME_TYPES or _CONTENT not in self._zip.names:
            raise FileRejected(
                f"{self._name}: this is no ODS workbook.",
                hint="Name its kind in the source spec, at format/kind.",
            )
        for part in self._zip.names:
            if _MACRO_PARTS.match(part):
                refuse_macros(self._name, part)
        if _MANIFEST in self._zip.names and any(
            elements(self._zip, _MANIFEST, self._name, frozenset({"encryption-data"}))
        ):
            raise FileRejected(
                f"{self._name}: the workbook has a password.", hint="Save it without a password."
            )

    def _read_sheets(self) -> Iterator[Sheet]:
        """The sheets; what the second pass does not meet because it reads one of them is checked here."""
        hidden_styles: set[str] = set()
        style = ""
        count = 0
        for tag, attributes in elements(
            self._zip, _CONTENT, self._name, _TABLES | _PROGRAMS | _LINKS | _EMBEDDED
        ):
            if tag == "style":
                style = attributes.get("name", "")
            elif tag == "table-properties" and attributes.get("display") == "false":
                hidden_styles.add(style)
            elif tag == "table":
                state = "hidden" if attributes.get("style-name") in hidden_styles else ""
                yield Sheet(attributes.get("name", ""), state, str(count))
                count += 1
            else:
                self._refuse(tag, attributes)

    def _refuse(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _PROGRAMS:
            refuse_macros(self._name, tag)
        if tag in _LINKS or (tag in _EMBEDDED and _OUTSIDE.match(attributes.get("href", ""))):
            refuse_link(self._name, tag)
