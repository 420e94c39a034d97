"""Statements in, answers out: from a person at a prompt, or from a file."""

from collections.abc import Callable
from functools import partial
from textwrap import shorten

from hakim.answers import Written
from hakim.shell.shell import Shell
from hakim.shell.statements import last_split
from hakim.shell.waiting import waited
from ontology.errors import HakimError

Show = Callable[[Written], None]


def run_script(shell: Shell, text: str, show: Show) -> None:
    """Answers every statement of a text; the first that cannot be answered ends it with its HakimError."""
    for number, statement in enumerate(last_split(text), start=1):
        if shell.left:
            return
        try:
            show(shell.answer(statement))
        except HakimError:
            show(Written("", f"Statement {number}, {_first_line(statement)!r}, has no answer."))
            raise


def _first_line(statement: str) -> str:
    return shorten(statement.partition("\n")[0], 60, placeholder=" …")


def converse(shell: Shell, read: Callable[[], str], show: Show) -> None:
    """Answers what a person types until they leave. What goes wrong is told, and the conversation goes on."""
    while not shell.left:
        try:
            typed = read()
        except KeyboardInterrupt:
            # The line is dropped, as in other shells.
            continue
        except EOFError:
            return
        _answer(shell, typed, show)


def _answer(shell: Shell, typed: str, show: Show) -> None:
    for statement in last_split(typed):
        try:
            show(waited(partial(shell.answer, statement)))
        except HakimError as error:
            show(Written("", str(error)))
            return
        except KeyboardInterrupt:
            show(Written("", "No longer waiting. The engine may work on until its time limit."))
            return
