"""README.md and docs/ are true: every shell command and every Cypher query in them is run.

Where a block of JSON stands right before a query, it gives the query's parameters.

Commands run in an empty folder that sees the checkout's `data` and `docs`, on the shared home of shipped records.
The make targets are left to `.ci/run`, which calls them on a clean clone.
"""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
# The reference is made, and its examples are run on every product by a test of their own.
REFERENCE = CHECKOUT / "docs" / "reference"
WRITTEN = [path for path in (CHECKOUT / "docs").rglob("*.md") if path.parent != REFERENCE]
DOCUMENTS = sorted([CHECKOUT / "README.md", *WRITTEN])
BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
QUERY = re.compile(
    r"(?:^```json\n(?P<given>(?:(?!```)[^\n]*\n)*)```\n\n)?^```cypher\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)

Hakim = Callable[..., CompletedProcess[str]]

pytestmark = pytest.mark.engine


def blocks(language: str) -> list[tuple[str, str]]:
    """The fenced blocks of a language: the document's name and the text."""
    return [
        (path.relative_to(CHECKOUT).as_posix(), match["text"])
        for path in DOCUMENTS
        for match in BLOCK.finditer(path.read_text(encoding="utf-8"))
        if match["language"] == language
    ]


def commands() -> list[tuple[str, str]]:
    """The shell commands of all documents, but for the make targets."""
    lines = [
        (name, line.strip()) for name, text in blocks("console") for line in text.splitlines() if line.strip()
    ]
    return [(name, line) for name, line in lines if not line.startswith("make ")]


def queries() -> list[tuple[str, str, str]]:
    """Each query of the documents: the document's name, the text, and its parameters as JSON."""
    return [
        (path.relative_to(CHECKOUT).as_posix(), match["text"], match["given"] or "{}")
        for path in DOCUMENTS
        for match in QUERY.finditer(path.read_text(encoding="utf-8"))
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("data", "docs"):
        (tmp_path / name).symlink_to(CHECKOUT / name)
    return tmp_path


@pytest.mark.parametrize(("document", "line"), commands(), ids=lambda value: value[:60])
def test_a_command_of_the_documents_works(document: str, line: str, hakim: Hakim, folder: Path) -> None:
    words = shlex.split(line)
    assert words[0] == "hakim", f"{document}: only hakim and make are run here"

    if "--as-received" in words:
        hakim("load", "--exact", "docs/examples/reports.trig", cwd=folder)
    done = hakim(*words[1:], cwd=folder)

    written = [path for path in folder.iterdir() if path.is_file()]
    assert done.stdout or done.stderr or written


@pytest.mark.parametrize(("document", "query", "given"), queries(), ids=lambda value: value[:60])
def test_a_query_of_the_documents_has_an_answer(document: str, query: str, given: str, hakim: Hakim) -> None:
    rows = json.loads(hakim("query", query, "--params", given, "--json").stdout)

    assert rows, f"{document}: the query finds nothing"


def test_every_document_that_the_readme_links_to_is_there() -> None:
    text = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)

    assert [target for target in targets if not (CHECKOUT / target).exists()] == []
