"""What finishes the facts of question 46: events beside missions, against what chance would put there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.analysis.base_rate import Comparison, compare, near
from graph.finished import Finished, Row
from graph.questions.gathered import grouped, of_kind
from graph.questions.spans import Span, span_of
from ontology.errors import UsageProblem

MOST_DAYS = 36_525
MOST_PERMUTATIONS = 100_000
"""A hundred years; and as many dealings as say something more and do not take minutes."""


@dataclass(frozen=True, slots=True)
class _Dated:
    """The dated missions in the order of their addresses, their dates, and the events of each that has some."""

    missions: list[str]
    dates: list[Span]
    events: dict[int, list[Span]]


@dataclass(frozen=True, slots=True)
class _Side:
    """What the missions with events score on every date, surely and possibly, on one side of them."""

    surely: list[Any]
    possibly: list[Any]


def events_against_base_rate(facts: list[Row], parameters: Mapping[str, Any]) -> Finished:
    """How often an event of the two parties stands after a mission, before it, and what chance would have."""
    days, permutations = parameters["days"], parameters["permutations"]
    for name, most in (("days", MOST_DAYS), ("permutations", MOST_PERMUTATIONS)):
        if not 1 <= parameters[name] <= most:
            raise UsageProblem(f"{name} is {parameters[name]}.", hint=f"Give {name} from 1 to {most:,}.")
    dated = _dated(facts)
    sides = {"after": _side(dated, 1, days), "before": _side(dated, -days, -1)}
    rows = [_side_row(name, side, dated, permutations) for name, side in sides.items()]
    change = [
        after - before for after, before in zip(sides["after"].surely, sides["before"].surely, strict=True)
    ]
    own = [*dated.events]
    unclear = {
        number
        for side in sides.values()
        for number, surely, possibly in zip(own, side.surely, side.possibly, strict=True)
        if surely[number] != possibly[number]
    }
    rows.append(
        _measured("difference", compare(change, own, permutations), len(dated.missions))
        | {**dict.fromkeys(("possibly", "share_possible", "p_possible")), "mission_list": []}
    )
    return Finished(rows, {"days": days, "unclear": len(unclear)})


def _dated(facts: list[Row]) -> _Dated:
    events = grouped(of_kind(facts, "event"), _dyad)
    missions = grouped(
        (row for row in of_kind(facts, "mission") if row["start"]), lambda row: str(row["mission"])
    )
    ordered = sorted(missions)
    near_by = {
        number: [event for dyad in {*map(_dyad, missions[mission])} for event in _spans(events.get(dyad, []))]
        for number, mission in enumerate(ordered)
    }
    return _Dated(
        ordered,
        _spans(missions[mission][0] for mission in ordered),
        {number: spans for number, spans in near_by.items() if spans},
    )


def _dyad(row: Row) -> frozenset[str]:
    return frozenset((row["one"], row["other"]))


def _side(dated: _Dated, first: int, last: int) -> _Side:
    scores = [near(dated.dates, spans, first, last) for spans in dated.events.values()]
    return _Side([surely for surely, _ in scores], [possibly for _, possibly in scores])


def _side_row(name: str, side: _Side, dated: _Dated, permutations: int) -> Row:
    own, whole = [*dated.events], len(dated.missions)
    possibly = compare(side.possibly, own, permutations)
    return _measured(name, compare(side.surely, own, permutations), whole) | {
        "possibly": possibly.observed,
        "share_possible": _percent(possibly.observed, whole),
        "p_possible": round(possibly.p_value, 6),
        "mission_list": [
            dated.missions[number] for number, score in zip(own, side.surely, strict=True) if score[number]
        ],
    }


def _measured(name: str, found: Comparison, missions: int) -> Row:
    return {
        "side": name,
        "missions": missions,
        "surely": found.observed,
        "share": _percent(found.observed, missions),
        "base": _percent(found.expected, missions),
        "base_low": _percent(found.low, missions),
        "base_high": _percent(found.high, missions),
        "p_value": round(found.p_value, 6),
    }


def _percent(part: float, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _spans(rows: Iterable[Row]) -> list[Span]:
    return [span for row in rows if (span := span_of(row))]
