"""Scrambled text comes back only where the way back is exact; good text is never touched."""

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from ingest.mojibake import maimed_words, scrambled_words, unscramble
from ingest.readers.iso3166 import LANGUAGES


@pytest.mark.parametrize(
    ("text", "before"),
    [
        pytest.param("MÃ©decins Sans FrontiÃ¨res", "Médecins Sans Frontières", id="cp1252"),
        pytest.param("itâ€™s", "it’s", id="apostrophe"),
        pytest.param("TÃ¼rkiye KÄ±zÄ±layÄ±", "Türkiye Kızılayı", id="Turkish"),
        pytest.param("Ã\xa0 Paris", "à Paris", id="no-break space"),
        pytest.param("â€œquotedâ€\x9d", "“quoted”", id="a byte that cp1252 lacks"),
        pytest.param("ÃƒÂ©", "é", id="twice"),
        pytest.param("Ø§Ù„Ø£Ø±Ø¯Ù†", "الأردن", id="Arabic, cp1252"),
        pytest.param("ط§ظ„ط£ط±ط¯ظ†", "الأردن", id="Arabic, cp1256"),
        pytest.param("РњРѕСЃРєРІР°", "Москва", id="Russian, cp1251"),
        pytest.param("MontrÌ©al", "Montréal", id="Mac, one round"),
        pytest.param("Abí©chí©", "Abéché", id="Mac, two rounds"),
        pytest.param("Microcr’©dit", "Microcrédit", id="Mac, three rounds"),
        pytest.param("Médecins and MÃ©decins", "Médecins and Médecins", id="beside good text"),
    ],
)
def test_scrambled_text_comes_back(text: str, before: str) -> None:
    assert unscramble(text) == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "credit",
        "crédit",
        "AÇÃO",
        "CAFÉ”",
        "“É”",
        "ESPAÑ”",
        "Suíça",
        "זה",
        "دگ",
        "زندگی",
        "f’_r",
        "Ã",
        "©",
    ],
)
def test_good_text_is_left_alone(text: str) -> None:
    assert unscramble(text) is None


@pytest.mark.parametrize("language", [*LANGUAGES, "pl", "cs", "he", "el", "uk", "hi", "az", "kk"])
def test_no_name_of_a_country_looks_scrambled(language: str) -> None:
    names = Locale.parse(language).territories.values()

    assert [name for name in names if unscramble(name) is not None] == []


@given(
    st.text(st.sampled_from("abc éèüçñöşğıİœ’“”ابتةمنЖя")), st.sampled_from(["cp1252", "cp1256", "cp1251"])
)
def test_what_comes_back_makes_the_same_damage_again(text: str, encoding: str) -> None:
    damaged = "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())

    assert unscramble(damaged) in {text, None}


def test_each_scrambled_run_is_told_with_its_place() -> None:
    assert list(scrambled_words("Ab’©ch’©, good é")) == [(2, "’©", "é"), (6, "’©", "é")]


def test_a_lost_letter_is_told_and_not_invented() -> None:
    assert (list(maimed_words("Gesellschaft f’_r, it’s_")), unscramble("f’_r")) == ([(14, "’_")], None)
