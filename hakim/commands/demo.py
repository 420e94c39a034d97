"""`hakim demo`: the shipped records, from rows to picture."""

import click

from hakim.commands.common import json_option, now, settings
from hakim.commands.ingest import print_ledgers
from hakim.graph_loading import bring_in_step
from hakim.graph_session import graph_starting
from hakim.loading import ingest_shipped
from hakim.output import print_json, say
from ingest.options import IngestOptions
from records.store import Store


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="The loopback port of the viewer; 0: a free one."
)
@click.option("--browser/--no-browser", default=True, help="Open the page in the desktop's browser.")
@click.option("--serve/--no-serve", "serving", default=True, help="Serve the viewer after loading.")
@json_option
def demo(port: int, *, browser: bool, serving: bool, as_json: bool) -> None:
    """Ingests and loads the shipped records, then serves the viewer. Run again, it writes only what changed.

    Example: hakim demo --no-browser
    """
    current = settings()
    with graph_starting(current):
        with Store(current.home) as store:
            ledgers = ingest_shipped(store, IngestOptions(current.ids, now()))
            done = bring_in_step(store, current)
        if as_json:
            print_json([ledger.as_json() for ledger in ledgers])
        else:
            print_ledgers(ledgers)
            say(f"The graph is in step: {done.written:,} nodes and relationships were written.")
        if serving:
            # The viewer's libraries take half a second to read.
            from hakim.commands.serve import serve_viewer

            serve_viewer(current, port, browser=browser)
