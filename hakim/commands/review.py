"""`hakim review`: the missions that may be told twice, one pair after the other, for a person to judge."""

import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, cast

import click

from hakim.commands.common import json_option, now, settings
from hakim.finding import shortened
from hakim.graph_loading import bring_in_step
from hakim.matching import candidates_in
from hakim.output import print_json, print_table, say
from hakim.pair_sides import Side, compared, side_of
from hakim.reviewing import Review
from ingest.matching.candidates import Candidate
from ingest.matching.scoring import CANDIDATE, PROPOSE
from ontology.errors import UsageProblem
from ontology.identifiers import Identifiers
from records.judgements import Judgement, Verdict
from records.judging import judge, live_judgements, take_back
from records.store import Store

ANSWERS = {"x": Verdict.POSITIVE, "n": Verdict.NEGATIVE, "u": Verdict.UNSURE}
WORDS = {Verdict.POSITIVE: "the same", Verdict.NEGATIVE: "not the same", Verdict.UNSURE: "unsure"}
KEYS = "x the same, n not the same, u unsure (X, N, U: say why), s later, z undo, q quit"
MOST_PAIRS = 50


@click.command()
@click.option("--by", help="Who decides: an office or a name.")
@click.option("--source", default="", help="Only pairs of which this source tells a side.")
@click.option(
    "--at-least",
    type=click.FloatRange(0, 1),
    default=CANDIDATE,
    show_default=True,
    help=f"The least score of a pair, of 1; from {PROPOSE} on a pair is proposed.",
)
@click.option("--again", is_flag=True, help="Also what was judged unsure.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=MOST_PAIRS, show_default=True, help="The most pairs."
)
@json_option
def review(by: str | None, limit: int, *, as_json: bool, **chosen: Any) -> None:
    """Shows missions that may be one, told twice: both sides with their sources, and the reasons for and against.

    One key answers: x the same, n not the same, u unsure, s later, z undo, q quit; with X, N or U you are asked why.
    Each answer is kept at once, and the graph follows at the end. Nothing is ever merged without one. With --json the
    pairs are printed and nothing is asked; `hakim judge` takes the answers.

    Example: hakim review --by "Desk 3"
    """
    current = settings()
    with Store(current.home) as store:
        some = [*islice(candidates_in(store, current.ids, **chosen), limit + 1)]
        if as_json:
            pairs = [_as_json(store, current.ids, one) for one in some[:limit]]
            print_json({"candidates": pairs, "more": len(some) > limit})
            return
        if not by:
            raise UsageProblem(
                "A judgement says whose it is.", hint='For example: hakim review --by "Desk 3"; or --json.'
            )
        kept = _KeptInStore(store, current.ids)
        session = Review([*some[:limit]], kept, by, now)
        _ask_all(session, store, current.ids)
        if kept.changed:
            bring_in_step(store, current)
    _tell(session.judged, more=len(some) > limit)


@dataclass(slots=True)
class _KeptInStore:
    """Judgements in the store of record; `changed` once any was kept."""

    store: Store
    ids: Identifiers
    changed: bool = False

    def judgements(self) -> list[Judgement]:
        return live_judgements(self.store.journal)

    def keep(self, judgement: Judgement) -> None:
        judge(self.store.journal, self.ids, [judgement], now(), "hakim review")
        self.changed = True

    def take_back(self, judgement: Judgement) -> None:
        take_back(self.store.journal, self.ids, judgement.pair, now(), judgement.by)
        self.changed = True


def _ask_all(session: Review, store: Store, ids: Identifiers) -> None:
    """Asks until the person ends it, or there is no pair left and nothing to undo."""
    while True:
        pair = session.ask()
        if pair is not None:
            _show(store, ids, cast("Candidate", pair))
        if not (_answered(session) if pair is not None else _last_undone(session)):
            return


def _last_undone(session: Review) -> bool:
    """Whether the person wants the last answer back, when there is nothing left to ask."""
    if not session.has_steps:
        return False
    say("That was the last pair: z undo, any other key ends.")
    return _key() == "z" and session.undo()


def _answered(session: Review) -> bool:
    """Takes one answer; False when there is none any more."""
    while True:
        say(KEYS)
        key = _key()
        if key in {"", "q"}:
            return False
        if key.lower() in ANSWERS:
            reason = click.prompt("Why", err=True) if key.isupper() else ""
            say(f"  {WORDS[session.answer(ANSWERS[key.lower()], reason).verdict]}")
            return True
        if key == "s":
            session.skip()
            return True
        if key == "z":
            if session.undo():
                return True
            say("There is nothing to undo.")


def _key() -> str:
    """The next key; nothing at the end of the input, or when the person breaks off."""
    read: Callable[[], str] = click.getchar if sys.stdin.isatty() else _piped_key
    try:
        return read()
    except (KeyboardInterrupt, EOFError):
        return ""


def _piped_key() -> str:
    while (key := sys.stdin.read(1)).isspace():
        pass
    return key


def _show(store: Store, ids: Identifiers, found: Candidate) -> None:
    left, right = (side_of(store, ids, thing) for thing in found.pair)
    heads = ("", "", *(shortened(side.thing, ids) for side in (left, right)))
    proposed = ", proposed as one mission" if found.score.is_proposed else ""
    rows = [*compared(left, right), ("told by", "", *("\n".join(_words(side)) for side in (left, right)))]
    print_table(heads, rows, title=f"Score {found.score.value:.2f}{proposed}")
    for reason in found.score.reasons:
        if reason.bits:
            click.echo(f"  {reason}")


def _words(side: Side) -> list[str]:
    return [told.words for told in side.told]


def _as_json(store: Store, ids: Identifiers, found: Candidate) -> dict[str, object]:
    left, right = (asdict(side_of(store, ids, thing)) for thing in found.pair)
    return {
        "pair": list(found.pair),
        "score": found.score.value,
        "proposed": found.score.is_proposed,
        "reasons": [
            {"bits": reason.bits, "says": reason.finding.says, "detail": reason.detail}
            for reason in found.score.reasons
        ],
        "left": left,
        "right": right,
    }


def _tell(judged: list[Judgement], *, more: bool) -> None:
    rows = [[*one.pair, WORDS[one.verdict], one.by, one.reason] for one in judged]
    if rows:
        print_table(("left", "right", "judged", "by", "why"), rows)
    say(
        f"{len(rows)} pair{'' if len(rows) == 1 else 's'} judged.{' There are more: run it again.' if more else ''}"
    )
