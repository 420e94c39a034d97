"""`hakim ingest`: rows into the store of record and the graph."""

from pathlib import Path

import click

from hakim.commands.common import existing_file, json_option, now, settings
from hakim.loading import bring_in_step, ingest_one
from hakim.output import print_json, print_table, say
from hakim.settings import SOURCES
from ingest.ledger import Ledger
from ingest.options import IngestOptions
from ingest.rows import BadRow
from ingest.run import IngestResult
from ingest.source_spec import find_spec
from records.store import Store

SHOWN_PROBLEMS = 20
_COLUMNS = (
    "source",
    "read",
    "accepted",
    "unchanged",
    "rejected",
    "set_aside",
    "ignored",
    "written",
    "deleted",
)
_RARE = {"set_aside", "ignored", "deleted"}
"""Columns that are shown only where they are not zero throughout."""


@click.command()
@click.argument("files", nargs=-1, required=True, type=existing_file)
@click.option("--source", required=True, help="The source spec: the name of a shipped one, or a YAML file.")
@click.option("--dry-run", is_flag=True, help="Say what would change and change nothing.")
@click.option(
    "--partial", is_flag=True, help="The file is a part of its source: withdraw nothing that it lacks."
)
@click.option(
    "--to-rdf", type=click.Path(dir_okay=False, path_type=Path), help="Write N-Quads there and stop."
)
@click.option("--workers", type=click.IntRange(1, 64), default=1, help="How many processes map the rows.")
@json_option
def ingest(
    files: tuple[Path, ...],
    source: str,
    to_rdf: Path | None,
    *,
    dry_run: bool,
    partial: bool,
    workers: int,
    as_json: bool,
) -> None:
    """Reads FILES, maps and checks every row, stores the claims and loads the graph.

    Every row ends accepted, unchanged, rejected with its reason, set aside for review, or ignored.
    The exit code is 1 when rows were rejected.

    Example: hakim ingest data/missions.csv --source missions
    """
    current = settings()
    spec = find_spec(source, SOURCES)
    options = IngestOptions(current.ids, now(), dry_run=dry_run, partial=partial, to_rdf=to_rdf, workers=workers)
    with Store(current.home) as store:
        results = [ingest_one(store, spec, file, options) for file in files]
        if not options.keeps_nothing:
            bring_in_step(store, current)
    for file, result in zip(files, results, strict=True):
        show_problems(file, result.bad_rows)
    _print(results, as_json=as_json)
    if any(result.ledger.rejected for result in results):
        raise click.exceptions.Exit(1)


def _print(results: list[IngestResult], *, as_json: bool) -> None:
    ledgers = [result.ledger.as_json() for result in results]
    if as_json:
        print_json(ledgers[0] if len(ledgers) == 1 else ledgers)
    else:
        print_ledgers([result.ledger for result in results])


def print_ledgers(ledgers: list[Ledger]) -> None:
    """The ledgers as a table, with their notices and the files of rejected rows."""
    columns = [name for name in _COLUMNS if name not in _RARE or any(getattr(one, name) for one in ledgers)]
    rows = [[getattr(ledger, name) for name in columns] for ledger in ledgers]
    print_table([name.replace("_", " ") for name in columns], rows, title="What became of every row")
    for ledger in ledgers:
        for notice in ledger.notices:
            say(f"{ledger.source}: {notice}")
        for path in filter(None, (ledger.rejects_file, ledger.review_file)):
            say(f"{ledger.source}: rows to look at are in {path}")


def show_problems(file: Path, bad_rows: tuple[BadRow, ...]) -> None:
    """The problems of bad rows on stderr: file, line, column, value, rule and reason."""
    for bad in bad_rows[:SHOWN_PROBLEMS]:
        for problem in bad.problems:
            at = f"{file}, line {bad.line}" + (f", column {problem.column}" if problem.column else "")
            say(f"{bad.verdict}: {at}: {problem.message} [{problem.rule}]")
    if len(bad_rows) > SHOWN_PROBLEMS:
        say(
            f"… and {len(bad_rows) - SHOWN_PROBLEMS} more rows; a run that is not dry keeps all of them in a file."
        )
