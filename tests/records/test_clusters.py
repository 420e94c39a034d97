"""What judgements make: clusters that do not depend on their order, and conflicts that are told."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.clusters import Conflict, clusters
from records.judgements import Judgement, JudgementProblem, Verdict

POSITIVE, NEGATIVE, UNSURE = Verdict.POSITIVE, Verdict.NEGATIVE, Verdict.UNSURE


def judged(pair: str, verdict: Verdict = POSITIVE, hour: int = 8, by: str = "desk") -> Judgement:
    """A judgement on two things that are letters."""
    return Judgement((f"urn:{pair[0]}", f"urn:{pair[1]}"), verdict, by, f"2026-01-01T{hour:02}:00:00Z")


def groups(*judgements: Judgement) -> list[str]:
    return ["".join(sorted(iri[-1] for iri in cluster)) for cluster in clusters(judgements).each()]


def test_what_is_the_same_as_a_third_is_the_same() -> None:
    assert groups(judged("ab"), judged("cb"), judged("de")) == ["abc", "de"]


def test_unsure_joins_nothing_and_keeps_nothing_apart() -> None:
    assert groups(judged("ab", UNSURE), judged("bc"), judged("ac")) == ["abc"]


def test_a_negative_judgement_keeps_clusters_apart_and_the_conflict_is_told() -> None:
    late, negative = judged("bc", hour=9), judged("ad", NEGATIVE, hour=7)

    found = clusters([late, judged("ab"), negative, judged("cd")])

    assert [sorted(cluster) for cluster in found.each()] == [["urn:a", "urn:b"], ["urn:c", "urn:d"]]
    assert found.conflicts == (Conflict(late, negative),)


def test_the_last_judgement_of_a_pair_rules() -> None:
    assert groups(judged("ab", NEGATIVE, hour=7), judged("ab", by="other")) == ["ab"]
    assert groups(judged("ab", NEGATIVE, hour=9), judged("ab")) == []


def test_of_two_judgements_of_one_moment_the_careful_one_rules() -> None:
    assert groups(judged("ab", NEGATIVE, by="one"), judged("ab", by="other")) == []


@pytest.mark.parametrize(
    ("pair", "by", "at", "message"),
    [
        (("urn:a", "urn:a"), "desk", "2026-01-01T08:00:00Z", "urn:a is the same as itself"),
        (("urn:a", "b"), "desk", "2026-01-01T08:00:00Z", "'b' is no IRI"),
        (("urn:a", "urn:b"), " ", "2026-01-01T08:00:00Z", "says whose it is"),
        (("urn:a", "urn:b"), "desk", "yesterday", "'yesterday' is no time"),
    ],
)
def test_a_judgement_that_cannot_be_one_is_refused(
    pair: tuple[str, str], by: str, at: str, message: str
) -> None:
    with pytest.raises(JudgementProblem, match=message):
        Judgement(pair, POSITIVE, by, at)


any_judgements = st.lists(
    st.builds(
        judged,
        st.sampled_from(["".join(pair) for pair in combinations("abcdef", 2)]),
        st.sampled_from(list(Verdict)),
        st.integers(7, 9),
        st.sampled_from(["one", "other"]),
    ),
    max_size=12,
)


@given(any_judgements, st.randoms())
def test_the_order_of_judgements_does_not_matter(judgements: list[Judgement], random: object) -> None:
    other = judgements.copy()
    random.shuffle(other)  # type: ignore[attr-defined]  # hypothesis gives a random.Random

    assert clusters(other) == clusters(judgements)


@given(any_judgements)
def test_no_cluster_holds_what_was_judged_apart(judgements: list[Judgement]) -> None:
    found = clusters(judgements)
    last = {judgement.pair: judgement for judgement in sorted(judgements, key=lambda one: one.at)}
    alone = {
        pair
        for pair, judgement in last.items()
        if judgement.verdict is NEGATIVE
        and all(other.verdict is NEGATIVE for other in judgements if other.pair == pair)
    }

    assert [pair for pair in alone if pair[1] in found.of.get(pair[0], frozenset())] == []


verdicts = st.sampled_from([POSITIVE, POSITIVE, NEGATIVE, UNSURE])
told = st.lists(st.tuples(st.sampled_from(list(combinations("abcde", 2))), verdicts), max_size=6)


@given(told, st.sampled_from(list(combinations("abcde", 2))))
def test_a_pair_is_settled_when_another_answer_would_change_nothing(
    said: list[tuple[tuple[str, str], Verdict]], pair: tuple[str, str]
) -> None:
    judgements = [judged("".join(sides), verdict) for sides, verdict in said]
    one, other = (f"urn:{letter}" for letter in pair)

    found = clusters(judgements)
    joined = clusters([*judgements, judged("".join(pair), hour=23)])
    is_told = any(judgement.pair == (one, other) for judgement in judgements)

    assert is_told or found.settle(one, other) == (
        other in found.of.get(one, ()) or len(joined.conflicts) > len(found.conflicts)
    )
