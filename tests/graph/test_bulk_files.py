"""The files for the offline import: rows, headers, arguments, statements, and the folder that holds them."""

import json
import resource
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from neo4j.time import Date, DateTime
from pytz import UTC, FixedOffset

from graph.bulk import csv_files
from graph.bulk.admin_command import VERSIONS, Version, arguments
from graph.bulk.cells import Unwritable, cell
from graph.bulk.files import Wanted, write_bulk
from graph.bulk.folder import NotOurFolder
from graph.bulk.tables import Source, TableName
from graph.entries import TermEntry
from graph.model import Edge, Node, Value
from graph.portions import Portion
from graph.ties import Tie
from ontology.errors import HakimError, OutsideFailure, UsageProblem
from tests.graph.made_graph import MadeGraph

WANTED = Wanted(VERSIONS["5.26"])

CELLS: list[tuple[Value, str, str]] = [
    ("", "string", '""'),
    ('a, "b"\n', "string", '"a, ""b""\n"'),
    ("a\x1fb", "string", '"a\x1fb"'),
    (True, "boolean", "true"),
    (-(2**63), "long", "-9223372036854775808"),
    (5e-324, "double", "5e-324"),
    (date(999, 12, 31), "date", "0999-12-31"),
    (Date(1, 1, 1), "date", "0001-01-01"),
    (DateTime(2003, 12, 26, 1, 56, 52, 10, tzinfo=UTC), "datetime", "2003-12-26T01:56:52.000000010Z[UTC]"),
    (["a", "", "b"], "string[]", '"a\x1f\x1fb"'),
    ([1, 2], "long[]", "1\x1f2"),
    ([False], "boolean[]", "false"),
]


@pytest.mark.parametrize(("value", "kind", "text"), CELLS)
def test_a_value_is_a_typed_cell(value: Value, kind: str, text: str) -> None:
    assert cell(value) == (kind, text)


@pytest.mark.parametrize("value", [[""], ["a\x1fb"], ["\x1f"], []])
def test_a_list_that_no_cell_can_say_has_none(value: Value) -> None:
    assert cell(value) == ("string[]", "")


@pytest.mark.parametrize(
    "value", [[1, True], None, b"bytes", DateTime(2003, 12, 26, tzinfo=FixedOffset(210))], ids=repr
)
def test_what_the_graph_never_has_is_refused(value: Value) -> None:
    with pytest.raises(Unwritable):
        cell(value)


def node(iri: str, *labels: str, **properties: Value) -> Node:
    return Node(iri, labels, {"iri": iri, **properties})


def edge(start: str, edge_type: str, end: str, eid: str = "", **properties: Value) -> Edge:
    return Edge(start, edge_type, end, eid, {**({"eid": eid} if eid else {}), **properties})


def written(graph: MadeGraph, folder: Path) -> dict[str, str]:
    """The files of a graph and what is in them."""
    write_bulk(graph, folder, WANTED)
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def data_in(files: dict[str, str]) -> dict[str, str]:
    """The rows and headers of nodes and relationships of the graph itself."""
    return {
        name: text
        for name, text in files.items()
        if name.endswith(".csv") and "Term" not in name and "Sync" not in name
    }


def test_a_header_grows_with_its_rows_and_a_row_ends_with_its_last_value(tmp_path: Path) -> None:
    graph = MadeGraph((node("urn:a"), node("urn:b", name="B"), node("urn:c", staff=[1], name="C")))

    assert data_in(written(graph, tmp_path / "out")) == {
        "nodes-001-Resource-header.csv": "iri:ID,name:string,staff:long[]\n",
        "nodes-001-Resource.csv": '"urn:a"\n"urn:b","B"\n"urn:c","C",1\n',
    }


def test_a_property_of_two_types_needs_two_files(tmp_path: Path) -> None:
    graph = MadeGraph((node("urn:a", at="once"), node("urn:b", at=3), node("urn:c", at="twice")))

    assert data_in(written(graph, tmp_path / "out")) == {
        "nodes-001-Resource-header.csv": "iri:ID,at:string\n",
        "nodes-001-Resource.csv": '"urn:a","once"\n"urn:c","twice"\n',
        "nodes-002-Resource-header.csv": "iri:ID,at:long\n",
        "nodes-002-Resource.csv": '"urn:b",3\n',
    }


def test_a_sheet_that_is_wide_enough_takes_only_rows_that_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_files, "MOST_COLUMNS", 2)
    graph = MadeGraph((node("urn:a", k=1, l=2), node("urn:b", m=3, n=4, o=5), node("urn:c", l=6)))

    assert data_in(written(graph, tmp_path / "out")) == {
        "nodes-001-Resource-header.csv": "iri:ID,k:long,l:long\n",
        "nodes-001-Resource.csv": '"urn:a",1,2\n"urn:c",,6\n',
        "nodes-002-Resource-header.csv": "iri:ID,m:long,n:long,o:long\n",
        "nodes-002-Resource.csv": '"urn:b",3,4,5\n',
    }


def test_labels_are_told_with_the_root_and_edges_lie_by_type(tmp_path: Path) -> None:
    graph = MadeGraph(
        (node("urn:m", "VaccineDonation", "Mission"), node("_:b0")),
        (edge("urn:m", "SENT_BY", "_:b0", graphs=["urn:g"]), edge("urn:m", "SENT_BY", "_:b0", "urn:e")),
        (Tie("urn:m", "_:b0", 2, 1, 1, "2003-12-26", ""),),
        (TermEntry("name_ar", "urn:name", "key", language="ar", multi=True),),
    )

    files = written(graph, tmp_path / "out")

    assert {name: text for name, text in files.items() if name.endswith(".csv")} == {
        "nodes-001-VaccineDonation-header.csv": "iri:ID\n",
        "nodes-001-VaccineDonation.csv": '"urn:m"\n',
        "nodes-002-Resource-header.csv": "iri:ID\n",
        "nodes-002-Resource.csv": '"_:b0"\n',
        "relationships-003-SENT_BY-header.csv": ":START_ID,:END_ID,graphs:string[],eid:string\n",
        "relationships-003-SENT_BY.csv": '"urn:m","_:b0","urn:g"\n"urn:m","_:b0",,"urn:e"\n',
        "relationships-004-AIDED-header.csv": ":START_ID,:END_ID,missions:long,delivered:long,announced:long,"
        "first:date,derived:boolean\n",
        "relationships-004-AIDED.csv": '"urn:m","_:b0",2,1,1,2003-12-26,true\n',
        "nodes-005-Term-header.csv": "id:ID,name:string,iri:string,kind:string,datatype:string,language:string,"
        "multi:boolean\n",
        "nodes-005-Term.csv": '"key name_ar","name_ar","urn:name","key","","ar",true\n',
        "nodes-006-Sync-header.csv": "id:ID,store:string,run:long,target:long,batch:long,hash:string\n",
        "nodes-006-Sync.csv": '"state","store",3,3,0,"whole"\n',
    }
    assert files["import.args"].splitlines() == [
        "--array-delimiter=U+001F",
        "--nodes=VaccineDonation:Mission:Resource=./nodes-001-VaccineDonation-header.csv,./nodes-001-VaccineDonation.csv",
        "--nodes=Resource=./nodes-002-Resource-header.csv,./nodes-002-Resource.csv",
        "--relationships=SENT_BY=./relationships-003-SENT_BY-header.csv,./relationships-003-SENT_BY.csv",
        "--relationships=AIDED=./relationships-004-AIDED-header.csv,./relationships-004-AIDED.csv",
        "--nodes=_Term=./nodes-005-Term-header.csv,./nodes-005-Term.csv",
        "--nodes=_Sync=./nodes-006-Sync-header.csv,./nodes-006-Sync.csv",
    ]


def test_types_without_number_share_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.bulk.write.MOST_TYPES", 1)
    graph = MadeGraph((), tuple(edge("urn:a", kind, "urn:a") for kind in ("ONE", "TWO", "THREE")))

    files = written(graph, tmp_path / "out")

    assert data_in(files) == {
        "relationships-001-ONE-header.csv": ":START_ID,:END_ID\n",
        "relationships-001-ONE.csv": '"urn:a","urn:a"\n',
        "relationships-002-others-header.csv": ":START_ID,:END_ID,:TYPE\n",
        "relationships-002-others.csv": '"urn:a","urn:a","TWO"\n"urn:a","urn:a","THREE"\n',
    }
    assert "--relationships=./relationships-002-others-header.csv,./relationships-002-others.csv" in (
        files["import.args"].splitlines()
    )


def test_what_no_cell_can_say_is_said_after_the_import_and_the_load_ends_with_it(tmp_path: Path) -> None:
    graph = MadeGraph(
        (node("urn:it's", note=["a\x1fb"]),), (edge("urn:it's", "ABOUT", "urn:it's", "urn:e", note=[""]),)
    )

    files = written(graph, tmp_path / "out")

    assert files["after.cypher"].splitlines()[-3:] == [
        r"MATCH (x:Resource {iri: 'urn:it\'s'}) SET x.`note` = ['a\u001fb'];",
        (
            r"MATCH (:Resource {iri: 'urn:it\'s'})-[x:`ABOUT`]->(:Resource {iri: 'urn:it\'s'})"
            " WHERE coalesce(x.eid, '') = 'urn:e' SET x.`note` = [''];"
        ),
        "MATCH (s:_Sync {id: 'state'}) SET s.run = 3;",
    ]
    assert files["nodes-003-Sync.csv"] == '"state","store",0,3,0,"whole"\n'
    assert json.loads(files["bulk.json"])["later_values"] == 2


def test_nothing_is_said_after_the_import_but_the_constraints_where_cells_say_all(tmp_path: Path) -> None:
    assert written(MadeGraph(), tmp_path / "out")["after.cypher"].splitlines() == [
        "CREATE CONSTRAINT hakim_resource_iri IF NOT EXISTS FOR (n:Resource) REQUIRE n.iri IS UNIQUE;",
        "CREATE CONSTRAINT hakim_term_id IF NOT EXISTS FOR (n:_Term) REQUIRE n.id IS UNIQUE;",
        "CREATE CONSTRAINT hakim_sync_id IF NOT EXISTS FOR (n:_Sync) REQUIRE n.id IS UNIQUE;",
        "CALL db.awaitIndexes();",
    ]


PLAIN = Source(TableName("nodes", ("A",), ("iri:ID",)), ("h.csv", "d.csv"), 1, 10, has_line_breaks=False)


def test_the_import_is_told_of_line_breaks_and_of_long_rows_only_where_there_are_any() -> None:
    files = "--nodes=A=./h.csv,./d.csv"

    assert arguments([PLAIN]) == ["--array-delimiter=U+001F", files]
    assert arguments([PLAIN, replace(PLAIN, longest=3_000_000, has_line_breaks=True)]) == [
        "--array-delimiter=U+001F",
        "--multiline-fields=./d.csv",
        "--multiline-fields-format=v2",
        "--read-buffer-size=6001024",
        files,
        files,
    ]


@pytest.mark.parametrize("text", ["two\nlines", "two\rlines"])
def test_rows_with_line_breaks_have_a_file_of_their_own(tmp_path: Path, text: str) -> None:
    write_bulk(MadeGraph((node("urn:a", note="one"), node("urn:b", note=text))), tmp_path / "out", WANTED)

    found = {path.name: path.read_bytes() for path in (tmp_path / "out").glob("nodes-*-Resource.csv")}
    assert found == {
        "nodes-001-Resource.csv": b'"urn:a","one"\n',
        "nodes-002-Resource.csv": f'"urn:b","{text}"\n'.encode(),
    }
    assert (tmp_path / "out" / "import.args").read_text().splitlines()[1:3] == [
        "--multiline-fields=./nodes-002-Resource.csv",
        "--multiline-fields-format=v2",
    ]


# --- the folder ---

SMALL = MadeGraph((node("urn:a"),))


def test_the_same_graph_gives_the_same_bytes_and_replaces_what_was_there(tmp_path: Path) -> None:
    first = written(SMALL, tmp_path / "out")
    larger = written(MadeGraph((node("urn:a"), node("urn:b", "Mission"))), tmp_path / "out")
    again = written(SMALL, tmp_path / "out")

    assert (first == again, first == larger) == (True, False)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_the_report_of_an_import_does_not_make_the_folder_strange(tmp_path: Path) -> None:
    first = written(SMALL, tmp_path / "out")
    (tmp_path / "out" / "import.report").touch()

    assert written(SMALL, tmp_path / "out") == first


def test_an_empty_folder_is_filled_and_missing_ones_are_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    assert written(SMALL, tmp_path / "empty") == written(SMALL, tmp_path / "a" / "b")


@pytest.mark.parametrize("kept", ["thesis.txt", "bulk.json"])
def test_a_folder_that_holds_anything_else_is_refused_and_kept(tmp_path: Path, kept: str) -> None:
    (tmp_path / kept).write_text('{"files": []}')

    with pytest.raises(NotOurFolder, match=f"'{kept}', which `hakim bulk` did not write"):
        write_bulk(SMALL, tmp_path, WANTED)

    assert [path.name for path in tmp_path.iterdir()] == [kept]


def test_a_file_of_somebody_among_ours_is_not_lost(tmp_path: Path) -> None:
    write_bulk(SMALL, tmp_path / "out", WANTED)
    (tmp_path / "out" / "notes.txt").touch()

    with pytest.raises(NotOurFolder, match=r"notes\.txt"):
        write_bulk(SMALL, tmp_path / "out", WANTED)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").touch()

    with pytest.raises(NotOurFolder, match="is no folder"):
        write_bulk(SMALL, tmp_path / "out", WANTED)


class Breaking(MadeGraph):
    """A graph whose reading breaks off."""

    def portions(self) -> Iterator[Portion]:
        yield from super().portions()
        raise HakimError("broken off")


def test_what_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    before = written(SMALL, tmp_path / "out")

    with pytest.raises(HakimError, match="broken off"):
        write_bulk(Breaking((node("urn:b"),)), tmp_path / "out", WANTED)

    after = {path.name: path.read_text(encoding="utf-8") for path in sorted((tmp_path / "out").iterdir())}
    assert (after, [path.name for path in tmp_path.iterdir()]) == (before, ["out"])


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(OutsideFailure, match="cannot be written"):
        write_bulk(SMALL, tmp_path / "file" / "out", WANTED)


def test_a_disk_that_is_full_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        with pytest.raises(OutsideFailure, match="out cannot be written: File too large"):
            write_bulk(SMALL, tmp_path / "out", WANTED)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("version", VERSIONS.values(), ids=VERSIONS.keys())
def test_parquet_is_refused_with_what_the_import_says_of_it(version: Version) -> None:
    with pytest.raises(UsageProblem, match=r"No Parquet for Neo4j .* Community: there neo4j-admin"):
        Wanted(version, "parquet")
