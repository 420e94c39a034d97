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
from ingest.kinds.kind import Claim, Kind, dated, first, plain, typed
from ontology.dates import PartialDate, parse_date
from ontology.terms import disease_by_icd10, disease_by_icd11, hd

_INTEGER = NamedNode(XSD + "integer")
_DATE = NamedNode(XSD + "date")
_TO_THE_DAY = "1"
_CATEGORY_LENGTH = 3


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
    shared = _shared_disease(values)
    # Codes that tell no disease of the scheme may be cut or only near, so a disease of its own is known by its name.
    disease = shared or context.ids.hashed("disease", first(values, "disease").value)
    yield Claim(outbreak, hd.ofDisease, disease)
    if not shared:
        yield from _own_disease(disease, values)


def _shared_disease(values: Values) -> NamedNode | None:
    """The scheme's disease by the code of ICD-10, which tells more of them apart here, else by that of ICD-11."""
    older, newer = first(values, "icd10"), first(values, "icd11")
    return (disease_by_icd10(older) if older else None) or (disease_by_icd11(newer) if newer else None)


def _own_disease(disease: NamedNode, values: Values) -> Iterator[Claim]:
    yield from typed(disease, hd.Disease)
    yield Claim(disease, hd.name, first(values, "disease"))
    for code in values.get("icd10", ()):
        yield Claim(disease, hd.icd10, Literal(_dotted(code)))


def _dotted(code: str) -> str:
    """A code of ICD-10 with the dot that data sets leave out.

    >>> _dotted("J206"), _dotted("B24"), _dotted("A00.1")
    ('J20.6', 'B24', 'A00.1')
    """
    category, rest = code[:_CATEGORY_LENGTH], code[_CATEGORY_LENGTH:].removeprefix(".")
    return f"{category}.{rest}" if rest else category


def _conflict_year_iri(values: Values, context: Context) -> NamedNode | None:
    country: NamedNode | None = first(values, "country")
    return _one_conflict_year(country, values, context) if country else None


def _one_conflict_year(country: NamedNode, values: Values, context: Context) -> NamedNode:
    conflict, year = first(values, "conflict"), first(values, "year")
    return context.ids.iri("conflict-year", conflict, year.value, _code(country))


def _conflict_years(_first: NamedNode, values: Values, context: Context) -> Iterator[Claim]:
    """The conflict in the country of side A and, where states fight each other, in that of side B."""
    for country in (*values.get("country", ()), *values.get("other_country", ())):
        yield from _conflict_year(_one_conflict_year(country, values, context), country, values)


def _conflict_year(conflict: NamedNode, country: NamedNode, values: Values) -> Iterator[Claim]:
    yield from typed(conflict, hd.ConflictYear)
    yield Claim(conflict, hd.inCountry, country)
    properties = {"year": hd.year, "conflict": hd.conflictIdentifier, "conflict_type": hd.conflictType}
    yield from plain(conflict, values, properties)
    yield Claim(conflict, hd.intensity, Literal(first(values, "intensity"), datatype=_INTEGER))
    start: PartialDate | None = first(values, "episode_start")
    if start is None:
        return
    # The source writes a day even where no more than the year is sure.
    sure = first(values, "episode_start_precision") == _TO_THE_DAY
    yield from dated(conflict, {"start": (start if sure else parse_date(str(start.earliest.year)),)}, "start")
    if sure:
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
    _conflict_years,
    # A row of the file is one state that supports a side: many rows tell of one conflict in one year.
    key=("conflict", "year", "country", "other_country", "supporter"),
)
