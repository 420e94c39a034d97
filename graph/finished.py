"""What a named question's finishing function gives: the rows of the answer, and counts for its caveats."""

from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Finished:
    """Final rows, keyed by column, and the counts that caveats may name."""

    rows: list[Row]
    counts: dict[str, int] = field(default_factory=dict)
