"""`hakim runs`: what was ingested when, and what became of every row."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import click

from hakim.commands.common import json_option, settings
from hakim.output import print_json, print_table, say
from records.model import Run
from records.store import Store

SHOWN_ROWS = 20
_COLUMNS = (
    "run",
    "started",
    "source",
    "read",
    "accepted",
    "unchanged",
    "rejected",
    "set_aside",
    "written",
    "deleted",
)
_FILES: Mapping[str, str] = {"rejects_file": "rejected", "review_file": "set aside for review"}
"""The files of a run's ledger, and what happened to the rows in each."""


@click.command()
@click.argument("run_id", required=False, type=int)
@json_option
def runs(run_id: int | None, *, as_json: bool) -> None:
    """Lists the runs and their ledgers, or shows one with its notices, its warnings and its bad rows.

    Example: hakim runs 3
    """
    with Store(settings().home) as store:
        found = [store.journal.run(run_id)] if run_id is not None else store.journal.runs()
    values = [_as_json(run) for run in found]
    if as_json:
        print_json(values if run_id is None else values[0])
    elif run_id is None:
        print_table(_COLUMNS, [[value.get(name) for name in _COLUMNS] for value in values])
    else:
        _print_run(values[0])


def _as_json(run: Run) -> dict[str, object]:
    header = run.header
    return {
        **run.ledger,
        "run": run.id,
        "started": header.started,
        "file": header.file_name,
        "file_sha256": header.file_sha256,
        "spec_sha256": header.spec_sha256,
    }


def _print_run(run: Mapping[str, Any]) -> None:
    """One run: its plain values as a table, then each of its lists, then the rows that a person should look at."""
    lists = {name: value for name, value in run.items() if isinstance(value, list) and value}
    plain = [(name, value) for name, value in run.items() if not isinstance(value, list)]
    print_table(("", ""), plain)
    for name, values in lists.items():
        print_table((name.replace("_", " "),), [[value] for value in values])
    for key, verdict in _FILES.items():
        if path := run.get(key):
            _print_bad_rows(Path(path), verdict)
    if path := run.get("names_file"):
        _print_names(Path(path))


def _print_names(path: Path) -> None:
    """The names that could not be told, and what each may mean."""
    if not path.exists():
        say(f"The names that could not be told were in {path}, which is no longer there.")
        return
    names = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [
        [name["text"], name["role"], name["rows"], _meanings(name["candidates"])]
        for name in names[:SHOWN_ROWS]
    ]
    print_table(("name", "role", "rows", "may mean"), rows, title="Names that could not be told")
    say(f"All {len(names)} names, with the reasons, are in {path}. `hakim judge-name` says what one means.")


def _meanings(candidates: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(f"{one['score']:.2f} {one['shown']} ({one['iri']})" for one in candidates)


def _print_bad_rows(path: Path, verdict: str) -> None:
    if not path.exists():
        say(f"The rows that were {verdict} were in {path}, which is no longer there.")
        return
    rows = [_told(row) for row in islice(_rows(path), SHOWN_ROWS + 1)]
    print_table(("line", "column", "value", "rule", "reason"), rows[:SHOWN_ROWS], title=f"Rows {verdict}")
    more = " The first of them are shown here." if len(rows) > SHOWN_ROWS else ""
    say(f"All rows that were {verdict} are in {path}: repair them there and ingest that file.{more}")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _told(row: Mapping[str, str]) -> list[str]:
    place = f"{row['hakim_sheet']}, {row['hakim_line']}" if row.get("hakim_sheet") else row["hakim_line"]
    return [place, *(row[f"hakim_{part}"] for part in ("column", "value", "rule", "message"))]
