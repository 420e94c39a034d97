"""The register: what the store of record already knows by name, and resolution against it.

Resolution is exact after normalisation or by a recorded alias. What could mean two things is set aside for a
person; what means nothing known is rejected (countries, occasions) or described as written (organisations).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from ingest.resolution.asked_name import AskedName, Role
from ingest.resolution.diseases import disease, disease_table
from ingest.resolution.former_places import former_place
from ingest.resolution.former_states import former_states
from ingest.resolution.judged_names import JudgedNames, NameJudgement
from ingest.resolution.name_table import PLAIN, Forms, Named, NameTable
from ingest.resolution.place_names import place_form, without_article
from ingest.rows import CellProblem, cut
from ontology.dates import DateProblem, PartialDate, parse_date
from ontology.nquads import read_canonical
from ontology.terms import concept, hd

PLACE_KINDS = ("country", "territory", "country-name")
ORGANISATION_KINDS = ("organisation",)
OCCASION_KINDS = ("crisis",)
_KINDS_OF_ROLES: dict[Role, tuple[str, ...]] = {
    "country": PLACE_KINDS,
    "organisation": ORGANISATION_KINDS,
    "crisis": OCCASION_KINDS,
}
REGISTER_KINDS = (*PLACE_KINDS, *ORGANISATION_KINDS, *OCCASION_KINDS)

_NAME = hd.name.value
_CODES = {hd.iso3.value, hd.iso2.value, hd.identifier.value}
_NAMES = {_NAME, hd.altName.value, hd.shortName.value}
_CALLED = _NAMES | _CODES
_TITLES = {_NAME, hd.shortName.value}
"""An organisation's own names: the full one, and the short one by which it alone is known everywhere."""
_DESCRIBES, _HOME, _KIND = hd.describes.value, hd.homeCountry.value, hd.occasionKind.value
_FOUNDED = hd.startEdtf.value
_NO_CRISIS = {concept("occasion-kind", kind).value for kind in ("standing-programme", "none")}
_TOLD = re.compile(
    rf"^<([^>]*)> <({'|'.join(map(re.escape, sorted(_CALLED | {_DESCRIBES, _FOUNDED, _HOME, _KIND})))})>"
    r" (.*) <[^<>]*> \.$",
    re.MULTILINE,
)
"""The lines of canonical N-Quads that the register is made of; the many others are never parsed."""
_INITIALS = re.compile(r"(?:[A-Z]\.?){2,5}")
_SHOWN_LANGUAGES = {"en", ""}
_PLACES = Forms(place_form, without_article)
"""How names of countries are compared; those of bodies and occasions keep their articles."""


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that rows may name. `titles` holds organisations by their own names, without aliases.

    `founded` says when a thing began, by its IRI, where a record tells.
    """

    places: NameTable
    organisations: NameTable
    titles: NameTable
    occasions: NameTable
    crises: frozenset[str]
    is_described: Callable[[str], bool]
    founded: Mapping[str, PartialDate] = field(default_factory=dict)
    diseases: NameTable = field(default_factory=disease_table)

    def place(self, text: str, when: PartialDate | None = None) -> NamedNode:
        """The country or territory of that name or code; CellProblem when there is none or more than one.

        A withdrawn code, or the name of a state that is gone, means something only on a date at which it was
        valid; without one it has the rule FORMER.
        """
        asked = AskedName(text, "country", when=when)
        states = () if self.places.meant(text) else former_states(text)
        if not states:
            return _only(self.places, asked, "known-country", "country or territory").iri
        try:
            return former_place(text, states, when, self.places).iri
        except CellProblem as problem:
            raise problem.asking(asked) from None

    def occasion(self, text: str) -> NamedNode:
        """The crisis, programme or routine that the name means."""
        return _only(self.occasions, AskedName(text, "crisis"), "known-crisis", "crisis or occasion").iri

    def disease(self, text: str) -> NamedNode:
        """The disease of the ontology's scheme that the name or code means; set aside where none is told."""
        return disease(text, self.diseases)

    def grouping(self, text: str) -> NamedNode:
        """The grouping of states that the name means."""
        return _only(
            self.organisations, AskedName(text, "organisation"), "known-grouping", "organisation"
        ).iri

    def is_crisis(self, occasion: NamedNode) -> bool:
        """Whether an occasion is a crisis, and not a standing programme or routine work."""
        return occasion.value in self.crises


def _only(table: NameTable, asked: AskedName, rule: str, what: str) -> Named:
    text, found = asked.text, table.find(asked.text)
    if len(found) == 1:
        return found[0]
    shown = repr(cut(text))
    if found:
        choices = ", ".join(thing.shown for thing in found)
        message = f"{shown} can mean {len(found)} of them: {choices}."
        raise CellProblem(rule, message, verdict="set_aside", asked=asked)
    near = table.nearest(text)
    hint = f" Nearest known name: {near.shown!r}." if near else ""
    message = f"{shown} is no {what} that the register knows.{hint}"
    raise CellProblem(rule, message, suggestion=near.shown if near else "", asked=asked)


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
    founded: dict[str, PartialDate]


def build_register(
    texts: Iterable[tuple[str, str]],
    is_described: Callable[[str], bool],
    judgements: Iterable[NameJudgement] = (),
) -> Register:
    """The register of the records given as (kind, canonical N-Quads): the names of what they describe.

    What was judged of a name goes before what the records say of it.
    """
    facts, judged = _read_facts(texts), tuple(judgements)
    places, organisations, occasions = (
        _table(facts, kinds, JudgedNames(role, judged)) for role, kinds in _KINDS_OF_ROLES.items()
    )
    titles = _table(facts, ORGANISATION_KINDS, JudgedNames("organisation", judged), names=_TITLES)
    return Register(
        places,
        organisations,
        titles,
        occasions,
        frozenset(facts.crises),
        is_described,
        facts.founded,
        disease_table(JudgedNames("disease", judged)),
    )


def _read_facts(texts: Iterable[tuple[str, str]]) -> _Facts:
    facts, described = _Facts([], {}, set(), {}), set()
    for kind, text in texts:
        for subject, predicate, value in _TOLD.findall(text):
            if predicate == _DESCRIBES:
                described.add(value[1:-1])
            else:
                _note(facts, kind, subject, predicate, value)
    named = [entry for entry in facts.entries if entry.iri in described]
    return _Facts(named, facts.homes, facts.crises, facts.founded)


def _note(facts: _Facts, kind: str, subject: str, predicate: str, value: str) -> None:
    if value.startswith('"'):
        if predicate in _CALLED:
            text, language = _literal(value)
            facts.entries.append(_Entry(kind, predicate, text, language, subject))
        elif predicate == _FOUNDED:
            with suppress(DateProblem):
                facts.founded[subject] = parse_date(value[1:].partition('"')[0])
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


def _table(
    facts: _Facts, kinds: tuple[str, ...], judged: JudgedNames, names: Iterable[str] = _NAMES
) -> NameTable:
    mine = [entry for entry in facts.entries if entry.kind in kinds]
    things = _things(mine, facts.homes)
    exact = [entry for entry in mine if _is_code(entry)]
    free = [entry for entry in mine if entry.predicate in names and not _is_code(entry)]
    forms = _PLACES if kinds == PLACE_KINDS else PLAIN
    return NameTable(_named(free, things), _named(exact, things), forms, judged)


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
