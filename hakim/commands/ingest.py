"""`hakim ingest`: rows into the store of record and the graph."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import click

from hakim.commands.common import json_option, now, settings
from hakim.loading import ingest_one
from hakim.output import print_json, print_table, say
from hakim.settings import SOURCES, Settings
from hakim.spooling import shown_name, spooled
from ingest.ledger import Ledger
from ingest.options import IngestOptions
from ingest.rows import BadRow
from ingest.run import IngestResult
from ingest.source_spec import find_spec
from ontology.errors import UsageProblem
from records.store import Store

SHOWN_PROBLEMS = 20
SHOWN_CHANGES = 50
_COLUMNS = (
    "source",
    "read",
    "accepted",
    "unchanged",
    "rejected",
    "set_aside",
    "ignored",
    "warnings",
    "written",
    "deleted",
)
_RARE = {"set_aside", "ignored", "warnings", "deleted"}
"""Columns that are shown only where they are not zero throughout."""


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, allow_dash=True, path_type=Path)
)
@click.option("--source", required=True, help="The source spec: the name of a shipped one, or a YAML file.")
@click.option("--dry-run", is_flag=True, help="Say what would change and change nothing.")
@click.option(
    "--partial", is_flag=True, help="The file is a part of its source: withdraw nothing that it lacks."
)
@click.option("--limit", type=click.IntRange(1), help="Read only so many rows of each file.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first rejected row, and keep nothing.")
@click.option(
    "--to-rdf", type=click.Path(dir_okay=False, path_type=Path), help="Write N-Quads there and stop."
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that map rows."
)
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but what went wrong.")
@json_option
def ingest(  # noqa: PLR0913 - one for each option
    files: tuple[Path, ...],
    source: str,
    limit: int | None,
    to_rdf: Path | None,
    workers: int,
    *,
    dry_run: bool,
    partial: bool,
    fail_fast: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Reads FILES, maps and checks every row, stores the claims and loads the graph.

    A file is a table, a folder or zip container of tables, or - for standard input. Every row ends accepted,
    unchanged, rejected with its reason, set aside for review, or ignored. With --to-rdf the claims are written as
    N-Quads, beside them the cells that each was read from, and nothing is stored. The exit code is 1 when rows
    were rejected.

    Example: hakim ingest data/missions.csv --source missions
    """
    if to_rdf and len(files) > 1:
        raise UsageProblem("--to-rdf takes one file.", hint="Run the command once for each.")
    current = settings()
    spec = find_spec(source, SOURCES)
    options = IngestOptions(
        current.ids,
        now(),
        dry_run=dry_run,
        partial=partial,
        limit=limit,
        fail_fast=fail_fast,
        to_rdf=to_rdf,
        workers=workers,
    )
    with Store(current.home) as store:
        with _spooled(files) as paths:
            results = [
                ingest_one(store, spec, path, replace(options, name=shown_name(file)), quiet=quiet)
                for file, path in zip(files, paths, strict=True)
            ]
        if not options.keeps_nothing:
            bring_in_step(store, current)
    for file, result in zip(files, results, strict=True):
        show_problems(shown_name(file), result.bad_rows, result.ledger)
    _print(results, as_json=as_json, quiet=quiet, dry_run=dry_run)
    if any(result.ledger.rejected for result in results):
        raise click.exceptions.Exit(1)


@contextmanager
def _spooled(files: tuple[Path, ...]) -> Iterator[list[Path]]:
    """The files, standard input as one of them."""
    with ExitStack() as stack:
        yield [stack.enter_context(spooled(file, sys.stdin.buffer)) for file in files]


def bring_in_step(store: Store, current: Settings) -> None:
    """Brings the graph in step."""
    # The driver takes a while to load, for which a run that stops at RDF need not wait.
    from hakim.graph_loading import bring_in_step as bring

    bring(store, current)


def _print(results: list[IngestResult], *, as_json: bool, quiet: bool, dry_run: bool) -> None:
    if as_json:
        told = [result.ledger.as_json() | _changes(result, dry_run=dry_run) for result in results]
        print_json(told[0] if len(told) == 1 else told)
    elif not quiet:
        print_ledgers([result.ledger for result in results])
        for result in results:
            show_changes(result)


def _changes(result: IngestResult, *, dry_run: bool) -> dict[str, object]:
    return {"changes": [asdict(change) for change in result.changes]} if dry_run else {}


def show_changes(result: IngestResult) -> None:
    """What a dry run would change, the first of it by name."""
    for change in result.changes[:SHOWN_CHANGES]:
        at = f" (line {change.line})" if change.line else ""
        say(f"would be {change.what}: {change.graph}{at}")
    if len(result.changes) > SHOWN_CHANGES:
        say(f"… and {len(result.changes) - SHOWN_CHANGES:,} more; --json lists all of them.")


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
        if ledger.warnings_file:
            say(f"{ledger.source}: all {ledger.warnings:,} warnings are in {ledger.warnings_file}")


def show_problems(file: str, bad_rows: tuple[BadRow, ...], ledger: Ledger) -> None:
    """The problems of bad rows on stderr: file, line, column, value, rule and reason."""
    for bad in bad_rows[:SHOWN_PROBLEMS]:
        place = f"{file}, sheet {bad.sheet}" if bad.sheet else file
        for problem in bad.problems:
            at = f"{place}, line {bad.line}" + (f", column {problem.column}" if problem.column else "")
            say(f"{bad.verdict}: {at}: {problem.message} [{problem.rule}]")
    more = ledger.rejected + ledger.set_aside - SHOWN_PROBLEMS
    if more > 0:
        kept = ledger.rejects_file or ledger.review_file
        where = f"all are in {kept}" if kept else "a run that is not dry keeps them in a file"
        say(f"… and {more:,} more rows; {where}.")
