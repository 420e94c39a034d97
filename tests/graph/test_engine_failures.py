import json
import socket
from pathlib import Path

import pytest

from graph.engine.failures import CAUSES, EngineFailure, diagnose, failure_from_log, read_end
from graph.engine.launch import check_version, choose_ports, version_key
from graph.engine.layout import Layout, open_layout
from graph.engine.process import Process
from graph.engine.runtime import Runtime
from graph.engine.settings import Options, Ports
from graph.engine.state import State, live_state, read_state, write_state


@pytest.mark.parametrize(("sign", "cause", "way_out"), CAUSES)
def test_the_log_names_the_cause(sign: str, cause: str, way_out: str) -> None:
    assert diagnose(f"12:00 INFO fine\njava.lang.Exception: {sign}: more") == (cause, way_out)


def test_a_log_without_a_known_cause_says_so() -> None:
    assert diagnose("12:00 INFO fine")[0] == "its log gives no cause that is known here"


def test_a_failure_shows_cause_way_out_and_the_end_of_the_log(tmp_path: Path) -> None:
    log = tmp_path / "engine.log"
    log.write_text("".join(f"line {number}\n" for number in range(50)) + "No space left on device\n")

    failure = failure_from_log("The engine ended while it started", log)

    lines = str(failure).splitlines()
    assert lines[0] == (
        f"The engine ended while it started: the disk is full. Free some space, then start again. "
        f"The whole log is {log}."
    )
    assert lines[1:] == [
        "The end of its log:",
        *(f"line {n}" for n in range(39, 50)),
        "No space left on device",
    ]
    assert failure.exit_code == 3


def test_the_end_of_a_missing_log_is_empty(tmp_path: Path) -> None:
    assert read_end(tmp_path / "none") == ""


def test_only_the_end_of_a_long_log_is_read(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"a" * 90_000 + b"end")

    assert read_end(tmp_path / "log", size=5) == "aaend"


@pytest.mark.parametrize(
    "home",
    [
        pytest.param(Path("/proc/hakim"), id="not writable"),
        pytest.param(Path("/dev/null/hakim"), id="not a folder"),
        pytest.param(Path("/tmp") / ("x" * 300), id="name too long"),  # noqa: S108 - nothing is made there
    ],
)
def test_a_home_that_cannot_be_used_says_so(home: Path) -> None:
    with pytest.raises(EngineFailure, match=r"cannot be used: .* Set HAKIM_HOME"):
        open_layout(home)


def test_a_port_that_is_taken_is_refused() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(EngineFailure, match=rf"cannot have 127.0.0.1:{port} as its HTTP port"):
            choose_ports(Options(http_port=port))


def test_a_port_that_is_no_port_is_refused() -> None:
    with pytest.raises(EngineFailure, match=r"as its Bolt port"):
        choose_ports(Options(bolt_port=70_000))


def test_free_ports_differ() -> None:
    ports = choose_ports(Options())

    assert ports.bolt != ports.http


def test_files_of_a_newer_engine_are_refused(tmp_path: Path) -> None:
    layout = open_layout(tmp_path)
    layout.made_by.write_text(json.dumps({"engine": "99.1"}))

    with pytest.raises(
        EngineFailure, match=r"Engine 99.1 wrote the graph .* older 26.10.2.post1.*hakim rebuild"
    ):
        check_version(layout, Runtime(Path("java"), (), "26.10.2.post1"))


@pytest.mark.parametrize("made_by", ['{"engine": "26.9.1"}', '{"engine": "26.10.2.post1"}', "", "{}", "[]"])
def test_files_of_the_same_or_an_older_engine_are_taken(tmp_path: Path, made_by: str) -> None:
    layout = open_layout(tmp_path)
    layout.made_by.write_text(made_by)

    check_version(layout, Runtime(Path("java"), (), "26.10.2.post1"))


def test_versions_are_ordered_by_their_numbers() -> None:
    versions = ["26.10.2.post1", "26.9.30", "26.10.2", "27.1"]

    assert sorted(versions, key=version_key) == ["26.9.30", "26.10.2", "26.10.2.post1", "27.1"]


def test_a_state_is_read_as_it_was_written(tmp_path: Path) -> None:
    layout = open_layout(tmp_path)
    state = State(Process(5, 77, "boot"), Ports(1, 2), "26.10")

    write_state(layout, state)

    assert read_state(layout) == state


@pytest.mark.parametrize(
    "damage", [None, "", "{", "[]", '{"process": {}}', '{"process": {"pid": 1}, "ports": 3}']
)
def test_a_missing_or_damaged_state_is_none(tmp_path: Path, damage: str | None) -> None:
    layout = open_layout(tmp_path)
    if damage is not None:
        layout.state.write_text(damage)

    assert read_state(layout) is None


def test_the_state_of_a_process_that_is_gone_is_not_live(tmp_path: Path) -> None:
    layout = open_layout(tmp_path)
    write_state(layout, State(Process(1, 1, "another boot"), Ports(1, 2), "26.10"))

    assert live_state(layout) is None


def test_a_layout_is_absolute() -> None:
    assert Layout(Path("/h")).root == Path("/h/engine")
