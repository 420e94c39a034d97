"""The kinds of other people's series: outbreaks and state-based conflicts, one country and one year each."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from ingest.fields import (
    XSD,
    Context,
    Field,
    Values,
    read_code,
    read_identifier,
    read_name,
    read_partial_date,
    read_place,
    read_text,
    read_word,
    read_year,
)
from ingest.kinds.evidence_kinds import disease_of
from ingest.kinds.kind import Claim, Kind, first, plain, typed
from ontology.terms import hd

_INTEGER = NamedNode(XSD + "integer")
_DATE = NamedNode(XSD + "date")
_TO_THE_DAY = "1"


def _code(place: NamedNode) -> str:
    return place.value.rsplit("/", 1)[1]


def _outbreak_iri(values: Values, context: Context) -> NamedNode | None:
    place, year, name = (first(values, field) for field in ("country", "year", "disease"))
    if not (place and year and name):
        return None
    return context.ids.hashed("outbreak", _code(place), name.value, year.value)


def _outbreak(outbreak: NamedNode, values: Values, context: Context) -> Iterator[Claim]:
    yield from typed(outbreak, hd.Outbreak)
    yield from plain(outbreak, values, {"country": hd.inCountry, "year": hd.year})
    yield from disease_of(outbreak, values, context)


def _conflict_year_iri(values: Values, context: Context) -> NamedNode | None:
    conflict, year = first(values, "conflict"), first(values, "year")
    return context.ids.iri("conflict-year", conflict, year.value) if conflict and year else None


def _conflict_year(conflict: NamedNode, values: Values, _context: Context) -> Iterator[Claim]:
    yield from typed(conflict, hd.ConflictYear)
    properties = {
        "country": hd.inCountry,
        "other_country": hd.inCountry,
        "year": hd.year,
        "conflict": hd.conflictIdentifier,
        "conflict_type": hd.conflictType,
    }
    yield from plain(conflict, values, properties)
    yield Claim(conflict, hd.intensity, Literal(first(values, "intensity"), datatype=_INTEGER))
    start = first(values, "episode_start")
    # A start known to the month or the year only is no day; the source still writes one.
    if start and first(values, "episode_start_precision") == _TO_THE_DAY:
        yield Claim(conflict, hd.episodeStart, Literal(start.earliest.isoformat(), datatype=_DATE))


OUTBREAK = Kind(
    "outbreak",
    "outbreak",
    {
        "country": Field(read_place, required=True),
        "disease": Field(read_name, required=True),
        "icd10": Field(read_code),
        "icd11": Field(read_code),
        "year": Field(read_year, required=True),
    },
    _outbreak_iri,
    _outbreak,
)
CONFLICT_YEAR = Kind(
    "conflict-year",
    "conflict-year",
    {
        "conflict": Field(read_identifier, required=True),
        "year": Field(read_year, required=True),
        "country": Field(read_place, required=True),
        "other_country": Field(read_place),
        "conflict_type": Field(read_text),
        "intensity": Field(read_word("1", "2"), required=True),
        "supporter": Field(read_text, columns=True),
        "episode_start": Field(read_partial_date),
        "episode_start_precision": Field(read_word("1", "2", "3", "4", "5")),
    },
    _conflict_year_iri,
    _conflict_year,
    # A row of the file is one state that supports a side: many rows tell of one conflict in one year.
    key=("conflict", "year", "country", "other_country", "supporter"),
)
