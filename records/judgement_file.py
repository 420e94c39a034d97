"""Judgements as a plain text file, fit for version control: CSV, one judgement a line, always in the same order."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar, cast

from records.judgements import Judgement, JudgementProblem, Verdict
from records.name_judgements import JudgedName, NameRole

COLUMNS: Final = ("left", "right", "verdict", "by", "at", "reason")


def write_judgements(judgements: Iterable[Judgement]) -> str:
    """The file that says some judgements; the same judgements always give the same bytes.

    >>> one = Judgement(("urn:b", "urn:a"), Verdict.UNSURE, "desk 3", "2026-01-31T08:00:00Z", "no dates")
    >>> print(write_judgements([one]), end="")
    left,right,verdict,by,at,reason
    urn:a,urn:b,unsure,desk 3,2026-01-31T08:00:00Z,no dates
    """
    return _written(
        COLUMNS,
        ([*one.pair, one.verdict.value, one.by, one.at, one.reason] for one in sorted(judgements)),
    )


def read_judgements(data: bytes, name: str = "the file") -> list[Judgement]:
    """The judgements of a file in UTF-8, sorted; all or none.

    Raises JudgementProblem that names the file's first bad line, its column, the value and the rule.
    """
    return sorted(_read(data, name, COLUMNS, _judgement))


NAME_COLUMNS: Final = ("text", "role", "iri", "beside", "verdict", "by", "at", "reason")
_NAME_VERDICTS: Final = (Verdict.POSITIVE, Verdict.NEGATIVE)


def write_judged_names(judged: Iterable[JudgedName]) -> str:
    """The file that says some judgements on names; the same ones always give the same bytes.

    >>> one = JudgedName("RAF", "organisation", "urn:raf", "desk 3", "2026-01-31T08:00:00Z", "urn:QAT")
    >>> print(write_judged_names([one]), end="")
    text,role,iri,beside,verdict,by,at,reason
    RAF,organisation,urn:raf,urn:QAT,positive,desk 3,2026-01-31T08:00:00Z,
    """
    return _written(
        NAME_COLUMNS,
        (
            [
                *(one.text, one.role, one.iri, one.beside),
                *(_NAME_VERDICTS[not one.means].value, one.by, one.at, one.reason),
            ]
            for one in sorted(judged)
        ),
    )


def read_judged_names(data: bytes, name: str = "the file") -> list[JudgedName]:
    """The judgements on names of a file, sorted; all or none; JudgementProblem as for judgements on pairs."""
    return sorted(_read(data, name, NAME_COLUMNS, _judged_name))


Told = TypeVar("Told")


def _written(columns: tuple[str, ...], rows: Iterable[list[str]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return file.getvalue()


def _read(
    data: bytes, name: str, columns: tuple[str, ...], tell: Callable[[list[str], str], Told]
) -> list[Told]:
    return list(_told(_rows(_text(data, name), name), name, columns, tell))


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise JudgementProblem(
            f"{name}, line {line}: the byte 0x{data[error.start]:02X} is no UTF-8.",
            hint="Save the file as CSV in UTF-8.",
        ) from error


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Each row, and the line where it begins: a cell may have several lines."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for row in rows:
            yield line, row
            line = rows.line_num + 1
    except csv.Error as error:
        raise JudgementProblem(f"{name}, line {rows.line_num}: no CSV ({error}).") from error


def _told(
    rows: Iterator[tuple[int, list[str]]],
    name: str,
    columns: tuple[str, ...],
    tell: Callable[[list[str], str], Told],
) -> Iterator[Told]:
    _, first = next(rows, (1, []))
    if tuple(first) != columns:
        command = "hakim judge" if columns is COLUMNS else "hakim judge-name"
        raise JudgementProblem(
            f"{name}, line 1: the columns are {', '.join(first) or 'missing'}.",
            hint=f"They must be {', '.join(columns)}; `{command} --export FILE` writes such a file.",
        )
    for line, row in rows:
        where = f"{name}, line {line}"
        if row and len(row) != len(columns):
            raise JudgementProblem(f"{where}: it has {len(row)} cells, and there are {len(columns)} columns.")
        if row:
            yield _placed(tell, row, where)


def _placed(tell: Callable[[list[str], str], Told], row: list[str], where: str) -> Told:
    try:
        return tell(row, where)
    except JudgementProblem as error:
        if error.message.startswith(where):
            raise
        raise JudgementProblem(f"{where}: {error.message}", hint=error.hint) from error


def _judgement(row: list[str], where: str) -> Judgement:
    left, right, verdict, by, at, reason = row
    return Judgement((left, right), _verdict(verdict, where, tuple(sorted(Verdict))), by, at, reason)


def _judged_name(row: list[str], where: str) -> JudgedName:
    text, role, iri, beside, verdict, by, at, reason = row
    means = _verdict(verdict, where, _NAME_VERDICTS) is Verdict.POSITIVE
    return JudgedName(text, cast("NameRole", role), iri, by, at, beside, means, reason)


def _verdict(text: str, where: str, known: tuple[Verdict, ...]) -> Verdict:
    found = next((verdict for verdict in known if verdict.value == text), None)
    if found is None:
        raise JudgementProblem(
            f"{where}, column verdict: {text!r} is no verdict.", hint=f"It is one of {', '.join(known)}."
        )
    return found
