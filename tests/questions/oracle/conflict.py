"""What questions 32 to 34 must answer: missions, outbreaks and senders beside conflicts."""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

from tests.questions.oracle.csv_data import CHECKOUT, CsvData, CsvRow, delivered, interval, parts
from tests.questions.oracle.files import Days, Parameters, Row, begun, iris, recipients, senders

__all__ = [
    "missions_in_conflict_years",
    "outbreaks_after_conflict",
    "outbreaks_of_file",
    "scheme_name",
    "senders_party_to_conflict",
]

UCDP = Path("ucdp_acd") / "ucdp_prio_acd_v25_1_2003on.csv"
OUTBREAKS = Path("outbreaks_don") / "outbreaks_13052026.csv"
TO_THE_DAY = "1"
UNSPECIFIED = {"10": "9", "11": "Z"}


def outside_rows(data: CsvData, path: Path) -> list[CsvRow]:
    """The rows of a third-party file."""
    assert data.outside, "the third-party files are not there"
    with (data.outside / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def conflict_years(data: CsvData) -> dict[tuple[str, int], list[CsvRow]]:
    """The rows of the conflict file by country and year: of the government fought with, and of both states at war."""
    found: dict[tuple[str, int], list[CsvRow]] = {}
    for row in outside_rows(data, UCDP):
        states = (
            {row["iso3_a"], row["iso3_b"]} if row["type_of_conflict"] == "interstate" else {row["iso3_a"]}
        )
        for state in states - {""}:
            found.setdefault((state, int(row["year"])), []).append(row)
    return found


# --- 32: missions in years of conflict -----------------------------------------------------------------------------


def missions_in_conflict_years(data: CsvData, parameters: Parameters) -> list[Row]:
    conflicts = {row["name"] for row in data["crises.csv"] if row["kind"] == "conflict"}
    years = conflict_years(data)
    groups: dict[tuple[str, int | None], list[CsvRow]] = {}
    for mission in data.missions:
        if delivered(mission) or parameters["include_undelivered"]:
            days = begun(mission)
            for recipient in recipients(mission):
                if parameters["party"] in {"", recipient}:
                    groups.setdefault((recipient, days[0].year if days else None), []).append(mission)
    return [
        {
            "recipient": recipient,
            "year": year,
            **_of_conflict(recipient, year, years),
            "received": len(missions),
            "answering": sum(mission["crisis"] in conflicts for mission in missions),
            "other": sum(mission["crisis"] not in conflicts for mission in missions),
            "missions": iris(missions),
        }
        for (recipient, year), missions in groups.items()
    ]


def _of_conflict(country: str, year: int | None, years: dict[tuple[str, int], list[CsvRow]]) -> Row:
    rows = years.get((country, year), []) if year else []
    return {
        "in_conflict": _in_conflict(country, year, rows, years),
        "intensity": max((int(row["intensity_level"]) for row in rows), default=None),
        "types": sorted({row["type_of_conflict"] for row in rows}),
        "conflicts": sorted({row["conflict_id"] for row in rows}),
    }


def _in_conflict(country: str, year: int | None, rows: list[CsvRow], years: Iterable[tuple[str, int]]) -> str:
    if year is None:
        return "unknown"
    if rows:
        return "yes"
    return "no" if any(country == named for named, _ in years) else "not-in-file"


# --- 33: outbreaks after the onset of conflicts --------------------------------------------------------------------


def outbreaks_after_conflict(data: CsvData, parameters: Parameters) -> list[Row]:
    known = outbreaks_of_file(data)
    onsets = _onsets(data)
    return [
        row
        for country, disease, year in known
        if parameters["from_year"] <= year <= parameters["to_year"]
        and disease != parameters["without"]
        and parameters["party"] in {"", country}
        and (row := _after(onsets.get(country, set()), year, parameters["days"]))
        and row.update(
            country=country, disease=disease, year=year, year_before=(country, disease, year - 1) in known
        )
        is None
    ]


def outbreaks_of_file(data: CsvData) -> set[tuple[str, str, int]]:
    """Country, disease and year."""
    return {
        (
            row["iso3"].replace("XXK", "XKX"),
            scheme_name(row["icd104c"], "10") or scheme_name(row["icd11c3"], "11") or row["Disease"],
            int(row["Year"]),
        )
        for row in outside_rows(data, OUTBREAKS)
    }


def scheme_name(code: str, edition: str) -> str | None:
    """The scheme's English name of a code; either edition ends "unspecified" with a sign of its own."""
    names, bare = _disease_names()[edition], code.replace(".", "")
    return names.get(bare) or names.get(bare.removesuffix(UNSPECIFIED[edition]))


@cache
def _disease_names() -> dict[str, dict[str, str]]:
    """English names by the codes of ICD-10 and of ICD-11, without dots, as the scheme of diseases has them."""
    text = (CHECKOUT / "ontology" / "schemes.ttl").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = {"10": {}, "11": {}}
    for block in re.findall(r"^disease:\S+ a skos:Concept.*?\.$", text, re.MULTILINE | re.DOTALL):
        name = re.search(r'hd:name "([^"]+)"@en', block)
        assert name, block
        for edition, code in re.findall(r'hd:icd(1[01]) "([^"]+)"', block):
            found[edition][code.replace(".", "")] = name[1]
    return found


def _onsets(data: CsvData) -> dict[str, set[tuple[Days, str]]]:
    """The beginnings of episodes, with their conflict, at each country."""
    found: dict[str, set[tuple[Days, str]]] = {}
    for (country, _), rows in conflict_years(data).items():
        for row in rows:
            day = row["start_date2"] if row["start_prec2"] == TO_THE_DAY else row["start_date2"][:4]
            if days := interval(day):
                found.setdefault(country, set()).add((days, row["conflict_id"]))
    return found


def _after(onsets: Iterable[tuple[Days, str]], year: int, window: int) -> Row | None:
    january, december = date(year, 1, 1), date(year, 12, 31)
    gaps = {
        (days, conflict): ((january - days[1]).days, (december - days[0]).days) for days, conflict in onsets
    }
    near = {onset: (least, most) for onset, (least, most) in gaps.items() if least <= window and most >= 0}
    if not near:
        return None
    sure = any(least >= 0 and most <= window for least, most in near.values())
    return {
        "within": "yes" if sure else "possible",
        "onsets": sorted({_written(days) for days, _ in near}),
        "conflicts": sorted({conflict for _, conflict in near}),
    }


def _written(days: Days) -> str:
    return days[0].isoformat() if days[0] == days[1] else f"{days[0]}/{days[1]}"


# --- 34: senders that were a party to the conflict -----------------------------------------------------------------


def senders_party_to_conflict(data: CsvData, parameters: Parameters) -> list[Row]:
    groups: dict[tuple[str, str, str, str], list[CsvRow]] = {}
    for mission in data.missions:
        if delivered(mission) or parameters["include_undelivered"]:
            for giver, taker, conflict in _exposed(data, mission):
                if parameters["party"] in {"", giver, taker}:
                    standing = _standing(data, giver, conflict, begun(mission))
                    if standing and not (parameters["known_only"] and standing == "unknown"):
                        groups.setdefault((giver, taker, conflict["name"], standing), []).append(mission)
    crises = {row["name"]: row for row in data["crises.csv"]}
    return [
        _standing_row(data, giver, taker, crises[conflict], standing, missions)
        for (giver, taker, conflict, standing), missions in groups.items()
    ]


def _exposed(data: CsvData, mission: CsvRow) -> Iterator[tuple[str, str, CsvRow]]:
    """Sender, recipient, and each conflict by which the recipient is affected."""
    for conflict in data["crises.csv"]:
        if conflict["kind"] == "conflict":
            for taker in set(recipients(mission)) & set(parts(conflict["affected_iso3"])):
                for giver in senders(mission):
                    if giver != taker:
                        yield giver, taker, conflict


def _taken(data: CsvData, giver: str, conflict: CsvRow) -> list[tuple[Days | None, Days | None, CsvRow]]:
    """The participations of a party in a conflict: beginning, end (of the conflict, where none is said), and row."""
    return [
        (interval(row["start"]), interval(row["end"] or conflict["end_date"]), row)
        for row in data["conflict-parties.csv"]
        if row["conflict"] == conflict["name"] and row["party"] == giver
    ]


def _standing(data: CsvData, giver: str, conflict: CsvRow, when: Days | None) -> str | None:
    taken = [(start, end) for start, end, _ in _taken(data, giver, conflict)]
    if not taken:
        lasted = interval(conflict["start_date"]), interval(conflict["end_date"])
        return "unknown" if when and _may_lie_in(when, *lasted) else None
    if when is None:
        return "undated"
    if any(_surely_lies_in(when, *one) for one in taken):
        return "party"
    return "possibly-party" if any(_may_lie_in(when, *one) for one in taken) else "not-then"


def _may_lie_in(when: Days, start: Days | None, end: Days | None) -> bool:
    return (start is None or start[0] <= when[1]) and (end is None or when[0] <= end[1])


def _surely_lies_in(when: Days, start: Days | None, end: Days | None) -> bool:
    return start is not None and start[1] <= when[0] and (end is None or when[1] <= end[0])


def _standing_row(
    data: CsvData, giver: str, taker: str, conflict: CsvRow, standing: str, missions: list[CsvRow]
) -> Row:
    taken = _taken(data, giver, conflict)
    starts = [start[0] for start, _, _ in taken if start]
    ends = [end[1] if end else None for _, end, _ in taken]
    over = [end for end in ends if end]
    return {
        "sender": giver,
        "recipient": taker,
        "conflict": conflict["name"],
        "standing": standing,
        "roles": sorted({row["role"] for _, _, row in taken}),
        "since": min(starts).isoformat() if starts else None,
        "until": max(over).isoformat() if over and None not in ends else None,
        "evidence": sorted({row["confidence"] for _, _, row in taken if row["confidence"]}),
        "affected": sorted(parts(conflict["affected_iso3"])),
        "answering": sum(mission["crisis"] == conflict["name"] for mission in missions),
        "missions": iris(missions),
    }
