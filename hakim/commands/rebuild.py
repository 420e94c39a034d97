"""`hakim rebuild`: the graph made anew from the store of record."""

import click

from graph.schema import wipe
from hakim.commands.common import json_option, settings
from hakim.graph_loading import bring_session_in_step
from hakim.graph_session import writing
from hakim.output import print_json, say
from records.store import Store


@click.command()
@json_option
def rebuild(*, as_json: bool) -> None:
    """Empties the graph and loads it anew from the store of record. Edits made there by hand are gone.

    Example: hakim rebuild
    """
    current = settings()
    with Store(current.home) as store:
        with writing(current) as session:
            wipe(session.server)
        with writing(current) as session:
            done = bring_session_in_step(store, session)
        records = store.journal.count()
    if as_json:
        print_json({"records": records, "written": done.written, "run": done.to_run})
    else:
        say(f"The graph was made anew: {done.written:,} nodes and relationships from {records:,} records.")
