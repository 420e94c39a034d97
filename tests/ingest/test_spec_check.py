"""A spec is held against its kind of record and against the header of a file before any row is read."""

from pathlib import Path
from typing import Any

import pytest

from ingest.numbers import NumberForm
from ingest.rows import FileRejected
from ingest.source_spec import ColumnSpec, IgnoreRule, SpecProblem
from ingest.spec_check import check_header, check_spec
from tests.ingest.world import EVIDENCE, REGISTERS, Reader, spec_of

EVENT = (
    ColumnSpec("id", "identifier"),
    ColumnSpec("kind", "event_type"),
    ColumnSpec("who", "participant", split=";"),
)


@pytest.mark.parametrize("source", [*REGISTERS, *EVIDENCE])
def test_every_shipped_spec_is_in_order(source: str) -> None:
    check_spec(spec_of(source))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"columns": (*EVENT, ColumnSpec("x", "colour"))},
            "'colour' is no field of a event. Its fields are: conf",
        ),
        ({"columns": EVENT[:2]}, "nothing fills 'participant', which each event needs."),
        (
            {"columns": (*EVENT, ColumnSpec("x", "date"), ColumnSpec("y", "date"))},
            "'date' is filled twice, and a",
        ),
        (
            {"columns": EVENT, "constants": {"event_type": "visit"}},
            "'event_type' is filled twice, and a event",
        ),
        ({"columns": EVENT, "constants": {"colour": "red"}}, "'colour' is no field of a event."),
        (
            {"columns": (*EVENT, ColumnSpec("x", "date", split=";"))},
            "the column 'x' is split, and 'date' is one value.",
        ),
        (
            {"columns": (*EVENT, ColumnSpec("hakim_line", "date"))},
            "the column 'hakim_line' has a name that Hakim keeps for the files of rejected rows.",
        ),
        (
            {"columns": EVENT, "numbers": NumberForm(",", ",")},
            "',' cannot stand before decimals and between thousands too.",
        ),
    ],
)
def test_a_spec_that_does_not_fit_its_kind_is_told(changes: dict[str, Any], fault: str) -> None:
    spec = spec_of("diplomatic-events", **{"constants": {}, **changes})

    with pytest.raises(SpecProblem) as caught:
        check_spec(spec)

    assert caught.value.message.startswith(f"The source spec {spec.path}: {fault}")


def test_names_in_several_languages_may_fill_one_field() -> None:
    names = (ColumnSpec("en", "description", language="en"), ColumnSpec("ar", "description", language="ar"))

    check_spec(spec_of("diplomatic-events", columns=(*EVENT, *names)))


def test_missions_do_without_identifiers_and_events_do_not() -> None:
    columns = tuple(one for one in spec_of("missions").columns if one.field != "identifier")

    check_spec(spec_of("missions", columns=columns))
    with pytest.raises(SpecProblem, match="nothing fills 'identifier', which each event needs"):
        check_spec(spec_of("diplomatic-events", columns=EVENT[1:]))


def test_a_column_that_is_not_there_rejects_the_file() -> None:
    with pytest.raises(FileRejected) as caught:
        check_header(Path("x.csv"), ("id", "Who"), spec_of("diplomatic-events", columns=EVENT))

    assert str(caught.value) == (
        "x.csv, line 1: the header has no 'kind', which the source spec 'diplomatic-events' reads."
        " The file has: id, Who."
    )


def test_a_column_by_which_rows_are_ignored_must_be_there_too() -> None:
    spec = spec_of("diplomatic-events", columns=EVENT, ignore_rows=(IgnoreRule("note", "Total"),))

    with pytest.raises(FileRejected, match="the header has no 'note'"):
        check_header(Path("x.csv"), ("id", "kind", "who"), spec)


def test_columns_that_nobody_decided_on_are_told() -> None:
    spec = spec_of("diplomatic-events", columns=EVENT, ignored_columns=frozenset({"remark"}))
    header = ("id", "kind", "who", "remark", "colour", "hakim_line", "hakim_own")

    assert check_header(Path("x.csv"), header, spec) == (
        "The column 'colour' is neither mapped nor ignored by the source spec.",
        "The column 'hakim_own' is neither mapped nor ignored by the source spec.",
    )


@pytest.mark.parametrize(
    ("constants", "fault"),
    [
        ({"confidence": "hi"}, "at constants/confidence: 'hi' is not one of: high, low, medium."),
        ({"source_url": "ftp://x"}, "at constants/source_url: 'ftp://x' is not an http or https address."),
    ],
)
def test_a_constant_that_cannot_be_read_is_a_fault_of_the_spec(
    missions: Reader, constants: dict[str, str], fault: str
) -> None:
    columns = tuple(one for one in missions.context.spec.columns if one.field not in constants)

    with pytest.raises(SpecProblem) as caught:
        missions.of(constants=constants, columns=columns)

    assert caught.value.message == f"The source spec {missions.context.spec.path}, {fault}"
