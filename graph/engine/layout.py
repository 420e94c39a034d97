"""The folder of an engine: `<home>/engine`, readable by its owner only, and what lies where in it."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.engine.failures import EngineFailure

FREE_BYTES_NEEDED = 200_000_000


@dataclass(frozen=True, slots=True)
class Layout:
    """Names of everything an engine keeps on disk."""

    home: Path

    @property
    def root(self) -> Path:
        return self.home / "engine"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def in_use(self) -> Path:
        return self.root / "in-use"

    @property
    def detached(self) -> Path:
        return self.root / "detached"

    @property
    def state(self) -> Path:
        return self.root / "state.json"

    @property
    def credentials(self) -> Path:
        return self.root / "credentials.json"

    @property
    def made_by(self) -> Path:
        return self.root / "made-by.json"

    @property
    def log(self) -> Path:
        return self.root / "engine.log"

    @property
    def arguments(self) -> Path:
        return self.root / "java.args"

    @property
    def config(self) -> Path:
        return self.root / "config"


def open_layout(home: Path) -> Layout:
    """The layout below `home`, its folders made, private and writable, on a disk with room.

    Paths are made absolute, because the engine runs with its own working folder.
    """
    with disk_failures(home):
        layout = Layout(home.absolute())
        for folder in (layout.root, layout.config, layout.root / "log", layout.root / "tmp"):
            folder.mkdir(parents=True, exist_ok=True)
        layout.root.chmod(0o700)
        layout.in_use.touch(mode=0o600)
        free = shutil.disk_usage(layout.root).free
    if free < FREE_BYTES_NEEDED:
        raise EngineFailure(
            f"The disk of {layout.root} has {free // 1_000_000} MB left; the engine needs "
            f"{FREE_BYTES_NEEDED // 1_000_000} MB to work safely.",
            hint="Free some space, or set HAKIM_HOME to a folder on another disk.",
        )
    return layout


@contextmanager
def disk_failures(home: Path) -> Iterator[None]:
    """Turn an error of the file system inside the block into `EngineFailure`."""
    try:
        yield
    except OSError as error:
        raise EngineFailure(
            f"The engine's folder in {str(home)[:300]} cannot be used: {error.strerror or error}.",
            hint="Set HAKIM_HOME to a folder that you may write to, on a disk with room.",
        ) from error


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def write_private_json(path: Path, value: object) -> None:
    write_private(path, json.dumps(value, indent=1, sort_keys=True) + "\n")
