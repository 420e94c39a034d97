"""Literals are read as XML Schema says, and compared only where that means something."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from ontology.shacl.literals import is_at_most, is_well_formed
from ontology.shacl.names import xsd


def literal(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(xsd(datatype)))


@pytest.mark.parametrize(
    ("datatype", "well_formed", "ill_formed"),
    [
        (
            "date",
            [
                "2003-12-01",
                "2004-02-29",
                "0000-01-01",
                "-0044-03-15",
                "12003-01-01",
                "2003-12-01Z",
                "2003-12-01+14:00",
            ],
            [
                "2003-02-29",
                "2003-13-01",
                "2003-12",
                "2003-1-1",
                "20031201",
                "2003-12-01+15:00",
                " 2003-12-01",
                "٢٠٠٣-١٢-٠١",
            ],
        ),
        (
            "dateTime",
            [
                "2003-12-26T05:26:00",
                "2003-12-26T05:26:00.5Z",
                "2003-12-26T24:00:00",
                "2003-12-26T05:26:00+03:30",
            ],
            [
                "2003-12-26",
                "2003-12-26T5:26:00",
                "2003-12-26T24:00:01",
                "2003-12-26T05:60:00",
                "2003-12-26T05:26",
            ],
        ),
        ("decimal", ["1", "+1.0", "-.5", "1."], ["", "1e5", ".", "1,5", "INF", "١"]),
        ("integer", ["1", "-01", "+0"], ["", "1.0", "1 ", "x"]),
        ("double", ["1", "1.5e-3", "INF", "-INF", "NaN"], ["", "inf", "1e"]),
        ("float", ["1.5E3"], ["one"]),
        ("boolean", ["true", "false", "0", "1"], ["TRUE", "yes", ""]),
        ("string", ["", "x\n"], []),
        ("gYear", ["2003", "anything: this datatype is not read"], []),
    ],
)
def test_a_text_is_one_of_its_datatype_or_not(
    datatype: str, well_formed: list[str], ill_formed: list[str]
) -> None:
    texts = [*well_formed, *ill_formed]

    assert [text for text in texts if is_well_formed(literal(text, datatype))] == well_formed


@pytest.mark.parametrize(
    ("first", "second", "forth", "back"),
    [
        (literal("2003-12-01", "date"), literal("2003-12-02", "date"), True, False),
        (literal("2003-12-01", "date"), literal("2003-12-01", "date"), True, True),
        (literal("2003-12-01Z", "date"), literal("2003-12-01-05:00", "date"), True, False),
        (literal("9999-12-31", "date"), literal("10000-01-01", "date"), True, False),
        (literal("-0001-12-31", "date"), literal("0000-01-01", "date"), True, False),
        (literal("2003-12-31T24:00:00", "dateTime"), literal("2004-01-01T00:00:00Z", "dateTime"), True, True),
        (
            literal("2003-12-26T05:26:00+03:30", "dateTime"),
            literal("2003-12-26T01:57:00Z", "dateTime"),
            True,
            False,
        ),
        (literal("2", "integer"), literal("10.0", "decimal"), True, False),
        (literal("1e1", "double"), literal("10", "integer"), True, True),
        (literal("-INF", "double"), literal("-5", "decimal"), True, False),
        (literal("NaN", "double"), literal("NaN", "double"), False, False),
        (literal("10", "string"), literal("2", "string"), True, False),
        (literal("false", "boolean"), literal("1", "boolean"), True, False),
        (literal("2003-12-01", "date"), literal("2003-12-01T00:00:00", "dateTime"), False, False),
        (literal("2", "string"), literal("10", "integer"), False, False),
        (literal("2003-12-32", "date"), literal("2003-12-31", "date"), False, False),
        (literal("2003", "gYear"), literal("2004", "gYear"), False, False),
        (Literal("a", language="en"), Literal("b", language="en"), False, False),
    ],
)
def test_values_of_one_family_are_in_order_and_others_in_none(
    first: Literal, second: Literal, forth: bool, back: bool
) -> None:
    assert (is_at_most(first, second), is_at_most(second, first)) == (forth, back)


@given(st.dates(), st.integers(min_value=0, max_value=4000))
def test_dates_are_in_the_order_of_the_calendar(day: date, days: int) -> None:
    later = day + timedelta(days=min(days, (date.max - day).days))
    first, second = (literal(one.isoformat(), "date") for one in (day, later))

    assert (is_at_most(first, second), is_at_most(second, first)) == (True, later == day)
