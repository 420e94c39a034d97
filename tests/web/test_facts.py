from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.web.conftest import BAGRAM, sightings
from web.facts import Fact, FactWriter, Line, Rival
from web.footnotes import Footnotes, Mark
from web.model import Part, Subject, Thing, Value
from web.picture import Teller
from web.wording import ontology_wording
from web.words import Words

ONE, TWO = "record:1", "record:2"


def writer(properties: Mapping[str, Value], ledger: tuple[str, ...] = (), language: str = "en") -> FactWriter:
    subject = Subject(Thing("urn:x", "Mission"), properties, (ONE, TWO), ledger)
    teller = Teller(Words(language), ontology_wording(), lambda iri: iri)
    return FactWriter(subject, Footnotes([ONE, TWO], []), teller)


BOTH = (Mark(1), Mark(2))


@pytest.mark.parametrize(
    ("properties", "facts"),
    [
        ({"missionType": "vaccines"}, [Fact("mission type", (Line("Vaccines", BOTH),))]),
        ({"global": True}, [Fact("global", (Line("yes", BOTH),))]),
        ({"amount": 7200.5}, [Fact("amount", (Line("7,200.5", BOTH),))]),
        (
            {"iso3": "TUR", "status": "delivered"},
            [Fact("status", (Line("Delivered", BOTH),)), Fact("three-letter code", (Line("TUR", BOTH),))],
        ),
        ({"schema_title": ("b", "a")}, [Fact("schema title", (Line("b", BOTH), Line("a", BOTH)))]),
        ({"description_fr": "aide"}, [Fact("description", (Line("aide", BOTH, language="fr"),))]),
        (
            {"url": "https://a.example/"},
            [Fact("web address", (Line("https://a.example/", BOTH, outside="https://a.example/"),))],
        ),
        ({"url": "javascript:x"}, [Fact("web address", (Line("javascript:x", BOTH),))]),
        ({"start": "2003-12-26"}, [Fact("start", (Line("2003-12-26", BOTH),))]),
        (
            {"start": "2003-12-01", "startLatest": "2003-12-31", "startEdtf": "2003-12"},
            [Fact("start", (Line("2003-12", BOTH, asides=("between 2003-12-01 and 2003-12-31",)),))],
        ),
        ({"name_en": "a name", "note": ("a note",)}, []),
    ],
)
def test_a_property_is_told_in_words(properties: dict[str, Value], facts: list[Fact]) -> None:
    assert list(writer(properties).facts()) == facts


def test_a_value_of_one_record_has_only_its_footnote() -> None:
    (fact,) = writer({"iso3": "TUR"}, ('["iso3",[1]]',)).facts()

    assert fact.lines == (Line("TUR", (Mark(2),)),)


def test_each_value_of_a_list_has_its_own_footnotes() -> None:
    ledger = ('["note",[[[0],"one"],[[0,1],"two"]]]',)

    (fact,) = writer({"note": ("one", "two")}, ledger).remarks()

    assert fact.lines == (Line("one", (Mark(1),)), Line("two", BOTH))


def test_a_rival_value_stands_beside_the_one_that_is_shown() -> None:
    ledger = (
        '["status",[[[0],"https://w3id.org/health-diplomacy/scheme/status/completed"],[[1],"delivered"]]]',
    )

    (fact,) = writer({"status": "completed"}, ledger).facts()

    assert fact.lines == (Line("Completed", (Mark(1),), rivals=(Rival("Delivered", (Mark(2),)),)),)


def test_a_quantity_keeps_what_was_written() -> None:
    part = Part(
        "QUANTITY",
        {"amount": 500.0, "unit": "beds", "quantityKind": "capacity", "asWritten": "500 each"},
        (ONE,),
    )

    assert writer({}).parts([part]) == (
        Fact("quantity", (Line("500 beds", (Mark(1),), asides=("Capacity", "“500 each”")),)),
    )


def test_names_are_told_by_language() -> None:
    names = writer({"name_ar": "مهمة", "name": "Mission", "altName_en": ("A", "B")}, language="ar").names()

    assert [(fact.word, [(line.text, line.language) for line in fact.lines]) for fact in names] == [
        ("الاسم", [("مهمة", "ar")]),
        ("الاسم", [("Mission", "")]),
        ("اسم بديل", [("A", "en"), ("B", "en")]),
    ]


@pytest.mark.parametrize(
    ("key", "value", "column"),
    [("start", "2003-01-01", "start_date"), ("SENT_BY", "", "sender_iso3"), ("status", "completed", None)],
)
def test_a_footnote_says_where_the_value_was_read(key: str, value: str, column: str | None) -> None:
    (mark,) = Footnotes([BAGRAM], sightings([BAGRAM])).marks([BAGRAM], key, value)

    assert (mark.sighting.column if mark.sighting else None) == column


@pytest.mark.parametrize(("value", "column"), [("HDM-0001", "id"), ("HDM-9", "old_id"), ("else", None)])
def test_of_several_cells_of_a_field_the_one_with_the_value_is_meant(value: str, column: str | None) -> None:
    first = sightings([BAGRAM])[0]
    second = replace(first, column="old_id", literal="HDM-9")

    (mark,) = Footnotes([BAGRAM], [first, second]).marks([BAGRAM], "identifier", value)

    assert (mark.sighting.column if mark.sighting else None) == column


def test_more_records_than_can_be_shown_are_counted() -> None:
    notes = Footnotes([f"record:{number}" for number in range(100)], [])

    assert (len(notes.numbered), notes.more, notes.marks(["record:99"])) == (60, 40, ())
