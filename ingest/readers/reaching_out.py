"""What in a workbook reaches outside of it or starts programs: it is refused, whatever its kind."""

import re
from typing import NoReturn

from ingest.rows import FileRejected

_QUOTED = re.compile('"[^"]*"')
_FORMULAS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (what, re.compile(pattern, re.IGNORECASE))
    for what, pattern in (
        ("DDE", r"\|\s*'|\w\|[^|!]*!|\bDDE(?:INITIATE)?\s*\("),
        ("a call of a program or server", r"\b(?:WEBSERVICE|RTD|CALL|REGISTER(?:\.ID)?|EXEC)\s*\("),
        ("a link to another workbook", r"(?<![\w\]])'?\[[0-9]+\][^\]\[(]*!|\[[^\]]*\.(?:xls|ods)[a-z]?\]"),
        ("a link to another file", r"'[^']*(?:[a-z]+://|\\\\)[^']*'"),
    )
)


def reaching_out(formula: str) -> str:
    """By what a formula would reach outside of its workbook if somebody computed it; nothing where it would not.

    >>> reaching_out("cmd|' /C calc'!A0"), reaching_out("[1]Sheet1!A1"), reaching_out('IF(A1="a|b!",Sum[2020],1)')
    ('DDE', 'a link to another workbook', '')
    """
    bare = _QUOTED.sub("", formula)
    return next((what for what, pattern in _FORMULAS if pattern.search(bare)), "")


def refuse_link(name: str, what: str) -> NoReturn:
    """Raises FileRejected for what points out of a workbook."""
    raise FileRejected(
        f"{name}: the workbook points outside of itself ({what}): external links, data connections and DDE are"
        " refused.",
        hint="Break its links in a spreadsheet program, keep the values, and save it.",
    )


def refuse_macros(name: str, what: str) -> NoReturn:
    """Raises FileRejected for a workbook that carries programs."""
    raise FileRejected(
        f"{name}: the workbook has macros ({what[:100]}), which are refused whatever the file's name says.",
        hint="Save it as XLSX or ODS without macros.",
    )
