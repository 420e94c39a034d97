"""Claims to property graph and back: codec, loader, engine and read-only queries."""

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.live_dataset import open_dataset as open_dataset

# The driver loads pyarrow where it is installed, half a second at each start, for vectors that nobody uses here.
# The reader of Parquet, which needs it, runs in a process of its own.
if "neo4j" not in sys.modules and "pyarrow" not in sys.modules:
    sys.modules["pyarrow"] = None  # type: ignore[assignment]
    try:
        import neo4j as _driver  # noqa: F401 - loaded now, while it finds no pyarrow
    finally:
        del sys.modules["pyarrow"]


def __getattr__(name: str) -> Any:
    """`open_dataset`, when it is asked for: nobody else waits for rdflib to load."""
    if name == "open_dataset":
        from graph.live_dataset import open_dataset

        return open_dataset
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
