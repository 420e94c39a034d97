"""`hakim view`: a home of its own for people who may have what a partner may."""

from pathlib import Path

import click

from exchange.view import make_view
from hakim.commands.common import existing_file, json_option, now, settings
from hakim.commands.release import day
from hakim.output import print_json, say
from hakim.releasing import releasing_to
from records.store import Store


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--to", "partner", required=True, help="The partner, by its name in the policy.")
@click.option("--policy", type=existing_file, help="The policy; else that of HAKIM_POLICY.")
@click.option("--on", callback=day, metavar="DAY", default="", help="The day that counts; else today.")
@json_option
def view(folder: Path, partner: str, policy: Path | None, on: str, *, as_json: bool) -> None:
    """Makes FOLDER a home that holds what a partner may have, and nothing else.

    It is what a release to the partner holds, decided by the same function. Serve it with HAKIM_HOME=FOLDER hakim
    serve: its graph, search, counts and pages rest on these facts alone.

    Example: hakim view northland-view --to northland --policy data/policies/example.yaml
    """
    current = settings()
    plan = releasing_to(partner, on or now()[:10], current, policy)
    with Store(current.home) as store:
        done = make_view(plan.release(store.journal), current.ids.base, folder / "journal.sqlite", now())
    if as_json:
        print_json({"partner": partner, "records": done.written, "path": str(folder)})
    else:
        say(
            f"{folder} holds {done.written:,} records that {partner} may have."
            f" HAKIM_HOME={folder} hakim rebuild loads them."
        )
