"""Rows of missions that are refused: each with its column, the rule that it breaks, and the reason."""

import pytest

from tests.ingest.world import MISSION, Reader

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
    (
        {"sender_iso3": "ZAR"},
        "sender_iso3",
        "former-state",
        "'ZAR' means Zaire (1971–1997), and the row gives no date.",
    ),
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
