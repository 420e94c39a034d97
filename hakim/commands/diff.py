"""`hakim diff`: what one set of facts has and another has not."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from itertools import groupby, islice
from pathlib import Path

import click

from exchange.catalogue import lines_in
from exchange.difference import Changed, Side, difference
from exchange.fact_words import LANGUAGES, FactWords, names_of, subjects_and_objects, text_of, words
from exchange.rdf_patch import patch_lines
from hakim.commands.common import json_option, settings
from hakim.fact_files import facts_of
from hakim.output import print_json, say


@click.command()
@click.argument("before")
@click.argument("now")
@click.option(
    "--format",
    "form",
    type=click.Choice(["words", "patch", "nquads"]),
    default="words",
    show_default=True,
    help="People's words, an RDF Patch, or the facts as N-Quads with - and + before them.",
)
@click.option("--lang", "language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option(
    "--limit", type=click.IntRange(1), default=200, show_default=True, help="Changes told in words."
)
@json_option
def diff(before: str, now: str, form: str, language: str, limit: int, *, as_json: bool) -> None:
    """Shows what NOW has that BEFORE has not, and the other way round.

    Each is the folder of a package, a file of RDF, or one of the words records (the store of record) and graph (the
    live graph). The exit code is 0 when they have the same facts, and 1 when they differ.

    Example: hakim diff last-year to-northland --format patch
    """
    current = settings()
    with facts_of(before, current) as one, facts_of(now, current) as other:
        counted = show_difference(one, other, form=form, language=language, limit=limit, as_json=as_json)
    if counted:
        raise click.exceptions.Exit(1)


def show_difference(one: Path, other: Path, *, form: str, language: str, limit: int, as_json: bool) -> int:
    """Prints the difference of two files of facts; gives how many facts differ."""

    def changes() -> Iterator[Changed]:
        return difference(lines_in(one), lines_in(other))

    sides = {side: sum(change.side is side for change in changes()) for side in Side}
    if as_json or form == "words":
        told = list(islice(in_words(changes, one, other, language), limit))
        if as_json:
            counts = {"added": sides[Side.ADDED], "removed": sides[Side.REMOVED]}
            print_json(counts | {"changes": [asdict(change) for change in told]})
        else:
            _show(told, sides, language)
    else:
        for line in _LINES[form](changes()):
            click.echo(line, nl=False)
    return sum(sides.values())


def _signed(changes: Iterator[Changed]) -> Iterator[str]:
    return (f"{'+' if change.side is Side.ADDED else '-'} {change.line}" for change in changes)


_LINES: dict[str, Callable[[Iterator[Changed]], Iterator[str]]] = {"patch": patch_lines, "nquads": _signed}


def in_words(
    changes: Callable[[], Iterator[Changed]], one: Path, other: Path, language: str
) -> Iterator[FactWords]:
    """A difference in words; the names of things are those of either side, the newer first."""
    wanted = frozenset(subjects_and_objects(changes()))
    names = names_of(wanted, lines_in(one)) | names_of(wanted, lines_in(other))
    return words(changes(), names, language)


def _show(told: list[FactWords], sides: dict[Side, int], language: str) -> None:
    for (name, thing), group in groupby(told, lambda one: (one.name, one.thing)):
        click.echo(f"{name} <{thing}>")
        for one in group:
            click.echo(f"  {text_of(one, language)}")
    say(
        f"{sides[Side.ADDED]:,} facts were added and {sides[Side.REMOVED]:,} removed; {len(told):,} changes are shown."
    )
