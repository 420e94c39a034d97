"""What questions 28 to 41 must answer, computed from the CSV files alone, by their descriptions."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations

from tests.questions.oracle.conflict import (
    missions_in_conflict_years,
    outbreaks_after_conflict,
    senders_party_to_conflict,
)
from tests.questions.oracle.csv_data import CsvData, CsvRow, delivered, interval, mission_iri, parts
from tests.questions.oracle.evidence import outcomes, releasable, rival_claims, single_source
from tests.questions.oracle.files import (
    Days,
    Parameters,
    Row,
    begun,
    bodies,
    iris,
    percent,
    recipients,
    senders,
    status_of,
    type_of,
)
from tests.questions.oracle.network import bridges_between_groups, centrality, periods

__all__ = [
    "agreements_with_other_matters",
    "aid_before_restored_ties",
    "bridges_between_groups",
    "centrality",
    "events_around_missions",
    "health_and_defence_dyads",
    "missions_in_conflict_years",
    "outbreaks_after_conflict",
    "outcomes",
    "periods",
    "releasable",
    "rival_claims",
    "senders_party_to_conflict",
    "single_source",
]

EVENT_TYPES = {"diplomatic relations": "relations"}
"""The words of diplomatic-events.csv that the product says in another way; else spaces become hyphens."""


# --- Days ----------------------------------------------------------------------------------------------------------


def event_type(event: CsvRow) -> str:
    return EVENT_TYPES.get(event["type"], event["type"].replace(" ", "-"))


def days_from(one: Days, other: Days) -> tuple[int, int]:
    """The fewest and the most days from one date to another; negative where the other came before."""
    return (other[0] - one[1]).days, (other[1] - one[0]).days


def stands(one: Days, other: Days) -> str:
    """Where the other date stands to the one."""
    if other[1] < one[0]:
        return "before"
    if other[0] > one[1]:
        return "after"
    return "same-day" if one == other and one[0] == one[1] else "undecided"


def first_and_last(days: Days | None) -> tuple[str | None, str | None]:
    return (days[0].isoformat(), days[1].isoformat()) if days else (None, None)


def directions(mission: CsvRow) -> Iterator[tuple[str, str]]:
    """Who gave to whom in a mission."""
    for giver in senders(mission):
        for taker in recipients(mission):
            if giver != taker:
                yield giver, taker


# --- 28: events around missions ------------------------------------------------------------------------------------


def events_around_missions(data: CsvData, parameters: Parameters) -> list[Row]:
    rows: list[Row] = []
    for mission in data.missions:
        if not (delivered(mission) or parameters["include_undelivered"]):
            continue
        for giver, taker in directions(mission):
            if {parameters["a"], parameters["b"]} - {""} <= {giver, taker}:
                rows += _around(data, mission, giver, taker, parameters)
    return rows


def _around(data: CsvData, mission: CsvRow, giver: str, taker: str, parameters: Parameters) -> list[Row]:
    dated = [
        (event, days)
        for event in data["diplomatic-events.csv"]
        if event_type(event) != "security-incident"
        and {giver, taker} <= set(parts(event["participants_iso3"]))
        and (days := interval(event["date"]))
    ]
    when = begun(mission)
    start, latest = first_and_last(when)
    head = {
        "mission": mission_iri(mission["id"]),
        "giver": giver,
        "taker": taker,
        "mission_date": start,
        "mission_latest": latest,
        **_base_rates([days[0] for _, days in dated], parameters),
    }
    near = [row for event, days in dated if when and (row := _near(mission, when, event, days, parameters))]
    nothing = dict.fromkeys(
        (
            "event",
            "event_type",
            "event_date",
            "event_latest",
            "days_min",
            "days_max",
            "within",
            "what",
            "linked",
        )
    )
    return [head | row for row in near] or [{**head, **nothing, "position": "none" if when else "undated"}]


def _near(mission: CsvRow, when: Days, event: CsvRow, days: Days, parameters: Parameters) -> Row | None:
    fewest, most = days_from(when, days)
    window = parameters["days"]
    if most < -window or fewest > window:
        return None
    event_date, event_latest = first_and_last(days)
    return {
        "position": stands(when, days),
        "event": event["event_id"],
        "event_type": event_type(event),
        "event_date": event_date,
        "event_latest": event_latest,
        "days_min": fewest,
        "days_max": most,
        "within": "yes" if fewest >= -window and most <= window else "possible",
        "what": event["description"],
        "linked": mission["id"] in parts(event["related_mission_id"]),
    }


def _base_rates(events: list[date], parameters: Parameters) -> Row:
    """Of all days of the period, the share with an event among the days before, and after, them."""
    whole = (parameters["until"] - parameters["since"]).days + 1
    period = [parameters["since"] + timedelta(days=step) for step in range(whole)]
    gaps = [[(event - day).days for event in events] for day in period]
    window = parameters["days"]
    return {
        "base_before": percent(sum(any(-window <= gap <= -1 for gap in one) for one in gaps), whole),
        "base_after": percent(sum(any(1 <= gap <= window for gap in one) for one in gaps), whole),
    }


# --- 29: aid before restored ties ----------------------------------------------------------------------------------

CONTACTS = ("phone-call", "visit")


def aid_before_restored_ties(data: CsvData, parameters: Parameters) -> list[Row]:
    restored = {
        tuple(sorted((state["a_iso3"], state["b_iso3"])))
        for state in data["relation-states.csv"]
        if state["state"] == "restored"
    }
    rows: list[Row] = []
    for (pair, days), things in _steps(data, parameters).items():
        if parameters["party"] in {"", *pair}:
            step_date, step_latest = first_and_last(days)
            kinds = sorted({kind for kind, _ in things})
            head = {
                "step": next((kind for kind in ("restored", "relations") if kind in kinds), "contact"),
                "a": pair[0],
                "b": pair[1],
                "step_date": step_date,
                "step_latest": step_latest,
                "kinds": kinds,
                "ties": "restored" if pair in restored else "no state",
                "what": sorted({what for _, what in things if what}),
            }
            rows += [head | aid for aid in _aid_before(data, pair, days, parameters)]
    return rows


def _steps(
    data: CsvData, parameters: Parameters
) -> dict[tuple[tuple[str, str], Days], list[tuple[str, str]]]:
    """What the steps between two parties on one date hold: kinds and descriptions."""
    found: dict[tuple[tuple[str, str], Days], list[tuple[str, str]]] = {}
    for state in data["relation-states.csv"]:
        if state["state"] == "restored" and (days := interval(state["start"])):
            pair = _pair(state["a_iso3"], state["b_iso3"])
            found.setdefault((pair, days), []).append(("restored", state["description"]))
    for event in data["diplomatic-events.csv"]:
        kind = event_type(event)
        if kind == "relations" or (kind in CONTACTS and parameters["contacts"]):
            for one, other in combinations(parts(event["participants_iso3"]), 2):
                if days := interval(event["date"]):
                    found.setdefault((_pair(one, other), days), []).append((kind, event["description"]))
    return found


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _aid_before(data: CsvData, pair: tuple[str, str], step: Days, parameters: Parameters) -> list[Row]:
    rows = [
        _aid_row(mission, giver, taker, step, parameters["days"])
        for mission in data.missions
        if delivered(mission) or parameters["include_undelivered"]
        for giver, taker in directions(mission)
        if _pair(giver, taker) == pair and taker not in senders(mission)
    ]
    nobody = dict.fromkeys(
        ("giver", "taker", "mission", "mission_date", "mission_latest", "days_min", "days_max", "window")
    )
    return rows or [{**nobody, "sequence": "no-aid"}]


def _aid_row(mission: CsvRow, giver: str, taker: str, step: Days, window: int) -> Row:
    when = begun(mission)
    start, latest = first_and_last(when)
    fewest, most = days_from(when, step) if when else (None, None)
    places = {"before": "aid-later", "after": "aid-first"}
    place = stands(when, step) if when else "undated"
    return {
        "giver": giver,
        "taker": taker,
        "mission": mission_iri(mission["id"]),
        "mission_date": start,
        "mission_latest": latest,
        "sequence": places.get(place, place),
        "days_min": fewest,
        "days_max": most,
        "window": _window(fewest, most, window) if place == "after" else None,
    }


def _window(fewest: int | None, most: int | None, window: int) -> str:
    assert fewest is not None
    assert most is not None
    if most <= window:
        return "within"
    return "outside" if fewest > window else "possible"


# --- 30: agreements with other matters -----------------------------------------------------------------------------

FOR_HEALTH = ("agreement", "funding", "vaccines")
OTHER_MATTERS = ("economic-agreement", "political-support", "defence-cooperation", "relations")


def agreements_with_other_matters(data: CsvData, parameters: Parameters) -> list[Row]:
    return [
        _beside(mission, event)
        for event in data["diplomatic-events.csv"]
        if event_type(event) in OTHER_MATTERS
        and parameters["party"] in {"", *parts(event["participants_iso3"])}
        for mission in data.missions
        if mission["id"] in parts(event["related_mission_id"])
        and (type_of(mission) in FOR_HEALTH or parameters["all_types"])
    ]


def _beside(mission: CsvRow, event: CsvRow) -> Row:
    when, days = begun(mission), interval(event["date"])
    start, latest = first_and_last(when)
    event_date, event_latest = first_and_last(days)
    fewest, most = days_from(when, days) if when and days else (None, None)
    timing = stands(when, days) if when and days else "undated"
    apart = {"before": "no", "after": "no", "undated": "unknown"}
    return {
        "mission": mission_iri(mission["id"]),
        "type": type_of(mission),
        "status": status_of(mission),
        "senders": sorted(senders(mission)),
        "recipients": sorted(recipients(mission)),
        "start": start,
        "latest": latest,
        "event": event["event_id"],
        "matter": event_type(event),
        "parties": sorted(parts(event["participants_iso3"])),
        "event_date": event_date,
        "event_latest": event_latest,
        "timing": timing,
        "days_min": fewest,
        "days_max": most,
        "together": apart.get(timing, "possible"),
        "what": event["description"],
    }


# --- 31: health missions and defence ties --------------------------------------------------------------------------


def health_and_defence_dyads(data: CsvData, parameters: Parameters) -> list[Row]:
    missions: dict[tuple[str, str], list[CsvRow]] = {}
    for mission in data.missions:
        if delivered(mission) or parameters["include_undelivered"]:
            both = {_pair(*two) for two in directions(mission)}
            for pair in both | {_pair(*two) for two in combinations(senders(mission), 2)}:
                missions.setdefault(pair, []).append(mission)
    events: dict[tuple[str, str], list[CsvRow]] = {}
    for event in data["diplomatic-events.csv"]:
        if event_type(event) == "defence-cooperation":
            for two in combinations(parts(event["participants_iso3"]), 2):
                events.setdefault(_pair(*two), []).append(event)
    return [
        row
        for pair, sent in missions.items()
        if parameters["party"] in {"", *pair}
        and (row := _dyad(data, pair, sent, events.get(pair, [])))["ties"]
    ]


def _dyad(data: CsvData, pair: tuple[str, str], missions: list[CsvRow], events: list[CsvRow]) -> Row:
    joint = [
        mission for mission in missions if mission["military"] == "yes" and set(pair) <= set(senders(mission))
    ]
    armies = [mission for mission in missions if _army_to_army(data, mission, pair)]
    held = {"event": events, "joint-mission": joint, "army-to-army": armies}
    mission, event = _earliest(map(begun, missions)), _earliest(interval(one["date"]) for one in events)
    places = {"before": "defence-first", "after": "mission-first"}
    place = stands(mission, event) if mission and event else None
    first_mission, first_mission_latest = first_and_last(mission)
    first_event, first_event_latest = first_and_last(event)
    return {
        "a": pair[0],
        "b": pair[1],
        "ties": sorted(tie for tie, things in held.items() if things),
        "independent": bool(events),
        "first_mission": first_mission,
        "first_mission_latest": first_mission_latest,
        "first_event": first_event,
        "first_event_latest": first_event_latest,
        "sequence": places.get(place, place) if place else None,
        "events": sorted(one["event_id"] for one in events),
        "tie_missions": sorted({*iris(joint), *iris(armies)}),
        "missions": iris(missions),
        "military_missions": iris(one for one in missions if one["military"] == "yes"),
    }


def _army_to_army(data: CsvData, mission: CsvRow, pair: tuple[str, str]) -> bool:
    giving, taking = (_homes_of_armies(data, mission, side) for side in ("sender", "recipient"))
    one, other = pair
    return (one in giving and other in taking) or (other in giving and one in taking)


def _homes_of_armies(data: CsvData, mission: CsvRow, side: str) -> set[str]:
    """The countries whose armed forces are named on one side of a mission."""
    named = bodies(data, mission, side)
    return {
        row["home_iso3"]
        for row in data["organisations.csv"]
        if row["kind"] in {"armed-force", "medical-corps"} and row["preferred_name"] in named
    }


def _earliest(dates: Iterable[Days | None]) -> Days | None:
    known = [days for days in dates if days]
    return (min(one[0] for one in known), min(one[1] for one in known)) if known else None
