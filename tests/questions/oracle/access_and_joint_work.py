"""What questions 10, 11, 13 and 14 must answer: delays, joint missions, comparisons, what never arrived."""

from collections import defaultdict

from tests.questions.oracle.csv_data import CsvData, CsvRow, delivered, interval, mission_iri, parts
from tests.questions.oracle.files import (
    Parameters,
    Row,
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

STOPPED = {"blocked", "refused", "withdrawn"}


def _of(data: CsvData, mission: CsvRow, side: str) -> list[str]:
    """The parties of a side: codes, else the names of organisations as the register has them."""
    named = sending_parties(mission) if side == "sender" else receiving_parties(mission)
    return sorted({name if len(name) == 3 else preferred(data, name, "") for name in named})


def _asked(data: CsvData, mission: CsvRow, parameters: Parameters) -> bool:
    return parameters["sender"] in {"", *_of(data, mission, "sender")} and parameters["recipient"] in {
        "",
        *_of(data, mission, "recipient"),
    }


def _days(written: str) -> tuple[str | None, str | None]:
    days = interval(written)
    return (days[0].isoformat(), days[1].isoformat()) if days else (None, None)


def _agents(data: CsvData, cell: str) -> list[str]:
    return sorted(name if len(name) == 3 else preferred(data, name, "") for name in parts(cell))


def delays_and_access(data: CsvData, parameters: Parameters) -> list[Row]:
    missions = {one["id"]: one for one in data.missions if _asked(data, one, parameters)}
    told: list[tuple[str, Row]] = []
    for claim in data["claims.csv"]:
        if claim["topic"] == "delay":
            plain = claim["unit"] in {"", "text"}
            earliest, latest = _days(claim["source_date"])
            words = claim["value"] if plain else f"{claim['value']} {claim['unit']}"
            row: Row = {"kind": "claim", "by": _agents(data, claim["concerns"]), "words": words}
            row |= {"earliest": earliest, "latest": latest, "publisher": claim["source_publisher"] or None}
            told.append((claim["mission_id"], row | {"claim": claim["claim_id"]}))
    for step in data["mission-steps.csv"]:
        if step["step"] in {"access-permission", "refusal"}:
            earliest, latest = _days(step["date"])
            row = {"kind": step["step"], "by": _agents(data, step["agent"]), "words": step["description"]}
            row |= {"earliest": earliest, "latest": latest, "publisher": step["source_publisher"] or None}
            told.append((step["mission_id"], row | {"claim": None}))
    nothing: Row = {"by": [], "words": None, "publisher": None, "claim": None}
    for one in missions.values():
        if status_of(one) in STOPPED:
            earliest, latest = _days(one["start_date"])
            row = nothing | {"kind": "status", "earliest": earliest, "latest": latest}
            told.append((one["id"], row))
    return [_beside(data, missions[identifier]) | row for identifier, row in told if identifier in missions]


def _beside(data: CsvData, mission: CsvRow) -> Row:
    return {
        "mission": mission_iri(mission["id"]),
        "name": mission["title"],
        "senders": _of(data, mission, "sender"),
        "recipients": _of(data, mission, "recipient"),
        "status": status_of(mission),
    }


def joint_missions(data: CsvData, parameters: Parameters) -> list[Row]:
    groups: dict[tuple[str, ...], list[CsvRow]] = defaultdict(list)
    for mission in data.missions:
        partners = tuple(sorted(senders(mission)))
        wanted = parameters["party"] in {"", *partners}
        if len(partners) > 1 and wanted and (delivered(mission) or parameters["include_undelivered"]):
            groups[partners].append(mission)
    return [_together(data, partners, missions) for partners, missions in groups.items()]


def _together(data: CsvData, partners: tuple[str, ...], missions: list[CsvRow]) -> Row:
    return {
        "partners": list(partners),
        "count": len(missions),
        "recipients": sorted({name for one in missions for name in _of(data, one, "recipient")}),
        "at_home": any(set(recipients(one)) & set(partners) for one in missions),
        "types": sorted({type_of(one) for one in missions}),
        "programmes": sorted({one["programme"] for one in missions if one["programme"]}),
        "missions": iris(missions),
    }


def missions_compared(data: CsvData, parameters: Parameters) -> list[Row]:
    names = {
        row["name"] for row in data["crises.csv"] if parameters["crisis"] in {row["name"], row["crisis_id"]}
    }
    answering = [one for one in data.missions if one["crisis"] in names]
    return [
        _received(data, code, [one for one in answering if code in recipients(one)])
        for code in (parameters["first"], parameters["second"])
    ]


def _received(data: CsvData, code: str, missions: list[CsvRow]) -> Row:
    return {
        "recipient": code,
        "recorded": len(missions),
        **by_status(missions),
        "senders": sorted({name for one in missions for name in _of(data, one, "sender")}),
        "types": sorted({type_of(one) for one in missions}),
        "missions": iris(missions),
    }


def undelivered(data: CsvData, parameters: Parameters) -> list[Row]:
    steps: dict[str, list[CsvRow]] = defaultdict(list)
    for step in data["mission-steps.csv"]:
        steps[step["mission_id"]].append(step)
    rows = []
    for mission in data.missions:
        known = steps[mission["id"]]
        requests = [step for step in known if step["step"] == "request"]
        wanted = requests or not parameters["requested_only"]
        if not delivered(mission) and wanted and _asked(data, mission, parameters):
            rows.append(_open(data, mission, known, requests))
    return rows


def _open(data: CsvData, mission: CsvRow, steps: list[CsvRow], requests: list[CsvRow]) -> Row:
    told = {
        claim["value"]
        for claim in data["claims.csv"]
        if claim["mission_id"] == mission["id"] and claim["property"] == "status"
    }
    return _beside(data, mission) | {
        "type": type_of(mission),
        "date": mission["start_date"] or None,
        "requested_by": sorted({agent for step in requests for agent in _agents(data, step["agent"])}),
        "steps": sorted(f"{step['step']} {step['date'] or '?'}" for step in steps),
        "told": sorted(told),
        "publishers": parts(mission["source_publisher"]),
    }
