"""Native values of literals, and the literals that native values stand for."""

from datetime import UTC, date, timedelta, timezone

import pytest
from neo4j.time import Date, DateTime
from pyoxigraph import Literal, NamedNode

from graph.literals import XSD, native, writers
from graph.model import Scalar

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
INSTANT = DateTime(2003, 12, 26, 1, 56, 52, 500_000_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lexical", "datatype", "value"),
    [
        ("a", "string", "a"),
        ("1", "boolean", True),
        ("yes", "boolean", "yes"),
        ("+042", "integer", 42),
        ("4_2", "integer", "4_2"),
        ("٤٢", "integer", "٤٢"),
        ("9223372036854775807", "integer", 9223372036854775807),
        ("9223372036854775808", "integer", "9223372036854775808"),
        ("9" * 5000, "integer", "9" * 5000),
        ("150", "nonNegativeInteger", 150),
        ("1.50", "decimal", 1.5),
        (".5", "decimal", 0.5),
        ("1e3", "double", 1000.0),
        ("1e400", "double", "1e400"),
        ("NaN", "double", "NaN"),
        ("infinity", "double", "infinity"),
        ("2003-12-26", "date", date(2003, 12, 26)),
        ("2003-12-26Z", "date", "2003-12-26Z"),
        ("2003-W52-5", "date", "2003-W52-5"),
        ("0000-01-01", "date", "0000-01-01"),
        ("2003-12-26T01:56:52.5Z", "dateTime", INSTANT),
        ("2003-12-26T01:56:52+03:30", "dateTime", "2003-12-26T01:56:52+03:30"),
        ("2003-12-26T24:00:00Z", "dateTime", "2003-12-26T24:00:00Z"),
        ("2003-12-26T23:59:60Z", "dateTime", "2003-12-26T23:59:60Z"),
        ("2003-02-30T00:00:00Z", "dateTime", "2003-02-30T00:00:00Z"),
        ("P1Y", "duration", "P1Y"),
    ],
)
def test_a_lexical_form_has_a_native_value_or_is_its_own(lexical: str, datatype: str, value: Scalar) -> None:
    seen = native(lexical, XSD + datatype)

    assert (type(seen), seen) == (type(value), value)


def test_instants_are_in_the_zone_named_utc_which_the_engine_keeps() -> None:
    instant = native("2003-12-26T01:56:52.5Z", f"{XSD}dateTime")

    assert isinstance(instant, DateTime)
    assert getattr(instant.tzinfo, "zone", None) == "UTC"


def test_negative_zero_is_zero() -> None:
    assert str(native("-0.0E0", f"{XSD}double")) == "0.0"


@pytest.mark.parametrize(
    ("value", "declared", "lexical", "datatype"),
    [
        ("a", "", "a", "string"),
        (True, "", "true", "boolean"),
        (42, "", "42", "integer"),
        (1.5, "", "1.5E0", "double"),
        (100.0, "", "1.0E2", "double"),
        (1e-7, "", "1.0E-7", "double"),
        (date(3, 1, 2), "", "0003-01-02", "date"),
        (Date(2003, 12, 26), "", "2003-12-26", "date"),
        (INSTANT, "", "2003-12-26T01:56:52.5Z", "dateTime"),
        (DateTime(2003, 12, 26, 1, 56, 0, 1, tzinfo=UTC), "", "2003-12-26T01:56:00.000000001Z", "dateTime"),
        (DateTime(2003, 12, 26, 1, 56), "", "2003-12-26T01:56:00", "dateTime"),
        (
            DateTime(2003, 12, 26, 1, 56, tzinfo=timezone(timedelta(hours=3))),
            "",
            "2003-12-26T01:56:00+03:00",
            "dateTime",
        ),
        (10000000.0, "decimal", "10000000", "decimal"),
        (9798909.97, "decimal", "9798909.97", "decimal"),
        (1e-5, "decimal", "0.00001", "decimal"),
        (1e22, "decimal", "10000000000000000000000", "decimal"),
        (150, "nonNegativeInteger", "150", "nonNegativeInteger"),
        (1.5, "float", "1.5E0", "float"),
        ("http://a", "anyURI", "http://a", "anyURI"),
        ("2003", "date", "2003", "string"),
        (5, "decimal", "5", "integer"),
    ],
)
def test_a_native_value_stands_for_one_literal(
    value: Scalar, declared: str, lexical: str, datatype: str
) -> None:
    write = writers(XSD + declared if declared else "", "")

    assert write[type(value)](value) == Literal(lexical, datatype=NamedNode(XSD + datatype))


def test_other_declared_datatypes_are_texts() -> None:
    assert writers(EDTF, "")[str]("2003-12") == Literal("2003-12", datatype=NamedNode(EDTF))


def test_a_language_makes_texts_of_that_language() -> None:
    assert writers("", "ar")[str]("حكيم") == Literal("حكيم", language="ar")
