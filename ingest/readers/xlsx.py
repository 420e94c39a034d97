"""XLSX workbooks (Open XML, ECMA-376) as lines of cells.

Sheets are parsed as streams, so that memory holds the shared texts and one line. Read by this file and not by a
library because those that are fast lose digits of large integers and the formulas without a value, and none
tells what is hidden, merged or commented while it streams.
"""

import posixpath
import re
from collections.abc import Iterator

from ingest.readers.reaching_out import refuse_link, refuse_macros
from ingest.readers.sheet_text import BUILT_IN, DateFormat, date_format
from ingest.readers.sheets import Asides, Cell, Line, Sheet
from ingest.readers.xlsx_sheet import Covering, SheetParser, Styles, area_of, merged_areas, shared_texts
from ingest.readers.xml_parts import elements, parse
from ingest.readers.zip_entries import CheckedZip
from ingest.rows import FileRejected

_COMMENTS = {"comments": "comment", "threadedComment": "threadedComment"}
"""The kinds of parts with comments, and what one is called there."""

_MACRO_TYPES = re.compile("macroenabled|vbaproject|macrosheet|activex", re.IGNORECASE)
_MACRO_PARTS = re.compile(r"(^|/)(vbaproject\.bin|macrosheets/.*|activex/.*)$", re.IGNORECASE)
_LINK_PARTS = re.compile(r"(^|/)(externallinks/.*|connections\.xml|querytables/.*)$", re.IGNORECASE)
_LINK_TYPES = re.compile(
    "externalLink|externalLinkPath|connections|queryTable|oleLink|attachedTemplate", re.IGNORECASE
)


class XlsxBook:
    """An open XLSX workbook; FileRejected where it has macros or points outside of itself."""

    def __init__(self, container: CheckedZip, name: str) -> None:
        self._zip = container
        self._name = name
        self._refuse_programs()
        self._part = self._workbook_part()
        self._targets = self._relations(self._part)
        self._since_1904 = False
        self._sheets = tuple(self._read_sheets())

    def sheets(self) -> tuple[Sheet, ...]:
        """Its worksheets in their order, hidden ones too; a sheet that is one chart is no table."""
        return self._sheets

    def lines(self, sheet: Sheet, asides: Asides) -> Iterator[Line]:
        """The lines of a sheet that are not empty, in order; fills the asides."""
        asides.comments.extend(self._comments(sheet))
        with self._zip.opened(sheet.part) as stream:
            merged = sorted(merged_areas(stream))
        where = f"{self._name}, {sheet.name}"
        found = SheetParser(where, Styles(self._texts(), self._formats(), self._since_1904), asides)
        covering = Covering(merged, asides)
        with self._zip.opened(sheet.part) as stream:
            for _ in parse(found.parser, stream, where):
                yield from covering.without(found.lines)
                found.lines.clear()
        if sorted(map(area_of, asides.merged)) != merged:
            raise FileRejected(f"{where}: its merged cells are not written as spreadsheet programs do.")

    def _refuse_programs(self) -> None:
        for part in self._zip.names:
            if _MACRO_PARTS.search(part):
                refuse_macros(self._name, part)
            if _LINK_PARTS.search(part):
                refuse_link(self._name, part)
        for _, attributes in elements(self._zip, "[Content_Types].xml", self._name):
            if _MACRO_TYPES.search(told := attributes.get("ContentType", "")):
                refuse_macros(self._name, told)

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """The type and the target of each relation of a part, by its identifier."""
        folder, file = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if relations not in self._zip.names:
            return {}
        found = {}
        for _, attributes in elements(self._zip, relations, self._name):
            kind = posixpath.basename(attributes.get("Type", ""))
            target = attributes.get("Target", "")
            if attributes.get("TargetMode") == "External" and kind != "hyperlink":
                refuse_link(self._name, kind)
            if _LINK_TYPES.fullmatch(kind):
                refuse_link(self._name, kind)
            if _MACRO_TYPES.search(kind):
                refuse_macros(self._name, kind)
            inside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[attributes.get("Id", "")] = (kind, inside)
        return found

    def _workbook_part(self) -> str:
        for kind, target in self._relations("").values():
            if kind == "officeDocument":
                if target.endswith(".bin"):
                    raise FileRejected(
                        f"{self._name}: this is a binary workbook (XLSB).", hint="Save it as XLSX."
                    )
                return target
        raise FileRejected(
            f"{self._name}: this is no XLSX workbook.",
            hint="Name its kind in the source spec, at format/kind.",
        )

    def _read_sheets(self) -> Iterator[Sheet]:
        for tag, attributes in elements(self._zip, self._part, self._name):
            if tag == "workbookPr":
                self._since_1904 = _is_true(attributes.get("date1904"))
            elif tag == "externalReference":
                refuse_link(self._name, tag)
            elif tag == "sheet":
                kind, part = self._targets.get(attributes.get("id", ""), ("", ""))
                hidden = {"hidden": "hidden", "veryHidden": "very hidden"}.get(
                    attributes.get("state", ""), ""
                )
                if kind == "worksheet":
                    yield Sheet(attributes.get("name", ""), hidden, part)

    def _of_kind(self, kind: str) -> str:
        return next((target for found, target in self._targets.values() if found == kind), "")

    def _texts(self) -> list[Cell]:
        part = self._of_kind("sharedStrings")
        if not part:
            return []
        with self._zip.opened(part) as stream:
            return shared_texts(stream, f"{self._name}, {part}")

    def _formats(self) -> list[DateFormat | None]:
        """What each cell style shows of a moment."""
        part = self._of_kind("styles")
        codes: dict[str, DateFormat | None] = {}
        formats: list[DateFormat | None] = []
        section = ""
        for tag, attributes in elements(self._zip, part, self._name) if part else ():
            if tag in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
                section = tag
            elif tag == "numFmt":
                codes.setdefault(
                    attributes.get("numFmtId", ""), date_format(attributes.get("formatCode", ""))
                )
            elif tag == "xf" and section == "cellXfs":
                number = attributes.get("numFmtId", "0")
                known = BUILT_IN.get(int(number)) if number.isdecimal() else None
                formats.append(codes.get(number, known))
        return formats

    def _comments(self, sheet: Sheet) -> list[str]:
        """The cells with comments; a threaded one has a plain one beside it for older programs."""
        found: list[str] = []
        for kind, target in self._relations(sheet.part).values():
            if kind in _COMMENTS:
                parts = elements(self._zip, target, self._name, frozenset({_COMMENTS[kind]}))
                found += [attributes.get("ref", "?") for _, attributes in parts]
        return list(dict.fromkeys(found))


def _is_true(text: str | None) -> bool:
    return text in {"1", "true", "on"}
