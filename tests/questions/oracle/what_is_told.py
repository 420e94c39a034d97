"""What questions 18, 19 and 22 to 24 must answer: what is told of missions, and what happened beside them."""

from collections.abc import Iterable, Iterator, Mapping

from tests.questions.oracle.country_names import COUNTRY_NAMES
from tests.questions.oracle.csv_data import CsvData, CsvRow, interval, mission_iri, parts
from tests.questions.oracle.files import (
    Parameters,
    Row,
    begun,
    bodies,
    by_status,
    iris,
    preferred,
    receiving_parties,
    recipients,
    senders,
    sending_parties,
    status_of,
    type_of,
)

# --- 22 and 24: what happened between two, and to missions ---------------------------------------------------------


def relation_timeline(data: CsvData, parameters: Parameters) -> list[Row]:
    rows = [
        *_missions_between(data, parameters),
        *_events_between(data, parameters),
        *_states_between(data, parameters),
    ]
    return [row for row in rows if row.pop("kept")]


EVENT_TYPES = {"diplomatic relations": "relations"}
"""The words of diplomatic-events.csv that the product says in another way."""


def _missions_between(data: CsvData, parameters: Parameters) -> Iterator[Row]:
    a, b = parameters["a"], parameters["b"]
    for mission in data.missions:
        givers, takers = {*senders(mission)}, {*recipients(mission)}
        if (a in givers and b in takers | givers) or (a in takers and b in givers):
            yield {
                **_dated(mission["start_date"], mission["start_date"], parameters),
                "kind": "mission",
                "type": type_of(mission),
                "what": mission["title"],
                "given_by": sorted(givers & {a, b}),
                "received_by": sorted(takers & {a, b}),
                "status": status_of(mission),
                "evidence": parts(mission["confidence"]),
                "publishers": _publishers(data, mission),
                "missions": [mission_iri(mission["id"])],
            }


def _events_between(data: CsvData, parameters: Parameters) -> Iterator[Row]:
    for event in data["diplomatic-events.csv"]:
        if {parameters["a"], parameters["b"]} <= {*parts(event["participants_iso3"])}:
            yield {
                **_dated(event["date"], event["date"], parameters),
                **_without_sides(
                    "event", EVENT_TYPES.get(event["type"], event["type"].replace(" ", "-")), event
                ),
                "publishers": _publishers(data, event),
                "missions": [mission_iri(one) for one in parts(event["related_mission_id"])],
            }


def _states_between(data: CsvData, parameters: Parameters) -> Iterator[Row]:
    for state in data["relation-states.csv"]:
        if {parameters["a"], parameters["b"]} == {state["a_iso3"], state["b_iso3"]}:
            yield {
                **_dated(state["start"], state["end"] or "9999-12-31", parameters),
                **_without_sides("relation", state["state"], state),
                "publishers": _publishers(data, state),
                "missions": [],
            }


def _without_sides(kind: str, name: str, row: CsvRow) -> Row:
    return {
        "kind": kind,
        "type": name,
        "what": row["description"],
        "given_by": [],
        "received_by": [],
        "status": None,
        "evidence": parts(row["confidence"]),
    }


def _dated(written: str, until: str, parameters: Parameters) -> Row:
    """The dates of a thing, and whether its time meets the period that is asked for."""
    when, end = interval(written), interval(until)
    return {
        "kept": (when is None or when[0] <= parameters["until"])
        and (end is None or end[1] >= parameters["since"]),
        "date": when[0].isoformat() if when else None,
        "latest": when[1].isoformat() if when else None,
        "written": written or None,
    }


def _publishers(data: CsvData, row: CsvRow) -> list[str]:
    """Those whom any file names for the address that a row cites; for a row without an address, its own."""
    address = row["source_url"]
    files = ("missions.csv", "claims.csv", "crisis-claims.csv", "mission-steps.csv", "memberships.csv")
    named = {
        other["source_publisher"]
        for file in files
        for other in data[file]
        if address and other["source_url"] == address
    }
    return sorted(name for name in named | {row.get("source_publisher", "")} if name)


def incidents(data: CsvData, parameters: Parameters) -> list[Row]:
    missions = {mission["id"]: mission for mission in data.missions}
    rows = []
    for event in data["diplomatic-events.csv"]:
        if event["type"] != "security incident":
            continue
        for identifier in parts(event["related_mission_id"]) or [""]:
            row = _incident(event, missions.get(identifier))
            if all(parameters[side] in {"", *row[f"{side}s"]} for side in ("sender", "recipient")):
                rows.append(row)
    return rows


def _incident(event: CsvRow, mission: CsvRow | None) -> Row:
    when, start = interval(event["date"]), begun(mission) if mission else None
    known = when and start and when[0] == when[1] and start[0] == start[1]
    return {
        "incident": event["event_id"],
        "date": when[0].isoformat() if when else None,
        "latest": when[1].isoformat() if when else None,
        "written": event["date"] or None,
        "what": event["description"],
        "parties": sorted(parts(event["participants_iso3"])),
        "evidence": parts(event["confidence"]),
        "mission": mission_iri(mission["id"]) if mission else None,
        "mission_name": mission["title"] if mission else None,
        "senders": sorted(sending_parties(mission)) if mission else [],
        "recipients": sorted(receiving_parties(mission)) if mission else [],
        "status": status_of(mission) if mission else None,
        "days": (when[0] - start[0]).days if known and when and start else None,
    }


# --- 18 and 23: capabilities, and what is contested ----------------------------------------------------------------


def capability_in_aid(data: CsvData, parameters: Parameters) -> list[Row]:
    shaped: dict[tuple[str, str], list[CsvRow]] = {}
    for mission in data.missions:
        for capability in parts(mission["capability"]):
            for code in senders(mission):
                if parameters["capability_of_interest"] in {"", capability} and parameters["sent_by"] in {
                    "",
                    code,
                }:
                    shaped.setdefault((capability, code), []).append(mission)
    return [
        {
            "capability": capability,
            "sender": code,
            "sender_name": COUNTRY_NAMES[code],
            **_statements(data, code, missions),
            "packages": len(missions),
            **by_status(missions),
            "missions": iris(missions),
        }
        for (capability, code), missions in shaped.items()
    ]


def _statements(data: CsvData, sender: str, missions: Iterable[CsvRow]) -> Row:
    identifiers = {mission["id"] for mission in missions}
    claims = [
        claim
        for claim in data["claims.csv"]
        if claim["mission_id"] in identifiers
        and claim["topic"] == "capability"
        and (not claim["concerns"] or sender in parts(claim["concerns"]))
    ]
    return {
        "stated": bool(claims),
        "statements": sorted({claim["value"] for claim in claims}),
        "publishers": sorted({claim["source_publisher"] for claim in claims}),
        "interested": any(sender in _speakers(data, claim) for claim in claims) if claims else None,
    }


def _speakers(data: CsvData, claim: CsvRow) -> set[str]:
    """The countries in whose words a claim is, or with which its publisher is affiliated."""
    homes = {row["preferred_name"]: row["home_iso3"] for row in data["organisations.csv"]}
    spoken = parts(claim["stated_by"])
    at_home = {homes.get(preferred(data, name, ""), "") for name in spoken}
    return {*spoken, *at_home, *_affiliations(data, claim["source_publisher"])} - {""}


def _affiliations(data: CsvData, publisher: str) -> list[str]:
    return [
        code
        for row in data["publishers.csv"]
        if row["name"] == publisher
        for code in parts(row["affiliation_iso3"])
    ]


def contested_missions(data: CsvData, parameters: Parameters) -> list[Row]:
    claims = data["claims.csv"]
    chosen = {claim["claim_id"] for claim in claims if claim["topic"] == parameters["topic"]}
    against = {claim["claim_id"]: parts(claim["contradicts"]) for claim in claims}
    missions = {mission["id"]: mission for mission in data.missions}
    return [
        _contested(data, claim, missions[claim["mission_id"]], against)
        for claim in claims
        if parameters["of_mission"] in {"", claim["mission_id"]}
        and _bears_on(claim["claim_id"], chosen, against)
    ]


def _bears_on(claim: str, chosen: set[str], against: Mapping[str, list[str]]) -> bool:
    """Whether a claim is on the topic, contradicts one that is, or is contradicted by one."""
    contradicted = {other for one in chosen for other in against[one]}
    return claim in chosen | contradicted or bool(chosen & {*against[claim]})


def _contested(data: CsvData, claim: CsvRow, mission: CsvRow, against: Mapping[str, list[str]]) -> Row:
    parties = {*sending_parties(mission), *receiving_parties(mission)}
    return {
        "mission": mission_iri(mission["id"]),
        "mission_name": mission["title"],
        "claim": claim["claim_id"],
        "property": claim["property"],
        "value": claim["value"],
        "qualifier": claim["qualifier"] or None,
        "written": claim["source_date"] or None,
        "stated_by": sorted(preferred(data, name, "") for name in parts(claim["stated_by"])),
        "side": _side(data, claim, mission),
        "publishers": parts(claim["source_publisher"]),
        "published_by": sorted(parties & {*_affiliations(data, claim["source_publisher"])}),
        "contradicts": sorted(against[claim["claim_id"]]),
        "contradicted_by": sorted(one for one, others in against.items() if claim["claim_id"] in others),
    }


def _side(data: CsvData, claim: CsvRow, mission: CsvRow) -> str:
    spoken = parts(claim["stated_by"])
    if not spoken:
        return "unknown"
    homes = {row["preferred_name"]: row["home_iso3"] for row in data["organisations.csv"]}
    known = {preferred(data, name, "") for name in spoken}
    known |= {homes[name] for name in known if homes.get(name)}
    sides = {
        "sender": {*sending_parties(mission)} | bodies(data, mission, "sender"),
        "recipient": {*receiving_parties(mission)} | bodies(data, mission, "recipient"),
    }
    return " and ".join(name for name, stands in sides.items() if known & stands) or "other"


# --- 19: who trained whom ------------------------------------------------------------------------------------------


def who_trained_whom(data: CsvData, _parameters: Parameters) -> list[Row]:
    trainings = [
        mission
        for mission in data.missions
        if _is_training(mission) or _on_training(data, mission)["statements"]
    ]
    events = [event for event in data["diplomatic-events.csv"] if event["type"] == "training"]
    return [
        *(_training(data, mission) for mission in trainings),
        *(_training_event(event) for event in events),
    ]


def _is_training(mission: CsvRow) -> bool:
    return type_of(mission) == "training" or "medical-training" in parts(mission["capability"])


def _training(data: CsvData, mission: CsvRow) -> Row:
    return {
        "kind": "mission",
        **_when(mission["start_date"]),
        "what": mission["title"],
        "by": sorted(sending_parties(mission)),
        "whom": sorted({*receiving_parties(mission)} - {*sending_parties(mission)}),
        **_on_training(data, mission),
        "stated_only": not _is_training(mission),
        "parties": [],
        "status": status_of(mission),
        "evidence": parts(mission["confidence"]),
        "missions": [mission_iri(mission["id"])],
    }


def _training_event(event: CsvRow) -> Row:
    return {
        "kind": "event",
        **_when(event["date"]),
        "what": event["description"],
        "by": [],
        "whom": [],
        "both_ways": False,
        "statements": [],
        "stated_only": False,
        "parties": sorted(parts(event["participants_iso3"])),
        "status": None,
        "evidence": parts(event["confidence"]),
        "missions": [mission_iri(one) for one in parts(event["related_mission_id"])],
    }


def _on_training(data: CsvData, mission: CsvRow) -> Row:
    """What claims say of the training of a mission, and whether one concerns both sides."""
    claims = [
        claim
        for claim in data["claims.csv"]
        if claim["mission_id"] == mission["id"] and claim["property"] == "training"
    ]
    sides = ({*sending_parties(mission)}, {*receiving_parties(mission)})
    return {
        "both_ways": any(all({*parts(claim["concerns"])} & side for side in sides) for claim in claims),
        "statements": sorted({claim["value"] for claim in claims}),
    }


def _when(written: str) -> Row:
    days = interval(written)
    return {
        "date": days[0].isoformat() if days else None,
        "latest": days[1].isoformat() if days else None,
        "written": written or None,
    }
