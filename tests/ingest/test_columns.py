"""Results of the shapes lead back to the column that a person must correct."""

from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode

from ingest.columns import FIELDS, column_of, problem_of
from ingest.kinds import KINDS
from ingest.rows import Problem
from ingest.source_spec import ColumnSpec
from ontology.namespaces import HD
from ontology.shacl import Result
from records.model import Cell
from tests.ingest.world import spec_of

SPEC = replace(
    spec_of("missions"),
    columns=tuple(ColumnSpec(f"my {field}", field) for field in KINDS["mission"].fields),
)
CELLS = tuple(
    Cell(field, f"my {field}", text)
    for field, text in {"sender": "JOR", "quantity": "50", "value_usd": "1,000", "note": "odd"}.items()
)


def result(path: str, value: str | None = None, component: str = "MaxCount") -> Result:
    told = None if value is None else Literal(value)
    messages = (("en", "Too many."),)
    return Result("Violation", NamedNode("urn:x"), HD + path if path else "", told, "", component, messages)


@pytest.mark.parametrize(
    ("role", "path", "column"),
    [
        ("", "sentBy", "my sender"),
        ("", "status", "my status"),
        ("", "missionType", "my mission_type"),
        ("quantity", "amount", "my quantity"),
        ("quantity", "asWritten", "my quantity"),
        ("quantity", "", "my quantity"),
        ("quantity", "unit", "my unit"),
        ("monetaryValue", "amount", "my value_usd"),
        ("statedIn", "name", "my source_title"),
        ("statedIn", "url", "my source_url"),
        ("publishedBy", "name", "my source_publisher"),
        ("fundedBy", "name", "my funder"),
        ("sendingOrganisation", "homeCountry", "my sending_organisation"),
        ("partOfProgramme", "name", "my programme"),
        ("", "marking", None),
    ],
)
def test_a_property_of_a_thing_stands_in_a_column(role: str, path: str, column: str | None) -> None:
    assert column_of(result(path), CELLS, SPEC, HD + role if role else "") == column


def test_a_value_stands_in_the_column_that_has_its_text() -> None:
    assert column_of(result("description", "odd"), CELLS, SPEC) == "my note"


def test_a_result_is_a_problem_of_its_column() -> None:
    assert problem_of(result("sentBy"), CELLS, SPEC) == Problem(
        "my sender", "JOR", "shacl-MaxCount", "Too many."
    )


def test_a_result_that_no_column_makes_is_a_problem_of_the_row() -> None:
    problem = problem_of(result("marking", "x", "In"), (), SPEC)

    assert problem == Problem("", "x", "shacl-In", "Too many. Found: x")


def test_the_fields_of_every_property_are_fields_of_a_kind() -> None:
    there = {field for kind in KINDS.values() for field in kind.fields}

    assert {field for fields in FIELDS.values() for field in fields} - there == set()
