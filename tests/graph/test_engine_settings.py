import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.engine.credentials import Credentials, hashed, load_or_make_credentials, write_users
from graph.engine.failures import EngineFailure
from graph.engine.layout import Layout, open_layout
from graph.engine.runtime import LEFT_OUT, Runtime, find_runtime, runtime_in
from graph.engine.settings import Options, Ports, argument_file, groups, java_arguments

RUNTIME = Runtime(Path("/r/java"), (Path("/r/a.jar"), Path("/r/b c.jar")), "1.0")


def settings_in(arguments: list[str]) -> dict[str, str]:
    marked = (
        argument.removeprefix("-Darcadedb.") for argument in arguments if argument.startswith("-Darcadedb.")
    )
    return dict(setting.split("=", 1) for setting in marked)


def test_the_engine_listens_on_loopback_only() -> None:
    settings = settings_in(java_arguments(RUNTIME, Options(), Ports(7001, 7002)))

    assert {
        name: settings[name] for name in settings if name.endswith(("Host", ".host", "Port", ".port"))
    } == {
        "server.httpIncomingHost": "127.0.0.1",
        "server.httpIncomingPort": "7002",
        "bolt.host": "127.0.0.1",
        "bolt.port": "7001",
    }


def test_no_password_is_an_argument() -> None:
    arguments = java_arguments(RUNTIME, Options(), Ports(7001, 7002))

    assert [argument for argument in arguments if "assword" in argument] == []


def test_options_reach_java() -> None:
    options = replace(Options(), heap_megabytes=256, command_timeout_ms=700)

    arguments = java_arguments(RUNTIME, options, Ports(1, 2))

    assert arguments[0] == "-Xmx256m"
    assert settings_in(arguments)["command.timeout"] == "700"
    assert arguments[-3:] == ["-cp", "/r/a.jar:/r/b c.jar", "com.arcadedb.server.ArcadeDBServer"]


def test_the_reader_may_read_records_and_nothing_else() -> None:
    text = json.dumps(groups(Options(reader_timeout_ms=1234)))

    reader = json.loads(text)["databases"]["*"]["groups"]["reader"]

    assert reader == {
        "resultSetLimit": -1,
        "readTimeout": 1234,
        "access": [],
        "types": {"*": {"access": ["readRecord"]}},
    }


@pytest.mark.engine
def test_java_reads_every_argument_as_it_was_written(tmp_path: Path) -> None:
    odd = ["-Done=a b", '-Dtwo="c"', "-Dthree=\\d\\", "-Dfour=#e", "-Dfive='f'", "-Dsix=حكيم"]
    (tmp_path / "args").write_text(argument_file([*odd, "-XshowSettings:properties", "-version"]))

    said = subprocess.run(
        [find_runtime().java, "@args"],
        cwd=tmp_path,
        env={"LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=True,
    )

    lines = {line.strip() for line in said.stderr.decode().splitlines()}
    assert {line.removeprefix("-D").replace("=", " = ", 1) for line in odd} - lines == set()


@given(st.lists(st.text(st.characters(exclude_characters="\r\n", codec="utf-8"))))
def test_an_argument_file_has_one_line_for_each_argument(arguments: list[str]) -> None:
    assert argument_file(arguments).count("\n") == len(arguments)


def test_passwords_are_made_once_and_kept_private(tmp_path: Path) -> None:
    layout = open_layout(tmp_path)

    first, second = load_or_make_credentials(layout), load_or_make_credentials(layout)

    assert first == second
    assert first.root != first.reader
    assert layout.credentials.stat().st_mode & 0o777 == 0o600
    assert layout.root.stat().st_mode & 0o777 == 0o700


def test_passwords_do_not_show() -> None:
    assert repr(Credentials("secret1", "secret2")) == "Credentials()"


@pytest.mark.parametrize("damage", ["", "{}", "[]", '{"root": "x"}', "not json"])
def test_damaged_passwords_say_the_way_out(tmp_path: Path, damage: str) -> None:
    layout = open_layout(tmp_path)
    layout.credentials.write_text(damage)

    with pytest.raises(EngineFailure, match=r"delete that file"):
        load_or_make_credentials(layout)


def test_the_users_file_has_our_two_accounts_and_no_password(tmp_path: Path) -> None:
    layout = open_layout(tmp_path)
    (layout.config / "server-users.jsonl").write_text('{"name": "intruder"}\n')

    write_users(layout, Credentials("root-password", "reader-password"))

    text = (layout.config / "server-users.jsonl").read_text()
    users = {user["name"]: user["databases"] for user in map(json.loads, text.splitlines())}
    assert users == {"root": {"*": ["admin"]}, "reader": {"hakim": ["reader"]}}
    assert "-password" not in text


def test_the_same_password_looks_different_with_another_salt() -> None:
    assert hashed("x", "c2FsdA==") != hashed("x", "cGVwcGVy")


@pytest.mark.engine
def test_jars_with_other_protocols_are_left_out() -> None:
    names = [jar.name for jar in find_runtime().jars]

    assert [name for name in names if name.startswith(LEFT_OUT)] == []
    assert [name for name in names if name.startswith("arcadedb-bolt")] != []


def test_a_package_without_java_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(EngineFailure, match=r"lacks its Java runtime .*pip install .*arcadedb-embedded==9"):
        runtime_in(tmp_path, "9")


def test_everything_lies_in_the_engines_folder(tmp_path: Path) -> None:
    layout = Layout(tmp_path)

    paths = [
        layout.lock,
        layout.in_use,
        layout.detached,
        layout.state,
        layout.log,
        layout.arguments,
        layout.config,
    ]

    assert {path.parent for path in paths} == {tmp_path / "engine"}
