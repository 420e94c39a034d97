"""The register: what the store of record already knows by name, and resolution against it.

Resolution is exact after normalisation or by a recorded alias. What could mean two things is set aside for a
person; what means nothing known is rejected (countries, occasions) or described as written (organisations).
"""

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from ingest.normalise import normal_name
from ingest.resolution.name_table import Named, NameTable
from ingest.rows import Verdict
from ontology.errors import HakimError
from ontology.identifiers import Identifiers
from ontology.nquads import read_canonical
from ontology.terms import concept, hd

PLACE_KINDS = ("country", "territory", "country-name")
ORGANISATION_KINDS = ("organisation",)
OCCASION_KINDS = ("crisis",)
REGISTER_KINDS = (*PLACE_KINDS, *ORGANISATION_KINDS, *OCCASION_KINDS)

_NAMES = {hd.name, hd.altName, hd.shortName, hd.iso3, hd.iso2, hd.identifier}
_NO_CRISIS = {concept("occasion-kind", "standing-programme"), concept("occasion-kind", "none")}
_ACRONYM = re.compile(r"[A-Z][A-Za-z-]{1,8}")
_PARENTHESIS = re.compile(r"(?P<name>.+?)\s*\((?P<inner>[^()]+)\)")
_GOVERNMENT = re.compile(r"(?:Federal )?Government of (?:the )?(?P<country>.+)")


class CellProblem(HakimError):
    """A cell that cannot be read, with the rule that it breaks."""

    def __init__(self, rule: str, message: str, *, verdict: Verdict = "rejected") -> None:
        super().__init__(message)
        self.rule = rule
        self.verdict = verdict
        self.field = ""
        self.value = ""

    def of(self, field: str, value: str) -> "CellProblem":
        """The same problem, told of a field and the text that stood in it."""
        told = CellProblem(self.rule, self.message, verdict=self.verdict)
        told.field, told.value = field, value
        return told


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as a row names it: known to the register, or new and described by the row's record."""

    iri: NamedNode
    name: str
    home: NamedNode | None
    known: bool


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that rows may name."""

    places: NameTable
    organisations: NameTable
    occasions: NameTable
    crises: frozenset[str]
    is_described: Callable[[str], bool]

    def place(self, text: str) -> NamedNode:
        """The country or territory of that name or code; CellProblem when there is none or more than one."""
        return _only(self.places, text, "known-country", "country or territory").iri

    def occasion(self, text: str) -> NamedNode:
        """The crisis, programme or routine that the name means."""
        return _only(self.occasions, text, "known-crisis", "crisis or occasion").iri

    def is_crisis(self, occasion: NamedNode) -> bool:
        """Whether an occasion is a crisis, and not a standing programme or routine work."""
        return occasion.value in self.crises


def _only(table: NameTable, text: str, rule: str, what: str) -> Named:
    found = table.find(text)
    if len(found) == 1:
        return found[0]
    if found:
        choices = ", ".join(thing.shown for thing in found)
        raise CellProblem(rule, f"{text!r} can mean {len(found)} of them: {choices}.", verdict="set_aside")
    near = difflib.get_close_matches(normal_name(text), table.names(), n=1, cutoff=0.8)
    hint = f" Nearest known name: {table.find(near[0])[0].shown!r}." if near else ""
    raise CellProblem(rule, f"{text!r} is no {what} that the register knows.{hint}")


def resolve_organisation(
    text: str, register: Register, ids: Identifiers, homes: Iterable[NamedNode]
) -> Organisation:
    """The organisation that a text names, given the countries that the row speaks of.

    A full name, with or without what stands in parentheses, is matched exactly. An acronym is taken only where the
    organisation's home is one of the row's countries, or where it has no home: RAF means three bodies. A name that is
    not known makes an organisation of its own, keyed by its name and home.
    """
    country_set = {home.value for home in homes}
    for candidate in _candidates(text):
        found = register.organisations.find(candidate)
        if _ACRONYM.fullmatch(candidate):
            found = tuple(thing for thing in found if thing.home is None or thing.home.value in country_set)
        if len(found) > 1:
            choices = ", ".join(thing.shown for thing in found)
            raise CellProblem("one-organisation", f"{candidate!r} can mean: {choices}.", verdict="set_aside")
        if found:
            return Organisation(found[0].iri, found[0].shown, found[0].home, known=True)
    return _new_organisation(text, register, ids)


def _candidates(text: str) -> list[str]:
    match = _PARENTHESIS.fullmatch(text)
    return [text, match["name"], match["inner"]] if match else [text]


def _new_organisation(text: str, register: Register, ids: Identifiers) -> Organisation:
    name, home = text, None
    match = _PARENTHESIS.fullmatch(text)
    if match and (places := register.places.find(match["inner"])) and len(places) == 1:
        name, home = match["name"], places[0].iri
    government = _GOVERNMENT.fullmatch(name)
    if government and (places := register.places.find(government["country"])) and len(places) == 1:
        home = places[0].iri
    iri = organisation_iri(ids, name, home)
    return Organisation(iri, name, home, known=False)


def organisation_iri(ids: Identifiers, name: str, home: NamedNode | None) -> NamedNode:
    """The IRI of an organisation: the hash of its normal name and its home country."""
    return ids.hashed("organisation", normal_name(name), home.value.removeprefix(ids.base) if home else "")


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    name: str
    iri: NamedNode


def build_register(texts: Iterable[tuple[str, str]], is_described: Callable[[str], bool]) -> Register:
    """The register of the records given as (kind, canonical N-Quads): the names of what they describe."""
    entries: list[_Entry] = []
    described: set[str] = set()
    homes: dict[str, NamedNode] = {}
    crises: set[str] = set()
    for kind, text in texts:
        for quad in read_canonical(text):
            subject, value = quad.subject, quad.object
            if not isinstance(subject, NamedNode):
                continue
            if quad.predicate in _NAMES and isinstance(value, Literal):
                entries.append(_Entry(kind, value.value, subject))
            elif isinstance(value, NamedNode) and quad.predicate == hd.describes:
                described.add(value.value)
            elif isinstance(value, NamedNode) and quad.predicate == hd.homeCountry:
                homes[subject.value] = value
            elif quad.predicate == hd.occasionKind and value not in _NO_CRISIS:
                crises.add(subject.value)
    entries = [entry for entry in entries if entry.iri.value in described]
    tables = [_table(entries, homes, kinds) for kinds in (PLACE_KINDS, ORGANISATION_KINDS, OCCASION_KINDS)]
    return Register(tables[0], tables[1], tables[2], frozenset(crises), is_described)


def _table(entries: Iterable[_Entry], homes: dict[str, NamedNode], kinds: tuple[str, ...]) -> NameTable:
    shown: dict[str, str] = {}
    mine = [entry for entry in entries if entry.kind in kinds]
    for entry in mine:
        shown.setdefault(entry.iri.value, entry.name)
    return NameTable(
        (entry.name, Named(entry.iri, shown[entry.iri.value], homes.get(entry.iri.value))) for entry in mine
    )
