"""Parquet to rows: every value is the text that means exactly it."""

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from ingest.readers.formats import open_direct
from ingest.readers.table import Table, TableForm
from ingest.rows import BadRow, FileRejected, Problem, Row
from ontology.errors import OutsideFailure

FORM = TableForm(kind="parquet")


def table(path: Path) -> Table:
    return open_direct(path, "rows.parquet", FORM)


def written(folder: Path, columns: dict[str, Any]) -> Table:
    """A Parquet file of these columns."""
    path = folder / "rows.parquet"
    parquet.write_table(pa.table(columns), path)
    return table(path)


def test_a_row_has_its_number_below_the_header_as_its_line(tmp_path: Path) -> None:
    found = written(tmp_path, {"id": [7, 8], "name": ["Türkiye", None]})

    assert found.header() == ("id", "name")
    assert list(found.rows()) == [Row(2, {"id": "7", "name": "Türkiye"}), Row(3, {"id": "8", "name": ""})]
    assert found.notices() == ()


NOON = datetime(2023, 2, 6, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        (pa.int64(), 9007199254740993, "9007199254740993"),
        (pa.int64(), -(2**63), "-9223372036854775808"),
        (pa.uint64(), 2**64 - 1, "18446744073709551615"),
        (pa.int8(), -5, "-5"),
        (pa.decimal128(38, 2), Decimal("1.50"), "1.50"),
        (
            pa.decimal256(60, 20),
            Decimal("12345678901234567890.00000000000000000001"),
            "12345678901234567890.00000000000000000001",
        ),
        (pa.float64(), 2003.0, "2003"),
        (pa.float64(), 0.1, "0.1"),
        (pa.float64(), 1e16, "10000000000000000"),
        (pa.float64(), 1e-7, "0.0000001"),
        (pa.float64(), 1e300, "1e+300"),
        (pa.float64(), 100.0, "100"),
        (pa.float64(), 0.0, "0"),
        (pa.float32(), 0.1, "0.1"),
        (pa.bool_(), True, "true"),
        (pa.bool_(), False, "false"),
        (pa.string(), "007", "007"),
        (pa.string(), "  é\n\0", "  é\n\0"),
        (pa.large_string(), "x", "x"),
        (pa.string_view(), "x", "x"),
        (pa.binary(), "é".encode(), "é"),
        (pa.binary(2), b"ab", "ab"),
        (pa.dictionary(pa.int32(), pa.string()), "x", "x"),
        (pa.date32(), date(2023, 2, 6), "2023-02-06"),
        (pa.date64(), date(1902, 1, 1), "1902-01-01"),
        (pa.timestamp("us"), datetime(2023, 2, 6), "2023-02-06"),  # noqa: DTZ001 - a column without a zone
        (pa.timestamp("s"), datetime(2023, 2, 6, 4, 17, 34), "2023-02-06T04:17:34"),  # noqa: DTZ001 - the same
        (pa.timestamp("ms", "UTC"), NOON + timedelta(milliseconds=120), "2023-02-06T12:00:00.12Z"),
        (pa.timestamp("us", "Europe/Istanbul"), NOON, "2023-02-06T15:00:00+03:00"),
        (pa.timestamp("us", "Asia/Kathmandu"), NOON, "2023-02-06T17:45:00+05:45"),
        (pa.timestamp("us", "-03:30"), NOON, "2023-02-06T08:30:00-03:30"),
        (pa.timestamp("ns"), 1675656000000000001, "2023-02-06T04:00:00.000000001"),
        (pa.timestamp("ms"), -1, "1969-12-31T23:59:59.999"),
        (pa.timestamp("us", "UTC"), datetime(2023, 2, 6, tzinfo=UTC), "2023-02-06T00:00:00Z"),
        (pa.time32("s"), time(4, 17, 34), "04:17:34"),
        (pa.time64("us"), time(4, 17, 34, 500_000), "04:17:34.5"),
        (pa.null(), None, ""),
        (pa.list_(pa.string()), ["TUR", "SYR"], "TUR;SYR"),
        (pa.list_(pa.int64()), [1, None, 3], "1;;3"),
        (pa.list_(pa.date32()), [], ""),
        (pa.list_(pa.float32(), 2), [0.5, 0.1], "0.5;0.1"),
        (
            pa.struct([("a", pa.int64()), ("b", pa.string())]),
            {"a": 2**60, "b": "é"},
            '{"a": 1152921504606846976, "b": "é"}',
        ),
        (
            pa.struct([("a", pa.decimal128(5, 2)), ("b", pa.date32())]),
            {"a": Decimal("1.50"), "b": date(2023, 2, 6)},
            '{"a": "1.50", "b": "2023-02-06"}',
        ),
        (
            pa.list_(pa.struct([("a", pa.string())])),
            [{"a": "x;y"}, {"a": None}],
            '[{"a": "x;y"}, {"a": null}]',
        ),
        (pa.list_(pa.list_(pa.int8())), [[1], [2, 3]], "[[1], [2, 3]]"),
        (pa.map_(pa.string(), pa.int8()), [("a", 1)], '[["a", 1]]'),
    ],
)
def test_a_value_is_its_exact_text(tmp_path: Path, kind: pa.DataType, value: object, cell: str) -> None:
    found = written(tmp_path, {"a": pa.array([value, None], kind)})

    assert [row.cells["a"] for row in found.rows() if isinstance(row, Row)] == [cell, ""]


@pytest.mark.parametrize(
    ("kind", "value", "problem"),
    [
        (
            pa.float64(),
            float("nan"),
            Problem("a", "nan", "number", "This is no number: it is infinite, or none at all."),
        ),
        (
            pa.float64(),
            float("-inf"),
            Problem("a", "-inf", "number", "This is no number: it is infinite, or none at all."),
        ),
        (
            pa.binary(),
            b"Microcr\x92dit",
            Problem("a", "Microcr\\x92dit", "encoding", "The cell's bytes are not text in UTF-8."),
        ),
        (
            pa.list_(pa.string()),
            ["x;y", "z"],
            Problem(
                "a",
                "x;y",
                "separator",
                "One of several values holds ';', which stands between values in a cell.",
            ),
        ),
        (
            pa.string(),
            "x" * 131_073,
            Problem("a", "", "cell-length", "The cell has more than 131,072 characters."),
        ),
        (
            pa.timestamp("us"),
            2**60,
            Problem("a", str(2**60), "date", "This moment is not in the calendar, or its time zone unknown."),
        ),
        (
            pa.timestamp("us", "Mars/Olympus"),
            1,
            Problem("a", "1", "date", "This moment is not in the calendar, or its time zone unknown."),
        ),
        (
            pa.struct([("x", pa.float64())]),
            {"x": float("nan")},
            Problem(
                "a",
                "",
                "json-syntax",
                "The value cannot be written as JSON: Out of range float values are not JSON compliant.",
            ),
        ),
    ],
)
def test_a_value_that_is_none_costs_its_row(
    tmp_path: Path, kind: pa.DataType, value: object, problem: Problem
) -> None:
    rows = list(written(tmp_path, {"a": pa.array([None, value], kind), "b": ["1", "2"]}).rows())

    assert rows[0] == Row(2, {"a": "", "b": "1"})
    assert [(row.line, row.problems) for row in rows if isinstance(row, BadRow)] == [(3, (problem,))]


def test_text_that_is_not_utf_8_costs_its_row(tmp_path: Path) -> None:
    kind = pa.string()
    binary = pa.array([b"\xff", b"ok"])
    column = pa.StringArray.from_buffers(2, binary.buffers()[1], binary.buffers()[2])

    rows = list(written(tmp_path, {"a": column.cast(kind)}).rows())

    assert [row.problems[0].rule if isinstance(row, BadRow) else row.cells for row in rows] == [
        "encoding",
        {"a": "ok"},
    ]


def test_a_bad_row_shows_the_cells_that_can_be_read(tmp_path: Path) -> None:
    [row] = written(tmp_path, {"a": [float("inf")], "b": ["é"]}).rows()

    assert row.raw == '{"b": "é"}'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "rows.parquet: this is no whole Parquet file: "),
        (b"PAR1", "rows.parquet: this is no whole Parquet file: "),
        (b"PAR1" + b"\0" * 100 + b"PAR1", "rows.parquet: this is no whole Parquet file: "),
        (b"PAR1" + b"\xff" * 100 + b"\x40\0\0\0PAR1", "rows.parquet: this is no whole Parquet file: "),
        (b"a,b\n1,2\n" * 10, "rows.parquet: this is no whole Parquet file: "),
    ],
)
def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "rows.parquet"
    path.write_bytes(content)

    with pytest.raises(FileRejected) as caught:
        table(path).header()

    assert caught.value.message.startswith(message)


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_refused(tmp_path: Path, kept: float) -> None:
    written(tmp_path, {"a": [str(number) for number in range(10_000)]})
    path = tmp_path / "rows.parquet"
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])

    with pytest.raises(FileRejected, match=r"^rows\.parquet: this is no whole Parquet file: "):
        list(table(path).rows())


def test_a_damaged_page_refuses_the_file(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    columns = pa.table({"a": [f"text {number}" for number in range(10_000)]})
    parquet.write_table(columns, path, use_dictionary=False, write_page_checksum=True)
    content = bytearray(path.read_bytes())
    content[2_000:3_000] = b"\xff" * 1_000
    path.write_bytes(content)

    with pytest.raises(FileRejected, match=r"^rows\.parquet: this is no whole Parquet file: "):
        list(table(path).rows())


def test_a_column_that_stands_twice_refuses_the_file(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    parquet.write_table(pa.table([[1], [2]], names=["country", "country"]), path)

    with pytest.raises(FileRejected, match="the column 'country' stands twice in the file"):
        table(path).header()


def test_too_many_columns_refuse_the_file(tmp_path: Path) -> None:
    found = written(tmp_path, {f"c{number}": [1] for number in range(1_001)})

    with pytest.raises(FileRejected, match="the rows have more than 1,000 columns"):
        found.header()


def test_a_file_without_rows_has_its_columns(tmp_path: Path) -> None:
    found = written(tmp_path, {"a": pa.array([], pa.int64())})

    assert (found.header(), list(found.rows())) == (("a",), [])


def test_a_file_that_cannot_be_opened_is_an_outside_failure(tmp_path: Path) -> None:
    with pytest.raises(OutsideFailure, match=r"^rows\.parquet cannot be read: "):
        table(tmp_path / "absent.parquet").header()


def test_its_library_is_loaded_for_parquet_only() -> None:
    code = "import sys, ingest.run; print('pyarrow' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


MEASURED = """
import resource, sys
from pathlib import Path
from ingest.readers.formats import open_direct
from ingest.readers.table import TableForm
rows = sum(1 for _ in open_direct(Path(sys.argv[1]), "rows", TableForm(kind="parquet")).rows())
print(rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10)
"""


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        path = tmp_path / "rows.parquet"
        texts = (f"{number} " * 20 for number in range(rows))
        parquet.write_table(pa.table({"a": list(texts)}), path, use_dictionary=False, compression="zstd")
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True
        )
        read, megabytes = map(int, done.stdout.split())
        assert read == rows
        return megabytes

    # The larger file holds 40 MB of text in one row group.
    assert peak(300_000) < peak(1_000) + 25


names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=5)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
tables = st.lists(names, unique=True, min_size=1, max_size=4).flatmap(
    lambda columns: st.lists(st.fixed_dictionaries(dict.fromkeys(columns, texts)), min_size=1, max_size=5)
)


@settings(deadline=None)
@given(tables)
def test_what_was_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
) -> None:
    columns = {name: [row[name] for row in rows] for name in rows[0]}

    found = written(tmp_path_factory.getbasetemp(), columns)

    assert list(found.rows()) == [Row(line, row) for line, row in enumerate(rows, 2)]
