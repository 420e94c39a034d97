"""Texts to organisations: never merged by an acronym, nor by a name that every country has.

The register's own name of an organisation means it everywhere. An alias means it only where its home is one
of the countries of the same role, or where it has no home: RAF means three bodies. What is not known becomes
an organisation of its own, keyed by its name, and by its countries too where the name alone says nothing
(Ministry of Health, NDMA).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ingest.normalise import normal_name
from ingest.resolution.name_table import Named
from ingest.resolution.register import Register
from ingest.rows import CellProblem, cut
from ontology.identifiers import Identifiers, join_key

_PARENTHESIS = re.compile(r"(?P<name>.+?)\s*\((?P<inner>[^()]+)\)")
_GOVERNMENT = re.compile(r"(?:Federal )?Government of (?:the )?(?P<country>.+)")
_EVERY_COUNTRY_HAS_ONE = re.compile(
    r"\w{1,9}"  # initials
    r"|(?:air|armed|army|central|civil|department|directorate|federal|fire|general|government|health|joint|medical"
    r"|military|ministries|ministry|national|navy|parliament|police|presidency|prime|public|red|royal) .*"
)
"""Normal names that do not tell one country's body from the next one's."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as a row names it: known to the register, or new and described by the row's record."""

    iri: NamedNode
    name: str
    home: NamedNode | None
    known: bool


@dataclass(frozen=True, slots=True)
class _Written:
    """A text, what stands in it before a last parenthesis, and the home country that it gives."""

    text: str
    bare: str
    home: NamedNode | None

    @property
    def name(self) -> str:
        """The organisation's name: without the parenthesis where that only says the country."""
        return self.bare if self.home else self.text


def resolve_organisation(
    text: str, register: Register, ids: Identifiers, homes: Sequence[NamedNode]
) -> Organisation:
    """The organisation that a text names, given the countries that the row speaks of in the same role.

    Raises CellProblem, set aside for a person, where a text can mean more than one that is known.
    """
    written = _read(text, register)
    found = _known(written, register, homes)
    if len(found) > 1:
        choices = ", ".join(thing.shown for thing in found)
        message = f"{cut(text)!r} can mean: {choices}."
        raise CellProblem("one-organisation", message, verdict="set_aside")
    if found:
        return Organisation(found[0].iri, found[0].shown, found[0].home, known=True)
    scope = [written.home] if written.home else homes if _is_shared(written.name) else []
    return Organisation(organisation_iri(ids, written.name, scope), written.name, written.home, known=False)


def _known(written: _Written, register: Register, homes: Sequence[NamedNode]) -> tuple[Named, ...]:
    countries = [written.home] if written.home else homes
    titled = register.titles.find(written.bare)
    return (
        register.titles.find(written.text)
        or (_at_home(titled, countries) if written.home else titled)
        or _at_home(register.organisations.find(written.text), countries)
        or _at_home(register.organisations.find(written.bare), countries)
    )


def _at_home(things: Iterable[Named], countries: Iterable[NamedNode]) -> tuple[Named, ...]:
    near = {country.value for country in countries}
    return tuple(thing for thing in things if thing.home is None or thing.home.value in near)


def _read(text: str, register: Register) -> _Written:
    match = _PARENTHESIS.fullmatch(text)
    bare = match["name"] if match else text
    home = _place(match["inner"], register) if match else None
    government = _GOVERNMENT.fullmatch(bare)
    if government and home is None and bare == text:
        home = _place(government["country"], register)
    return _Written(text, bare, home)


def _place(text: str, register: Register) -> NamedNode | None:
    places = register.places.find(text)
    return places[0].iri if len(places) == 1 else None


def _is_shared(name: str) -> bool:
    return _EVERY_COUNTRY_HAS_ONE.fullmatch(normal_name(name)) is not None


def organisation_iri(ids: Identifiers, name: str, homes: Iterable[NamedNode]) -> NamedNode:
    """The IRI of an organisation: the hash of its normal name and the countries that tell it apart."""
    scope = sorted({home.value.removeprefix(ids.base) for home in homes})
    return ids.hashed(
        "organisation", normal_name(name) or name, join_key(*scope) if scope[1:] else "".join(scope)
    )
