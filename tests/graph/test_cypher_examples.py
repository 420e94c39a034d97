"""Every example query of docs/cypher.md gives its frozen rows on every product."""

import re

import pytest

from hakim.shell.examples import PAGE, Example, examples, read_examples
from hakim.shell.words import NAMES_QUERY, values_of
from tests.graph.backend import GraphBackend
from tests.graph.cypher_example_rows import expected_rows, frozen_numbers


@pytest.mark.parametrize("example", examples(), ids=lambda one: str(one.number))
def test_an_example_gives_its_rows(shipped_graph: GraphBackend, example: Example) -> None:
    answer = shipped_graph.gateway.select(example.cypher, example.parameters)

    assert answer.rows == expected_rows(example.number)


def test_the_prompt_learns_codes_and_names_from_every_product(shipped_graph: GraphBackend) -> None:
    rows = shipped_graph.gateway.select(NAMES_QUERY, {}).rows

    found = values_of(rows)

    assert {*found} == {"iso2", "iso3", "identifier", "shortName", "name", "name_en"}
    assert "TUR" in found["iso3"]
    assert {"OIC", "2020 Beirut explosion"} <= {*found["shortName"], *found["name_en"]}


def test_there_are_twenty_and_the_page_has_no_other_query() -> None:
    twenty = [*range(1, 21)]
    page = PAGE.read_text(encoding="utf-8")

    assert [one.number for one in examples()] == frozen_numbers() == twenty
    assert len(re.findall(r"^```cypher$", page, re.MULTILINE)) == len(twenty)


def test_every_parameter_of_an_example_has_a_value_and_every_value_a_use() -> None:
    used = {one.number: {*re.findall(r"\$(\w+)", one.cypher)} for one in examples()}

    assert used == {one.number: {*one.parameters} for one in examples()}


def test_an_example_is_read_from_its_part_of_the_page() -> None:
    page = (
        "## Queries\n\n### 7. Who?\n\nSays\nwho.\n\n**Trap:** Not\nwhom.\n\n"
        '```json\n{"a": 1}\n```\n\n```cypher\nRETURN $a\nAS a\n```\n'
    )

    assert read_examples(page) == (Example(7, "Who?", "Says who.", "Not whom.", {"a": 1}, "RETURN $a\nAS a"),)
