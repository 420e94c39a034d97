"""CSV files to rows: a broken row costs itself, and every row comes out, good or bad."""

import csv
import io
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.readers.csv_rows import PLAIN_CSV, CsvFile, CsvForm
from ingest.rows import BadRow, Problem, Row

QUOTE = Problem(
    "", '"', "csv-quote", "A quotation mark is opened and not closed so that a whole row comes out."
)
LONG = "The cell has more than 131,072 characters."


def read(path: Path, content: bytes | str, form: CsvForm = PLAIN_CSV) -> list[Row | BadRow]:
    """The rows of a file with that content."""
    path = path / "rows.csv" if path.is_dir() else path
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(CsvFile(path, form, "rows.csv").rows())


def told(rows: list[Row | BadRow]) -> list[tuple[int, list[str] | str]]:
    """The line of each row with its cells, or with the rule that it breaks."""
    return [
        (row.line, list(row.cells.values()) if isinstance(row, Row) else row.problems[0].rule) for row in rows
    ]


def wide(name: str, cells: int, header: int) -> Problem:
    """The problem of a row of another width than the header."""
    message = f"The row has {cells} columns, the header {header}: a delimiter lacks or is not quoted."
    return Problem(name, "", "column-count", message)


GOOD = [(2, ["1", "x"]), (3, ["2", "y"])]


@pytest.mark.parametrize(
    "content",
    [
        "a,b\n1,x\n2,y\n",
        "a,b\n1,x\n2,y",
        "a,b\r\n1,x\r\n2,y\r\n",
        "a,b\r\n1,x\n2,y\r\n",
        "\ufeffa,b\n1,x\n2,y\n",
        '\ufeff"a","b"\n"1","x"\n2,y\n',
        " a ,b \n1,x\n2,y\n",
        "a,b\n1,x\n2,y\n\n   \n\r\n",
    ],
)
def test_ordinary_forms_of_a_file_give_the_same_rows(tmp_path: Path, content: str) -> None:
    assert told(read(tmp_path, content)) == GOOD


def test_a_row_keeps_its_line_its_cells_and_its_text(tmp_path: Path) -> None:
    assert read(tmp_path, 'a,b\n"1\n1","x,""y"""\n') == [
        Row(2, {"a": "1\n1", "b": 'x,"y"'}, '"1\n1","x,""y"""')
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param('1,"x\n2,y\n3,z\n', [(2, "csv-quote"), (3, ["2", "y"]), (4, ["3", "z"])], id="unclosed"),
        pytest.param('1,x\n2,"y\n', [(2, ["1", "x"]), (3, "csv-quote")], id="unclosed in the last row"),
        pytest.param(
            '1,"x\n2,"y"\n', [(2, "csv-quote"), (3, ["2", "y"])], id="unclosed before a quoted cell"
        ),
        pytest.param(
            '1,"x\n2,"y\n3,z\n', [(2, "csv-quote"), (3, "csv-quote"), (4, ["3", "z"])], id="two unclosed"
        ),
        pytest.param('1,"x"z\n2,y\n', [(2, "csv-syntax"), (3, ["2", "y"])], id="text after a closing quote"),
        pytest.param('1,5" pipe\n2,y\n', [(2, ["1", '5" pipe']), (3, ["2", "y"])], id="inches"),
        pytest.param(
            '1,so "called"\n2,y\n', [(2, ["1", 'so "called"']), (3, ["2", "y"])], id="quotes inside"
        ),
        pytest.param(
            '1,"x\n\n\ny"\n2,y\n', [(2, ["1", "x\n\n\ny"]), (6, ["2", "y"])], id="quoted line feeds"
        ),
        pytest.param('1,"x\r\ny"\n2,y\n', [(2, ["1", "x\r\ny"]), (4, ["2", "y"])], id="quoted CRLF"),
        pytest.param("1\n2,y\n", [(2, "column-count"), (3, ["2", "y"])], id="too few"),
        pytest.param("1,x,z\n2,y\n", [(2, "column-count"), (3, ["2", "y"])], id="too many"),
        pytest.param(
            '1,"x\ny",z\n2,y\n',
            [(2, "column-count"), (4, ["2", "y"])],
            id="too many on several lines",
        ),
        pytest.param(
            '1,"x\n2,y\n3,z",w\n4,v\n',
            [(2, "csv-quote"), (3, ["2", "y"]), (4, "column-count"), (5, ["4", "v"])],
            id="too many, with a whole row inside",
        ),
        pytest.param(
            '1,"so "x" y\nand,left"\n2,y\n',
            [(2, "csv-syntax"), (3, "csv-quote"), (4, ["2", "y"])],
            id="the end of a broken row is no row",
        ),
        pytest.param("1,x\r2,y\n3,z\n", [(2, "csv-syntax"), (3, ["3", "z"])], id="a lone CR"),
        pytest.param("1,x\x002\n2,y\n", [(2, ["1", "x\x002"]), (3, ["2", "y"])], id="NUL far from the start"),
        pytest.param(
            "1,x\x0b\x85\u2028z\n2,y\n",
            [(2, ["1", "x\x0b\x85\u2028z"]), (3, ["2", "y"])],
            id="line ends of Unicode",
        ),
        pytest.param(",\n2,y\n", [(2, ["", ""]), (3, ["2", "y"])], id="empty cells"),
        pytest.param(
            "1,=cmd|' /C calc'!A1\n2,y\n", [(2, ["1", "=cmd|' /C calc'!A1"]), (3, ["2", "y"])], id="formula"
        ),
    ],
)
def test_a_broken_row_costs_only_itself(tmp_path: Path, rows: str, expected: list[object]) -> None:
    padding = " " * 600  # beyond the bytes by which formats are told
    content = f"a,b{padding}\n{rows}".replace("\n", "\n", 1)

    assert told(read(tmp_path, content)) == expected


def test_an_unclosed_quote_never_swallows_the_file(tmp_path: Path) -> None:
    rows = read(tmp_path, 'a,b\na,"b\n' + "x,y\n" * 1_000)

    assert rows[0] == BadRow(2, 'a,"b', (QUOTE,))
    assert told(rows[1:]) == [(line, ["x", "y"]) for line in range(3, 1_003)]


def test_a_file_of_unclosed_quotes_is_read_in_good_time(tmp_path: Path) -> None:
    began = time.monotonic()
    rows = read(tmp_path, "a,b\n" + ('a,"b\n' + "x,y\n" * 200) * 50)

    assert len(rows) == 50 * 201
    assert time.monotonic() - began < 10


def test_bad_bytes_cost_one_row_and_name_their_column(tmp_path: Path) -> None:
    rows = read(tmp_path, b'a,b\n1,Microcr\x92dit\n2,"\xff\nz"\n3,\xc3\xa9t\xc3\xa9\n')
    message = "The byte {} is not utf-8; the source spec names the encoding."

    assert rows == [
        BadRow(2, "1,Microcr\\x92dit", (Problem("b", "92", "encoding", message.format("92")),)),
        BadRow(3, '2,"\\xff\nz"', (Problem("b", "ff", "encoding", message.format("ff")),)),
        Row(5, {"a": "3", "b": "été"}, "3,été"),
    ]


@pytest.mark.parametrize(
    ("form", "content", "cells"),
    [
        (CsvForm("cp1252"), b"a,b\n1,cr\xe9dit \x96\n", ["1", "crédit –"]),
        (CsvForm("latin-1"), b"a,b\n1,cr\xe9dit\n", ["1", "crédit"]),
        (CsvForm("utf-8", ";"), b'a;b\n1;"x;y"\n', ["1", "x;y"]),
        (CsvForm("utf-8", "\t"), b"a\tb\n\tx,y\n", ["", "x,y"]),
        (CsvForm("utf-8", "\t"), b"a\tb\n\t\n", ["", ""]),
        (CsvForm("utf-8", "|"), b"a|b\n1|x\n", ["1", "x"]),
    ],
)
def test_the_form_is_the_one_declared(
    tmp_path: Path, form: CsvForm, content: bytes, cells: list[str]
) -> None:
    assert told(read(tmp_path, content, form)) == [(2, cells)]


def test_a_byte_that_the_encoding_lacks_costs_its_row(tmp_path: Path) -> None:
    assert told(read(tmp_path, b"a\n\x81\nx\n", CsvForm("cp1252"))) == [(2, "encoding"), (3, ["x"])]


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_that_is_too_long_costs_its_row(tmp_path: Path, quote: str) -> None:
    fits, long = "x" * 131_072, "x" * 131_073
    rows = read(tmp_path, f"a,b\n1,{quote}{fits}{quote}\n2,{quote}{long}{quote}\n3,z\n")

    assert told(rows) == [(2, ["1", fits]), (3, "cell-length"), (4, ["3", "z"])]


def test_a_long_cell_is_named_by_its_column(tmp_path: Path) -> None:
    rows = read(tmp_path, f"a,b\n1,{'x' * 131_073}\n")

    assert [row.problems for row in rows if isinstance(row, BadRow)] == [
        (Problem("b", "", "cell-length", LONG),)
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [("1", wide("b", 1, 3)), ("1,2", wide("c", 2, 3)), ("1,2,3,4,5", wide("after c", 5, 3))],
)
def test_a_row_of_another_width_says_where(tmp_path: Path, row: str, problem: Problem) -> None:
    assert read(tmp_path, f"a,b,c\n{row}\n") == [BadRow(2, row, (problem,))]


def test_a_header_may_hold_line_feeds(tmp_path: Path) -> None:
    rows = read(tmp_path, '"a","amount\n(USD)"\n1,2\n')

    assert rows == [Row(3, {"a": "1", "amount\n(USD)": "2"}, "1,2")]


@pytest.mark.parametrize(
    ("content", "whole"), [("a\nx\n", True), ("a\nx", False), ("a\n", True), ("a", False)]
)
def test_a_file_says_whether_its_last_line_has_an_end(tmp_path: Path, content: str, *, whole: bool) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(content)

    assert CsvFile(path, PLAIN_CSV, "rows.csv").ends_whole() is whole


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ["", '"', '""', ",", "\n", "\r\n", "\r", 'a"b', "\ufeff", "\x00", "\u2028", " "]
)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), max_size=6).map(
        lambda rows: (width, rows)
    )
)
ends = st.sampled_from(["\n", "\r\n"])
delimiters = st.sampled_from([",", ";", "\t", "|"])


def written(width: int, rows: list[list[str]], end: str, delimiter: str) -> str:
    """A header and rows as Python's csv module writes them."""
    file = io.StringIO(newline="")
    # With a bare line feed as its end, Python's writer leaves a lone CR without quotes.
    writer = (
        csv.writer(file, lineterminator=end, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        if end == "\n"
        else csv.writer(file, lineterminator=end, delimiter=delimiter)
    )
    writer.writerow([f"{'column'}{number}{' ' * 600}" for number in range(width)])
    writer.writerows(rows)
    return file.getvalue()


@given(tables, ends, delimiters)
@example((1, [[" "], ["  "]]), "\n", ",")
def test_what_was_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, table: tuple[int, list[list[str]]], end: str, delimiter: str
) -> None:
    width, rows = table
    # Unquoted, a line of spaces alone is a blank line.
    blank = width == 1 and end == "\r\n"
    expected = [row for row in rows if not blank or row[0].strip(" ") or not row[0]]
    path = tmp_path_factory.getbasetemp() / "written.csv"

    found = read(path, written(width, rows, end, delimiter), CsvForm("utf-8", delimiter))

    assert [list(row.cells.values()) if isinstance(row, Row) else row for row in found] == expected


lines = st.binary(max_size=10) | st.lists(st.sampled_from([b"a", b'"', b",", b"\r", b" ", b"\xff"])).map(
    b"".join
)


@settings(max_examples=300)
@given(st.lists(lines.map(lambda line: line.replace(b"\n", b"")), max_size=8))
def test_no_line_is_ever_lost(tmp_path_factory: pytest.TempPathFactory, some: list[bytes]) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.csv"
    content = b"a,b" + b" " * 600 + b"\n" + b"".join(line + b"\n" for line in some)

    rows = read(path, content, CsvForm("latin-1"))

    told_lines = [line for row in rows for line in row.raw.split("\n")]
    assert without_blanks(told_lines) == without_blanks([line.decode("latin-1") for line in some])
    assert [row.line for row in rows] == sorted({row.line for row in rows})


def without_blanks(lines: list[str]) -> list[str]:
    """The lines that are not blank, without their ends."""
    return [line.rstrip("\r") for line in lines if line.strip(" \r\n")]


broken_lines = st.lists(st.sampled_from([b"a", b'"', b",", b"\r", b" ", b"\xff", b"x,y", b'"q'])).map(
    b"".join
)


@settings(max_examples=300)
@given(st.lists(broken_lines, max_size=30))
def test_the_parts_of_a_file_have_the_rows_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, some: list[bytes]
) -> None:
    path = tmp_path_factory.getbasetemp() / "parts.csv"
    path.write_bytes(b"a,b" + b" " * 600 + b"\n" + b"\n".join(some))
    file = CsvFile(path, PLAIN_CSV, "rows.csv")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ingest.readers.lines.BLOCK_BYTES", 16)
        parts = list(file.chunks())
        rows = [row for part in parts for row in part.cut_rows()]
    whole = list(file.cut_rows())

    assert rows == whole
    assert len(parts) >= min(len(b"\n".join(some)) // 2_000, 1)
