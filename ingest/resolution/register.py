"""The register: what the store of record already knows by name, and resolution against it.

Resolution is exact after normalisation or by a recorded alias. What could mean two things is set aside for a
person; what means nothing known is rejected (countries, occasions) or described as written (organisations).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from ingest.resolution.former_places import former_place
from ingest.resolution.former_states import former_states
from ingest.resolution.name_table import Named, NameTable
from ingest.rows import CellProblem, cut
from ontology.dates import PartialDate
from ontology.nquads import read_canonical
from ontology.terms import concept, hd

PLACE_KINDS = ("country", "territory", "country-name")
ORGANISATION_KINDS = ("organisation",)
OCCASION_KINDS = ("crisis",)
REGISTER_KINDS = (*PLACE_KINDS, *ORGANISATION_KINDS, *OCCASION_KINDS)

_NAME = hd.name.value
_CODES = {hd.iso3.value, hd.iso2.value, hd.identifier.value}
_NAMES = {_NAME, hd.altName.value, hd.shortName.value}
_CALLED = _NAMES | _CODES
_DESCRIBES, _HOME, _KIND = hd.describes.value, hd.homeCountry.value, hd.occasionKind.value
_NO_CRISIS = {concept("occasion-kind", kind).value for kind in ("standing-programme", "none")}
_TOLD = re.compile(
    rf"^<([^>]*)> <({'|'.join(map(re.escape, sorted(_CALLED | {_DESCRIBES, _HOME, _KIND})))})>"
    r" (.*) <[^<>]*> \.$",
    re.MULTILINE,
)
"""The lines of canonical N-Quads that the register is made of; the many others are never parsed."""
_INITIALS = re.compile(r"(?:[A-Z]\.?){2,5}")
_SHOWN_LANGUAGES = {"en", ""}


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that rows may name. `titles` holds organisations by their own names, without aliases."""

    places: NameTable
    organisations: NameTable
    titles: NameTable
    occasions: NameTable
    crises: frozenset[str]
    is_described: Callable[[str], bool]

    def place(self, text: str, when: PartialDate | None = None) -> NamedNode:
        """The country or territory of that name or code; CellProblem when there is none or more than one.

        A withdrawn code, or the name of a state that is gone, means something only on a date at which it was
        valid; without one it has the rule FORMER.
        """
        if states := former_states(text):
            return former_place(text, states, when, self.places).iri
        return _only(self.places, text, "known-country", "country or territory").iri

    def occasion(self, text: str) -> NamedNode:
        """The crisis, programme or routine that the name means."""
        return _only(self.occasions, text, "known-crisis", "crisis or occasion").iri

    def grouping(self, text: str) -> NamedNode:
        """The grouping of states that the name means."""
        return _only(self.organisations, text, "known-grouping", "organisation").iri

    def is_crisis(self, occasion: NamedNode) -> bool:
        """Whether an occasion is a crisis, and not a standing programme or routine work."""
        return occasion.value in self.crises


def _only(table: NameTable, text: str, rule: str, what: str) -> Named:
    found = table.find(text)
    if len(found) == 1:
        return found[0]
    shown = repr(cut(text))
    if found:
        choices = ", ".join(thing.shown for thing in found)
        raise CellProblem(rule, f"{shown} can mean {len(found)} of them: {choices}.", verdict="set_aside")
    near = table.nearest(text)
    hint = f" Nearest known name: {near.shown!r}." if near else ""
    message = f"{shown} is no {what} that the register knows.{hint}"
    raise CellProblem(rule, message, suggestion=near.shown if near else "")


class _Entry(NamedTuple):
    """One name or code of a thing, as a record of some kind gives it."""

    kind: str
    predicate: str
    text: str
    language: str
    iri: str


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the records say of the things that they describe."""

    entries: list[_Entry]
    homes: dict[str, NamedNode]
    crises: set[str]


def build_register(texts: Iterable[tuple[str, str]], is_described: Callable[[str], bool]) -> Register:
    """The register of the records given as (kind, canonical N-Quads): the names of what they describe."""
    facts = _read_facts(texts)
    places, organisations, occasions = (
        _table(facts, kinds) for kinds in (PLACE_KINDS, ORGANISATION_KINDS, OCCASION_KINDS)
    )
    titles = _table(facts, ORGANISATION_KINDS, names={_NAME})
    return Register(places, organisations, titles, occasions, frozenset(facts.crises), is_described)


def _read_facts(texts: Iterable[tuple[str, str]]) -> _Facts:
    facts, described = _Facts([], {}, set()), set()
    for kind, text in texts:
        for subject, predicate, value in _TOLD.findall(text):
            if predicate == _DESCRIBES:
                described.add(value[1:-1])
            else:
                _note(facts, kind, subject, predicate, value)
    named = [entry for entry in facts.entries if entry.iri in described]
    return _Facts(named, facts.homes, facts.crises)


def _note(facts: _Facts, kind: str, subject: str, predicate: str, value: str) -> None:
    if value.startswith('"'):
        if predicate in _CALLED:
            text, language = _literal(value)
            facts.entries.append(_Entry(kind, predicate, text, language, subject))
    elif predicate == _HOME:
        facts.homes[subject] = NamedNode(value[1:-1])
    elif predicate == _KIND and value[1:-1] not in _NO_CRISIS:
        facts.crises.add(subject)


def _literal(written: str) -> tuple[str, str]:
    """The text and the language of a literal as N-Quads write it."""
    if "\\" not in written:
        text, _, end = written[1:].rpartition('"')
        return text, end.removeprefix("@") if end.startswith("@") else ""
    quad = next(iter(read_canonical(f"<urn:s> <urn:p> {written} .\n")))
    literal = quad.object
    return (literal.value, literal.language or "") if isinstance(literal, Literal) else ("", "")


def _table(facts: _Facts, kinds: tuple[str, ...], names: Iterable[str] = _NAMES) -> NameTable:
    mine = [entry for entry in facts.entries if entry.kind in kinds]
    things = _things(mine, facts.homes)
    exact = [entry for entry in mine if _is_code(entry)]
    free = [entry for entry in mine if entry.predicate in names and not _is_code(entry)]
    return NameTable(_named(free, things), _named(exact, things))


def _named(entries: Iterable[_Entry], things: dict[str, Named]) -> Iterator[tuple[str, Named]]:
    return ((entry.text, things[entry.iri]) for entry in entries)


def _is_code(entry: _Entry) -> bool:
    """Codes, and names of places that are initials, mean a thing only as they are written: US is not us."""
    initials = entry.kind in PLACE_KINDS and _INITIALS.fullmatch(entry.text)
    return entry.predicate in _CODES or bool(initials)


def _things(entries: Iterable[_Entry], homes: dict[str, NamedNode]) -> dict[str, Named]:
    """Each thing with the name to show: its own in English, else its own in any language, else any."""
    shown: dict[str, str] = {}
    for entry in sorted(entries, key=_showing):
        shown.setdefault(entry.iri, entry.text)
    return {iri: Named(NamedNode(iri), name, homes.get(iri)) for iri, name in shown.items()}


def _showing(entry: _Entry) -> tuple[bool, bool]:
    return entry.predicate != _NAME, entry.language not in _SHOWN_LANGUAGES
