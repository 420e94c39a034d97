"""What question 12 must answer: the outbreaks that no recorded mission met."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from tests.questions.oracle.conflict import outbreaks_of_file, scheme_name
from tests.questions.oracle.csv_data import CsvData, CsvRow, delivered, interval, mission_iri
from tests.questions.oracle.files import Parameters, Row, Spell, begun, recipients, spells


def outbreaks_without_missions(data: CsvData, parameters: Parameters) -> list[Row]:
    """By disease: the outbreaks among the members of the grouping, and which of them a mission met."""
    years = range(parameters["from_year"], parameters["to_year"] + 1)
    members = _member_years(spells(data, parameters["grouping"]), years)
    diseases: dict[str, set[tuple[str, int]]] = {}
    for place, disease, year in outbreaks_of_file(data):
        if (place, year) in members and disease != parameters["without"]:
            diseases.setdefault(disease, set()).add((place, year))
    answers = [
        mission for mission in data.missions if parameters["include_undelivered"] or delivered(mission)
    ]
    return [
        _by_disease(disease, places, list(_meetings(data, answers, disease)))
        for disease, places in diseases.items()
    ]


def _member_years(known: Iterable[Spell], years: Iterable[int]) -> set[tuple[str, int]]:
    """The years in which a country can have been a member on some day."""
    of_country: dict[str, list[Spell]] = {}
    for spell in known:
        of_country.setdefault(spell.code, []).append(spell)
    return {
        (country, year)
        for country, own in of_country.items()
        for year in years
        if any(_may_be_member(own, day) for day in _days_of(year))
    }


def _days_of(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def _may_be_member(own: Iterable[Spell], day: date) -> bool:
    spells_ = list(own)
    suspended = any(spell.status == "suspended" and spell.surely_covers((day, day)) for spell in spells_)
    return not suspended and any(spell.status == "member" and spell.may_meet((day, day)) for spell in spells_)


def _meetings(data: CsvData, missions: Iterable[CsvRow], disease: str) -> Iterator[tuple[str, int, CsvRow]]:
    """Country and year of each time that a mission against a disease reaches into."""
    of_crisis = {
        row["name"]: scheme_name(row["icd11_code"], "11") or row["disease"]
        for row in data["crises.csv"]
        if row["disease"]
    }
    for mission in missions:
        start, end = begun(mission), interval(mission["end_date"])
        if start and of_crisis.get(mission["crisis"]) == disease:
            for year in range(start[0].year, (end or start)[1].year + 1):
                for place in recipients(mission):
                    yield place, year, mission


def _by_disease(disease: str, places: set[tuple[str, int]], meetings: list[tuple[str, int, CsvRow]]) -> Row:
    met = {(place, year) for place, year, _ in meetings} & places
    return {
        "disease": disease,
        "outbreaks": len(places),
        "without_mission": len(places - met),
        "unmet": sorted(f"{place} {year}" for place, year in places - met),
        "met": sorted(f"{place} {year}" for place, year in met),
        "missions": sorted({mission_iri(own["id"]) for place, year, own in meetings if (place, year) in met}),
    }
