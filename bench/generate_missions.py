"""Mission records in CSV, as many as are wanted, in the shape of the shipped ones, with seeded faults and their key.

Every part of a row is drawn from the shipped missions: which states send and receive, what is sent, how exact
dates are, how often amounts and addresses lack. The same arguments give the same bytes, from the same shipped
missions. One row in a hundred is broken, in one way that is known, and the key says where and how: line, column,
value, and the rule by which ingest must report it.

    python -m bench.generate_missions --rows 100000 --seed 7 --layout short -o missions.csv --key faults.csv
"""

import argparse
import csv
import io
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

MISSIONS = Path(__file__).resolve().parent.parent / "data" / "missions.csv"
ORGANISATIONS = MISSIONS.with_name("organisations.csv")
KEY_COLUMNS = ("line", "column", "value", "rule", "fault")
POOL = 4096
"""Ready parts of each sort; four of them make a row, so that rows hardly repeat."""
BLOCK = 10_000
"""Rows that are in memory at a time."""

Cells = dict[str, str]
"""The cells of a row, or of a part of one, by the column names of the shipped missions."""

SHORT = {
    "id": "id",
    "title": "title",
    "sender": "sender_iso3",
    "recipient": "recipient_iso3",
    "type": "type",
    "start": "start_date",
    "end": "end_date",
    "quantity": "quantity",
    "unit": "unit",
    "value_usd": "value_usd",
    "source_url": "source_url",
}
"""The columns of the short layout, each with the shipped column that it is like."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to generate. Of `one_in` rows one is broken; none where that is less than two.

    `unclosed_quotes` adds quotation marks that are never closed: they tear at the rows around them.
    """

    rows: int
    seed: int = 7
    layout: str = "short"
    one_in: int = 100
    unclosed_quotes: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A fault as the key tells it, and as ingest must report it."""

    line: int
    column: str
    value: str
    rule: str
    fault: str


# --- The parts of good rows -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a file, and the ready parts of its rows: in `what` and `source`, %d is the row's number."""

    columns: Mapping[str, str]
    what: Sequence[str]
    when: Sequence[str]
    amount: Sequence[str]
    source: Sequence[str]


_NUMBERED, _PLAIN = "\x01", "\x02"
"""Marks in a part: here comes the number of the row, or none."""


def read_rows(path: Path) -> list[Cells]:
    """The rows of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def make_layout(name: str, shipped: Sequence[Cells], chance: Random) -> Layout:
    """The layout of that name, with parts drawn by chance from the shipped missions."""
    columns = SHORT if name == "short" else {column: column for column in shipped[0]}
    shown = set(columns.values())
    # Who is drawn meets days that are drawn apart: a body with a founding day could have acted before it.
    young = {name for row in read_rows(ORGANISATIONS) if row["founded"] for name in _names(row)}
    shipped = [row for row in shipped if not young & {*_bodies(row)}]
    # Where a row has no column for organisations, a state must be named.
    senders = [row for row in shipped if row["sender_iso3"] or "sender_org" in shown]

    def pool(make: Callable[[], Cells]) -> list[str]:
        return [_part(make(), shown) for _ in range(POOL)]

    return Layout(
        columns,
        pool(lambda: _what(chance.choice(senders), shipped, chance)),
        pool(lambda: _when(chance.choice(shipped), chance)),
        pool(lambda: _amount(chance.choice(shipped), shipped, chance)),
        pool(lambda: _source(chance.choice(shipped), chance, short=name == "short")),
    )


def _names(row: Cells) -> list[str]:
    return [row["preferred_name"], *row["aliases"].split(";")]


def _bodies(row: Cells) -> Iterator[str]:
    """The organisations that a shipped mission names."""
    columns = (
        "sender_org",
        "recipient_org",
        "funded_by",
        "carried_by",
        "commanded_by",
        "staffed_by",
        "hosted_by",
    )
    names = (name.strip() for column in columns for name in row[column].split(";"))
    return (told for name in names for told in (name, name.split(" (")[0]))


def _part(cells: Cells, shown: set[str]) -> str:
    text = _line(value for column, value in cells.items() if column in shown)
    if _NUMBERED not in text and _PLAIN not in text:
        return text
    return text.replace("%", "%%").replace(_NUMBERED, "%d").replace(_PLAIN, "%.0s")


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


_TITLES = (
    *["{kind} for {recipient} "] * 14,
    "{kind} from {sender} to {recipient}, no. ",
    "Équipe médicale {sender} – {recipient} ",
)
"""Most are plain; a few need quotation marks in CSV, or are not ASCII."""


def _what(row: Cells, shipped: Sequence[Cells], chance: Random) -> Cells:
    recipient, other = chance.choice(shipped), chance.choice(shipped)
    title = chance.choice(_TITLES).format(
        kind=other["type"].capitalize(),
        sender=row["sender_iso3"] or row["sender_org"],
        recipient=recipient["recipient_iso3"] or "all",
    )
    return {
        "title": title + _NUMBERED,
        **{column: row[column] for column in ("sender_iso3", "sender_org")},
        **{column: recipient[column] for column in ("recipient_iso3", "recipient_org")},
        "type": other["type"],
        "crisis": other["crisis"],
    }


def _when(row: Cells, chance: Random) -> Cells:
    written, end = row["start_date"], row["end_date"]
    if not written:
        return {"start_date": "", "end_date": ""}
    start = date(int(written[:4]), chance.randint(1, 12), chance.randint(1, 28))
    stop = start + timedelta(days=chance.randint(1, 200))
    # As exact as the shipped ones: to the day, to the month or to the year.
    return {
        "start_date": start.isoformat()[: len(written)],
        "end_date": stop.isoformat()[: len(end)],
    }


def _amount(row: Cells, shipped: Sequence[Cells], chance: Random) -> Cells:
    return {
        "quantity": _near(row["quantity"], chance),
        "unit": row["unit"],
        "value_usd": _near(row["value_usd"], chance),
        "military": chance.choice(shipped)["military"],
    }


def _near(number: str, chance: Random) -> str:
    """A number of the same size and never more, so that it stays plausible for what is counted."""
    if not number:
        return ""
    value, step = Decimal(number), Decimal(number).as_tuple().exponent
    return str(max(value * chance.randint(50, 100) / 100, Decimal(1)).quantize(Decimal((0, (1,), int(step)))))


def _source(row: Cells, chance: Random, *, short: bool) -> Cells:
    url = "/".join(row["source_url"].split("/")[:3]) if short else row["source_url"]
    # Seven pages of ten report one mission; the others are lists, cited again and again.
    own = bool(url) and chance.random() < 0.7
    columns = list(row)
    tail = {column: row[column] for column in columns[columns.index("source_title") :]}
    return tail | {"source_url": f"{url}/{_NUMBERED}" if own else url + _PLAIN}


# --- Faults -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to break a row: the cells that it changes, and how ingest must tell it."""

    name: str
    rule: str
    column: str
    changes: Mapping[str, str]


REUSED = Fault("reused id with other content", "unique-identifier", "id", {"title": "Another mission"})
TOO_FEW = Fault("a cell too few", "column-count", "", {})
TOO_MANY = Fault("a cell too many", "column-count", "", {})
UNCLOSED = Fault("unclosed quotation mark", "csv-quote", "", {})
FAULTS = (
    Fault("bad date", "date", "start_date", {"start_date": "31/02/2020", "end_date": ""}),
    Fault("missing sender", "sender", "sender_iso3", {"sender_iso3": "", "sender_org": ""}),
    Fault("unknown state", "known-country", "recipient_iso3", {"recipient_iso3": "Atlantis"}),
    Fault("bad integer", "number", "quantity", {"quantity": "many", "unit": "beds"}),
    Fault("end before start", "date-order", "end_date", {"start_date": "2020-03", "end_date": "2020-02-28"}),
    Fault("unknown type", "known-value", "type", {"type": "good wishes"}),
    Fault("quantity without unit", "unit", "quantity", {"quantity": "12", "unit": ""}),
    REUSED,
    TOO_FEW,
    TOO_MANY,
)


@dataclass(frozen=True, slots=True)
class Break:
    """Where a file is broken, and how: the number of a row, the fault, and an earlier good row."""

    row: int
    fault: Fault
    earlier: int


def breaks(wanted: Wanted) -> Iterator[Break]:
    """One row in each stretch of so many; never the first of a stretch, so that good rows can be found."""
    if wanted.one_in < 2:
        return
    chance = Random(f"{wanted.seed} faults")  # noqa: S311 - the same data each time, no secret
    faults = (*FAULTS, UNCLOSED) if wanted.unclosed_quotes else FAULTS
    for stretch in range(0, wanted.rows, wanted.one_in):
        row = stretch + chance.randrange(1, wanted.one_in)
        earlier = chance.randrange(0, stretch + 1, wanted.one_in)
        fault = chance.choice(faults)
        if row < wanted.rows:
            yield Break(row + 1, fault, earlier + 1)


def _broken(line: str, one: Break, columns: Mapping[str, str]) -> tuple[str, Told]:
    """The row of a line broken, and how the key tells it."""
    fault = one.fault
    changes = {**fault.changes, **({"id": identifier(one.earlier)} if fault is REUSED else {})}
    cells = next(csv.reader([line]))
    cells = [changes.get(column, cell) for column, cell in zip(columns.values(), cells, strict=True)]
    value = '"' if fault is UNCLOSED else changes.get(fault.column, "")
    told = Told(one.row + 1, _column(fault, columns), value, fault.rule, fault.name)
    return _written(cells, fault) + "\n", told


def _column(fault: Fault, columns: Mapping[str, str]) -> str:
    """The column that ingest must name, as the layout names it."""
    *_, last = columns
    ends = {TOO_FEW.name: last, TOO_MANY.name: f"after {last}"}
    return ends.get(fault.name) or next((own for own, like in columns.items() if like == fault.column), "")


def _written(cells: list[str], fault: Fault) -> str:
    if fault is UNCLOSED:
        rest = _line(cells[1:]).replace('"', "")
        return f'{cells[0]},"{rest}'
    shapes = {TOO_FEW.name: cells[:-1], TOO_MANY.name: [*cells, "over"]}
    return _line(shapes.get(fault.name, cells))


# --- Files ------------------------------------------------------------------------------------------------------------


def identifier(row: int) -> str:
    """The identifier of the row of that number; the first is 1."""
    return f"GEN-{row:08}"


def write_missions(wanted: Wanted, to: Path, key: Path | None = None) -> int:
    """Writes the rows, and the key of their faults, and gives how many faults there are."""
    chance = Random(wanted.seed)  # noqa: S311 - the same data each time, no secret
    layout = make_layout(wanted.layout, read_rows(MISSIONS), chance)
    told: list[Told] = []
    with to.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(layout.columns) + "\n")
        for lines in _blocks(wanted, layout, chance, told):
            file.writelines(lines)
    if key is not None:
        write_key(told, key)
    return len(told)


def _blocks(wanted: Wanted, layout: Layout, chance: Random, told: list[Told]) -> Iterator[list[str]]:
    coming = breaks(wanted)
    following = next(coming, None)
    for start in range(1, wanted.rows + 1, BLOCK):
        count = min(BLOCK, wanted.rows + 1 - start)
        lines = _good(layout, start, struct.unpack(f"<{4 * count}H", chance.randbytes(8 * count)))
        while following and following.row < start + count:
            at = following.row - start
            lines[at], fault = _broken(lines[at], following, layout.columns)
            told.append(fault)
            following = next(coming, None)
        yield lines


def _good(layout: Layout, start: int, drawn: Sequence[int]) -> list[str]:
    what, when, amount, source = layout.what, layout.when, layout.amount, layout.source
    mask = POOL - 1
    parts = zip(drawn[::4], drawn[1::4], drawn[2::4], drawn[3::4], strict=True)
    return [
        f"GEN-{n:08},{what[a & mask] % n},{when[b & mask]},{amount[c & mask]},{source[d & mask] % n}\n"
        for n, (a, b, c, d) in enumerate(parts, start)
    ]


def write_key(told: Iterable[Told], path: Path) -> None:
    """Writes the key as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(KEY_COLUMNS)
        writer.writerows((one.line, one.column, one.value, one.rule, one.fault) for one in told)


def read_key(path: Path) -> list[Told]:
    """The faults that a key tells."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Told(**{**row, "line": int(row["line"])}) for row in csv.DictReader(file)]  # type: ignore[arg-type]


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes missions as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench.generate_missions", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--layout", choices=("short", "full"), default="short")
    parser.add_argument("--one-in", type=int, default=100, help="of so many rows one is broken; 0: none")
    parser.add_argument("--unclosed-quotes", action="store_true", help="break rows by unclosed quotes too")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--key", type=Path, help="where the key of the faults is written")
    told = parser.parse_args(arguments)
    wanted = Wanted(told.rows, told.seed, told.layout, told.one_in, told.unclosed_quotes)
    faults = write_missions(wanted, told.output, told.key)
    print(f"{wanted.rows:,} rows in {told.output}, {faults:,} of them broken")


if __name__ == "__main__":
    main()
