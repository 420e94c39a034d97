"""`hakim runs`: what was ingested when, and what became of every row."""

import click

from hakim.commands.common import json_option, settings
from hakim.output import print_json, print_table
from records.model import Run
from records.store import Store


@click.command()
@click.argument("run_id", required=False, type=int)
@json_option
def runs(run_id: int | None, *, as_json: bool) -> None:
    """Lists the runs and their ledgers, or shows one.

    Example: hakim runs 3
    """
    with Store(settings().home) as store:
        found = [store.journal.run(run_id)] if run_id is not None else store.journal.runs()
    values = [_as_json(run) for run in found]
    if as_json:
        print_json(values if run_id is None else values[0])
    elif run_id is None:
        columns = (
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
        print_table(columns, [[value.get(name) for name in columns] for value in values])
    else:
        print_table(("", ""), list(values[0].items()))


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
