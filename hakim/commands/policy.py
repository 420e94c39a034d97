"""`hakim policy`: the rules of release, checked and explained."""

from pathlib import Path

import click

from exchange.explain import Explained, explain
from exchange.journal_claims import JournalClaims
from exchange.policy_file import read_policy
from hakim.commands.common import existing_file, json_option, now, settings
from hakim.commands.release import day
from hakim.finding import find_thing
from hakim.output import print_json, print_table, say
from hakim.releasing import audience_on, policy_file
from records.store import Store


@click.group()
def policy() -> None:
    """Checks the policy of release, and explains why a fact leaves or stays.

    Example: hakim policy check data/policies/example.yaml
    """


@policy.command()
@click.argument("file", type=existing_file, required=False)
@json_option
def check(file: Path | None, *, as_json: bool) -> None:
    """Checks FILE, or the policy of HAKIM_POLICY: every fault is told with its line, and the exit code is 1.

    Example: hakim policy check data/policies/example.yaml
    """
    path = policy_file(settings(), file)
    found = read_policy(path)
    if as_json:
        print_json({"policy": found.name, "originator": found.originator, "partners": sorted(found.partners)})
    else:
        say(f"{path} is the policy {found.name!r} of {found.originator}, for {', '.join(found.partners)}.")


@policy.command(name="explain")
@click.option("--to", "partner", required=True, help="The partner, by its name in the policy.")
@click.option("--policy", "file", type=existing_file, help="The policy; else that of HAKIM_POLICY.")
@click.option("--on", callback=day, metavar="DAY", default="", help="The day of release; else today.")
@click.argument("entity")
@json_option
def explain_command(partner: str, file: Path | None, on: str, entity: str, *, as_json: bool) -> None:
    """Says of each fact about ENTITY whether it leaves to a partner, and why it stays where it does.

    ENTITY is an IRI, an identifier or a name. It is the release itself that is asked; nothing is signed or written.

    Example: hakim policy explain --to northland HDM-0001
    """
    current = settings()
    audience = audience_on(read_policy(policy_file(current, file)), partner, on or now()[:10], current)
    with Store(current.home) as store:
        thing = find_thing(store.journal, current.ids, entity)
        told = list(explain(JournalClaims(store.journal), audience, thing))
    if as_json:
        print_json([one.as_json() for one in told])
    else:
        _show(told)


def _show(told: list[Explained]) -> None:
    for one in told:
        say(f"{one.graph} ({one.source}, {one.marking}): {one.verdict}")
        if one.facts:
            print_table(["fact", "what becomes of it"], [[fact.text, fact.verdict] for fact in one.facts])
