"""Folders and zips of files: one table, or none where anything in them is not safe."""

import io
import os
import stat
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from ingest.readers.container import ContainerTable, pack_folder
from ingest.readers.formats import open_direct
from ingest.readers.table import TableForm
from ingest.readers.zip_entries import fault_of
from ingest.rows import FileRejected, Row
from ontology.errors import OutsideFailure
from tests.ingest.workbooks import ods, ods_row, ods_text, refusal, told, with_rows, xlsx, zipped

CSV = "a,b\n1,x\n"


def package(folder: Path, content: bytes, members: str = "*", **form: object) -> ContainerTable:
    """The table in a zip of that content."""
    path = folder / "package.zip"
    path.write_bytes(content)
    table = open_direct(path, path.name, TableForm(kind="zip", members=members, **form))  # type: ignore[arg-type]
    assert isinstance(table, ContainerTable)
    return table


def places(table: ContainerTable) -> list[object]:
    """Where each good row stands, and its cells."""
    return [(row.sheet, row.line, list(row.cells.values())) for row in table.rows() if isinstance(row, Row)]


def test_the_members_are_one_table_in_the_order_of_their_names(tmp_path: Path) -> None:
    table = package(
        tmp_path,
        zipped(
            {
                "b.csv": "a,b\n3,z\n",
                "2023/a.csv": CSV + "2,y\n",
                "c.xlsx": with_rows('<c r="A2"><v>4</v></c>'),
                "d.ods": ods(ods_row(ods_text("a", "b")) + ods_row(ods_text("5"))),
                "e.jsonl": '{"a": 6, "b": ""}\n',
            }
        ),
    )

    assert table.header() == ("a", "b")
    assert places(table) == [
        ("2023/a.csv", 2, ["1", "x"]),
        ("2023/a.csv", 3, ["2", "y"]),
        ("b.csv", 2, ["3", "z"]),
        ("c.xlsx!Data", 2, ["4", ""]),
        ("d.ods!Data", 2, ["5", ""]),
        ("e.jsonl", 1, ["6", ""]),
    ]


def test_a_bad_row_tells_its_member(tmp_path: Path) -> None:
    rows = list(package(tmp_path, zipped({"a.csv": "a,b\n1\n"})).rows())

    assert [(row.sheet, row.line) for row in rows] == [("a.csv", 2)]


def test_only_files_of_the_pattern_are_members_and_others_are_told(tmp_path: Path) -> None:
    parts = {"x/a.csv": CSV, "README.md": "?", ".DS_Store": "?", "__MACOSX/a.csv": "?", "x/": ""}
    table = package(tmp_path, zipped(parts), "*.csv")

    assert (places(table), table.notices()) == (
        [("x/a.csv", 2, ["1", "x"])],
        ("Files that are no members were not read: .DS_Store, README.md, __MACOSX/a.csv.",),
    )


def test_what_a_member_has_to_say_is_told_with_its_name(tmp_path: Path) -> None:
    content = xlsx(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>1</v></c></row>',
    )
    table = package(tmp_path, zipped({"a.xlsx": content}))

    assert (told(table), table.notices()) == ([], ("a.xlsx: Hidden lines were not read: 2.",))


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({}, "package.zip: no file in it is called '*'."),
        ({".hidden.csv": CSV}, "package.zip: no file in it is called '*'."),
        (
            {"a.csv": CSV, "b.csv": "a,c\n1,x\n"},
            "package.zip: 'b.csv' has another header than 'a.csv'; they differ in",
        ),
        (
            {"a.csv": CSV, "b.csv": "b,a\n1,x\n"},
            "package.zip: 'b.csv' has another header than 'a.csv'; they differ in 'their order'.",
        ),
        ({"a.csv": CSV, "b.exe": "x"}, "package.zip: 'b.exe' is of no kind that can be read as a table."),
        (
            {"a.csv": CSV, "b.zip": zipped({"a.csv": CSV})},
            "package.zip: 'b.zip' is of no kind that can be read",
        ),
        ({"a.csv": CSV, "b.csv": ""}, "package.zip, b.csv, line 1: the file is empty: not even a header."),
        ({"a.xlsx": CSV}, "package.zip, a.xlsx: this is no zip container, which workbooks and packages are."),
    ],
)
def test_members_that_are_no_one_table_are_refused(
    tmp_path: Path, parts: Mapping[str, str | bytes], message: str
) -> None:
    assert refusal(package(tmp_path, zipped(parts))).startswith(message)


def named(*names: str) -> bytes:
    """A zip whose entries have exactly these names, whatever Python's module makes of them."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("ok.csv", CSV)
        for number, name in enumerate(names):
            info = zipfile.ZipInfo(f"name {number}")
            info.filename = name
            archive.writestr(info, CSV)
    return file.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("names", "fault"),
    [
        (["../../evil.csv"], "leads out of the container"),
        (["x/../../evil.csv"], "leads out of the container"),
        (["data/../../../etc/passwd"], "leads out of the container"),
        ([".."], "leads out of the container"),
        (["．．／evil.csv"], "leads out of the container"),
        (["/abs.csv"], "is absolute"),
        (["//host/share.csv"], "is absolute"),
        (["a\\..\\b.csv"], "has a backslash"),
        (["\\\\host\\share.csv"], "has a backslash"),
        (["C:evil.csv"], "begins with a drive"),
        (["c:/evil.csv"], "begins with a drive"),
        (["x//y.csv"], "has an empty part"),
        (["./y.csv"], "has an empty part"),
        (["ok\0.csv"], "holds a control character"),
        (["a\n.csv"], "holds a control character"),
        (["vsc.\u202egnp"], "holds a control character"),
        (["CON"], "is the name of a device"),
        (["x/con.csv"], "is the name of a device"),
        (["nul .csv"], "is the name of a device"),
        (["COM¹.csv"], "is the name of a device"),
        (["a" * 300 + ".csv"], "is too long"),
        (["é" * 130 + ".csv"], "is too long"),
        (["ok.csv"], "stands twice"),
        (["OK.CSV"], "stands twice"),
        (["ok.csv."], "stands twice"),
        (["straße.csv", "STRASSE.csv"], "stands twice"),
        (["caf\u00e9.csv", "cafe\u0301.csv"], "stands twice"),
        (["ok.csv/x.csv"], "lies in what is a file too"),
    ],
)
def test_one_unsafe_name_refuses_the_whole_container(tmp_path: Path, names: list[str], fault: str) -> None:
    message = refusal(package(tmp_path, named(*names), "ok.csv"))

    assert message.startswith("package.zip: the name ")
    assert f" in the container {fault}" in message
    assert message.endswith("the container is refused as a whole.")


@pytest.mark.parametrize(
    "name", ["2023/missions.csv", "حصيلة.csv", "a b (1).csv", "console.csv", "..a.csv", "x/"]
)
def test_ordinary_names_have_no_fault(name: str) -> None:
    assert fault_of(name) == ""


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_links_and_devices_refuse_the_whole_container(tmp_path: Path, kind: int) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("ok.csv", CSV)
        info = zipfile.ZipInfo("link.csv")
        info.external_attr = (kind | 0o777) << 16
        archive.writestr(info, "/etc/passwd")

    assert refusal(package(tmp_path, file.getvalue(), "ok.csv")) == (
        "package.zip: the name 'link.csv' in the container is a link or a device: the container is refused as a whole."
    )


def test_a_bomb_refuses_the_whole_container(tmp_path: Path) -> None:
    content = zipped({"ok.csv": CSV, "bomb.csv": b"0" * 1_000_000})

    assert refusal(package(tmp_path, content, "ok.csv")) == (
        "package.zip: 'bomb.csv' would unpack to more than 100 times its size, as bombs do."
    )


def test_encrypted_and_strangely_packed_entries_are_refused(tmp_path: Path) -> None:
    locked = bytearray(zipped({"a.csv": CSV}))
    struct.pack_into("<H", locked, locked.rindex(b"PK\x01\x02") + 8, 1)
    packed = zipped({"a.csv": CSV}, method=zipfile.ZIP_BZIP2)

    assert refusal(package(tmp_path, bytes(locked))) == "package.zip: 'a.csv' is encrypted."
    assert (
        refusal(package(tmp_path, packed))
        == "package.zip: 'a.csv' is packed by a method that is not read here."
    )


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    content = zipped({f"{number}.csv": "" for number in range(10_001)})

    assert refusal(package(tmp_path, content)) == "package.zip: 10,001 entries are more than 10,000."


def test_a_stored_entry_that_was_changed_is_refused(tmp_path: Path) -> None:
    content = zipped({"a.csv": CSV}, method=zipfile.ZIP_STORED).replace(b"1,x", b"2,x")

    assert (
        refusal(package(tmp_path, content))
        == "package.zip: the container is broken: Bad CRC-32 for file 'a.csv'."
    )


def folder_of(folder: Path, files: Mapping[str, str]) -> Path:
    """A folder with these files."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    return folder


def test_the_same_files_are_packed_into_the_same_bytes(tmp_path: Path) -> None:
    files = {"b.csv": CSV, "x/cafe\u0301.csv": CSV, ".git/x": "?", "x/.hidden": "?"}
    one = folder_of(tmp_path / "one", files)
    two = folder_of(tmp_path / "two", dict(reversed(files.items())))
    (two / "b.csv").chmod(0o600)
    os.utime(two / "b.csv", (0, 0))

    assert pack_folder(one, tmp_path / "1") == pack_folder(two, tmp_path / "2") == ("b.csv", "x/café.csv")
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_a_packed_folder_is_read_as_the_folder_itself(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", {"b.csv": "a,b\n3,z\n", "x/a.csv": CSV})
    pack_folder(folder, tmp_path / "packed")
    form = TableForm(kind="zip")

    assert (
        told(open_direct(folder, "in", form))
        == told(open_direct(tmp_path / "packed", "in", form))
        == [
            (2, ["3", "z"]),
            (2, ["1", "x"]),
        ]
    )


def test_a_large_folder_is_no_bomb(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", {"a.csv": "a,b\n" + "0,0\n" * 1_000_000})

    assert sum(1 for _ in open_direct(folder, "in", TableForm(kind="zip")).rows()) == 1_000_000


@pytest.mark.parametrize("name", ["CON", "a\\b.csv", "a\n.csv"])
def test_a_folder_with_an_unsafe_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileRejected, match="the container is refused as a whole"):
        pack_folder(folder_of(tmp_path / "in", {name: CSV}), tmp_path / "out")


def test_a_folder_with_a_link_is_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", {"a.csv": CSV})
    (folder / "b.csv").symlink_to("/etc/hostname")

    with pytest.raises(FileRejected, match=r"b\.csv is a link or a device, not a file"):
        pack_folder(folder, tmp_path / "out")


def test_a_folder_that_is_not_there_is_an_outside_failure(tmp_path: Path) -> None:
    with pytest.raises(OutsideFailure, match="cannot be packed: No such file"):
        pack_folder(tmp_path / "absent", tmp_path / "out")
