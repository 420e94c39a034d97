"""Records for the graph tests, and runs that add and remove them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from graph.encode import closure_links
from graph.term_text import subject_of, text_of
from ontology.namespaces import DEFAULT_ID_BASE, PREFIXES
from ontology.nquads import canonical_text
from ontology.terms import hd
from records.journal import Journal
from records.model import RecordGraph, RunHeader

TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


_PREFIXES = {
    **PREFIXES,
    "": "urn:x:",
    "m": f"{DEFAULT_ID_BASE}mission/hdm/",
    "c": f"{DEFAULT_ID_BASE}country/",
    "r": f"{DEFAULT_ID_BASE}record/",
}
_HEAD = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in _PREFIXES.items())


def thing(path: str) -> NamedNode:
    """An instance, such as `thing("country/TUR")`."""
    return NamedNode(DEFAULT_ID_BASE + path)


def turtle(text: str) -> tuple[Triple, ...]:
    """The triples of a Turtle text: `m:1` is a mission, `c:TUR` a country, `r:a` the record "a", `:x` foreign.

    A blank node `_:b` has the label `b`, as if it had been made canonical.
    """
    return tuple(quad.triple for quad in parse(_HEAD + text, format=RdfFormat.TURTLE))


def record(name: str, triples: Iterable[Triple], kind: str = "mission") -> RecordGraph:
    """A record graph that says some triples, and of itself that it is a record."""
    graph = thing(f"record/{name}")
    said = [*triples, Triple(graph, TYPE, hd.Record)]
    quads = [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in said]
    subjects = {text_of(subject_of(quad)) for quad in quads} | closure_links(quads)
    return RecordGraph(graph.value, kind, "white", canonical_text(quads), tuple(sorted(subjects)))


def write_run(
    journal: Journal, added: Sequence[RecordGraph] = (), removed: Sequence[RecordGraph] = ()
) -> None:
    """One run that adds or supersedes records, and withdraws others."""
    header = RunHeader("made", "made.csv", "00" * 32, "00" * 32, "2026-11-22T12:00:00Z")
    with journal.write_run(header) as run:
        for one in removed:
            run.remove(one.graph)
        for one in added:
            run.add(one, line=1, cells=(), retrieved=header.started)


def play(journal: Journal, run: Mapping[str, Iterable[Triple] | None]) -> None:
    """One run: each record by its name with what it says, or None to withdraw it."""
    added = [record(name, triples) for name, triples in run.items() if triples is not None]
    write_run(journal, added, [record(name, ()) for name, triples in run.items() if triples is None])


def play_states(journal: Journal, states: Iterable[Mapping[str, str]]) -> Iterator[None]:
    """Runs that lead from each state to the next, one at a time; a state is the Turtle of every live record."""
    live: dict[str, str] = {}
    for state in states:
        changed = {name: turtle(text) for name, text in state.items() if live.get(name) != text}
        play(journal, {**changed, **dict.fromkeys(live.keys() - state.keys())})
        live = dict(state)
        yield
