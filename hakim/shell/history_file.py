"""The file of what was typed: only its owner reads it."""

import os
from pathlib import Path


def make_private(path: Path) -> None:
    """Makes the file where there is none, and keeps others from reading it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    path.chmod(0o600)


def clear(path: Path) -> None:
    """Empties the file, where there is one."""
    if path.exists():
        path.write_bytes(b"")
