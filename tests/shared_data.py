"""Files of others, which are used where they are and never copied: HAKIM_SHARED_DATA says where."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("HAKIM_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))


def present(name: str) -> Path:
    """The file of that name; the test is skipped, with the reason, where it is absent."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"the third-party file {name} is not there; HAKIM_SHARED_DATA says where")
    return path
