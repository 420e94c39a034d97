"""`hakim judge-name`: what a name means that sources write, by whose decision."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

import click

from hakim.commands.common import export_option, import_option, json_option, now, settings
from hakim.commands.judge import full_iri
from hakim.graph_loading import bring_in_step
from hakim.output import print_json, print_table, say
from hakim.settings import Settings
from hakim.whole_output import whole_output
from ingest.normalise import normal_name
from ingest.resolution.touched_records import touched_records
from ontology.errors import HakimError, UsageProblem
from records.judgement_file import read_judged_names, write_judged_names
from records.judging import judge_names, live_judged_names, take_back_names
from records.name_judgements import ROLES, JudgedName, NameRole
from records.store import Store


@click.command()
@click.argument("text", required=False)
@click.argument("role", required=False, type=click.Choice(ROLES))
@click.argument("thing", required=False)
@click.option("--not", "denied", is_flag=True, help="It never means that.")
@click.option("--beside", default="", help="Only in rows that name this country, by its ISO code or IRI.")
@click.option(
    "--take-back", is_flag=True, help="Take back what was judged of the name, by everybody or --by."
)
@click.option("--by", help="Who decides: an office or a name.")
@click.option("--reason", default="", help="Why.")
@import_option
@export_option
@json_option
def judge_name(target: Path | None, *, as_json: bool, **said: Any) -> None:
    """Says what TEXT means as a ROLE: THING, an IRI or what follows the base; alone it lists what was said.

    `hakim runs RUN` shows the names of a run that could not be told, with what they may mean. A judgement holds
    when a source is read: ingest the file again, and the records that the name touches are superseded, no others.

    Example: hakim judge-name RAF organisation organisation/5e3320e83b7c62911186 --beside MAR --by "Desk 3"
    """
    current = settings()
    with Store(current.home) as store:
        changed = _changed(store, current, Said(**said))
        if changed:
            bring_in_step(store, current)
        standing = live_judged_names(store.journal)
    if target:
        with whole_output(target) as opened:
            opened.write(write_judged_names(standing).encode())
    if as_json:
        print_json({"changed": [asdict(one) for one in changed], "names": [asdict(one) for one in standing]})
    elif changed or not target:
        _print(changed or standing)
    if changed:
        say("Ingest the files that write these names again: what they say is read anew.")


@dataclass(frozen=True, slots=True)
class Said:
    """What the command line says of a name, or the file that says it of many."""

    text: str | None
    role: str | None
    thing: str | None
    denied: bool
    beside: str
    take_back: bool
    by: str | None
    reason: str
    source: Path | None


def _changed(store: Store, current: Settings, said: Said) -> list[JudgedName]:
    """Keeps or takes back what is said; nothing where only a list is wanted."""
    if said.source and not said.text:
        told = read_judged_names(said.source.read_bytes(), said.source.name)
        return judge_names(store.journal, current.ids, told, now(), said.source.name)
    if not said.text and not said.source:
        return []
    if said.text and said.role and said.take_back and not said.thing:
        return _taken_back(store, current, said)
    if not (said.text and said.role and said.thing) or said.take_back or said.source:
        raise UsageProblem(
            "A judgement on a name has the name, its role and the thing; or a file has them.",
            hint="For example: hakim judge-name TEXT organisation IRI --by NAME, or --take-back without an IRI.",
        )
    one = JudgedName(
        said.text,
        cast("NameRole", said.role),
        full_iri(current.ids, said.thing),
        said.by or "",
        now(),
        _country(current, said.beside),
        not said.denied,
        said.reason,
    )
    return judge_names(store.journal, current.ids, [one], now(), f"judged by {said.by}")


def _taken_back(store: Store, current: Settings, said: Said) -> list[JudgedName]:
    """Takes back what was judged of a name, and what was read by it."""
    name = normal_name(said.text or "")
    gone = [
        one
        for one in live_judged_names(store.journal)
        if (normal_name(one.text), one.role) == (name, said.role) and said.by in {None, one.by}
    ]
    if not gone:
        whose = f" by {said.by}" if said.by else ""
        raise HakimError(
            f"{said.text!r} as {said.role} was not judged{whose}.",
            hint="`hakim judge-name` lists the judgements.",
        )
    touched = sorted({graph for one in gone if one.means for graph in touched_records(store.journal, one)})
    take_back_names(store.journal, current.ids, gone, now(), touched)
    say(f"{len(touched)} records were read by it, and are withdrawn until their files are ingested again.")
    return gone


def _country(current: Settings, text: str) -> str:
    """The IRI of a country, by its code or as it is."""
    is_code = len(text) == 3 and text.isalpha()
    return (
        current.ids.iri("country", text.upper()).value
        if is_code
        else full_iri(current.ids, text)
        if text
        else ""
    )


def _print(judged: list[JudgedName]) -> None:
    rows = [
        [
            one.text,
            one.role,
            "means" if one.means else "never means",
            one.iri,
            one.beside,
            one.by,
            one.at,
            one.reason,
        ]
        for one in judged
    ]
    print_table(("name", "role", "", "thing", "beside", "by", "at", "why"), rows)
