"""`hakim status`: whether the graph is in step with the store of record."""

import click

from graph.registry import Registry
from graph.sync import in_step
from graph.terms import read_terms
from graph.verify import Verification, verify
from hakim.collector import rarely_collecting
from hakim.commands.common import json_option, settings
from hakim.graph_session import reading
from hakim.output import print_json, print_table, say
from ontology.errors import UsageProblem
from ontology.vocabulary import vocabulary
from records.store import Store

SHOWN_FACTS = 10


@click.command()
@click.option(
    "--verify", "whole", is_flag=True, help="Read the store and the graph whole and compare every fact."
)
@click.option("--all", "every", is_flag=True, help="With --verify: show every difference, not the first ten.")
@json_option
def status(*, whole: bool, every: bool, as_json: bool) -> None:
    """Says what is stored and whether the graph shows it.

    Without --verify the last batch markers are compared, which is instant at any size. The exit code is 1
    when the graph is out of step.

    Example: hakim status --verify
    """
    if every and not whole:
        raise UsageProblem("--all shows what --verify finds.", hint="Say `hakim status --verify --all`.")
    current = settings()
    verification = None
    with Store(current.home) as store, reading(current) as session:
        found: dict[str, object] = {
            "records": store.journal.count(),
            "claims": store.journal.count_claims(),
            "in_step": in_step(store.journal, session.reader),
            "engine": session.server.product,
            "runs": store.journal.last_run,
        }
        if whole:
            registry = Registry(vocabulary())
            registry.learn(read_terms(session.reader.run))
            with rarely_collecting():
                verification = verify(
                    store.journal,
                    session.reader,
                    registry,
                    folder=current.home,
                    kept=None if every else SHOWN_FACTS,
                )
            found["digest"] = {"records": verification.records, "graph": verification.graph}
            found["in_step"] = bool(found["in_step"]) and verification.equal
    _show(found, as_json=as_json)
    if verification:
        _tell(verification)
    if not found["in_step"]:
        say("The graph is out of step: `hakim rebuild` makes it anew from the store of record.")
        raise click.exceptions.Exit(1)


def _show(found: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        print_json(found)
    else:
        print_table(("", ""), list(found.items()))


def _tell(verification: Verification) -> None:
    """The differences that are kept, and how many more there are."""
    for sign, lines, count in (
        ("only in the store", verification.missing, verification.missing_count),
        ("only in the graph", verification.drift, verification.drift_count),
    ):
        for line in lines:
            say(f"{sign}: {line.rstrip()}")
        if count > len(lines):
            say(f"{sign}: {count - len(lines):,} more of {count:,}; --all shows each of them.")
