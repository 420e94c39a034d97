"""Dates are read as far as they are known: nothing is invented, and what is no date says why."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.dates import DateProblem, PartialDate, parse_date

UNREADABLE = "is not a date that can be read."


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2003-12-26", date(2003, 12, 26), date(2003, 12, 26)),
        ("2003-12", date(2003, 12, 1), date(2003, 12, 31)),
        ("2004-02", date(2004, 2, 1), date(2004, 2, 29)),
        ("2003", date(2003, 1, 1), date(2003, 12, 31)),
        ("200X", date(2000, 1, 1), date(2009, 12, 31)),
        ("20XX", date(2000, 1, 1), date(2099, 12, 31)),
        ("2003-XX", date(2003, 1, 1), date(2003, 12, 31)),
        ("2003-XX-XX", date(2003, 1, 1), date(2003, 12, 31)),
        ("2004-02-XX", date(2004, 2, 1), date(2004, 2, 29)),
        ("2003-12?", date(2003, 12, 1), date(2003, 12, 31)),
        ("2003~", date(2003, 1, 1), date(2003, 12, 31)),
        ("2003-12-26%", date(2003, 12, 26), date(2003, 12, 26)),
        ("2003-12/2004-02", date(2003, 12, 1), date(2004, 2, 29)),
        ("2003?/2004~", date(2003, 1, 1), date(2004, 12, 31)),
        ("2004-06/2004", date(2004, 6, 1), date(2004, 12, 31)),
        ("0001", date(1, 1, 1), date(1, 12, 31)),
        ("9999-12-31", date(9999, 12, 31), date(9999, 12, 31)),
    ],
)
def test_a_date_is_read_as_far_as_it_is_known(text: str, earliest: date, latest: date) -> None:
    assert parse_date(text) == PartialDate(text, earliest, latest)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2023-02-30", "2023-02-30 is not on the calendar: day is out of range for month."),
        ("2023-13", "2023-13 is not on the calendar: month must be in 1..12."),
        ("2023-13-01", "2023-13-01 is not on the calendar: month must be in 1..12."),
        ("2023-00-10", "2023-00-10 is not on the calendar: month must be in 1..12."),
        ("2023-02-29", "2023-02-29 is not on the calendar: day is out of range for month."),
        ("2023-13-XX", "2023-13-XX is not on the calendar: month must be in 1..12."),
        ("0000", "0000 is not on the calendar: year 0 is out of range."),
        ("0000-01-01", "0000-01-01 is not on the calendar: year 0 is out of range."),
        ("000X", "000X is not on the calendar: year 0 is out of range."),
        ("2004/2003", "The interval '2004/2003' ends before it begins."),
        ("", f"'' {UNREADABLE}"),
        (" 2003", f"' 2003' {UNREADABLE}"),
        ("2003\n", f"'2003\\n' {UNREADABLE}"),
        ("May", f"'May' {UNREADABLE}"),
        ("203", f"'203' {UNREADABLE}"),
        ("20030", f"'20030' {UNREADABLE}"),
        ("-2003", f"'-2003' {UNREADABLE}"),
        ("28-Jan-10", f"'28-Jan-10' {UNREADABLE}"),
        ("01/02/2023", f"'01/02/2023' {UNREADABLE}"),
        ("2003-1-2", f"'2003-1-2' {UNREADABLE}"),
        ("20031226", f"'20031226' {UNREADABLE}"),
        ("2024W011", f"'2024W011' {UNREADABLE}"),
        ("2024-W01-1", f"'2024-W01-1' {UNREADABLE}"),
        ("2024-360", f"'2024-360' {UNREADABLE}"),
        ("2003-12-26T04:00", f"'2003-12-26T04:00' {UNREADABLE}"),
        ("44927", f"'44927' {UNREADABLE}"),
        ("٢٠٢٣-٠٢-٠٦", f"'٢٠٢٣-٠٢-٠٦' {UNREADABLE}"),
        ("２００３", f"'２００３' {UNREADABLE}"),
        ("2003??", f"'2003??' {UNREADABLE}"),
        ("2003/..", f"'..' {UNREADABLE}"),
        ("2003/2004/2005", f"'2003/2004/2005' {UNREADABLE}"),
        ("2X03", f"'2X03' {UNREADABLE}"),
    ],
)
def test_what_is_no_date_says_why(text: str, reason: str) -> None:
    with pytest.raises(DateProblem) as caught:
        parse_date(text)

    assert caught.value.message == reason


days = st.dates().map(date.isoformat)
months = days.map(lambda day: day[:7])
years = days.map(lambda day: day[:4])
plain = days | months | years
forms = plain | st.tuples(plain, st.sampled_from("?~%")).map("".join)


@given(forms)
def test_a_date_can_mean_the_days_of_its_own_text(text: str) -> None:
    read = parse_date(text)

    assert read.earliest <= read.latest
    assert read.edtf == text
    assert read.earliest.isoformat()[: len(text.rstrip("?~%"))] == text.rstrip("?~%")


@given(forms, forms)
def test_an_interval_spans_both_its_ends_or_is_refused(begin: str, end: str) -> None:
    first, last = parse_date(begin), parse_date(end)
    expected = PartialDate(f"{begin}/{end}", first.earliest, last.latest)

    if first.earliest > last.latest:
        with pytest.raises(DateProblem):
            parse_date(f"{begin}/{end}")
    else:
        assert parse_date(f"{begin}/{end}") == expected


@given(st.text() | st.text("0123456789X-/?~%.", max_size=24))
def test_any_text_is_a_date_or_a_date_problem(text: str) -> None:
    with suppress(DateProblem):
        read = parse_date(text)
        assert read.earliest <= read.latest
