"""Raw files are kept under the hash of their content: whole or absent, whatever happens."""

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ontology.errors import OutsideFailure
from records.raw_files import RawFiles

CONTENT = "id,title\n1,Ramallah\u2028\n".encode()
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "missions.csv"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "raw"


def names(folder: Path) -> list[str]:
    """The files below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_file_is_kept_under_its_hash(source: Path, folder: Path) -> None:
    assert RawFiles(folder).keep(source) == SHA256
    assert RawFiles(folder).path(SHA256).read_bytes() == CONTENT
    assert names(folder) == [f"{SHA256[:2]}/{SHA256}"]


def test_keeping_a_file_again_changes_nothing(source: Path, folder: Path) -> None:
    RawFiles(folder).keep(source)
    before = RawFiles(folder).path(SHA256).stat().st_ino

    assert RawFiles(folder).keep(source) == SHA256
    assert RawFiles(folder).path(SHA256).stat().st_ino == before
    assert names(folder) == [f"{SHA256[:2]}/{SHA256}"]


def test_an_empty_file_is_kept_too(tmp_path: Path, folder: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()

    assert RawFiles(folder).keep(empty) == hashlib.sha256(b"").hexdigest()


def test_a_pipe_is_read_once(tmp_path: Path, folder: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen([sys.executable, "-c", f"open({str(pipe)!r}, 'wb').write({CONTENT!r})"]):
        assert RawFiles(folder).keep(pipe) == SHA256

    assert RawFiles(folder).path(SHA256).read_bytes() == CONTENT


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_what_cannot_be_read_is_an_outside_failure(tmp_path: Path, folder: Path, name: str) -> None:
    with pytest.raises(OutsideFailure, match="cannot be read: "):
        RawFiles(folder).keep(tmp_path / name)

    assert not folder.exists()


def test_a_disk_that_fails_leaves_nothing(
    source: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The disk itself is the seam: no test can fill one.
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OutsideFailure, match=r"No space left on device\. Free some disk space"):
        RawFiles(folder).keep(source)
    assert names(folder) == []


WRITER = """
import sys, time
from pathlib import Path
from records.raw_files import RawFiles
with RawFiles(Path(sys.argv[1]))._part() as part:
    part.write(b"half")
    part.flush()
    print("written", flush=True)
    time.sleep(60)
"""


def test_what_a_killed_process_left_is_swept_away_and_a_living_ones_is_not(
    source: Path, folder: Path
) -> None:
    folder.mkdir()
    command = [sys.executable, "-c", WRITER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"written\n"

        RawFiles(folder).keep(source)
        while_alive = names(folder)
        writer.send_signal(signal.SIGKILL)

    RawFiles(folder).keep(source)

    assert len(while_alive) == 2
    assert names(folder) == [f"{SHA256[:2]}/{SHA256}"]
