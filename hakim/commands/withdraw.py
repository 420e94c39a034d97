"""`hakim withdraw`: a source taken back, with all and only its claims."""

import click

from hakim.commands.common import json_option, now, settings
from hakim.commands.ingest import bring_in_step, print_ledgers
from hakim.output import print_json
from ingest.options import IngestOptions
from ingest.withdraw import withdraw_source
from records.store import Store


@click.command()
@click.argument("source")
@json_option
def withdraw(source: str, *, as_json: bool) -> None:
    """Takes back everything that SOURCE told; what other sources tell of the same things stays.

    The journal still holds what was said and when it was withdrawn; ingesting the source again brings it back.

    Example: hakim withdraw diplomatic-events
    """
    current = settings()
    with Store(current.home) as store:
        ledger = withdraw_source(store, source, IngestOptions(current.ids, now()))
        bring_in_step(store, current)
    if as_json:
        print_json(ledger.as_json())
    else:
        print_ledgers([ledger])
