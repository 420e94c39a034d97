"""What questions 15 to 27 must answer, computed from the CSV files alone, by their descriptions."""

from collections.abc import Iterable, Iterator

from tests.questions.oracle.country_names import COUNTRY_NAMES
from tests.questions.oracle.csv_data import CsvData, CsvRow, delivered, parts
from tests.questions.oracle.files import (
    Parameters,
    Row,
    begun,
    bodies,
    by_status,
    iris,
    members_at,
    organisations,
    percent,
    preferred,
    recipients,
    senders,
    sending_parties,
    spells,
    type_of,
)
from tests.questions.oracle.what_is_told import (
    capability_in_aid,
    contested_missions,
    incidents,
    relation_timeline,
    who_trained_whom,
)

__all__ = [
    "aid_to_groups",
    "capability_in_aid",
    "contested_missions",
    "grouping_share",
    "incidents",
    "leaders_by_mission_type",
    "members_without_records",
    "military_share",
    "relation_timeline",
    "societies_and_foundations",
    "south_south_flows",
    "vaccines_and_developers",
    "who_trained_whom",
]

# --- 15, 16, 17 ----------------------------------------------------------------------------------------------------


def members_without_records(data: CsvData, parameters: Parameters) -> list[Row]:
    seen = {code for mission in data.missions for code in (*senders(mission), *recipients(mission))}
    return [
        {
            "member": spell.code,
            "member_name": COUNTRY_NAMES[spell.code],
            "since": spell.written,
            "crises": sorted(
                crisis["name"]
                for crisis in data["crises.csv"]
                if spell.code in parts(crisis["affected_iso3"])
            ),
            "other_missions": iris(
                mission for mission in data.missions if spell.code in _other_parts(data, mission)
            ),
        }
        for spell in spells(data, parameters["grouping"])
        if spell.status == "member" and spell.end is None and spell.code not in seen
    ]


ROLES = ("funded_by", "carried_by", "commanded_by", "staffed_by", "hosted_by")


def _other_parts(data: CsvData, mission: CsvRow) -> set[str]:
    """The countries that have another part in a mission, or whose organisations have any."""
    named = [name for role in ROLES for name in parts(mission.get(role, ""))]
    bodies = [*organisations(mission["sender_org"]), *organisations(mission["recipient_org"]), *named]
    homes = {row["preferred_name"]: row["home_iso3"] for row in data["organisations.csv"]}
    known = [preferred(data, name, "") for name in bodies]
    return {*named, *(homes[name] for name in known if homes.get(name))}


def leaders_by_mission_type(data: CsvData, parameters: Parameters) -> list[Row]:
    known = spells(data, parameters["grouping"])
    sent: dict[str, list[CsvRow]] = {}
    for mission in data.missions:
        if parameters["type"] not in {"", type_of(mission)}:
            continue
        for code in senders(mission):
            if not parameters["grouping"] or code in members_at(known, begun(mission)):
                sent.setdefault(code, []).append(mission)
    return [
        {
            "rank": 1 + sum(len(other) > len(missions) for other in sent.values()),
            "sender": code,
            "sender_name": COUNTRY_NAMES[code],
            "missions": len(missions),
            **by_status(missions),
            "joint": sum(len(sending_parties(mission)) > 1 for mission in missions),
            "at_home": sum(code in recipients(mission) for mission in missions),
        }
        for code, missions in sent.items()
    ]


def vaccines_and_developers(data: CsvData, parameters: Parameters) -> list[Row]:
    developers = {row["product"]: parts(row["developer_iso3"]) for row in data["products.csv"]}
    given: dict[tuple[str, str], list[CsvRow]] = {}
    for mission in data.missions:
        if parameters["type"] in {"", type_of(mission)}:
            for code in senders(mission):
                for product in parts(mission["product"]) or [""]:
                    given.setdefault((code, product), []).append(mission)
    return [
        {
            "sender": code,
            "sender_name": COUNTRY_NAMES[code],
            "product": product or None,
            "developers": sorted(developers.get(product, [])),
            "own": _own(code, developers.get(product, [])),
            "packages": len(missions),
            **by_status(missions),
            "recipients": sorted({taker for mission in missions for taker in recipients(mission)} - {code}),
            "missions": iris(missions),
        }
        for (code, product), missions in given.items()
    ]


def _own(sender: str, developers: list[str]) -> str:
    if not developers:
        return "unknown"
    return "yes" if sender in developers else "no"


# --- 20: societies and foundations ---------------------------------------------------------------------------------


def societies_and_foundations(data: CsvData, parameters: Parameters) -> list[Row]:
    wanted = [parameters["kind"]] if parameters["kind"] else ["national-society", "foundation", "faith-based"]
    return [
        {
            "country": body["home_iso3"] or None,
            "country_name": COUNTRY_NAMES.get(body["home_iso3"]),
            "organisation": body["preferred_name"],
            "organisation_kind": body["kind"],
            **_counts_of_body(data, body["preferred_name"]),
        }
        for body in data["organisations.csv"]
        if body["kind"] in wanted and parameters["home"] in {"", body["home_iso3"]}
    ]


def _counts_of_body(data: CsvData, name: str) -> Row:
    sent = [mission for mission in data.missions if name in bodies(data, mission, "sender")]
    with_others = sum(len(bodies(data, mission, "sender")) > 1 for mission in sent)
    return {
        "sent": len(sent),
        "delivered": sum(map(delivered, sent)),
        "alone": len(sent) - with_others,
        "with_others": with_others,
        "received": sum(name in bodies(data, mission, "recipient") for mission in data.missions),
    }


# --- 21: military means --------------------------------------------------------------------------------------------


def military_share(data: CsvData, parameters: Parameters) -> list[Row]:
    known = spells(data, parameters["grouping"])
    sent: dict[str, list[str]] = {}
    for mission in data.missions:
        if not (delivered(mission) or parameters["include_undelivered"]):
            continue
        for code in senders(mission):
            if not parameters["grouping"] or code in members_at(known, begun(mission)):
                sent.setdefault(code, []).append(mission["military"])
    return [_military_row(code, means) for code, means in sent.items()]


def _military_row(code: str, means: list[str]) -> Row:
    military, civilian = means.count("yes"), means.count("no")
    unknown = len(means) - military - civilian
    return {
        "sender": code,
        "sender_name": COUNTRY_NAMES[code],
        "missions": len(means),
        "military": military,
        "civilian": civilian,
        "unknown": unknown,
        "share": percent(military, military + civilian),
        "share_lowest": percent(military, len(means)),
        "share_highest": percent(military + unknown, len(means)),
    }


# --- 25 to 27: flows between groups --------------------------------------------------------------------------------


def grouping_share(data: CsvData, parameters: Parameters) -> list[Row]:
    known = spells(data, parameters["grouping"])
    flows: dict[str, list[CsvRow]] = {}
    packages = [
        mission
        for mission in data.missions
        if _countries(senders(mission)) and _countries(recipients(mission))
    ]
    for mission in packages:
        members = members_at(known, begun(mission))
        givers, takers = _countries(senders(mission)), _countries(recipients(mission))
        flows.setdefault(_flow(givers, takers, members), []).append(mission)
        if members & {*givers}:
            flows.setdefault("senders-in", []).append(mission)
        if members & {*takers}:
            flows.setdefault("recipients-in", []).append(mission)
    flows["any"] = packages
    names = ("any", *FLOWS.values(), "others-to-others", "no-flow", "senders-in", "recipients-in")
    return [
        {
            "flow": name,
            "packages": len(flows.get(name, [])),
            "share": percent(len(flows.get(name, [])), len(packages)),
            **by_status(flows.get(name, [])),
        }
        for name in names
    ]


FLOWS = {
    (True, True): "members-to-members",
    (True, False): "members-to-others",
    (False, True): "others-to-members",
}


def _countries(codes: Iterable[str]) -> list[str]:
    """The codes of ISO 3166-1; those that begin with X are assigned by users."""
    return [code for code in codes if not code.startswith("X")]


def _flow(givers: list[str], takers: list[str], members: set[str]) -> str:
    kinds = {(giver in members, taker in members) for giver in givers for taker in takers if giver != taker}
    if not kinds:
        return "no-flow"
    return next((name for kind, name in FLOWS.items() if kind in kinds), "others-to-others")


def aid_to_groups(data: CsvData, parameters: Parameters) -> list[Row]:
    groupings = {name: spells(data, parameters[name]) for name in ("givers", "first", "second")}
    pairs: dict[tuple[str, str], list[tuple[CsvRow, set[str]]]] = {}
    for mission in data.missions:
        if not _answers(data, mission, parameters["crisis"]):
            continue
        members = {name: members_at(known, begun(mission)) for name, known in groupings.items()}
        for giver, taker in _directions(mission):
            groups = {parameters[name] for name in ("first", "second") if taker in members[name]}
            if groups and (not parameters["givers"] or giver in members["givers"]):
                pairs.setdefault((giver, taker), []).append((mission, groups))
    return [
        {
            "sender": giver,
            "sender_name": COUNTRY_NAMES[giver],
            "recipient": taker,
            "recipient_name": COUNTRY_NAMES[taker],
            "groups": sorted(set().union(*(groups for _, groups in found))),
            "packages": len(found),
            **by_status(mission for mission, _ in found),
            "missions": iris(mission for mission, _ in found),
        }
        for (giver, taker), found in pairs.items()
    ]


def _answers(data: CsvData, mission: CsvRow, crisis: str) -> bool:
    names = {row["crisis_id"]: row["name"] for row in data["crises.csv"]}
    return crisis in {"", mission["crisis"]} or names.get(crisis) == mission["crisis"]


def _directions(mission: CsvRow) -> Iterator[tuple[str, str]]:
    for giver in senders(mission):
        for taker in recipients(mission):
            if giver != taker:
                yield giver, taker


def south_south_flows(data: CsvData, parameters: Parameters) -> list[Row]:
    left_out = [spells(data, parameters[name]) for name in ("excluded", "also_excluded")]
    known = {name: spells(data, name) for name in grouping_names(data)}
    sent: dict[str, dict[str, set[str]]] = {}
    missions = {mission["id"]: mission for mission in data.missions}
    for mission in data.missions:
        donors = set().union(*(members_at(known_, begun(mission)) for known_ in left_out))
        if donors & {*senders(mission)}:
            continue
        for giver, taker in _directions(mission):
            if taker not in donors:
                sent.setdefault(giver, {}).setdefault(mission["id"], set()).add(taker)
    return [
        {
            "sender": giver,
            "sender_name": COUNTRY_NAMES[giver],
            "groupings": sorted(
                name
                for name, members in known.items()
                if any(giver in members_at(members, begun(missions[one])) for one in found)
            ),
            "packages": len(found),
            **by_status(missions[one] for one in found),
            "partners": len(set().union(*found.values())),
            "recipients": sorted(set().union(*found.values())),
            "missions": iris(missions[one] for one in found),
        }
        for giver, found in sent.items()
    ]


def grouping_names(data: CsvData) -> list[str]:
    """The short names of the groupings whose memberships are recorded."""
    return [row["short_name"] for row in data["organisations.csv"] if row["short_name"]]
