"""`python -m hakim.reference [FOLDER]`: writes docs/reference from the ontology and the named questions."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from graph.question import Question, questions
from hakim.schema_page import schema_page
from hakim.settings import CHECKOUT
from ontology.reference import reference
from ontology.reference_markdown import NOTICE, pages

FOLDER = CHECKOUT / "docs" / "reference"


def all_pages() -> Mapping[str, str]:
    """Every page of the reference by file name."""
    return {**pages(reference()), "questions.md": "".join(_questions()), "schema.md": schema_page()}


def _questions() -> Iterator[str]:
    yield f"{NOTICE}# Questions\n\n"
    yield "Each is asked by its name: `hakim ask NAME`, with `--param name=value` for another case than the default.\n"
    yield "Every answer carries its caveats.\n"
    for question in questions():
        yield from _question(question)


def _question(question: Question) -> Iterator[str]:
    yield f"\n## {question.name}\n\n**{question.number}. {question.title['en']}** · {question.title['ar']}\n\n"
    yield f"{question.answers['en']}\n\n{question.answers['ar']}\n\n"
    yield "".join(f"- {trap}\n" for trap in question.traps["en"]) + "\n"
    if question.needs:
        yield f"Needs the sources: {', '.join(question.needs)}.\n\n"
    for parameter in question.parameters:
        yield f"- `{parameter.name}` ({parameter.type}, default `{parameter.default}`): {parameter.label['en']}\n"
    yield "\n| column | what it holds |\n| --- | --- |\n"
    yield "".join(f"| `{column.name}` | {column.label['en']} |\n" for column in question.columns)
    # Queries with parameters cannot be run as they stand.
    yield f"\n```text\n{question.facts.cypher}```\n"


def main(folder: Path) -> None:
    """Writes every page; a page that is no longer made is left to people."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in all_pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
