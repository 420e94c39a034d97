"""The analyses against libraries and definitions, on graphs and dates that are generated."""

import math
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product
from statistics import median

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import permutation_test

from graph.analysis.base_rate import compare, near
from graph.analysis.chains import shortest_chains
from graph.analysis.communities import contributions, divide
from graph.analysis.first_help import exchange
from graph.analysis.median_interval import median_interval, possibly_least
from graph.analysis.partner_change import partner_change
from graph.analysis.reciprocity import mutual_pairs, reciprocity
from graph.analysis.ties import Flow, Tie, weighted
from graph.question import question
from graph.questions.spans import Span
from ontology.errors import UsageProblem

PARTIES = "ABCDEFGH"
TIES = st.lists(
    st.tuples(st.sampled_from(PARTIES), st.sampled_from(PARTIES)).filter(lambda tie: tie[0] != tie[1]),
    max_size=30,
)
INTERVALS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), min_size=1, max_size=5).map(
    lambda pairs: [(low, low + length) for low, length in pairs]
)
SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from([0, 0, 5, 30])).map(
        lambda drawn: Span(_iso(drawn[0]), _iso(drawn[0] + drawn[1]))
    ),
    max_size=5,
)


def _iso(day: int) -> str:
    return (date(2020, 1, 1) + timedelta(days=day)).isoformat()


# --- Reciprocity and first help --------------------------------------------------------------------------------------


@given(ties=TIES.filter(bool))
def test_reciprocity_is_that_of_networkx(ties: list[Tie]) -> None:
    assert reciprocity(ties).share == pytest.approx(nx.overall_reciprocity(nx.DiGraph(ties)))


@given(ties=TIES)
def test_a_mutual_pair_is_two_returned_ties(ties: list[Tie]) -> None:
    assert 2 * len(mutual_pairs(ties)) == reciprocity(ties).returned


def test_a_network_without_ties_has_no_reciprocity() -> None:
    assert reciprocity([("TUR", "TUR")]).share is None


@given(there=SPANS, back=SPANS)
def test_an_exchange_turned_is_the_exchange_from_the_other_side(there: list[Span], back: list[Span]) -> None:
    assert exchange(there, back).turned == exchange(back, there)


@given(there=SPANS, back=SPANS)
def test_the_days_between_hold_every_choice_of_days(there: list[Span], back: list[Span]) -> None:
    found = exchange(there, back)
    gaps = [
        min(answers) - min(begins)
        for begins in product(*map(_ends, there))
        for answers in product(*map(_ends, back))
        if begins and answers
    ]

    assert (found.days_min, found.days_max) == (min(gaps, default=None), max(gaps, default=None))


def _ends(span: Span) -> tuple[int, int]:
    return date.fromisoformat(span.first).toordinal(), date.fromisoformat(span.last).toordinal()


@pytest.mark.parametrize(
    ("there", "back", "sequence"),
    [
        (Span("2020-03-01", "2020-03-31"), Span("2020-04-01", "2020-04-01"), "known"),
        (Span("2020-03-01", "2020-03-01"), Span("2020-03-01", "2020-03-01"), "tie"),
        (Span("2020-01-01", "2020-12-31"), Span("2020-07-16", "2020-07-16"), "undecided"),
        (Span("2020-03-01", "2020-03-31"), Span("2020-03-31", "2020-03-31"), "undecided"),
    ],
)
def test_the_order_of_two_dates_is_told_as_far_as_it_is_known(there: Span, back: Span, sequence: str) -> None:
    assert exchange([there], [back]).sequence == sequence
    assert exchange([there], []).sequence == "unknown"


# --- Communities -----------------------------------------------------------------------------------------------------


def _network(weights: Mapping[Tie, int]) -> "nx.Graph[str]":
    network: nx.Graph[str] = nx.Graph()
    network.add_weighted_edges_from((*tie, weight) for tie, weight in weights.items())
    return network


def _weights(ties: list[Tie]) -> dict[Tie, int]:
    return weighted(Flow(f"m{number}", *tie) for number, tie in enumerate(ties))


@settings(deadline=None)
@given(ties=TIES.filter(bool))
def test_the_modularity_of_a_division_is_that_of_networkx(ties: list[Tie]) -> None:
    weights = _weights(ties)
    division = divide(weights, range(3))
    groups = [community.members for community in division.communities]

    assert division.modularity == pytest.approx(
        nx.community.modularity(_network(weights), map(set, groups)), abs=1e-12
    )
    assert [community.contribution for community in division.communities] == [*contributions(weights, groups)]


@settings(deadline=None)
@given(ties=TIES, order=st.randoms(use_true_random=False))
def test_a_division_does_not_depend_on_the_order_of_the_ties(ties: list[Tie], order: "st.randoms") -> None:  # type: ignore[valid-type]  # hypothesis names no type
    weights = _weights(ties)
    shuffled = [*weights]
    order.shuffle(shuffled)  # type: ignore[attr-defined]  # the same

    assert divide({tie: weights[tie] for tie in shuffled}, range(3)) == divide(weights, range(3))


def test_planted_communities_are_found_and_are_steady() -> None:
    planted = nx.planted_partition_graph(4, 12, 0.9, 0.02, seed=1)
    weights = {(f"{min(one, two):02}", f"{max(one, two):02}"): 1 for one, two in planted.edges}

    division = divide(weights)

    assert [{*community.members} for community in division.communities] == [
        {f"{number:02}" for number in range(start, start + 12)} for start in range(0, 48, 12)
    ]
    assert [community.steadiness for community in division.communities] == [1.0] * 4


def test_an_empty_network_has_no_communities() -> None:
    assert divide({}).communities == ()


# --- Response time ---------------------------------------------------------------------------------------------------


@given(intervals=INTERVALS)
def test_the_median_interval_ends_at_the_least_and_the_greatest_median_there_can_be(
    intervals: list[tuple[int, int]],
) -> None:
    medians = [median(chosen) for chosen in product(*(range(low, high + 1) for low, high in intervals))]

    found = median_interval(intervals)

    assert found is not None
    assert (found.least, found.most) == (min(medians), max(medians))


@given(intervals=INTERVALS)
def test_whoever_is_least_in_some_case_is_possibly_least(intervals: list[tuple[int, int]]) -> None:
    cases = [*product(*(range(low, high + 1) for low, high in intervals))]

    assert possibly_least(intervals) == tuple(
        any(case[place] == min(case) for case in cases) for place in range(len(intervals))
    )


def test_no_intervals_have_no_median() -> None:
    assert median_interval([]) is None


# --- Chains ----------------------------------------------------------------------------------------------------------


@given(ties=TIES, longest=st.integers(1, 5))
def test_shortest_chains_are_those_of_networkx(ties: list[Tie], longest: int) -> None:
    network = nx.DiGraph([*ties, ("A", "Z")])
    network.add_node("B")
    paths = nx.all_shortest_paths(network, "A", "B") if nx.has_path(network, "A", "B") else []

    assert shortest_chains(ties, "A", "B", longest) == tuple(
        sorted(tuple(path) for path in paths if len(path) - 1 <= longest)
    )


# --- The base rate ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_the_p_value_is_that_of_scipy(seed: int) -> None:
    things = 6
    table = np.random.default_rng(seed).integers(0, 2, (things, things)).astype(np.int8)
    numbers = np.arange(things)

    exact = permutation_test(
        (numbers,),
        lambda dates: table[numbers, dates].sum(),
        permutation_type="pairings",
        alternative="greater",
        n_resamples=math.inf,
        vectorized=False,
    )
    ours = compare([*table], [*range(things)], 20_000)

    assert ours.observed == exact.statistic
    # Five standard errors of a share over 20,000 dealings.
    assert ours.p_value == pytest.approx(exact.pvalue, abs=5 * math.sqrt(0.25 / 20_000))
    assert ours.expected == pytest.approx(exact.null_distribution.mean())


@given(
    table=st.lists(st.lists(st.integers(0, 1), min_size=4, max_size=4), min_size=4, max_size=4),
    permutations=st.integers(1, 50),
)
def test_things_that_score_nowhere_can_be_left_out(table: list[list[int]], permutations: int) -> None:
    scores = [np.array(row, dtype=np.int8) for row in table]
    scoring = [number for number, row in enumerate(table) if any(row)]

    whole = compare(scores, [0, 1, 2, 3], permutations)

    assert compare([scores[number] for number in scoring], scoring, permutations) == whole
    assert 1 / (1 + permutations) <= whole.p_value <= 1


@given(dates=SPANS.filter(bool), events=SPANS, first=st.integers(-40, 40), length=st.integers(0, 40))
def test_an_event_is_surely_near_where_all_days_are_and_possibly_where_some_are(
    dates: list[Span], events: list[Span], first: int, length: int
) -> None:
    surely, possibly = near(dates, events, first, first + length)
    window = {*range(first, first + length + 1)}
    gaps = [[_gaps(one, event) for event in events] for one in dates]

    assert surely.tolist() == [any(gap <= window for gap in own) for own in gaps]
    assert possibly.tolist() == [any(gap & window for gap in own) for own in gaps]


def _gaps(one: Span, event: Span) -> set[int]:
    (start, end), (first, last) = _ends(one), _ends(event)
    return {day - begun for day in range(first, last + 1) for begun in range(start, end + 1)}


# --- Partners --------------------------------------------------------------------------------------------------------


@given(earlier=st.sets(st.sampled_from(PARTIES)), later=st.sets(st.sampled_from(PARTIES)))
def test_each_partner_is_kept_ended_or_new(earlier: set[str], later: set[str]) -> None:
    change = partner_change(earlier, later)

    assert sorted((*change.kept, *change.ended, *change.new)) == sorted(earlier | later)
    assert ({*change.kept, *change.ended}, {*change.kept, *change.new}) == (earlier, later)


# --- What cannot be asked --------------------------------------------------------------------------------------------

CHAIN = {"from_country": "TUR", "to_country": "ALB", "max_length": 4, "either_way": False}
PERIODS = {"first_from": 2013, "first_to": 2019, "second_from": 2020, "second_to": 2023, "by_pair": False}


@pytest.mark.parametrize(
    ("name", "parameters", "message"),
    [
        ("paths-between", CHAIN | {"to_country": "TUR"}, "from one country to another"),
        ("paths-between", CHAIN | {"from_country": ""}, "from one country to another"),
        ("paths-between", CHAIN | {"max_length": 0}, "A chain of 0 steps"),
        ("events-against-base-rate", {"days": 0, "permutations": 9}, "days is 0"),
        ("events-against-base-rate", {"days": 9, "permutations": 0}, "permutations is 0"),
        ("events-against-base-rate", {"days": 9, "permutations": 10**9}, "from 1 to 100,000"),
        ("change-between-periods", PERIODS | {"first_to": 2012}, "from 2013 to 2012"),
        ("change-between-periods", PERIODS | {"second_from": 2019}, "begins before the first one ends"),
    ],
)
def test_parameters_that_make_no_sense_are_refused(
    name: str, parameters: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageProblem, match=message):
        question(name).finish([], parameters)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("reciprocity-of-relations", {}),
        ("communities-of-cooperation", {}),
        ("response-time-by-crisis", {}),
        ("paths-between", CHAIN),
        ("events-against-base-rate", {"days": 365, "permutations": 10}),
        ("change-between-periods", PERIODS),
    ],
)
def test_without_facts_there_is_nothing_to_say_and_no_failure(
    name: str, parameters: dict[str, object]
) -> None:
    asked = question(name)
    rows = asked.finish([], parameters).rows

    assert all(row.keys() == {column.name for column in asked.columns} for row in rows)
    assert not any(row.get("mission_list") or row.get("missions_there") for row in rows)


def test_a_chain_may_be_walked_against_the_help() -> None:
    facts = [{"mission": "m1", "giver": "TUR", "taker": "ITA", "publishers": ["AA"]}]
    facts += [{"mission": "m2", "giver": "ALB", "taker": "ITA", "publishers": ["ANSA"]}]

    finished = question("paths-between").finish(facts, CHAIN | {"either_way": True})

    assert [(row["giver"], row["taker"], row["mission_list"]) for row in finished.rows] == [
        ("TUR", "ITA", ["m1"]),
        ("ITA", "ALB", ["m2"]),
    ]
