"""`hakim verify`: whether a package is whole, from whom it says, and for us."""

from dataclasses import replace
from pathlib import Path

import click

from exchange.keys import KeyRing, read_public
from exchange.partner_names import partner_name
from exchange.shapes_check import fits_shapes
from exchange.signature import PublicKey
from exchange.verify import ANYBODY, Limits, Trust, Verdict, verify_package
from hakim.commands.common import existing_file, json_option, settings
from hakim.output import print_json, say
from hakim.settings import Settings
from ontology.errors import UsageProblem

folder_argument = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=folder_argument)
@click.option("--as", "name", help="Whom it must be for; else HAKIM_NAME.")
@click.option("--key", type=existing_file, help="Believe this public key alone; else those of all partners.")
@click.option("--max-bytes", type=click.IntRange(1), help="Refuse a package that is larger.")
@click.option(
    "--no-shapes", is_flag=True, help="Do not check the facts against the shapes: that takes memory."
)
@json_option
def verify(
    folder: Path, name: str | None, key: Path | None, max_bytes: int | None, *, no_shapes: bool, as_json: bool
) -> None:
    """Says whether the package in FOLDER may be used; writes and fetches nothing.

    It must be signed by a key that is trusted, be for this desk, and hold exactly the files that were signed; the
    facts are read in a process of their own that has limits. The exit code is 1 when it is refused.

    Example: hakim verify to-northland --as northland --key southland.pub
    """
    limits = replace(Limits(), bytes=max_bytes) if max_bytes else Limits()
    more = () if no_shapes else (("shapes", fits_shapes),)
    verdict = verify_package(folder, trust_of(settings(), name, key), limits, more)
    show_verdict(folder, verdict, as_json=as_json)
    if not verdict.ok:
        raise click.exceptions.Exit(1)


def trust_of(current: Settings, name: str | None, key: Path | None) -> Trust:
    """Who this desk is, and which keys it believes."""
    chosen = name or current.name
    if not chosen:
        raise UsageProblem(
            "Nobody said who this desk is.",
            hint="Give --as NAME, or set HAKIM_NAME: the name that partners know.",
        )
    return Trust(partner_name(chosen), _pinned(current, key))


def _pinned(current: Settings, key: Path | None) -> dict[str, frozenset[PublicKey]]:
    if key:
        return {ANYBODY: frozenset({read_public(key.read_text(encoding="utf-8", errors="replace"))[0]})}
    ring = KeyRing(current.home / "keys")
    return {partner: frozenset(pinned.key for pinned in ring.pinned(partner)) for partner in ring.partners()}


def show_verdict(folder: Path, verdict: Verdict, *, as_json: bool) -> None:
    """Prints what was found."""
    if as_json:
        reasons = [{"check": check, "message": message} for check, message in verdict.reasons]
        print_json({"ok": verdict.ok, "reasons": reasons})
    elif verdict.ok and verdict.manifest:
        told = verdict.manifest
        say(
            f"{folder}: release {told.number} of {told.originator} to {told.recipient}, {told.label.level}:"
            f" {told.counts['quads']:,} facts, whole and as signed."
        )
    else:
        for check, message in verdict.reasons:
            say(f"{folder} is refused ({check}): {message}")
