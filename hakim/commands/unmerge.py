"""`hakim unmerge`: a judgement taken back, and no trace of it left in the graph."""

from dataclasses import asdict

import click

from hakim.commands.common import json_option, now, settings
from hakim.commands.judge import full_iri
from hakim.graph_loading import bring_in_step
from hakim.output import print_json, print_table
from records.judging import take_back
from records.store import Store


@click.command()
@click.argument("left")
@click.argument("right")
@click.option("--by", help="Only what this person judged; by default what anybody did.")
@json_option
def unmerge(left: str, right: str, by: str | None, *, as_json: bool) -> None:
    """Takes back what was judged of LEFT and RIGHT; the graph and its export are then what they were before.

    The journal still holds who judged what, and when it was taken back.

    Example: hakim unmerge mission/hdm/HDM-0001 mission/aiddata/36861
    """
    current = settings()
    pair = (full_iri(current.ids, left), full_iri(current.ids, right))
    with Store(current.home) as store:
        gone = take_back(store.journal, current.ids, pair, now(), by)
        bring_in_step(store, current)
    if as_json:
        print_json([asdict(one) | {"pair": list(one.pair)} for one in gone])
    else:
        rows = [[*one.pair, one.verdict.value, one.by, one.at] for one in gone]
        print_table(("left", "right", "verdict", "by", "at"), rows, title="Taken back")
