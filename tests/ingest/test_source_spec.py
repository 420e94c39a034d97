"""Source specs: what is wrong with one is said with its file and its place."""

from pathlib import Path

import pytest

from ingest.numbers import UNDECLARED, NumberForm
from ingest.readers.csv_rows import CsvForm
from ingest.readers.table import TableForm
from ingest.source_spec import ColumnSpec, IgnoreRule, SourceSpec, SpecProblem, find_spec, load_spec
from ontology.errors import UsageProblem
from tests.ingest.world import EVIDENCE, OUTSIDE, REAL, REGISTERS, SOURCES, TEMPLATES

HEAD = """\
source: visits
title: Visits
record: event
authority: mine
publisher: Me
licence: CC0-1.0
marking: green
reliability: B
"""
LEAST = HEAD + "columns: {id: identifier}\n"


def write(folder: Path, text: str | bytes) -> Path:
    """A spec file with that text."""
    path = folder / "visits.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_least_spec_has_careful_defaults(tmp_path: Path) -> None:
    path = write(tmp_path, LEAST)
    spec = load_spec(path)

    assert spec == SourceSpec(
        source="visits",
        title="Visits",
        record="event",
        authority="mine",
        publisher="Me",
        licence="CC0-1.0",
        marking="green",
        reliability="B",
        columns=(ColumnSpec("id", "identifier"),),
        ignored_columns=frozenset(),
        sha256=spec.sha256,
        path=path,
        form=TableForm(),
        numbers=UNDECLARED,
        credibility="6",
        complete=False,
        constants={},
    )


def test_a_full_spec_says_all_of_it(tmp_path: Path) -> None:
    spec = load_spec(
        write(
            tmp_path,
            HEAD
            + """\
format: {encoding: cp1252, delimiter: ";", decimal: ",", thousands: "."}
credibility: "3"
complete: true
file: visits.csv
columns:
  id: identifier
  NO: {field: participant, split: "|", repairs: {N: "NO"}}
  kind: [{field: event_type, values: {yes: visit, no: agreement}}, ignore]
  remark: ignore
constants: {confidence: high}
ignore_rows: [{column: id, equals: Total}]
assertions: {rows: {min: 1, max: 10}}
""",
        )
    )

    assert spec.columns == (
        ColumnSpec("id", "identifier"),
        ColumnSpec("NO", "participant", split="|", repairs={"N": "NO"}),
        ColumnSpec("kind", "event_type", values={"yes": "visit", "no": "agreement"}),
    )
    assert spec.ignored_columns == {"kind", "remark"}
    assert (spec.form.csv, spec.numbers) == (CsvForm("cp1252", ";"), NumberForm(",", "."))
    assert (spec.credibility, spec.complete, spec.constants) == ("3", True, {"confidence": "high"})
    assert (spec.ignore_rows, spec.rows_min, spec.rows_max) == ((IgnoreRule("id", "Total"),), 1, 10)
    assert spec.shipped_file == (tmp_path.parent / "visits.csv").resolve()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ", at the top: None is not of type 'object'."),
        ("just text", ", at the top: 'just text' is not of type 'object'."),
        (LEAST.replace("marking: green\n", ""), ", at the top: 'marking' is a required property."),
        (LEAST.replace("green", "public"), ", at marking: 'public' is not one of ['clear', 'green',"),
        (LEAST + "credibility: 2\n", ", at credibility: 2 is not one of ['1', '2',"),
        (LEAST + "complete: yes\n", ", at complete: 'yes' is not of type 'boolean'."),
        (LEAST.replace("event", "party"), ", at record: 'party' is not one of ['claim',"),
        (LEAST.replace("visits", "Visits!"), ", at source: 'Visits!' does not match '^[a-z]"),
        (
            LEAST + "colour: red\n",
            ", at the top: Additional properties are not allowed ('colour' was unexpected).",
        ),
        (HEAD + "columns: {}\n", ", at columns: {} should be non-empty."),
        (HEAD + "columns: {id: {language: en}}\n", ", at columns/id: 'field' is a required property."),
        (
            HEAD + "columns: {id: {field: identifier, split: ''}}\n",
            ", at columns/id/split: '' should be non-empty.",
        ),
        (LEAST + "format: {encoding: utf-7}\n", ", at format/encoding: 'utf-7' is not one of"),
        (LEAST + "format: {decimal: ';'}\n", ", at format/decimal: ';' is not one of"),
        (LEAST + "ignore_rows: [{column: id}]\n", ", at ignore_rows/0: 'equals' is a required property."),
        (LEAST + "title: Again\n", ", line 10, column 1: the key 'title' stands twice."),
        (HEAD + "columns: {id: identifier, id: name}\n", ", line 9, column 27: the key 'id' stands twice."),
        (HEAD + "columns: {[a, b]: identifier}\n", ", line 9, column 11: a key is one text."),
        (LEAST + "  - x: [\n", ", line 10, column 3: "),
        (
            LEAST.replace("Visits", "!!python/object/apply:os.system [id]"),
            ", line 2, column 8: could not determine a",
        ),
        (LEAST + "constants: &a {b: *a}\n", ", line 10, column 12: found unconstructable recursive node."),
        ("x: " + "[" * 5_000, " is not YAML: "),
        (b"title: \xff", " is not YAML: "),
    ],
)
def test_a_spec_that_cannot_be_used_is_told_with_its_place(
    tmp_path: Path, text: str | bytes, message: str
) -> None:
    path = write(tmp_path, text)

    with pytest.raises(SpecProblem) as caught:
        load_spec(path)

    assert caught.value.message.startswith(f"The source spec {path}{message}")


def test_a_spec_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SpecProblem, match="cannot be read: No such file"):
        load_spec(tmp_path / "none.yaml")


def test_a_spec_is_found_by_its_name_or_its_path() -> None:
    assert find_spec("missions", SOURCES) == find_spec(str(SOURCES / "missions.yaml"), SOURCES)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("misions", "Did you mean 'missions'?"),
        ("zzz", "There are: aiddata-qatar, claims, conflict-parties, "),
    ],
)
def test_a_spec_of_another_name_is_suggested(name: str, hint: str) -> None:
    with pytest.raises(UsageProblem, match=f"No source spec is called '{name}'") as caught:
        find_spec(name, SOURCES)

    assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize("source", [*REGISTERS, *EVIDENCE])
def test_every_shipped_spec_is_named_as_its_file(source: str) -> None:
    assert find_spec(source, SOURCES).source == source


def test_every_shipped_spec_is_tested() -> None:
    tested = [*REGISTERS, *EVIDENCE, *OUTSIDE, *REAL, *TEMPLATES]

    assert sorted(path.stem for path in SOURCES.glob("*.yaml")) == sorted(tested)
