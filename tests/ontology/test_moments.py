"""Moments keep their offset; what clocks show and calendars do not have is repaired, and said."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.dates import DateProblem
from ontology.moments import Moment, parse_moment

MIDNIGHT = "24:00 was read as 00:00 of the next day."
LEAP_SECOND = "A leap second was read as the second before it."


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-02-06T04:17:00+03:00", Moment("2023-02-06T04:17:00+03:00")),
        ("2020-08-04T18:08:18.250Z", Moment("2020-08-04T18:08:18.250Z")),
        ("2011-12-30T00:00:00+14:00", Moment("2011-12-30T00:00:00+14:00")),
        ("2015-04-25T11:56:00-00:00", Moment("2015-04-25T11:56:00-00:00")),
        ("2023-02-06T24:00:00+03:00", Moment("2023-02-07T00:00:00+03:00", MIDNIGHT)),
        ("2023-12-31T24:00:00.000Z", Moment("2024-01-01T00:00:00.000Z", MIDNIGHT)),
        ("2016-12-31T23:59:60Z", Moment("2016-12-31T23:59:59Z", LEAP_SECOND)),
    ],
)
def test_a_moment_is_read_with_its_offset(text: str, moment: Moment) -> None:
    assert parse_moment(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-06T04:17:00",
        "2023-02-06 04:17:00+03:00",
        "2023-02-06T04:17+03:00",
        "20230206T041700+0300",
        "2023-W06-1T04:17:00+03:00",
        "2023-02-06T04:17:00,5+03:00",
        "2023-02-06T04:17:00+14:01",
        "2023-02-06T04:17:00+03:60",
        "2023-02-30T04:17:00Z",
        "2023-02-06T24:00:01Z",
        "2023-02-06T24:00:00.5Z",
        "2023-02-06T25:00:00Z",
        "2023-02-06T12:59:60Z",
        "2023-02-30T24:00:00Z",
        "9999-12-31T24:00:00Z",
        "٢٠٢٣-02-06T04:17:00Z",
        "",
    ],
)
def test_what_is_no_moment_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(DateProblem) as caught:
        parse_moment(text)

    assert caught.value.hint == "Write it with its offset from UTC, as in 2023-02-06T04:17:00+03:00."


@given(st.text() | st.text("0123456789-:TZ+.", max_size=30))
def test_any_text_is_a_moment_or_a_date_problem(text: str) -> None:
    with suppress(DateProblem):
        assert parse_moment(text).text
