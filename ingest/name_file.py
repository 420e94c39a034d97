"""The file of names that could not be told: each with what it may mean, for a person who judges names.

One line of JSON a name, in the order in which the names were met: its text and role, the homes and the date that
tell it from others, where it stands first and in how many rows, and the candidates with scores and reasons.
"""

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ingest.resolution.asked_name import AskedName
from ingest.resolution.candidates import Candidate
from ingest.rows import BadRow, Problem, cut
from ontology.errors import OutsideFailure
from records.raw_files import flush_folder

FILE_NAME = "names.jsonl"
MOST_NAMES = 1_000
"""Names of a run that are looked up; a file with more is wrong as a whole."""


@dataclass(slots=True)
class _Met:
    """Where a name stands first, with the rule and the verdict there, and in how many rows."""

    bad: BadRow
    problem: Problem
    rows: int = 0


@dataclass(slots=True)
class NameFile:
    """The names of a run that could not be told, kept until its end; there is no file where there are none."""

    path: Path
    look_up: Callable[[AskedName], Iterable[Candidate]]
    left_out: int = 0
    _met: dict[AskedName, _Met] = field(default_factory=dict)

    def add(self, bad: BadRow) -> None:
        """Notes the names of a row that does not become claims."""
        for asked, problem in {one.asked: one for one in bad.problems if one.asked}.items():
            if asked not in self._met and len(self._met) >= MOST_NAMES:
                self.left_out += 1
                continue
            self._met.setdefault(asked, _Met(bad, problem)).rows += 1

    def finish(self) -> str | None:
        """Writes the file and says its path; None where every name could be told."""
        try:
            if not self._met:
                # A run that was cut off may have left one under this number.
                self.path.unlink(missing_ok=True)
                return None
            self.path.parent.mkdir(parents=True, exist_ok=True)
            part = self.path.with_suffix(".part")
            with part.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(f"{self._line(asked, met)}\n" for asked, met in self._met.items())
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.path)
            flush_folder(self.path.parent)
        except OSError as error:
            raise OutsideFailure(
                f"The names to judge could not be written to {self.path}: {error.strerror}.",
                hint="Free some disk space or check the folder's rights, then run the command again.",
            ) from error
        return str(self.path)

    def _line(self, asked: AskedName, met: _Met) -> str:
        told = {
            "text": cut(asked.text),
            "role": asked.role,
            "homes": [home.value for home in asked.homes],
            "when": asked.when.edtf if asked.when else None,
            "line": met.bad.line,
            "sheet": met.bad.sheet,
            "column": met.problem.column,
            "rule": met.problem.rule,
            "verdict": met.problem.verdict,
            "rows": met.rows,
            "candidates": [
                {"iri": one.iri.value, "shown": one.shown, "score": one.score, "reasons": list(one.reasons)}
                for one in self.look_up(asked)
            ],
        }
        return json.dumps(told, ensure_ascii=False)


__all__ = ["FILE_NAME", "MOST_NAMES", "NameFile"]
