"""What questions 1 to 4 must answer: volumes, and who helped whom back."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from tests.questions.oracle.csv_data import CsvData, CsvRow, delivered, interval, mission_iri, parts
from tests.questions.oracle.evidence import KIND_OF_UNIT
from tests.questions.oracle.files import (
    Days,
    Row,
    Spell,
    begun,
    bodies,
    iris,
    receiving_parties,
    recipients,
    senders,
    spells,
    status_of,
    type_of,
)

Parameters = Mapping[str, Any]


def _counted(data: CsvData, parameters: Parameters) -> list[CsvRow]:
    return [mission for mission in data.missions if parameters["include_undelivered"] or delivered(mission)]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _ends(when: Days | None) -> tuple[str | None, str | None]:
    return (_iso(when[0]), _iso(when[1])) if when else (None, None)


def _number(written: str) -> int | float | None:
    if not written:
        return None
    number = float(written.replace(",", ""))
    return int(number) if number.is_integer() else number


def _answers(data: CsvData, mission: CsvRow, crisis: str) -> bool:
    """Whether a mission answers a crisis, named by its identifier or its name."""
    return any(
        mission["crisis"] == row["name"] and crisis in {row["crisis_id"], row["name"]}
        for row in data["crises.csv"]
    )


# --- 1: missions to a grouping ---------------------------------------------------------------------------------------


def missions_to_grouping(data: CsvData, parameters: Parameters) -> list[Row]:
    """Each mission of the sender with each recipient that has a standing, and those without a recipient."""
    known = spells(data, parameters["grouping"])
    period = (parameters["from"], parameters["to"])
    rows = []
    for mission in _counted(data, parameters):
        when = begun(mission)
        inside = _inside(when, period)
        if parameters["sender"] not in senders(mission) or not inside:
            continue
        takers: list[str | None] = [code for code in recipients(mission) if code != parameters["sender"]]
        for taker in takers if receiving_parties(mission) else [None]:
            standing = _standing([spell for spell in known if spell.code == taker], when) if taker else set()
            if standing == {"none"}:
                continue
            rows.append(
                {
                    "mission": mission_iri(mission["id"]),
                    "name": mission["title"],
                    "recipient": taker,
                    "standing": " or ".join(sorted(standing)) or None,
                    "counted": standing == {"member"} and inside == "yes",
                    "in_period": inside,
                    "date": mission["start_date"] or None,
                    "earliest": _ends(when)[0],
                    "type": type_of(mission),
                    "status": status_of(mission),
                    "delivered": delivered(mission),
                    "partners": sorted(code for code in senders(mission) if code != parameters["sender"]),
                    "publishers": parts(mission["source_publisher"]),
                    "confidence": [mission["confidence"]],
                }
            )
    return rows


def _inside(when: Days | None, period: Days) -> str | None:
    """Whether a date lies in a period; None when it cannot."""
    if when is None:
        return "unknown"
    if when[1] < period[0] or period[1] < when[0]:
        return None
    return "yes" if period[0] <= when[0] and when[1] <= period[1] else "possibly"


def _standing(own: list[Spell], when: Days | None) -> set[str]:
    """Every standing on some day of a date; without a date, that of the memberships without an end."""
    if when is None:
        going_on = [spell for spell in own if spell.end is None]
        return _on_a_day(going_on, going_on)
    days = (when[0] + timedelta(n) for n in range((when[1] - when[0]).days + 1))
    return {
        standing
        for day in days
        for standing in _on_a_day(
            [
                spell
                for spell in own
                if (spell.start is None or spell.start[0] <= day) and _lasts(spell, day, 1)
            ],
            [
                spell
                for spell in own
                if (spell.start is None or spell.start[1] <= day) and _lasts(spell, day, 0)
            ],
        )
    }


def _lasts(spell: Spell, day: date, end: int) -> bool:
    return spell.end is None or day <= spell.end[end]


def _on_a_day(possible: list[Spell], certain: list[Spell]) -> set[str]:
    if any(spell.status == "suspended" for spell in certain):
        return {"suspended"}
    return {spell.status for spell in possible} | (set() if certain else {"none"})


# --- 2: field hospitals after a crisis -------------------------------------------------------------------------------


def field_hospitals_after_crisis(data: CsvData, parameters: Parameters) -> list[Row]:
    """The missions with a field hospital, and the rival totals."""
    crisis, taker = parameters["crisis"], parameters["recipient"]
    missions = [
        mission
        for mission in _counted(data, parameters)
        if mission["type"] == "field hospital"
        and _answers(data, mission, crisis)
        and (not taker or taker in recipients(mission))
    ]
    claims = [
        claim
        for claim in _claims_about(data, crisis)
        if claim["topic"] in {"count", "cumulative-total"}
        and "field hospital" in claim["property"].lower()
        and (not taker or not claim["concerns"] or taker in parts(claim["concerns"]))
    ]
    return [
        *(
            {
                "kind": "mission",
                "senders": sorted(senders(mission) or bodies(data, mission, "sender")),
                "mission": mission_iri(mission["id"]),
                "name": mission["title"],
                "status": status_of(mission),
                "delivered": delivered(mission),
                "earliest": _ends(begun(mission))[0],
                "latest": _ends(begun(mission))[1],
                "amount": _number(mission["quantity"]),
                "unit": mission["unit"] or None,
                "claim": None,
                "words": None,
                "publishers": parts(mission["source_publisher"]),
            }
            for mission in missions
        ),
        *(
            {
                "kind": "claim",
                "senders": [],
                "mission": None,
                "name": None,
                "status": None,
                "delivered": None,
                "earliest": _ends(interval(claim["as_of"]))[0],
                "latest": _ends(interval(claim["as_of"]))[1],
                "amount": None,
                "unit": None,
                "claim": claim["claim_id"],
                "words": claim["value"],
                "publishers": [claim["source_publisher"]],
            }
            for claim in claims
        ),
    ]


def _claims_about(data: CsvData, crisis: str) -> list[CsvRow]:
    names = {row["name"] for row in data["crises.csv"] if crisis in {row["crisis_id"], row["name"]}}
    return [claim for claim in data["crisis-claims.csv"] if claim["crisis"] in names]


# --- 3: aid of a sender in a crisis ----------------------------------------------------------------------------------


def aid_of_sender_in_crisis(data: CsvData, parameters: Parameters) -> list[Row]:
    """The missions one by one, and the claims about the whole."""
    sender, crisis = parameters["sender"], parameters["crisis"]
    of_sender = {row["name"] for row in data["publishers.csv"] if row["affiliation_iso3"] == sender}
    missions = [
        mission
        for mission in _counted(data, parameters)
        if sender in senders(mission) and _answers(data, mission, crisis)
    ]
    claims = _claims_about(data, crisis)
    return [
        *(_aid(data, mission, sender, of_sender) for mission in missions),
        *(
            _total(claim, claims, sender, of_sender)
            for claim in claims
            if sender in {*parts(claim["stated_by"]), *parts(claim["concerns"])}
            or claim["source_publisher"] in of_sender
        ),
    ]


def _aid(data: CsvData, mission: CsvRow, sender: str, of_sender: set[str]) -> Row:
    takers = recipients(mission) or bodies(data, mission, "recipient")
    at_home = {*takers} == {sender}
    earliest, latest = _ends(begun(mission))
    return {
        "kind": "joint work" if at_home else "mission",
        "mission": mission_iri(mission["id"]),
        "name": mission["title"],
        "recipients": sorted(takers if at_home else {*takers} - {sender}),
        "partners": sorted({*senders(mission)} - {sender}),
        "type": type_of(mission),
        "status": status_of(mission),
        "delivered": delivered(mission),
        "earliest": earliest,
        "latest": latest,
        "amount": _number(mission["quantity"]),
        "unit": mission["unit"] or None,
        "counted": KIND_OF_UNIT.get(mission["unit"]) if mission["quantity"] else None,
        "claim": None,
        "property": None,
        "words": None,
        "superseded_by": [],
        "publishers": parts(mission["source_publisher"]),
        "self_claim": mission["source_publisher"] in of_sender,
    }


def _total(claim: CsvRow, claims: Iterable[CsvRow], sender: str, of_sender: set[str]) -> Row:
    earliest, latest = _ends(interval(claim["as_of"]))
    return {
        "kind": "claim",
        "mission": None,
        "name": None,
        "recipients": [],
        "partners": [],
        "type": None,
        "status": None,
        "delivered": None,
        "earliest": earliest,
        "latest": latest,
        "amount": None,
        "unit": None,
        "counted": None,
        "claim": claim["claim_id"],
        "property": claim["property"],
        "words": claim["value"],
        "superseded_by": sorted(
            later["claim_id"] for later in claims if claim["claim_id"] in parts(later["supersedes"])
        ),
        "publishers": [claim["source_publisher"]],
        "self_claim": sender in parts(claim["stated_by"]) or claim["source_publisher"] in of_sender,
    }


# --- 4: who helped whom back -----------------------------------------------------------------------------------------


def who_helped_back(data: CsvData, parameters: Parameters) -> list[Row]:
    """The pairs of countries with missions both ways."""
    flows = list(_flows(_counted(data, parameters)))
    stated = {claim["mission_id"] for claim in data["claims.csv"] if claim["topic"] == "reciprocity"}
    party = parameters["party"]
    pairs = combinations(sorted({code for giver, taker, _ in flows for code in (giver, taker)}), 2)
    return [
        _pair(there, back, stated)
        for one, other in pairs
        if (not party or party in {one, other})
        and (there := _Way(one, other, flows)).all
        and (back := _Way(other, one, flows)).all
    ]


def _flows(missions: Iterable[CsvRow]) -> Iterator[tuple[str, str, CsvRow]]:
    for mission in missions:
        for giver in senders(mission):
            for taker in recipients(mission):
                if giver != taker:
                    yield giver, taker, mission


class _Way:
    """The missions from one country to another."""

    def __init__(self, giver: str, taker: str, flows: Iterable[tuple[str, str, CsvRow]]) -> None:
        self.giver = giver
        self.all = [mission for sent, received, mission in flows if (sent, received) == (giver, taker)]
        self.aid = [mission for mission in self.all if taker not in senders(mission)]
        self.together = [mission for mission in self.all if taker in senders(mission)]
        self.dating = self.aid or self.together
        dates = [when for mission in self.dating if (when := begun(mission))]
        self.begun = (min(first for first, _ in dates), min(last for _, last in dates)) if dates else None

    @property
    def undated(self) -> int:
        return sum(begun(mission) is None for mission in self.dating)

    def states(self, stated: set[str]) -> bool:
        return any(mission["id"] in stated for mission in self.aid)


def _pair(one: _Way, other: _Way, stated: set[str]) -> Row:
    sequence = _sequence(one.begun, other.begun)
    there, back = one, other
    if sequence == "known" and one.begun and other.begun and other.begun < one.begun:
        there, back = other, one
    ordered = sequence == "known"
    gap: tuple[int | None, int | None] = (None, None)
    if sequence in {"known", "tie"} and there.begun and back.begun:
        gap = (back.begun[0] - there.begun[1]).days, (back.begun[1] - there.begun[0]).days
    return {
        "first": there.giver,
        "second": back.giver,
        "sequence": sequence,
        "helped_earliest": _ends(there.begun)[0],
        "helped_latest": _ends(there.begun)[1],
        "returned_earliest": _ends(back.begun)[0],
        "returned_latest": _ends(back.begun)[1],
        "gap_min": gap[0],
        "gap_max": gap[1],
        "aid_both_ways": bool(one.aid and other.aid),
        "stated": back.states(stated) or (not ordered and there.states(stated)),
        "missions_there": iris(there.aid),
        "missions_back": iris(back.aid),
        "together": sorted({*iris(one.together), *iris(other.together)}),
        "undated": one.undated + other.undated,
    }


def _sequence(one: Days | None, other: Days | None) -> str:
    if one is None or other is None:
        return "unknown"
    if one[1] < other[0] or other[1] < one[0]:
        return "known"
    return "tie" if one == other and one[0] == one[1] else "undecided"
