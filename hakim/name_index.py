"""The index of names of this home's graph, kept in a file for as long as the graph stays as it is."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path

from graph.named_nodes import names_in
from graph.reader import GraphReader
from graph.search import NameIndex, NameIndexProblem
from graph.search_names import NameEntry
from hakim.output import progress

LAYOUT = 1
"""Goes up when the index of the same names is to look otherwise."""


def name_index(home: Path, reader: GraphReader) -> NameIndex:
    """The index of the names in the graph: the one in the home folder, made anew when the graph has changed.

    NameIndexProblem when it cannot be written there.
    """
    path, key = home / "names.sqlite", f"{LAYOUT} {reader.marker()}"
    with suppress(NameIndexProblem):
        found = NameIndex.open(path)
        if found.key == key:
            return found
        found.close()
    return NameIndex.build(chain.from_iterable(_shown(names_in(reader))), path, key)


def _shown(pages: Iterator[list[NameEntry]]) -> Iterator[list[NameEntry]]:
    """The names, with a display of how many were read."""
    with progress("Names read") as display:
        task = display.add_task("", total=None)
        for page in pages:
            display.advance(task, len(page))
            yield page
