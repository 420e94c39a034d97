"""`hakim search` on the shipped records: what is found, and why."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Hakim

FIRST: dict[str, tuple[str, str]] = {
    "Türkiye": ("country/TUR", "exact name"),
    "TUR": ("country/TUR", "exact code"),
    "Turkye": ("country/TUR", "similar name"),
    "Burma": ("country/MMR", "exact other name"),
    "HDM-0140": ("mission/hdm/HDM-0140", "exact identifier"),
    "saudiarabia": ("country/SAU", "joined name"),
    "al-Urdun": ("country/JOR", "transliterated name"),
    "الأُرْدُنّ": ("country/JOR", "exact name"),
    "الاردن": ("country/JOR", "exact name"),
    "السعوديه": ("country/SAU", "exact other name"),
    "field hospitl gaza": ("mission/hdm/HDM-0012", "similar name"),
}


@pytest.mark.engine
def test_what_people_type_finds_what_they_mean(hakim_json: Callable[..., Any]) -> None:
    found = {text: hakim_json("search", text, "--limit", "1", "--json")[0] for text in FIRST}

    assert {
        text: (match["iri"].partition("/id/")[2], match["reason"]) for text, match in found.items()
    } == FIRST


@pytest.mark.engine
def test_nothing_found_is_told_by_the_exit_code(hakim: Hakim) -> None:
    done = hakim("search", "qqqqqq xxxxxx", check=False)

    assert (done.returncode, done.stderr.strip()) == (1, "0 found")
