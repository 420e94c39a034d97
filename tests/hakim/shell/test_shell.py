"""`hakim shell`: fed from a file, and typed at a terminal."""

import json
import os
import signal
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import cast

import pexpect
import pytest

from hakim.answers import Written
from hakim.graph_session import ReadSession
from hakim.shell.commands import COMMANDS, help_text, read_command
from hakim.shell.conversation import converse, run_script
from hakim.shell.examples import examples
from hakim.shell.history import PrivateHistory
from hakim.shell.shell import Shell
from hakim.shell.state import State
from hakim.shell.waiting import waited
from ontology.errors import UsageProblem
from tests.conftest import CHECKOUT

Hakim = Callable[..., CompletedProcess[str]]

NO_GRAPH = cast("ReadSession", None)
"""For commands that need none."""


def shell() -> Shell:
    return Shell(NO_GRAPH, State(), lambda: None)


# --- Values --------------------------------------------------------------------------------------------------------


def test_a_parameter_and_a_format_make_another_state() -> None:
    begun = State()

    changed = begun.with_parameter('iso3 => "TUR"').with_parameter("$since => 2020").with_form("csv")

    assert (begun, changed) == (State(), State("csv", {"iso3": "TUR", "since": 2020}))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("iso3", "names no parameter and value"),
        ("iso3 => TUR", "no JSON"),
        ("1 => 2", "names no parameter and value"),
        ("n => 9223372036854775808", "more than 64 bits"),
    ],
)
def test_what_is_no_parameter_is_wrong_usage(text: str, message: str) -> None:
    with pytest.raises(UsageProblem, match=message):
        State().with_parameter(text)


def test_a_format_that_there_is_not_is_wrong_usage() -> None:
    with pytest.raises(UsageProblem, match="There is no format 'xml'. It is one of table, json, jsonl, csv"):  # noqa: RUF043 - a sentence
        State().with_form("xml")


def test_a_command_that_there_is_not_is_wrong_usage_with_the_nearest() -> None:
    with pytest.raises(UsageProblem, match=r"Did you mean :schema\?"):
        read_command(":shema Mission")


def test_every_command_is_told_and_answered() -> None:
    assert {*shell()._commands} == {*COMMANDS}
    assert [name for name in COMMANDS if f":{name}" not in help_text()] == []


def test_a_conversation_goes_on_after_an_error_and_an_interrupt() -> None:
    typed: Iterator[str | BaseException] = iter([":nope", KeyboardInterrupt(), ":params", ":quit", ":help"])
    shown: list[Written] = []

    def read() -> str:
        match next(typed):
            case str() as line:
                return line
            case error:
                raise error

    converse(shell(), read, shown.append)

    assert shown == [
        Written("", "There is no command ':nope'. :help lists the commands."),
        Written("{}\n"),
        Written(""),
    ]


def test_a_script_ends_with_its_first_error_and_says_where() -> None:
    shown: list[Written] = []

    with pytest.raises(UsageProblem, match="':nope'"):
        run_script(shell(), ":params\n:nope\n:params", shown.append)

    assert shown == [Written("{}\n"), Written("", "Statement 2, ':nope', has no answer.")]


def test_a_script_ends_where_it_says_so() -> None:
    shown: list[Written] = []

    run_script(shell(), ":quit\n:nope", shown.append)

    assert shown == [Written("")]


class Interrupted(Shell):
    """A shell whose every answer is interrupted."""

    def answer(self, statement: str) -> Written:
        raise KeyboardInterrupt(statement)


def test_an_interrupt_gives_up_an_answer_and_what_was_typed_after_it() -> None:
    typed = iter(["RETURN 1; RETURN 2;"])
    shown: list[Written] = []

    def read() -> str:
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    converse(Interrupted(NO_GRAPH, State(), lambda: None), read, shown.append)

    assert shown == [Written("", "No longer waiting. The engine may work on until its time limit.")]


def test_an_interrupt_ends_the_wait_and_not_the_work() -> None:
    begun, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        may_end.wait(10)
        ended.set()

    def interrupt() -> None:
        begun.wait(10)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        waited(work)

    may_end.set()
    assert ended.wait(10)


def test_an_error_of_the_work_is_the_error_of_the_wait() -> None:
    def work() -> None:
        raise UsageProblem("no")

    with pytest.raises(UsageProblem, match="no"):
        waited(work)


def test_a_history_is_for_its_owner_alone_and_can_be_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "home" / "shell-history"
    history = PrivateHistory(path)
    history.append_string("RETURN 1;")
    kept = path.read_text()

    history.forget()

    assert "RETURN 1;" in kept
    assert (stat.S_IMODE(path.stat().st_mode), path.read_text(), history.get_strings()) == (0o600, "", [])


# --- From a file ---------------------------------------------------------------------------------------------------

SCRIPT = """\
// The forms and the parameters last from one statement to the next.
:format jsonl
:param iso3 => "TUR"
MATCH (c:Country {iso3: $iso3}) RETURN c.name_en AS name;
RETURN ';' AS text

RETURN 2 AS n
"""


@pytest.mark.engine
def test_a_file_is_answered_statement_by_statement(hakim: Hakim) -> None:
    done = hakim("shell", typed=SCRIPT)

    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"name": "Türkiye"},
        {"text": ";"},
        {"n": 2},
    ]


@pytest.mark.engine
def test_options_are_the_first_form_and_parameters(hakim: Hakim) -> None:
    done = hakim("shell", "--format", "csv", "--params", '{"n": 1}', typed="RETURN $n AS n;")

    assert (done.stdout, done.stderr) == ("n\n1\n", "")


@pytest.mark.engine
@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("MATCH (n) SET n.x = 1", "The query is refused"),
        ("MATCH (n", "The query is refused"),
        (":ask who-helped-bak", "Did you mean who-helped-back"),
        (":ask who-helped-back party", "'party' has no value"),
        (":ask 'open", "Close the quotes"),
        (":examples 99", "There is no example '99'"),
        (":schema Misson", "Did you mean Mission"),
    ],
)
def test_the_first_error_of_a_file_ends_it(hakim: Hakim, statement: str, message: str) -> None:
    done = hakim(
        "shell", "--format", "jsonl", typed=f"RETURN 1 AS n;\n{statement};\nRETURN 2 AS n;", check=False
    )

    assert (done.returncode, done.stdout) == (2, '{"n": 1}\n')
    assert message in done.stderr


@pytest.mark.engine
def test_questions_examples_and_the_schema_are_at_hand(hakim: Hakim, demo_home: Path) -> None:
    (demo_home / "shell-history").write_text("\n+RETURN 1;\n")

    done = hakim(
        "shell",
        typed=":ask\n:ask who-helped-back party=TUR\n:examples\n:examples 1\n:schema\n:schema Money\n:forget",
    )

    assert [
        text
        for text in ("who-answered-first", "Pakistan", examples()[-1].title, "VaccineDonation", "currency")
        if text not in done.stdout
    ] == []
    assert examples()[0].cypher in done.stderr
    assert (demo_home / "shell-history").read_text() == ""


# --- At a terminal -------------------------------------------------------------------------------------------------


TYPED = (
    ("MATCH (c:Country {iso3: 'JOR'})\rRETURN c.iso3, c.name_e\t;\r", "JOR,Jordan"),
    ("MATCH (n SET;\r", "The query is refused"),
    ("RETURN 'dropped\x03", "dropped"),
    ("RETURN 40 + 2 AS n\r\r", "42\r\n"),
)
"""What is typed, with tabs and control keys, and what is then shown; each when the prompt is there again."""


@pytest.mark.engine
def test_a_person_types_completes_goes_on_after_an_error_and_leaves(demo_home: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "hakim", "shell", "--format", "csv"],
        cwd=str(CHECKOUT),
        env=environment | {"HAKIM_HOME": str(demo_home), "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"},
        encoding="utf-8",
        timeout=60,
        dimensions=(40, 160),
    )
    try:
        for typed, shown in TYPED:
            terminal.expect("hakim>")
            terminal.send(typed)
            terminal.expect(shown)
        terminal.expect("hakim>")
        terminal.send("\x04")
        terminal.expect(pexpect.EOF)
    finally:
        terminal.close(force=True)

    history = demo_home / "shell-history"
    assert (terminal.exitstatus, stat.S_IMODE(history.stat().st_mode)) == (0, 0o600)
    assert "+RETURN 40 + 2 AS n" in history.read_text()
