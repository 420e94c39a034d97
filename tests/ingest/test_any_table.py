"""Any table of strings under any source spec of a family is loaded or refused with a reason, row by row.

What is loaded is reconciled with the store of record: each accepted row has a record of its own, and that
record's sighting holds the very texts of the row.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from ingest.fields import Field
from ingest.kinds import KINDS
from ingest.ledger import Ledger
from ingest.run import ingest_file
from ingest.source_spec import SourceSpec, load_spec
from ontology.errors import HakimError
from records.model import Cell
from records.store import Store
from tests.ingest.world import copied, options

GOOD_TEXTS = {
    "about": "2003 Bam earthquake",
    "affected": "IRN",
    "affiliation": "JOR",
    "confidence": "high",
    "conflict": "2003 Bam earthquake",
    "conflict_role": "supporting",
    "country": "IRN",
    "date": "2020-04",
    "disease": "Cholera",
    "end": "2021",
    "founded": "1950",
    "grouping": "yes",
    "home": "Jordan",
    "identifier": "X-1",
    "mission_type": "field-hospital",
    "name": "Hospital",
    "note": "as it was",
    "occasion": "2003 Bam earthquake",
    "occasion_kind": "earthquake",
    "other_party": "JOR",
    "party": "Türkiye",
    "place": "TUR",
    "property": "staff",
    "quantity": "12",
    "recipient": "IRN; JOR",
    "relation_state": "ties-cut",
    "sender": "JOR",
    "source_publisher": "A newspaper",
    "source_title": "A title",
    "source_url": "https://a.example/b",
    "start": "2020-01-02",
    "status": "delivered",
    "unit": "beds",
    "use": "name",
    "value": "1000",
    "value_usd": "1000.50",
    "year": "2020",
}
"""A text that each of some fields can be; any other field is empty."""

KIND_NAMES = (
    "mission",
    "crisis",
    "crisis-claim",
    "country-name",
    "organisation",
    "publisher",
    "product",
    "outbreak",
    "relation-state",
    "conflict-participation",
)
repairs = st.dictionaries(st.sampled_from(["a", "x", "May", ""]), st.sampled_from(["b", "JOR;IRN", ""]))
markings = st.sampled_from(["amber", "red"])


def reading(name: str, field: Field) -> st.SearchStrategy[dict[str, Any]]:
    """How a column may fill a field."""
    may: dict[str, st.SearchStrategy[Any]] = {
        "language": st.sampled_from(["en", "ar"]),
        "repairs": repairs,
        "marking": markings,
    }
    if field.many:
        may["split"] = st.sampled_from([";", " ", "|"])
    return st.fixed_dictionaries({"field": st.just(name)}, optional=may)


any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
AWKWARD = (
    *(
        "",
        " ",
        "\u200f",
        "\x00",
        "\ufeff",
        "=1+1",
        '"',
        "a\nb",
        "a\r\nb",
        "\r",
        ";",
        ";;",
        "9999-12-31",
        "May",
    ),
    *("\u0660\u0661", "1e9", "-1", "1,5", "JOR", "jor", "Congo", "NA", "http://", "https://a.example/"),
    *("a" * 300, "e\u0301", "\U0001f3e5", "../..", "%2e", "<urn:a>", "~dataset"),
)
awkward = st.sampled_from(AWKWARD)


@dataclass(frozen=True)
class Table:
    """A source spec as it stands in its file, and the rows of a table for it."""

    spec: Mapping[str, Any]
    rows: Sequence[Mapping[str, str]]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table with columns for some fields of a kind, and rows of good, awkward and arbitrary texts."""
    kind = draw(st.sampled_from(KIND_NAMES))
    fields = KINDS[kind].fields
    required = [name for name, field in fields.items() if field.required]
    others = sorted(fields.keys() - set(required))
    chosen = [*required, *draw(st.lists(st.sampled_from(others), unique=True, max_size=6))]
    columns = {f"c{number}": draw(reading(name, fields[name])) for number, name in enumerate(chosen)}
    spec = {
        "source": "any",
        "title": "Any table",
        "record": kind,
        "authority": "any",
        "publisher": "Nobody",
        "licence": "none",
        "marking": draw(st.sampled_from(["clear", "amber"])),
        "reliability": "F",
        "complete": draw(st.booleans()),
        "columns": columns,
    }
    good = {column: GOOD_TEXTS.get(one["field"], "") for column, one in columns.items()}
    odd = st.dictionaries(st.sampled_from(list(columns)), awkward | any_text, max_size=3)
    identifier = next((column for column, one in columns.items() if one["field"] == "identifier"), None)
    rows = []
    for number, changes in enumerate(draw(st.lists(odd | st.just({}), min_size=1, max_size=6))):
        own = {identifier: f"X-{number % 5}"} if identifier else {}
        rows.append(good | own | changes)
    return Table(spec, rows)


def write(table: Table, folder: Path) -> tuple[SourceSpec, Path, dict[int, Mapping[str, str]]]:
    """The spec, the file, and each row by the line on which it begins."""
    path = folder / "any.yaml"
    path.write_text(yaml.safe_dump(dict(table.spec), allow_unicode=True), encoding="utf-8")
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(table.spec["columns"]), lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    begins = {}
    for row in table.rows:
        begins[text.getvalue().count("\n") + 1] = row
        writer.writerow(row)
    file = folder / "any.csv"
    file.write_bytes(text.getvalue().encode())
    return load_spec(path), file, begins


def expected_cells(row: Mapping[str, str], spec: SourceSpec) -> tuple[Cell, ...]:
    return tuple(
        Cell(column.field, column.column, row[column.column]) for column in spec.columns if row[column.column]
    )


def reconcile(
    store: Store, ledger: Ledger, spec: SourceSpec, begins: Mapping[int, Mapping[str, str]]
) -> None:
    """Holds a ledger of a first run against the store, and the store's sightings against the rows."""
    graphs = [graph for graph in store.journal.live_graphs("any") if not graph.endswith("/~dataset")]
    sightings = store.journal.sightings(graphs)
    told = {seen.line: seen.cells for seen in sightings}

    assert ledger.read == len(begins)
    assert ledger.read == ledger.accepted + ledger.rejected + ledger.set_aside + ledger.ignored
    assert (ledger.unchanged, ledger.deleted) == (0, 0)
    assert len(graphs) == len(sightings) == ledger.written - 1
    assert ledger.claims == sum(text.count("\n") for text in store.journal.texts() if "/record/any/" in text)
    assert told == {line: expected_cells(begins[line], spec) for line in told}
    assert len(told) == ledger.accepted


def refused(store: Store, error: HakimError) -> str:
    """Holds that a file or spec was refused with a reason, and that nothing of it was kept."""
    assert str(error).strip()
    assert store.journal.count("any") == 0
    return f"refused: {type(error).__name__}"


def ingest_any(home: Path, folder: Path, table: Table) -> str:
    """Ingests a table into a store of its own, and gives in a word what came of it."""
    with copied(home, folder / "home") as store:
        try:
            spec, file, begins = write(table, folder)
            result = ingest_file(store, spec, file, options())
        except HakimError as error:
            return refused(store, error)
        assert all(bad.problems for bad in result.bad_rows)
        assert len(result.bad_rows) == result.ledger.rejected + result.ledger.set_aside
        reconcile(store, result.ledger, spec, begins)
        return "loaded" if result.ledger.accepted else "no row loaded"


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables())
def test_any_table_is_loaded_or_refused_with_a_reason(
    registers_home: Path, tmp_path_factory: pytest.TempPathFactory, table: Table
) -> None:
    event(ingest_any(registers_home, tmp_path_factory.mktemp("any"), table))


@pytest.mark.full
@settings(max_examples=1_500, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables())
def test_any_of_many_tables_is_loaded_or_refused_with_a_reason(
    registers_home: Path, tmp_path_factory: pytest.TempPathFactory, table: Table
) -> None:
    event(ingest_any(registers_home, tmp_path_factory.mktemp("any"), table))
