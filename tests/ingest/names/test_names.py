"""Texts and what they name: a list checked by hand, and every name of the real files with what becomes of it."""

from collections import Counter

import pytest

from tests.ingest.names.real_strings import real_names
from tests.ingest.names.told import read, told
from tests.ingest.world import Reader

EXPECTED = read("expected_names.csv")
REAL = read("real_names.csv")
RESOLVED = ("country/", "territory/", "organisation/", "crisis/", "disease/")


def test_at_least_three_hundred_texts_were_checked_by_hand_and_each_once() -> None:
    asked = Counter((row["text"], row["role"], row["context"]) for row in EXPECTED)

    assert len(asked) == len(EXPECTED) >= 300
    assert all(row["why"] for row in EXPECTED)


@pytest.mark.parametrize(
    "text", ["Liberia", "Libya", "Congo", "Democratic Republic of the Congo", "RAF", "Kosovo", "NA", "XNC"]
)
def test_the_names_that_are_easily_wrong_are_among_them(text: str) -> None:
    assert text in {row["text"] for row in EXPECTED}


def test_each_text_names_what_a_person_says_or_is_kept_for_one(missions: Reader) -> None:
    found = [(row["text"], row["context"], told(row, missions)) for row in EXPECTED]

    assert found == [(row["text"], row["context"], row["expected"]) for row in EXPECTED]


def test_each_name_of_the_real_files_resolves_or_is_set_aside(missions: Reader) -> None:
    found = [(row["text"], row["context"], told(row, missions)) for row in REAL]

    assert found == [(row["text"], row["context"], row["result"]) for row in REAL]


def test_the_list_has_every_name_of_the_real_files() -> None:
    listed = {(row["text"], row["role"], row["context"]) for row in REAL}

    assert listed == {(name.text, name.role, name.context) for name in real_names()}
