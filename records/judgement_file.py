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
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in sorted(judgements):
        writer.writerow([*one.pair, one.verdict.value, one.by, one.at, one.reason])
    return file.getvalue()


def read_judgements(text: str, name: str = "the file") -> list[Judgement]:
    """The judgements of a file, sorted; all or none.

    Raises JudgementProblem that names the file's first bad line, its column, the value and the rule.
    """
    return sorted(_read(text, name, COLUMNS, _judgement))


NAME_COLUMNS: Final = ("text", "role", "iri", "beside", "verdict", "by", "at", "reason")
_NAME_VERDICTS: Final = (Verdict.POSITIVE, Verdict.NEGATIVE)


def write_judged_names(judged: Iterable[JudgedName]) -> str:
    """The file that says some judgements on names; the same ones always give the same bytes.

    >>> one = JudgedName("RAF", "organisation", "urn:raf", "desk 3", "2026-01-31T08:00:00Z", "urn:QAT")
    >>> print(write_judged_names([one]), end="")
    text,role,iri,beside,verdict,by,at,reason
    RAF,organisation,urn:raf,urn:QAT,positive,desk 3,2026-01-31T08:00:00Z,
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(NAME_COLUMNS)
    for one in sorted(judged):
        verdict = _NAME_VERDICTS[not one.means]
        writer.writerow([one.text, one.role, one.iri, one.beside, verdict.value, one.by, one.at, one.reason])
    return file.getvalue()


def read_judged_names(text: str, name: str = "the file") -> list[JudgedName]:
    """The judgements on names of a file, sorted; all or none; JudgementProblem as for judgements on pairs."""
    return sorted(_read(text, name, NAME_COLUMNS, _judged_name))


Told = TypeVar("Told")


def _read(
    text: str, name: str, columns: tuple[str, ...], tell: Callable[[list[str], str], Told]
) -> list[Told]:
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        return list(_told(rows, name, columns, tell))
    except csv.Error as error:
        raise JudgementProblem(f"{name}, line {rows.line_num}: no CSV ({error}).") from error


def _told(
    rows: Iterator[list[str]], name: str, columns: tuple[str, ...], tell: Callable[[list[str], str], Told]
) -> Iterator[Told]:
    first = next(rows, [])
    if tuple(first) != columns:
        command = "hakim judge" if columns is COLUMNS else "hakim judge-name"
        raise JudgementProblem(
            f"{name}, line 1: the columns are {', '.join(first) or 'missing'}.",
            hint=f"They must be {', '.join(columns)}; `{command} --export FILE` writes such a file.",
        )
    line = 2
    for row in rows:
        if row:
            where = f"{name}, line {line}"
            if len(row) != len(columns):
                raise JudgementProblem(
                    f"{where}: it has {len(row)} cells, and there are {len(columns)} columns."
                )
            try:
                yield tell(row, where)
            except JudgementProblem as error:
                if error.message.startswith(where):
                    raise
                raise JudgementProblem(f"{where}: {error.message}", hint=error.hint) from error
        line += 1


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
