"""Every name in a graph, for the index of names."""

from collections.abc import Iterator
from typing import Final

from graph.reader import GraphReader
from graph.search_names import NameEntry, entries_of

SEARCHED: Final = ("Party", "Mission", "Occasion", "Programme", "Disease", "Event", "Publisher", "Document")
"""Labels of what people look for by name."""


def names_in(reader: GraphReader) -> Iterator[list[NameEntry]]:
    """The names of all things that people look for, some at a time, each once; the memory of a page is enough."""
    for number, label in enumerate(SEARCHED):
        earlier = frozenset(SEARCHED[:number])
        for page in reader.things(label):
            yield [
                entry
                for iri, labels, properties in page
                if earlier.isdisjoint(labels)
                for entry in entries_of(iri, labels, properties)
            ]
