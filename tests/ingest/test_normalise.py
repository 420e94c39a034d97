"""Two spellings of one name have one normal form; two names do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normalise import normal_name


@pytest.mark.parametrize(
    "spellings",
    [
        ("Türkiye", "TÜRKİYE", "Turkiye", " türkiye "),
        ("Côte d’Ivoire", "Cote d'Ivoire", "COTE DIVOIRE", "Co\u0302te d`Ivoire"),
        ("Guinea-Bissau", "Guinea Bissau", "guinea  bissau"),
        ("Bosnia & Herzegovina", "Bosnia and Herzegovina"),
        ("France", "Fran\u200bce", "\ufeffFrance", "Fran\u00adce", "Ｆｒａｎｃｅ", "France\ufe0f"),
        ("الأردن", "الاردن", "الأُرْدُنّ", "الأردنّ\u200f", "الأردنـ"),
        ("ایران", "ايران"),
        ("سرزمین‌ها", "سرزمینها"),
        ("Straße", "STRASSE"),
        ("ΚΎΠΡΟΣ", "Κύπρος"),
        ("U.S.", "us"),
    ],
)
def test_spellings_of_one_name_are_equal(spellings: tuple[str, ...]) -> None:
    assert {normal_name(spelling) for spelling in spellings} == {normal_name(spellings[0])}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ıstanbul", "istanbul"),
        ("Niger", "Nigeria"),
        ("Fr\u0430nce", "France"),
        ("Guinea", "Guinea-Bissau"),
        ("AB C", "A BC"),
    ],
)
def test_two_names_stay_two(one: str, other: str) -> None:
    assert normal_name(one) != normal_name(other)


@pytest.mark.parametrize("text", ["", " ", "-", "?", "…", "\u200b", "🇹🇼"])
def test_what_holds_no_letter_has_no_normal_form(text: str) -> None:
    assert normal_name(text) == ""


@given(st.text())
def test_a_normal_form_is_its_own(text: str) -> None:
    assert normal_name(normal_name(text)) == normal_name(text)
