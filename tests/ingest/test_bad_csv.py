"""Malformed CSV in many forms: what becomes of each is said exactly, and every line of it is accounted for.

The outcomes are those that a person can rely on: a row is taken with its exact text, or refused with its line, or
nothing of the file is taken. No form of a fault is dropped in silence, or costs more than its own row.
"""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.readers.csv_rows import PLAIN_CSV, CsvFile, CsvForm
from ingest.rows import BadRow, FileRejected, Row

HEADER = "a,b" + " " * 600 + "\n"  # longer than the bytes by which formats are told
Told = tuple[int, list[str] | str]


def told(folder: Path, content: str | bytes, form: CsvForm = PLAIN_CSV) -> list[Told]:
    """The line of each row with its cells, or with the rule that it breaks."""
    path = folder / "rows.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [
        (row.line, list(row.cells.values()) if isinstance(row, Row) else row.problems[0].rule)
        for row in CsvFile(path, form, "rows.csv").rows()
    ]


GOOD = [(line, ["x", "y"]) for line in range(3, 1_003)]


@pytest.mark.parametrize(
    "first",
    [
        pytest.param('a,"b', id="A1: unclosed"),
        pytest.param('"a,b', id="A1: unclosed in the first cell"),
        pytest.param('"a","b', id="A1: unclosed after a good one"),
        pytest.param('a,"b""', id="A1: closed by a doubled mark only"),
        pytest.param('a,"', id="A1: a mark and nothing"),
        pytest.param('"""', id="A1: three marks"),
    ],
)
def test_a_quote_that_is_not_closed_costs_its_own_line(tmp_path: Path, first: str) -> None:
    assert told(tmp_path, HEADER + first + "\n" + "x,y\n" * 1_000) == [(2, "csv-quote"), *GOOD]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_quote_that_is_not_closed_costs_one_line_whatever_ends_it(tmp_path: Path, end: str) -> None:
    content = (HEADER + 'a,"b\n' + "x,y\n" * 1_000).replace("\n", end)

    assert told(tmp_path, content) == [(2, "csv-quote"), *GOOD]


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        pytest.param(f"1,{'x' * 131_073}", "cell-length", id="A3: plain"),
        pytest.param(f'1,"{"x" * 131_073}"', "cell-length", id="A3: quoted"),
        pytest.param(f'1,"{"x" * 131_072}""y"', "cell-length", id="A3: with a doubled mark"),
        pytest.param(f"1,{'é' * 131_073}", "cell-length", id="A3: characters, not bytes"),
        pytest.param("\0" * 131_073 + ",1", "cell-length", id="A3: of NULs"),
    ],
)
def test_a_cell_that_is_too_long_costs_its_row(tmp_path: Path, row: str, rule: str) -> None:
    assert told(tmp_path, f"{HEADER}{row}\n2,y\n") == [(2, rule), (3, ["2", "y"])]


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("country,country", id="A5"),
        pytest.param("country, country ", id="A5: after spaces"),
        pytest.param('country,"country"', id="A5: quoted"),
        pytest.param("\ufeffcountry,country", id="A5: after a byte order mark"),
        pytest.param("country,,", id="A5: without names"),
    ],
)
def test_a_column_that_stands_twice_refuses_the_file(tmp_path: Path, header: str) -> None:
    with pytest.raises(FileRejected, match="stands twice in the header"):
        told(tmp_path, f"{header}\n1,2\n")


def test_a_delimiter_that_is_not_the_declared_one_refuses_each_row(tmp_path: Path) -> None:
    # A7: the header would be one column; the check of the declared form refuses such a file as a whole.
    assert told(tmp_path, "a;b\n1;1.234,56\n2;3,4\n") == [(2, "column-count"), (3, "column-count")]


def test_a_declared_delimiter_leaves_decimal_commas_alone(tmp_path: Path) -> None:
    assert told(tmp_path, "a;b\n1;1.234,56\n", CsvForm("utf-8", ";")) == [(2, ["1", "1.234,56"])]


@pytest.mark.parametrize(
    "text",
    [
        "007",
        "9007199254740993",
        "1e5",
        "0x1F",
        "1.0",
        "+1",
        "-0",
        "NA",
        "null",
        "None",
        "TRUE",
        "1/2",
        "３",
        "=1+1",
    ],
)
def test_a_cell_is_its_exact_text(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, f"a,b\n1,{text}\n") == [(2, ["1", text])]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"", "line 1: the file is empty: not even a header.", id="A13: empty"),
        pytest.param(b"\n\n\n", "line 1: the file is empty: not even a header.", id="A13: blank lines"),
        pytest.param(b"," * 1_000, "line 1: 1,001 columns are more than 1,000.", id="A11: too many columns"),
    ],
)
def test_a_file_without_a_usable_header_is_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    with pytest.raises(FileRejected) as caught:
        told(tmp_path, content)

    assert caught.value.message == f"rows.csv, {problem}"


@pytest.mark.parametrize("content", ["a,b\n", "a,b", "a,b\r\n", "a,b\n\n  \n"])
def test_a_header_alone_has_no_rows(tmp_path: Path, content: str) -> None:
    assert told(tmp_path, content) == []


@pytest.mark.parametrize(
    ("end", "rule", "notices"),
    [
        pytest.param('3,"cut o', "csv-quote", 1, id="A13: inside a quoted cell"),
        pytest.param("3", "column-count", 1, id="A13: before the last cell"),
        pytest.param("3,\xc3".encode("latin-1").decode("latin-1"), "", 0, id="whole, without a line end"),
    ],
)
def test_a_file_that_is_cut_off_says_so(tmp_path: Path, end: str, rule: str, notices: int) -> None:
    rows = told(tmp_path, f"a,b\n2,y\n{end}")

    assert rows[0] == (2, ["2", "y"])
    assert rows[1] == (3, rule or ["3", "Ã"])
    assert len(CsvFile(tmp_path / "rows.csv", PLAIN_CSV, "rows.csv").notices()) == notices


def test_a_file_that_is_cut_off_in_a_character_says_so(tmp_path: Path) -> None:
    assert told(tmp_path, "a,b\n2,y\n3,é".encode()[:-1]) == [(2, ["2", "y"]), (3, "encoding")]
    assert CsvFile(tmp_path / "rows.csv", PLAIN_CSV, "rows.csv").notices() == (
        "The file ends in the middle of a line: it may have been cut off.",
    )


LIMITED = """
import resource, sys
from pathlib import Path
from ingest.readers.csv_rows import CsvFile, PLAIN_CSV
from ingest.rows import FileRejected
limit = 300 << 20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
try:
    print(sum(1 for _ in CsvFile(Path(sys.argv[1]), PLAIN_CSV, "rows.csv").rows()))
except FileRejected as problem:
    print(problem.message)
"""


def outcome(path: Path) -> str:
    """What becomes of a file in a child process with little memory and time."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize(
    ("unit", "head"),
    [
        pytest.param(b"c,", b"", id="A11: ten million columns"),
        pytest.param(b'"",', b"", id="A11: ten million quoted columns"),
        pytest.param(b"c,", HEADER.encode(), id="A11: ten million cells in a row"),
    ],
)
def test_ten_million_columns_are_never_held(tmp_path: Path, unit: bytes, head: bytes) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(head + unit * 10_000_000 + b"\n")
    line = 2 if head else 1

    assert outcome(path) == f"rows.csv, line {line}: the line is longer than 1,000,000 bytes.\n"


@pytest.mark.parametrize(("head", "line"), [(b"a,b\n1,x\n2,y", 4), (b'a,b\n1,x\n2,"y', 4), (b"a,b\r\n", 3)])
def test_a_gigabyte_without_a_line_end_is_never_held(tmp_path: Path, head: bytes, line: int) -> None:
    path = tmp_path / "rows.csv"
    with path.open("wb") as file:
        file.write(HEADER.encode() + head)
        file.truncate(1 << 30)  # a hole: it reads as NULs and takes no disk

    assert outcome(path) == f"rows.csv, line {line}: the line is longer than 1,000,000 bytes.\n"
    assert resource.getrlimit(resource.RLIMIT_CPU) != (20, 20)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param('a,b\n1,"x\n2,y\n"3,z\n', id="quotes that cross"),
        pytest.param('a,b\n"1","x""\n2,y\n', id="doubled at the end"),
        pytest.param("a,b\n1,x\r2,y\n3,z\n", id="a lone carriage return"),
        pytest.param('a,b\n1,"x"y"\n2,y\n', id="text after a closing mark"),
        pytest.param("a,b\n1\n1,2,3\n,\n", id="too few, too many, none"),
        pytest.param('a,b\n“1”,"2"\n', id="curly quotation marks"),
        pytest.param("a,b\n'1,2',3\n", id="apostrophes for quotation marks"),
        pytest.param("a,b\n1,x\\,y\n", id="a backslash before the delimiter"),
        pytest.param("sep=,\na,b\n1,2\n", id="the line by which Excel is told the delimiter"),
    ],
)
def test_every_line_comes_out_once(tmp_path: Path, content: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(content.encode())

    rows = list(CsvFile(path, PLAIN_CSV, "rows.csv").rows())

    assert "\n".join(row.raw for row in rows).split("\n") == content.split("\n")[1:-1]
    assert [row for row in rows if isinstance(row, BadRow) and not row.problems] == []
