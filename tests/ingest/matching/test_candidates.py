"""Scores and candidates: the same from either side and in any order, and never more than the ceiling said."""

from collections.abc import Iterable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ingest.matching.aspects import ASPECTS
from ingest.matching.candidates import Candidate, candidates
from ingest.matching.ceiling import Columns, ceiling
from ingest.matching.features import Amount, Days, Features
from ingest.matching.findings import BASE as BASE_BITS
from ingest.matching.findings import FINDINGS
from ingest.matching.gathered import Gathered
from ingest.matching.packed import Packed
from ingest.matching.scoring import CANDIDATE, score, value_of

BASE = "https://w3id.org/health-diplomacy/id"


def some(kind: str, names: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from([f"{BASE}/{kind}/{name}" for name in names.split()]), max_size=2)


days = st.builds(
    lambda first, width: Days(first, first + width),
    st.integers(737_000, 737_900),
    st.sampled_from([0, 30, 364]),
)
amounts = st.frozensets(
    st.builds(
        Amount,
        st.sampled_from([1.0, 30.0, 33.0, 500.0]),
        st.sampled_from(["beds", "USD"]),
        st.sampled_from(["", "money", "capacity"]),
    ),
    max_size=2,
)
words = st.frozensets(st.sampled_from(["rafah", "crema", "bagram"]), max_size=2)
features = st.builds(
    Features,
    mission=st.integers(1, 10**6).map(lambda number: f"{BASE}/mission/{number}"),
    source=st.sampled_from(["", "urn:a", "urn:b"]),
    senders=some("country", "CUB UZB") | some("organisation", "x y"),
    receivers=some("country", "ITA KGZ") | some("organisation", "x y"),
    sending_bodies=some("organisation", "x y"),
    receiving_bodies=some("organisation", "x z"),
    start=st.none() | days,
    end=st.none() | days,
    crises=some("crisis", "c1 c2"),
    types=some("mission-type", "medical-team vaccines funding"),
    amounts=amounts,
    places=some("place", "p q"),
    names=words.map(lambda found: frozenset({" ".join(sorted(found))} - {""})),
    words=words,
    ordinals=st.frozensets(st.sampled_from(["1", "2"]), max_size=1),
)
two = st.lists(features, min_size=2, max_size=2, unique_by=lambda one: one.mission)
missions = st.lists(features, max_size=8, unique_by=lambda one: one.mission)


def among(new: list[Features], known: Iterable[Features] = ()) -> list[Candidate]:
    return list(candidates(Gathered(known), Gathered(new)))


@given(two)
def test_a_score_is_the_same_from_either_side(pair: list[Features]) -> None:
    one, other = pair

    assert score(one, other) == score(other, one)


@given(two)
def test_a_score_is_made_of_its_reasons(pair: list[Features]) -> None:
    found = score(*pair)

    assert len(found.reasons) == len(ASPECTS)
    assert value_of(found.reasons) == found.value
    assert all(FINDINGS[reason.finding.key] is reason.finding for reason in found.reasons)


@given(two)
def test_no_score_is_above_its_ceiling(pair: list[Features]) -> None:
    columns = Columns()
    for one in pair:
        columns.add(one)

    [highest] = ceiling(*(columns.of(np.array([at], np.int64)) for at in (0, 1)))

    assert highest >= BASE_BITS + sum(reason.bits for reason in score(*pair).reasons)


@given(missions, st.data())
def test_candidates_do_not_depend_on_order_nor_on_what_is_new(
    told: list[Features], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(told))
    cut = data.draw(st.integers(0, len(mixed)))
    old = mixed[:cut]

    within = among(told)
    beside = [*among(mixed[cut:], old), *among(old)]

    assert sorted(beside, key=lambda one: one.pair) == sorted(within, key=lambda one: one.pair)


@given(missions)
def test_candidates_come_best_first_each_once_and_score_enough(told: list[Features]) -> None:
    by_iri = {one.mission: one for one in told}

    found = among(told)

    assert found == sorted(found, key=lambda one: (-one.score.value, one.pair))
    assert len({one.pair for one in found}) == len(found)
    assert all(one.score == score(*(by_iri[side] for side in one.pair)) for one in found)
    assert all(one.score.value >= CANDIDATE and one.pair == tuple(sorted(one.pair)) for one in found)


@given(missions)
def test_what_was_judged_is_not_asked(told: list[Features]) -> None:
    judged = {one.pair for one in among(told)[::2]}

    again = {one.pair for one in candidates(Gathered(), Gathered(told), judged)}

    assert again == {one.pair for one in among(told)} - judged


@given(missions)
def test_packed_features_come_out_as_they_went_in(told: list[Features]) -> None:
    packed = Packed(told)

    assert [packed[at] for at in range(len(packed))] == told


@given(st.lists(missions))
def test_packed_features_that_were_put_together_come_out_too(parts: list[list[Features]]) -> None:
    packed = Packed()
    for part in parts:
        packed.extend(Packed(part))

    assert [packed[at] for at in range(len(packed))] == [one for part in parts for one in part]


def test_several_processes_find_what_one_does() -> None:
    told = [
        Features(
            f"{BASE}/mission/{number}", senders=frozenset({f"{BASE}/country/CUB"}), names=frozenset({"x"})
        )
        for number in range(60)
    ]

    one, two = (
        list(candidates(Gathered(), Gathered(told), at_least=0.01, workers=workers)) for workers in (1, 2)
    )

    assert len(one) == 60 * 59 / 2
    assert two == one
