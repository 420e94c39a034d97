"""`hakim where` leads from a thing or a fact back to the cells that say it, without an engine."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import RdfFormat

from hakim.__main__ import hakim
from hakim.finding import find_thing
from hakim.loading import SHIPPED, ingest_shipped, source_file
from hakim.origins import RecordSource, origins
from hakim.settings import SOURCES
from hakim.tracing import anything, trace
from ingest.documents import Document, parse_document
from ingest.fields import Context
from ingest.load import load_documents
from ingest.mapping import MappedRow, RepeatedKeys, map_row
from ingest.options import IngestOptions
from ingest.readers.formats import open_table
from ingest.rows import BadRow, Row
from ingest.run import ingest_file
from ingest.source_rows import SourceRows
from ingest.source_spec import find_spec
from ingest.spec_lines import lines_of_spec
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE, HD, SCHEME
from ontology.nquads import read_canonical
from ontology.terms import hd
from records.model import Sighting
from records.store import Store
from tests.ingest.world import MISSION, write_table

OPTIONS = IngestOptions(Identifiers(DEFAULT_ID_BASE), "2026-01-01T00:00:00Z")
ROWS_A_SOURCE = 3
HDM_0001 = f"{DEFAULT_ID_BASE}mission/hdm/HDM-0001"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose store of record holds what ships, and a loaded document."""
    folder = tmp_path_factory.mktemp("home")
    document = Document("ally.ttl", b"<urn:ally:a> <urn:ally:says> 'b' .", RdfFormat.TURTLE)
    with Store(folder) as store:
        ingest_shipped(store, OPTIONS)
        load_documents(store, [(document, parse_document(document))], OPTIONS)
    return folder


def where(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(hakim, ["where", *arguments], env={"HAKIM_HOME": str(home)})


def where_json(home: Path, *arguments: str) -> Any:
    done = where(home, *arguments, "--json")
    assert done.exit_code == 0, done.exception
    return json.loads(done.stdout)


def cells(home: Path, *arguments: str) -> list[tuple[int, list[tuple[str, str]]]]:
    """The line of each record and the columns and texts of each of its facts."""
    return [
        (record["line"], [(cell["column"], cell["literal"]) for cell in fact["cells"]])
        for record in where_json(home, *arguments)["records"]
        for fact in record["facts"]
    ]


# --- What a thing is called ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        (HDM_0001, "mission/hdm/HDM-0001"),
        (f"<{HDM_0001}>", "mission/hdm/HDM-0001"),
        ("mission/hdm/HDM-0001", "mission/hdm/HDM-0001"),
        ("HDM-0001", "mission/hdm/HDM-0001"),
        ("CRI-018", "crisis/hdm/CRI-018"),
        ("TUR", "country/TUR"),
        ("Türkiye", "country/TUR"),
        ("turkiye", "country/TUR"),
        ("تركيا", "country/TUR"),
        ("2003 Bam earthquake", "crisis/hdm/CRI-002"),
        ("Egyptian field hospital at Bagram", "mission/hdm/HDM-0001"),
        ("dataset/missions", "dataset/missions"),
        ("record/missions/HDM-0001", "record/missions/HDM-0001"),
    ],
)
def test_a_thing_is_found_by_what_people_call_it(home: Path, text: str, thing: str) -> None:
    assert where_json(home, text)["thing"] == DEFAULT_ID_BASE + thing


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("HDM-00011",),
            "Nothing in the store of record is called 'HDM-00011'. Did you mean 'HDM-0001'?",
        ),
        (
            ("Jordann",),
            "Nothing in the store of record is called 'Jordann'. Did you mean 'Jordan' (country/JOR)",
        ),
        (
            ("zzz",),
            "Nothing in the store of record is called 'zzz'. Give its IRI, its identifier or its name.",
        ),
        (
            ("HDM-0001", "startEdft"),
            (
                "No record states 'startEdft' of mission/hdm/HDM-0001."
                " Did you mean startEdtf or start or startLatest?"
            ),
        ),
        (
            ("HDM-0001", "status=planned"),
            "No record states 'status=planned' of mission/hdm/HDM-0001. There are: ",
        ),
        (("<urn:a> <urn:b> <urn:c> .",), "No record states <urn:a> <urn:b> <urn:c>."),
        (("<urn:a> <urn:b> .",), "'<urn:a> <urn:b> .' is no statement: "),
    ],
)
def test_what_is_not_there_is_a_message_with_near_names(
    home: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = where(home, *arguments)

    assert (getattr(done.exception, "exit_code", None), done.stdout) == (2, "")
    assert str(done.exception).startswith(message)


def test_a_name_of_several_things_is_told_with_some_of_them(home: Path) -> None:
    done = where(home, "Ministry of Health")

    assert getattr(done.exception, "exit_code", None) == 2
    assert re.fullmatch(
        r"'Ministry of Health' can mean 14 things: (organisation/[0-9a-f]{20}, ){5}…\. Give one of them\.",
        str(done.exception),
    )


# --- The cells behind a fact -----------------------------------------------------------------------------------------


def test_a_fact_is_shown_with_its_cell_and_its_history(home: Path) -> None:
    spec = find_spec("missions", SOURCES)
    with Store(home) as store:
        run = next(run for run in store.journal.runs() if run.header.source == "missions")

    assert where_json(home, "HDM-0001", "startEdtf") == {
        "thing": HDM_0001,
        "records": [
            {
                "record": f"{DEFAULT_ID_BASE}record/missions/HDM-0001",
                "source": "missions",
                "run": run.id,
                "file": "missions.csv",
                "file_sha256": run.header.file_sha256,
                "sheet": "",
                "line": 2,
                "retrieved": OPTIONS.started,
                "spec_sha256": spec.sha256,
                "facts": [
                    {
                        "subject": HDM_0001,
                        "property": f"{HD}startEdtf",
                        "value": "2003",
                        "language": None,
                        "cells": [{"column": "start_date", "literal": "2003", "field": "start"}],
                        "spec_line": None,
                        "setting": None,
                    }
                ],
            }
        ],
        "more": False,
    }


@pytest.mark.parametrize(
    ("fact", "found"),
    [
        ("start", [("start_date", "2003")]),
        ("name", [("title", "Egyptian field hospital at Bagram")]),
        ("name_en", [("title", "Egyptian field hospital at Bagram")]),
        ("status=completed", [("status", "completed")]),
        ("status=" + SCHEME + "status/completed", [("status", "completed")]),
        ("sentBy=EGY", [("sender_iso3", "EGY")]),
        ("hd:sentBy", [("sender_iso3", "EGY")]),
        (HD + "missionType", [("type", "field hospital")]),
        ("asWritten", [("quantity", "7200"), ("unit", "patients per month")]),
        ("amount", [("quantity", "7200")]),
        ("credibility", [("confidence", "high")]),
    ],
)
def test_a_fact_is_led_back_to_the_columns_that_made_it(
    home: Path, fact: str, found: list[tuple[str, str]]
) -> None:
    assert cells(home, "HDM-0001", fact) == [(2, found)]


@pytest.mark.parametrize("end", ["", " .", f" <{DEFAULT_ID_BASE}record/missions/HDM-0001> ."])
def test_a_whole_statement_is_led_back_to_its_cells(home: Path, end: str) -> None:
    statement = f"<{HDM_0001}> <{HD}sentBy> <{DEFAULT_ID_BASE}country/EGY>{end}"

    assert cells(home, statement) == [(2, [("sender_iso3", "EGY")])]


def test_a_thing_that_many_rows_tell_of_is_shown_with_the_first_of_them(home: Path) -> None:
    found = where_json(home, "Türkiye", "--limit", "2")

    assert (len(found["records"]), found["more"]) == (2, True)


def test_a_fact_without_a_cell_is_from_a_line_of_the_source_spec(home: Path) -> None:
    [record] = where_json(home, "HDM-0001", "marking")["records"]
    lines = (SOURCES / "missions.yaml").read_text(encoding="utf-8").splitlines()
    [fact] = record["facts"]

    assert (fact["cells"], fact["setting"]) == ([], "marking")
    assert lines[fact["spec_line"] - 1] == "marking: green"


def test_people_are_told_of_the_line_of_the_source_spec(home: Path) -> None:
    shown = " ".join(where(home, "HDM-0001", "marking").stdout.split())

    assert shown.startswith("missions.csv, line 2 (sha256 ")
    assert "from the source spec, line 9" in shown


def test_a_fact_of_a_loaded_document_is_from_the_whole_file(home: Path) -> None:
    [record] = where_json(home, "urn:ally:a")["records"]

    assert [(fact["cells"], fact["spec_line"], fact["setting"]) for fact in record["facts"]] == [
        ([], None, None)
    ]
    assert "from the file as a whole" in " ".join(where(home, "urn:ally:a").stdout.split())


def test_an_unchanged_row_keeps_the_cell_of_its_first_file(tmp_path: Path) -> None:
    spec = find_spec("missions", SOURCES)
    row = MISSION | {"id": "W-1"}
    with Store(tmp_path / "home") as store:
        with source_file(find_spec("countries", SOURCES)) as file:
            ingest_file(store, find_spec("countries", SOURCES), file, OPTIONS)
        for number in (1, 2):
            file = write_table(tmp_path / f"{number}.csv", [row, MISSION | {"id": f"W-{number + 1}"}])
            ingest_file(store, spec, file, IngestOptions(OPTIONS.ids, OPTIONS.started, partial=True))

    found = where_json(tmp_path / "home", "W-1", "identifier")["records"]
    assert [(record["file"], record["line"]) for record in found] == [("1.csv", 2)]


# --- Right for every kind of record ----------------------------------------------------------------------------------


Fact = tuple[object, ...]


def facts_of(mapped: MappedRow | BadRow) -> set[Fact]:
    """The facts of a row, in whatever graph they stand; a bad row has none."""
    if isinstance(mapped, BadRow):
        return set()
    quads = (quad for graph in mapped.graphs for quad in read_canonical(graph.text))
    return {(quad.subject, quad.predicate, quad.object) for quad in quads}


def described(facts: set[Fact]) -> set[object]:
    """The things that a row describes."""
    return {value for _, predicate, value in facts if predicate == hd.describes}


@dataclass(frozen=True)
class Emptied:
    """What becomes of a row's facts when one cell of it is emptied: asked of the mapping itself.

    `needed` holds the columns without which a fact is not made. Without one of `undecided`, the row is refused
    or describes another thing.
    """

    needed: dict[Fact, set[str]]
    undecided: set[str]


def emptied(cells: dict[str, str], context: Context) -> Emptied:
    """Maps a row without each of its cells."""
    whole = facts_of(map_row(Row(2, cells), context, RepeatedKeys()))
    found = Emptied({}, set())
    for column in filter(cells.get, cells):
        less = facts_of(map_row(Row(2, cells | {column: ""}), context, RepeatedKeys()))
        if described(less) == described(whole):
            for fact in whole - less:
                found.needed.setdefault(fact, set()).add(column)
        else:
            found.undecided.add(column)
    return found


def wrong_origins(sighting: Sighting, context: Context) -> list[tuple[str, set[str], set[str]]]:
    """The facts of a row whose columns are shown wrongly: those that they need, and those that are shown."""
    spec = context.spec
    cells = dict.fromkeys((column.column for column in spec.columns), "")
    cells |= {cell.column: cell.literal for cell in sighting.cells}
    asked, mapped = emptied(cells, context), map_row(Row(2, cells), context, RepeatedKeys())
    assert isinstance(mapped, MappedRow), mapped
    source = RecordSource(sighting.cells, spec, lines_of_spec(spec.path.read_text(encoding="utf-8")))
    wrong = []
    for graph in mapped.graphs:
        for quad, origin in origins(list(read_canonical(graph.text)), source).items():
            needed = asked.needed.get((quad.subject, quad.predicate, quad.object), set())
            shown = {cell.column for cell in origin.cells}
            if (needed and not (needed | asked.undecided) & shown) or not (shown or origin.setting):
                wrong.append((str(quad), needed, shown))
    return wrong


@pytest.mark.parametrize("source", SHIPPED)
def test_the_columns_shown_are_those_without_which_a_fact_is_not_made(source: str, home: Path) -> None:
    with Store(home) as store:
        spec = find_spec(source, SOURCES)
        table = open_table(spec.shipped_file, source, spec.form)
        context = SourceRows.of(store, spec, OPTIONS, table, ()).context
        graphs = [graph for graph in store.journal.live_graphs(source) if not graph.endswith("~dataset")]
        sightings = store.journal.sightings(graphs[:: max(1, len(graphs) // ROWS_A_SOURCE)])

        assert [wrong for seen in sightings for wrong in wrong_origins(seen, context)] == []


# --- Instantly, at any size ------------------------------------------------------------------------------------------


def test_looking_up_reads_no_table_from_end_to_end(home: Path) -> None:
    plans: list[str] = []
    with Store(home) as store:
        rows = store.journal._rows

        def explained(
            query: str, values: Sequence[object] | Mapping[str, object] = ()
        ) -> Iterator[tuple[Any, ...]]:
            plans.extend(row[3] for row in rows(f"EXPLAIN QUERY PLAN {query}", values))
            return rows(query, values)

        store.journal._rows = explained  # type: ignore[method-assign]
        iri = find_thing(store.journal, OPTIONS.ids, "HDM-0001")
        trace(store, iri, anything)

    assert {plan for plan in plans if plan.startswith("SCAN")} <= {"SCAN run"}


def test_help_has_an_example(home: Path) -> None:
    assert "Example: hakim where HDM-0001 startEdtf" in where(home, "--help").stdout
