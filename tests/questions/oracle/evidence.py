"""What questions 38 to 41 must answer: rival claims, single sources, markings, outcomes."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path

from tests.questions.oracle.csv_data import CsvData, CsvRow, delivered, interval, mission_iri, parts
from tests.questions.oracle.files import Parameters, Row, iris, organisations, preferred, recipients, senders

__all__ = ["outcomes", "releasable", "rival_claims", "single_source"]

NO_GRADE = {"reliability": "F", "credibility": "6"}
"""The grade of the rows of claims.csv: nobody has assessed them."""

MARKINGS = ("clear", "green", "amber", "amber-strict", "red")

COUNTED = {
    "staff": "personnel;doctors;medical personnel",
    "participants": "participants",
    "capacity": "beds;intensive care beds;planned surgeries;trauma interventions",
    "throughput": "patients per month",
    "outcome": "patients;patients hospitalised;medical procedures;consultations;surgeries;treatments",
    "facility": "field hospitals;field hospital;mobile hospitals;hospitals;Ebola treatment units",
    "transport": "aircraft",
    "goods": "ambulances;tonnes;gloves;surgical masks;masks;medical devices;ventilators;packages;doses;"
    "vials antiviral;tonnes liquid oxygen;oxygen generators",
}
KIND_OF_UNIT = {unit: kind for kind, units in COUNTED.items() for unit in units.split(";")}
"""What each unit of missions.csv counts."""

NO_CRISIS = {"Routine medical engagement", "Poliomyelitis eradication", ""}
"""Occasions of missions.csv that are no crises."""


# --- Publishers ----------------------------------------------------------------------------------------------------


def _publisher(data: CsvData, name: str) -> CsvRow:
    nothing = {"name": name, "kind": "", "affiliation_iso3": "", "copies": ""}
    return next((row for row in data["publishers.csv"] if row["name"] == name), nothing)


def _speaks_for(data: CsvData, name: str, parties: Iterable[str]) -> bool:
    """Whether a publisher, or one whose text it repeats, is affiliated with one of the parties."""
    told = [name, *parts(_publisher(data, name)["copies"])]
    return any(party in parts(_publisher(data, one)["affiliation_iso3"]) for one in told for party in parties)


# --- 38: rival claims ----------------------------------------------------------------------------------------------


def rival_claims(data: CsvData, parameters: Parameters) -> list[Row]:
    claims = [claim for claim in data["claims.csv"] if claim["mission_id"] == parameters["mission"]]
    against = [(claim["claim_id"], rival) for claim in claims for rival in parts(claim["contradicts"])]
    rows = [_claim_row(data, claim, claims, against) for claim in claims]
    for row in rows:
        alike = [other for other in rows if other["property"] == row["property"]]
        picked = _RULES[parameters["prefer"]](alike) if parameters["prefer"] else None
        row["preferred"] = None if picked is None else row["claim"] in picked
    return rows


def _claim_row(data: CsvData, claim: CsvRow, claims: list[CsvRow], against: list[tuple[str, str]]) -> Row:
    publisher = _publisher(data, claim["source_publisher"])
    said = interval(claim["source_date"])
    name = claim["claim_id"]
    return {
        "property": claim["property"],
        "claim": name,
        "topic": claim["topic"] or None,
        "said": claim["value"],
        "unit": claim["unit"] or None,
        "qualifier": claim["qualifier"] or None,
        "publisher": claim["source_publisher"] or None,
        "publisher_kind": publisher["kind"] or None,
        "speaks_for": sorted(parts(publisher["affiliation_iso3"])),
        "repeats": sorted(parts(publisher["copies"])),
        "date": said[0].isoformat() if said else None,
        "latest": said[1].isoformat() if said else None,
        **NO_GRADE,
        "differs_from": sorted(
            other["claim_id"]
            for other in claims
            if other["property"] == claim["property"]
            and any(other[key] != claim[key] for key in ("value", "unit", "qualifier"))
        ),
        "contradicts": sorted({one for pair in against if name in pair for one in pair} - {name}),
    }


def _latest(rows: list[Row]) -> set[str]:
    if any(row["date"] is None for row in rows):
        return set()
    return {
        row["claim"]
        for row in rows
        if all(row["date"] > other["latest"] for other in rows if other is not row)
    }


def _best_grade(rows: list[Row]) -> set[str]:
    graded = [
        row for row in rows if row["reliability"] not in {None, "F"} and row["credibility"] not in {None, "6"}
    ]
    best = min(((row["reliability"], row["credibility"]) for row in graded), default=None)
    return _agreed([row for row in graded if (row["reliability"], row["credibility"]) == best])


def _independent(rows: list[Row]) -> set[str]:
    return _agreed(
        [
            row
            for row in rows
            if row["publisher_kind"] == "independent" and not row["repeats"] and not row["speaks_for"]
        ]
    )


def _agreed(rows: list[Row]) -> set[str]:
    return {row["claim"] for row in rows} if len({(row["said"], row["unit"]) for row in rows}) == 1 else set()


_RULES = {"latest": _latest, "grade": _best_grade, "independent": _independent}


# --- 39: single sources --------------------------------------------------------------------------------------------


def single_source(data: CsvData, parameters: Parameters) -> list[Row]:
    missions = [mission for mission in data.missions if parameters["sender"] in {"", *senders(mission)}]
    one = {mission["id"] for mission in missions if _rests_on_one(data, mission)}
    own = {mission["id"] for mission in missions if _is_own_word(data, mission)}
    cited: dict[str | None, list[CsvRow]] = {"any": missions}
    for mission in missions:
        for kind in {_publisher(data, name)["kind"] or None for _, name in _sources(data, mission) if name}:
            cited.setdefault(kind, []).append(mission)
    return [
        {
            "publisher_kind": kind,
            "cited": len(group),
            "one_source": sum(mission["id"] in one for mission in group),
            "own_word": sum(mission["id"] in own for mission in group),
            "either": sum(mission["id"] in one | own for mission in group),
            "one_source_missions": iris(mission for mission in group if mission["id"] in one),
            "own_word_missions": iris(mission for mission in group if mission["id"] in own),
        }
        for kind, group in cited.items()
    ]


def _sources(data: CsvData, mission: CsvRow) -> set[tuple[str, str]]:
    """The address and the publisher of the mission's own row and of each claim about it."""
    rows = [mission, *(claim for claim in data["claims.csv"] if claim["mission_id"] == mission["id"])]
    return {(row["source_url"], row["source_publisher"]) for row in rows} - {("", "")}


def _rests_on_one(data: CsvData, mission: CsvRow) -> bool:
    documents, publishers = set(), set()
    for address, name in _sources(data, mission):
        told = parts(_publisher(data, name)["copies"]) or [name or address]
        documents.add(address or name)
        publishers.update(told)
    return len(documents) <= 1 or len(publishers) <= 1


def _is_own_word(data: CsvData, mission: CsvRow) -> bool:
    sources = _sources(data, mission)
    return bool(sources) and all(name and _speaks_for(data, name, senders(mission)) for _, name in sources)


# --- 40: what may be released --------------------------------------------------------------------------------------


def releasable(data: CsvData, parameters: Parameters) -> list[Row]:
    """The shipped tables, one record a row and one for the table itself, and the vocabulary as one record."""
    counts = {"ontology": ("clear", 1), "countries": ("clear", 249 + 1)}
    for spec in sorted((data.folder / "sources").glob("*.yaml")):
        if (table := data.folder / f"{spec.stem}.csv").exists():
            counts[spec.stem] = (_marking(spec), len(data[table.name]) + 1)
    allowed = MARKINGS[: MARKINGS.index(parameters["level"]) + 1]
    return [
        {
            "dataset": name,
            "marking": marking,
            "records": records,
            "goes_out": records if marking in allowed else 0,
            "stays": 0 if marking in allowed else records,
        }
        for name, (marking, records) in counts.items()
    ]


def _marking(spec: Path) -> str:
    found = re.search(r"^marking: (\S+)$", spec.read_text(encoding="utf-8"), re.MULTILINE)
    assert found, spec
    return found[1]


# --- 41: outcomes --------------------------------------------------------------------------------------------------


def outcomes(data: CsvData, parameters: Parameters) -> list[Row]:
    names = {row["name"]: row["crisis_id"] for row in data["crises.csv"]}
    missions = [
        mission
        for mission in data.missions
        if (delivered(mission) or parameters["include_undelivered"])
        and parameters["sender"] in {"", *senders(mission)}
        and parameters["recipient"] in {"", *recipients(mission)}
        and parameters["crisis"] in {"", *_crises(mission), *(names[name] for name in _crises(mission))}
    ]
    groups: dict[tuple[object, ...], list[CsvRow]] = {}
    for mission in missions:
        kind = KIND_OF_UNIT.get(mission["unit"]) if mission["quantity"] else None
        if kind and parameters["kind"] in {"", kind}:
            groups.setdefault((*_sides(data, mission), kind, mission["unit"]), []).append(mission)
    return [
        _outcome_row(data, key, known, sum(_sides(data, mission) == key[:3] for mission in missions))
        for key, known in groups.items()
    ]


def _sides(data: CsvData, mission: CsvRow) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    return (
        _parties(data, senders(mission), mission["sender_org"]),
        _parties(data, recipients(mission), mission["recipient_org"]),
        tuple(_crises(mission)),
    )


def _parties(data: CsvData, codes: list[str], organisation: str) -> tuple[str, ...]:
    return tuple(sorted(codes or {preferred(data, name, "") for name in organisations(organisation)}))


def _crises(mission: CsvRow) -> list[str]:
    return sorted({mission["crisis"]} - NO_CRISIS)


def _outcome_row(data: CsvData, key: tuple[object, ...], known: list[CsvRow], of_missions: int) -> Row:
    givers, takers, crises, kind, unit = key
    amounts = [_number(mission["quantity"]) for mission in known]
    numbers = [amount for amount in amounts if amount is not None]
    programmes = [mission["programme"] for mission in known if mission["programme"]]
    summed = len(numbers) == len(amounts) and len(set(programmes)) == len(programmes)
    told = {mission["id"] for mission in known}
    return {
        "senders": _listed(givers),
        "recipients": _listed(takers),
        "crises": _listed(crises),
        "quantity_kind": kind,
        "unit": unit,
        "known": len(known),
        "of_missions": of_missions,
        "least": min(numbers, default=None),
        "most": max(numbers, default=None),
        "total": sum(numbers) if summed else None,
        "own_word": sum(
            bool(name := mission["source_publisher"]) and _speaks_for(data, name, senders(mission))
            for mission in known
        ),
        "claims": sum(
            claim["mission_id"] in told and claim["topic"] == "count" for claim in data["claims.csv"]
        ),
        "missions": sorted(map(mission_iri, told)),
    }


def _listed(values: object) -> list[str]:
    assert isinstance(values, tuple)
    return list(values)


def _number(text: str) -> int | float | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
