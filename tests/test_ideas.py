"""docs/ideas.md names only terms and questions that are there."""

import re
from pathlib import Path

from graph.question import question_names
from ontology.reference import reference

IDEAS = (Path(__file__).resolve().parent.parent / "docs" / "ideas.md").read_text(encoding="utf-8")
ROWS = [line.split("|")[1:-1] for line in IDEAS.splitlines() if line.startswith("| ")][2:]


def test_every_idea_names_a_term_and_a_question() -> None:
    assert [idea for idea, terms, asked in ROWS if "`hd:" not in terms or "`" not in asked] == []


def test_every_term_of_the_ideas_is_in_the_vocabulary() -> None:
    whole = reference()
    known = {f"hd:{term.name}" for term in (*whole.classes, *whole.properties)}

    assert set(re.findall(r"`(hd:\w+)`", IDEAS)) - known == set()


def test_every_question_of_the_ideas_can_be_asked() -> None:
    assert {name for _, _, asked in ROWS for name in re.findall(r"`([a-z-]+)`", asked)} <= set(
        question_names()
    )
