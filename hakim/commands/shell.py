"""`hakim shell`: read-only Cypher, one statement after the other."""

import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

import click

from hakim.answers import FORMS, Written
from hakim.commands.common import settings
from hakim.graph_session import ReadSession, reading
from hakim.output import say, show
from hakim.parameters import check_text, read_parameters
from hakim.shell.conversation import converse, run_script
from hakim.shell.history_file import clear
from hakim.shell.shell import Shell
from hakim.shell.state import State
from hakim.shell.words import NAMES_QUERY, schema_words, values_of
from ontology.errors import HakimError

HISTORY = "shell-history"


@click.command()
@click.option("--params", default="{}", help="Parameters as a JSON object, or @FILE that holds one.")
@click.option("--format", "form", type=click.Choice(FORMS), default="table", show_default=True)
def shell(params: str, form: str) -> None:
    """Answers Cypher, one statement after the other, by an account that can only read.

    A statement ends with a semicolon or an empty line; Tab completes, :help says more. What comes in is answered and
    the first error ends it, when stdin is no terminal.

    Example: hakim shell < queries.cypher
    """
    current = settings()
    history = current.home / HISTORY
    state = State(form, MappingProxyType(read_parameters(params)))
    with reading(current) as graph:
        if sys.stdin.isatty():
            _at_a_prompt(graph, state, history)
        else:
            text = check_text(sys.stdin.read())
            run_script(Shell(graph, state, partial(clear, history)), text, _show)


def _at_a_prompt(graph: ReadSession, state: State, path: Path) -> None:
    # Only a terminal needs the library, which takes a while to load.
    from hakim.shell.history import PrivateHistory
    from hakim.shell.prompt import prompt_session

    history = PrivateHistory(path)
    opened = Shell(graph, state, history.forget)
    known = replace(schema_words(), values=_values(opened))
    prompt = prompt_session(history, lambda: replace(known, parameters=tuple(opened.state.parameters)))
    say(":help says what there is; Ctrl-D leaves.")
    converse(opened, prompt.prompt, _show)


def _values(opened: Shell) -> Mapping[str, tuple[str, ...]]:
    """The values of keys: those of schemes, and the codes and names of the graph, where it answers."""
    with suppress(HakimError):
        return {**schema_words().values, **values_of(opened.select(NAMES_QUERY, {}).rows)}
    return schema_words().values


def _show(written: Written) -> None:
    show(written.text, written.note)
