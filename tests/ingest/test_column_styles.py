"""A spec says for each column, or once for all of them, how values are written; what it says badly is told."""

from decimal import Decimal
from pathlib import Path

import pytest

from ingest.date_styles import DateStyle
from ingest.numbers import NumberForm
from ingest.source_spec import ColumnSpec, IgnoreRule, SpecProblem, load_spec
from ingest.totals import SumRule, TotalRow, Writing

HEAD = """\
source: visits
title: Visits
record: mission
authority: mine
publisher: Me
licence: CC0-1.0
marking: green
reliability: B
"""


def write(folder: Path, text: str) -> Path:
    """A spec file with that text below the head."""
    path = folder / "visits.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def test_a_full_spec_says_how_each_column_is_written(tmp_path: Path) -> None:
    spec = load_spec(
        write(
            tmp_path,
            """\
format: {decimal: ",", thousands: "."}
dates: {order: dmy, century: 1950, months: [en, fr]}
missing: ["", N/A]
columns:
  id: identifier
  when: start
  hijri: {field: end, dates: {order: ymd, calendar: hijri, digits: arab}}
  beds: {field: quantity, unit: beds, decimal: ".", missing: ["0"], repairs: {some: "5"}}
  kind: {field: unit, dimension: mass, marking: red}
  cost: {field: value_usd, currency: USD, currencies: {$: USD, US$: USD}, scale: {M: 1e6, million: 1e6, lakh: 100000}}
ignore_rows: [{column: id, equals: Total, total_of: [beds]}, {column: id, equals: Note}]
assertions: {sums: [{total: cost, parts: [beds, other]}]}
""",
        )
    )
    dates = DateStyle("dmy", 1950, months=("en", "fr"))
    missing = ("", "N/A")
    nothing = {"N/A": ""}

    assert spec.numbers == NumberForm(",", ".")
    assert spec.columns == (
        ColumnSpec("id", "identifier", dates=dates, missing=missing, repairs=nothing),
        ColumnSpec("when", "start", dates=dates, missing=missing, repairs=nothing),
        ColumnSpec(
            "hijri",
            "end",
            dates=DateStyle("ymd", calendar="hijri", digits="arab"),
            missing=missing,
            repairs=nothing,
        ),
        ColumnSpec(
            "beds",
            "quantity",
            unit="beds",
            numbers=NumberForm(".", ""),
            dates=dates,
            missing=("0",),
            repairs={"0": "", "some": "5"},
        ),
        ColumnSpec(
            "kind", "unit", dimension="mass", marking="red", dates=dates, missing=missing, repairs=nothing
        ),
        ColumnSpec(
            "cost",
            "value_usd",
            numbers=NumberForm(
                ",",
                ".",
                scale=(("million", Decimal(10**6)), ("lakh", Decimal(100000)), ("M", Decimal(10**6))),
            ),
            dates=dates,
            missing=missing,
            repairs=nothing,
            currency="USD",
            currencies=(("US$", "USD"), ("$", "USD")),
        ),
    )
    assert spec.ignore_rows == (IgnoreRule("id", "Total"), IgnoreRule("id", "Note"))
    assert spec.total_rows == (TotalRow("id", "Total", ("beds",)),)
    assert spec.sums == (SumRule("cost", ("beds", "other")),)
    assert spec.writing("beds") == Writing(NumberForm(".", ""), ("0",))
    assert spec.writing("other") == Writing(NumberForm(",", "."))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("columns: {a: {field: start, dates: {order: dym}}}", ", at columns/a"),
        ("columns: {a: {field: start, dates: {}}}", ", at columns/a"),
        (
            "columns: {a: start}\ndates: {order: dym}",
            ", at dates/order: 'dym' is not one of ['dmy', 'mdy', 'ymd'].",
        ),
        (
            "columns: {a: start}\ndates: {century: 50}",
            ", at dates/century: 50 is less than the minimum of 1800.",
        ),
        (
            "columns: {a: start}\ndates: {months: [xx]}",
            ", at dates/months/0: 'xx' is not one of ['ar', 'de',",
        ),
        ("columns: {a: start}\ndates: {calendar: julian}", ", at dates/calendar: 'julian' is not one of"),
        ("columns: {a: start}\ndates: {digits: deva}", ", at dates/digits: 'deva' is not one of"),
        (
            "columns: {a: start}\ndates: {serial: 1900}",
            ", at dates/serial: 1900 is not one of ['1900', '1904'].",
        ),
        ("columns: {a: start}\nmissing: N/A", ", at missing: 'N/A' is not of type 'array'."),
        ("columns: {a: start}\nmissing: [0]", ", at missing/0: 0 is not of type 'string'."),
        (
            "columns: {a: start}\ndates: {zone: Mars}",
            ", at dates: 'Mars' is no time zone of the time zone database",
        ),
        (
            "columns: {a: {field: start, dates: {zone: Mars}}}",
            ", at columns/a: 'Mars' is no time zone of the time zone database",
        ),
        (
            "columns: {a: {field: value_usd, currency: ABC}}",
            ", at columns/a: 'ABC' is no currency of ISO 4217.",
        ),
        (
            "columns: {a: {field: quantity, unit: kg, dimension: volume}}",
            ", at columns/a: the unit 'kg' measures mass, and not volume.",
        ),
    ],
)
def test_what_a_spec_says_badly_is_told_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path, text + "\n")

    with pytest.raises(SpecProblem) as caught:
        load_spec(path)

    assert caught.value.message.startswith(f"The source spec {path}{message}")


@pytest.mark.parametrize(
    "told",
    [
        "scale: {million: 1}",
        "scale: {million: 1.5}",
        "scale: {million: 1e400}",
        "scale: {million: -5}",
        "scale: {5: 10}",
        "scale: {}",
        "currency: $",
        "currency: usd",
        "currencies: {$: dollars}",
        "dimension: length",
        "unit: ''",
        "digits: latn",
        "decimal: ''",
        "thousands: '-'",
        "marking: public",
        "colour: red",
    ],
)
def test_a_column_that_says_what_cannot_be_is_refused_by_the_schema(tmp_path: Path, told: str) -> None:
    path = write(tmp_path, f"columns: {{a: {{field: quantity, {told}}}}}\n")

    with pytest.raises(SpecProblem, match=r"at columns/a"):
        load_spec(path)
