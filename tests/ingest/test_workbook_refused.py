"""Workbooks that are refused whole: bombs, broken containers, macros, and whatever reaches out of them."""

import io
import struct
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers.reaching_out import reaching_out
from ingest.rows import FileRejected
from tests.ingest.workbooks import (
    HEADER,
    MAIN,
    ODS_HEADER,
    ods,
    ods_parts,
    ods_row,
    opened,
    refusal,
    relations,
    told,
    with_rows,
    xlsx,
    xlsx_parts,
    zipped,
)

GOOD = with_rows('<c r="A2"><v>1</v></c>')


def xlsx_with(**parts: str | bytes) -> bytes:
    """A workbook with other parts; `__` in a name stands for a slash, and `_dot_` for a dot."""
    named = {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    return zipped({**xlsx_parts(HEADER), **named})


def test_a_part_of_half_a_gigabyte_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    block = f"<si><t>{'x' * 1_000_000}</t></si>".encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in xlsx_parts(HEADER).items():
            if name != "xl/texts.xml":
                archive.writestr(name, content)
        with archive.open("xl/texts.xml", "w") as part:
            part.write(f'<sst xmlns="{MAIN}">'.encode())
            for _ in range(500):
                part.write(block)
            part.write(b"</sst>")

    assert refusal(opened(tmp_path, path.read_bytes())) == (
        "book.xlsx: 'xl/texts.xml' would unpack to more than 100 times its size, as bombs do."
    )


def test_parts_that_are_too_large_together_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "made", "w", zipfile.ZIP_STORED) as archive:
        for name, content in xlsx_parts(HEADER).items():
            archive.writestr(name, content)
        for number in range(3):
            archive.writestr(f"xl/media/{number}", b"x" * 70_000_000)
    message = refusal(opened(tmp_path, (tmp_path / "made").read_bytes()))

    assert message.startswith("book.xlsx: it would unpack to 210,00")
    assert message.endswith(" bytes, which is more than 200,000,000.")


def redeclared(content: bytes, name: str, size: int) -> bytes:
    """The container with another size declared for an entry, and the checksum of its first bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        cut = archive.read(name)[:size]
    changed = bytearray(content)
    at = changed.rindex(b"PK\x01\x02", 0, changed.rindex(name.encode()))
    struct.pack_into("<L", changed, at + 16, zlib.crc32(cut))
    struct.pack_into("<L", changed, at + 24, size)
    return bytes(changed)


@pytest.mark.parametrize("size", [10, 100_000])
def test_an_entry_that_declares_another_size_is_refused(tmp_path: Path, size: int) -> None:
    content = redeclared(
        xlsx(HEADER + "<!-- " + "".join(map(str, range(2_000))) + " -->"), "xl/worksheets/sheet1.xml", size
    )

    assert refusal(opened(tmp_path, content)) == (
        "book.xlsx: 'xl/worksheets/sheet1.xml' does not hold what it declares in the container."
    )


def test_entries_that_overlap_are_refused(tmp_path: Path) -> None:
    content = bytearray(zipped({"one": b"x" * 500, "two": b"y" * 500}))
    second = content.rindex(b"PK\x01\x02")
    struct.pack_into("<L", content, second + 42, 0)

    assert (
        refusal(opened(tmp_path, bytes(content))) == "book.xlsx: 'two' overlaps another entry, as bombs do."
    )


BOMB = """<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"""
OUTSIDE = """<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>"""


@pytest.mark.parametrize(
    "doctype", [BOMB, OUTSIDE, '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd">', "<!DOCTYPE r>"]
)
@pytest.mark.parametrize(
    "part",
    [
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml",
        "xl/styles.xml",
        "xl/texts.xml",
    ],
)
def test_a_part_with_a_doctype_is_refused(tmp_path: Path, part: str, doctype: str) -> None:
    parts = xlsx_parts(HEADER)
    parts[part] = f"{doctype}{parts[part]}"  # type: ignore[str-bytes-safe]

    assert refusal(opened(tmp_path, zipped(parts))).endswith(
        "it has a DOCTYPE, by which entities expand without bound or fetch files."
    )


@pytest.mark.parametrize("doctype", [BOMB, OUTSIDE])
def test_a_part_of_ods_with_a_doctype_is_refused(tmp_path: Path, doctype: str) -> None:
    parts = ods_parts()
    parts["content.xml"] = f"{doctype}{parts['content.xml']}"  # type: ignore[str-bytes-safe]

    assert refusal(opened(tmp_path, zipped(parts), "ods")).endswith("expand without bound or fetch files.")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            f'<?xml version="1.0" encoding="utf-7"?><worksheet xmlns="{MAIN}"/>'.encode(),
            "book.xlsx, Data: it says that it is written in 'utf-7'; workbooks are in UTF-8.",
        ),
        (
            f'<?xml version="1.0" encoding="ISO-8859-1"?><worksheet xmlns="{MAIN}"/>'.encode(),
            "book.xlsx, Data: it says that it is written in 'ISO-8859-1'; workbooks are in UTF-8.",
        ),
        (
            f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'.encode("utf-16-le"),
            "book.xlsx, Data: it is in UTF-16 and does not say so; workbooks are in UTF-8.",
        ),
        (
            f'<worksheet xmlns="{MAIN}">\xff</worksheet>'.encode("latin-1"),
            "book.xlsx, Data, line 1: the XML is broken: not well-formed (invalid token).",
        ),
        (
            f'<worksheet xmlns="{MAIN}">\0</worksheet>'.encode(),
            "book.xlsx, Data, line 1: the XML is broken: not well-formed (invalid token).",
        ),
        (
            f'<worksheet xmlns="{MAIN}"><sheetData>'.encode(),
            "book.xlsx, Data, line 1: the XML is broken: no element found.",
        ),
    ],
)
def test_a_sheet_in_another_encoding_than_it_says_is_refused(
    tmp_path: Path, content: bytes, message: str
) -> None:
    assert refusal(opened(tmp_path, xlsx_with(xl__worksheets__sheet1_dot_xml=content))) == message


MACROS = "book.xlsx: the workbook has macros"
LINKS = "book.xlsx: the workbook points outside of itself"


def external(kind: str) -> str:
    """A relation of that type with something outside."""
    return relations(
        more=f'<Relationship Id="x" Type="http://x/{kind}" Target="http://127.0.0.1:9/" TargetMode="External"/>'
    )


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"xl__vbaProject_dot_bin": b"x"}, MACROS),
        ({"xl__VBAPROJECT_dot_BIN": b"x"}, MACROS),
        ({"xl__macrosheets__sheet1_dot_xml": "<x/>"}, MACROS),
        ({"xl__activeX__activeX1_dot_xml": "<x/>"}, MACROS),
        (
            {
                "[Content_Types]_dot_xml": '<Types><Override PartName="/xl/workbook.xml" ContentType='
                '"application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
            },
            MACROS,
        ),
        ({"xl___rels__workbook_dot_xml_dot_rels": relations(("vbaProject", "x.bin"))}, MACROS),
        ({"xl__externalLinks__externalLink1_dot_xml": "<ddeLink/>"}, LINKS),
        ({"xl__connections_dot_xml": "<x/>"}, LINKS),
        ({"xl___rels__workbook_dot_xml_dot_rels": relations(("externalLink", "x.xml"))}, LINKS),
        ({"xl___rels__workbook_dot_xml_dot_rels": external("externalLinkPath")}, LINKS),
        ({"xl__worksheets___rels__sheet1_dot_xml_dot_rels": external("image")}, LINKS),
        ({"_rels___dot_rels": external("officeDocument")}, LINKS),
    ],
)
def test_macros_and_links_are_refused(tmp_path: Path, parts: dict[str, str | bytes], message: str) -> None:
    assert refusal(opened(tmp_path, xlsx_with(**parts))).startswith(message)


def test_a_hyperlink_is_no_link_to_follow(tmp_path: Path) -> None:
    content = zipped({**xlsx_parts(HEADER), "xl/worksheets/_rels/sheet1.xml.rels": external("hyperlink")})

    assert told(opened(tmp_path, content)) == []


@pytest.mark.parametrize(
    "formula",
    [
        "cmd|' /C calc'!A0",
        "DDE(&quot;soffice&quot;;&quot;x&quot;;&quot;y&quot;)",
        "[1]Sheet1!A1",
        "'[1]My Sheet'!A1",
        "'C:\\\\x\\[other.xlsx]Sheet1'!A1",
        "_xlfn.WEBSERVICE(&quot;http://127.0.0.1:9/&quot;)",
        "RTD(&quot;x&quot;,,1)",
    ],
)
def test_a_formula_that_reaches_out_is_refused(tmp_path: Path, formula: str) -> None:
    content = with_rows(f'<c r="A2"><f>{formula}</f><v>1</v></c>')

    assert refusal(opened(tmp_path, content)).startswith(
        "book.xlsx, Data, line 2: the workbook points outside"
    )


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(A1:A9)",
        "Table1[[#This Row],[x]]",
        "Table1[2020]",
        'IF(A1="a|b!c","[1]x!","")',
        "'My sheet'!A1",
        "Sales[2020]*2",
    ],
)
def test_a_formula_that_stays_inside_is_not_refused(formula: str) -> None:
    assert reaching_out(formula) == ""


ODS_MACROS = "book.ods: the workbook has macros"
ODS_LINKS = "book.ods: the workbook points outside of itself"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<script:event-listener/>", ODS_MACROS),
        ("<table:dde-links><table:dde-link/></table:dde-links>", ODS_LINKS),
        ("<office:dde-source/>", ODS_LINKS),
        ('<table:table-source xlink:href="../x.ods"/>', ODS_LINKS),
        ('<table:cell-range-source xlink:href="http://127.0.0.1:9/"/>', ODS_LINKS),
        ('<draw:image xlink:href="http://127.0.0.1:9/x.png"/>', ODS_LINKS),
        ('<draw:object xlink:href="../../x"/>', ODS_LINKS),
        ("<table:database-source-sql/>", ODS_LINKS),
    ],
)
def test_macros_and_links_of_ods_are_refused(tmp_path: Path, body: str, message: str) -> None:
    assert refusal(opened(tmp_path, ods(body=body), "ods")).startswith(message)


@pytest.mark.parametrize(
    "formula",
    [
        "of:=DDE(&quot;x&quot;)",
        "of:=['file:///home/x.ods'#$Sheet1.A1]",
        "of:=WEBSERVICE([.A1])",
        "of:=['http://x/y.ods'#$A.A1]",
    ],
)
def test_a_formula_of_ods_that_reaches_out_is_refused(tmp_path: Path, formula: str) -> None:
    cell = f'<table:table-cell table:formula="{formula}" office:value-type="float" office:value="1"/>'

    assert refusal(opened(tmp_path, ods(ODS_HEADER + ods_row(cell)), "ods")).startswith(
        "book.ods, Data, line 2: the workbook points outside"
    )


def test_ods_with_macros_or_a_password_is_refused(tmp_path: Path) -> None:
    macros = zipped({**ods_parts(), "Basic/Standard/Module1.xml": "<x/>"})
    locked = zipped({**ods_parts(), "META-INF/manifest.xml": "<m><encryption-data/></m>"})

    assert refusal(opened(tmp_path, macros, "ods")).startswith(ODS_MACROS)
    assert refusal(opened(tmp_path, locked, "ods")) == "book.ods: the workbook has a password."


@pytest.mark.parametrize(
    ("content", "kind", "message"),
    [
        (b"", "xlsx", "book.xlsx: this is no zip container, which workbooks and packages are."),
        (b"a,b\n1,2\n", "xlsx", "book.xlsx: this is no zip container, which workbooks and packages are."),
        (
            b"\xd0\xcf\x11\xe0",
            "xlsx",
            "book.xlsx: this is an old Excel (XLS) file, or a workbook with a password.",
        ),
        (b"PK\x03\x04", "xlsx", "book.xlsx: the container is broken: File is not a zip file."),
        (
            zipped({"a": "b"}),
            "xlsx",
            "book.xlsx: the container has no '[Content_Types].xml', which belongs to its kind.",
        ),
        (ods(), "xlsx", "book.xlsx: the container has no '[Content_Types].xml', which belongs to its kind."),
        (GOOD, "ods", "book.ods: this is no ODS workbook."),
        (
            xlsx_with(_rels___dot_rels=relations(("officeDocument", "xl/workbook.bin"))),
            "xlsx",
            "book.xlsx: this is a binary workbook (XLSB).",
        ),
        (xlsx_with(_rels___dot_rels=relations()), "xlsx", "book.xlsx: this is no XLSX workbook."),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, kind: str, message: str) -> None:
    assert refusal(opened(tmp_path, content, kind)) == message


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("books")
    kind, whole = data.draw(st.sampled_from([("xlsx", GOOD), ("ods", ods())]))
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(0, len(content)) | st.just(len(content)))]

    try:
        rows = told(opened(folder, bytes(content), kind))
    except FileRejected as error:
        rows = [error]

    assert len(rows) <= 1


@settings(max_examples=150, deadline=None)
@given(st.text("<>/ ='\"rcvtfs129A&;#!-[]", max_size=80))
def test_a_sheet_of_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, rows: str) -> None:
    table = opened(tmp_path_factory.mktemp("books"), xlsx(HEADER + rows))

    with suppress(FileRejected):
        assert told(table) is not None
