"""Rules by which a fact leaves in a coarser form, or not at all: a day as its month, a place as its province.

A rule is about one property. What it cannot read it leaves out: a form that nobody thought of is not let through.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode

from exchange.terms import Claim
from ontology.namespaces import PREFIXES
from ontology.nquads import read_canonical

_DAY: Final = re.compile(r"(-?\d{4})-(\d{2})-(\d{2})")
_DAY_OR_MONTH: Final = re.compile(r"(-?\d{4})-\d{2}(?:-\d{2})?")
_TIME: Final = re.compile(r"T[0-9:.+Z-]*")
_EDTF: Final = PREFIXES["edtf"] + "EDTF"
_TYPE: Final = PREFIXES["rdf"] + "type"
_DATE: Final = PREFIXES["xsd"] + "date"


@dataclass(frozen=True, slots=True)
class Generalisation:
    """What becomes of the claims of a property: `way` is a key of `WAYS`.

    `cls` narrows it to things that their record says to be of a class ("" for all), and `spares` are the markings of
    records in which it changes nothing; `values` are the table of the way `values`, `text` is what the way `text` puts
    in the place of a literal, and `digits` what `round` keeps.
    """

    property: str
    way: str
    cls: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    digits: int = 0
    spares: frozenset[str] = frozenset()


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
    """Applies rules to the claims of a record."""

    def __init__(self, rules: Iterable[Generalisation]) -> None:
        self._rules: dict[str, list[Generalisation]] = {}
        for rule in rules:
            self._rules.setdefault(f"<{rule.property}>", []).append(rule)

    def apply(self, claims: Sequence[Claim], marking: str = "", beside: Sequence[Claim] = ()) -> list[Claim]:
        """The claims of a record at a marking without what rules leave out, and with what they make coarser.

        Of which class a thing is, the claims say themselves, or those `beside` them.
        """
        said = beside or claims
        changed = (
            self._claim(claim, said, marking) if claim[1] in self._rules else claim for claim in claims
        )
        return [claim for claim in changed if claim]

    def _claim(self, claim: Claim, claims: Sequence[Claim], marking: str) -> Claim | None:
        subject, predicate, value = claim
        for rule in self._rules[predicate]:
            if marking in rule.spares:
                continue
            if not rule.cls or (subject, f"<{_TYPE}>", f"<{rule.cls}>") in claims:
                term = WAYS[rule.way](_term(value), rule)
                if term is None:
                    return None
                value = str(term)
        return subject, predicate, value


def _term(value: str) -> Term:
    """The term that canonical N-Quads writes so. Only ground claims come here."""
    [quad] = read_canonical(f"<urn:s> <urn:p> {value} .\n")
    if not isinstance(quad.object, NamedNode | Literal):
        raise TypeError(value)
    return quad.object
