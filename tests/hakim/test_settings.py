"""Settings: each is read, checked and documented."""

import re
from pathlib import Path

import pytest

from graph.address import Patience, Server
from hakim.bookmarks import BookmarkFile, shelf_of
from hakim.settings import DEFAULTS, Settings, read_settings
from ontology.errors import UsageProblem
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE

FOLDER = Path("/work")
SERVER = {"NEO4J_URI": "neo4j+s://db.example.org", "NEO4J_PASSWORD": "secret"}
OPERATING = Path(__file__).resolve().parents[2] / "docs" / "operating.md"


def test_nothing_need_be_set() -> None:
    assert read_settings({}, FOLDER) == Settings(FOLDER / "var", Identifiers(DEFAULT_ID_BASE), None, "")


def test_what_is_not_set_has_the_default_that_the_code_has() -> None:
    assert read_settings(SERVER, FOLDER).server == Server(
        "neo4j", "neo4j+s://db.example.org", "neo4j", "secret", "neo4j", patience=Patience()
    )


def test_every_setting_is_read() -> None:
    given = {
        "HAKIM_HOME": "elsewhere",
        "HAKIM_BASE": "https://example.org/id/",
        "HAKIM_USER": "Desk",
        "HAKIM_NAME": "southland",
        "HAKIM_POLICY": "policy.yaml",
        **SERVER,
        "NEO4J_USER": "loader",
        "NEO4J_DATABASE": "missions",
        "NEO4J_CA": "ca.pem",
        "NEO4J_CONNECT_SECONDS": "1",
        "NEO4J_ACQUIRE_SECONDS": "2.5",
        "NEO4J_RETRY_SECONDS": "3",
        "NEO4J_QUERY_SECONDS": "4",
        "NEO4J_RESTART": "systemctl restart neo4j",
    }

    found = read_settings(given, FOLDER)

    assert given.keys() == DEFAULTS.keys()
    assert found == Settings(
        FOLDER / "elsewhere",
        Identifiers("https://example.org/id/"),
        Server(
            "neo4j",
            "neo4j+s://db.example.org",
            "loader",
            "secret",
            "missions",
            ca=FOLDER / "ca.pem",
            patience=Patience(1, 2.5, 3, 4),
        ),
        "Desk",
        "systemctl restart neo4j",
        "southland",
        FOLDER / "policy.yaml",
    )


def test_the_file_of_credentials_of_aura_can_be_used_as_it_is() -> None:
    found = read_settings({**SERVER, "NEO4J_USERNAME": "1a2b3c4d"}, FOLDER).server

    assert found is not None
    assert found.user == "1a2b3c4d"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("NEO4J_PASSWORD", "", "NEO4J_URI is set and NEO4J_PASSWORD is not. Set it, or unset NEO4J_URI."),
        (
            "NEO4J_DATABASE",
            "a b",
            (
                "NEO4J_DATABASE is 'a b', which is no name of a database."
                " Names have letters, digits, dots and dashes, as in: neo4j."
            ),
        ),
        *(
            (
                name,
                value,
                (
                    f"{name} is {value!r}, which is no number of seconds."
                    f" Give one above 0, up to 86400, or unset it for {DEFAULTS[name]}."
                ),
            )
            for name in DEFAULTS
            if name.endswith("_SECONDS")
            for value in ("soon", "0", "-1", "nan", "inf", "86401")
        ),
    ],
)
def test_a_value_that_cannot_be_is_told_by_the_name_of_its_setting(name: str, value: str, said: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        read_settings({**SERVER, name: value}, FOLDER)

    assert str(caught.value) == said


def test_the_guide_lists_every_setting_with_its_default() -> None:
    rows = re.findall(
        r"^\| `((?:HAKIM|NEO4J)_\w+)` \| (?:`([^`]*)`)? ?\|", OPERATING.read_text(), re.MULTILINE
    )

    shown = {**DEFAULTS, "HAKIM_HOME": "./var"}
    assert dict(rows) == shown


# --- bookmarks ---


def test_bookmarks_are_there_for_the_next_command(tmp_path: Path) -> None:
    kept = frozenset({"FB:a", "FB:b"})

    BookmarkFile(tmp_path / "bookmarks.json", "neo4j://here neo4j").keep(kept)

    assert BookmarkFile(tmp_path / "bookmarks.json", "neo4j://here neo4j").read() == kept
    assert BookmarkFile(tmp_path / "bookmarks.json", "neo4j://there neo4j").read() == frozenset()
    assert [path.name for path in tmp_path.iterdir()] == ["bookmarks.json"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", '{"database": "d"}', '{"database": "d", "bookmarks": 3}']
)
def test_a_damaged_file_of_bookmarks_costs_no_command(tmp_path: Path, text: str) -> None:
    (tmp_path / "bookmarks.json").write_text(text)

    assert BookmarkFile(tmp_path / "bookmarks.json", "d").read() == frozenset()


def test_a_folder_that_cannot_be_written_costs_no_command(tmp_path: Path) -> None:
    BookmarkFile(tmp_path / "absent" / "bookmarks.json", "d").keep(frozenset({"FB:a"}))

    assert list(tmp_path.iterdir()) == []


def test_the_embedded_engine_has_no_bookmarks(tmp_path: Path) -> None:
    assert shelf_of(tmp_path, Server("embedded", "bolt://127.0.0.1:1", "root", "x", "hakim")) is None
