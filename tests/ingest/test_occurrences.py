"""Other people's series, which do not ship: outbreaks and state-based conflicts, one country and one year each."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from ingest.mapping import MappedRow
from ingest.run import IngestResult, ingest_file
from ingest.source_rows import source_context
from ontology.nquads import read_canonical
from ontology.terms import concept, hd
from records.store import Store
from tests.ingest.world import IDS, LATER, OUTSIDE, Reader, copied, options, spec_of

SHARED = Path(os.environ.get("HAKIM_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
FILES = {
    "outbreaks": SHARED / "outbreaks_don" / "outbreaks_13052026.csv",
    "ucdp-conflicts": SHARED / "ucdp_acd" / "ucdp_prio_acd_v25_1_2003on.csv",
}
there = pytest.mark.skipif(
    not all(file.is_file() for file in FILES.values()),
    reason="the third-party files are not there; HAKIM_SHARED_DATA says where",
)
RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


@pytest.fixture(scope="module")
def outside(registers_home: Path) -> Iterator[Mapping[str, Reader]]:
    """A reader of rows for each source whose file does not ship."""
    with Store(registers_home) as store:
        yield {source: Reader(source_context(store, spec_of(source), IDS)) for source in OUTSIDE}


def cells(source: str, **given: str) -> dict[str, str]:
    """A row that has nothing but what is given."""
    return {**dict.fromkeys((column.column for column in spec_of(source).columns), ""), **given}


def outbreak(**given: str) -> dict[str, str]:
    row = {"iso3": "NAM", "Year": "2008", "Disease": "Cholera", "icd104c": "A000", "icd11c3": "1A00"}
    return cells("outbreaks", **(row | given))


def conflict(**given: str) -> dict[str, str]:
    row = {
        "conflict_id": "13243",
        "year": "2022",
        "iso3_a": "RUS",
        "iso3_b": "UKR",
        "intensity_level": "2",
        "type_of_conflict": "interstate",
        "start_date2": "2022-02-24",
        "start_prec2": "1",
    }
    return cells("ucdp-conflicts", **(row | given))


def named(lines: list[str]) -> list[str]:
    """Lines in which the outbreak and a disease of its own go by short names."""
    return sorted(re.sub(r"<(outbreak|disease)/[0-9a-f]{20}>", r"<\1>", line) for line in lines)


def test_an_outbreak_is_of_the_schemes_disease(outside: Mapping[str, Reader]) -> None:
    assert named(outside["outbreaks"].lines(outbreak())) == [
        "<outbreak> <hd:inCountry> <country/NAM>",
        "<outbreak> <hd:ofDisease> <disease/cholera>",
        '<outbreak> <hd:year> "2008"^^<xsd:integer>',
        "<outbreak> a <hd:Outbreak>",
    ]


def test_a_disease_that_the_scheme_lacks_is_described_by_its_name(outside: Mapping[str, Reader]) -> None:
    row = outbreak(Disease="Tularaemia, unspecified", icd104c="A219", icd11c3="1B94")

    assert named(outside["outbreaks"].lines(row)) == [
        '<disease> <hd:icd10> "A21.9"',
        '<disease> <hd:name> "Tularaemia, unspecified"@en',
        "<disease> a <hd:Disease>",
        "<outbreak> <hd:inCountry> <country/NAM>",
        "<outbreak> <hd:ofDisease> <disease>",
        '<outbreak> <hd:year> "2008"^^<xsd:integer>',
        "<outbreak> a <hd:Outbreak>",
    ]


@pytest.mark.parametrize(
    ("older", "newer", "disease"),
    [
        ("A984", "1D60", "ebola-disease"),
        ("A983", "1D60", "marburg-disease"),
        ("B15", "1E+50", "hepatitis-a"),
        ("B172", "1E+50", "hepatitis-e"),
        ("U071", "25RA01", "covid-19"),
        ("A000", "1A00", "cholera"),
    ],
)
def test_icd_10_tells_diseases_apart_that_the_cut_code_mixes(
    outside: Mapping[str, Reader], older: str, newer: str, disease: str
) -> None:
    mapped = outside["outbreaks"].map(outbreak(icd104c=older, icd11c3=newer))

    assert isinstance(mapped, MappedRow)
    assert [
        quad.object for quad in read_canonical(mapped.graphs[0].text) if quad.predicate == hd.ofDisease
    ] == [concept("disease", disease)]


@pytest.mark.parametrize(
    ("source", "row", "problem"),
    [
        ("outbreaks", outbreak(iso3="XXX"), ("iso3", "known-country")),
        ("outbreaks", outbreak(iso3=""), ("iso3", "required")),
        ("outbreaks", outbreak(Year="08"), ("Year", "year")),
        ("outbreaks", outbreak(Disease=""), ("Disease", "required")),
        ("ucdp-conflicts", conflict(iso3_a="-99"), ("iso3_a", "known-country")),
        ("ucdp-conflicts", conflict(intensity_level="3"), ("intensity_level", "known-value")),
        ("ucdp-conflicts", conflict(start_prec2="9"), ("start_prec2", "known-value")),
        ("ucdp-conflicts", conflict(conflict_id=""), ("conflict_id", "required")),
    ],
)
def test_what_is_wrong_with_an_occurrence_is_said(
    outside: Mapping[str, Reader], source: str, row: dict[str, str], problem: tuple[str, str]
) -> None:
    assert [one[:2] for one in outside[source].problems(row)] == [problem]


def test_kosovo_is_a_territory_whatever_the_file_calls_it(outside: Mapping[str, Reader]) -> None:
    lines = outside["outbreaks"].lines(outbreak(iso3="XXK"))

    assert [line.split(" ")[2] for line in lines if "<hd:inCountry>" in line] == ["<territory/XKX>"]


def test_a_war_between_states_is_in_both_countries(outside: Mapping[str, Reader]) -> None:
    there, here = "<conflict-year/13243/2022/RUS>", "<conflict-year/13243/2022/UKR>"
    said = [
        '<hd:conflictIdentifier> "13243"',
        '<hd:conflictType> "interstate"',
        '<hd:episodeStart> "2022-02-24"^^<xsd:date>',
        '<hd:intensity> "2"^^<xsd:integer>',
        '<hd:start> "2022-02-24"^^<xsd:date>',
        '<hd:startEdtf> "2022-02-24"^^<edtf>',
        '<hd:startLatest> "2022-02-24"^^<xsd:date>',
        '<hd:year> "2022"^^<xsd:integer>',
        "a <hd:ConflictYear>",
    ]

    assert outside["ucdp-conflicts"].lines(conflict()) == sorted(
        [
            *(f"{subject} {line}" for subject in (there, here) for line in said),
            f"{there} <hd:inCountry> <country/RUS>",
            f"{here} <hd:inCountry> <country/UKR>",
        ]
    )


def test_a_side_without_a_state_is_no_country(outside: Mapping[str, Reader]) -> None:
    lines = outside["ucdp-conflicts"].lines(conflict(iso3_b="", type_of_conflict="intrastate"))

    assert {line.split(" ")[0] for line in lines} == {"<conflict-year/13243/2022/RUS>"}


@pytest.mark.parametrize("precision", ["2", "3", "4", "5"])
def test_a_start_that_is_not_sure_to_the_day_is_known_to_its_year(
    outside: Mapping[str, Reader], precision: str
) -> None:
    lines = outside["ucdp-conflicts"].lines(conflict(iso3_b="", start_prec2=precision))

    assert [line.split(" ", 1)[1] for line in lines if "tart" in line] == [
        '<hd:start> "2022-01-01"^^<xsd:date>',
        '<hd:startEdtf> "2022"^^<edtf>',
        '<hd:startLatest> "2022-12-31"^^<xsd:date>',
    ]


@pytest.fixture(scope="module")
def whole(
    registers_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, IngestResult]]:
    """A store with both files in it, and what became of their rows."""
    home = tmp_path_factory.mktemp("outside") / "home"
    with copied(registers_home, home) as store:
        return home, {
            source: ingest_file(store, spec_of(source), FILES[source], options()) for source in OUTSIDE
        }


@there
@pytest.mark.parametrize(("source", "count"), [("outbreaks", 3540), ("ucdp-conflicts", 3557)])
def test_every_row_of_the_files_is_accounted_for(
    whole: tuple[Path, dict[str, IngestResult]], source: str, count: int
) -> None:
    ledger = whole[1][source].ledger

    assert (ledger.read, ledger.accepted, ledger.rejected, ledger.set_aside, ledger.ignored) == (
        count,
        count,
        0,
        0,
        0,
    )
    assert ledger.notices == ()


@there
@pytest.mark.parametrize("source", OUTSIDE)
def test_the_same_file_again_writes_nothing(
    whole: tuple[Path, dict[str, IngestResult]], tmp_path: Path, source: str
) -> None:
    with copied(whole[0], tmp_path / "home") as store:
        again = ingest_file(store, spec_of(source), FILES[source], options(LATER)).ledger

    assert (again.unchanged, again.written, again.deleted) == (again.read, 0, 0)


@there
def test_the_files_make_one_thing_for_each_country_and_year(
    whole: tuple[Path, dict[str, IngestResult]],
) -> None:
    with Store(whole[0]) as store:
        said = {quad.triple for text in store.journal.texts() for quad in read_canonical(text)}
    kinds = Counter(triple.object for triple in said if triple.predicate == RDF_TYPE)
    countries = Counter(triple.object for triple in said if triple.predicate == hd.inCountry)

    assert (kinds[hd.Outbreak], kinds[hd.ConflictYear]) == (3540, 1017)
    assert countries.total() == 3540 + 1017
    assert countries[IDS.iri("country", "NAM")] == 6
