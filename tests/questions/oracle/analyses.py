"""What questions 42 to 45 and 47 must answer, computed from the CSV files alone, by their descriptions."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations, pairwise
from statistics import median

import networkx as nx

from tests.questions.oracle.csv_data import CsvData, CsvRow, delivered, interval, mission_iri, parts
from tests.questions.oracle.files import (
    Days,
    Parameters,
    Row,
    begun,
    bodies,
    iris,
    members_at,
    receiving_parties,
    recipients,
    senders,
    spells,
)

Flows = list[tuple[CsvRow, str, str]]
"""Missions with a giver and a taker of each."""

RUNS = 20
NO_CRISIS = {"Routine medical engagement", "Poliomyelitis eradication", ""}


def _flows(data: CsvData, parameters: Parameters) -> Flows:
    return [
        (mission, giver, taker)
        for mission in data.missions
        if delivered(mission) or parameters["include_undelivered"]
        for giver in senders(mission)
        for taker in recipients(mission)
        if taker not in senders(mission)
    ]


def _missions(flows: Iterable[tuple[CsvRow, str, str]]) -> list[str]:
    return sorted({mission_iri(mission["id"]) for mission, _, _ in flows})


def _iso(when: Days | None) -> tuple[str | None, str | None]:
    return (when[0].isoformat(), when[1].isoformat()) if when else (None, None)


# --- 42: reciprocity -----------------------------------------------------------------------------------------------


def reciprocity_of_relations(data: CsvData, parameters: Parameters) -> list[Row]:
    flows = _flows(data, parameters)
    single = [flow for flow in flows if len(receiving_parties(flow[0])) == 1]
    codes = sorted({code for _, giver, taker in flows for code in (giver, taker)})
    pairs = [_pair(one, other, flows) for one, other in combinations(codes, 2)]
    networks = [_network("network", flows), _network("network without packages", single)]
    return networks + [row for row in pairs if row["missions_there"] and row["missions_back"]]


def _network(scope: str, flows: Flows) -> Row:
    graph: nx.DiGraph[str] = nx.DiGraph([(giver, taker) for _, giver, taker in flows])
    empty = dict.fromkeys(
        (
            *("first", "second", "sequence", "there_earliest", "there_latest"),
            *("back_earliest", "back_latest", "days_min", "days_max"),
        )
    )
    return {
        **empty,
        "scope": scope,
        "ties": graph.number_of_edges(),
        "returned": sum(graph.has_edge(taker, giver) for giver, taker in graph.edges),
        "reciprocity": round(nx.overall_reciprocity(graph), 6),
        "missions_there": [],
        "missions_back": [],
    }


def _pair(one: str, other: str, flows: Flows) -> Row:
    there = [flow for flow in flows if flow[1:] == (one, other)]
    back = [flow for flow in flows if flow[1:] == (other, one)]
    begins, answers = _first(there), _first(back)
    if begins and answers and answers[1] < begins[0]:
        return _pair(other, one, flows)
    least = (answers[0] - begins[1]).days if begins and answers else None
    most = (answers[1] - begins[0]).days if begins and answers else None
    if least is None:
        sequence = "unknown"
    elif least > 0:
        sequence = "known"
    else:
        sequence = "tie" if (least, most) == (0, 0) else "undecided"
    return {
        "scope": "pair",
        "first": one,
        "second": other,
        "sequence": sequence,
        "there_earliest": _iso(begins)[0],
        "there_latest": _iso(begins)[1],
        "back_earliest": _iso(answers)[0],
        "back_latest": _iso(answers)[1],
        "days_min": least,
        "days_max": most,
        "ties": None,
        "returned": None,
        "reciprocity": None,
        "missions_there": _missions(there),
        "missions_back": _missions(back),
    }


def _first(flows: Flows) -> Days | None:
    dates = [when for mission, _, _ in flows if (when := begun(mission))]
    return (min(first for first, _ in dates), min(last for _, last in dates)) if dates else None


# --- 43: communities -----------------------------------------------------------------------------------------------


def communities_of_cooperation(data: CsvData, parameters: Parameters) -> list[Row]:
    flows = _flows(data, parameters)
    weights = Counter(
        pair for _, pair in {(mission["id"], tuple(sorted((one, other)))) for mission, one, other in flows}
    )
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted({code for pair in weights for code in pair}))
    graph.add_weighted_edges_from((one, other, weights[one, other]) for one, other in sorted(weights))
    runs = [_ordered(nx.community.louvain_communities(graph, seed=seed)) for seed in range(RUNS)]
    best = min(runs, key=lambda run: (-round(_modularity(graph, run), 9), run))
    whole = _modularity(graph, best)
    groupings = _groupings(data)
    return [
        {
            "community": number,
            "size": len(members),
            "members": members,
            "groupings": _held(members, groupings),
            "outside": [code for code in members if not groupings.get(code)],
            "inside": len(_missions(flow for flow in flows if {*flow[1:]} <= {*members})),
            "across": len(_missions(flow for flow in flows if len({*flow[1:]} & {*members}) == 1)),
            "contribution": round(_contribution(graph, members), 6),
            "steadiness": round(_steadiness(members, runs), 3),
            "modularity": round(whole, 6),
            "missions": _missions(flow for flow in flows if {*flow[1:]} <= {*members}),
        }
        for number, members in enumerate(best, 1)
    ]


def _modularity(graph: "nx.Graph[str]", groups: list[list[str]]) -> float:
    return float(nx.community.modularity(graph, map(set, groups)))


def _ordered(found: Iterable[set[str]]) -> list[list[str]]:
    return sorted(map(sorted, found), key=lambda members: (-len(members), members))


def _contribution(graph: "nx.Graph[str]", members: list[str]) -> float:
    """By the formula of modularity, which sums over all pairs of nodes (Newman 2006)."""
    ends = 2 * graph.size(weight="weight")
    shares: Iterator[float] = (
        graph.get_edge_data(one, other, {"weight": 0})["weight"] / ends
        - graph.degree(one, weight="weight") * graph.degree(other, weight="weight") / ends**2
        for one in members
        for other in members
    )
    return sum(shares)


def _steadiness(members: list[str], runs: list[list[list[str]]]) -> float:
    shares = [
        sum(any({one, other} <= {*found} for found in run) for run in runs) / len(runs)
        for one, other in combinations(members, 2)
    ]
    return math.fsum(shares) / len(shares) if shares else 1.0


def _groupings(data: CsvData) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name in {row["short_name"] for row in data["organisations.csv"]} - {""}:
        for code in members_at(spells(data, name), None):
            found.setdefault(code, set()).add(name)
    return found


def _held(members: list[str], groupings: dict[str, set[str]]) -> list[str]:
    names = sorted(name for code in members for name in groupings.get(code, ()))
    return [f"{name} {count}" for name, count in Counter(names).most_common()]


# --- 44: response times --------------------------------------------------------------------------------------------


def response_time_by_crisis(data: CsvData, parameters: Parameters) -> list[Row]:
    return [
        row
        for crisis in data["crises.csv"]
        if crisis["name"] not in NO_CRISIS
        if (row := _times(data, crisis, parameters))["missions"]
    ]


def _times(data: CsvData, crisis: CsvRow, parameters: Parameters) -> Row:
    onset = interval(crisis["start_date"])
    missions = [
        mission
        for mission in data.missions
        if mission["crisis"] == crisis["name"]
        and (delivered(mission) or parameters["include_undelivered"])
        and parameters["recipient"] in {"", *recipients(mission)}
        and not (onset and (when := begun(mission)) and when[1] < onset[0])
    ]
    days = {mission["id"]: _days(mission, onset) for mission in missions}
    known = {identifier: between for identifier, between in days.items() if between}
    lows, highs = [low for low, _ in known.values()], [high for _, high in known.values()]
    return {
        "crisis": crisis["crisis_id"],
        "name": crisis["name"],
        "onset": _iso(onset)[0],
        "onset_latest": _iso(onset)[1],
        "dated": len(known),
        "undated": len(missions) - len(known),
        "to_the_day": sum(low == high for low, high in known.values()),
        "median_min": median(lows) if lows else None,
        "median_max": median(highs) if highs else None,
        "fastest_min": min(lows, default=None),
        "fastest_max": min(highs, default=None),
        "fastest": sorted(
            {
                party
                for mission in missions
                if mission["id"] in known and known[mission["id"]][0] <= min(highs)
                for party in senders(mission) or bodies(data, mission, "sender")
            }
        ),
        "missions": iris(missions),
    }


def _days(mission: CsvRow, onset: Days | None) -> tuple[int, int] | None:
    when, end = begun(mission), interval(mission["end_date"])
    if not when or not onset:
        return None
    first, last = max(when[0], onset[0]), min(when[1], end[1]) if end else when[1]
    return max(0, (first - onset[1]).days), (max(first, last) - onset[0]).days


# --- 45: chains of help --------------------------------------------------------------------------------------------


def paths_between(data: CsvData, parameters: Parameters) -> list[Row]:
    flows = _flows(data, parameters)
    if parameters["either_way"]:
        flows += [(mission, taker, giver) for mission, giver, taker in flows]
    graph: nx.DiGraph[str] = nx.DiGraph([(giver, taker) for _, giver, taker in flows])
    start, goal = parameters["from_country"], parameters["to_country"]
    if not (start in graph and goal in graph and nx.has_path(graph, start, goal)):
        return []
    chains = [
        [_step(data, one, other, flows) for one, other in pairwise(path)]
        for path in nx.all_shortest_paths(graph, start, goal)
        if len(path) - 1 <= parameters["max_length"]
    ]
    chains.sort(
        key=lambda chain: (
            -min(step["publishers"] for step in chain),
            -min(step["missions"] for step in chain),
            [step["taker"] for step in chain],
        )
    )
    return [
        {**step, "chain": number, "step": place, "weakest": min(one["publishers"] for one in chain)}
        for number, chain in enumerate(chains, 1)
        for place, step in enumerate(chain, 1)
    ]


def _step(data: CsvData, giver: str, taker: str, flows: Flows) -> Row:
    missions = _missions(flow for flow in flows if flow[1:] == (giver, taker))
    publishers = sorted(
        {
            name
            for mission, one, other in flows
            if (one, other) == (giver, taker)
            for name in _publishers(data, mission)
        }
    )
    return {
        "giver": giver,
        "taker": taker,
        "missions": len(missions),
        "publishers": len(publishers),
        "publisher_list": publishers,
        "mission_list": missions,
    }


def _publishers(data: CsvData, mission: CsvRow) -> Iterator[str]:
    """Who vouches for a mission: those whom its row and the claims about it cite, or whom these repeat."""
    copies = {row["name"]: parts(row["copies"]) for row in data["publishers.csv"]}
    claims = [claim for claim in data["claims.csv"] if claim["mission_id"] == mission["id"]]
    for row in (mission, *claims):
        told = [row["source_publisher"]] if row["source_publisher"] else []
        while any(copies.get(name) for name in told):
            told = [other for name in told for other in copies.get(name) or [name]]
        yield from told


# --- 47: change between periods ------------------------------------------------------------------------------------


def change_between_periods(data: CsvData, parameters: Parameters) -> list[Row]:
    groups: dict[tuple[str, str | None], Flows] = {}
    for mission, giver, taker in _flows(data, parameters):
        key = (giver, taker if parameters["by_pair"] else None)
        groups.setdefault(key, []).append((mission, giver, taker))
    rows = [_changed(*key, own, parameters) for key, own in groups.items()]
    return [row for row in rows if row["mission_list"]]


def _changed(sender: str, recipient: str | None, own: Flows, parameters: Parameters) -> Row:
    first = [flow for flow in own if _in(flow[0], parameters, "first") == "inside"]
    second = [flow for flow in own if _in(flow[0], parameters, "second") == "inside"]
    undated = [flow for flow in own if not begun(flow[0])]
    partly = [
        flow
        for flow in own
        if flow not in first and flow not in second
        if "partly" in {_in(flow[0], parameters, "first"), _in(flow[0], parameters, "second")}
    ]
    earlier, later = {taker for _, _, taker in first}, {taker for _, _, taker in second}
    return {
        "sender": sender,
        "recipient": recipient,
        "missions_first": len(_missions(first)),
        "missions_second": len(_missions(second)),
        "difference": len(_missions(second)) - len(_missions(first)),
        "kept": sorted(earlier & later),
        "ended": sorted(earlier - later),
        "new": sorted(later - earlier),
        "undated": len(_missions(undated)),
        "undecided": len(_missions(partly)),
        "mission_list": _missions([*first, *second, *undated, *partly]),
    }


def _in(mission: CsvRow, parameters: Parameters, period: str) -> str | None:
    when = begun(mission)
    if when is None:
        return None
    first = date(parameters[f"{period}_from"], 1, 1)
    last = date(parameters[f"{period}_to"], 12, 31)
    if first <= when[0] and when[1] <= last:
        return "inside"
    return "partly" if when[0] <= last and first <= when[1] else None
