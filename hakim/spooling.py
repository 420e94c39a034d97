"""Standard input as a file, for readers that must know what they read before they read it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from ontology.errors import OutsideFailure

STDIN: Final = "-"
STDIN_NAME: Final = "<stdin>"


@contextmanager
def spooled(path: Path, stdin: BinaryIO) -> Iterator[Path]:
    """The file itself or, for `-`, a temporary one named `<stdin>` with all of stdin, gone when the block ends."""
    if str(path) != STDIN:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="hakim-stdin-") as folder:
        copy = Path(folder) / STDIN_NAME
        try:
            with copy.open("wb") as file:
                shutil.copyfileobj(stdin, file)
        except OSError as error:
            raise OutsideFailure(
                f"Standard input could not be kept in {folder}: {error.strerror}.",
                hint="Free some disk space there, or set TMPDIR to a folder that has some.",
            ) from error
        yield copy


def shown_name(path: Path) -> str:
    """What a person is told that a file is called.

    >>> shown_name(Path("-")), shown_name(Path("data/missions.csv"))
    ('<stdin>', 'data/missions.csv')
    """
    return STDIN_NAME if str(path) == STDIN else str(path)
