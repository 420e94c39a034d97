"""The way through pairs: answers are kept at once, what follows from them is not asked, and every step is undone."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hakim.reviewing import Review
from records.judgements import Judgement, Verdict

A, B, C, D = (f"urn:x:{letter}" for letter in "abcd")
SAME, OTHER, UNSURE = Verdict.POSITIVE, Verdict.NEGATIVE, Verdict.UNSURE
NOW = "2026-01-01T12:00:00Z"


@dataclass(frozen=True)
class Two:
    pair: tuple[str, str]


@dataclass
class InMemory:
    """Judgements as a store keeps them: one of a person on a pair."""

    told: dict[tuple[tuple[str, str], str], Judgement] = field(default_factory=dict)

    def judgements(self) -> list[Judgement]:
        return sorted(self.told.values())

    def keep(self, judgement: Judgement) -> None:
        self.told[judgement.pair, judgement.by] = judgement

    def take_back(self, judgement: Judgement) -> None:
        del self.told[judgement.pair, judgement.by]


def walk(*pairs: tuple[str, str], kept: InMemory | None = None) -> Review:
    return Review([Two(pair) for pair in pairs], kept or InMemory(), "desk", lambda: NOW)


def said(pair: tuple[str, str], verdict: Verdict, by: str = "desk") -> Judgement:
    return Judgement(pair, verdict, by, NOW)


def test_each_pair_is_asked_once() -> None:
    review = walk((A, B), (C, D))

    review.answer(SAME)
    review.answer(UNSURE)

    assert review.ask() is None
    assert review.kept.judgements() == [said((A, B), SAME), said((C, D), UNSURE)]


@pytest.mark.parametrize("second", [SAME, OTHER])
def test_what_follows_is_not_asked(second: Verdict) -> None:
    review = walk((A, B), (B, C), (A, C))

    review.answer(SAME)
    review.answer(second)

    assert review.ask() is None


def test_what_followed_is_asked_again_when_its_reason_is_undone() -> None:
    review = walk((A, B), (B, C), (A, C))
    review.answer(SAME)
    review.answer(SAME)

    review.undo()
    review.skip()

    assert review.ask() == Two((A, C))


def test_undoing_brings_back_what_was_said_before() -> None:
    kept = InMemory()
    kept.keep(said((A, B), UNSURE))
    review = walk((A, B), kept=kept)

    review.answer(SAME)
    undone = review.undo()

    assert (undone, review.undo(), kept.judgements()) == (True, False, [said((A, B), UNSURE)])


def test_what_others_say_is_left_alone() -> None:
    kept = InMemory()
    kept.keep(said((A, B), UNSURE, "other desk"))
    review = walk((A, B), kept=kept)

    review.answer(SAME)
    review.undo()

    assert kept.judgements() == [said((A, B), UNSURE, "other desk")]


Keys = list[Verdict | None]
pairs = st.lists(st.sampled_from([(A, B), (A, C), (A, D), (B, C), (B, D), (C, D)]), unique=True, min_size=1)
answers = st.lists(st.sampled_from([SAME, OTHER, UNSURE, None]), max_size=8)


@given(pairs, answers)
def test_as_many_steps_back_as_forth_leave_nothing(given_pairs: list[tuple[str, str]], keys: Keys) -> None:
    review = walk(*given_pairs)
    for key in keys:
        if review.ask() is None:
            break
        if key is None:
            review.skip()
        else:
            review.answer(key)

    while review.undo():
        pass

    assert (review.kept.judgements(), review.judged) == ([], [])
    assert sorted(pair.pair for pair in review.waiting) == sorted(given_pairs)
