"""`hakim release`: a package for an ally."""

import tempfile
from datetime import date
from pathlib import Path

import click

from exchange.outgoing import send, write_claims
from exchange.package import CLAIMS
from exchange.shapes_check import fits_shapes
from hakim.commands.common import existing_file, json_option, now, settings
from hakim.commands.diff import show_difference
from hakim.output import print_json, progress, say
from hakim.releasing import Releasing, releasing_to
from hakim.settings import Settings
from ontology.errors import UsageProblem
from records.store import Store

SHOWN_CHANGES = 200


def day(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """A day as it was given; BadParameter where it is none."""
    try:
        good = not value or date.fromisoformat(value).isoformat() == value
    except ValueError:
        good = False
    if not good:
        raise click.BadParameter(f"{value!r} is no day; write it as 2026-01-31.")
    return value


@click.command()
@click.option("--to", "partner", required=True, help="The partner, by its name in the policy.")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="The folder that is made.")
@click.option(
    "--propose",
    is_flag=True,
    help="Show what is new since the last release to the partner, and sign nothing.",
)
@click.option("--policy", type=existing_file, help="The policy; else that of HAKIM_POLICY.")
@click.option(
    "--issued",
    callback=day,
    metavar="DAY",
    default="",
    help="The day of issue; the same day gives the same bytes.",
)
@click.option(
    "--review",
    callback=day,
    metavar="DAY",
    default="",
    help="The day by which the partner looks at it again.",
)
@click.option(
    "--no-shapes", is_flag=True, help="Do not check the facts against the shapes: that takes memory."
)
@json_option
def release(  # noqa: PLR0913 - one for each option
    partner: str,
    output: Path | None,
    policy: Path | None,
    issued: str,
    review: str,
    *,
    propose: bool,
    no_shapes: bool,
    as_json: bool,
) -> None:
    """Makes a signed package of what a partner may have, in a new folder.

    The policy says what leaves and in which form; `hakim policy explain` says why. The package is read as the
    partner will read it, before it is put there. The same facts, policy and days give the same bytes.

    Example: hakim release --to northland --policy data/policies/example.yaml -o to-northland
    """
    current = settings()
    # Memberships and reviews are looked at on the day of issue; the clock says which day is today, and nothing else.
    plan = releasing_to(partner, issued or now()[:10], current, policy)
    if propose:
        _propose(plan, current, as_json=as_json)
        return
    if not output:
        raise UsageProblem("No folder is named.", hint="Give -o DIR, or --propose to see what would leave.")
    checks = () if no_shapes else (("shapes", fits_shapes),)
    with Store(current.home) as store, progress(f"Releasing to {partner}") as display:
        display.add_task("", total=None)
        manifest = send(
            plan.release(store.journal),
            plan.audience,
            plan.letterhead(issued, review),
            plan.desk,
            output,
            checks,
        )
    if as_json:
        told = {"partner": partner, "quads": manifest.counts["quads"], "digest": manifest.digest}
        print_json(told | {"path": str(output), "number": manifest.number})
    else:
        counts = manifest.counts
        say(
            f"{output}: release {manifest.number} to {partner}, {counts['quads']:,} facts of {counts['things']:,}"
            f" things in {counts['records']:,} records, {manifest.label.level}."
        )


def _propose(plan: Releasing, current: Settings, *, as_json: bool) -> None:
    """Shows what the next release would add and take away."""
    last = plan.past.last()
    with tempfile.TemporaryDirectory() as place, Store(current.home) as store:
        nothing = Path(place) / "nothing.nq"
        nothing.touch()
        write_claims(plan.release(store.journal), Path(place))
        before = last.data if last else nothing
        show_difference(
            before, Path(place) / CLAIMS, form="words", language="en", limit=SHOWN_CHANGES, as_json=as_json
        )
