"""What finishes the facts of questions 28 to 34 into answers: missions beside diplomacy, and beside conflict."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from graph.finished import Finished, Row
from graph.questions.gathered import grouped, missions_in, of_kind
from graph.questions.spans import Span, days_between, earliest_of, first_day, last_day, span_of

Parameters = Mapping[str, Any]


def days_to(one: Span, other: Span) -> tuple[int, int]:
    """How many days the second date can lie after the first, at least and at most; negative before it.

    >>> days_to(Span("2023-07-09", "2023-07-09"), Span("2023-06-01", "2023-06-30"))
    (-38, -9)
    """
    return days_between(one.last, other.first), days_between(one.first, other.last)


def position(days: tuple[int, int]) -> str:
    """Where a date stands to another, by the days from that to it.

    >>> [position(days) for days in ((-38, -9), (28, 28), (0, 0), (-13, 17))]
    ['before', 'after', 'same-day', 'undecided']
    """
    least, most = days
    if least > 0 or most < 0:
        return "after" if least > 0 else "before"
    return "same-day" if least == most else "undecided"


def within(days: tuple[int, int], first: int, last: int) -> str | None:
    """Whether days surely (`yes`) or possibly lie from `first` to `last`; None where they cannot.

    >>> [within(days, 0, 365) for days in ((138, 168), (350, 380), (366, 400))]
    ['yes', 'possible', None]
    """
    least, most = days
    if first <= least and most <= last:
        return "yes"
    return "possible" if least <= last and first <= most else None


# --- 28: events around missions --------------------------------------------------------------------------------------


def events_around_missions(facts: list[Row], parameters: Parameters) -> Finished:
    """One row for each mission of the two parties and event in the window, and for each mission without one."""
    days = parameters["days"]
    events = grouped(of_kind(facts, "event"), _pair)
    missions = of_kind(facts, "mission")
    found = [(row, _events_near(row, events.get(_pair(row), []), days)) for row in missions]
    rates = {
        _pair(row): _base_rates(events.get(_pair(row), []), parameters) for row in missions if row["mission"]
    }
    rows = [
        _beside(mission, near) | rates[_pair(mission)]
        for mission, all_near in found
        if mission["mission"]
        for near in (all_near or (None,))
    ]
    return Finished(
        rows,
        {
            "days": days,
            "pairs": sum(row["start"] is not None for row in missions),
            "pairs_before": _surely(found, "before"),
            "pairs_after": _surely(found, "after"),
            "undecided": sum(row["position"] == "undecided" for row in rows),
        },
    )


def _pair(row: Row) -> frozenset[str]:
    return frozenset((row["one"], row["other"]))


def _events_near(mission: Row, events: Iterable[Row], days: int) -> list[Row]:
    """The events that can lie in the window of a mission, each with where it stands."""
    begun = span_of(mission)
    if begun is None:
        return []
    placed = ((event, days_to(begun, Span(event["start"], event["latest"]))) for event in events)
    return [
        event | {"days": between, "position": position(between), "within": inside}
        for event, between in placed
        if (inside := within(between, -days, days))
    ]


def _surely(found: Iterable[tuple[Row, list[Row]]], where: str) -> int:
    return sum(
        any(event["position"] == where and event["within"] == "yes" for event in events)
        for _, events in found
    )


def _beside(mission: Row, event: Row | None) -> Row:
    days = event["days"] if event else (None, None)
    missing = "undated" if mission["start"] is None else "none"
    return {
        "mission": mission["mission"],
        "giver": mission["one"],
        "taker": mission["other"],
        "mission_date": mission["start"],
        "mission_latest": mission["latest"],
        "position": event["position"] if event else missing,
        "event": event and event["event"],
        "event_type": event and event["type"],
        "event_date": event and event["start"],
        "event_latest": event and event["latest"],
        "days_min": days[0],
        "days_max": days[1],
        "within": event and event["within"],
        "what": event and event["what"],
        "linked": event and mission["thing"] in event["linked"],
    }


def _base_rates(events: Iterable[Row], parameters: Parameters) -> Row:
    """Of all days of the period, in per cent: those with an event among the days before them, and after them."""
    dates = [date.fromisoformat(event["start"]).toordinal() for event in events]
    first, last = parameters["since"].toordinal(), parameters["until"].toordinal()
    days = parameters["days"]

    def share(steps: range) -> float | None:
        covered = {day + step for day in dates for step in steps if first <= day + step <= last}
        return round(100 * len(covered) / (last - first + 1), 1) if first <= last else None

    return {"base_before": share(range(1, days + 1)), "base_after": share(range(-days, 0))}


# --- 29: aid before restored ties ------------------------------------------------------------------------------------

_CONTACT = "contact"
_STRENGTH = ("restored", "relations")
_SEQUENCES = {"after": "aid-first", "before": "aid-later"}


def aid_before_restored_ties(facts: list[Row], parameters: Parameters) -> Finished:
    """One row for each step of two parties and mission of aid between them, and for each step without one."""
    days, party = parameters["days"], parameters["party"]
    missions = of_kind(facts, "mission")
    aid = grouped(missions, _pair)
    things = of_kind(facts, "step")
    restored = {_pair(row) for row in things if row["type"] == "restored"}
    steps = [
        _step(pair, when, own, restored=pair in restored)
        for (pair, when), own in grouped(things, lambda row: (_pair(row), span_of(row))).items()
        if when and (not party or party in pair)
    ]
    rows = [
        _step_and_aid(step, mission, days)
        for step in steps
        for mission in (aid.get(frozenset((step["a"], step["b"]))) or (None,))
    ]
    preceded = {
        window: {
            (row["a"], row["b"], row["step_date"], row["step_latest"])
            for row in rows
            if (row["step"], row["window"]) == ("restored", window)
        }
        for window in ("within", "possible")
    }
    return Finished(
        rows,
        {
            "days": days,
            "aided_pairs": len(aid),
            "restored_pairs": len(restored & aid.keys()),
            "restored_steps": sum(step["step"] == "restored" for step in steps),
            "preceded": len(preceded["within"]),
            "perhaps": len(preceded["possible"] - preceded["within"]),
            "contact_steps": sum(step["step"] == _CONTACT for step in steps),
            "outside": sum(row["window"] == "outside" for row in rows),
            "without_aid": sum(row["sequence"] == "no-aid" for row in rows),
        },
    )


def _step(pair: frozenset[str], when: Span, own: list[Row], *, restored: bool) -> Row:
    kinds = {row["type"] for row in own}
    one, other = sorted(pair)
    return {
        "step": next((kind for kind in _STRENGTH if kind in kinds), _CONTACT),
        "a": one,
        "b": other,
        "step_date": when.first,
        "step_latest": when.last,
        "kinds": sorted(kinds),
        "ties": "restored" if restored else "no state",
        "what": sorted({row["what"] for row in own if row["what"]}),
    }


def _step_and_aid(step: Row, mission: Row | None, days: int) -> Row:
    begun = span_of(mission) if mission else None
    between = days_to(begun, Span(step["step_date"], step["step_latest"])) if begun else None
    where = position(between) if between else "undated" if mission else "no-aid"
    return step | {
        "giver": mission and mission["one"],
        "taker": mission and mission["other"],
        "mission": mission and mission["mission"],
        "mission_date": first_day(begun),
        "mission_latest": last_day(begun),
        "sequence": _SEQUENCES.get(where, where),
        "days_min": between and between[0],
        "days_max": between and between[1],
        "window": _window(between, days) if between and where == "after" else None,
    }


def _window(between: tuple[int, int], days: int) -> str:
    """Whether aid that came first came within the window.

    >>> [_window(between, 365) for between in ((138, 168), (79, 443), (889, 889))]
    ['within', 'possible', 'outside']
    """
    least, most = between
    if most <= days:
        return "within"
    return "outside" if least > days else "possible"


# --- 30: agreements with other matters -------------------------------------------------------------------------------

_TOGETHER = {"same-day": "possible", "undecided": "possible", "undated": "unknown"}


def agreements_with_other_matters(facts: list[Row], _parameters: Parameters) -> Finished:
    """The pairs of a mission and an event, each with how their dates stand to each other."""
    rows = [row | _timing(row) for row in facts]
    return Finished(rows, {"rows": len(rows), "apart": sum(row["together"] == "no" for row in rows)})


def _timing(row: Row) -> Row:
    mission, event = span_of(row), span_of(row, "event_date", "event_latest")
    between = days_to(mission, event) if mission and event else None
    timing = position(between) if between else "undated"
    return {
        "timing": timing,
        "days_min": between and between[0],
        "days_max": between and between[1],
        "together": _TOGETHER.get(timing, "no"),
    }


# --- 31: health and defence in one dyad ------------------------------------------------------------------------------

_DEFENCE_SEQUENCES = {"after": "mission-first", "before": "defence-first"}
_NOT_KNOWN_MILITARY = {None, "none", "unknown"}


def health_and_defence_dyads(facts: list[Row], _parameters: Parameters) -> Finished:
    """One row for each two parties with a mission and a defence tie."""
    rows = [_defence_dyad(pair, own) for pair, own in grouped(facts, _pair).items()]
    return Finished(rows, {"rows": len(rows), "independent": sum(row["independent"] for row in rows)})


def _defence_dyad(pair: frozenset[str], own: list[Row]) -> Row:
    one, other = sorted(pair)
    events = [row for row in own if row["tie"] == "event"]
    begun = _earliest(own, "start", "latest")
    first_event = _earliest(events, "tie_start", "tie_latest")
    where = position(days_to(begun, first_event)) if begun and first_event else None
    return {
        "a": one,
        "b": other,
        "ties": sorted({row["tie"] for row in own}),
        "independent": bool(events),
        "first_mission": first_day(begun),
        "first_mission_latest": last_day(begun),
        "first_event": first_day(first_event),
        "first_event_latest": last_day(first_event),
        "sequence": _DEFENCE_SEQUENCES.get(where, where) if where else None,
        "events": sorted({row["event"] for row in events}),
        "tie_missions": sorted({row["thing"] for row in own if row["tie"] != "event"}),
        "missions": missions_in(own),
        "military_missions": missions_in(row for row in own if row["military"] not in _NOT_KNOWN_MILITARY),
    }


def _earliest(rows: Iterable[Row], first: str, last: str) -> Span | None:
    return earliest_of(span for row in rows if (span := span_of(row, first, last)))


# --- 32: missions in years of conflict -------------------------------------------------------------------------------


def missions_in_conflict_years(facts: list[Row], _parameters: Parameters) -> Finished:
    """One row for each recipient and year, and for each recipient of missions without a date."""
    conflicts = of_kind(facts, "conflict")
    named = {row["place"] for row in conflicts}
    by_year = grouped(conflicts, lambda row: (row["place"], row["year"]))
    received = grouped(of_kind(facts, "mission"), lambda row: (row["place"], _year(row["start"])))
    rows = [
        _recipient_year(place, year, own, by_year.get((place, year), []), named=place in named)
        for (place, year), own in received.items()
    ]

    def count(name: str, *standings: str) -> int:
        return sum(row[name] for row in rows if row["in_conflict"] in standings)

    return Finished(
        rows,
        {
            "pairs": count("received", "yes", "no", "not-in-file"),
            "in_conflict": count("received", "yes"),
            "not_in_conflict": count("received", "no"),
            "not_in_file": count("received", "not-in-file"),
            "undated_pairs": count("received", "unknown"),
            "elsewhere": count("other", "yes"),
            "unnamed": count("answering", "no", "not-in-file"),
        },
    )


def _year(day: str | None) -> int | None:
    return int(day[:4]) if day else None


def _recipient_year(
    place: str, year: int | None, own: list[Row], conflicts: list[Row], *, named: bool
) -> Row:
    answering = missions_in(row for row in own if row["answering"])
    return {
        "recipient": place,
        "year": year,
        "in_conflict": _in_conflict(year, conflicts, named=named),
        "intensity": max((row["intensity"] for row in conflicts), default=None),
        "types": sorted({row["type"] for row in conflicts if row["type"]}),
        "conflicts": sorted({row["conflict"] for row in conflicts}),
        "received": len(missions_in(own)),
        "answering": len(answering),
        "other": len(missions_in(own)) - len(answering),
        "missions": missions_in(own),
    }


def _in_conflict(year: int | None, conflicts: list[Row], *, named: bool) -> str:
    if year is None:
        return "unknown"
    return "yes" if conflicts else "no" if named else "not-in-file"


# --- 33: outbreaks after the onset of a conflict ---------------------------------------------------------------------


def outbreaks_after_conflict(facts: list[Row], parameters: Parameters) -> Finished:
    """One row for each outbreak that can have begun in the window after an onset in its country."""
    days, years = parameters["days"], range(parameters["from_year"], parameters["to_year"] + 1)
    onsets = grouped(of_kind(facts, "onset"), lambda row: str(row["place"]))
    told = {(row["place"], row["disease"], row["year"]) for row in of_kind(facts, "outbreak")}
    counted = [outbreak for outbreak in told if outbreak[2] in years]
    places = {place for place, _, _ in counted}
    followed = {
        (place, year): near
        for place in places
        for year in years
        if (near := _onsets_before(year, onsets.get(place, []), days))
    }
    rows = [
        {
            "country": place,
            "disease": disease,
            "year": year,
            "within": "yes" if any(row["within"] == "yes" for row in followed[place, year]) else "possible",
            "year_before": (place, disease, year - 1) in told,
            "onsets": sorted({_written(row) for row in followed[place, year]}),
            "conflicts": sorted({row["conflict"] for row in followed[place, year]}),
        }
        for place, disease, year in counted
        if (place, year) in followed
    ]
    return Finished(
        rows,
        {
            "days": days,
            "outbreaks": len(counted),
            "in_window": len(rows),
            "surely": sum(row["within"] == "yes" and not row["year_before"] for row in rows),
            "went_on": sum(row["year_before"] for row in rows),
            "window_years": len(followed),
            "country_years": len(places) * len(years),
        },
    )


def _onsets_before(year: int, onsets: Iterable[Row], days: int) -> list[Row]:
    whole = Span(f"{year}-01-01", f"{year}-12-31")
    return [
        row | {"within": inside}
        for row in onsets
        if (inside := within(days_to(Span(row["start"], row["latest"]), whole), 0, days))
    ]


def _written(onset: Row) -> str:
    """An onset's day, or its first and last possible day.

    >>> _written({"start": "2015-01-01", "latest": "2015-12-31"})
    '2015-01-01/2015-12-31'
    """
    first, last = onset["start"], onset["latest"]
    return str(first) if first == last else f"{first}/{last}"


# --- 34: senders that were a party to the recipient's conflict -------------------------------------------------------

_STANDINGS = ("party", "possibly-party", "not-then")
"""The standings of a dated mission by a stored participation, from the one that says most."""


def senders_party_to_conflict(facts: list[Row], _parameters: Parameters) -> Finished:
    """One row for each sender, recipient, conflict and standing."""
    by_mission = grouped(
        facts, lambda row: (row["sender"], row["recipient"], row["conflict"], row["mission"])
    ).values()
    placed = [row | {"standing": _standing_of(own)} for own in by_mission for row in own]
    rows = [
        {
            "sender": sender,
            "recipient": recipient,
            "conflict": conflict,
            "standing": standing,
            "roles": sorted({row["role"] for row in own if row["role"]}),
            "since": min((row["since"] for row in own if row["since"]), default=None),
            "until": _until(own),
            "evidence": sorted({level for row in own for level in row["evidence"]}),
            "affected": sorted({struck for row in own for struck in row["affected"]}),
            "answering": len(missions_in(row for row in own if row["answering"])),
            "missions": missions_in(own),
        }
        for (sender, recipient, conflict, standing), own in grouped(
            placed, lambda row: (row["sender"], row["recipient"], row["conflict"], row["standing"])
        ).items()
    ]

    def count(standing: str) -> int:
        return sum(row["standing"] == standing for row in rows)

    return Finished(
        rows,
        {
            "party": count("party"),
            "possibly": count("possibly-party"),
            "not_then": count("not-then"),
            "unknown": count("unknown"),
        },
    )


def _standing_of(participations: Iterable[Row]) -> str:
    """The standing of a mission's sender by all its participations in a conflict: that which says most."""
    found = {_standing(row) for row in participations}
    return next((standing for standing in _STANDINGS if standing in found), found.pop())


def _standing(row: Row) -> str:
    if row["role"] is None:
        return "unknown"
    if row["start"] is None:
        return "undated"
    # A participation without an end lasts to the end of the conflict.
    certain_end = row["until"] or row["ended_first"] or "9999"
    possible_end = row["until_latest"] or row["ended"] or "9999"
    since, since_latest = row["since"] or row["begun"], row["since_latest"] or row["begun"]
    if since_latest <= row["start"] and row["latest"] <= certain_end:
        return "party"
    return "possibly-party" if since <= row["latest"] and row["start"] <= possible_end else "not-then"


def _until(own: Iterable[Row]) -> str | None:
    ends = [row["until_latest"] or row["ended"] for row in own if row["role"]]
    return max(ends, default=None) if all(ends) else None
