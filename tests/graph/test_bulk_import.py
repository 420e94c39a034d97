"""The real import makes the graph that loading makes: every node, edge, label, property and native type."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from neo4j.time import DateTime
from pytz import UTC

from graph.address import Server
from graph.bulk.admin_command import STATEMENTS_FILE, VERSIONS
from graph.bulk.files import Wanted, write_bulk
from graph.model import Edge, Node, Value, same_properties
from graph.projection import Projection, WholeGraph
from graph.registry import Registry
from graph.server import connect
from graph.sync import Sync, in_step, synchronise
from graph.verify import verify
from hakim.loading import ingest_shipped
from ingest.options import IngestOptions
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE
from ontology.vocabulary import vocabulary
from records.journal import Journal
from records.store import Store
from tests.graph.backend import GraphBackend, open_backend
from tests.graph.graph_text import lines_of_graph, lines_of_journal
from tests.graph.made_graph import MadeGraph
from tests.graph.records_made import play, turtle
from tests.graph.run_strategies import contents
from tests.servers.admin_import import start_imported

ODD = {
    "texts": r"""
m:T a hd:Mission ; hd:note "" , "a\u001Fb" , "line\nfeed" , "carriage\rreturn" , "both\r\n" , "tab\t" , " blanks " ,
  "nul \u0000" , "quote \" and \\ and \\u0041 and '" , "a,b;c" , "007" , "true" , "2003-12-26" , "حكيم" , "🩺 \uFFFF" .
m:U a hd:Mission ; hd:note "" ; :says "" , "\u001F" ; :one "" .
m:V a hd:Mission ; hd:note "it's '\\u0027; \u001F // \\" ; hd:name ""@en , "a\u001F\u0085\u2028"@ar .
""",
    "values": r"""
m:N a hd:Mission ; :int 9223372036854775807 , -9223372036854775808 , 0 ; :double 1e300 , 5e-324 , 1.0E-7 , 1.5e22 ;
  :bool true , false ; :mixed 1 , "one" , true ; :decimal 1.50 ;
  :day "0001-01-01"^^xsd:date , "0999-12-31"^^xsd:date , "9999-12-31"^^xsd:date ; hd:start "2003-12-26"^^xsd:date ;
  :at "2003-12-26T01:56:52.123456789Z"^^xsd:dateTime , "0001-01-01T00:00:00Z"^^xsd:dateTime ;
  :zone "2003-12-26T01:56:52+03:30"^^xsd:dateTime .
:other a :Foreign ; :int "seven" ; :day 3 ; :at "never" ; :bool 1.0e0 .
:third :int true .
""",
    "edges": r"""
m:E hd:sentBy c:TUR ; hd:receivedBy c:ITA ; hd:start "2020-03-01"^^xsd:date ; hd:status <urn:x:odd> .
m:E :knows m:E , [] , :a ; <http://a.example/2nd-colour> :a .
:r rdf:reifies << m:E hd:sentBy c:TUR >> ; hd:note "" , "\u001F" ; :since "2020-03-01"^^xsd:date ; :seen :a .
:s rdf:reifies << m:E hd:sentBy c:TUR >> ; hd:note "another" ; :since 7 .
:t rdf:reifies << m:E hd:sentBy c:EGY >> ; :says :t .
:u :says << :x :says << :y :says "deep \u001F \r" >> >> .
""",
    "more": r'm:E hd:sentBy c:TUR ; hd:note "it came" . m:N :int 7 . :r hd:note "as well" .',
    "long": f'm:L a hd:Mission ; hd:note "{"🩺 long " * 700_000}" .',
}


T = TypeVar("T")

RELEASES = [
    pytest.param("neo4j-5.26", marks=pytest.mark.neo4j),
    pytest.param("neo4j-2025", marks=[pytest.mark.neo4j, pytest.mark.full]),
    pytest.param("neo4j-2026", marks=[pytest.mark.neo4j, pytest.mark.full]),
]


def examples(strategy: SearchStrategy[T], count: int) -> list[T]:
    """So many values of a strategy, always the same: one import serves them all."""
    found: list[T] = []

    @settings(max_examples=count, database=None, derandomize=True, phases=[Phase.generate])
    @given(strategy)
    def collect(value: T) -> None:
        found.append(value)

    collect()
    return found


@pytest.fixture(scope="module")
def odd_journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """The shipped records, and beside them the oddest that RDF allows."""
    with Store(tmp_path_factory.mktemp("odd")) as store:
        ingest_shipped(store, IngestOptions(Identifiers(DEFAULT_ID_BASE), "2026-11-22T12:00:00Z"))
        made = {f"made-{number}": said for number, said in enumerate(examples(contents, 150))}
        play(store.journal, {**{name: turtle(text) for name, text in ODD.items()}, **made})
        yield store.journal


@contextmanager
def imported(release: str, graph: WholeGraph, folder: Path) -> Iterator[GraphBackend]:
    """A server on what the import makes of a graph, before anything else is done there."""
    write_bulk(graph, folder / "files", Wanted(VERSIONS[release.removeprefix("neo4j-")]))
    process = start_imported(release, folder / "home", folder / "files")
    try:
        server = process.ready()
        with connect(server) as driver:
            yield GraphBackend(release, server, driver, server, driver)
    finally:
        process.stop()


def run_statements(backend: GraphBackend, folder: Path) -> None:
    """What follows the import, as cypher-shell runs it: one statement a line."""
    for line in (folder / "files" / STATEMENTS_FILE).read_text(encoding="utf-8").splitlines():
        backend.by_hand(line.removesuffix(";"))


@dataclass(frozen=True)
class OddGraph:
    """The odd records on a server; what status said between the import and the statements."""

    backend: GraphBackend
    in_step_before: bool


@pytest.fixture(scope="module", params=RELEASES)
def odd_graph(
    request: pytest.FixtureRequest, odd_journal: Journal, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OddGraph]:
    folder = tmp_path_factory.mktemp("bulk")
    graph = Projection(odd_journal, Registry(vocabulary()), odd_journal.last_run)
    with imported(request.param, graph, folder) as backend:
        before = in_step(odd_journal, backend.writer)
        run_statements(backend, folder)
        yield OddGraph(backend, before)


def test_every_node_and_edge_is_the_one_that_loading_makes(odd_graph: OddGraph, odd_journal: Journal) -> None:
    backend = odd_graph.backend

    assert lines_of_graph(backend.reader) == lines_of_journal(odd_journal, backend.registry)


def test_store_and_graph_have_one_digest(odd_graph: OddGraph, odd_journal: Journal) -> None:
    told = verify(odd_journal, odd_graph.backend.reader, odd_graph.backend.learnt_registry)

    assert (told.missing, told.drift, told.equal) == ((), (), True)
    assert told.graph == told.records


def test_the_graph_is_in_step_once_the_statements_are_run(odd_graph: OddGraph, odd_journal: Journal) -> None:
    assert not odd_graph.in_step_before
    assert in_step(odd_journal, odd_graph.backend.writer)


def test_loading_over_it_writes_nothing(odd_graph: OddGraph, odd_journal: Journal) -> None:
    backend, last = odd_graph.backend, odd_journal.last_run
    backend.prepare()

    assert synchronise(odd_journal, backend.writer, backend.registry) == Sync(last, last, 0, 0)


VALUES = """
MATCH (x) WHERE NOT x:_Sync
UNWIND keys(x) AS key
RETURN coalesce(x.iri, x.id) AS thing, key, valueType(x[key]) AS type, toString(head([] + x[key])) AS first
ORDER BY thing, key
"""
EDGE_VALUES = """
MATCH (a)-[x]->(b)
UNWIND keys(x) AS key
RETURN a.iri AS start, type(x) AS edge, b.iri AS end, x.eid AS eid, key, valueType(x[key]) AS type,
  toString(head([] + x[key])) AS first
ORDER BY start, edge, end, eid, key
"""


@pytest.mark.neo4j
def test_node_by_node_it_is_the_graph_of_the_bolt_path(
    neo4j_server: Server, odd_journal: Journal, tmp_path: Path
) -> None:
    """As the database itself calls each value: its Cypher type, and for instants the zone; the registry too."""
    graph = Projection(odd_journal, Registry(vocabulary()), odd_journal.last_run)
    with open_backend("neo4j-5.26", neo4j_server, neo4j_server) as loaded:
        synchronise(odd_journal, loaded.writer, loaded.registry)
        expected = [loaded.by_hand(query) for query in (VALUES, EDGE_VALUES)]
        terms = loaded.writer.terms()
        constraints = loaded.by_hand(CONSTRAINTS)
    with imported("neo4j-5.26", graph, tmp_path) as backend:
        run_statements(backend, tmp_path)

        found = [backend.by_hand(query) for query in (VALUES, EDGE_VALUES)]
        assert [
            [(one, other) for one, other in zip(new, old, strict=True) if one != other]
            for new, old in zip(found, expected, strict=True)
        ] == [[], []]
        assert (backend.writer.terms(), backend.by_hand(CONSTRAINTS)) == (terms, constraints)


CONSTRAINTS = "SHOW CONSTRAINTS YIELD name, type, labelsOrTypes, properties RETURN * ORDER BY name"


# --- any values ---

texts = st.text(st.characters(codec="utf-8") | st.sampled_from("\x1f\"'\\,;\n\r\t \0u"), max_size=8)
integers = st.integers(-(2**63), 2**63 - 1)
reals = st.floats(allow_nan=False, allow_infinity=False).map(lambda number: number + 0.0)
instants = st.builds(
    lambda moment, nano: DateTime(
        *(moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second, nano), tzinfo=UTC
    ),
    st.datetimes(),
    st.integers(0, 999_999_999),
)
kinds: list[SearchStrategy[Any]] = [texts, integers, reals, st.booleans(), st.dates(), instants]
values: SearchStrategy[Value] = st.one_of(
    *kinds, *(st.lists(kind, min_size=1, max_size=3) for kind in kinds), st.just([""])
)
bags = st.dictionaries(st.sampled_from(["a", "b", "c", "d", "_q"]), values, max_size=4)


@pytest.mark.parametrize(
    "release",
    [
        pytest.param("neo4j-5.26", marks=pytest.mark.neo4j),
        pytest.param("neo4j-2025", marks=[pytest.mark.neo4j, pytest.mark.full]),
        pytest.param("neo4j-2026", marks=[pytest.mark.neo4j, pytest.mark.full]),
    ],
)
def test_any_values_come_back_as_they_were(release: str, tmp_path: Path) -> None:
    drawn = list(enumerate(examples(bags, 600)))
    nodes = {f"urn:n:{number}": bag for number, bag in drawn}
    edges = {f"urn:e:{number}": bag for number, bag in drawn}
    ends = (Node("urn:s", (), {"iri": "urn:s"}), Node("urn:o", (), {"iri": "urn:o"}))
    graph = MadeGraph(
        (*ends, *(Node(iri, ("Mission",), {"iri": iri, **bag}) for iri, bag in nodes.items())),
        tuple(Edge("urn:s", "ABOUT", "urn:o", eid, {"eid": eid, **bag}) for eid, bag in edges.items()),
    )

    with imported(release, graph, tmp_path) as backend:
        run_statements(backend, tmp_path)
        rows: list[Any] = backend.by_hand("MATCH (n:Mission) RETURN properties(n) AS held")
        rows += backend.by_hand("MATCH ()-[r:ABOUT]->() RETURN properties(r) AS held")

    found: list[dict[str, Any]] = [row["held"] for row in rows]
    held = {bag.get("iri") or bag["eid"]: bag for bag in found}
    expected = {iri: {"iri": iri, **bag} for iri, bag in nodes.items()}
    expected |= {eid: {"eid": eid, **bag} for eid, bag in edges.items()}
    assert held.keys() == expected.keys()
    assert [(held[key], bag) for key, bag in expected.items() if not same_properties(held[key], bag)] == []
