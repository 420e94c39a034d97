"""Workbooks to fill in: the columns of a source spec, with drop-down lists of what each may hold.

A workbook is made from the spec that reads it, so what the lists offer is what ingest takes. The same spec and
names give the same bytes.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from ingest.kinds import KINDS
from ingest.readers.iso3166 import COLUMNS, country_rows
from ingest.source_spec import ColumnSpec, SourceSpec
from ingest.template_words import WORDS, Words

LAST_ROW = 2_000
"""The last row that has the lists; further rows can be filled in without them."""

_NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 - the format's own times have no zone
_NO_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur"})
_WIDTHS = {"name": 44, "source_url": 44, "note": 44, "source_title": 32, "programme": 28}
_USUAL_WIDTH = 22
_REQUIRED_FILL, _OTHER_FILL = "FFD9E7F5", "FFEDEDED"
_TEXT_FORMAT = "@"
"""Spreadsheets turn 2024-05 into a day of May where a cell is not text."""
_NUMBERS = frozenset({"quantity", "value_usd"})


def template_bytes(spec: SourceSpec, language: str, choices: Mapping[str, Sequence[str]]) -> bytes:
    """The workbook that the spec reads, with nothing filled in.

    `choices` are the texts to offer for fields whose values the spec does not list, such as countries.
    """
    words = WORDS[language]
    book = Workbook()
    # Spreadsheets keep the times of a document; the same template must be the same bytes.
    book.properties.created = _NO_TIME
    book.properties.creator = "Hakim"
    book.properties.title = spec.title
    sheet = book.worksheets[0]
    sheet.title = spec.form.sheet
    lists = book.create_sheet(words.lists)
    for one in (sheet, lists):
        one.sheet_view.rightToLeft = language in _RIGHT_TO_LEFT
        one.freeze_panes = "A2"
    for position, column in enumerate(_columns(spec), start=1):
        _write_heading(sheet, position, column, spec)
        _write_validation(sheet, lists, position, _Offer(column, spec, words, choices))
    return _same_bytes(book)


def _columns(spec: SourceSpec) -> list[ColumnSpec]:
    """Each column once, though several fields may be read from it."""
    found: dict[str, ColumnSpec] = {}
    for column in spec.columns:
        found.setdefault(column.column, column)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Offer:
    """What is offered and said where a column is filled in."""

    column: ColumnSpec
    spec: SourceSpec
    words: Words
    choices: Mapping[str, Sequence[str]]

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of the drop-down list, if there is one."""
        if self.column.values is not None:
            return tuple(text for text in self.column.values if text)
        return tuple(self.choices.get(self.column.field, ()))

    @property
    def hint(self) -> str:
        """What a person sees who is about to fill in the cell."""
        parts = (
            self.words.required if _is_required(self.column, self.spec) else "",
            self.words.hints.get(self.column.field, ""),
            self.words.listed if self.texts else "",
            self.words.several if self.column.split else "",
        )
        return " ".join(part for part in parts if part)


def _is_required(column: ColumnSpec, spec: SourceSpec) -> bool:
    return KINDS[spec.record].fields[column.field].required


def _write_heading(sheet: Worksheet, position: int, column: ColumnSpec, spec: SourceSpec) -> None:
    cell = sheet.cell(1, position, column.column)
    fill = _REQUIRED_FILL if _is_required(column, spec) else _OTHER_FILL
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor=fill)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    dimension = sheet.column_dimensions[get_column_letter(position)]
    dimension.width = _WIDTHS.get(column.field, _USUAL_WIDTH)
    if column.field not in _NUMBERS:
        dimension.number_format = _TEXT_FORMAT


def _write_validation(sheet: Worksheet, lists: Worksheet, position: int, offer: _Offer) -> None:
    """A drop-down list where there is one, and the hint in any case."""
    if not (offer.texts or offer.hint):
        return
    rule = DataValidation(allow_blank=True, showInputMessage=True)
    if offer.texts:
        rule.type = "list"
        rule.formula1 = _write_list(lists, offer)
        rule.showErrorMessage = True
        # Several values in a cell, and crises of one's own, are no entries of the list: they are asked about.
        rule.errorStyle = "warning" if offer.column.split or offer.column.values is None else "stop"
    if offer.hint:
        rule.promptTitle, rule.prompt = offer.column.column[:32], offer.hint[:255]
    letter = get_column_letter(position)
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(rule)


def _write_list(lists: Worksheet, offer: _Offer) -> str:
    """Writes the texts as the next column of the sheet of lists, and gives their place."""
    # A sheet in which nothing stands says that it has one column.
    position = lists.max_column + 1 if lists["A1"].value else 1
    lists.cell(1, position, offer.column.column).font = Font(bold=True)
    for line, text in enumerate(offer.texts, start=2):
        lists.cell(line, position, text)
    letter = get_column_letter(position)
    lists.column_dimensions[letter].width = _USUAL_WIDTH
    return f"'{lists.title}'!${letter}$2:${letter}${len(offer.texts) + 1}"


def _same_bytes(book: Workbook) -> bytes:
    """The workbook as a file, without the times at which it was made."""
    written, fixed = io.BytesIO(), io.BytesIO()
    book.save(written)
    # Saving notes the time of the clock.
    book.properties.modified = _NO_TIME
    properties = tostring(book.properties.to_tree())
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _NO_ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, properties if name == ARC_CORE else source.read(name))
    return fixed.getvalue()


def place_names(language: str, countries: SourceSpec, territories: SourceSpec) -> tuple[str, ...]:
    """The names of all countries and territories in a language, as their sources say them, in order."""
    return tuple(
        sorted({*_country_names(language, countries), *_territory_names(language, territories)}, key=_order)
    )


def _country_names(language: str, countries: SourceSpec) -> Iterator[str]:
    name = f"name_{language}"
    position = COLUMNS.index(name)
    repairs = next(column.repairs for column in countries.columns if column.column == name) or {}
    for row in country_rows():
        yield repairs.get(row[position], row[position])


def _territory_names(language: str, territories: SourceSpec) -> Iterator[str]:
    with territories.shipped_file.open(encoding="utf-8", newline="") as file:
        yield from (row[f"name_{language}"] for row in csv.DictReader(file))


def _order(name: str) -> tuple[str, str]:
    """Arabic lists stand by the letter alef, whatever its hamza."""
    return name.translate(str.maketrans("أإآ", "ااا")).casefold(), name


def crisis_names(crises: SourceSpec) -> tuple[str, ...]:
    """The names of the shipped crises, in order."""
    with crises.shipped_file.open(encoding="utf-8", newline="") as file:
        return tuple(sorted(row["name"] for row in csv.DictReader(file)))
