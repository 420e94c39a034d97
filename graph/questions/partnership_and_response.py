"""What finishes the facts of questions 1 to 14 into answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.finished import Finished, Row
from graph.questions.answers_to_crises import (
    aid_of_sender_in_crisis,
    field_hospitals_after_crisis,
    hour_level_onsets,
    response_time_of_groups,
    who_answered_first,
    who_arrived_first,
)
from graph.questions.gathered import grouped, is_delivered, missions_in, of_kind, united, worded
from graph.questions.spans import Span, days_between, earliest_of, first_day, last_day, span_of, standings_of

__all__ = [
    "aid_of_sender_in_crisis",
    "delays_and_access",
    "field_hospitals_after_crisis",
    "hour_level_onsets",
    "joint_missions",
    "missions_compared",
    "missions_to_grouping",
    "outbreaks_without_missions",
    "response_time_of_groups",
    "stated_reciprocity",
    "undelivered",
    "who_answered_first",
    "who_arrived_first",
    "who_helped_back",
]

Parameters = Mapping[str, Any]


# --- 1: missions to the members of a grouping ------------------------------------------------------------------------


def missions_to_grouping(facts: list[Row], parameters: Parameters) -> Finished:
    """One row for each mission and recipient with a standing in the grouping, or without a recorded recipient."""
    period = Span(parameters["from"].isoformat(), parameters["to"].isoformat())
    rows = [
        row
        for own in grouped(facts, lambda row: (row["mission"], row["taker"])).values()
        if (row := _to_grouping(own, period))
    ]
    return Finished(
        rows,
        {
            "counted": len({row["mission"] for row in rows if row["counted"]}),
            "observers": len({row["mission"] for row in rows if row["standing"] == "observer"}),
            "no_recipient": sum(row["recipient"] is None for row in rows),
            "period_unknown": len({row["mission"] for row in rows if row["in_period"] != "yes"}),
        },
    )


def _to_grouping(own: list[Row], period: Span) -> Row | None:
    fact, at = own[0], span_of(own[0])
    standing = standings_of(own, at) if fact["taker"] else set()
    if standing == {"none"}:
        return None
    in_period = _within(at, period)
    return {
        "mission": fact["mission"],
        "name": fact["name"],
        "recipient": fact["taker"],
        "standing": " or ".join(sorted(standing)) or None,
        "counted": standing == {"member"} and in_period == "yes",
        "in_period": in_period,
        "date": fact["written"],
        "earliest": fact["start"],
        "type": fact["type"],
        "status": fact["status"],
        "delivered": is_delivered(fact),
        "partners": [code for code in fact["senders"] if code != fact["giver"]],
        "publishers": fact["publishers"],
        "confidence": fact["confidence"],
    }


def _within(date_: Span | None, period: Span) -> str:
    """Whether a date lies in a period: yes, possibly (it reaches beyond), or unknown."""
    if date_ is None:
        return "unknown"
    return "yes" if period.first <= date_.first and date_.last <= period.last else "possibly"


# --- 4: who helped whom back -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Direction:
    """What one party sent to another."""

    giver: str
    taker: str
    missions: list[str]
    together: list[str]
    begun: Span | None
    undated: int
    stated: bool


def who_helped_back(facts: list[Row], _parameters: Parameters) -> Finished:
    """One row for two parties that helped each other.

    >>> there = {"mission": "m1", "giver": "TUR", "taker": "AZE", "at_home": False, "stated": False}
    >>> back = {"mission": "m2", "giver": "AZE", "taker": "TUR", "at_home": False, "stated": False}
    >>> facts = [there | {"start": "2020-07-05", "latest": "2020-07-05"}]
    >>> facts += [back | {"start": "2023-02-01", "latest": "2023-02-28"}]
    >>> row = who_helped_back(facts, {}).rows[0]
    >>> [row[name] for name in ("first", "second", "sequence", "gap_min", "gap_max")]
    ['TUR', 'AZE', 'known', 941, 968]
    """
    sent = grouped(facts, lambda row: (row["giver"], row["taker"]))
    pairs = [pair for pair in sorted(sent) if pair[0] < pair[1] and pair[::-1] in sent]
    rows = [_mutual(_direction(pair, sent), _direction(pair[::-1], sent)) for pair in pairs]
    return Finished(
        rows,
        {
            "rows": len(rows),
            "not_aid_pairs": sum(not row["aid_both_ways"] for row in rows),
            "unordered_pairs": sum(row["sequence"] in {"undecided", "unknown"} for row in rows),
        },
    )


def _direction(pair: tuple[str, str], sent: Mapping[tuple[str, str], list[Row]]) -> _Direction:
    aid = [row for row in sent[pair] if not row["at_home"]]
    together = [row for row in sent[pair] if row["at_home"]]
    counted = aid or together
    spans = [span_of(row) for row in counted]
    return _Direction(
        *pair,
        missions=missions_in(aid),
        together=missions_in(together),
        begun=earliest_of(span for span in spans if span),
        undated=len({row["mission"] for row in counted if row["start"] is None}),
        stated=any(row["stated"] for row in aid),
    )


def _mutual(one: _Direction, other: _Direction) -> Row:
    sequence = _sequence(one.begun, other.begun)
    there, back = (other, one) if sequence == "known" and _comes_after(one, other) else (one, other)
    gap = _gap(there.begun, back.begun) if sequence in {"known", "tie"} else (None, None)
    return {
        "first": there.giver,
        "second": back.giver,
        "sequence": sequence,
        "helped_earliest": first_day(there.begun),
        "helped_latest": last_day(there.begun),
        "returned_earliest": first_day(back.begun),
        "returned_latest": last_day(back.begun),
        "gap_min": gap[0],
        "gap_max": gap[1],
        "aid_both_ways": bool(there.missions and back.missions),
        "stated": back.stated or (sequence != "known" and there.stated),
        "missions_there": there.missions,
        "missions_back": back.missions,
        "together": sorted({*there.together, *back.together}),
        "undated": there.undated + back.undated,
    }


def _sequence(one: Span | None, other: Span | None) -> str:
    """Whether the order of two dates is `known`, a `tie`, `undecided` between intervals, or `unknown`.

    >>> _sequence(Span("2020-01-01", "2020-12-31"), Span("2020-07-16", "2020-07-16"))
    'undecided'
    """
    if one is None or other is None:
        return "unknown"
    if one.last < other.first or other.last < one.first:
        return "known"
    return "tie" if one.known and one == other else "undecided"


def _comes_after(one: _Direction, other: _Direction) -> bool:
    return one.begun is not None and other.begun is not None and other.begun.last < one.begun.first


def _gap(there: Span | None, back: Span | None) -> tuple[int | None, int | None]:
    if there is None or back is None:
        return None, None
    return days_between(there.last, back.first), days_between(there.first, back.last)


# --- 5: stated reciprocity -------------------------------------------------------------------------------------------


def stated_reciprocity(facts: list[Row], _parameters: Parameters) -> Finished:
    """The statements, each marked when it is the sender's own."""
    rows = [
        row | {"own_words": bool({*row["stated_by"], *row["homes"], *row["spoken_for"]} & {*row["senders"]})}
        for row in facts
    ]
    return Finished(rows, {"rows": len(rows), "unrecorded": sum(not row["earlier"] for row in rows)})


# --- 10: delays ------------------------------------------------------------------------------------------------------


def delays_and_access(facts: list[Row], _parameters: Parameters) -> Finished:
    """The claims and steps as they stand."""
    return Finished([row | {"words": worded(row)} for row in facts], {"rows": len(facts)})


# --- 11: joint missions ----------------------------------------------------------------------------------------------


def joint_missions(facts: list[Row], _parameters: Parameters) -> Finished:
    """One row for each set of partners.

    >>> fact = {"mission": "m", "partners": ["ITA", "QAT"], "recipients": ["PSE"], "type": "hospital-ship"}
    >>> joint_missions([fact | {"programme": None}], {}).rows[0]["count"]
    1
    """
    rows: list[Row] = [
        {
            "partners": list(partners),
            "count": len(missions_in(own)),
            "recipients": united(own, "recipients"),
            "at_home": any({*partners} & {*row["recipients"]} for row in own),
            "types": sorted({row["type"] for row in own}),
            "programmes": sorted({row["programme"] for row in own if row["programme"]}),
            "missions": missions_in(own),
        }
        for partners, own in grouped(facts, lambda row: tuple(row["partners"])).items()
    ]
    return Finished(rows, {"rows": len(rows), "at_home": sum(row["at_home"] for row in rows)})


# --- 12: outbreaks without a mission ---------------------------------------------------------------------------------


def outbreaks_without_missions(facts: list[Row], _parameters: Parameters) -> Finished:
    """One row for each disease: its outbreaks among the members, with and without a recorded mission."""
    outbreaks = grouped(of_kind(facts, "outbreak"), lambda row: (row["disease"], row["place"], row["year"]))
    among_members = [
        own[0]
        for own in outbreaks.values()
        if "member" in standings_of(own, Span(f"{own[0]['year']}-01-01", f"{own[0]['year']}-12-31"))
    ]
    missions = of_kind(facts, "mission")
    met = [
        row | {"missions": missions_in(one for one in missions if _meets(one, row))} for row in among_members
    ]
    rows = [
        _disease(name, own) for name, own in sorted(grouped(met, lambda row: str(row["disease"])).items())
    ]
    return Finished(
        rows,
        {
            "outbreaks": len(met),
            "with_mission": sum(bool(row["missions"]) for row in met),
            "without_mission": sum(not row["missions"] for row in met),
        },
    )


def _meets(mission: Row, outbreak: Row) -> bool:
    """Whether a mission against a disease in a country falls into the year of an outbreak of it there."""
    if (mission["place"], mission["disease"]) != (outbreak["place"], outbreak["disease"]):
        return False
    if mission["start"] is None:
        return False
    last = max(mission["ended"] or mission["latest"], mission["latest"])
    return bool(int(mission["start"][:4]) <= outbreak["year"] <= int(last[:4]))


def _disease(name: str, own: list[Row]) -> Row:
    def named(rows: Iterable[Row]) -> list[str]:
        return sorted(f"{row['place']} {row['year']}" for row in rows)

    return {
        "disease": name,
        "outbreaks": len(own),
        "without_mission": sum(not row["missions"] for row in own),
        "unmet": named(row for row in own if not row["missions"]),
        "met": named(row for row in own if row["missions"]),
        "missions": sorted({mission for row in own for mission in row["missions"]}),
    }


# --- 13: missions for one recipient against those for another --------------------------------------------------------


def missions_compared(facts: list[Row], parameters: Parameters) -> Finished:
    """One row for each of the two recipients, also where it has no mission."""
    by_taker = grouped(facts, lambda row: str(row["taker"]))
    recipients = list(dict.fromkeys((parameters["first"], parameters["second"])))
    rows = [_received(taker, by_taker.get(taker, [])) for taker in recipients]
    shared = set.intersection(*({*row["missions"]} for row in rows))
    return Finished(rows, {"shared": len(shared)})


def _received(taker: str, own: list[Row]) -> Row:
    return {
        "recipient": taker,
        "recorded": len(missions_in(own)),
        "delivered": len(missions_in(row for row in own if is_delivered(row))),
        "not_delivered": len(
            missions_in(row for row in own if row["status"] is not None and not is_delivered(row))
        ),
        "status_unknown": len(missions_in(row for row in own if row["status"] is None)),
        "senders": united(own, "senders"),
        "types": sorted({row["type"] for row in own}),
        "missions": missions_in(own),
    }


# --- 14: what is not known to have arrived ---------------------------------------------------------------------------


def undelivered(facts: list[Row], _parameters: Parameters) -> Finished:
    """The missions as they stand, and how many of them were requested."""
    requested = sum(any(step.startswith("request ") for step in row["steps"]) for row in facts)
    return Finished(facts, {"rows": len(facts), "requested": requested})
