"""The graph as an rdflib Dataset: read-only, live, exact.

    from graph import open_dataset

    with open_dataset("var") as dataset:
        for mission in dataset.subjects(RDF.type, HD.VaccineDonation):
            ...

Nothing is copied: each pattern is answered by a few Cypher queries, so that what was loaded a second ago is seen, and
two looks may see two states. rdflib's own SPARQL works over it. A query that joins much, or that looks into each graph
(`GRAPH ?g`), is faster over `dataset.in_memory()`, and faster still with `hakim sparql`.
"""

import warnings
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self

from pyoxigraph import NamedNode, Quad, Triple
from rdflib import Dataset, Graph, URIRef
from rdflib.store import Store
from rdflib.term import Node

from graph import engine
from graph.address import Server
from graph.live_facts import LiveFacts, Pattern
from graph.rdflib_terms import Term, entity_meant, graph_meant, objects_meant, rdflib_graph_name, rdflib_term
from graph.reader import GraphReader
from graph.registry import Registry
from graph.server import connect
from graph.term_text import GraphName
from graph.terms import read_terms
from ontology.errors import UsageProblem
from ontology.namespaces import PREFIXES
from ontology.vocabulary import vocabulary

RdflibTriple = tuple[Node, Node, Node]
RdflibPattern = tuple[Node | None, Node | None, Node | None]
Page = dict[tuple[Term, Term, Term], list[GraphName]]
"""Statements of rdflib with the graphs in which they stand."""


class ReadOnlyDataset(UsageProblem):
    """Somebody tried to write through the dataset."""

    def __init__(self) -> None:
        super().__init__(
            "The dataset over the live graph can only be read.",
            hint="Write to a copy (Dataset() and addN), and load that with `hakim load`.",
        )


class LeftOut(UserWarning):
    """Some facts cannot be said in rdflib."""


def open_dataset(graph: Server | Path | str) -> "LiveDataset":
    """The graph of a server, or of a home folder and its embedded engine, as a dataset: close it when done.

    The engine is started where it does not run. The default graph is the union of all graphs. Facts whose object is
    a triple term, which rdflib does not know, are left out; the warning LeftOut says how many when all is read.
    Raises GraphUnreachable where no server answers, EngineFailure where the engine does not start.
    """
    with ExitStack() as stack:
        server = graph if isinstance(graph, Server) else _reader_of(Path(graph), stack)
        reader = GraphReader(stack.enter_context(connect(server)), server)
        registry = Registry(vocabulary())
        registry.learn(read_terms(reader.run))
        return LiveDataset(LiveStore(LiveFacts(reader, server, registry), stack.pop_all()))


def _reader_of(home: Path, stack: ExitStack) -> Server:
    if not home.is_dir():
        raise UsageProblem(
            f"{home} is no home folder of Hakim.", hint="It is where HAKIM_HOME points; by default ./var."
        )
    return stack.enter_context(engine.session(home)).reader


class LiveDataset(Dataset):
    """An rdflib Dataset that closes its graph at the end of a `with`."""

    def __init__(self, store: "LiveStore") -> None:
        super().__init__(store=store, default_union=True)

    def in_memory(self) -> Dataset:
        """A copy in rdflib's own store, for many looks at one state and for writing to."""
        copy = Dataset(default_union=True)
        for prefix, namespace in self.namespaces():
            copy.bind(prefix, namespace)
        copy.addN(
            (*triple, copy.get_context(graph.identifier))
            for triple, graphs in self.store.triples((None, None, None))
            for graph in graphs
            if graph is not None
        )
        return copy

    def serialize(self, *arguments: Any, **options: Any) -> Any:
        """What rdflib writes, of a copy: its serialisers look at every subject of every graph, one by one."""
        return self.in_memory().serialize(*arguments, **options)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class LiveStore(Store):
    """An rdflib store that reads a graph and refuses to write; `opened` is what closing it closes."""

    context_aware = True
    graph_aware = True

    def __init__(self, facts: LiveFacts, opened: ExitStack) -> None:
        super().__init__()
        self._facts = facts
        self._opened = opened
        self._namespaces = {prefix: URIRef(namespace) for prefix, namespace in PREFIXES.items()}
        self._warned = False

    def close(self, commit_pending_transaction: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - rdflib's signature
        """Close the connection, and stop the engine where it was started for this."""
        self._opened.close()

    # --- reading ---

    def triples(
        self, triple_pattern: RdflibPattern, context: Graph | None = None
    ) -> Iterator[tuple[RdflibTriple, Iterator[Graph]]]:
        """The statements that fit, each once, with the graphs in which it stands: with a context, that one."""
        for page in self._pages(triple_pattern, context):
            for triple, names in page.items():
                yield triple, (self._graph(name) for name in names)

    def __len__(self, context: Graph | None = None) -> int:
        """How many statements there are: all of them are read for that."""
        return sum(len(page) for page in self._pages((None, None, None), context))

    def contexts(self, triple: RdflibTriple | None = None) -> Iterator[Graph]:  # type: ignore[override] # a Generator there
        """The graphs that state a triple, or anything."""
        pattern: RdflibPattern = triple or (None, None, None)
        names: dict[GraphName, None] = {}
        for page in self._pages(pattern, None):
            for found in page.values():
                names.update(dict.fromkeys(found))
        return map(self._graph, names)

    def _pages(self, pattern: RdflibPattern, context: Graph | None) -> Iterator[Page]:
        if pattern == (None, None, None):
            self._warn()
        meanings = _patterns(pattern, context)
        pages = (_by_triple(quads) for meant in meanings for quads in self._facts.matching(meant))
        return pages if len(meanings) < 2 else _each_once(pages)

    def _warn(self) -> None:
        if not self._warned and (count := self._facts.count_left_out()):
            warnings.warn(
                f"{count:,} facts about triple terms are left out: rdflib knows RDF 1.1 only. "
                "`hakim export --reify rdf11` writes them as classic reification.",
                LeftOut,
                stacklevel=5,
            )
        self._warned = True

    def _graph(self, name: GraphName) -> Graph:
        return Graph(store=self, identifier=rdflib_graph_name(name))

    # --- namespaces: a matter of this object, nothing of the graph's ---

    def bind(self, prefix: str, namespace: URIRef, override: bool = True) -> None:  # noqa: FBT001, FBT002 - rdflib's signature
        """Take a prefix for a namespace, in this object alone."""
        if override or (prefix not in self._namespaces and namespace not in self._namespaces.values()):
            self._namespaces = {known: one for known, one in self._namespaces.items() if one != namespace} | {
                prefix: namespace
            }

    def namespace(self, prefix: str) -> URIRef | None:
        """The namespace of a prefix."""
        return self._namespaces.get(prefix)

    def prefix(self, namespace: URIRef) -> str | None:
        """The prefix of a namespace."""
        return next((prefix for prefix, one in self._namespaces.items() if one == namespace), None)

    def namespaces(self) -> Iterator[tuple[str, URIRef]]:
        """All prefixes with their namespaces."""
        yield from self._namespaces.items()

    # --- writing ---

    def add_graph(self, graph: Graph) -> None:
        """Nothing: `dataset.graph(iri)` is how rdflib people look at a graph, and it says no fact."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise ReadOnlyDataset

    add = addN = remove = remove_graph = update = create = destroy = _refuse  # noqa: N815 - rdflib's names


def _each_once(pages: Iterable[Page]) -> Iterator[Page]:
    """Pages without what an earlier one gave: rdflib sees one literal in what two of its meanings found."""
    given: set[tuple[tuple[Term, Term, Term], GraphName]] = set()
    for page in pages:
        new = {
            triple: [name for name in names if (triple, name) not in given] for triple, names in page.items()
        }
        given.update((triple, name) for triple, names in new.items() for name in names)
        yield {triple: names for triple, names in new.items() if names}


def _patterns(pattern: RdflibPattern, context: Graph | None) -> list[Pattern]:
    """What a pattern of rdflib asks for; nothing where no fact could ever fit."""
    subject, predicate, target = pattern
    wanted = None if subject is None else entity_meant(subject)
    relation = None if predicate is None else entity_meant(predicate)
    graph = None if context is None or isinstance(context, Dataset) else graph_meant(context.identifier)
    impossible = (
        (subject is not None and wanted is None)
        or (predicate is not None and not isinstance(relation, NamedNode))
        or (context is not None and not isinstance(context, Dataset) and graph is None)
    )
    if impossible:
        return []
    objects = [None] if target is None else objects_meant(target)
    return [Pattern(wanted, relation, one, graph) for one in objects]  # type: ignore[arg-type] # told above


def _by_triple(quads: Iterable[Quad]) -> Page:
    """The statements of a batch with their graphs, in rdflib's terms; those about triple terms are left out."""
    found: dict[tuple[Term, Term, Term], dict[GraphName, None]] = {}
    for subject, predicate, target, graph in quads:
        if not isinstance(target, Triple):
            triple = (rdflib_term(subject), rdflib_term(predicate), rdflib_term(target))
            found.setdefault(triple, {})[graph] = None
    return {triple: [*graphs] for triple, graphs in found.items()}
