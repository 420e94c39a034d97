"""The workbook that analysts fill in: what its lists offer is what ingest takes."""

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pyoxigraph import Literal

from ingest.resolution.register import REGISTER_KINDS, build_register
from ingest.run import IngestResult, ingest_file
from ingest.template import crisis_names, place_names, template_bytes
from ingest.template_words import WORDS
from ontology.files import SCHEMES, read_file
from ontology.nquads import lines_of
from ontology.terms import concept, hd, notations
from records.store import Store
from tests.ingest.world import TEMPLATES, options, shortened, spec_of

LANGUAGES = {"mission-template": "en", "mission-template-ar": "ar"}
CONCEPTS = {
    "mission_type": "mission-type",
    "quantity_kind": "quantity-kind",
    "status": "status",
    "military": "military",
    "confidence": "confidence",
}
Filled = str | int | date | None
FILLED: dict[str, dict[str, Filled]] = {
    "mission-template": {
        "Title": "Field hospital in Beirut",
        "Sending countries": "Jordan;Türkiye",
        "Receiving countries": "Lebanon",
        "Type": "Field hospital",
        "Crisis": "2020 Beirut explosion",
        "Start": date(2020, 8, 6),
        "Quantity": 40,
        "Unit": "beds",
        "What the quantity counts": "Capacity",
        "Status": "Operating",
        "Confidence": "High",
    },
    "mission-template-ar": {
        "العنوان": "مستشفى ميداني في بيروت",
        "الدول المرسلة": "الأردن;تركيا",
        "الدول المتلقية": "لبنان",
        "النوع": "مستشفى ميداني",
        "الأزمة": "2020 Beirut explosion",
        "تاريخ البدء": "2020-08-06",
        "الكمية": 40,
        "الوحدة": "أسرة",
        "ما تعدّه الكمية": "الطاقة الاستيعابية",
        "الحالة": "عاملة",
        "درجة الثقة": "عالية",
    },
}


def written(source: str) -> bytes:
    """The template of a source, as the command writes it."""
    language = LANGUAGES[source]
    places = place_names(language, spec_of("countries"), spec_of("territories"))
    choices = {"sender": places, "recipient": places, "occasion": crisis_names(spec_of("crises"))}
    return template_bytes(spec_of(source), language, choices)


def filled(source: str, path: Path, *rows: Mapping[str, Filled]) -> Path:
    """A template with rows filled in."""
    book = load_workbook(io.BytesIO(written(source)))
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    columns = {str(cell.value): cell.column for cell in sheet[1] if cell.column}
    for line, row in enumerate(rows, start=2):
        for name, value in row.items():
            sheet.cell(line, columns[name], value)
    book.save(path)
    return path


MISSION = {
    "a",
    "<hd:sentBy>",
    "<hd:receivedBy>",
    "<hd:missionType>",
    "<hd:inResponseTo>",
    "<hd:startEdtf>",
    "<hd:status>",
    "<hd:militaryInvolvement>",
}


def said(store: Store) -> list[str]:
    """What is said of the analysts' missions, in the properties above."""
    lines = [shortened(line) for text in store.journal.texts() for line in lines_of(text)]
    about = [line.split(" ", 1)[1] for line in lines if line.startswith("<mission/analysts/")]
    return sorted(line.rsplit(" <", 1)[0] for line in about if line.split(" ")[0] in MISSION)


def problems(result: IngestResult) -> list[tuple[str, int, str, str, str]]:
    """What is wrong with the rows: sheet, line, column, value and rule."""
    return [
        (bad.sheet, bad.line, one.column, one.value, one.rule)
        for bad in result.bad_rows
        for one in bad.problems
    ]


@pytest.mark.parametrize("source", TEMPLATES)
def test_the_same_template_is_the_same_bytes(source: str) -> None:
    assert written(source) == written(source)


@pytest.mark.parametrize("source", TEMPLATES)
def test_the_lists_are_those_of_the_schemes(source: str) -> None:
    names = {
        (quad.subject, quad.object.language): quad.object.value
        for quad in read_file(SCHEMES)
        if quad.predicate == hd.name and isinstance(quad.object, Literal)
    }
    expected = {
        field: {names[concept(scheme, one), LANGUAGES[source]]: one for one in notations(scheme)}
        for field, scheme in CONCEPTS.items()
    }

    listed = {
        column.field: {text: meant for text, meant in (column.values or {}).items() if text}
        for column in spec_of(source).columns
        if column.field in CONCEPTS
    }

    assert listed == expected


@pytest.mark.parametrize("source", TEMPLATES)
def test_each_place_that_is_offered_is_one_place(source: str, registers_home: Path) -> None:
    names = place_names(LANGUAGES[source], spec_of("countries"), spec_of("territories"))
    with Store(registers_home) as store:
        found = build_register(store.journal.texts_of_kinds(REGISTER_KINDS), store.journal.is_described)

    assert [name for name in names if len(found.places.find(name)) != 1] == []


@pytest.mark.parametrize(
    ("source", "direction"), [("mission-template", False), ("mission-template-ar", True)]
)
def test_sheets_run_in_the_direction_of_their_language(source: str, direction: bool) -> None:
    book = load_workbook(io.BytesIO(written(source)))

    assert {bool(sheet.sheet_view.rightToLeft) for sheet in book.worksheets} == {direction}


def test_the_types_are_offered_as_a_list() -> None:
    book = load_workbook(io.BytesIO(written("mission-template")))
    missions, lists = book["Missions"], book["Lists"]
    rule = next(one for one in missions.data_validations.dataValidation if "F2" in str(one.sqref))

    assert (rule.type, rule.formula1, rule.errorStyle) == ("list", "'Lists'!$C$2:$C$12", "stop")
    assert [cell.value for cell in lists["C"]][1:12] == list(
        next(one.values for one in spec_of("mission-template").columns if one.field == "mission_type") or ()
    )


@pytest.mark.parametrize("source", TEMPLATES)
def test_a_filled_in_template_is_accepted(source: str, store: Store, tmp_path: Path) -> None:
    file = filled(source, tmp_path / "filled.xlsx", FILLED[source])

    result = ingest_file(store, spec_of(source), file, options())

    ledger = result.ledger
    lists = WORDS[LANGUAGES[source]].lists
    assert (ledger.read, ledger.accepted, problems(result)) == (1, 1, [])
    assert ledger.notices == (f"Other sheets were not read: {lists!r}.",)
    assert said(store) == [
        "<hd:inResponseTo> <crisis/hdm/CRI-011>",
        "<hd:militaryInvolvement> <military/unknown>",
        "<hd:missionType> <mission-type/field-hospital>",
        "<hd:receivedBy> <country/LBN>",
        "<hd:sentBy> <country/JOR>",
        "<hd:sentBy> <country/TUR>",
        '<hd:startEdtf> "2020-08-06"^^<edtf>',
        "<hd:status> <status/operating>",
        "a <hd:FieldHospitalDeployment>",
        "a <hd:Quantity>",
    ]


@pytest.mark.parametrize(
    ("source", "changed", "problem"),
    [
        (
            "mission-template",
            {"Type": "Hospital train"},
            ("Missions", 2, "Type", "Hospital train", "known-value"),
        ),
        ("mission-template", {"Title": None}, ("Missions", 2, "Title", "", "required")),
        (
            "mission-template",
            {"Sending countries": "Jordan;Atlantis"},
            ("Missions", 2, "Sending countries", "Atlantis", "known-country"),
        ),
        (
            "mission-template-ar",
            {"الحالة": "غير معروفة"},
            ("المهام", 2, "الحالة", "غير معروفة", "known-value"),
        ),
        ("mission-template-ar", {"الكمية": "كثير"}, ("المهام", 2, "الكمية", "كثير", "number")),
    ],
)
def test_a_wrong_value_is_told_with_its_sheet_line_and_column(
    source: str,
    changed: dict[str, Filled],
    problem: tuple[str, int, str, str, str],
    store: Store,
    tmp_path: Path,
) -> None:
    file = filled(source, tmp_path / "filled.xlsx", FILLED[source] | changed, FILLED[source])

    result = ingest_file(store, spec_of(source), file, options())

    assert (result.ledger.accepted, problems(result)) == (1, [problem])
