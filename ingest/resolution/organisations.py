"""Texts to organisations: never merged by an acronym, nor by a name that every country has.

The register's own names of an organisation mean it everywhere. An alias means it only where its home is one
of the countries of the same role, or where it has no home: RAF means three bodies. Where the row names no country
that could tell, an alias of a body that has a home is set aside for a person. What is not known becomes
an organisation of its own, keyed by its name, and by its countries too where the name alone says nothing
(Ministry of Health, NDMA).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ingest.normalise import normal_name
from ingest.resolution.asked_name import AskedName
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
    """A text, what stands in it before and in a last parenthesis, and the home country that it gives."""

    text: str
    bare: str
    inner: str
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
    asked = AskedName(text, "organisation", tuple(homes))
    found = _judged(written, register, homes) or _known(written, register, homes)
    if len(found) > 1:
        raise _doubt(asked, found, "")
    if found:
        return Organisation(found[0].iri, found[0].shown, found[0].home, known=True)
    if not (written.home or homes) and (elsewhere := _aliased(written, register)):
        raise _doubt(asked, elsewhere, "; the row names no country that tells")
    scope = [written.home] if written.home else homes if _is_shared(written.name) else []
    return Organisation(organisation_iri(ids, written.name, scope), written.name, written.home, known=False)


def _judged(written: _Written, register: Register, homes: Sequence[NamedNode]) -> tuple[Named, ...]:
    """What a person judged the text to mean, or what stands in it before a parenthesis."""
    countries = [written.home] if written.home else homes
    table = register.organisations
    return table.meant(written.text, countries) or table.meant(written.bare, countries)


def _aliased(written: _Written, register: Register) -> tuple[Named, ...]:
    """The bodies of any country that bear the text as an alias."""
    return register.organisations.find(written.text) or register.organisations.find(written.bare)


def _doubt(asked: AskedName, found: Sequence[Named], why: str) -> CellProblem:
    choices = ", ".join(thing.shown for thing in found)
    message = f"{cut(asked.text)!r} can mean: {choices}{why}."
    return CellProblem("one-organisation", message, verdict="set_aside", asked=asked)


def _known(written: _Written, register: Register, homes: Sequence[NamedNode]) -> tuple[Named, ...]:
    countries = [written.home] if written.home else homes
    titled = register.titles.find(written.bare, countries)
    return (
        register.titles.find(written.text, countries)
        or (_at_home(titled, countries) if written.home else titled)
        or _near(written.text, register, countries)
        or _near(written.bare, register, countries)
        or _named_twice(written, register)
    )


def _named_twice(written: _Written, register: Register) -> tuple[Named, ...]:
    """What has the parenthesis as its own name, and what stands before it as an alias: Relief Centre (KSrelief)."""
    aliased = register.organisations.find(written.bare) if written.inner else ()
    titled = register.titles.find(written.inner) if aliased else ()
    return tuple(thing for thing in titled if thing in aliased)


def _near(alias: str, register: Register, countries: Sequence[NamedNode]) -> tuple[Named, ...]:
    """What bears the alias and is at home in one of the countries, or in none; all, where no country is named
    and one without a home is among them, so that the others are not passed over.
    """
    found = register.organisations.find(alias, countries)
    near = _at_home(found, countries)
    return found if near and not countries else near


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
    return _Written(text, bare, match["inner"] if match else "", home)


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
