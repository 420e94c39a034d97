"""XLSX and ODS to rows: what a person sees in the cells, and a word on all that is not seen."""

import datetime as dt
import os
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from ingest.readers.sheet_text import date_format, moment_text, number_text
from ingest.readers.sheets import CellFault, column_number, letters
from ingest.readers.table import TableForm
from ingest.readers.workbook import WorkbookTable
from ingest.rows import BadRow, Problem, Row
from tests.ingest.workbooks import (
    HEADER,
    MAIN,
    ODS_HEADER,
    ods,
    ods_row,
    ods_text,
    opened,
    refusal,
    relations,
    told,
    with_rows,
    xlsx,
    xlsx_parts,
    zipped,
)

SHARED = Path(os.environ.get("HAKIM_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
OUTBREAKS = SHARED / "outbreaks_don" / "disease_outbreaks_HDX_hxl.xlsx"

STYLES = """<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/>
<numFmt numFmtId="165" formatCode="[h]:mm"/>
<numFmt numFmtId="166" formatCode="0.00&quot; days&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>
<xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="20"/></cellXfs>"""


def of_workbook(folder: Path, book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook that openpyxl wrote."""
    book.save(folder / "written.xlsx")
    return (folder / "written.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A2"><v>5</v></c>', "5"),
        ('<c r="A2"><v>5.0</v></c>', "5"),
        ('<c r="A2"><v>-0</v></c>', "0"),
        ('<c r="A2"><v>9007199254740993</v></c>', "9007199254740993"),
        ('<c r="A2"><v>1.1000000000000001</v></c>', "1.1"),
        ('<c r="A2"><v>0.30000000000000004</v></c>', "0.30000000000000004"),
        ('<c r="A2"><v>1E-3</v></c>', "0.001"),
        ('<c r="A2"><v>1.5E+20</v></c>', "150000000000000000000"),
        ('<c r="A2" s="4"><v>2.5</v></c>', "2.5"),
        ('<c r="A2" s="1"><v>44927</v></c>', "2023-01-01"),
        ('<c r="A2" s="1"><v>44927.75</v></c>', "2023-01-01"),
        ('<c r="A2" s="2"><v>44927.75</v></c>', "2023-01-01T18:00:00"),
        ('<c r="A2" s="2"><v>44927</v></c>', "2023-01-01"),
        ('<c r="A2" s="3"><v>1.5</v></c>', "36:00:00"),
        ('<c r="A2" s="5"><v>0.5</v></c>', "12:00:00"),
        ('<c r="A2" t="d"><v>2023-01-05T00:00:00</v></c>', "2023-01-05"),
        ('<c r="A2" t="b"><v>1</v></c>', "true"),
        ('<c r="A2" t="b"><v>0</v></c>', "false"),
        ('<c r="A2" t="s"><v>0</v></c>', "shared"),
        ('<c r="A2" t="s"><v>1</v></c>', "one text"),
        ('<c r="A2" t="s"><v>2</v></c>', "a\rb _x000D_"),
        ('<c r="A2" t="inlineStr"><is><t xml:space="preserve"> 007 </t></is></c>', " 007 "),
        ('<c r="A2" t="inlineStr"><is><t>01/02/2023</t></is></c>', "01/02/2023"),
        ('<c r="A2" t="inlineStr"><is><t>#N/A</t></is></c>', "#N/A"),
        ('<c r="A2" t="inlineStr"><is><t>=cmd|\' /C calc\'!A1</t></is></c>', "=cmd|' /C calc'!A1"),
        ('<c r="A2"><f>1+1</f><v>2</v></c>', "2"),
        ('<c r="A2" t="str"><f>"x"&amp;"y"</f><v>xy</v></c>', "xy"),
        ("<c><v>7</v></c>", "7"),
    ],
)
def test_a_cell_is_the_text_that_a_person_sees(tmp_path: Path, cell: str, text: str) -> None:
    texts = (
        "<si><t>shared</t></si><si><r><t>one </t></r><r><t>text</t></r><rPh><t>read</t></rPh></si>"
        "<si><t>a_x000D_b _x005F_x000D_</t></si>"
    )

    assert told(opened(tmp_path, with_rows(cell, styles=STYLES, texts=texts))) == [(2, [text, ""])]


@pytest.mark.parametrize(
    ("cell", "rule", "value"),
    [
        ('<c r="A2"><f>1+1</f></c>', "formula without value", ""),
        ('<c r="A2"><f>1+1</f><v></v></c>', "formula without value", ""),
        ('<c r="A2"><f t="shared" si="0"/></c>', "formula without value", ""),
        ('<c r="A2" t="str"><f>A1</f></c>', "formula without value", ""),
        ('<c r="A2" t="e"><v>#N/A</v></c>', "error value", "#N/A"),
        ('<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "error value", "#DIV/0!"),
        ('<c r="A2"><v>1e400</v></c>', "number", "1e400"),
        ('<c r="A2"><v>NaN</v></c>', "number", "NaN"),
        ('<c r="A2" t="b"><v>2</v></c>', "boolean", "2"),
        ('<c r="A2" s="1"><v>60</v></c>', "date", "60"),
        ('<c r="A2" s="1"><v>-1</v></c>', "date", "-1"),
        ('<c r="A2" s="1"><v>2958466</v></c>', "date", "2958466"),
        ('<c r="A2" t="d"><v>2023-02-30</v></c>', "date", "2023-02-30"),
        ('<c r="A2" t="inlineStr"><is><t>_xD800_</t></is></c>', "lone-surrogate", "_xD800_"),
    ],
)
def test_a_cell_without_a_text_costs_its_row(tmp_path: Path, cell: str, rule: str, value: str) -> None:
    good = '<c r="A3"><v>1</v></c>'

    assert told(opened(tmp_path, with_rows(cell, good, styles=STYLES))) == [
        (2, [("a", rule, value)]),
        (3, ["1", ""]),
    ]


def test_an_empty_text_that_a_formula_gives_is_an_empty_cell(tmp_path: Path) -> None:
    cells = '<c r="A2"><v>1</v></c><c r="B2" t="str"><f>IF(TRUE,"")</f><v></v></c>'

    assert told(opened(tmp_path, with_rows(cells))) == [(2, ["1", ""])]


def test_a_row_keeps_its_line_its_sheet_and_its_text(tmp_path: Path) -> None:
    rows = (
        HEADER
        + '<row r="7"><c r="A7"><v>1</v></c><c r="B7"><v>2</v></c></row><row r="9"><c r="C9"><v>3</v></c></row>'
    )

    assert list(opened(tmp_path, xlsx(rows)).rows()) == [
        Row(7, {"a": "1", "b": "2"}, "1\t2", "Data"),
        BadRow(
            9,
            "3",
            (Problem("C", "3", "column-count", "The cell in column C stands under no header."),),
            "Data",
        ),
    ]


def test_a_declared_size_is_not_believed(tmp_path: Path) -> None:
    content = with_rows('<c r="A2"><v>1</v></c>', before='<dimension ref="A1:XFD1048576"/>')

    assert told(opened(tmp_path, content)) == [(2, ["1", ""])]


def test_empty_cells_and_lines_behind_a_table_are_no_rows(tmp_path: Path) -> None:
    rows = (
        HEADER
        + '<row r="2"><c r="A2"><v>1</v></c><c r="B2" s="0"/><c r="XFD2" t="inlineStr"><is><t> </t></is></c></row>'
        + "".join(f'<row r="{line}"><c r="A{line}" s="1"/></row>' for line in range(3, 500))
        + '<row r="1048576"/>'
    )

    assert told(opened(tmp_path, xlsx(rows))) == [(2, ["1", ""])]


def test_the_header_stands_where_the_form_says(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>9</v></c></row>' + HEADER.replace('"1"', '"3"').replace('1"', '3"')
    table = opened(tmp_path, xlsx(rows + '<row r="4"><c r="B4"><v>2</v></c></row>'), header_line=3)

    assert (table.header(), told(table)) == (("a", "b"), [(4, ["", "2"])])


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("", "book.xlsx, Data, line 1: the line is empty: there is no header."),
        (
            '<row r="2"><c r="A2"><v>1</v></c></row>',
            "book.xlsx, Data, line 1: the line is empty: there is no header.",
        ),
        (
            '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>1</v></c></row>',
            "book.xlsx, Data, line 1, column C: the column '1' stands twice in the header, first in A.",
        ),
        (
            '<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>',
            "book.xlsx, Data, line 1: the header cannot be read: A: The cell shows the error #REF!, not a value.",
        ),
        (
            '<row r="1">' + "".join(f"<c><v>{number}</v></c>" for number in range(1_001)) + "</row>",
            "book.xlsx, Data, line 1: 1,001 columns are more than 1,000.",
        ),
        (HEADER + HEADER, "book.xlsx, Data, line 1: the lines of the sheet are not in order."),
        (HEADER + '<row r="1048577"/>', "book.xlsx, Data, line 1: the lines of the sheet are not in order."),
        (
            HEADER + '<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>',
            "book.xlsx, Data, line 2: the cell A2 stands where it cannot.",
        ),
        (
            HEADER + '<row r="2"><c r="A3"/></row>',
            "book.xlsx, Data, line 2: the cell A3 stands where it cannot.",
        ),
        (
            HEADER + '<row r="2"><c r="XFE2"/></row>',
            "book.xlsx, Data, line 2: the cell XFE2 stands where it cannot.",
        ),
        (
            HEADER + '<row r="2"><c r="A2" t="s"><v>4</v></c></row>',
            "book.xlsx, Data, line 2: a cell names the shared text '4', which there is not.",
        ),
        (
            HEADER + '<row r="2"><c r="A2" t="zz"><v>4</v></c></row>',
            "book.xlsx, Data, line 2: a cell is of the kind 'zz', which there is not.",
        ),
        ("<row", "book.xlsx, Data, line 1: the XML is broken: not well-formed (invalid token)."),
    ],
)
def test_a_sheet_that_is_no_table_is_refused(tmp_path: Path, rows: str, message: str) -> None:
    assert refusal(opened(tmp_path, xlsx(rows))) == message


@pytest.mark.parametrize("cell", ["text", "formula"])
def test_a_cell_that_is_too_long_costs_its_row(tmp_path: Path, cell: str) -> None:
    long = "".join(chr(97 + number * number % 26) + f"{number}" for number in range(30_000))[:131_073]
    content = {
        "text": f'<c r="A2" t="inlineStr"><is><t>{long}</t></is></c>',
        "formula": f'<c r="A2" t="str"><f>A1</f><v>{long}</v></c>',
    }[cell]

    assert told(opened(tmp_path, with_rows(content))) == [(2, [("a", "cell-length", "")])]


def two_sheets(state: str) -> openpyxl.Workbook:
    """A workbook with the sheets Data and Codes, the second in that state."""
    book = openpyxl.Workbook()
    book.active.title = "Data"  # type: ignore[union-attr]
    codes = book.create_sheet("Codes")
    codes.sheet_state = state
    for sheet in book.worksheets:
        sheet.append(["a", "b"])
        sheet.append([sheet.title, 1])
    return book


def test_of_several_sheets_one_is_named(tmp_path: Path) -> None:
    content = of_workbook(tmp_path, two_sheets("visible"))
    named = opened(tmp_path, content, sheet="Codes")

    assert (
        refusal(opened(tmp_path, content)) == "book.xlsx: the workbook has several sheets: 'Data', 'Codes'."
    )
    assert refusal(opened(tmp_path, content, sheet="Dat")) == (
        "book.xlsx: the workbook has no sheet 'Dat': 'Data', 'Codes'."
    )
    assert (told(named), named.notices()) == ([(2, ["Codes", "1"])], ("Other sheets were not read: 'Data'.",))


@pytest.mark.parametrize(("state", "words"), [("hidden", "hidden"), ("veryHidden", "very hidden")])
def test_a_hidden_sheet_is_read_only_where_the_form_says(tmp_path: Path, state: str, words: str) -> None:
    content = of_workbook(tmp_path, two_sheets(state))
    plain = opened(tmp_path, content)
    hidden = opened(tmp_path, content, sheet="Codes", hidden=True)

    assert (told(plain), plain.notices()) == (
        [(2, ["Data", "1"])],
        (f"Hidden sheets were not read: 'Codes' ({words}).",),
    )
    assert refusal(opened(tmp_path, content, sheet="Codes")) == f"book.xlsx: the sheet 'Codes' is {words}."
    assert (told(hidden), hidden.notices()[0]) == (
        [(2, ["Codes", "1"])],
        f"The sheet 'Codes' is {words}; it was read, because the source spec asks for it.",
    )


def half_hidden() -> openpyxl.Workbook:
    """A workbook with a hidden line and column, merged cells and a comment."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["a", "b", "c"], [1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet["A2"].comment = Comment("really?", "an analyst")
    sheet.merge_cells("A5:C5")
    return book


def test_hidden_lines_and_columns_are_read_only_where_the_form_says(tmp_path: Path) -> None:
    content = of_workbook(tmp_path, half_hidden())
    plain, hidden = opened(tmp_path, content), opened(tmp_path, content, hidden=True)

    assert (plain.header(), told(plain)) == (("a", "c"), [(2, ["1", "3"]), (5, ["10", ""])])
    assert plain.notices() == (
        "Hidden lines were not read: 3-4.",
        "Hidden columns were not read: B.",
        "Merged cells have their value in the first cell: A5:C5.",
        "Comments were not read: A2.",
    )
    assert (hidden.header(), told(hidden)) == (
        ("a", "b", "c"),
        [(2, ["1", "2", "3"]), (3, ["4", "5", "6"]), (4, ["7", "8", "9"]), (5, ["10", "", ""])],
    )
    assert hidden.notices()[:2] == (
        "Hidden lines were read, because the source spec asks for them: 3-4.",
        "Hidden columns were read, because the source spec asks for them: B.",
    )


def test_a_threaded_comment_is_told_too(tmp_path: Path) -> None:
    parts = xlsx_parts(HEADER)
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relations(
        ("comments", "c.xml"), ("threadedComment", "t.xml")
    )
    parts["xl/worksheets/c.xml"] = (
        f'<comments xmlns="{MAIN}"><commentList><comment ref="B2"/></commentList></comments>'
    )
    parts["xl/worksheets/t.xml"] = '<x><threadedComment ref="B2"/><threadedComment ref="B3"/></x>'
    table = opened(tmp_path, zipped(parts))

    assert (told(table), table.notices()) == ([], ("Comments were not read: B2, B3.",))


def test_lines_and_columns_without_a_size_are_hidden_too(tmp_path: Path) -> None:
    rows = HEADER + '<row r="2" ht="0" customHeight="1"><c r="A2"><v>1</v></c></row>'
    table = opened(tmp_path, xlsx(rows, before='<cols><col min="2" max="2" width="0"/></cols>'))

    assert (table.header(), told(table)) == (("a",), [])
    assert table.notices() == ("Hidden lines were not read: 2.", "Hidden columns were not read: B.")


def test_a_value_that_a_merged_cell_covers_is_hidden(tmp_path: Path) -> None:
    content = with_rows(
        '<c r="A2"><v>1</v></c><c r="B2"><v>2</v></c>',
        '<c r="A3"><v>3</v></c><c r="B3"><v>4</v></c>',
        after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>',
    )
    plain, hidden = opened(tmp_path, content), opened(tmp_path, content, hidden=True)

    assert (told(plain), plain.notices()) == (
        [(2, ["1", "2"]), (3, ["", "4"])],
        (
            "Merged cells have their value in the first cell: A2:A3.",
            "Values that merged cells cover were not read: A3.",
        ),
    )
    assert told(hidden) == [(2, ["1", "2"]), (3, ["3", "4"])]


def test_the_calendar_of_1904_is_known(tmp_path: Path) -> None:
    content = with_rows('<c r="A2" s="1"><v>0</v></c>', styles=STYLES, workbook='<workbookPr date1904="1"/>')

    assert told(opened(tmp_path, content)) == [(2, ["1904-01-01", ""])]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('office:value-type="float" office:value="5"><text:p>5.00', "5"),
        ('office:value-type="float" office:value="9007199254740993"><text:p>9E15', "9007199254740993"),
        ('office:value-type="percentage" office:value="0.25"><text:p>25%', "0.25"),
        ('office:value-type="currency" office:value="1.50"><text:p>$1.50', "1.5"),
        ('office:value-type="date" office:date-value="2023-01-05"><text:p>5 Jan', "2023-01-05"),
        ('office:value-type="date" office:date-value="2023-01-05T13:05:00"><text:p>x', "2023-01-05T13:05:00"),
        ('office:value-type="time" office:time-value="PT26H30M00S"><text:p>x', "26:30:00"),
        ('office:value-type="boolean" office:boolean-value="true"><text:p>TRUE', "true"),
        ('office:value-type="string"><text:p> one <text:s text:c="2"/> two\n three ', "one    two three"),
        ('office:value-type="string"><text:p>a<text:line-break/>b</text:p><text:p>c', "a\nb\nc"),
        ('office:value-type="string"><text:p>a <text:a xlink:href="http://x/">link</text:a>', "a link"),
        (
            'office:value-type="string"><office:annotation><text:p>no</text:p></office:annotation><text:p>yes',
            "yes",
        ),
        ('table:formula="of:=1+1" office:value-type="float" office:value="2"><text:p>2', "2"),
        ('office:value-type="string" office:string-value="kept"><text:p>', "kept"),
    ],
)
def test_a_cell_of_ods_is_the_text_that_a_person_sees(tmp_path: Path, cell: str, text: str) -> None:
    rows = ODS_HEADER + ods_row(f"<table:table-cell {cell}</text:p></table:table-cell>")

    assert told(opened(tmp_path, ods(rows), "ods")) == [(2, [text, ""])]


@pytest.mark.parametrize(
    ("cell", "rule", "value"),
    [
        ('table:formula="of:=1+1">', "formula without value", ""),
        ('table:formula="of:=1+1" office:value-type="float">', "formula without value", ""),
        (
            'table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"><text:p>#DIV/0!</text:p>',
            "error value",
            "#DIV/0!",
        ),
        (
            'table:formula="of:=X" office:value-type="float" office:value="0"><text:p>Err:508</text:p>',
            "error value",
            "Err:508",
        ),
        ('office:value-type="date" office:date-value="2023-02-30">', "date", "2023-02-30"),
        ('office:value-type="float" office:value="1e400">', "number", "1e400"),
        ('office:value-type="time" office:time-value="P1D">', "time", "P1D"),
        ('office:value-type="boolean" office:boolean-value="yes">', "boolean", "yes"),
    ],
)
def test_a_cell_of_ods_without_a_text_costs_its_row(tmp_path: Path, cell: str, rule: str, value: str) -> None:
    rows = ODS_HEADER + ods_row(f"<table:table-cell {cell}</table:table-cell>")

    assert told(opened(tmp_path, ods(rows), "ods")) == [(2, [("a", rule, value)])]


def test_repeated_cells_and_lines_of_ods_are_as_many_as_they_say(tmp_path: Path) -> None:
    two = ods_text("x").replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="2" ')
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = (
        ODS_HEADER
        + ods_row(two, 'table:number-rows-repeated="3"')
        + ods_row(empty, 'table:number-rows-repeated="10"')
        + ods_row(ods_text("y"))
        + ods_row(empty, 'table:number-rows-repeated="1048561"')
    )

    assert told(opened(tmp_path, ods(rows), "ods")) == [
        (2, ["x", "x"]),
        (3, ["x", "x"]),
        (4, ["x", "x"]),
        (15, ["y", ""]),
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            ods_row(
                ods_text("x").replace(
                    "<table:table-cell ", '<table:table-cell table:number-columns-repeated="16385" '
                )
            ),
            "book.ods, Data, line 2: it has more than 16,384 columns.",
        ),
        (
            ods_row(ods_text("x"), 'table:number-rows-repeated="1048576"'),
            "book.ods, Data: it has more than 1,048,576 lines.",
        ),
        (
            ods_row(
                ods_text("x").replace(
                    "<table:table-cell ", '<table:table-cell table:number-columns-repeated="1000" '
                ),
                'table:number-rows-repeated="1000000"',
            ),
            "book.ods, Data: its repeated cells are more than 20,000,000.",
        ),
        (
            ods_row(ods_text("x"), 'table:number-rows-repeated="-1"'),
            "book.ods, Data, line 2: '-1' is no count.",
        ),
        (
            ods_row("<table:table-cell><table:table/></table:table-cell>"),
            "book.ods, Data, line 2: there is a table in a cell.",
        ),
    ],
)
def test_repetitions_of_ods_are_no_bombs(tmp_path: Path, rows: str, message: str) -> None:
    table = opened(tmp_path, ods(ODS_HEADER + rows), "ods", sheet="Data")

    assert refusal(table) == message


def test_blanks_that_ods_counts_are_no_bomb(tmp_path: Path) -> None:
    rows = ODS_HEADER + ods_row(ods_text('x<text:s text:c="99999999"/>' * 50))

    assert told(opened(tmp_path, ods(rows), "ods")) == [(2, [("a", "cell-length", "")])]


def test_a_table_in_a_drawing_is_no_sheet_of_ods(tmp_path: Path) -> None:
    drawing = '<table:shapes><draw:frame><table:table table:name="Drawn"/></draw:frame></table:shapes>'
    sheets = (
        f'<table:table table:name="One">{drawing}{ODS_HEADER}{ods_row(ods_text("1"))}</table:table>'
        f'<table:table table:name="Two">{ODS_HEADER}{ods_row(ods_text("2"))}</table:table>'
    )

    assert told(opened(tmp_path, ods(sheets=sheets), "ods", sheet="One")) == [(2, ["1", ""])]
    assert told(opened(tmp_path, ods(sheets=sheets), "ods", sheet="Two")) == [(2, ["2", ""])]


def test_what_is_hidden_in_ods_is_told(tmp_path: Path) -> None:
    styles = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    merged = '<table:table-cell table:number-rows-spanned="2"><text:p>m</text:p></table:table-cell>'
    noted = '<table:table-cell office:value-type="string"><office:annotation/><text:p>n</text:p></table:table-cell>'
    covered = (
        '<table:covered-table-cell office:value-type="string"><text:p>c</text:p></table:covered-table-cell>'
    )
    rows = (
        '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
        + ods_row(ods_text("a", "b", "c"))
        + ods_row(ods_text("1", "2", "3"), 'table:visibility="filter"')
        + f'<table:table-row-group table:display="false">{ods_row(ods_text("4"))}</table:table-row-group>'
        + ods_row(merged + ods_text("5") + noted)
        + ods_row(covered + ods_text("6", "7"))
    )
    sheets = (
        f'<table:table table:name="Data">{rows}</table:table>'
        f'<table:table table:name="Codes" table:style-name="h">{ODS_HEADER}</table:table>'
    )
    content = ods(sheets=sheets, styles=styles)
    plain, hidden = opened(tmp_path, content, "ods"), opened(tmp_path, content, "ods", hidden=True)

    assert (told(plain), plain.notices()) == (
        [(4, ["m", "n"]), (5, ["", "7"])],
        (
            "Hidden sheets were not read: 'Codes' (hidden).",
            "Hidden lines were not read: 2-3.",
            "Hidden columns were not read: B.",
            "Merged cells have their value in the first cell: A4:A5.",
            "Values that merged cells cover were not read: A5.",
            "Comments were not read: C4.",
        ),
    )
    assert told(hidden) == [
        (2, ["1", "2", "3"]),
        (3, ["4", "", ""]),
        (4, ["m", "5", "n"]),
        (5, ["c", "6", "7"]),
    ]


def test_the_outbreaks_workbook_is_read_whole() -> None:
    if not OUTBREAKS.exists():
        pytest.skip(f"The shared data are not at {SHARED}.")
    with OUTBREAKS.open("rb") as file:
        theirs = python_calamine.CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    table = opened_at(OUTBREAKS)
    rows = list(table.rows())

    assert len(rows) == 3_541
    assert [(row.line, list(row.cells.values())) for row in rows if isinstance(row, Row)] == [
        (line, [f"{cell:.0f}" if isinstance(cell, float) else cell for cell in cells])
        for line, cells in enumerate(theirs[1:], 2)
    ]
    assert table.notices() == ()


def opened_at(path: Path) -> WorkbookTable:
    return WorkbookTable(path, path.name, TableForm(kind="xlsx"))


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    lambda text: text.strip() and not text.startswith("=")
)
values = (
    texts.map(lambda text: (text, text))
    | st.integers(-(10**15), 10**15).map(lambda number: (number, str(number)))
    | st.booleans().map(lambda value: (value, str(value).lower()))
    | st.dates(dt.date(1900, 3, 1)).map(lambda day: (day, day.isoformat()))
    | st.integers(-(10**12), 10**12).map(lambda number: (number / 1_000, shortest(number / 1_000)))
)


def shortest(number: float) -> str:
    """A double as a person writes it."""
    text = format(Decimal(repr(number)), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(values, values), min_size=1, max_size=5))
def test_what_a_program_writes_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[tuple[object, str], ...]]
) -> None:
    folder = tmp_path_factory.mktemp("books")
    book = openpyxl.Workbook()
    book.worksheets[0].append(["a", "b"])
    for row in rows:
        book.worksheets[0].append([value for value, _ in row])

    assert told(opened(folder, of_workbook(folder, book))) == [
        (line, [text for _, text in row]) for line, row in enumerate(rows, 2)
    ]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_the_double_that_was_stored(number: float) -> None:
    text = number_text(repr(number))

    assert isinstance(text, str)
    assert float(text) == number


@given(st.text())
def test_any_stored_number_is_a_text_or_a_fault(text: str) -> None:
    assert isinstance(number_text(text), str | CellFault)


@given(st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(9999, 12, 31, 23, 59, 59)))  # noqa: DTZ001 - workbooks have no zones
def test_a_moment_survives_its_serial_number(moment: dt.datetime) -> None:
    moment = moment.replace(microsecond=0)
    serial = (moment - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)  # noqa: DTZ001 - the same
    shown = date_format("yyyy-mm-dd hh:mm:ss")
    assert shown is not None
    text = moment_text(repr(serial), shown, since_1904=False)

    assert text == (moment.isoformat() if moment.time() != dt.time() else moment.date().isoformat())


@given(st.integers(0, 16_383))
def test_letters_name_a_column_and_back(column: int) -> None:
    assert column_number(letters(column)) == column
