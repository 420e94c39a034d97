"""SPARQL in a child: answers in every format, FROM as the standard has it, and nothing a hostile query can reach."""

import socket
import threading
from collections.abc import Iterator

import pytest
from pyoxigraph import RdfFormat

from graph.sparql import Answered, Limits, answer
from graph.sparql_text import form_of, graphs_named
from ontology.errors import UsageProblem

FACTS = b"""
<urn:a> <urn:p> "one"@en <urn:g:1> .
<urn:a> <urn:p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:g:2> .
<urn:b> <urn:p> "alone" .
"""


def ask(query: str, form: str = "csv", limits: Limits | None = None) -> Answered:
    return answer(query, [FACTS], RdfFormat.N_QUADS, form, limits)


def rows(query: str) -> list[str]:
    return sorted(ask(query).document.decode().splitlines()[1:])


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("csv", b"o\r\none\r\n"),
        ("tsv", b'?o\n"one"@en\n'),
        (
            "json",
            (
                b'{"head":{"vars":["o"]},"results":{"bindings":'
                b'[{"o":{"type":"literal","value":"one","xml:lang":"en"}}]}}'
            ),
        ),
        (
            "xml",
            (
                b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
                b'<variable name="o"/></head><results><result><binding name="o">'
                b'<literal xml:lang="en">one</literal></binding></result></results></sparql>'
            ),
        ),
    ],
)
def test_rows_come_in_the_formats_of_the_w3c(form: str, expected: bytes) -> None:
    assert ask("SELECT ?o { GRAPH <urn:g:1> { ?s ?p ?o } }", form) == Answered(expected, 1)


@pytest.mark.parametrize(
    "query", ["CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . ?s ?p 'alone' }", "DESCRIBE <urn:b>"]
)
def test_statements_come_in_a_syntax_of_rdf(query: str) -> None:
    assert ask(query, "ntriples").document == b'<urn:b> <urn:p> "alone" .\n'


def test_the_truth_is_told() -> None:
    assert ask("ASK { <urn:a> ?p ?o }", "json").document == b'{"head":{},"boolean":true}'


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?o { ?s ?p ?o }", ["1", "alone", "one"]),
        ("SELECT ?o FROM <urn:g:1> { ?s ?p ?o }", ["one"]),
        ("PREFIX g: <urn:g:> SELECT ?o FROM g:1 FROM g:2 { ?s ?p ?o }", ["1", "one"]),
        ("SELECT ?o FROM NAMED <urn:g:2> { GRAPH ?g { ?s ?p ?o } }", ["1"]),
    ],
)
def test_all_graphs_are_one_until_from_says_which(query: str, expected: list[str]) -> None:
    assert rows(query) == expected


@pytest.mark.parametrize("clause", ["FROM", "FROM NAMED"])
@pytest.mark.parametrize("graph", ["<http://127.0.0.1:9/x>", "x:elsewhere", "<relative>"])
def test_a_graph_that_is_not_there_is_refused(clause: str, graph: str) -> None:
    with pytest.raises(UsageProblem, match=r"no graph of the data|cannot be read|No scheme"):
        ask(f"PREFIX x: <urn:x:> SELECT * {clause} {graph} {{ ?s ?p ?o }}")


UPDATES = [
    "INSERT DATA { <urn:a> <urn:b> 1 }",
    "DELETE WHERE { ?s ?p ?o }",
    "PREFIX a: <urn:select> # SELECT\nLOAD <http://127.0.0.1:9/>",
    "CLEAR ALL",
    "drop graph <urn:g:1>",
    "WITH <urn:g:1> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "COPY DEFAULT TO <urn:x>",
]


@pytest.mark.parametrize("update", UPDATES)
def test_a_change_is_refused(update: str) -> None:
    with pytest.raises(UsageProblem, match="changes data"):
        ask(update)


@pytest.mark.parametrize(
    "query", ["", "nonsense", "SELECT * { ?s ?p", "SELECT ?s { ?s ?p ?o } GROUP BY ?o", "ASK {"]
)
def test_what_is_no_query_is_told(query: str) -> None:
    with pytest.raises(UsageProblem, match=r"no SPARQL query|cannot be read"):
        ask(query)


# --- the network ---


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """A server on loopback, its address and what anybody sent it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        ended = threading.Event()

        def listen() -> None:
            while not ended.is_set():
                try:
                    caller, _ = server.accept()
                except TimeoutError:
                    continue
                with caller:
                    caller.settimeout(1)
                    heard.append(caller.recv(1000))

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", heard
        ended.set()
        thread.join()


HOSTILE = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { service silent <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE ?x { ?s ?p ?o } BIND(<URL> AS ?x) }",
    "SELECT * { S\\u0045RVICE <URL> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ERVICE SILENT <URL> { ?s ?p ?o } }",
    "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "SELECT * {?a ?b ?c FILTER(?a<?b)SERVICE<URL>{ ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } } } }",
    "SELECT * { ?a ?b ?c FILTER EXISTS { SERVICE SILENT <URL> { ?s ?p ?o } } }",
    "SELECT * { '''a''b''' ?b ?c . SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH <URL> { ?s ?p ?o } }",
    "LOAD <URL>",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_no_request_leaves(query: str, listener: tuple[str, list[bytes]]) -> None:
    address, heard = listener

    with pytest.raises(UsageProblem):
        ask(query.replace("URL", address))

    assert heard == []


@pytest.mark.parametrize("query", HOSTILE[:2])
def test_no_request_leaves_even_where_nothing_is_refused(
    query: str, listener: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second wall: the child can open no socket."""
    address, heard = listener
    monkeypatch.setattr("graph.sparql.form_of", lambda _query: "SELECT")

    try:
        found = ask(query.replace("URL", address)).document
    except UsageProblem as error:
        found = str(error).encode()

    assert heard == []
    assert found.endswith(b"\r\n,,\r\n") or b"open files" in found or b"error" in found.lower()


def test_words_within_texts_and_addresses_are_no_words_of_the_query() -> None:
    query = """PREFIX service: <urn:service/> # SERVICE
    SELECT ?service { ?service service:insert "SERVICE", '''it's SERVICE''', <urn:SERVICE>, "a"@service }"""

    assert (form_of(query), graphs_named(query)) == ("SELECT", [])


# --- what a query may take ---


def test_a_query_that_takes_too_long_is_ended() -> None:
    product = " . ".join(f"?s{number} ?p{number} ?o{number}" for number in range(20))

    with pytest.raises(UsageProblem, match="took more than 1 s"):
        ask(f"SELECT (COUNT(*) AS ?n) {{ {product} }}", limits=Limits(seconds=1))


def test_a_query_that_takes_too_much_memory_is_ended() -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{number}, ?x{number}) AS ?x{number + 1})" for number in range(40))

    with pytest.raises(UsageProblem, match="asks for more than 512 MB"):
        ask(f"SELECT ?x40 {{ BIND('aaaaaaaa' AS ?x0) {doubled} }}", limits=Limits(memory_bytes=512 << 20))


def test_an_answer_that_is_too_large_is_ended() -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{number}, ?x{number}) AS ?x{number + 1})" for number in range(20))

    with pytest.raises(UsageProblem, match="larger than 1 MB"):
        ask(f"SELECT ?x20 {{ BIND('aaaaaaaa' AS ?x0) {doubled} }}", limits=Limits(answer_bytes=1 << 20))


def test_nesting_breaks_the_child_and_not_us() -> None:
    with pytest.raises(UsageProblem):
        ask("SELECT * { " + "{" * 40_000 + "}" * 40_000 + " }")


def test_a_document_that_cannot_be_read_is_told() -> None:
    with pytest.raises(UsageProblem, match="error"):
        answer("ASK { }", [b"<urn:a> nonsense"], RdfFormat.TURTLE, "json")
