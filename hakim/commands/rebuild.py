"""`hakim rebuild`: the graph made anew from the store of record."""

import click

from graph.adopt import HandEdits
from graph.schema import wipe
from graph.sync import Sync
from hakim.adopting import find_edits, journal_edits
from hakim.commands.common import json_option, now, settings
from hakim.graph_loading import bring_session_in_step
from hakim.graph_session import reading, writing
from hakim.output import print_json, say
from hakim.settings import Settings
from ontology.errors import UsageProblem
from records.store import Store

SHOWN_EDITS = 20


@click.command()
@click.option("--adopt", is_flag=True, help="Keep facts that were put into the graph by hand, as a record.")
@click.option("--by", help="Who adopts them; by default HAKIM_USER.")
@click.option("--dry-run", is_flag=True, help="Say what was edited by hand, and change nothing.")
@json_option
def rebuild(*, adopt: bool, by: str | None, dry_run: bool, as_json: bool) -> None:
    """Empties the graph and loads it anew from the store of record. Edits made there by hand are gone.

    With --adopt, facts that only the graph holds become a record of the source "adopted", marked red: it is never
    released. What edits took away comes back, a changed value stands beside the old one, and what is no fact is
    told and discarded. `hakim withdraw adopted` takes all adopted facts back.

    Example: hakim rebuild --adopt --by "Analysis desk" --dry-run
    """
    current = settings()
    who = (by or current.user).strip()
    if adopt and not dry_run and not who:
        raise UsageProblem("Nobody is named who adopts the edits.", hint="Add --by NAME, or set HAKIM_USER.")
    with Store(current.home) as store:
        if dry_run:
            with reading(current) as session:
                edits = find_edits(store, session.reader)
            _tell(edits, adopt=adopt, done=False)
            value = _edited(edits, adopt=adopt) | {"dry_run": True}
        elif adopt:
            value = _adopt(store, current, who)
        else:
            value = _remade(store, _rebuilt(store, current))
    if as_json:
        print_json(value)


def _rebuilt(store: Store, current: Settings) -> Sync:
    with writing(current) as session:
        wipe(session.server)
    with writing(current) as session:
        return bring_session_in_step(store, session)


def _adopt(store: Store, current: Settings, who: str) -> dict[str, object]:
    with writing(current) as session:
        edits = find_edits(store, session.reader)
        ledger = journal_edits(store, current.ids, edits, who, now())
        # The edits are safe before the graph that holds them goes.
        wipe(session.server)
    with writing(current) as session:
        done = bring_session_in_step(store, session)
    _tell(edits, adopt=True, done=True)
    run = ledger.run if ledger else None
    return _remade(store, done) | _edited(edits, adopt=True) | {"dry_run": False, "adopted_run": run}


def _remade(store: Store, done: Sync) -> dict[str, object]:
    records = store.journal.count()
    say(f"The graph was made anew: {done.written:,} nodes and relationships from {records:,} records.")
    return {"records": records, "written": done.written, "run": done.to_run}


def _edited(edits: HandEdits, *, adopt: bool) -> dict[str, object]:
    claims = [f"{claim} ." for claim in edits.claims]
    traces = [line.removeprefix("# ").rstrip() for line in edits.discarded]
    return {
        "adopted": len(claims) if adopt else 0,
        "restored": len(edits.restored),
        "discarded": len(traces) if adopt else len(traces) + len(claims),
        "facts": claims,
        "restored_facts": [line.rstrip() for line in edits.restored],
        "traces": traces,
    }


def _tell(edits: HandEdits, *, adopt: bool, done: bool) -> None:
    """What became, or would become, of each edit: the first ones by name."""
    would = "" if done else "would be "
    fate = "adopted" if adopt else "discarded"
    lots = (
        (fate, [f"{claim} ." for claim in edits.claims]),
        ("brought back", [line.rstrip() for line in edits.restored]),
        ("discarded, for it is no fact of its own", [line[2:].rstrip() for line in edits.discarded]),
    )
    for what, lines in lots:
        say(f"{len(lines):,} {would}{what}{':' if lines else '.'}")
        for line in lines[:SHOWN_EDITS]:
            say(f"  {line}")
        if len(lines) > SHOWN_EDITS:
            say(f"  and {len(lines) - SHOWN_EDITS:,} more; --json gives all.")
