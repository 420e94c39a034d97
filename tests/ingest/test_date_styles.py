"""Dates are read by the style that a spec declares; what could be two days, or none, is refused with the reason."""

import csv
import os
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import pytest
from babel.dates import get_month_names
from hijridate import Gregorian, Hijri
from hypothesis import given
from hypothesis import strategies as st

from ingest.date_styles import HIJRI_NOTE, DateStyle, ReadDate, read_date, read_moment
from ingest.fields import Repaired, read_end, read_onset, read_partial_date
from ingest.month_names import LOCALES, month_number
from ingest.rows import CellProblem
from ingest.source_spec import ColumnSpec
from ontology.dates import DateProblem, parse_date
from ontology.moments import Moment
from tests.ingest.world import Reader

DMY = DateStyle("dmy", 1950)
MDY = DateStyle("mdy", 1950)
YMD = DateStyle("ymd", 1950)
NAMED = DateStyle("dmy", 1950, months=("en", "fr", "ar", "tr"))
HIJRI = DateStyle("ymd", calendar="hijri", digits="arab")
NO_ORDER = DateStyle(months=("en",))
SERIAL = DateStyle(serial="1900")
LEFT_OUT = "The time of day was left out."
ARABIC = "Arabic-Indic digits were read as ASCII digits."
PERSIAN = "Persian digits were read as ASCII digits."


@pytest.mark.parametrize(
    ("text", "style", "edtf"),
    [
        # What EDTF says is read in every style.
        *(
            (text, style, text)
            for text in ("2023-05-17", "2023-05", "2023", "2023-05?")
            for style in (DMY, NO_ORDER)
        ),
        ("2003-12/2004-02", DMY, "2003-12/2004-02"),
        ("2011/2012", YMD, "2011/2012"),
        # Numbers in a declared order.
        ("31/12/2020", DMY, "2020-12-31"),
        ("12/31/2020", MDY, "2020-12-31"),
        ("2020/12/31", YMD, "2020-12-31"),
        ("1/2/2023", DMY, "2023-02-01"),
        ("1/2/2023", MDY, "2023-01-02"),
        ("01.02.2023", DMY, "2023-02-01"),
        ("1. 2. 2023", DMY, "2023-02-01"),
        ("1 2 2023", DMY, "2023-02-01"),
        ("01-02-2023", DMY, "2023-02-01"),
        ("1980-7-19", YMD, "1980-07-19"),
        ("1980-7-19", DMY, "1980-07-19"),
        ("1980-7", YMD, "1980-07"),
        ("20201231", YMD, "2020-12-31"),
        ("12/2020", DMY, "2020-12"),
        ("5.2020", MDY, "2020-05"),
        # Two digits of a year, in a declared century.
        ("28/01/10", DMY, "2010-01-28"),
        ("28/01/50", DMY, "1950-01-28"),
        ("28/01/49", DMY, "2049-01-28"),
        ("28/01/49", DateStyle("dmy", 1949), "1949-01-28"),
        ("28/01/30", DateStyle("dmy", 1930), "1930-01-28"),
        ("14-07-25", YMD, "2014-07-25"),
        # Names of months.
        ("28-Jan-10", NAMED, "2010-01-28"),
        ("10-Jan-28", DateStyle("ymd", 1950, months=("en",)), "2010-01-28"),
        ("28 January 2010", NO_ORDER, "2010-01-28"),
        ("5 May 2023", NO_ORDER, "2023-05-05"),
        ("May 5, 2023", NO_ORDER, "2023-05-05"),
        ("May 5 2023", NO_ORDER, "2023-05-05"),
        ("MAY 5th, 2023", NO_ORDER, "2023-05-05"),
        ("9th July 2022", NO_ORDER, "2022-07-09"),
        ("9 Sept. 2022", NO_ORDER, "2022-09-09"),
        ("2010 Jan 28", NO_ORDER, "2010-01-28"),
        ("28Jan2010", NO_ORDER, "2010-01-28"),
        ("May 2023", NO_ORDER, "2023-05"),
        ("Sep-2023", NO_ORDER, "2023-09"),
        ("May 5, 23", DateStyle("mdy", 1950, months=("en",)), "2023-05-05"),
        ("12 mars 2011", NAMED, "2011-03-12"),
        ("1er mars 2011", NAMED, "2011-03-01"),
        ("12 févr. 2011", NAMED, "2011-02-12"),
        ("12 FEVRIER 2011", NAMED, "2011-02-12"),
        ("août 2011", NAMED, "2011-08"),
        ("6 Şubat 2023", NAMED, "2023-02-06"),
        ("12 KASIM 1999", NAMED, "1999-11-12"),
        ("12 kasım 1999", NAMED, "1999-11-12"),
        ("6 فبراير 2023", NAMED, "2023-02-06"),
        ("6 شباط 2023", NAMED, "2023-02-06"),
        ("6 كانون الثاني 2023", NAMED, "2023-01-06"),
        ("6 فيفري 2023 م", NAMED, "2023-02-06"),
        ("5 de mayo de 2023", DateStyle(months=("es",)), "2023-05-05"),
        # Day numbers of spreadsheets.
        ("44927", SERIAL, "2023-01-01"),
        ("44927.0", SERIAL, "2023-01-01"),
        ("43465", DateStyle(serial="1904"), "2023-01-01"),
        # Only numbers of five digits are counted days.
        ("2010", SERIAL, "2010"),
        ("4492", SERIAL, "4492"),
        # A place's own clock.
        ("2011-12-29", DateStyle(zone="Pacific/Apia"), "2011-12-29"),
        ("2011-12", DateStyle(zone="Pacific/Apia"), "2011-12"),
        # Midnight is how spreadsheets write a day.
        ("2023-02-06 00:00:00", YMD, "2023-02-06"),
        ("2023-02-06T00:00:00Z", YMD, "2023-02-06"),
    ],
)
def test_a_date_is_read_in_the_style_that_is_declared(text: str, style: DateStyle, edtf: str) -> None:
    assert read_date(text, style) == ReadDate(parse_date(edtf))


@pytest.mark.parametrize(
    ("text", "style", "edtf", "repair"),
    [
        ("15-08-11 11:46", YMD, "2015-08-11", LEFT_OUT),
        ("14-07-17 9:59", YMD, "2014-07-17", LEFT_OUT),
        ("15-08-11 11:46", DMY, "2011-08-15", LEFT_OUT),
        ("2023-02-06T04:17:35.5+03:00", YMD, "2023-02-06", LEFT_OUT),
        ("06/02/2023, 4:17 PM", DMY, "2023-02-06", LEFT_OUT),
        ("6 Feb 2023 04:17 UTC", NO_ORDER, "2023-02-06", LEFT_OUT),
        ("2023-02-06 24:00", YMD, "2023-02-07", "24:00 was read as 00:00 of the next day."),
        ("31/12/2023 24:00:00", DMY, "2024-01-01", "24:00 was read as 00:00 of the next day."),
        (
            "2016-12-31T23:59:60Z",
            YMD,
            "2016-12-31",
            f"A leap second was read as the second before it. {LEFT_OUT}",
        ),
        ("44927.75", SERIAL, "2023-01-01", LEFT_OUT),
        ("٢٠٢٣-٠٢-٠٦", YMD, "2023-02-06", ARABIC),
        ("٦/٢/٢٠٢٣", DMY, "2023-02-06", ARABIC),
        ("۲۰۲۳", YMD, "2023", PERSIAN),
        ("٦ شباط ٢٠٢٣", NAMED, "2023-02-06", ARABIC),
    ],
)
def test_what_a_text_says_beside_its_day_is_told(text: str, style: DateStyle, edtf: str, repair: str) -> None:
    assert read_date(text, style) == ReadDate(parse_date(edtf), repair)


@pytest.mark.parametrize(
    ("text", "style", "edtf"),
    [
        ("١٤٤٤/٨/١٥", HIJRI, "2023-03-07~"),
        ("1444-08-15", HIJRI, "2023-03-07~"),
        ("15/8/1444", DateStyle("dmy", calendar="hijri"), "2023-03-07~"),
        ("١٥ شعبان ١٤٤٤ هـ", HIJRI, "2023-03-07~"),
        ("15 Sha'ban 1444 AH", HIJRI, "2023-03-07~"),
        ("15 Şaban 1444", HIJRI, "2023-03-07~"),
        ("٨/١٤٤٤", DateStyle("dmy", calendar="hijri", digits="arab"), "2023-02-21~/2023-03-22~"),
        ("شعبان ١٤٤٤", HIJRI, "2023-02-21~/2023-03-22~"),
        ("١٤٤٥", HIJRI, "2023-07-19~/2024-07-06~"),
    ],
)
def test_a_hijri_date_is_approximate_and_says_so(text: str, style: DateStyle, edtf: str) -> None:
    assert read_date(text, style) == ReadDate(parse_date(edtf), HIJRI_NOTE)


ORDER = "could be two days: the source spec does not say what comes first."
CENTURY = "has a year of two digits, and the source spec does not say of which century."
FORM = "is not a date in the form that the source spec declares."


@pytest.mark.parametrize(
    ("text", "style", "reason"),
    [
        ("01/02/2023", NO_ORDER, f"'01/02/2023' {ORDER}"),
        ("31/12/2020", NO_ORDER, f"'31/12/2020' {ORDER}"),
        ("1-2-23", NO_ORDER, f"'1-2-23' {ORDER}"),
        ("28-Jan-10", NO_ORDER, f"'28-Jan-10' {FORM}"),
        ("28-Jan-10", DateStyle("dmy", months=("en",)), f"'28-Jan-10' {CENTURY}"),
        ("28/01/10", DateStyle("dmy"), f"'28/01/10' {CENTURY}"),
        ("12/31/2020", DMY, "2020-31-12 is not on the calendar: month must be in 1..12."),
        ("30/02/2023", DMY, "2023-02-30 is not on the calendar: day is out of range for month."),
        ("29/02/2023", DMY, "2023-02-29 is not on the calendar: day is out of range for month."),
        ("00/05/2023", DMY, "2023-05-00 is not on the calendar: day is out of range for month."),
        ("2023-02-30", DMY, "2023-02-30 is not on the calendar: day is out of range for month."),
        ("2023-13-01", YMD, "2023-13-01 is not on the calendar: month must be in 1..12."),
        ("0000-01-01", YMD, "0000-01-01 is not on the calendar: year 0 is out of range."),
        ("30 Feb 2023", NO_ORDER, "2023-02-30 is not on the calendar: day is out of range for month."),
        ("2020/12/31", DMY, f"'2020/12/31' {FORM}"),
        ("31/12/202", DMY, "'31/12/202': a year has four digits, or two."),
        ("31/12-2020", DMY, f"'31/12-2020' {FORM}"),
        ("31122020", DMY, f"'31122020' {FORM}"),
        ("May", NAMED, f"'May' {FORM}"),
        ("5 May", NAMED, f"'5 May' {FORM}"),
        ("Jan-10", NAMED, f"'Jan-10' {FORM}"),
        ("12 mars 2011", NO_ORDER, f"'12 mars 2011' {FORM}"),
        ("28 Foo 2010", NAMED, f"'28 Foo 2010' {FORM}"),
        ("28 Jan 2010 5", NAMED, f"'28 Jan 2010 5' {FORM}"),
        ("Friday 28 January 2010", NAMED, f"'Friday 28 January 2010' {FORM}"),
        ("44927", DMY, f"'44927' {FORM}"),
        ("2024W011", YMD, "'2024W011' is a week, and weeks are not read."),
        ("2024-W01-1", DMY, "'2024-W01-1' is a week, and weeks are not read."),
        ("2024-W01", DMY, "'2024-W01' is a week, and weeks are not read."),
        ("2023-02-06 25:00", YMD, "'2023-02-06T25:00:00Z' is not on the calendar or the clock"),
        ("2023-02-06 24:01", YMD, "'2023-02-06T24:01:00Z' is not on the calendar or the clock"),
        ("2023-02-06 12:60", YMD, "'2023-02-06T12:60:00Z' is not on the calendar or the clock"),
        ("2023-02-06 13:00 PM", YMD, "'2023-02-06 13:00 PM': no clock with a.m. and p.m. shows 13."),
        ("2023-02-06 4:5", YMD, "'2023-02-06 4:5' holds no time of day that can be read."),
        ("2023-02 04:17", YMD, "'2023-02 04:17' has a time of day and no day."),
        ("٢٠٢٣-02-06", YMD, "'٢٠٢٣-02-06' mixes the digits of two scripts."),
        ("٢٠۲۳", YMD, "'٢٠۲۳' mixes the digits of two scripts."),
        ("２０２３", YMD, f"'２０２３' {FORM}"),
        ("2011-12-30", DateStyle(zone="Pacific/Apia"), "There was no 2011-12-30 in Pacific/Apia"),
        ("1444/13/01", HIJRI, "'1444/13/01' is not in the Umm al-Qura calendar: month must be in 1-12"),
        ("1444/8/31", HIJRI, "'1444/8/31' is not in the Umm al-Qura calendar: day must be in 1-30"),
        ("2023-03-07", HIJRI, "'2023-03-07' is not in the Umm al-Qura calendar: year must be in"),
        ("1200", HIJRI, "'1200' is not in the Umm al-Qura calendar: year must be in"),
        ("15 May 1444", HIJRI, f"'15 May 1444' {FORM}"),
        ("2023 م", HIJRI, f"'2023 م' {FORM}"),
        ("", DMY, f"'' {FORM}"),
        ("1/" * 500, DMY, "A text of 1000 characters is no date."),
    ],
)
def test_what_is_no_date_or_could_be_two_says_why(text: str, style: DateStyle, reason: str) -> None:
    with pytest.raises(DateProblem) as caught:
        read_date(text, style)

    assert caught.value.message.startswith(reason)


# --- Moments -------------------------------------------------------------------------------------------------

NEW_YORK = DateStyle("dmy", zone="America/New_York")
APIA = DateStyle("ymd", zone="Pacific/Apia")


@pytest.mark.parametrize(
    ("text", "style", "moment"),
    [
        ("2023-02-06T04:17:00+03:00", DMY, Moment("2023-02-06T04:17:00+03:00")),
        ("2023-02-06 04:17+14:00", YMD, Moment("2023-02-06T04:17:00+14:00")),
        ("2023-02-06T04:17:00-00:00", YMD, Moment("2023-02-06T04:17:00-00:00")),
        ("06/02/2023 04:17", DateStyle("dmy", zone="Europe/Istanbul"), Moment("2023-02-06T04:17:00+03:00")),
        ("06/02/2023 04:17 UTC", DMY, Moment("2023-02-06T04:17:00Z")),
        ("01/07/2023 12:00", NEW_YORK, Moment("2023-07-01T12:00:00-04:00")),
        ("01/01/2023 12:00", NEW_YORK, Moment("2023-01-01T12:00:00-05:00")),
        ("2011-12-29 23:59", APIA, Moment("2011-12-29T23:59:00-10:00")),
        ("2011-12-31 00:00", APIA, Moment("2011-12-31T00:00:00+14:00")),
        (
            "01/07/2023 24:00",
            NEW_YORK,
            Moment("2023-07-02T00:00:00-04:00", "24:00 was read as 00:00 of the next day."),
        ),
        (
            "31/12/2016 23:59:60",
            DateStyle("dmy", zone="UTC"),
            Moment("2016-12-31T23:59:59+00:00", "A leap second was read as the second before it."),
        ),
    ],
)
def test_a_moment_keeps_its_offset_or_has_that_of_its_zone(
    text: str, style: DateStyle, moment: Moment
) -> None:
    assert read_moment(text, style) == moment


@pytest.mark.parametrize(
    ("text", "style", "reason"),
    [
        ("06/02/2023 04:17", DMY, "'2023-02-06T04:17:00' is not a date and time with its offset from UTC."),
        ("06/02/2023", DMY, "'06/02/2023' is not a date and time with its offset from UTC."),
        ("2023-02 04:17", YMD, "'2023-02 04:17' is not a date and time with its offset from UTC."),
        ("12/03/2023 02:30", NEW_YORK, "No clock in America/New_York showed 02:30:00 on 2023-03-12."),
        ("05/11/2023 01:30", NEW_YORK, "The clocks in America/New_York showed 01:30:00 twice on 2023-11-05."),
        ("2011-12-30 12:00", APIA, "No clock in Pacific/Apia showed 12:00:00 on 2011-12-30."),
        ("2023-02-06T04:17:00+15:00", YMD, "'2023-02-06T04:17:00+15:00' is not a date and time"),
    ],
)
def test_a_moment_that_no_clock_showed_or_that_has_no_offset_is_refused(
    text: str, style: DateStyle, reason: str
) -> None:
    with pytest.raises(DateProblem) as caught:
        read_moment(text, style)

    assert caught.value.message.startswith(reason)


# --- Fields --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["9999-12-31", "2099-01-01", "31/12/9999", "31-Dec-9999", "9999-12-31 00:00", "31/12/2099"]
)
def test_the_last_days_of_calendars_are_an_open_end(missions: Reader, text: str) -> None:
    column = ColumnSpec("end", "end", dates=NAMED)

    assert read_end(text, column, missions.context) == Repaired(
        None, "The date stands for an end that is not known; it was left out."
    )


def test_a_column_reads_its_own_style(missions: Reader) -> None:
    column = ColumnSpec("start", "start", dates=NAMED)

    assert read_partial_date("28-Jan-10", column, missions.context) == parse_date("2010-01-28")
    assert read_partial_date("15-08-11 11:46", column, missions.context) == Repaired(
        parse_date("2011-08-15"), LEFT_OUT
    )
    with pytest.raises(CellProblem, match="2023-02-30 is not on the calendar") as caught:
        read_partial_date("30/02/2023", column, missions.context)
    assert caught.value.rule == "date"


def test_an_onset_reads_its_column_s_clock(missions: Reader) -> None:
    column = ColumnSpec("onset", "onset", dates=DateStyle("dmy", zone="Asia/Beirut"))
    onset = read_onset("04/08/2020 18:08", column, missions.context)

    assert str(onset) == '"2020-08-04T18:08:00+03:00"^^<http://www.w3.org/2001/XMLSchema#dateTime>'


# --- Inverses ------------------------------------------------------------------------------------------------

days = st.dates(date(1800, 1, 1), date(2100, 12, 31))
WIDTHS: st.SearchStrategy[Literal["wide", "abbreviated"]] = st.sampled_from(["wide", "abbreviated"])
near = st.dates(date(1950, 1, 1), date(2049, 12, 31))
_ORDERS = {"dmy": "{d}{s}{m}{s}{y}", "mdy": "{m}{s}{d}{s}{y}", "ymd": "{y}{s}{m}{s}{d}"}
DIGIT_SETS = {"": "0123456789", "arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹"}


@given(days, st.sampled_from(sorted(_ORDERS)), st.sampled_from("/. "), st.sampled_from(sorted(DIGIT_SETS)))
def test_a_day_written_in_a_style_is_read_back(day: date, order: str, mark: str, digits: str) -> None:
    text = _ORDERS[order].format(d=day.day, m=day.month, y=day.year, s=mark)
    written = text.translate(str.maketrans("0123456789", DIGIT_SETS[digits]))

    assert read_date(written, DateStyle(order, digits=digits)) == ReadDate(parse_date(day.isoformat()))


@given(near, st.sampled_from(sorted(_ORDERS)), st.sampled_from("/.-"))
def test_a_day_with_a_year_of_two_digits_is_read_back(day: date, order: str, mark: str) -> None:
    text = _ORDERS[order].format(d=f"{day.day:02}", m=f"{day.month:02}", y=f"{day.year % 100:02}", s=mark)

    assert read_date(text, DateStyle(order, 1950)).when.edtf == day.isoformat()


@given(days, st.sampled_from(sorted(LOCALES)), WIDTHS)
def test_a_day_with_the_name_of_its_month_is_read_back(
    day: date, language: str, width: Literal["wide", "abbreviated"]
) -> None:
    name = get_month_names(width, locale=language)[day.month]
    style = DateStyle(months=(language,))

    assert read_date(f"{day.day} {name} {day.year}", style).when.edtf == day.isoformat()
    assert read_date(f"{name} {day.year}", style).when.edtf == day.isoformat()[:7]


@given(st.dates(date(1924, 8, 1), date(2077, 11, 16)))
def test_a_hijri_day_is_read_back(day: date) -> None:
    hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    read = read_date(f"{hijri.year}/{hijri.month}/{hijri.day}", HIJRI)

    assert (read.when.earliest, read.when.latest, read.when.edtf) == (day, day, f"{day}~")


@given(st.dates(date(1900, 3, 1), date(2100, 12, 31)).filter(lambda day: day > date(1927, 5, 18)))
def test_a_day_number_is_read_back(day: date) -> None:
    number = (day - date(1899, 12, 30)) // timedelta(days=1)

    assert read_date(str(number), SERIAL).when.edtf == day.isoformat()


@given(
    st.text() | st.text("0123456789٠١٢۰۱/-.: TJanFebruarymarsشباط,ndht", max_size=30),
    st.sampled_from([DMY, MDY, YMD, NAMED, HIJRI, SERIAL, NO_ORDER, NEW_YORK]),
)
def test_any_text_is_a_date_or_a_date_problem(text: str, style: DateStyle) -> None:
    with suppress(DateProblem):
        read = read_date(text, style).when
        assert read.earliest <= read.latest
    with suppress(DateProblem):
        assert read_moment(text, style).text


def test_a_name_that_means_two_months_means_none() -> None:
    assert month_number("مايو", ("ar",)) == 5
    assert [month_number(name, ()) for name in ("May", "mars", "")] == [None, None, None]


def test_every_month_of_every_calendar_has_a_name() -> None:
    known = {month_number(Hijri(1444, month, 1).month_name(), (), "hijri") for month in range(1, 13)}

    assert known == set(range(1, 13))


# --- Real files --------------------------------------------------------------------------------------------------

SHARED = Path(os.environ.get("HAKIM_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
REAL = {
    "aiddata_public/Qatar_TUFFDonorDataset_Level1_v1.0.csv": (("updated_at",), YMD),
    "fts_emdat_samples/emdat_phl_disasters.csv": (("start_isodate", "end_isodate"), YMD),
    "fts_emdat_samples/nepal_earthquake_2015_fts_level_1a.csv": (
        ("start_actual_isodate", "end_actual_isodate"),
        YMD,
    ),
    "ucdp_acd/ucdp_prio_acd_v25_1_2003on.csv": (("start_date", "start_date2", "ep_end_date"), YMD),
}


@pytest.mark.parametrize("name", sorted(REAL))
def test_every_date_of_a_real_file_is_read_in_its_style(name: str) -> None:
    path = SHARED / name
    if not path.exists():
        pytest.skip("the third-party file is not there; HAKIM_SHARED_DATA says where")
    columns, style = REAL[name]
    with path.open(encoding="latin-1", newline="") as file:
        texts = {row[column].strip() for row in csv.DictReader(file) for column in columns} - {""}

    assert {text for text in texts if not date(1900, 1, 1) <= read_date(text, style).when.earliest} == set()
