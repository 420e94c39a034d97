"""Rows of missions: what becomes claims exactly as written, and what is repaired and said."""

from dataclasses import replace

import pytest

from ingest.mapping import MappedRow
from ingest.numbers import NumberForm
from ingest.rows import Repair
from ingest.source_spec import ColumnSpec
from tests.ingest.world import MISSION, Reader

ME = "<mission/hdm/HDM-0001>"


def test_a_row_with_no_more_than_it_needs_makes_these_claims(missions: Reader) -> None:
    assert missions.lines(MISSION) == [
        f'{ME} <hd:identifier> "HDM-0001"',
        f"{ME} <hd:militaryInvolvement> <military/involved>",
        f"{ME} <hd:missionType> <mission-type/field-hospital>",
        f'{ME} <hd:name> "Field hospital"@en',
        f"{ME} <hd:receivedBy> <country/IRN>",
        f"{ME} <hd:sentBy> <country/JOR>",
        f"{ME} a <hd:FieldHospitalDeployment>",
    ]


def test_a_record_says_its_source_its_grade_and_its_marking(missions: Reader) -> None:
    assert missions.record_lines(MISSION | {"confidence": "high"}) == [
        "<hd:confidence> <confidence/high>",
        "<hd:credibility> <credibility/2>",
        f"<hd:describes> {ME}",
        "<hd:fromDataset> <dataset/missions>",
        "<hd:marking> <marking/green>",
        "<hd:reliability> <reliability/F>",
        "a <hd:Record>",
    ]


def test_a_record_cites_its_document(missions: Reader) -> None:
    cells = MISSION | {
        "source_title": "Aid",
        "source_publisher": "Gazette",
        "source_url": "https://g.example/1",
    }
    added = set(missions.lines(cells)) - set(missions.lines(MISSION))
    document = missions.context.ids.hashed("document", "https://g.example/1").value.rsplit("/", 1)[1]
    publisher = missions.context.ids.hashed("publisher", "Gazette").value.rsplit("/", 1)[1]

    assert f"<hd:statedIn> <document/{document}>" in missions.record_lines(cells)
    assert added == {
        f'<document/{document}> <hd:name> "Aid"',
        f'<document/{document}> <hd:url> "https://g.example/1"^^<xsd:anyURI>',
        f"<document/{document}> <hd:publishedBy> <publisher/{publisher}>",
        f"<document/{document}> a <hd:Document>",
        f'<publisher/{publisher}> <hd:name> "Gazette"',
        f"<publisher/{publisher}> a <hd:Publisher>",
    }


@pytest.mark.parametrize(
    ("cells", "claims"),
    [
        ({"military": ""}, ["<hd:militaryInvolvement> <military/unknown>"]),
        ({"military": "no"}, ["<hd:militaryInvolvement> <military/none>"]),
        ({"status": "ongoing"}, ["<hd:status> <status/operating>"]),
        (
            {"start_date": "2003-12"},
            [
                '<hd:startEdtf> "2003-12"^^<edtf>',
                '<hd:startLatest> "2003-12-31"^^<xsd:date>',
                '<hd:start> "2003-12-01"^^<xsd:date>',
            ],
        ),
        ({"crisis": "2003 Bam earthquake"}, ["<hd:inResponseTo> <crisis/hdm/CRI-002>"]),
        ({"crisis": "Routine medical engagement"}, ["<hd:occasion> <crisis/hdm/CRI-033>"]),
        ({"sender_iso3": "JOR; TUR"}, ["<hd:sentBy> <country/TUR>"]),
        ({"sender_iso3": "JOR;JOR ; JOR;"}, []),
        ({"recipient_iso3": "IRN;XKX"}, ["<hd:receivedBy> <territory/XKX>"]),
        ({"sender_org": "Türkiye"}, ["<hd:sentBy> <country/TUR>"]),
        ({"notes": '=HYPERLINK("http://x")'}, ['<hd:note> "=HYPERLINK(\\"http://x\\")"']),
        ({"notes": "a\u2028b\u202ec"}, ['<hd:note> "a\u2028b\u202ec"']),
        ({"notes": "null"}, ['<hd:note> "null"']),
        ({"notes": "<script>alert(1)</script>"}, ['<hd:note> "<script>alert(1)</script>"']),
        ({"notes": "x" * 131_072}, [f'<hd:note> "{"x" * 131_072}"']),
    ],
)
def test_a_cell_adds_its_claims(missions: Reader, cells: dict[str, str], claims: list[str]) -> None:
    before = set(missions.lines(MISSION | {"military": "no"} if "military" in cells else MISSION))
    added = set(missions.lines(MISSION | cells)) - before

    assert added == {f"{ME} {claim}" for claim in claims} - before


@pytest.mark.parametrize(
    "title", ["X", "null", "NaN", "O'Brien; DROP TABLE", "🇹🇼", "א" * 300, "Fran\u200bce", "-"]
)
def test_a_name_is_kept_as_it_is_written(missions: Reader, title: str) -> None:
    assert f'{ME} <hd:name> "{title}"@en' in missions.lines(MISSION | {"title": title})


@pytest.mark.parametrize(
    ("identifier", "iri"),
    [
        ("007", "007"),
        ("9007199254740993", "9007199254740993"),
        ("A/B #1?", "A%2FB%20%231%3F"),
        ("=1+1", "%3D1%2B1"),
        ("مهمة-١", "%D9%85%D9%87%D9%85%D8%A9-%D9%A1"),
    ],
)
def test_an_identifier_is_kept_as_it_is_written(missions: Reader, identifier: str, iri: str) -> None:
    assert f'<mission/hdm/{iri}> <hd:identifier> "{identifier}"' in missions.lines(
        MISSION | {"id": identifier}
    )


def quantity(amount: str, written: str, kind: str = "capacity") -> list[str]:
    """The claims of a quantity of beds."""
    return [
        f"{ME} <hd:quantity> <mission/hdm/HDM-0001/quantity>",
        f'<mission/hdm/HDM-0001/quantity> <hd:amount> "{amount}"^^<xsd:decimal>',
        f'<mission/hdm/HDM-0001/quantity> <hd:asWritten> "{written} beds"',
        f"<mission/hdm/HDM-0001/quantity> <hd:quantityKind> <quantity-kind/{kind}>",
        '<mission/hdm/HDM-0001/quantity> <hd:unit> "beds"',
        "<mission/hdm/HDM-0001/quantity> a <hd:Quantity>",
    ]


@pytest.mark.parametrize(
    ("text", "form", "amount"),
    [
        ("50", NumberForm(), "50"),
        ("0", NumberForm(), "0"),
        ("007", NumberForm(), "7"),
        ("7.50", NumberForm(), "7.5"),
        ("1.234,56", NumberForm(",", "."), "1234.56"),
        ("١٢٣", NumberForm(), "123"),
    ],
)
def test_a_quantity_keeps_amount_unit_kind_and_text(
    missions: Reader, text: str, form: NumberForm, amount: str
) -> None:
    cells = MISSION | {"quantity": text, "unit": "beds"}
    added = set(missions.of(numbers=form).lines(cells)) - set(missions.lines(MISSION))

    assert added == set(quantity(amount, text))


def test_money_is_in_us_dollars(missions: Reader) -> None:
    added = set(missions.lines(MISSION | {"value_usd": "1000000"})) - set(missions.lines(MISSION))

    assert added == {
        f"{ME} <hd:monetaryValue> <mission/hdm/HDM-0001/value>",
        '<mission/hdm/HDM-0001/value> <hd:amount> "1000000"^^<xsd:decimal>',
        '<mission/hdm/HDM-0001/value> <hd:currency> "USD"',
        "<mission/hdm/HDM-0001/value> a <hd:Money>",
    }


def repairs(missions: Reader, cells: dict[str, str]) -> tuple[Repair, ...]:
    """What was repaired in a row."""
    mapped = missions.map(MISSION | cells)
    assert isinstance(mapped, MappedRow)
    return mapped.repairs


@pytest.mark.parametrize("end", ["9999-12-31", "9999", "2099-12-31", "2099-01-01"])
def test_a_last_day_of_the_calendar_is_no_end_and_is_said(missions: Reader, end: str) -> None:
    cells = {"end_date": end}

    assert missions.lines(MISSION | cells) == missions.lines(MISSION)
    assert repairs(missions, cells) == (
        Repair("end_date", end, "The date stands for an end that is not known; it was left out."),
    )


def test_letters_of_an_identifier_are_composed_and_it_is_said(missions: Reader) -> None:
    assert missions.lines(MISSION | {"id": "e\u0301-1"}) == missions.lines(MISSION | {"id": "é-1"})
    assert repairs(missions, {"id": "e\u0301-1"}) == (
        Repair("id", "e\u0301-1", "The letters were composed (Unicode NFC)."),
    )
    assert repairs(missions, {"id": "é-1"}) == ()


def test_the_code_of_an_island_is_no_armed_force(missions: Reader) -> None:
    cells = MISSION | {"sender_iso3": "MYS", "sender_org": "MAF"}
    forces = missions.context.register.titles.find("Malaysian Armed Forces")[0].iri.value.rsplit("/", 1)[1]

    assert [line for line in missions.lines(cells) if "sent" in line or "Organisation>" in line] == [
        f"{ME} <hd:sendingOrganisation> <organisation/{forces}>",
        f"{ME} <hd:sentBy> <country/MYS>",
    ]


def test_a_body_alone_is_the_sender(missions: Reader) -> None:
    cells = MISSION | {"sender_iso3": "", "sender_org": "World Health Organization"}
    who = missions.context.register.titles.find("World Health Organization")[0].iri.value.rsplit("/", 1)[1]

    assert [line for line in missions.lines(cells) if "hd:sen" in line] == [
        f"{ME} <hd:sendingOrganisation> <organisation/{who}>",
        f"{ME} <hd:sentBy> <organisation/{who}>",
    ]


def test_repairs_of_a_spec_are_applied_to_whole_values(missions: Reader) -> None:
    columns = [one for one in missions.context.spec.columns if one.column == "sender_org"]
    assert columns[0].repairs is not None

    for written, meant in columns[0].repairs.items():
        assert missions.lines(MISSION | {"sender_org": written}) == missions.lines(
            MISSION | {"sender_org": meant}
        )


def test_a_value_that_a_spec_maps_to_nothing_is_nothing(missions: Reader) -> None:
    columns: list[ColumnSpec] = [
        replace(one, repairs={"n/a": ""}) if one.column == "notes" else one
        for one in missions.context.spec.columns
    ]

    assert missions.of(columns=tuple(columns)).lines(MISSION | {"notes": "n/a"}) == missions.lines(MISSION)
