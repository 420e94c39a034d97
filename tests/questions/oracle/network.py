"""What questions 35 to 37 must answer: who is central, who bridges groupings, what changes over time."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from tests.questions.oracle.csv_data import CsvData, CsvRow, delivered
from tests.questions.oracle.files import (
    Parameters,
    Row,
    begun,
    bodies,
    by_status,
    iris,
    members_at,
    receiving_parties,
    recipients,
    senders,
    spells,
    type_of,
)

__all__ = ["bridges_between_groups", "centrality", "periods"]

Network = Mapping[str, set[str]]
"""The neighbours of each node."""


@dataclass(frozen=True)
class Flow:
    """One country or territory giving to another in a mission."""

    mission: str
    giver: str
    taker: str
    package: bool


def _flows(data: CsvData, parameters: Parameters) -> list[Flow]:
    return [
        Flow(mission["id"], giver, taker, len(receiving_parties(mission)) > 1)
        for mission in data.missions
        if delivered(mission) or parameters["include_undelivered"]
        for giver in senders(mission)
        for taker in recipients(mission)
        if taker not in senders(mission)
    ]


def _missions_of(flows: Iterable[Flow]) -> list[str]:
    return iris({"id": identifier} for identifier in {flow.mission for flow in flows})


def _place(figure: float, figures: Iterable[float]) -> int:
    """One more than the number of greater figures."""
    return 1 + sum(other > figure for other in figures)


# --- 35: centrality ------------------------------------------------------------------------------------------------


def centrality(data: CsvData, parameters: Parameters) -> list[Row]:
    flows = _flows(data, parameters)
    turned = [Flow(flow.mission, flow.taker, flow.giver, flow.package) for flow in flows]
    return _central("sender", flows) + _central("recipient", turned)


def _central(role: str, flows: list[Flow]) -> list[Row]:
    rows = [
        _central_row(role, party, [flow for flow in flows if flow.giver == party])
        for party in {flow.giver for flow in flows}
    ]
    for row in rows:
        for figure in ("missions", "partners"):
            row[f"{figure}_rank"] = _place(row[figure], [other[figure] for other in rows])
    return rows


def _central_row(role: str, party: str, flows: list[Flow]) -> Row:
    single = [flow for flow in flows if not flow.package]
    return {
        "role": role,
        "party": party,
        "missions": len({flow.mission for flow in flows}),
        "partners": len({flow.taker for flow in flows}),
        "missions_without": len({flow.mission for flow in single}),
        "partners_without": len({flow.taker for flow in single}),
        "mission_list": _missions_of(flows),
    }


# --- 36: bridges ---------------------------------------------------------------------------------------------------


def bridges_between_groups(data: CsvData, parameters: Parameters) -> list[Row]:
    flows = _flows(data, parameters)
    network = _network(flows)
    whole = _betweenness(network)
    single = _betweenness(_network(flow for flow in flows if not flow.package))
    groupings = _groupings(data)
    return [
        {
            "party": party,
            "betweenness": whole[party],
            "rank": _place(whole[party], whole.values()),
            "without_packages": single.get(party),
            "rank_without": _place(single[party], single.values()) if party in single else None,
            "groupings": sorted(groupings.get(party, set())),
            "beyond": sorted(
                {name for other in network[party] for name in groupings.get(other, set())}
                - groupings.get(party, set())
            ),
            "partners": len(network[party]),
            "missions": _missions_of(flow for flow in flows if party in {flow.giver, flow.taker}),
        }
        for party in network
        if whole[party] > 0 or single.get(party, 0) > 0
    ]


def _network(flows: Iterable[Flow]) -> Network:
    neighbours: dict[str, set[str]] = {}
    for flow in flows:
        neighbours.setdefault(flow.giver, set()).add(flow.taker)
        neighbours.setdefault(flow.taker, set()).add(flow.giver)
    return neighbours


def _betweenness(network: Network) -> dict[str, float]:
    """By its definition: of the shortest paths between each two others, the share that runs through a node."""
    nodes = sorted(network)
    reached = {node: _paths_from(node, network) for node in nodes}
    sums = dict.fromkeys(nodes, 0.0)
    for one, other in combinations(nodes, 2):
        if other not in reached[one]:
            continue
        length, count = reached[one][other]
        for node in nodes:
            if node in {one, other} or node not in reached[one] or node not in reached[other]:
                continue
            to_node, from_node = reached[one][node], reached[other][node]
            if to_node[0] + from_node[0] == length:
                sums[node] += to_node[1] * from_node[1] / count
    pairs = (len(nodes) - 1) * (len(nodes) - 2) / 2
    return {node: round(total / pairs, 6) if pairs else 0.0 for node, total in sums.items()}


def _paths_from(start: str, network: Network) -> dict[str, tuple[int, int]]:
    """The length and the number of the shortest paths from a node to each that it reaches."""
    found = {start: (0, 1)}
    layer, length = [start], 0
    while layer:
        length += 1
        counts = Counter[str]()
        for node in layer:
            for neighbour in network[node]:
                if neighbour not in found:
                    counts[neighbour] += found[node][1]
        found |= {node: (length, count) for node, count in counts.items()}
        layer = list(counts)
    return found


def _groupings(data: CsvData) -> dict[str, set[str]]:
    """The groupings of which each party is a member now."""
    members: dict[str, set[str]] = {}
    for row in data["organisations.csv"]:
        if row["short_name"]:
            for code in members_at(spells(data, row["short_name"]), None):
                members.setdefault(code, set()).add(row["short_name"])
    return members


# --- 37: periods ---------------------------------------------------------------------------------------------------


def periods(data: CsvData, parameters: Parameters) -> list[Row]:
    first, second, third, last = (parameters[name] for name in ("first", "second", "third", "last"))
    years = {
        f"{start}-{end}": range(start, end + 1)
        for start, end in ((first, second - 1), (second, third - 1), (third, last))
    }
    found: dict[str, list[CsvRow]] = {name: [] for name in (*years, "undated")}
    for mission in data.missions:
        found.setdefault(_period(mission, years), []).append(mission)
    return [_period_row(data, name, missions) for name, missions in found.items()]


def _period(mission: CsvRow, years: Mapping[str, range]) -> str:
    days = begun(mission)
    if days is None:
        return "undated"
    touched = {
        next((name for name, span in years.items() if year in span), "outside")
        for year in range(days[0].year, days[1].year + 1)
    }
    return touched.pop() if len(touched) == 1 else "undecided"


def _period_row(data: CsvData, name: str, missions: list[CsvRow]) -> Row:
    types = Counter(map(type_of, missions))
    certain = Counter(
        days[0].year for mission in missions if (days := begun(mission)) and days[0].year == days[1].year
    )
    busiest = max(certain, key=lambda year: (certain[year], -year), default=None)
    return {
        "period": name,
        "missions": len(missions),
        **by_status(missions),
        "military": sum(mission["military"] == "yes" for mission in missions),
        "military_unknown": sum(not mission["military"] for mission in missions),
        "senders": len({party for mission in missions for party in _parties(data, mission, "sender")}),
        "recipients": len({party for mission in missions for party in _parties(data, mission, "recipient")}),
        "publishers": len({mission["source_publisher"] for mission in missions} - {""}),
        "busiest_year": busiest,
        "busiest": certain[busiest] if busiest else 0,
        "leading_types": sorted(name for name in types if types[name] == max(types.values())),
        "mission_list": iris(missions),
    }


def _parties(data: CsvData, mission: CsvRow, side: str) -> set[str]:
    """Countries and territories; where none is named, organisations."""
    codes = recipients(mission) if side == "recipient" else senders(mission)
    return set(codes) or bodies(data, mission, side)
