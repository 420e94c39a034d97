"""How the shipped files tell missions, organisations and memberships: what the oracles of questions 15 to 27 share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from tests.questions.oracle.csv_data import CsvData, CsvRow, delivered, interval, mission_iri, parts

Row = dict[str, Any]
Parameters = Mapping[str, Any]
Days = tuple[date, date]

STATUS = {
    "allocated": "agreed",
    "approved": "agreed",
    "commitment": "agreed",
    "ongoing": "operating",
    "implementation": "operating",
}
"""The words of missions.csv that the product says in another way."""

MORE_ALIASES = {
    "Jordan Armed Forces, Royal Medical Services": ["Jordan Armed Forces - Royal Medical Services"],
    "UMKE National Medical Rescue Team": ["National Medical Rescue Team (Turkey)"],
    "NDMA Pakistan": ["National Disaster Management Authority (Pakistan)"],
    "Islamic Solidarity Fund (OIC)": ["Islamic Solidarity Fund"],
    "HHS": ["US Department of Health and Human Services"],
    "People's National Army (ANP), Military Health Services": ["People's National Army (Algeria)"],
    "Ina-EMT: Ministry of Health, Muhammadiyah (MDMC), TNI, BNPB, Polri": [
        "Indonesian Emergency Medical Team",
        "Ministry of Health (Indonesia)",
        "Muhammadiyah Disaster Management Center",
        "Indonesian National Armed Forces",
        "BNPB (Indonesia)",
        "Polri (Indonesia)",
    ],
    "Pakistan Army (ISPR)": ["Pakistan Army"],
}
"""Cells of missions.csv that name known organisations in a way of their own."""

NORTHERN_CYPRUS = "Turkish Republic of Northern Cyprus"


# --- Missions ------------------------------------------------------------------------------------------------------


def type_of(mission: CsvRow) -> str:
    return mission["type"].replace(" ", "-")


def status_of(mission: CsvRow) -> str | None:
    return STATUS.get(mission["status"], mission["status"]) or None


def senders(mission: CsvRow) -> list[str]:
    """The codes of the sending countries and territories."""
    return parts(mission["sender_iso3"])


def recipients(mission: CsvRow) -> list[str]:
    """The codes of the receiving countries and territories; Northern Cyprus stands only in an organisation's name."""
    codes = parts(mission["recipient_iso3"])
    return codes or (["XNC"] if NORTHERN_CYPRUS in mission["recipient_org"] else [])


def sending_parties(mission: CsvRow) -> list[str]:
    """Senders; where no state is named, the organisations."""
    return senders(mission) or organisations(mission["sender_org"])


def receiving_parties(mission: CsvRow) -> list[str]:
    return recipients(mission) or organisations(mission["recipient_org"])


def organisations(cell: str) -> list[str]:
    """The names in a cell of organisations, as MORE_ALIASES has them."""
    if cell in MORE_ALIASES:
        return MORE_ALIASES[cell]
    return [name for part in parts(cell) for name in MORE_ALIASES.get(part, [part])]


def begun(mission: CsvRow) -> Days | None:
    return interval(mission["start_date"])


def by_status(missions: Iterable[CsvRow]) -> Row:
    """How many are delivered, are not, and how many have no status."""
    known = list(missions)
    unknown = sum(not mission["status"] for mission in known)
    arrived = sum(map(delivered, known))
    return {
        "delivered": arrived,
        "not_delivered": len(known) - arrived - unknown,
        "status_unknown": unknown,
    }


def iris(missions: Iterable[CsvRow]) -> list[str]:
    return sorted(mission_iri(mission["id"]) for mission in missions)


def percent(part: int, whole: int) -> int | float | None:
    """A share in per cent, to one decimal."""
    if not whole:
        return None
    exact = Decimal(100 * part) / Decimal(whole)
    rounded = exact.quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


# --- Memberships ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spell:
    """A membership as its file has it."""

    code: str
    status: str
    written: str
    start: Days | None
    end: Days | None

    def surely_covers(self, when: Days | None) -> bool:
        """Whether it held on every day of a date; a thing without a date needs a spell without an end."""
        if when is None:
            return self.end is None
        if self.start is None or self.start[1] > when[0]:
            return False
        return self.end is None or when[1] <= self.end[0]

    def may_meet(self, when: Days | None) -> bool:
        """Whether it can have held on some day of a date."""
        if when is None:
            return self.end is None
        if self.start is not None and self.start[0] > when[1]:
            return False
        return self.end is None or when[0] <= self.end[1]


def spells(data: CsvData, grouping: str) -> list[Spell]:
    """The memberships in a grouping, of any status."""
    names = {row["preferred_name"]: row["short_name"] for row in data["organisations.csv"]}
    found = [
        Spell(row["iso3"], row["status"], row["start"], interval(row["start"]), interval(row["end"]))
        for row in data["memberships.csv"]
        if names[row["grouping"]] == grouping
    ]
    if grouping == "OIC":
        found += [
            Spell(
                row["iso3"] or "XNC",
                row["status"],
                row["joined_sis_egypt"],
                interval(row["joined_sis_egypt"]),
                None,
            )
            for row in data["oic-members.csv"]
        ]
    return found


def members_at(known: Iterable[Spell], when: Days | None) -> set[str]:
    """Who surely was a member on a date, and surely not suspended."""
    spells_ = list(known)
    kept_out = {spell.code for spell in spells_ if spell.status == "suspended" and spell.may_meet(when)}
    return {
        spell.code for spell in spells_ if spell.status == "member" and spell.surely_covers(when)
    } - kept_out


# --- Organisations -------------------------------------------------------------------------------------------------


def bodies(data: CsvData, mission: CsvRow, side: str) -> set[str]:
    codes = parts(mission[f"{side}_iso3"])
    home = codes[0] if len(codes) == 1 else ""
    return {preferred(data, name, home) for name in organisations(mission[f"{side}_org"])}


def preferred(data: CsvData, name: str, home: str) -> str:
    """The name by which organisations.csv knows an organisation; an alias of several is told by its country."""
    bare = name.partition(" (")[0]
    for called in (name, bare) if name.endswith(")") else (name,):
        known = [
            row
            for row in data["organisations.csv"]
            if called in {row["preferred_name"], *parts(row["aliases"])}
        ]
        if len(known) > 1:
            known = [row for row in known if row["home_iso3"] == home]
        if len(known) == 1:
            return known[0]["preferred_name"]
    return name
