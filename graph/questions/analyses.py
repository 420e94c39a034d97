"""What finishes the facts of questions 42 to 45 and 47 into answers: the analyses of graph.analysis, put into rows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from graph.analysis.chains import shortest_chains
from graph.analysis.communities import Community, divide
from graph.analysis.first_help import exchange
from graph.analysis.median_interval import median_interval, possibly_least
from graph.analysis.partner_change import partner_change
from graph.analysis.reciprocity import mutual_pairs, reciprocity
from graph.analysis.ties import Flow, Tie, undirected, weighted
from graph.finished import Finished, Row
from graph.questions.answers_to_crises import begun_since
from graph.questions.gathered import grouped, missions_in, united
from graph.questions.spans import Span, days_between, first_day, last_day, span_of
from ontology.errors import UsageProblem

Parameters = Mapping[str, Any]


def _tie(row: Row) -> Tie:
    return row["giver"], row["taker"]


def _spans(rows: Iterable[Row]) -> list[Span]:
    return [span for row in rows if (span := span_of(row))]


# --- 42: reciprocity -------------------------------------------------------------------------------------------------


def reciprocity_of_relations(facts: list[Row], _parameters: Parameters) -> Finished:
    """The reciprocity of the network, with and without packages, and one row for each pair that helped each other.

    >>> there = {"mission": "m1", "giver": "TUR", "taker": "AZE", "package": False}
    >>> back = {"mission": "m2", "giver": "AZE", "taker": "TUR", "package": False}
    >>> facts = [there | {"start": "2020-07-05", "latest": "2020-07-05"}]
    >>> facts += [back | {"start": "2023-02-01", "latest": "2023-02-28"}]
    >>> rows = reciprocity_of_relations(facts, {}).rows
    >>> [[row[name] for name in ("scope", "first", "days_min", "reciprocity")] for row in rows[::2]]
    [['network', None, None, 1.0], ['pair', 'TUR', 941, None]]
    """
    sent = grouped(facts, _tie)
    pairs = [_pair_row(pair, sent) for pair in mutual_pairs(sent)]
    single = [row for row in facts if not row["package"]]
    networks = [_network_row("network", facts), _network_row("network without packages", single)]
    unordered = sum(row["sequence"] in {"undecided", "unknown"} for row in pairs)
    return Finished([*networks, *pairs], {"pairs": len(pairs), "unordered_pairs": unordered})


_NO_PAIR = {
    **dict.fromkeys(("first", "second", "sequence", "there_earliest", "there_latest")),
    **dict.fromkeys(("back_earliest", "back_latest", "days_min", "days_max")),
}


def _network_row(scope: str, facts: list[Row]) -> Row:
    found = reciprocity(map(_tie, facts))
    return {
        **_NO_PAIR,
        "scope": scope,
        "ties": found.ties,
        "returned": found.returned,
        "reciprocity": None if found.share is None else round(found.share, 6),
        "missions_there": [],
        "missions_back": [],
    }


def _pair_row(pair: Tie, sent: Mapping[Tie, list[Row]]) -> Row:
    found = exchange(_spans(sent[pair]), _spans(sent[pair[::-1]]))
    if found.sequence == "known" and (found.days_max or 0) < 0:
        pair, found = pair[::-1], found.turned
    return {
        "scope": "pair",
        "first": pair[0],
        "second": pair[1],
        "sequence": found.sequence,
        "there_earliest": first_day(found.there),
        "there_latest": last_day(found.there),
        "back_earliest": first_day(found.back),
        "back_latest": last_day(found.back),
        "days_min": found.days_min,
        "days_max": found.days_max,
        **dict.fromkeys(("ties", "returned", "reciprocity")),
        "missions_there": missions_in(sent[pair]),
        "missions_back": missions_in(sent[pair[::-1]]),
    }


# --- 43: communities -------------------------------------------------------------------------------------------------

STEADY = 0.9
"""The steadiness below which a community is named as an unsteady one."""


def communities_of_cooperation(facts: list[Row], _parameters: Parameters) -> Finished:
    """One row for each community of the network of flows.

    >>> groupings = {"giver_groupings": ["OIC"], "taker_groupings": ["OIC"]}
    >>> facts = [{"mission": "m", "giver": "TUR", "taker": "AZE"} | groupings]
    >>> [(row["members"], row["groupings"], row["modularity"]) for row in communities_of_cooperation(facts, {}).rows]
    [(['AZE', 'TUR'], ['OIC 2'], 0.0)]
    """
    division = divide(weighted(Flow(row["mission"], *_tie(row)) for row in facts))
    groupings = {row[end]: row[f"{end}_groupings"] for end in ("giver", "taker") for row in facts}
    rows = [
        {"community": number, "modularity": round(division.modularity, 6)}
        | _community(community, facts, groupings)
        for number, community in enumerate(division.communities, 1)
    ]
    unsteady = sum(row["steadiness"] < STEADY for row in rows)
    return Finished(rows, {"communities": len(rows), "unsteady": unsteady})


def _community(community: Community, facts: list[Row], groupings: Mapping[str, list[str]]) -> Row:
    members = {*community.members}
    inside = [row for row in facts if {*_tie(row)} <= members]
    across = [row for row in facts if len({*_tie(row)} & members) == 1]
    held = Counter(name for member in community.members for name in groupings[member])
    return {
        "size": len(members),
        "members": [*community.members],
        "groupings": [f"{name} {held[name]}" for name in sorted(held, key=lambda name: (-held[name], name))],
        "outside": [member for member in community.members if not groupings[member]],
        "inside": len(missions_in(inside)),
        "across": len(missions_in(across)),
        "contribution": round(community.contribution, 6),
        "steadiness": round(community.steadiness, 3),
        "missions": missions_in(inside),
    }


# --- 44: response times, crisis by crisis ----------------------------------------------------------------------------


def response_time_by_crisis(facts: list[Row], _parameters: Parameters) -> Finished:
    """One row for each crisis that missions answered, with the interval of the median days from onset to start."""
    counted = [row for row in facts if not (row["latest"] and row["onset"]) or row["latest"] >= row["onset"]]
    rows = [_crisis(own) for own in grouped(counted, lambda row: str(row["crisis"])).values()]
    return Finished(
        rows,
        {
            "older": len({*missions_in(facts)} - {*missions_in(counted)}),
            "without_onset": sum(row["onset"] is None for row in rows),
        },
    )


def _crisis(own: list[Row]) -> Row:
    by_mission = grouped(own, lambda row: str(row["mission"]))
    known = {mission: days for mission, rows in by_mission.items() if (days := _days_to(rows[0]))}
    intervals = [*known.values()]
    median = median_interval(intervals)
    fastest = [mission for mission, may_be in zip(known, possibly_least(intervals), strict=True) if may_be]
    return {
        **{name: own[0][name] for name in ("crisis", "name", "onset", "onset_latest")},
        "dated": len(known),
        "undated": len(by_mission) - len(known),
        "to_the_day": sum(low == high for low, high in intervals),
        "median_min": median and median.least,
        "median_max": median and median.most,
        "fastest_min": min((low for low, _ in intervals), default=None),
        "fastest_max": min((high for _, high in intervals), default=None),
        "fastest": sorted({row["who"] for mission in fastest for row in by_mission[mission] if row["who"]}),
        "missions": missions_in(own),
    }


def _days_to(row: Row) -> tuple[int, int] | None:
    """The fewest and the most days from the onset of a crisis to a mission; None where one of them has no date."""
    onset, begun = span_of(row, "onset", "onset_latest"), begun_since(row)
    if onset is None or begun is None:
        return None
    return max(0, days_between(onset.last, begun.first)), days_between(onset.first, begun.last)


# --- 45: chains of help ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of a chain, with the missions and publishers between its ends."""

    giver: str
    taker: str
    missions: list[str]
    publishers: list[str]


def paths_between(facts: list[Row], parameters: Parameters) -> Finished:
    """One row for each step of each shortest chain of help from one country to another.

    >>> facts = [{"mission": "m1", "giver": "TUR", "taker": "ITA", "publishers": ["AA", "ANSA"]}]
    >>> facts += [{"mission": "m2", "giver": "ITA", "taker": "ALB", "publishers": ["ANSA"]}]
    >>> asked = {"from_country": "TUR", "to_country": "ALB", "max_length": 4, "either_way": False}
    >>> [(row["step"], row["giver"], row["taker"], row["weakest"]) for row in paths_between(facts, asked).rows]
    [(1, 'TUR', 'ITA', 1), (2, 'ITA', 'ALB', 1)]
    """
    start, goal, longest = (parameters[name] for name in ("from_country", "to_country", "max_length"))
    if not start or not goal or start == goal:
        raise UsageProblem(
            "A chain leads from one country to another.", hint="Give from_country and to_country."
        )
    if longest < 1:
        raise UsageProblem(f"A chain of {longest} steps leads nowhere.", hint="max_length is 1 or more.")
    key = (lambda row: undirected(_tie(row))) if parameters["either_way"] else _tie
    flows = grouped(facts, key)
    ties = {*flows, *(tie[::-1] for tie in flows if parameters["either_way"])}
    chains = [
        [_step(tie, flows) for tie in pairwise(chain)]
        for chain in shortest_chains(ties, start, goal, longest)
    ]
    ranked = sorted(chains, key=_strength)
    return Finished(
        [row for number, chain in enumerate(ranked, 1) for row in _chain_rows(number, chain)],
        {
            "chains": len(chains),
            "length": len(chains[0]) if chains else 0,
            "no_chain": int(not chains),
            "longest": longest,
            "thin": len(
                {(one.giver, one.taker) for chain in chains for one in chain if len(one.publishers) < 2}
            ),
        },
    )


def _step(tie: Tie, flows: Mapping[Tie, list[Row]]) -> _Step:
    own = flows[tie if tie in flows else tie[::-1]]
    return _Step(*tie, missions_in(own), united(own, "publishers"))


def _strength(chain: list[_Step]) -> tuple[int, int, list[str]]:
    """What chains are ranked by: the publishers and the missions of their weakest steps, then their parties."""
    return (
        -min(len(step.publishers) for step in chain),
        -min(len(step.missions) for step in chain),
        [step.taker for step in chain],
    )


def _chain_rows(number: int, chain: list[_Step]) -> list[Row]:
    return [
        {
            "chain": number,
            "step": place,
            "giver": step.giver,
            "taker": step.taker,
            "missions": len(step.missions),
            "publishers": len(step.publishers),
            "weakest": min(len(one.publishers) for one in chain),
            "publisher_list": step.publishers,
            "mission_list": step.missions,
        }
        for place, step in enumerate(chain, 1)
    ]


# --- 47: change between two periods ----------------------------------------------------------------------------------


def change_between_periods(facts: list[Row], parameters: Parameters) -> Finished:
    """One row for each sender, or for each sender and recipient, with what it gave in two periods."""
    periods = [_period(parameters, name) for name in ("first", "second")]
    if periods[1].first <= periods[0].last:
        raise UsageProblem("The second period begins before the first one ends.", hint="Give later years.")
    placed = [row | {"falls": _falls(span_of(row), periods)} for row in facts]
    counted = [row for row in placed if row["falls"] != "elsewhere"]
    by_pair = parameters["by_pair"]
    groups = grouped(counted, lambda row: (row["giver"], row["taker"] if by_pair else None))
    years = [int(period.last[:4]) - int(period.first[:4]) + 1 for period in periods]
    return Finished(
        [_change(key, own) for key, own in groups.items()],
        {
            "years_first": years[0],
            "years_second": years[1],
            "unequal": int(years[0] != years[1]),
            "all_first": len(missions_in(_falling(counted, "first"))),
            "all_second": len(missions_in(_falling(counted, "second"))),
            "elsewhere": len(missions_in(_falling(placed, "elsewhere"))),
        },
    )


def _period(parameters: Parameters, name: str) -> Span:
    first, last = parameters[f"{name}_from"], parameters[f"{name}_to"]
    if not 1 <= first <= last <= 9999:
        raise UsageProblem(
            f"The {name} period goes from {first} to {last}.",
            hint=f"Give {name}_from no later than {name}_to.",
        )
    return Span(f"{first:04}-01-01", f"{last:04}-12-31")


def _falls(begun: Span | None, periods: list[Span]) -> str:
    """Where a beginning falls: in one of the periods, in neither, or it cannot be told.

    >>> periods = [Span("2013-01-01", "2019-12-31"), Span("2020-01-01", "2023-12-31")]
    >>> begun = [Span("2019-12-01", "2020-01-31"), Span("2020-01-01", "2020-12-31"), Span("2012-05-01", "2012-05-31")]
    >>> [_falls(span, periods) for span in (*begun, None)]
    ['undecided', 'second', 'elsewhere', 'undated']
    """
    if begun is None:
        return "undated"
    for name, period in zip(("first", "second"), periods, strict=True):
        if period.first <= begun.first and begun.last <= period.last:
            return name
    met = any(period.first <= begun.last and begun.first <= period.last for period in periods)
    return "undecided" if met else "elsewhere"


def _falling(rows: Iterable[Row], where: str) -> list[Row]:
    return [row for row in rows if row["falls"] == where]


def _change(key: tuple[str, str | None], own: list[Row]) -> Row:
    first, second = _falling(own, "first"), _falling(own, "second")
    partners = partner_change([row["taker"] for row in first], [row["taker"] for row in second])
    return {
        "sender": key[0],
        "recipient": key[1],
        "missions_first": len(missions_in(first)),
        "missions_second": len(missions_in(second)),
        "difference": len(missions_in(second)) - len(missions_in(first)),
        "kept": [*partners.kept],
        "ended": [*partners.ended],
        "new": [*partners.new],
        "undated": len(missions_in(_falling(own, "undated"))),
        "undecided": len(missions_in(_falling(own, "undecided"))),
        "mission_list": missions_in(own),
    }
