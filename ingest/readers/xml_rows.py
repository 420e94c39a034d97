"""IATI activities to rows: one row an activity (kind `iati`) or one row a transaction (kind `iati-transactions`).

The columns are always the same, whatever a file holds (`ingest.readers.iati_columns`). Amounts of transactions are
never added up: commitments, disbursements and expenditures tell of the same money.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.readers.cells import joined, made_row, opened
from ingest.readers.iati_columns import (
    ACTIVITY,
    LANGUAGES,
    OF_ITS_ACTIVITY,
    READ_PARTS,
    TRANSACTION,
    Column,
    narratives,
)
from ingest.readers.table import TableForm
from ingest.readers.xml_text import XML_LANG, Element, XmlText
from ingest.rows import BadRow, FileRejected, Problem, Row, cut

_MOST_NOTICES = 50
_DESCRIPTIONS = {"title": ("",), "description": ("", "1")}
"""Elements with a column for each language, and the types of those that are meant."""

_BY_LANGUAGE = tuple(
    column
    for name in _DESCRIPTIONS
    for column in (name, f"{name}.language", *(f"{name}.{code}" for code in LANGUAGES))
)
ACTIVITY_COLUMNS = (
    "iati-identifier",
    *_BY_LANGUAGE,
    *(column.name for column in ACTIVITY if column.name != "iati-identifier"),
)
TRANSACTION_COLUMNS = (
    "iati-identifier",
    *(column.name for column in TRANSACTION),
    "currency",
    *(f"activity.{name}" for name in OF_ITS_ACTIVITY if name != "iati-identifier"),
)


class IatiTable:
    """The activities or the transactions of an IATI file."""

    def __init__(self, path: Path, name: str, form: TableForm) -> None:
        self._path = path
        self._name = name
        self._form = form
        self._unread: Counter[str] = Counter()

    def header(self) -> tuple[str, ...]:
        """The columns, which are the same for every file."""
        return TRANSACTION_COLUMNS if self._form.kind == "iati-transactions" else ACTIVITY_COLUMNS

    def rows(self) -> Iterator[Row | BadRow]:
        """The activities or transactions in order, each with the line on which its element begins.

        Raises FileRejected when the file is not XML, is dangerous, or is no IATI activities file of version 2.
        """
        self._unread.clear()
        with opened(self._path, self._name) as file:
            document = XmlText(file, self._name)
            for number, element in enumerate(document.elements()):
                if not number:
                    self._check_root(document.root)
                yield from self._rows_of(element)
            self._check_root(document.root)

    def notices(self) -> tuple[str, ...]:
        """What stands in the file and is in no column, with its number, once the rows were read."""
        return tuple(
            f"{what} is in no column ({count:,} in all)." for what, count in sorted(self._unread.items())
        )

    def _check_root(self, root: Element) -> None:
        if root.name != "iati-activities":
            raise FileRejected(
                f"{self._name}, line {root.line}: the document is {cut(root.name)!r}, not iati-activities.",
                hint="Organisation files and single activities are not read.",
            )
        version = root.attributes.get("version", "")
        if not version.startswith("2."):
            raise FileRejected(
                f"{self._name}, line {root.line}: the version of IATI is {cut(version)!r}, not 2.0x.",
                hint="Ask its publisher for version 2, or name the version in the file if it is missing.",
            )

    def _rows_of(self, element: Element) -> Iterator[Row | BadRow]:
        if element.name != "iati-activity":
            self._note(f"The element {cut(element.name)!r}", 1)
            return
        cells, problems = _activity(element)
        if self._form.kind == "iati-transactions":
            yield from (_transaction(one, cells, problems) for one in element.all("transaction"))
            return
        self._count_unread(element)
        yield made_row(element.line, cells, problems=problems)

    def _count_unread(self, activity: Element) -> None:
        names = Counter(child.name for child in activity.children if child.name not in READ_PARTS)
        for name, count in names.items():
            self._note(f"The element {cut(name)!r} of activities", count)
        for element in (one for name in _DESCRIPTIONS for one in activity.all(name)):
            for code in narratives(element, _language(activity)).keys() - {*LANGUAGES, ""}:
                self._note(f"A {element.name} in the language {cut(code)!r}, where it is not the first,", 1)

    def _note(self, what: str, count: int) -> None:
        # A file that is made to hurt has a million names.
        known = what in self._unread or len(self._unread) < _MOST_NOTICES
        self._unread[what if known else "Another element"] += count


def _language(activity: Element) -> str:
    return activity.attributes.get(XML_LANG, "").strip().lower()


def _activity(activity: Element) -> tuple[dict[str, str], list[Problem]]:
    """The cells of an activity, and what is wrong with it."""
    cells = dict.fromkeys(ACTIVITY_COLUMNS, "")
    for name, types in _DESCRIPTIONS.items():
        meant = [one for one in activity.all(name) if one.attributes.get("type", "") in types]
        cells.update(_in_languages(name, meant, _language(activity)))
    return cells, list(_read(activity, ACTIVITY, cells))


def _in_languages(name: str, elements: Iterable[Element], default: str) -> dict[str, str]:
    """The first narrative with its language, and the narrative in each language that has a column."""
    for element in elements:
        if told := narratives(element, default):
            language, first = next(iter(told.items()))
            known = {f"{name}.{code}": said for code, said in told.items() if code in LANGUAGES}
            return {name: first, f"{name}.language": language} | known
    return {}


def _transaction(element: Element, activity: dict[str, str], wrong: list[Problem]) -> Row | BadRow:
    """The row of a transaction; it is bad too where what it repeats of its activity is."""
    cells = dict.fromkeys(TRANSACTION_COLUMNS, "")
    cells.update({f"activity.{name}": activity[name] for name in OF_ITS_ACTIVITY})
    cells["iati-identifier"] = cells.pop("activity.iati-identifier")
    problems = [problem for problem in wrong if problem.column in OF_ITS_ACTIVITY]
    problems.extend(_read(element, TRANSACTION, cells))
    own = [value.attributes.get("currency", "").strip() for value in element.all("value")]
    cells["currency"] = next(iter(own), "") or activity["default-currency"]
    return made_row(element.line, cells, problems=problems)


def _read(element: Element, columns: Iterable[Column], cells: dict[str, str]) -> Iterator[Problem]:
    """Puts the value of each column into the cells; gives what is wrong."""
    for column in columns:
        values = column.values(element)
        cell = joined(column.name, values) if column.many else _only(column.name, values)
        if isinstance(cell, Problem):
            yield cell
        else:
            cells[column.name] = cell if cell.strip(";") else ""


def _only(column: str, values: list[str]) -> str | Problem:
    told = {value: None for value in values if value}
    if len(told) > 1:
        message = f"There are {len(told)} different values where IATI allows one."
        return Problem(column, cut(" | ".join(told)), "one-value", message)
    return next(iter(told), "")
