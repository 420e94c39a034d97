"""Rows of missions: what becomes claims exactly as written, what is repaired and said, what is refused and why."""

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


KINDS = "not in the source spec's list: 'agreement', 'equipment', 'evacuation', 'field hospital',"
PLACE = "is no country or territory that the register knows."
DATE = (
    "is not a date that can be read."
    " Write YYYY-MM-DD, YYYY-MM or YYYY, or an EDTF form such as 2003-12? or 2003-12/2004-02."
)
NUMBER = (
    "is not a number in plain digits, such as 1500 or 7.5."
    " A source spec can declare other separators with format/decimal and format/thousands."
)
ADDRESS = "is not an http or https address."

REFUSED: list[tuple[dict[str, str], str, str, str]] = [
    # identifiers
    ({"id": ""}, "id", "required", "The identifier is missing."),
    ({"id": "\u200b"}, "id", "visible-text", "The text holds only characters that cannot be seen."),
    (
        {"id": "HDM\u202e1"},
        "id",
        "visible-identifier",
        "The identifier holds the invisible character U+202E.",
    ),
    (
        {"id": "HDM\u20661"},
        "id",
        "visible-identifier",
        "The identifier holds the invisible character U+2066.",
    ),
    (
        {"id": "HDM\u200b1"},
        "id",
        "visible-identifier",
        "The identifier holds the invisible character U+200B.",
    ),
    (
        {"id": "HDM\u200c1"},
        "id",
        "visible-identifier",
        "The identifier holds the invisible character U+200C.",
    ),
    (
        {"id": "HDM\u00ad1"},
        "id",
        "visible-identifier",
        "The identifier holds the invisible character U+00AD.",
    ),
    (
        {"id": "HDM\ufe0f1"},
        "id",
        "visible-identifier",
        "The identifier holds the invisible character U+FE0F.",
    ),
    (
        {"id": "HDM\u31641"},
        "id",
        "visible-identifier",
        "The identifier holds the invisible character U+3164.",
    ),
    (
        {"id": "HDM\u00a01"},
        "id",
        "visible-identifier",
        "The identifier holds the invisible character U+00A0.",
    ),
    ({"id": "HDM\n1"}, "id", "visible-identifier", "The identifier holds the invisible character U+000A."),
    ({"id": "HDM\x001"}, "id", "no-control-characters", "The text holds the control character U+0000."),
    ({"id": ".."}, "id", "visible-identifier", "'..' is not an identifier: addresses resolve it away."),
    (
        {"id": "\u041dDM-1"},
        "id",
        "one-script",
        "'\u041dDM' mixes letters of CYRILLIC and LATIN that look alike.",
    ),
    # text
    ({"title": ""}, "title", "required", "The name is missing."),
    (
        {"title": " \u200b\u2060 "},
        "title",
        "visible-text",
        "The text holds only characters that cannot be seen.",
    ),
    ({"title": "a\x00"}, "title", "no-control-characters", "The text holds the control character U+0000."),
    ({"notes": "a\x1bb"}, "notes", "no-control-characters", "The text holds the control character U+001B."),
    ({"notes": "a\x85b"}, "notes", "no-control-characters", "The text holds the control character U+0085."),
    ({"notes": "a\ufffe"}, "notes", "no-control-characters", "The text holds the control character U+FFFE."),
    ({"notes": "a\ufdd0"}, "notes", "no-control-characters", "The text holds the control character U+FDD0."),
    # places
    ({"sender_iso3": "ZAR"}, "sender_iso3", "known-country", f"'ZAR' {PLACE}"),
    ({"sender_iso3": "jor"}, "sender_iso3", "known-country", f"'jor' {PLACE}"),
    ({"sender_iso3": "*"}, "sender_iso3", "known-country", f"'*' {PLACE}"),
    ({"sender_iso3": "JOR,TUR"}, "sender_iso3", "known-country", f"'JOR,TUR' {PLACE}"),
    ({"sender_iso3": "678"}, "sender_iso3", "known-country", f"'678' {PLACE}"),
    (
        {"recipient_iso3": "USA\u202eyssarbme"},
        "recipient_iso3",
        "visible-text",
        "The text holds U+202E, which makes it look like another text.",
    ),
    (
        {"recipient_iso3": "U\u2067SA"},
        "recipient_iso3",
        "visible-text",
        "The text holds U+2067, which makes it look like another text.",
    ),
    (
        {"sender_iso3": "", "sender_org": ""},
        "sender_iso3",
        "sender",
        "The mission has no sender: name a country or an organisation.",
    ),
    (
        {"crisis": "2003 Bam earthquak"},
        "crisis",
        "known-crisis",
        "'2003 Bam earthquak' is no crisis or occasion that the register knows. Nearest known name: '2003 Bam",
    ),
    # lists of values
    ({"type": ""}, "type", "required", "The mission type is missing."),
    ({"type": "Field Hospital"}, "type", "known-value", f"'Field Hospital' is {KINDS}"),
    (
        {"military": "YES"},
        "military",
        "known-value",
        "'YES' is not in the source spec's list: 'yes', 'no', ''.",
    ),
    (
        {"military": "unknown"},
        "military",
        "known-value",
        "'unknown' is not in the source spec's list:",
    ),
    # dates
    (
        {"start_date": "2023-02-30"},
        "start_date",
        "date",
        "2023-02-30 is not on the calendar: day is out of range for month. Write it as YYYY-MM-DD, YYYY-MM or YYYY.",
    ),
    (
        {"start_date": "0000-01-01"},
        "start_date",
        "date",
        "0000-01-01 is not on the calendar: year 0 is out of range. Write it as YYYY-MM-DD, YYYY-MM or YYYY.",
    ),
    ({"start_date": "May"}, "start_date", "date", f"'May' {DATE}"),
    ({"start_date": "01/02/2023"}, "start_date", "date", f"'01/02/2023' {DATE}"),
    ({"start_date": "28-Jan-10"}, "start_date", "date", f"'28-Jan-10' {DATE}"),
    ({"start_date": "15-08-11 11:46"}, "start_date", "date", f"'15-08-11 11:46' {DATE}"),
    ({"start_date": "2024W011"}, "start_date", "date", f"'2024W011' {DATE}"),
    ({"start_date": "44927"}, "start_date", "date", f"'44927' {DATE}"),
    ({"start_date": "٢٠٢٣-٠٢-٠٦"}, "start_date", "date", f"'٢٠٢٣-٠٢-٠٦' {DATE}"),
    ({"start_date": "2023-02-06T24:00"}, "start_date", "date", f"'2023-02-06T24:00' {DATE}"),
    ({"start_date": "1445"}, "start_date", "plausible-year", "The year of 1445 is outside of 1800 to 2100."),
    (
        {"start_date": "9999-12-31"},
        "start_date",
        "plausible-year",
        "The year of 9999-12-31 is outside of 1800",
    ),
    (
        {"start_date": "2023-03", "end_date": "2023-02-06"},
        "end_date",
        "date-order",
        "It ends 2023-02-06, before it starts 2023-03.",
    ),
    # numbers
    *(
        ({"quantity": text, "unit": "beds"}, "quantity", "number", f"{text!r} {NUMBER}")
        for text in (
            "1,234",
            "1.234,56",
            "1e3",
            "²",
            "½",
            "１２",
            "١2",
            "ten",
            "1e400",
            "NaN",
            "7 beds",
            "=1+1",
            "100K",
        )
    ),
    ({"quantity": "-5", "unit": "beds"}, "quantity", "not-negative", "'-5' is less than nothing."),
    ({"quantity": "5"}, "quantity", "unit", "There is a quantity and no unit: say what is counted."),
    ({"unit": "beds"}, "unit", "quantity", "There is a unit and no quantity."),
    ({"value_usd": "$5"}, "value_usd", "number", f"'$5' {NUMBER}"),
    ({"value_usd": "¥5"}, "value_usd", "number", f"'¥5' {NUMBER}"),
    ({"value_usd": "-5"}, "value_usd", "not-negative", "'-5' is less than nothing."),
    (
        {"value_usd": "1588000000000"},
        "value_usd",
        "plausible-amount",
        "'1588000000000' US dollars is more than any mission costs.",
    ),
    # addresses
    *(
        ({"source_url": text}, "source_url", "web-address", f"{text!r} {ADDRESS}")
        for text in (
            "javascript:alert(1)",
            "data:text/html,x",
            "//evil",
            "http://",
            "ftp://x",
            "http://a b",
            "http://x/<y>",
            "http://[::1",
            "http://x:99999",
        )
    ),
    (
        {"source_url": "http://x/\u202etxt"},
        "source_url",
        "visible-identifier",
        "The identifier holds the invisible character U+202E.",
    ),
]


@pytest.mark.parametrize(("cells", "column", "rule", "message"), REFUSED)
def test_a_row_is_refused_with_column_rule_and_reason(
    missions: Reader, cells: dict[str, str], column: str, rule: str, message: str
) -> None:
    problems = missions.problems(MISSION | cells)

    assert [(one[:3], one[3][: len(message)]) for one in problems[:1]] == [
        ((column, rule, "rejected"), message)
    ]


def test_every_problem_of_a_row_is_told(missions: Reader) -> None:
    cells = MISSION | {"id": "", "sender_iso3": "JOR;XXX;YYY", "start_date": "May", "quantity": "ten"}

    assert [(column, rule) for column, rule, _, _ in missions.problems(cells)] == [
        ("sender_iso3", "known-country"),
        ("sender_iso3", "known-country"),
        ("start_date", "date"),
        ("quantity", "number"),
        ("id", "required"),
    ]


def test_a_row_with_endless_problems_is_told_shortly(missions: Reader) -> None:
    problems = missions.problems(MISSION | {"sender_iso3": "X;" * 60_000})

    assert len(problems) == 51
    assert problems[-1] == (
        "",
        "too-many-problems",
        "rejected",
        "The row has 50 problems; the rest was not read.",
    )


def test_a_name_that_could_mean_two_bodies_sets_the_row_aside(missions: Reader) -> None:
    cells = MISSION | {"sender_iso3": "MAR;QAT", "sender_org": "RAF"}

    assert [one[:3] for one in missions.problems(cells)] == [("sender_org", "one-organisation", "set_aside")]


def test_a_row_that_is_wrong_too_is_not_only_set_aside(missions: Reader) -> None:
    cells = MISSION | {"sender_iso3": "MAR;QAT", "sender_org": "RAF", "start_date": "May"}

    assert [one[:3] for one in missions.problems(cells)] == [("start_date", "date", "rejected")]


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
