"""`hakim judge`: what is the same, and what is not, by whose decision."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from hakim.commands.common import export_option, import_option, json_option, now, settings
from hakim.graph_loading import bring_in_step
from hakim.output import print_json, print_table, say
from hakim.settings import Settings
from hakim.whole_output import whole_output
from ontology.errors import UsageProblem
from ontology.identifiers import Identifiers
from records.clusters import Conflict, clusters
from records.judgement_file import read_judgements, write_judgements
from records.judgements import Judgement, Verdict
from records.judging import judge as keep
from records.judging import live_judgements
from records.store import Store

VERDICTS = {"same": Verdict.POSITIVE, "different": Verdict.NEGATIVE, "unsure": Verdict.UNSURE}


@click.command()
@click.argument("pair", nargs=-1, metavar="[LEFT RIGHT]")
@click.option("--same", "word", flag_value="same", help="They are the same thing.")
@click.option("--different", "word", flag_value="different", help="They are not; nothing may join them.")
@click.option("--unsure", "word", flag_value="unsure", help="It cannot be told.")
@click.option("--by", help="Who decides: an office or a name.")
@click.option("--reason", default="", help="Why.")
@import_option
@export_option
@json_option
def judge(pair: tuple[str, ...], target: Path | None, *, as_json: bool, **said: Any) -> None:
    """Says whether two things are the same one, such as a mission that two sources tell; alone it lists what was said.

    LEFT and RIGHT are IRIs, or what follows the base of Hakim's own. Things that were judged to be the same are one
    node in the graph, with what all sources say of it; `hakim unmerge` takes that back without a trace. The exit code
    is 1 when judgements contradict each other.

    Example: hakim judge mission/hdm/HDM-0001 mission/aiddata/36861 --same --by "Desk 3" --reason "same flight"
    """
    current = settings()
    with Store(current.home) as store:
        new = _judged(store, current, Said(pair, **said))
        if new:
            bring_in_step(store, current)
        standing = live_judgements(store.journal)
    found = clusters(standing)
    if target:
        with whole_output(target) as opened:
            opened.write(write_judgements(standing).encode())
    if as_json:
        print_json(
            {
                "judged": [_as_json(one) for one in new],
                "judgements": [_as_json(one) for one in standing],
                "clusters": [sorted(cluster) for cluster in found.each()],
                "conflicts": [asdict(conflict) for conflict in found.conflicts],
            }
        )
    elif new or not target:
        _print(new or standing)
    _tell(found.conflicts)
    if found.conflicts:
        raise click.exceptions.Exit(1)


@dataclass(frozen=True, slots=True)
class Said:
    """What the command line says of a pair, or the file that says it of many."""

    pair: tuple[str, ...]
    word: str | None
    by: str | None
    reason: str
    source: Path | None


def _judged(store: Store, current: Settings, said: Said) -> list[Judgement]:
    """Keeps what the command line or the file says; nothing where only a list is wanted."""
    if said.source and not (said.pair or said.word):
        told = read_judgements(said.source.read_bytes(), said.source.name)
        return keep(store.journal, current.ids, told, now(), said.source.name)
    if not (said.pair or said.word or said.source):
        return []
    if len(said.pair) != 2 or said.word is None or said.source:
        raise UsageProblem(
            "A judgement is on two things, with one of --same, --different and --unsure; or a file has them.",
            hint="For example: hakim judge LEFT RIGHT --same --by NAME, or hakim judge --import FILE",
        )
    left, right = (full_iri(current.ids, side) for side in said.pair)
    one = Judgement((left, right), VERDICTS[said.word], said.by or "", now(), said.reason)
    return keep(store.journal, current.ids, [one], now(), f"judged by {said.by}")


def full_iri(ids: Identifiers, text: str) -> str:
    """The IRI that somebody means: as it is, or as what follows the base.

    >>> full_iri(Identifiers("https://example.org/id/"), "mission/hdm/1")
    'https://example.org/id/mission/hdm/1'
    """
    return text if ":" in text else ids.base + text


def _as_json(one: Judgement) -> dict[str, object]:
    return asdict(one) | {"pair": list(one.pair)}


def _print(judgements: Sequence[Judgement]) -> None:
    rows = [[*one.pair, one.verdict.value, one.by, one.at, one.reason] for one in judgements]
    print_table(("left", "right", "verdict", "by", "at", "reason"), rows)


def _tell(conflicts: Sequence[Conflict]) -> None:
    for conflict in conflicts:
        one, other = conflict.positive, conflict.negative
        say(
            f"conflict: {one.by} judged {' and '.join(one.pair)} to be the same, which does not count,"
            f" because {other.by} judged {' and '.join(other.pair)} to be different."
        )
