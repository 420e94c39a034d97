"""The records in which a name stands for a thing: those that a judgement on the name touches."""

import re
from collections.abc import Iterator

from ingest.normalise import normal_name
from ontology.namespaces import HD
from records.journal import Journal
from records.model import Sighting
from records.name_judgements import JudgedName

_BETWEEN_NAMES = re.compile(r"[;|\n]")


def touched_records(journal: Journal, judged: JudgedName) -> Iterator[str]:
    """The names of the live records that name the thing, and of which a cell holds the name, alone or in a list.

    What describes the thing itself was not read by its name.
    """
    thing, wanted = f"<{judged.iri}>", normal_name(judged.text)
    # No index helps; nobody takes a name back a hundred times a day.
    texts = (record.text for record in journal.live_at(journal.last_run))
    own = f" <{HD}describes> {thing} "
    graphs = [_graph_of(text) for text in texts if thing in text and own not in text]
    for graph in graphs:
        if any(wanted in set(_names_in(seen)) for seen in journal.sightings([graph])):
            yield graph


def _graph_of(text: str) -> str:
    """The graph of a record, as it stands at the end of its first line."""
    return text.partition("\n")[0].rpartition(" <")[2].removesuffix("> .")


def _names_in(seen: Sighting) -> Iterator[str]:
    for cell in seen.cells:
        yield normal_name(cell.literal)
        yield from map(normal_name, _BETWEEN_NAMES.split(cell.literal))
