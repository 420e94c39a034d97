"""Whatever is done to a file, every row is accounted for and the rows that are whole are loaded."""

import csv
import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.ledger import Ledger
from ingest.mapping import MappedRow
from ingest.readers.csv_rows import PLAIN_CSV, CsvFile
from ingest.rows import BadRow, Row
from ingest.run import ingest_file
from records.store import Store
from tests.ingest.world import copied, options, read_table, spec_of

SHIPPED = spec_of("missions").shipped_file.read_bytes()
SPEC = spec_of("missions", rows_min=None)
ROWS = 12


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: the run's result, and the identifiers of the missions that were accepted."""

    ledger: Ledger
    bad_rows: tuple[BadRow, ...]
    identifiers: set[str]


Run = Callable[[bytes], Outcome]


@pytest.fixture(scope="module")
def run(registers_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Ingests bytes as missions, and keeps nothing."""
    folder = tmp_path_factory.mktemp("properties")
    with copied(registers_home, folder / "home") as store:
        yield lambda content: dry_run(store, folder / "missions.csv", content)


def dry_run(store: Store, file: Path, content: bytes) -> Outcome:
    file.write_bytes(content)
    rows: list[MappedRow] = []
    result = ingest_file(store, SPEC, file, options(dry_run=True, watch=rows.append))
    return Outcome(result.ledger, result.bad_rows, {row.cells["id"].strip() for row in rows})


def records(rows: int) -> list[bytes]:
    """The header and the first shipped rows, each as the bytes of its record."""
    table = [list(row.values()) for row in read_table("missions")[:rows]]
    return [as_csv(list(read_table("missions")[0])), *map(as_csv, table)]


def as_csv(cells: list[str]) -> bytes:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerow(cells)
    return file.getvalue().encode()


def accounts(result: Outcome) -> tuple[int, int]:
    """The rows read, and the rows that the ledger says something of."""
    ledger = result.ledger
    ended = ledger.accepted + ledger.unchanged + ledger.rejected + ledger.set_aside + ledger.ignored
    return ledger.read, ended


def damaged(content: bytes, changes: list[tuple[float, bytes, int]]) -> bytes:
    """The content with bytes put in, or in the place of others, at some parts of its length; the header stays."""
    body = bytearray(content)
    start = content.index(b"\n") + 1
    for where, new, over in changes:
        at = start + int(where * (len(body) - start))
        body[at : at + over] = new
    return bytes(body)


junk = st.binary(max_size=6) | st.sampled_from(
    [b'"', b'""', b"\n", b"\r", b"\r\n", b",", b";", b"\x00", b"\xff", b'"\n']
)
changes = st.lists(st.tuples(st.floats(0, 0.999), junk, st.integers(0, 40)), min_size=1, max_size=6)
SMALL = b"".join(records(ROWS))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes)
def test_every_row_of_a_damaged_file_is_accounted_for(run: Run, some: list[tuple[float, bytes, int]]) -> None:
    result = run(damaged(SMALL, some))
    read, ended = accounts(result)

    assert read == ended
    assert len(result.bad_rows) == result.ledger.rejected + result.ledger.set_aside


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
broken = (texts | st.sampled_from(['"', 'x,"', '"x"y', 'X-1,"a\n b', ",,,", "\x00", '""""'])).map(
    lambda text: text.replace("\n", "").encode() + b"\n"
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.integers(1, ROWS), broken, max_size=5))
def test_rows_beside_broken_ones_are_loaded(run: Run, instead: dict[int, bytes]) -> None:
    lines = records(ROWS)
    result = run(b"".join(instead.get(number, line) for number, line in enumerate(lines)))

    whole = {f"HDM-{number:04}" for number in range(1, ROWS + 1) if number not in instead}
    assert result.identifiers == whole


@settings(max_examples=3, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_neither_claims_nor_digest(run: Run, order: random.Random) -> None:
    header, *rows = records(ROWS)
    shuffled = list(rows)
    order.shuffle(shuffled)

    assert run(b"".join([header, *shuffled])).ledger.digest == run(SMALL).ledger.digest


@pytest.mark.full
@settings(max_examples=100, deadline=None)
@given(changes)
def test_every_row_of_the_shipped_file_is_accounted_for_however_damaged(
    run: Run, some: list[tuple[float, bytes, int]]
) -> None:
    read, ended = accounts(run(damaged(SHIPPED, some)))

    assert read == ended


@pytest.mark.full
@settings(max_examples=3_000, deadline=None)
@given(st.binary(max_size=400))
def test_arbitrary_bytes_after_a_header_never_crash(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(b"a,b,c" + b" " * 600 + b"\n" + content)

    rows = list(CsvFile(path, PLAIN_CSV, "any.csv").rows())

    assert sum(isinstance(row, Row) for row in rows) <= content.count(b"\n") + 1
