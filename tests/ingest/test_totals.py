"""What adds up is held against its total: a total that is not the sum of its parts is found, with its cell."""

import csv
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.numbers import NumberForm
from ingest.totals import RunningTotals, SumRule, TotalRow, Writing, check_sum

SHARED = Path(os.environ.get("HAKIM_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
DONATIONS = SHARED / "us_vaccine_donations_whitehouse/us_covid19_vaccine_doses_donated_as_of_2021-08-03.csv"
AFFECTED = SumRule("all", ("hurt", "homeless"))
TOTAL = TotalRow("to", "Total", ("doses",))
GROUPED = Writing(NumberForm(".", ","), ("N/A",))


def said(hurt: str, homeless: str, total: str) -> list[tuple[str, str, str, str]]:
    """What is wrong with a row."""
    cells = {"hurt": hurt, "homeless": homeless, "all": total}
    return [
        (one.column, one.value, one.rule, one.message)
        for one in check_sum(cells, AFFECTED, lambda _: GROUPED)
    ]


@pytest.mark.parametrize(
    ("hurt", "homeless", "total"),
    [
        ("1", "2", "3"),
        ("1,000", "2.5", "1,002.5"),
        ("0", "0", "0"),
        # A part that is not known can be anything that is not less than nothing.
        ("1", "N/A", "3"),
        ("1", "", "1"),
        ("N/A", "", "3"),
        ("1", "2", "N/A"),
        # What is no number is told by its own field.
        ("1", "two", "7"),
        ("1", "2", "three"),
    ],
)
def test_a_total_that_can_be_the_sum_of_its_parts_is_in_order(hurt: str, homeless: str, total: str) -> None:
    assert said(hurt, homeless, total) == []


@pytest.mark.parametrize(
    ("hurt", "homeless", "total", "added"),
    [("1", "2", "4", "3"), ("1", "2", "0", "3"), ("1,000", "2", "1,001", "1002"), ("5", "N/A", "4", "5")],
)
def test_a_total_that_is_not_the_sum_of_its_parts_is_a_problem(
    hurt: str, homeless: str, total: str, added: str
) -> None:
    assert said(hurt, homeless, total) == [
        ("all", total, "sum", f"hurt, homeless add up to {added}, and all says {total}.")
    ]


def told(rows: list[dict[str, str]], total: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the Total row of a table."""
    running = RunningTotals(TOTAL, lambda _: GROUPED)
    for row in rows:
        running.add(row)
    return ((one.column, one.rule, one.message) for one in running.problems(total))


@pytest.mark.parametrize(
    ("doses", "total", "problems"),
    [
        (["1,000", "2,000"], "3,000", []),
        (["1,000", "", "N/A"], "1,000", []),
        (["1,000", "many"], "3,000", []),
        (["1,000"], "", []),
        ([], "0", []),
        (
            ["1,000", "2,000"],
            "3,001",
            [("doses", "sum", "The rows add up to 3000, and the row 'Total' says 3,001.")],
        ),
        ([], "5", [("doses", "sum", "The rows add up to 0, and the row 'Total' says 5.")]),
    ],
)
def test_a_total_row_is_the_sum_of_the_others(
    doses: list[str], total: str, problems: list[tuple[str, str, str]]
) -> None:
    rows = [{"to": "KEN", "doses": text} for text in doses]

    assert list(told(rows, {"to": "Total", "doses": total})) == problems


def test_a_total_row_is_known_by_its_cell() -> None:
    assert [TOTAL.is_met_by({"to": text}) for text in ("Total", " Total ", "total", "KEN")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.skipif(
    not DONATIONS.exists(), reason="the third-party file is not there; HAKIM_SHARED_DATA says where"
)
def test_the_total_of_the_real_donations_is_their_sum() -> None:
    with DONATIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rule = TotalRow("recipient_as_written", "Total", ("doses_as_written",))
    running = RunningTotals(rule, lambda _: GROUPED)
    for row in rows[:-1]:
        running.add(row)

    assert [rule.is_met_by(row) for row in rows].index(True) == len(rows) - 1
    assert list(running.problems(rows[-1])) == []
    assert len(list(running.problems(rows[-1] | {"doses_as_written": "111,701,001"}))) == 1


@given(st.lists(st.decimals(0, 10**20, places=2), max_size=20), st.decimals(0, 10**20, places=2))
def test_a_total_row_is_told_exactly_when_it_is_another_number(doses: list[Decimal], total: Decimal) -> None:
    rows = [{"to": "KEN", "doses": f"{dose:,f}"} for dose in doses]
    problems = list(told(rows, {"to": "Total", "doses": f"{total:,f}"}))

    assert bool(problems) == (sum(doses) != total)
