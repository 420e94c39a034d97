"""What was typed before, in a file that only its owner reads."""

import os
from pathlib import Path

from prompt_toolkit.history import FileHistory

from hakim.shell.history_file import clear, make_private


class PrivateHistory(FileHistory):
    """A history in a file of mode 0600, which can be forgotten."""

    def __init__(self, path: Path) -> None:
        make_private(path)
        super().__init__(str(path))

    def forget(self) -> None:
        """Leave nothing of it, in memory and in the file."""
        self._loaded_strings.clear()
        clear(Path(os.fsdecode(self.filename)))
