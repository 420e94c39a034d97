"""The rows that each example query of docs/cypher.md must give, frozen beside the tests."""

import json
from functools import cache
from pathlib import Path
from typing import Any

ROWS = Path(__file__).parent / "cypher_examples.json"


@cache
def _all() -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = json.loads(ROWS.read_text(encoding="utf-8"))
    return rows


def expected_rows(number: int) -> list[dict[str, Any]]:
    """The rows of the example of that number."""
    return _all()[str(number)]


def frozen_numbers() -> list[int]:
    """The examples that have rows."""
    return [int(number) for number in _all()]
