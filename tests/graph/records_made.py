"""Records for the graph tests, and runs that add and remove them."""

from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode, Quad, Triple

from graph.encode import closure_links
from graph.term_text import subject_of, text_of
from ontology.namespaces import DEFAULT_ID_BASE
from ontology.nquads import canonical_text
from ontology.terms import hd
from records.journal import Journal
from records.model import RecordGraph, RunHeader

TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def thing(path: str) -> NamedNode:
    """An instance, such as `thing("country/TUR")`."""
    return NamedNode(DEFAULT_ID_BASE + path)


def record(name: str, triples: Iterable[Triple], kind: str = "mission") -> RecordGraph:
    """A record graph that says some triples, and of itself that it is a record."""
    graph = thing(f"record/{name}")
    said = [*triples, Triple(graph, TYPE, hd.Record)]
    quads = [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in said]
    subjects = {text_of(subject_of(quad)) for quad in quads} | closure_links(quads)
    return RecordGraph(graph.value, kind, "white", canonical_text(quads), tuple(sorted(subjects)))


def write_run(journal: Journal, added: Sequence[RecordGraph] = (), removed: Sequence[RecordGraph] = ()) -> None:
    """One run that adds or supersedes records, and withdraws others."""
    header = RunHeader("made", "made.csv", "00" * 32, "00" * 32, "2026-11-22T12:00:00Z")
    with journal.write_run(header) as run:
        for one in removed:
            run.remove(one.graph)
        for one in added:
            run.add(one, line=1, cells=(), retrieved=header.started)
