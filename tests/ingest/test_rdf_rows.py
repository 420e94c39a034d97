"""RDF of any syntax to rows: one row a subject, in every syntax the same."""

import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from ingest.readers.formats import open_direct
from ingest.readers.rdf_rows import TYPE_COLUMN
from ingest.readers.table import Table, TableForm
from ingest.rows import BadRow, FileRejected, Problem, Row
from ontology.errors import OutsideFailure

E = "http://e.example/"


def written(folder: Path, content: bytes | str | None, name: str = "rows.ttl", records: str = "") -> Table:
    path = folder / "rows"
    path.write_bytes(content.encode() if isinstance(content, str) else content or b"")
    return open_direct(path, name, TableForm(kind="rdf", records=records))


def filled(table: Table) -> list[tuple[int, dict[str, str] | str]]:
    """The line of each row with its cells that are not empty, or with the rule that it breaks."""
    return [
        (
            row.line,
            {name.removeprefix(E): cell.removeprefix(E) for name, cell in row.cells.items() if cell}
            if isinstance(row, Row)
            else row.problems[0].rule,
        )
        for row in table.rows()
    ]


TURTLE = f"""@prefix e: <{E}> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

e:m1 a e:Mission ;
  e:name "Field hospital"@en, "مستشفى"@AR ;
  e:staff 042 ;
  e:to e:SYR ,
    e:TUR .
e:m2
  a e:Mission, e:Other ; e:cost "9007199254740993.10"^^xsd:decimal .
e:c a e:Country ; e:name "x" .
e:m1 e:late "2023-02-06"^^xsd:date .
e:untyped e:name "y" .
"""


def test_a_subject_is_a_row_with_the_line_of_its_first_statement(tmp_path: Path) -> None:
    table = written(tmp_path, TURTLE, records=f"{E}Mission")

    assert table.header() == (
        "@id",
        TYPE_COLUMN,
        f"{E}name@en",
        f"{E}name@ar",
        f"{E}staff",
        f"{E}to",
        f"{E}cost",
        f"{E}late",
    )
    assert list(table.rows()) == [
        Row(
            4,
            {
                "@id": f"{E}m1",
                TYPE_COLUMN: f"{E}Mission",
                f"{E}name@en": "Field hospital",
                f"{E}name@ar": "مستشفى",
                f"{E}staff": "042",
                f"{E}to": f"{E}SYR;{E}TUR",
                f"{E}cost": "",
                f"{E}late": "2023-02-06",
            },
        ),
        Row(
            10,
            {
                "@id": f"{E}m2",
                TYPE_COLUMN: f"{E}Mission;{E}Other",
                f"{E}name@en": "",
                f"{E}name@ar": "",
                f"{E}staff": "",
                f"{E}to": "",
                f"{E}cost": "9007199254740993.10",
                f"{E}late": "",
            },
        ),
    ]


def test_without_a_class_all_subjects_with_a_type_are_rows(tmp_path: Path) -> None:
    table = written(tmp_path, TURTLE)

    assert [row.cells["@id"] for row in table.rows() if isinstance(row, Row)] == [f"{E}m1", f"{E}m2", f"{E}c"]
    assert table.notices() == ("Subjects without a type are no rows; there are 1.",)


def test_a_class_that_no_subject_has_gives_no_rows(tmp_path: Path) -> None:
    table = written(tmp_path, TURTLE, records=f"{E}Absent")

    assert (table.header(), list(table.rows())) == (("@id",), [])


@pytest.mark.parametrize(
    ("ending", "syntax", "lines"),
    [
        ("nt", RdfFormat.N_TRIPLES, [1, 8, 11]),
        ("nq", RdfFormat.N_QUADS, [1, 8, 11]),
        ("rdf", RdfFormat.RDF_XML, None),
        ("trig", RdfFormat.TRIG, None),
        ("n3", RdfFormat.N3, None),
        ("jsonld", RdfFormat.JSON_LD, [1, 1, 1]),
    ],
)
def test_every_syntax_gives_the_same_rows(
    tmp_path: Path, ending: str, syntax: RdfFormat, lines: list[int] | None
) -> None:
    quads = list(parse(TURTLE, format=RdfFormat.TURTLE))
    ordered = sorted(
        quads, key=lambda quad: [f"{E}m1", f"{E}m2", f"{E}c", f"{E}untyped"].index(quad.subject.value)
    )
    content = serialize(
        [quad.triple for quad in ordered] if syntax != RdfFormat.N_QUADS else ordered, format=syntax
    )

    found = filled(written(tmp_path, content, f"rows.{ending}"))

    assert [{**cells, TYPE_COLUMN: ""} for _, cells in found if isinstance(cells, dict)] == [
        {**cells, TYPE_COLUMN: ""}
        for _, cells in filled(written(tmp_path, TURTLE))
        if isinstance(cells, dict)
    ]
    assert lines is None or [line for line, _ in found] == lines


def test_statements_of_all_graphs_are_read_and_each_value_once(tmp_path: Path) -> None:
    of_type = f"<{E}a> <{TYPE_COLUMN}> <{E}T>"
    content = (
        f'{of_type} <urn:g:1> .\n{of_type} <urn:g:2> .\n<{E}a> <{E}p> "1" .\n<{E}a> <{E}p> "1" <urn:g:2> .\n'
    )

    assert filled(written(tmp_path, content, "rows.nq")) == [(1, {"@id": "a", TYPE_COLUMN: "T", "p": "1"})]


def test_blank_nodes_have_the_same_numbers_each_time(tmp_path: Path) -> None:
    table = written(tmp_path, f'@prefix e: <{E}> .\n_:x a e:T ; e:p [ a e:T ; e:q "_:x" ] .\n')
    expected = [
        (2, {"@id": "_:b1", TYPE_COLUMN: "T", "p": "_:b2"}),
        (2, {"@id": "_:b2", TYPE_COLUMN: "T", "q": "_:x"}),
    ]

    assert filled(table) == expected
    assert filled(table) == expected


@pytest.mark.parametrize(
    ("values", "cell"),
    [
        ('"a; b"', "a; b"),
        ('"007"', "007"),
        ('"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>', "1.50"),
        ('"a\\nb\\u2028\\u0000"', "a\nb\u2028\0"),
        ('"", "b"', ";b"),
        ("<http://e.example/x;y>", "x;y"),
        ('"1", 1', "1"),
    ],
)
def test_a_value_is_its_exact_text(tmp_path: Path, values: str, cell: str) -> None:
    [(_, cells)] = filled(written(tmp_path, f"<{E}a> a <{E}T> ; <{E}p> {values} ."))

    assert cells == {"@id": "a", TYPE_COLUMN: "T", "p": cell}


SEPARATOR = "One of several values holds ';', which stands between values in a cell."


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ('"a;b", "c"', Problem(f"{E}p", "a;b", "separator", SEPARATOR)),
        (f"<{E}x;y>, <{E}z>", Problem(f"{E}p", f"{E}x;y", "separator", SEPARATOR)),
        (
            f"<<( <{E}a> <{E}b> <{E}c> )>>",
            Problem(f"{E}p", "", "rdf-value", "A statement about a statement cannot be a cell."),
        ),
        (
            f'"{"x" * 131_073}"',
            Problem(f"{E}p", "", "cell-length", "The cell has more than 131,072 characters."),
        ),
        (
            ", ".join(f'"{number}"' for number in range(100_001)),
            Problem("", "", "cell-length", "The subject has more than 100,000 values."),
        ),
    ],
    ids=["text", "IRI", "statement", "long", "many"],
)
def test_a_subject_that_cannot_be_told_costs_only_itself(
    tmp_path: Path, values: str, problem: Problem
) -> None:
    bad, good = written(tmp_path, f"<{E}a> a <{E}T> ; <{E}p> {values} .\n<{E}b> a <{E}T> .\n").rows()

    assert (bad.line, bad.problems if isinstance(bad, BadRow) else ()) == (1, (problem,))
    assert (good.line, isinstance(good, Row)) == (2, True)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
RDF_XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.example/">'


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ttl", f"<{E}a> a <{E}T> .\n<{E}b> a", "a.ttl, line 2: this is not Turtle: Unexpected end."),
        ("a.nq", f"<{E}a> <{E}p> <{E}T> .\n<{E}b> <{E}p", "a.nq, line 2: this is not N-Quads: "),
        ("a.ttl", "<a> <b> <c> .", "a.ttl, line 1: this is not Turtle: No scheme found in an absolute IRI."),
        ("a.nt", f'<{E}a b> <{E}p> "x" .', "a.nt, line 1: this is not N-Triples: "),
        ("a.ttl", f"<{E}a\\u000Ab> a <{E}T> .", "a.ttl, line 1: this is not Turtle: "),
        ("a.nt", b'<http://a> <http://b> "\xff" .', "a.nt, line 1: this is not N-Triples: "),
        ("a.nt", f'<{E}a> <{E}p> "\\ud800" .', "a.nt, line 1: this is not N-Triples: "),
        ("a.nt", f'<{E}a> <{E}p> "a\rb" .', "a.nt, line 1: this is not N-Triples: "),
        ("a.foo", "", "a.foo: the ending names no RDF syntax."),
        ("a", "", "a: the ending names no RDF syntax."),
        (
            "a.jsonld",
            '{"@id": "http://a", "@id": "http://b"}',
            "a.jsonld: the key '@id' stands twice in one object",
        ),
        ("a.jsonld", '{"http://a":' * 4_000, "a.jsonld: the JSON is nested deeper than 64 levels."),
        ("a.jsonld", '{"@id": "http://a"} x', "a.jsonld: Extra data"),
        (
            "a.jsonld",
            '{"@context": "file:///etc/hostname"}',
            "a.jsonld: this is not JSON-LD: No LoadDocumentCallback",
        ),
        (
            "a.rdf",
            f'<!DOCTYPE a [<!ENTITY l0 "lol">{LAUGHS}]><a>&l9;</a>',
            "a.rdf, line 1, column 13: it has a DOCTYPE",
        ),
        (
            "a.rdf",
            '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
            "a.rdf, line 1, column 13: it has a DOCTYPE",
        ),
        (
            "a.xml",
            '<?xml version="1.0" encoding="utf-7"?><a/>',
            "a.xml, line 1, column 1: the encoding is said to be",
        ),
        (
            "a.owl.rdf",
            f'{RDF_XML}<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/></rdf:RDF>',
            "a.owl.rdf, line 1, column 94: it asks to include other files (XInclude).",
        ),
        ("a.rdf", f"{RDF_XML}<e:a>", "a.rdf, line 1, column 99: it ends in the middle."),
        ("a.rdf", b"<a>\xff</a>", "a.rdf, line 1, column 4: this is not XML in UTF-8"),
        (
            "a.ttl",
            f"<{E}a> a <{E}T>{''.join(f' ; <{E}p{number}> 1' for number in range(1_001))} .",
            "a.ttl: the rows have more than 1,000 columns.",
        ),
        (
            "a.nt",
            "".join(f'<{E}a> <{E}p{number}> "1" .\n' for number in range(100_001)),
            "a.nt: there are more predicates than rows can have.",
        ),
    ],
)
def test_dangerous_or_broken_documents_are_refused(
    tmp_path: Path, name: str, content: bytes | str, message: str
) -> None:
    with pytest.raises(FileRejected) as caught:
        list(written(tmp_path, content, name).rows())

    assert caught.value.message.startswith(message)


def test_json_ld_that_is_too_large_to_be_read_whole_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows"
    with path.open("wb") as file:
        file.truncate(64_000_001)

    with pytest.raises(
        FileRejected, match=r"^a\.jsonld: JSON-LD of more than 64,000,000 bytes cannot be read\."
    ):
        open_direct(path, "a.jsonld", TableForm(kind="rdf")).header()


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A web server on this machine, and the addresses that were asked of it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port, asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonld", '{"@context": "ADDRESS", "@id": "http://a"}'),
        ("a.jsonld", '{"@context": {"@import": "ADDRESS"}, "@id": "http://a"}'),
        (
            "a.jsonld",
            '{"@context": {"p": {"@id": "http://p", "@context": "ADDRESS"}}, "p": {"@id": "http://a"}}',
        ),
        ("a.rdf", '<!DOCTYPE a SYSTEM "ADDRESS"><a/>'),
        ("a.ttl", "<urn:a> a <urn:T> ; <http://www.w3.org/2002/07/owl#imports> <ADDRESS> ."),
    ],
)
def test_nothing_is_ever_fetched(
    tmp_path: Path, listener: tuple[int, list[str]], name: str, content: str
) -> None:
    port, asked = listener
    table = written(tmp_path, content.replace("ADDRESS", f"http://127.0.0.1:{port}/x"), name)

    with suppress(FileRejected):
        list(table.rows())

    assert asked == []


def test_a_file_that_cannot_be_opened_is_an_outside_failure(tmp_path: Path) -> None:
    with pytest.raises(OutsideFailure, match=r"^rows\.ttl cannot be read: "):
        open_direct(tmp_path / "absent", "rows.ttl", TableForm(kind="rdf")).header()


MEASURED = """
import resource, sys
from pathlib import Path
from ingest.readers.formats import open_direct
from ingest.readers.table import TableForm
rows = sum(1 for _ in open_direct(Path(sys.argv[1]), "rows.nt", TableForm(kind="rdf")).rows())
print(rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10)
"""


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        path = tmp_path / "rows"
        text = "x" * 1_000
        with path.open("w") as file:
            file.writelines(
                f'<{E}{number}> <{TYPE_COLUMN}> <{E}T> .\n<{E}{number}> <{E}p> "{text}" .\n'
                for number in range(rows)
            )
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True
        )
        read, megabytes = map(int, done.stdout.split())
        assert read == rows
        return megabytes

    # The larger file has 55 MB.
    assert peak(50_000) < peak(100) + 15


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=";"), max_size=8)
tables = st.lists(
    st.dictionaries(st.sampled_from(["p", "q", "r"]), st.sets(texts, min_size=1, max_size=3)), max_size=4
)


@settings(deadline=None)
@given(tables, st.sampled_from([RdfFormat.N_TRIPLES, RdfFormat.TURTLE, RdfFormat.N_QUADS]))
def test_what_was_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, set[str]]], syntax: RdfFormat
) -> None:
    triples = []
    for number, row in enumerate(rows):
        subject = NamedNode(f"{E}{number}")
        triples.append(Triple(subject, NamedNode(TYPE_COLUMN), NamedNode(f"{E}T")))
        triples += [
            Triple(subject, NamedNode(E + name), Literal(text))
            for name, some in row.items()
            for text in sorted(some)
        ]
    content = serialize(
        [Quad(*triple) for triple in triples] if syntax == RdfFormat.N_QUADS else triples, format=syntax
    )

    table = written(tmp_path_factory.getbasetemp(), content, f"rows.{syntax.file_extension}")

    assert [
        {name.removeprefix(E): set(cell.split(";")) for name, cell in row.cells.items() if name.startswith(E)}
        for row in table.rows()
        if isinstance(row, Row)
    ] == [
        {
            name.removeprefix(E): row.get(name.removeprefix(E), {""})
            for name in table.header()
            if name.startswith(E)
        }
        for row in rows
    ]


@settings(deadline=None)
@given(st.text(st.sampled_from('<>"@^_:.;,[]() \n\\#ahtp/é') | st.characters(exclude_categories=["Cs"])))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    for name in ("a.ttl", "a.nq", "a.jsonld", "a.rdf"):
        try:
            rows = list(written(tmp_path_factory.getbasetemp(), text, name).rows())
        except FileRejected:
            continue
        assert len(rows) <= len(text)
