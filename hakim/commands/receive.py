"""`hakim receive`: an ally's package beside our own facts."""

from dataclasses import replace
from pathlib import Path

import click

from exchange.receive import Reception, own_copy
from exchange.receive import receive as take
from exchange.shapes_check import fits_shapes
from exchange.verify import Limits, verify_package
from hakim.commands.common import json_option, now, settings
from hakim.commands.ingest import bring_in_step
from hakim.commands.verify import folder_argument, show_verdict, trust_of
from hakim.output import print_json, say
from records.store import Store


@click.command()
@click.argument("folder", type=folder_argument)
@click.option("--as", "name", help="Whom it must be for; else HAKIM_NAME.")
@click.option("--max-bytes", type=click.IntRange(1), help="Refuse a package that is larger.")
@click.option("--any-jump", is_flag=True, help="Take a number that is far above the last one.")
@click.option(
    "--no-shapes", is_flag=True, help="Do not check the facts against the shapes: that takes memory."
)
@json_option
def receive(
    folder: Path, name: str | None, max_bytes: int | None, *, any_jump: bool, no_shapes: bool, as_json: bool
) -> None:
    """Verifies the package in FOLDER and takes it in: all of it, or nothing.

    Its facts stand beside ours, each with its originator; where they differ, both are shown. It takes the place of
    the package that was received from the same originator before. The exit code is 1 when it is refused.

    Example: hakim receive to-northland --as northland
    """
    current = settings()
    trust = trust_of(current, name, None)
    limits = replace(Limits(), bytes=max_bytes) if max_bytes else Limits()
    # Before it is copied, so that nothing larger than it may be is.
    verdict = verify_package(folder, trust, limits)
    if verdict.ok:
        with own_copy(folder, current.home) as copy, Store(current.home) as store:
            verdict = verify_package(copy, trust, limits, () if no_shapes else (("shapes", fits_shapes),))
            if verdict.ok:
                done = take(copy, verdict, Reception(store.journal, current.ids, now(), any_jump=any_jump))
                if done:
                    bring_in_step(store, current)
    if not verdict.ok or not verdict.manifest:
        show_verdict(folder, verdict, as_json=as_json)
        raise click.exceptions.Exit(1)
    manifest = verdict.manifest
    told = {"originator": manifest.originator, "number": manifest.number}
    if as_json:
        counts = {"read": 0, "written": 0, "unchanged": 0, "deleted": 0, "run": None}
        if done:
            counts = {name: getattr(done, name) for name in counts}
        print_json(told | counts)
    elif done:
        say(
            f"Release {manifest.number} of {manifest.originator}: {done.read:,} records, {done.written:,} of them new,"
            f" {done.deleted:,} withdrawn."
        )
    else:
        say(f"Release {manifest.number} of {manifest.originator} was received already.")
