"""A conversation over one open graph: a statement in, the text of its answer out."""

import shlex
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from graph.answer import Answer
from graph.asking import ask, read_parameters
from graph.fact_sources import CypherFacts
from graph.named_things import settle
from graph.question import question, questions
from hakim.answers import Written, write_answer
from hakim.graph_session import ReadSession
from hakim.label_schema import LabelSchema, label_schema, label_schemas
from hakim.named_answers import write_named
from hakim.output import json_text, table_text
from hakim.shell.commands import help_text, read_command
from hakim.shell.examples import example, examples
from hakim.shell.state import State
from ontology.errors import UsageProblem


class Shell:
    """Answers statements and commands one after the other. `left` says that somebody wants to go."""

    def __init__(self, graph: ReadSession, state: State, forget: Callable[[], None]) -> None:
        self.state = state
        self.left = False
        self._graph = graph
        self._forget_history = forget
        self._commands: Mapping[str, Callable[[str], Written]] = {
            "help": self._help,
            "schema": self._schema,
            "examples": self._examples,
            "ask": self._ask,
            "param": self._param,
            "params": self._params,
            "format": self._format,
            "forget": self._forget,
            "quit": self._quit,
        }

    def answer(self, statement: str) -> Written:
        """What a statement or a command gives; HakimError where it cannot be answered."""
        if statement.startswith(":"):
            command = read_command(statement)
            return self._commands[command.name](command.argument)
        return write_answer(self.select(statement, self.state.parameters), self.state.form)

    def select(self, cypher: str, parameters: Mapping[str, Any]) -> Answer:
        """The rows of a read-only query."""
        return self._graph.gateway.select(cypher, parameters)

    def _help(self, _argument: str) -> Written:
        return Written(help_text())

    def _schema(self, label: str) -> Written:
        return Written(_one_label(label_schema(label)) if label else _all_labels())

    def _examples(self, number: str) -> Written:
        if not number:
            return Written(
                table_text(["n", "example"], [[one.number, one.title] for one in examples()]),
                "Run one with :examples N.",
            )
        chosen = example(number)
        told = [f"{chosen.number}. {chosen.answers}", f"Trap: {chosen.trap}"]
        told += [f"${name} is {value!r}" for name, value in chosen.parameters.items()]
        answer = write_answer(self.select(chosen.cypher, chosen.parameters), self.state.form)
        return Written(answer.text, "\n".join(filter(None, [*told, chosen.cypher, answer.note])))

    def _ask(self, argument: str) -> Written:
        name, *given = _words(argument)
        if not name:
            rows = [[one.name, one.title["en"]] for one in questions()]
            return Written(table_text(["name", "title"], rows))
        asked = question(name)
        parameters = settle(asked, self._graph.reader, read_parameters(asked, _pairs(given)))
        facts = CypherFacts(self._graph.gateway)
        return write_named(ask(asked, facts, parameters, "en"), self.state.form, "en")

    def _param(self, argument: str) -> Written:
        self.state = self.state.with_parameter(argument)
        return Written("")

    def _params(self, _argument: str) -> Written:
        return Written(json_text(dict(self.state.parameters)))

    def _format(self, form: str) -> Written:
        self.state = self.state.with_form(form)
        return Written("")

    def _forget(self, _argument: str) -> Written:
        self._forget_history()
        return Written("", "The history is cleared.")

    def _quit(self, _argument: str) -> Written:
        self.left = True
        return Written("")


def _words(argument: str) -> list[str]:
    try:
        return shlex.split(argument) or [""]
    except ValueError as error:
        raise UsageProblem(f":ask {argument} cannot be read: {error}.", hint="Close the quotes.") from error


def _pairs(given: Iterable[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    for name, equals, _ in pairs:
        if not equals:
            raise UsageProblem(f"{name!r} has no value.", hint="Write :ask NAME name=value.")
    return {name: value for name, _, value in pairs}


def _all_labels() -> str:
    rows = [[one.label, one.meaning] for one in label_schemas().values()]
    return table_text(["label", "meaning"], rows)


def _one_label(schema: LabelSchema) -> str:
    keys = [
        [", ".join(key.names), key.type, "a list" if key.many else "one", key.meaning, key.example]
        for key in schema.keys
    ]
    relationships = [[one.name, ", ".join(one.to) or "anything"] for one in schema.relationships]
    return (
        f"{schema.label}: {schema.meaning}\n"
        + table_text(["key", "type", "values", "meaning", "for example"], keys)
        + (table_text(["relationship", "to"], relationships) if relationships else "")
    )
