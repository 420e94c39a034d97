"""Tables read in a limited child process: the same rows, and no file can harm the parent."""

import os
import signal
import socketserver
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from ingest.readers.formats import OPENERS, TRUSTED, open_direct, open_table
from ingest.readers.guarded_table import GuardedTable, Limits
from ingest.readers.table import Table, TableForm
from ingest.rows import FileRejected, Row
from ontology.errors import OutsideFailure
from tests.ingest.workbooks import HEADER, MAIN, ods_parts, refusal, with_rows, xlsx, xlsx_parts, zipped

SHARED = Path(os.environ.get("HAKIM_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
OUTBREAKS = SHARED / "outbreaks_don" / "disease_outbreaks_HDX_hxl.xlsx"
BROKEN_PARSERS = "tests.ingest.broken_parsers"


def written(folder: Path, content: bytes, suffix: str) -> Path:
    """A file of that content."""
    path = folder / f"file{suffix}"
    path.write_bytes(content)
    return path


MIXED = with_rows(
    '<c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>قطر, "x"\n</t></is></c>',
    '<c r="A3"><f>1</f></c>',
    "",
    *(f'<c r="A{line}"><v>{line}</v></c>' for line in range(5, 1_000)),
    before='<cols><col min="9" max="9" hidden="1"/></cols>',
)
JSON_LINES = b'{"a": 1, "b": "\xd8\xad"}\n{"a": NaN}\n{"a": "\\ud800"}\n{"a": 9007199254740993}\n'


@pytest.mark.parametrize(
    ("kind", "suffix", "content"),
    [
        ("xlsx", ".xlsx", MIXED),
        ("ods", ".ods", zipped(ods_parts())),
        ("zip", ".zip", zipped({"a.csv": "a,b\n1,2\n3\n", "b.xlsx": MIXED})),
        ("jsonl", ".jsonl", JSON_LINES),
        ("json", ".json", b'[{"a": 1}, {"a": 2}]'),
    ],
)
def test_a_guarded_table_is_the_table_itself(tmp_path: Path, kind: str, suffix: str, content: bytes) -> None:
    path = written(tmp_path, content, suffix)
    direct, guarded = (one(path, "name", TableForm(kind=kind)) for one in (open_direct, open_table))

    assert isinstance(guarded, GuardedTable)
    assert guarded.header() == direct.header()
    assert list(guarded.rows()) == list(direct.rows())
    assert guarded.notices() == direct.notices()


@pytest.mark.parametrize("kind", sorted(OPENERS))
def test_every_kind_that_is_not_trusted_is_guarded(kind: str) -> None:
    table = open_table(Path("x"), "x", TableForm(kind=kind))

    assert isinstance(table, GuardedTable) == (kind not in TRUSTED)


def test_only_text_in_columns_is_trusted() -> None:
    assert {"csv", "iso3166"} == TRUSTED


def test_the_outbreaks_workbook_is_read_whole_by_its_hashtags() -> None:
    if not OUTBREAKS.exists():
        pytest.skip("The shared data are not there; HAKIM_SHARED_DATA says where.")
    table = open_table(OUTBREAKS, OUTBREAKS.name, TableForm(kind="xlsx", hashtags=True))
    rows = list(table.rows())

    assert len(rows) == 3_540
    assert {type(row) for row in rows} == {Row}
    assert (rows[0].line, rows[-1].line, rows[0].sheet) == (3, 3_542, "Data")


def test_a_refusal_of_the_child_is_the_same_refusal(tmp_path: Path) -> None:
    path = written(tmp_path, b"PK", ".xlsx")
    told = []
    for open_one in (open_direct, open_table):
        with pytest.raises(FileRejected) as caught:
            open_one(path, "name", TableForm(kind="xlsx")).header()
        told.append((caught.value.message, caught.value.hint))

    assert told[0] == told[1]


def test_a_file_that_is_not_there_is_an_outside_failure(tmp_path: Path) -> None:
    with pytest.raises(OutsideFailure, match=r"^name cannot be read: No such file"):
        open_table(tmp_path / "absent", "name", TableForm(kind="xlsx")).header()


def limited(folder: Path, rows: int, **limits: float) -> Table:
    """A workbook of many rows, for a child with these limits."""
    cells = "".join(
        f'<row r="{line}"><c r="A{line}"><v>{line * line}</v></c></row>' for line in range(2, rows)
    )
    path = written(folder, xlsx(HEADER + cells), ".xlsx")
    return GuardedTable(path, "name", TableForm(kind="xlsx"), Limits(**limits))  # type: ignore[arg-type]


def test_a_child_that_is_too_slow_is_stopped(tmp_path: Path) -> None:
    table = limited(tmp_path, 10, waiting_seconds=0, seconds_a_megabyte=0)

    assert refusal(table) == "name: reading it took more than 0 s."


def test_a_child_that_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    texts = "".join(f"<si><t>{number:x}</t></si>" for number in range(1_000_000))
    path = written(tmp_path, xlsx(HEADER, texts=texts), ".xlsx")
    table = GuardedTable(path, "name", TableForm(kind="xlsx"), Limits(memory_bytes=64 << 20))

    assert refusal(table) == "name: the file asks for more memory than a table may need."


def test_a_parent_that_is_slow_does_not_hurry_the_child(tmp_path: Path) -> None:
    table = limited(tmp_path, 5_000, waiting_seconds=3, seconds_a_megabyte=0)
    rows = table.rows()
    next(rows)
    time.sleep(4)

    assert sum(1 for _ in rows) == 4_997


def test_a_parent_that_goes_away_leaves_no_child_and_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    before = children()
    with closing(limited(tmp_path, 50_000).rows()) as rows:  # type: ignore[type-var]
        next(rows)
        during = children()

    assert len(during - before) == 1
    assert children() == before
    assert list((tmp_path / "scratch").iterdir()) == []


def children() -> set[int]:
    """The processes that this one started."""
    return {int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()}


def test_a_child_that_is_killed_is_a_refused_file(tmp_path: Path) -> None:
    before = children()
    rows = limited(tmp_path, 200_000).rows()
    next(rows)
    (child,) = children() - before
    os.kill(child, signal.SIGKILL)

    with pytest.raises(FileRejected, match=r"^name: the file takes more time or memory than"):
        list(rows)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("crash", "name: the file breaks its parser."),
        ("abort", "name: the file asks for more memory than a table may need."),
        ("deep", "name: its parser gave up (exit 1): RecursionError"),
        ("defect", "name: its parser gave up (exit 1): ZeroDivisionError: division by zero."),
        ("silence", "name: its parser gave up (exit 7): it said nothing."),
        ("noise", "name: its parser went astray: what it sent cannot be read."),
        ("spin", "name: the file takes more time than a file of its size may need."),
        ("sleep", "name: reading it took more than 3 s."),
        (
            "socket",
            "name: its parser gave up (exit 1): PermissionError: A reader of tables may not do this: socket.",
        ),
        (
            "program",
            "name: its parser gave up (exit 1): PermissionError: A reader of tables may not do this: ",
        ),
        ("memory", "name: the file asks for more memory than a table may need."),
    ],
)
def test_a_child_that_dies_is_a_refused_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, message: str
) -> None:
    path = written(tmp_path, fault.encode(), ".x")
    monkeypatch.setattr(
        "ingest.readers.guarded_table._CHILD",
        f"import sys; from {BROKEN_PARSERS} import main; main(sys.argv[1])",
    )
    limits = Limits(processor_seconds=1) if fault == "spin" else Limits(waiting_seconds=3)
    table = GuardedTable(path, "name", TableForm(kind="broken"), limits)

    assert refusal(table).startswith(message)


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine on which a request would be noticed, and the requests."""
    hits: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server.server_address[1], hits
        server.shutdown()
        thread.join()


def hostile(port: int) -> list[tuple[str, bytes]]:
    """Files that would have their reader call on a server, or do without end."""
    url = f"http://127.0.0.1:{port}/x"
    doctype = f'<!DOCTYPE r SYSTEM "{url}" [<!ENTITY a SYSTEM "{url}">]>'
    book, text = xlsx_parts(HEADER), ods_parts()
    link = f'<Relationships><Relationship Id="x" Type="x/image" Target="{url}" TargetMode="External"/></Relationships>'
    return [
        (
            "xlsx",
            zipped({**book, "xl/worksheets/sheet1.xml": f"{doctype}{book['xl/worksheets/sheet1.xml']!s}"}),
        ),
        ("xlsx", zipped({**book, "xl/worksheets/_rels/sheet1.xml.rels": link})),
        ("xlsx", zipped({**book, "xl/vbaProject.bin": b"x"})),
        (
            "xlsx",
            with_rows(
                f'<c r="A2"><f>WEBSERVICE("{url}")</f><v>1</v></c>'.replace('("', "(&quot;").replace(
                    '")', "&quot;)"
                )
            ),
        ),
        ("ods", zipped({**text, "content.xml": f"{doctype}{text['content.xml']!s}"})),
        ("xlsx", zipped({**book, "xl/texts.xml": b" " * 50_000_000})),
        ("zip", zipped({"../../x.csv": "a\n1\n"})),
        ("zip", zipped({"a.xml": f"{doctype}<iati-activities version='2.03'/>"})),
        ("json", b"[" * 1_000_000),
        ("xlsx", b"PK\x03\x04" + b"\0" * 100),
    ]


@pytest.mark.parametrize("number", range(10))
def test_a_hostile_file_is_refused_and_calls_nobody(
    tmp_path: Path, listener: tuple[int, list[str]], number: int
) -> None:
    port, hits = listener
    kind, content = hostile(port)[number]
    table = open_table(written(tmp_path, content, f".{kind}"), "name", TableForm(kind=kind))

    assert refusal(table).startswith("name")
    assert hits == []


def test_a_workbook_whose_texts_fill_the_limit_is_read_in_bounds(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in xlsx_parts(HEADER).items():
            if name != "xl/texts.xml":
                archive.writestr(name, content)
        with archive.open("xl/texts.xml", "w") as part:
            part.write(f'<sst xmlns="{MAIN}">'.encode())
            for _ in range(60):
                part.write(b"<si><t>x</t></si>" * 10_000)
            part.write(b"</sst>")

    assert list(open_table(path, "name", TableForm(kind="xlsx")).rows()) == []
