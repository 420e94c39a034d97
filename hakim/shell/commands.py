"""The shell's own commands: lines that begin with a colon."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from ontology.errors import UsageProblem

COMMANDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "help": ("", "Show this."),
        "schema": ("[LABEL]", "Show all labels, or the keys and relationships of one."),
        "examples": ("[N]", "List the examples of docs/cypher.md, or show and run one."),
        "ask": ("NAME [name=value …]", "Answer a named question, with its caveats; without NAME, list them."),
        "param": ("name => JSON", "Set a parameter, which Cypher reads as $name."),
        "params": ("", "Show the parameters."),
        "format": ("table|json|jsonl|csv", "Choose the form of answers."),
        "forget": ("", "Clear the history, also in its file."),
        "quit": ("", "Leave; so does Ctrl-D."),
    }
)
"""Every command with its argument and what it does."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command that was typed, and what stands behind its name."""

    name: str
    argument: str


def read_command(line: str) -> Command:
    """The command of a line; UsageProblem for one that there is not.

    >>> read_command(":schema  Mission ")
    Command(name='schema', argument='Mission')
    """
    name, _, argument = line.strip().removeprefix(":").partition(" ")
    if name not in COMMANDS:
        near = get_close_matches(name, COMMANDS, n=1)
        hint = f"Did you mean :{near[0]}?" if near else ":help lists the commands."
        raise UsageProblem(f"There is no command ':{name}'.", hint=hint)
    return Command(name, argument.strip())


def help_text() -> str:
    """What the shell can do."""
    usages = [f":{name} {argument}".strip() for name, (argument, _) in COMMANDS.items()]
    width = max(map(len, usages))
    lines = [
        f"  {usage:<{width}}  {summary}"
        for usage, (_, summary) in zip(usages, COMMANDS.values(), strict=True)
    ]
    head = (
        "Cypher is read only; a statement ends with a semicolon or an empty line. Tab completes.\n"
        "Ctrl-C drops the line, or the wait for an answer.\n"
    )
    return head + "\n".join(lines) + "\n"
