"""What finishes the facts of questions 35 to 41 into answers."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from graph.finished import Finished, Row
from graph.questions.gathered import grouped, is_delivered, missions_in, united
from graph.questions.spans import Span, span_of
from ontology.errors import UsageProblem
from ontology.terms import notations

Parameters = Mapping[str, Any]


# --- 35: central senders and recipients ------------------------------------------------------------------------------


def centrality(facts: list[Row], _parameters: Parameters) -> Finished:
    """One row for each party that gives and for each that is given to.

    >>> flow = {"mission": "m", "sender": "TUR", "recipient": "ITA", "package": False}
    >>> [(row["role"], row["party"], row["partners"]) for row in centrality([flow], {}).rows]
    [('sender', 'TUR', 1), ('recipient', 'ITA', 1)]
    """
    rows = [*_in_role("sender", "recipient", facts), *_in_role("recipient", "sender", facts)]
    return Finished(
        rows, {"rows": len(rows), "packages": len(missions_in(row for row in facts if row["package"]))}
    )


def _in_role(role: str, other: str, flows: list[Row]) -> list[Row]:
    rows = [
        _central(role, party, own, other)
        for party, own in sorted(grouped(flows, lambda row: str(row[role])).items())
    ]
    return [
        row | {f"{name}_rank": _place(row[name], (one[name] for one in rows)) for name in _FIGURES}
        for row in rows
    ]


_FIGURES = ("missions", "partners")


def _central(role: str, party: str, own: list[Row], other: str) -> Row:
    single = [row for row in own if not row["package"]]
    return {
        "role": role,
        "party": party,
        "missions": len(missions_in(own)),
        "partners": len({row[other] for row in own}),
        "missions_without": len(missions_in(single)),
        "partners_without": len({row[other] for row in single}),
        "mission_list": missions_in(own),
    }


def _place(figure: float, figures: Iterable[float]) -> int:
    """The place of a figure among others, the greatest first; equals share a place.

    >>> [_place(figure, [9, 7, 7, 1]) for figure in (9, 7, 1)]
    [1, 2, 4]
    """
    return 1 + sum(one > figure for one in figures)


# --- 36: bridges between groupings -----------------------------------------------------------------------------------


def bridges_between_groups(facts: list[Row], _parameters: Parameters) -> Finished:
    """One row for each party that stands between others, in the network of all flows or in that without packages.

    >>> flow = {"package": False, "sender_groupings": ["OIC"], "recipient_groupings": ["EU"]}
    >>> facts = [flow | {"mission": "m1", "sender": "TUR", "recipient": "ITA"}]
    >>> facts += [flow | {"mission": "m2", "sender": "TUR", "recipient": "ESP"}]
    >>> [(row["party"], row["betweenness"], row["beyond"]) for row in bridges_between_groups(facts, {}).rows]
    [('TUR', 1.0, ['EU'])]
    """
    everything = _betweenness(facts)
    single = _betweenness(row for row in facts if not row["package"])
    groupings = {row[end]: {*row[f"{end}_groupings"]} for end in _ENDS for row in facts}
    rows = [
        {
            "party": party,
            "betweenness": figure,
            "rank": _place(figure, everything.values()),
            "without_packages": single.get(party),
            "rank_without": _place(single[party], single.values()) if party in single else None,
            "groupings": sorted(groupings[party]),
        }
        | _surroundings(party, facts, groupings)
        for party, figure in everything.items()
        if figure or single.get(party)
    ]
    return Finished(
        rows, {"rows": len(rows), "only_by_packages": sum(not row["without_packages"] for row in rows)}
    )


_ENDS = ("sender", "recipient")


def _betweenness(flows: Iterable[Row]) -> dict[str, float]:
    """The betweenness of each party in the network of flows, without their direction, to 6 digits."""
    import networkx as nx  # Heavy, and only this question needs it.

    network: nx.Graph[str] = nx.Graph()
    # Sums of fractions depend on the order in which they are made.
    network.add_edges_from(sorted({tuple(sorted((row["sender"], row["recipient"]))) for row in flows}))
    return {party: round(figure, 6) for party, figure in nx.betweenness_centrality(network).items()}


def _surroundings(party: str, flows: list[Row], groupings: Mapping[str, set[str]]) -> Row:
    own = [row for row in flows if party in {row["sender"], row["recipient"]}]
    partners = {row[end] for row in own for end in _ENDS} - {party}
    beyond = {name for partner in partners for name in groupings[partner]} - groupings[party]
    return {"beyond": sorted(beyond), "partners": len(partners), "missions": missions_in(own)}


# --- 37: periods -----------------------------------------------------------------------------------------------------


def periods(facts: list[Row], parameters: Parameters) -> Finished:
    """One row for each period, and one for what has no date or none that puts it into a period."""
    years = [parameters[name] for name in ("first", "second", "third")]
    known = {
        f"{first}-{last}": Span(f"{first:04}-01-01", f"{last:04}-12-31")
        for first, last in zip(years, [years[1] - 1, years[2] - 1, parameters["last"]], strict=True)
    }
    own = grouped(facts, lambda row: _period(span_of(row), known))
    rows = [_in_period(name, own.get(name, [])) for name in dict.fromkeys((*known, *own, "undated"))]
    dated = [row for row in facts if row["start"]]
    year, busiest = _busiest(dated)
    return Finished(rows, {"dated": len(dated), "busiest": busiest, "busiest_year": year or 0})


def _period(begun: Span | None, known: Mapping[str, Span]) -> str:
    """The period of a beginning.

    >>> known = {"2003-2012": Span("2003-01-01", "2012-12-31")}
    >>> spans = [Span("2012-12-01", "2012-12-31"), Span("2012-12-31", "2013-01-01"), Span("2013-01-01", "2013-01-01")]
    >>> [_period(begun, known) for begun in spans]
    ['2003-2012', 'undecided', 'outside']
    """
    if begun is None:
        return "undated"
    touched = [name for name, span in known.items() if span.first <= begun.last and begun.first <= span.last]
    if not touched:
        return "outside"
    inside = known[touched[0]]
    return touched[0] if inside.first <= begun.first and begun.last <= inside.last else "undecided"


def _in_period(name: str, own: list[Row]) -> Row:
    year, busiest = _busiest(own)
    types = Counter(row["type"] for row in own)
    return {
        "period": name,
        "missions": len(own),
        "delivered": sum(is_delivered(row) for row in own),
        "not_delivered": sum(row["status"] is not None and not is_delivered(row) for row in own),
        "status_unknown": sum(row["status"] is None for row in own),
        "military": sum(row["military_involvement"] not in _NO_MILITARY_MEANS for row in own),
        "military_unknown": sum(row["military_involvement"] in {None, "unknown"} for row in own),
        "senders": len(united(own, "senders")),
        "recipients": len(united(own, "recipients")),
        "publishers": len(united(own, "publishers")),
        "busiest_year": year,
        "busiest": busiest,
        "leading_types": sorted(name for name, count in types.items() if count == max(types.values())),
        "mission_list": missions_in(own),
    }


_NO_MILITARY_MEANS = frozenset({None, "none", "unknown"})


def _busiest(own: Iterable[Row]) -> tuple[int | None, int]:
    """The year in which most began, of those whose year is certain, and how many they are."""
    years = Counter(
        int(row["start"][:4]) for row in own if row["start"] and row["start"][:4] == row["latest"][:4]
    )
    return min(years.items(), key=lambda item: (-item[1], item[0]), default=(None, 0))


# --- 38: rival claims ------------------------------------------------------------------------------------------------


def rival_claims(facts: list[Row], parameters: Parameters) -> Finished:
    """The claims about a mission, with what each differs from and, by a rule that is asked for, the preferred ones."""
    rule = parameters["prefer"]
    if rule and rule not in _RULES:
        raise UsageProblem(f"There is no rule {rule!r} to prefer by.", hint=f"Rules: {', '.join(_RULES)}.")
    properties = grouped(facts, lambda row: row["property"])
    picked = {row["claim"] for own in properties.values() if rule for row in _RULES[rule](own)}
    rows = [
        row
        | {
            "differs_from": sorted(
                one["claim"] for one in properties[row["property"]] if _content(one) != _content(row)
            ),
            "preferred": row["claim"] in picked if rule else None,
        }
        for row in facts
    ]
    return Finished(
        rows,
        {
            "rows": len(rows),
            "nothing": int(not rows),
            "disputed": sum(bool(row["differs_from"]) for row in rows),
            "ungraded": sum(_grade(row) is None for row in rows),
            "by_rule": int(bool(rule)),
            "left_open": sum(not any(row["claim"] in picked for row in own) for own in properties.values()),
        },
    )


def _content(claim: Row) -> tuple[str | None, ...]:
    return claim["said"], claim["unit"], claim["qualifier"]


def _grade(claim: Row) -> tuple[str, str] | None:
    """Reliability and credibility, the best first; None where one of them cannot be judged or is not there."""
    reliability, credibility = claim["reliability"], claim["credibility"]
    if reliability in {None, "F"} or credibility in {None, "6"}:
        return None
    return reliability, credibility


def _latest(claims: list[Row]) -> list[Row]:
    """The one claim that surely is later than all others.

    >>> year, day = {"date": "2020-01-01", "latest": "2020-12-31"}, {"date": "2020-08-10", "latest": "2020-08-10"}
    >>> _latest([year, day]), _latest([day]) == [day]
    ([], True)
    """
    if any(row["date"] is None for row in claims):
        return []
    last = max(claims, key=lambda row: (row["date"], row["latest"]))
    return [last] if all(row["latest"] < last["date"] for row in claims if row is not last) else []


def _best_graded(claims: list[Row]) -> list[Row]:
    grades = [grade for row in claims if (grade := _grade(row))]
    return _agreeing(row for row in claims if grades and _grade(row) == min(grades))


def _independent(claims: list[Row]) -> list[Row]:
    return _agreeing(
        row
        for row in claims
        if row["publisher_kind"] == "independent" and not row["repeats"] and not row["speaks_for"]
    )


def _agreeing(claims: Iterable[Row]) -> list[Row]:
    """The claims, if they all give one value in one unit."""
    chosen = list(claims)
    return chosen if len({(row["said"], row["unit"]) for row in chosen}) == 1 else []


_RULES: Mapping[str, Callable[[list[Row]], list[Row]]] = MappingProxyType(
    {"latest": _latest, "grade": _best_graded, "independent": _independent}
)


# --- 39: one source, or the sender's own word ------------------------------------------------------------------------


def single_source(facts: list[Row], _parameters: Parameters) -> Finished:
    """One row for each kind of publisher, and one for all missions, with those that rest on little.

    >>> wam = {"mission": "m", "document": "d1", "publisher": "WAM", "publisher_kind": "state-agency"}
    >>> wam |= {"originals": [], "speaks_for": ["ARE"], "senders": ["ARE"]}
    >>> copy = wam | {"document": "d2", "publisher": "UrduPoint / WAM", "publisher_kind": "copy", "originals": ["WAM"]}
    >>> rows = single_source([wam, copy], {}).rows
    >>> [(row["publisher_kind"], row["one_source"], row["own_word"]) for row in rows]
    [('any', 1, 1), ('copy', 1, 1), ('state-agency', 1, 1)]
    """
    by_mission = grouped(facts, lambda row: str(row["mission"]))
    one_source = {mission for mission, own in by_mission.items() if _rests_on_one(own)}
    own_word = {mission for mission, own in by_mission.items() if _own_word(own)}
    kinds = grouped((row for row in facts if row["publisher"]), lambda row: row["publisher_kind"])
    rows = [
        {
            "publisher_kind": kind,
            "cited": len(missions_in(own)),
            "one_source": len(one_source & {*missions_in(own)}),
            "own_word": len(own_word & {*missions_in(own)}),
            "either": len((one_source | own_word) & {*missions_in(own)}),
            "one_source_missions": sorted(one_source & {*missions_in(own)}),
            "own_word_missions": sorted(own_word & {*missions_in(own)}),
        }
        for kind, own in [("any", facts), *sorted(kinds.items(), key=lambda item: item[0] or "")]
    ]
    return Finished(
        rows,
        {
            "all_missions": len(by_mission),
            "one_source": len(one_source),
            "own_word": len(own_word),
            "kind_unknown": len(missions_in(kinds.get(None, []))),
        },
    )


def _rests_on_one(own: list[Row]) -> bool:
    cited = [row for row in own if row["document"] or row["publisher"]]
    documents = {row["document"] or row["publisher"] for row in cited}
    publishers = {min(row["originals"], default=row["publisher"] or row["document"]) for row in cited}
    return min(len(documents), len(publishers)) <= 1


def _own_word(own: list[Row]) -> bool:
    cited = [row for row in own if row["document"] or row["publisher"]]
    return bool(cited) and all({*row["speaks_for"]} & {*row["senders"]} for row in cited)


# --- 40: what may be released ----------------------------------------------------------------------------------------


def releasable(facts: list[Row], parameters: Parameters) -> Finished:
    """The records of each dataset and marking, and whether a level lets them out.

    >>> facts = [{"dataset": "https://example.org/dataset/missions", "marking": "green", "records": 2}]
    >>> [(row["goes_out"], row["stays"]) for row in releasable(facts, {"level": "clear"}).rows]
    [(0, 2)]
    """
    levels = notations("marking")
    free = {*levels[: levels.index(parameters["level"]) + 1]} if parameters["level"] else set()
    rows = [
        row
        | {
            "dataset": row["dataset"].rpartition("/")[2] if row["dataset"] else None,
            "goes_out": row["records"] if row["marking"] in free else 0,
            "stays": row["records"] if row["marking"] not in free else 0,
        }
        for row in facts
    ]
    return Finished(
        rows,
        {
            "all_records": sum(row["records"] for row in rows),
            "goes_out": sum(row["goes_out"] for row in rows),
            "stays": sum(row["stays"] for row in rows),
            "unmarked": sum(row["records"] for row in rows if row["marking"] is None),
        },
    )


# --- 41: outcomes ----------------------------------------------------------------------------------------------------


def outcomes(facts: list[Row], parameters: Parameters) -> Finished:
    """The quantities by senders, recipients, crises, kind and unit."""
    kind = parameters["kind"]
    counted = [row for row in facts if row["quantity"] and kind in {"", row["quantity_kind"]}]
    missions = {key: len(missions_in(own)) for key, own in grouped(facts, _concerned).items()}
    rows = [
        _quantities(own) | {"of_missions": missions[_concerned(own[0])]}
        for own in grouped(counted, lambda row: (_concerned(row), row["quantity_kind"], row["unit"])).values()
    ]
    return Finished(
        rows,
        {
            "all_missions": len(missions_in(facts)),
            "with_quantity": len(missions_in(counted)),
            "own_word": len(missions_in(row for row in counted if _from_inside(row))),
            "not_summed": sum(row["total"] is None for row in rows),
        },
    )


def _concerned(row: Row) -> tuple[tuple[str, ...], ...]:
    """Whom and what a mission concerns; the lists come sorted."""
    return tuple(row["senders"]), tuple(row["recipients"]), tuple(row["crises"])


def _from_inside(row: Row) -> bool:
    return bool(row["insiders"]) and not row["strangers"]


def _quantities(own: list[Row]) -> Row:
    amounts = [row["amount"] for row in own if row["amount"] is not None]
    return {
        **{name: own[0][name] for name in ("senders", "recipients", "crises", "quantity_kind", "unit")},
        "known": len(missions_in(own)),
        "least": min(amounts, default=None),
        "most": max(amounts, default=None),
        "total": sum(amounts) if len(amounts) == len(own) and _disjoint(own) else None,
        "own_word": len(missions_in(row for row in own if _from_inside(row))),
        "claims": sum({row["mission"]: row["claims"] for row in own}.values()),
        "missions": missions_in(own),
    }


def _disjoint(own: list[Row]) -> bool:
    """Whether no two quantities belong to one programme, of which one may hold the other."""
    programmes = [programme for row in own for programme in row["programmes"]]
    return len(programmes) == len({*programmes})
