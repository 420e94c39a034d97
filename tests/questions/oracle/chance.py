"""What question 46 must answer: events beside missions, against the dates dealt out by chance."""

import math
import random

from tests.questions.oracle.csv_data import CsvData, CsvRow, delivered, interval, mission_iri, parts
from tests.questions.oracle.files import Days, Parameters, Row, begun, iris, percent, recipients, senders


def events_against_base_rate(data: CsvData, parameters: Parameters) -> list[Row]:
    missions = sorted(
        (
            mission
            for mission in data.missions
            if (delivered(mission) or parameters["include_undelivered"])
            and begun(mission)
            and _dyads(mission)
        ),
        key=lambda mission: mission_iri(mission["id"]),
    )
    dates = [when for mission in missions if (when := begun(mission))]
    events = [_events(data, mission) for mission in missions]
    window, times = parameters["days"], parameters["permutations"]
    dealings = _dealings(len(missions), times)
    sides = {"after": (1, window), "before": (-window, -1)}
    sure = {
        name: [[_hit(when, own, *side)[0] for when in dates] if own else None for own in events]
        for name, side in sides.items()
    }
    may = {
        name: [[_hit(when, own, *side)[1] for when in dates] if own else None for own in events]
        for name, side in sides.items()
    }
    change = [
        [after - before for after, before in zip(one, other, strict=True)] if one and other else None
        for one, other in zip(sure["after"], sure["before"], strict=True)
    ]
    rows = []
    for name in sides:
        row, possible = _tested(name, sure[name], dealings), _tested(name, may[name], dealings)
        row |= {"possibly": possible["surely"], "share_possible": possible["share"]}
        row |= {"p_possible": possible["p_value"]}
        row["mission_list"] = iris(
            mission
            for number, mission in enumerate(missions)
            if (scores := sure[name][number]) and scores[number]
        )
        rows.append(row)
    difference: Row = {"possibly": None, "share_possible": None, "p_possible": None, "mission_list": []}
    return [*rows, _tested("difference", change, dealings) | difference]


def _dyads(mission: CsvRow) -> set[frozenset[str]]:
    pairs = {frozenset((one, other)) for one in senders(mission) for other in recipients(mission)}
    return {pair for pair in pairs if len(pair) == 2}


def _events(data: CsvData, mission: CsvRow) -> list[Days]:
    return [
        when
        for event in data["diplomatic-events.csv"]
        if event["type"] != "security incident"
        and any(dyad <= {*parts(event["participants_iso3"])} for dyad in _dyads(mission))
        and (when := interval(event["date"]))
    ]


def _hit(when: Days, events: list[Days], first: int, last: int) -> tuple[int, int]:
    gaps = [((event[0] - when[1]).days, (event[1] - when[0]).days) for event in events]
    surely = any(first <= least and most <= last for least, most in gaps)
    possibly = any(least <= last and first <= most for least, most in gaps)
    return int(surely), int(possibly)


def _dealings(size: int, times: int) -> list[list[int]]:
    # Chance, no secret.
    source = random.Random(0)  # noqa: S311
    places, found = list(range(size)), []
    for _ in range(times):
        source.shuffle(places)
        found.append(list(places))
    return found


def _tested(name: str, scores: list[list[int] | None], dealings: list[list[int]]) -> Row:
    scoring = [(number, own) for number, own in enumerate(scores) if own]
    observed = sum(own[number] for number, own in scoring)
    dealt = sorted(sum(own[places[number]] for number, own in scoring) for places in dealings)
    last, whole = len(dealt) - 1, len(scores)
    return {
        "side": name,
        "missions": whole,
        "surely": observed,
        "share": percent(observed, whole),
        "base": round(100 * sum(sum(own) for _, own in scoring) / whole**2, 1),
        "base_low": percent(dealt[math.floor(last * 0.025)], whole),
        "base_high": percent(dealt[math.ceil(last * 0.975)], whole),
        "p_value": round((1 + sum(one >= observed for one in dealt)) / (1 + len(dealt)), 6),
    }
