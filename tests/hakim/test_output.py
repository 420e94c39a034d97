"""Progress is shown on a terminal only, with rate and time left; standard input is a file like others."""

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from hakim.output import reading_progress
from hakim.spooling import spooled


def shown(
    *reached: tuple[int, int], total: int | None = None, terminal: bool = True, quiet: bool = False
) -> str:
    """What is written while rows and characters of a file are read."""
    console = Console(file=io.StringIO(), force_terminal=terminal, width=120, color_system=None)
    with reading_progress("Reading [1].csv", total, quiet=quiet, console=console) as advance:
        for rows, characters in reached:
            advance(rows, characters)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_terminal_is_shown_rows_rate_and_share() -> None:
    text = shown((12_000, 300), (345, 200), total=1_000)

    assert "Reading [1].csv" in text
    assert re.search(r" 50% 12,345 rows \([0-9,]+ a second\)", text)


def test_how_much_there_is_may_be_unknown() -> None:
    assert "7 rows" in shown((7, 70))


@pytest.mark.parametrize(("terminal", "quiet"), [(False, False), (True, True), (False, True)])
def test_elsewhere_and_when_asked_nothing_is_shown(*, terminal: bool, quiet: bool) -> None:
    assert shown((1, 1), total=2, terminal=terminal, quiet=quiet).strip() == ""


def test_standard_input_becomes_a_file_while_the_block_lasts() -> None:
    with spooled(Path("-"), io.BytesIO(b"a,b\n1,2\n")) as path:
        assert (path.name, path.read_bytes()) == ("<stdin>", b"a,b\n1,2\n")

    assert not path.exists()


def test_a_file_is_not_copied() -> None:
    with spooled(Path("a.csv"), io.BytesIO(b"x")) as path:
        assert path == Path("a.csv")
