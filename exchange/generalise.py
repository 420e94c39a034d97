"""Rules by which a fact leaves in a coarser form, or not at all: a day as its month, a place as its province.

A rule is about one property. What it cannot read it leaves out: a form that nobody thought of is not let through.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ontology.namespaces import PREFIXES
from ontology.nquads import canonical_line, read_canonical

_DAY: Final = re.compile(r"(-?\d{4})-(\d{2})-(\d{2})")
_DAY_OR_MONTH: Final = re.compile(r"(-?\d{4})-\d{2}(?:-\d{2})?")
_TIME: Final = re.compile(r"T[0-9:.+Z-]*")
_EDTF: Final = PREFIXES["edtf"] + "EDTF"
_TYPE: Final = PREFIXES["rdf"] + "type"
_DATE: Final = PREFIXES["xsd"] + "date"


@dataclass(frozen=True, slots=True)
class Generalisation:
    """What becomes of the claims of a property: `way` is a key of `WAYS`.

    `cls` narrows it to things that their record says to be of a class ("" for all); `values` are the table of the way
    `values`, `text` is what the way `text` puts in the place of a literal, and `digits` what `round` keeps.
    """

    property: str
    way: str
    cls: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    digits: int = 0


Term = NamedNode | Literal
Way = Callable[[Term, Generalisation], Term | None]


def _drop(_term: Term, _rule: Generalisation) -> Term | None:
    return None


def _text(term: Term, rule: Generalisation) -> Term | None:
    return Literal(rule.text, language=term.language) if isinstance(term, Literal) else None


def _values(term: Term, rule: Generalisation) -> Term | None:
    """The table's value; what is not in the table does not leave."""
    value = rule.values.get(term.value)
    if value is None:
        return None
    if isinstance(term, NamedNode):
        return NamedNode(value)
    if term.language:
        return Literal(value, language=term.language)
    return Literal(value, datatype=term.datatype)


def _round(term: Term, rule: Generalisation) -> Term | None:
    if isinstance(term, Literal):
        try:
            rounded = Decimal(term.value).quantize(Decimal(1).scaleb(-rule.digits))
        except InvalidOperation:
            return None
        return Literal(f"{rounded:f}", datatype=term.datatype)
    return None


def _month(term: Term, rule: Generalisation) -> Term | None:
    return _coarser(term, rule.property, lambda text: _DAY.sub(r"\1-\2", text), last_month=0)


def _year(term: Term, rule: Generalisation) -> Term | None:
    return _coarser(term, rule.property, lambda text: _DAY_OR_MONTH.sub(r"\1", text), last_month=12)


def _coarser(term: Term, prop: str, edtf: Callable[[str], str], *, last_month: int) -> Term | None:
    """A date as the first or, of a latest date, the last day of its month or year; EDTF in fewer places."""
    if not isinstance(term, Literal):
        return None
    if term.datatype.value == _EDTF:
        return Literal(edtf(_TIME.sub("", term.value)), datatype=term.datatype)
    found = _DAY.fullmatch(term.value)
    if term.datatype.value != _DATE or not found:
        return None
    year, month = int(found[1]), int(found[2])
    if prop.endswith("Latest"):
        month = last_month or month
        day = monthrange(year, month)[1] if year > 0 else 28
    else:
        month, day = 1 if last_month else month, 1
    return Literal(f"{found[1]}-{month:02}-{day:02}", datatype=term.datatype)


WAYS: Final[Mapping[str, Way]] = MappingProxyType(
    {"drop": _drop, "text": _text, "values": _values, "round": _round, "month": _month, "year": _year}
)
"""Every way by which an object becomes a coarser one, or none."""
DATED: Final = ("", "Latest", "Edtf")
"""The properties that say one date together: a rule for one of them is one for all."""


class Generaliser:
    """Applies rules to the canonical N-Quads of a record."""

    def __init__(self, rules: Iterable[Generalisation]) -> None:
        self._rules: dict[str, list[Generalisation]] = {}
        for rule in rules:
            self._rules.setdefault(rule.property, []).append(rule)
        names = "|".join(map(re.escape, sorted(self._rules)))
        # A canonical line begins with its subject, and neither subject nor predicate has a space in it.
        self._lines = re.compile(rf"^[^ \n]+ <({names})> [^\n]*\n", re.MULTILINE) if names else None

    def apply(self, text: str) -> str:
        """The text without what rules leave out, and with what they make coarser; in no order where lines changed."""
        if self._lines is None:
            return text
        return self._lines.sub(lambda found: self._line(found[0], found[1], text), text)

    def _line(self, line: str, prop: str, text: str) -> str:
        rules = [rule for rule in self._rules[prop] if self._concerns(rule, line, text)]
        if not rules:
            return line
        if any(rule.way == "drop" for rule in rules):
            return ""
        [quad] = read_canonical(line)
        term: Term | None = quad.object if isinstance(quad.object, NamedNode | Literal) else None
        for rule in rules:
            term = WAYS[rule.way](term, rule) if term is not None else None
        return canonical_line(Quad(quad.subject, quad.predicate, term, quad.graph_name)) if term else ""

    @staticmethod
    def _concerns(rule: Generalisation, line: str, text: str) -> bool:
        if not rule.cls:
            return True
        subject = line.split(" ", 1)[0]
        return f"{subject} <{_TYPE}> <{rule.cls}> " in text
