"""Workbooks made by hand, part by part, so that a test can put any fault into them."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from ingest.readers.table import Table, TableForm
from ingest.readers.workbook import WorkbookTable
from ingest.rows import BadRow, FileRejected, Row

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>'
"""The columns a and b."""


def zipped(parts: Mapping[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip container of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def relations(*targets: tuple[str, str], more: str = "") -> str:
    """Relations to targets, each with its type."""
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{entries}{more}</Relationships>'


def sheet(rows: str, *, before: str = "", after: str = "") -> str:
    """A sheet with rows of cells."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def xlsx_parts(
    rows: str = HEADER,
    *,
    before: str = "",
    after: str = "",
    styles: str = "",
    texts: str = "",
    workbook: str = "",
) -> dict[str, str | bytes]:
    """The parts of an XLSX workbook with one sheet, Data."""
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{CONTENT_TYPE}"/></Types>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{workbook}'
        '<sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "texts.xml")
        ),
        "xl/worksheets/sheet1.xml": sheet(rows, before=before, after=after),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/texts.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
    }


def xlsx(rows: str = HEADER, **options: str) -> bytes:
    """An XLSX workbook with one sheet."""
    return zipped(xlsx_parts(rows, **options))


def with_rows(*cells: str, **options: str) -> bytes:
    """An XLSX workbook with the columns a and b, and a row for each text of cells."""
    rows = "".join(f'<row r="{line}">{text}</row>' for line, text in enumerate(cells, 2))
    return xlsx(HEADER + rows, **options)


ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        **{name: f"{ODF}:{name}:1.0" for name in ("office", "table", "text", "style", "script")},
        "draw": f"{ODF}:drawing:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }.items()
)


def ods_text(*texts: str) -> str:
    """Cells of text."""
    return "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in texts
    )


def ods_row(cells: str, attributes: str = "") -> str:
    """A row of cells."""
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


ODS_HEADER = ods_row(ods_text("a", "b"))


def ods_parts(
    rows: str = ODS_HEADER, *, sheets: str = "", styles: str = "", body: str = ""
) -> dict[str, str | bytes]:
    """The parts of an ODS workbook with the sheet Data, or with other ones."""
    tables = sheets or f'<table:table table:name="Data">{rows}</table:table>'
    return {
        "mimetype": ODS_TYPE,
        "content.xml": f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{body}{tables}"
        "</office:spreadsheet></office:body></office:document-content>",
    }


def ods(rows: str = ODS_HEADER, **options: str) -> bytes:
    """An ODS workbook."""
    return zipped(ods_parts(rows, **options))


def opened(folder: Path, content: bytes, kind: str = "xlsx", **form: object) -> WorkbookTable:
    """The table in a workbook of that content."""
    path = folder / f"book.{kind}"
    path.write_bytes(content)
    return WorkbookTable(path, path.name, TableForm(kind=kind, **form))  # type: ignore[arg-type]


def told(table: Table) -> list[object]:
    """Each row with its line: its cells, or the column, rule and value of each of its problems."""
    return list(_told(table))


def _told(table: Table) -> Iterator[object]:
    for row in table.rows():
        if isinstance(row, BadRow):
            yield row.line, [(problem.column, problem.rule, problem.value) for problem in row.problems]
        else:
            yield row.line, list(row.cells.values())


def refusal(table: Table) -> str:
    """Why the file was refused; a table that gives rows makes the test fail."""
    try:
        rows: list[Row | BadRow] = list(table.rows())
    except FileRejected as error:
        return error.message
    raise AssertionError(rows)
