"""Files of which nothing can be read: what they are instead, where, and the way out."""

import io
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ingest.readers.csv_rows import PLAIN_CSV, CsvFile, CsvForm
from ingest.rows import FileRejected
from ontology.errors import OutsideFailure


def xlsx() -> bytes:
    """The least that a workbook is: a zip container."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as container:
        container.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "rows.csv, line 1: the file is empty: not even a header."),
        (b"\n1,x\n", "rows.csv, line 1: the file is empty: not even a header."),
        (b"\xef\xbb\xbf", "rows.csv, line 1: the file is empty: not even a header."),
        (xlsx(), "rows.csv, line 1, column 1: this is a zip container such as XLSX or ODS, not CSV."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "rows.csv, line 1, column 1: this is an old Excel (XLS) file, not CSV.",
        ),
        (b"%PDF-1.7", "rows.csv, line 1, column 1: this is a PDF document, not CSV."),
        (b"\x1f\x8b\x08", "rows.csv, line 1, column 1: this is a gzip archive, not CSV."),
        (b"PAR1", "rows.csv, line 1, column 1: this is a Parquet file, not CSV."),
        ("a,b\n1,x\n".encode("utf-16"), "rows.csv, line 1, column 1: this is text in UTF-16, not CSV."),
        ("a,b\n1,x\n".encode("utf-16-le"), "rows.csv, line 1, column 1: this is a binary file, not CSV."),
        ("a,b\n".encode("utf-32"), "rows.csv, line 1, column 1: this is text in UTF-16, not CSV."),
        (
            b"<!doctype html><p>Please log in",
            "rows.csv, line 1, column 1: this is an HTML or XML page, not CSV.",
        ),
        (b"\n  <HTML lang=en>", "rows.csv, line 1, column 1: this is an HTML page, not CSV."),
        (b'<?xml version="1.0"?>', "rows.csv, line 1, column 1: this is an XML document, not CSV."),
        (b'[{"id": 1}]', "rows.csv, line 1, column 1: this is JSON, not CSV."),
        (b"a,b,a\n", "rows.csv, line 1, column 3: the column 'a' stands twice in the header."),
        (b"a, a \n", "rows.csv, line 1, column 2: the column 'a' stands twice in the header."),
        (b"a,,b,\n", "rows.csv, line 1, column 4: the column '' stands twice in the header."),
        (
            b'a,"b\n1,x\n',
            "rows.csv, line 1: the header cannot be read: A quotation mark is opened and not closed so",
        ),
        (b"a,b\r1,x\r", "rows.csv, line 1: the header cannot be read: The row is not CSV: new-line"),
        (b"\xff,b\n1,x\n", "rows.csv, line 1: the header is not utf-8."),
        (b"," * 1_500, "rows.csv, line 1: 1,501 columns are more than 1,000."),
        (b"," * 999_000, "rows.csv, line 1: 999,001 columns are more than 1,000."),
        (b"a" * 1_000_001, "rows.csv, line 1: the line is longer than 1,000,000 bytes."),
        (b"a,b\n1,x\n2," + b"x" * 1_000_000, "rows.csv, line 3: the line is longer than 1,000,000 bytes."),
    ],
)
def test_a_file_that_is_no_csv_is_refused_with_the_reason(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(content)

    with pytest.raises(FileRejected) as caught:
        list(CsvFile(path, PLAIN_CSV, "rows.csv").rows())

    assert caught.value.message.startswith(message)


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_a_file_that_cannot_be_opened_is_an_outside_failure(tmp_path: Path, name: str) -> None:
    file = CsvFile(tmp_path / name, PLAIN_CSV, name)

    with pytest.raises(OutsideFailure, match=f"^{name} cannot be read: "):
        file.header()
    with pytest.raises(OutsideFailure, match=f"^{name} cannot be read: "):
        list(file.rows())


# Longer than the first bytes, by which formats are told.
HEADER = b"a,b" + b" " * 600 + b"\n"

LIMITED = """
import resource, sys
from pathlib import Path
from ingest.readers.csv_rows import CsvFile, PLAIN_CSV
from ingest.rows import FileRejected
limit = 300 << 20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
try:
    print(sum(1 for _ in CsvFile(Path(sys.argv[1]), PLAIN_CSV, "rows.csv").rows()))
except FileRejected as problem:
    print(problem.message)
"""


@pytest.mark.parametrize(
    ("head", "outcome"),
    [
        (HEADER + b"1,x\n", "rows.csv, line 3: the line is longer than 1,000,000 bytes."),
        (HEADER + b'1,"x\n', "rows.csv, line 3: the line is longer than 1,000,000 bytes."),
        (b"", "rows.csv, line 1, column 1: this is a binary file, not CSV."),
    ],
)
def test_a_line_of_a_gigabyte_is_never_held(tmp_path: Path, head: bytes, outcome: str) -> None:
    path = tmp_path / "rows.csv"
    with path.open("wb") as file:
        file.write(head)
        file.truncate(1 << 30)  # a hole: it reads as NULs and takes no disk

    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, check=True
    )

    assert done.stdout == f"{outcome}\n"


def test_the_limit_of_that_test_is_one(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"a\n")
    greedy = LIMITED.replace("try:", "bytearray(400 << 20)\ntry:")

    done = subprocess.run(
        [sys.executable, "-c", greedy, str(path)], capture_output=True, text=True, check=False
    )

    assert "MemoryError" in done.stderr
    assert resource.getrlimit(resource.RLIMIT_AS) != (300 << 20, 300 << 20)


def test_a_form_is_comma_and_utf_8_where_nothing_is_said() -> None:
    assert CsvForm() == PLAIN_CSV == CsvForm("utf-8", ",")
