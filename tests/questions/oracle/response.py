"""What questions 5 to 9 must answer: who says that it gives in return, and who answered first and how fast."""

from collections.abc import Iterable, Iterator
from statistics import median

from tests.questions.oracle.csv_data import CsvData, CsvRow, delivered, interval, mission_iri, parts
from tests.questions.oracle.files import (
    Days,
    Parameters,
    Row,
    Spell,
    begun,
    bodies,
    preferred,
    receiving_parties,
    recipients,
    senders,
    spells,
)

# --- Claims --------------------------------------------------------------------------------------------------------


def _parties(data: CsvData, cell: str) -> list[str]:
    """The parties in a cell of a claim: codes as they are, organisations by their preferred name."""
    return sorted(preferred(data, name, "") for name in parts(cell))


def _spoken_for(data: CsvData, publisher: str) -> set[str]:
    return {
        party
        for row in data["publishers.csv"]
        if row["name"] == publisher
        for party in parts(row["affiliation_iso3"])
    }


def _homes(data: CsvData, names: Iterable[str]) -> set[str]:
    called = {*names}
    return {row["home_iso3"] for row in data["organisations.csv"] if row["preferred_name"] in called} - {""}


def _words(claim: CsvRow) -> str | None:
    unit = claim.get("unit") or ""
    return " ".join(filter(None, (claim["value"], unit if unit != "text" else ""))) or None


def _days_of(text: str) -> tuple[str | None, str | None]:
    days = interval(text)
    return (days[0].isoformat(), days[1].isoformat()) if days else (None, None)


def _told(data: CsvData, topic: str) -> Iterator[tuple[CsvRow, CsvRow | None]]:
    """The claims of a topic, each with its mission; None for one about a crisis."""
    missions = {mission["id"]: mission for mission in data.missions}
    for claim in data["claims.csv"]:
        if claim["topic"] == topic:
            yield claim | {"date": claim["source_date"]}, missions[claim["mission_id"]]
    for claim in data["crisis-claims.csv"]:
        if claim["topic"] == topic:
            yield claim | {"date": claim["as_of"]}, None


# --- 5: stated reciprocity -----------------------------------------------------------------------------------------


def stated_reciprocity(data: CsvData, parameters: Parameters) -> list[Row]:
    rows = [
        _stated(data, claim, mission) for claim, mission in _told(data, "reciprocity") if mission is not None
    ]
    party = parameters["party"]
    return [row for row in rows if party in {"", *row["stated_by"], *row["repays"], *row["senders"]}]


def _stated(data: CsvData, claim: CsvRow, mission: CsvRow) -> Row:
    stated_by, repays = _parties(data, claim["stated_by"]), _parties(data, claim["concerns"])
    givers = _senders(data, mission)
    speakers = {*stated_by} | _homes(data, stated_by) | _spoken_for(data, claim["source_publisher"])
    earliest, latest = _days_of(claim["date"])
    return {
        "stated_by": stated_by,
        "repays": repays,
        "mission": mission_iri(mission["id"]),
        "name": mission["title"],
        "senders": sorted(givers),
        "words": _words(claim),
        "own_words": bool(speakers & givers),
        "earliest": earliest,
        "latest": latest,
        "publisher": claim["source_publisher"] or None,
        "claim": claim["claim_id"],
        "earlier": sorted(
            mission_iri(other["id"])
            for other in data.missions
            if delivered(other)
            and _senders(data, other) & {*repays}
            and {*receiving_parties(other)} & givers
            and _wholly_before(begun(other), begun(mission))
        ),
    }


def _wholly_before(one: Days | None, other: Days | None) -> bool:
    return one is not None and other is not None and one[1] < other[0]


def _senders(data: CsvData, mission: CsvRow) -> set[str]:
    """The senders' codes; where no state is named, the names of the organisations."""
    return {*senders(mission)} or bodies(data, mission, "sender")


# --- Missions that answered a crisis -------------------------------------------------------------------------------


def _crisis(data: CsvData, asked: str) -> CsvRow:
    return next(row for row in data["crises.csv"] if asked in {row["crisis_id"], row["name"]})


def _answers(data: CsvData, crisis: CsvRow, recipient: str) -> Iterator[tuple[CsvRow, Days | None]]:
    """The missions that answered a crisis, each with its beginning, cut to what can be."""
    onset = interval(crisis["start_date"])
    for mission in data.missions:
        if mission["crisis"] != crisis["name"] or recipient not in {"", *recipients(mission)}:
            continue
        days, end = begun(mission), interval(mission["end_date"])
        if days and onset and days[1] < onset[0]:
            continue
        if days:
            days = max(days[0], onset[0] if onset else days[0]), min(days[1], end[1] if end else days[1])
        yield mission, days


def _span(dates: Iterable[Days | None]) -> Days | None:
    known = [days for days in dates if days]
    return (min(days[0] for days in known), min(days[1] for days in known)) if known else None


def _days_after(crisis: CsvRow, days: Days | None) -> tuple[int | None, int | None]:
    onset = interval(crisis["start_date"])
    if not days or not onset:
        return None, None
    return max(0, (days[0] - onset[1]).days), (days[1] - onset[0]).days


def _by_sender(
    data: CsvData, answers: Iterable[tuple[CsvRow, Days | None]]
) -> dict[str, list[tuple[CsvRow, Days | None]]]:
    found: dict[str, list[tuple[CsvRow, Days | None]]] = {}
    for mission, days in answers:
        for sender in _senders(data, mission):
            found.setdefault(sender, []).append((mission, days))
    return found


def _party_row(crisis: CsvRow, kind: str, party: str, own: list[tuple[CsvRow, Days | None]]) -> Row:
    days = _span(days for _, days in own)
    least, most = _days_after(crisis, days)
    return {
        "kind": kind,
        "place": None,
        "parties": [party],
        "earliest": days[0].isoformat() if days else None,
        "latest": days[1].isoformat() if days else None,
        "days_min": least,
        "days_max": most,
        "missions": sorted(mission_iri(mission["id"]) for mission, _ in own),
        "claim": None,
        "words": None,
        "stated_by": [],
        "publisher": None,
        "interested": None,
    }


def _placed(rows: list[Row]) -> list[Row]:
    """The rows of parties with their places."""
    deadline = min((row["latest"] for row in rows if row["latest"]), default="")
    begun_by_then = [row for row in rows if row["earliest"] and row["earliest"] <= deadline]

    def place(row: Row) -> str:
        if row["earliest"] is None:
            return "undated"
        if row["earliest"] > deadline:
            return "later"
        if len(begun_by_then) == 1:
            return "first"
        return "tied" if row["earliest"] == row["latest"] else "possible"

    return [row | {"place": place(row)} for row in rows]


def _first_claims(data: CsvData, crisis: CsvRow, recipient: str) -> Iterator[Row]:
    for claim, mission in _told(data, "first-response"):
        about_it = (
            mission["crisis"] == crisis["name"] and recipient in {"", *recipients(mission)}
            if mission
            else claim["crisis"] == crisis["name"]
        )
        if not about_it:
            continue
        named, stated_by = _parties(data, claim["concerns"]), _parties(data, claim["stated_by"])
        earliest, latest = _days_of(claim["date"])
        yield {
            "kind": "claim",
            "place": None,
            "parties": named,
            "earliest": earliest,
            "latest": latest,
            "days_min": None,
            "days_max": None,
            "missions": [mission_iri(mission["id"])] if mission else [],
            "claim": claim["claim_id"],
            "words": _words(claim),
            "stated_by": stated_by,
            "publisher": claim["source_publisher"] or None,
            "interested": bool({*named} & ({*stated_by} | _spoken_for(data, claim["source_publisher"]))),
        }


# --- 6 and 7: who answered first, who arrived first ----------------------------------------------------------------


def who_answered_first(data: CsvData, parameters: Parameters) -> list[Row]:
    crisis, recipient = _crisis(data, parameters["crisis"]), parameters["recipient"]
    counted = [
        (mission, days)
        for mission, days in _answers(data, crisis, recipient)
        if parameters["include_undelivered"] or delivered(mission)
    ]
    rows = _placed(
        [_party_row(crisis, "mission", party, own) for party, own in _by_sender(data, counted).items()]
    )
    claims = _first_claims(data, crisis, recipient)
    return [*(row for row in rows if row["place"] != "later"), *claims]


def who_arrived_first(data: CsvData, parameters: Parameters) -> list[Row]:
    crisis, recipient = _crisis(data, parameters["crisis"]), parameters["recipient"]
    sent = _by_sender(data, _answers(data, crisis, recipient))
    arrived, not_arrived = [], []
    for party, own in sent.items():
        there = [(mission, days) for mission, days in own if delivered(mission)]
        if there:
            arrived.append(_party_row(crisis, "arrived", party, there))
        else:
            not_arrived.append(_party_row(crisis, "not arrived", party, own))
    return [*_placed(arrived), *not_arrived, *_first_claims(data, crisis, recipient)]


# --- 8: response time of groups ------------------------------------------------------------------------------------


def response_time_of_groups(data: CsvData, parameters: Parameters) -> list[Row]:
    crisis = _crisis(data, parameters["crisis"])
    known = spells(data, parameters["grouping"])
    groups: dict[str, list[tuple[CsvRow, Days | None]]] = {"all": []}
    for mission, days in _answers(data, crisis, parameters["recipient"]):
        if parameters["include_undelivered"] or delivered(mission):
            groups["all"].append((mission, days))
            groups.setdefault(_group(data, known, mission, days), []).append((mission, days))
    return [_times(crisis, name, own) for name, own in groups.items() if own]


def _group(data: CsvData, known: list[Spell], mission: CsvRow, when: Days | None) -> str:
    found = {_standing(known, sender, when) for sender in _senders(data, mission)}
    if "undecided" in found:
        return "undecided"
    return "joint" if len(found) > 1 else found.pop()


def _standing(known: list[Spell], party: str, when: Days | None) -> str:
    own = [spell for spell in known if spell.code == party]
    suspended = [spell for spell in own if spell.status == "suspended"]
    member = [spell for spell in own if spell.status == "member"]
    may_be = any(spell.may_meet(when) for spell in member)
    if not may_be or any(spell.surely_covers(when) for spell in suspended):
        return "others"
    surely = any(spell.surely_covers(when) for spell in member)
    return "members" if surely and not any(spell.may_meet(when) for spell in suspended) else "undecided"


def _times(crisis: CsvRow, name: str, own: list[tuple[CsvRow, Days | None]]) -> Row:
    dated = [days for _, days in own if days]
    after = [_days_after(crisis, days) for days in dated]
    lower = [least for least, _ in after if least is not None]
    upper = [most for _, most in after if most is not None]
    return {
        "group": name,
        "count": len(own),
        "undated": len(own) - len(dated),
        "to_the_day": sum(first == last for first, last in dated),
        "median_min": median(lower) if lower else None,
        "median_max": median(upper) if upper else None,
        "fastest_min": min(lower, default=None),
        "fastest_max": min(upper, default=None),
        "slowest_min": max(lower, default=None),
        "slowest_max": max(upper, default=None),
        "missions": sorted(mission_iri(mission["id"]) for mission, _ in own),
    }


# --- 9: onsets known to the hour -----------------------------------------------------------------------------------


def hour_level_onsets(data: CsvData, parameters: Parameters) -> list[Row]:
    rows = [
        row
        for crisis in data["crises.csv"]
        if crisis["onset_datetime"] and parameters["crisis"] in {"", crisis["crisis_id"], crisis["name"]}
        for row in _fast_answers(data, crisis)
    ]
    fastest = min((row["hours"] for row in rows if row["hours"] is not None), default=None)
    return [row | {"fastest": row["hours"] is not None and row["hours"] == fastest} for row in rows]


def _fast_answers(data: CsvData, crisis: CsvRow) -> list[Row]:
    empty: Row = {
        "crisis_id": crisis["crisis_id"],
        "crisis_name": crisis["name"],
        "onset": crisis["onset_datetime"],
        "hours": None,
        "answered_by": [],
        "mission": None,
        "claim": None,
        "words": None,
        "stated_by": [],
        "publisher": None,
        "interested": None,
    }
    rows = [
        empty | _told_time(data, claim, mission)
        for claim, mission in _told(data, "response-time")
        if (mission or claim)["crisis"] == crisis["name"]
    ]
    return rows or [empty]


def _told_time(data: CsvData, claim: CsvRow, mission: CsvRow | None) -> Row:
    answered_by = sorted(_senders(data, mission)) if mission else _parties(data, claim["concerns"])
    stated_by = _parties(data, claim["stated_by"])
    hours = float(claim["value"]) if claim.get("unit") == "hours" else None
    speakers = {*stated_by} | _spoken_for(data, claim["source_publisher"])
    return {
        "hours": int(hours) if hours is not None and hours.is_integer() else hours,
        "answered_by": answered_by,
        "mission": mission_iri(mission["id"]) if mission else None,
        "claim": claim["claim_id"],
        "words": _words(claim),
        "stated_by": stated_by,
        "publisher": claim["source_publisher"] or None,
        "interested": bool(speakers & {*answered_by}) if hours is not None else None,
    }
