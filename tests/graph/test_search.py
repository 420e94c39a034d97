import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.search import Match, NameEntry, NameIndex, NameIndexProblem
from graph.search_names import entries_of, fold, kind_of

ENTRIES = [
    NameEntry("tur", "Country", "Türkiye", "en", "name"),
    NameEntry("tur", "Country", "Turkey", "en", "other name"),
    NameEntry("tur", "Country", "تركيا", "ar", "name"),
    NameEntry("tur", "Country", "TUR", "", "code"),
    NameEntry("tkm", "Country", "Turkmenistan", "en", "name"),
    NameEntry("jor", "Country", "Jordan", "en", "name"),
    NameEntry("jor", "Country", "الأردن", "ar", "name"),
    NameEntry("jor", "Country", "JOR", "", "code"),
    NameEntry("sau", "Country", "Saudi Arabia", "en", "name"),
    NameEntry("sau", "Country", "المملكة العربية السعودية", "ar", "name"),
    NameEntry("civ", "Country", "Côte d’Ivoire", "fr", "name"),
    NameEntry("afg", "Country", "Afghanistan", "en", "name"),
    NameEntry("ksr", "Organisation", "KSrelief", "en", "name"),
    NameEntry("ksr", "Organisation", "King Salman Humanitarian Aid and Relief Center", "en", "other name"),
    NameEntry("m1", "Mission", "Egyptian field hospital at Bagram", "en", "name"),
    NameEntry("m1", "Mission", "HDM-0001", "", "identifier"),
    NameEntry("m2", "Mission", "Jordan field hospital for Bam", "en", "name"),
    NameEntry("doc", "Document", "Jordan", "en", "name"),
]


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex.build(ENTRIES)


def found(index: NameIndex, text: str) -> list[tuple[str, str]]:
    return [(match.iri, match.reason) for match in index.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TUR", [("tur", "exact code"), ("tkm", "prefix name")]),
        ("türkiye", [("tur", "exact name")]),
        ("turkey", [("tur", "exact other name")]),
        ("turk", [("tur", "prefix other name"), ("tkm", "prefix name")]),
        ("jordan", [("jor", "exact name"), ("m2", "prefix name"), ("doc", "exact name")]),
        ("hospital", [("m2", "word name"), ("m1", "word name")]),
        ("bagram field", [("m1", "word name")]),
        ("gram", [("m1", "part name")]),
        ("HDM-0001", [("m1", "exact identifier")]),
        ("HDM-0010", [("m1", "similar identifier")]),
        ("cote divoire", [("civ", "exact name")]),
        ("الاردن", [("jor", "exact name")]),
        ("اُلأُرْدُنّ", [("jor", "exact name")]),
        ("السعوديه", [("sau", "word name")]),
        ("سعودية", [("sau", "part name")]),
        ("", []),
        ("  '\" ", []),
        ("zzzzzz", []),
    ],
)
def test_a_text_finds_these_things_for_these_reasons(
    index: NameIndex, text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(index, text) == expected


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Turkye", "tur"),
        ("Afganistan", "afg"),
        ("Saudi Arabai", "sau"),
        ("saudiarabia", "sau"),
        ("KSrelif", "ksr"),
        ("Egyptain hospitl", "m1"),
        ("King Salmon Center", "ksr"),
        ("الأرذن", "jor"),
    ],
)
def test_a_typing_error_still_finds_what_was_meant(index: NameIndex, typed: str, meant: str) -> None:
    assert found(index, typed)[0][0] == meant


@pytest.mark.parametrize(
    "text", ['" OR "1', "part MATCH *", "a AND NOT b", "'; DROP TABLE name; --", "%", "\x00"]
)
def test_nothing_typed_is_read_as_an_operator(index: NameIndex, text: str) -> None:
    index.find(text)

    assert found(index, "jor")[0] == ("jor", "exact code")


def test_each_thing_is_found_once_and_no_more_than_asked(index: NameIndex) -> None:
    assert [match.iri for match in index.find("a", limit=3)] == ["afg", "sau", "m1"]


def test_a_match_says_everything_of_the_name(index: NameIndex) -> None:
    assert index.find("تركيا") == [Match("tur", "Country", "تركيا", "ar", "name", "exact", 100.0)]


def test_the_order_of_entries_changes_no_answer() -> None:
    turned = ENTRIES[::-1]
    questions = ["jordan", "a", "hospital", "Turkye", "المملكه"]

    first, second = (NameIndex.build(entries) for entries in (ENTRIES, turned))

    assert [first.find(text) for text in questions] == [second.find(text) for text in questions]


def test_an_index_in_a_file_is_replaced_whole_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "names.sqlite"
    NameIndex.build(ENTRIES, path).close()
    NameIndex.build(ENTRIES[:1], path).close()

    assert found(NameIndex.open(path), "tur") == [("tur", "prefix name")]
    assert [file.name for file in tmp_path.iterdir()] == ["names.sqlite"]


def test_a_file_that_is_no_index_is_named_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "names.sqlite"
    path.write_bytes(b"no database at all" * 100)

    with pytest.raises(NameIndexProblem, match=r"names\.sqlite cannot be read: .* Build it anew\.") as caught:
        NameIndex.open(path)
    assert isinstance(caught.value.__cause__, sqlite3.Error)


def test_a_folder_that_cannot_be_written_is_an_outside_failure(tmp_path: Path) -> None:
    with pytest.raises(NameIndexProblem, match="cannot be written"):
        NameIndex.build(ENTRIES, tmp_path / "missing" / "names.sqlite")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Straße", "strasse"),
        ("İstanbul ISPARTA ılık", "istanbul isparta ilik"),
        ("Łódź–Øresund", "lodz oresund"),
        ("أإآٱ", "اااا"),
        ("مستشفى ميدانيّة", "مستشفي ميدانيه"),
        ("کیش", "كيش"),
        ("٢٠٢٣ ۲۰۲۳", "2023 2023"),
        ("a\u200bb\u202ec", "abc"),
        ("COVID-19", "covid 19"),
    ],
)
def test_texts_are_compared_in_one_form(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(min_size=1))
def test_every_name_finds_itself(name: str) -> None:
    index = NameIndex.build([NameEntry("x", "Country", name, "", "name")])

    assert [match.how for match in index.find(name[:200])] == (["exact"] if fold(name[:200]) else [])


def test_a_node_is_found_by_its_names_codes_and_identifier() -> None:
    properties = {
        "iri": "x",
        "name_en": "Palestine",
        "name_ar": "فلسطين",
        "altName_en": ["State of Palestine", "---"],
        "iso3": "PSE",
        "note": ["Palestine is not searched in notes"],
        "isoNumeric": 275,
    }

    assert list(entries_of("x", ["Resource", "Party", "Country"], properties)) == [
        NameEntry("x", "Country", "State of Palestine", "en", "other name"),
        NameEntry("x", "Country", "PSE", "", "code"),
        NameEntry("x", "Country", "فلسطين", "ar", "name"),
        NameEntry("x", "Country", "Palestine", "en", "name"),
    ]


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        (["Resource", "Mission", "FieldHospitalDeployment"], "Mission"),
        (["Grouping", "Organisation", "Party", "Resource"], "Grouping"),
        (["Resource", "Occasion", "Crisis", "Epidemic"], "Crisis"),
        (["Resource"], "Resource"),
        ([], "Resource"),
    ],
)
def test_the_telling_label_is_the_kind(labels: list[str], kind: str) -> None:
    assert kind_of(labels) == kind
