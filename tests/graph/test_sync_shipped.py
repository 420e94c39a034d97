"""The shipped records on every product: loaded whole, read back whole."""

from records.journal import Journal
from tests.graph.backend import GraphBackend
from tests.graph.graph_text import lines_of_graph, lines_of_journal


def test_the_graph_holds_exactly_what_the_records_say(
    shipped_graph: GraphBackend, shipped_journal: Journal
) -> None:
    assert lines_of_graph(shipped_graph.reader) == lines_of_journal(shipped_journal, shipped_graph.registry)
