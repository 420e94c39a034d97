"""Names to countries and crises: exact, or a problem that tells what was near."""

import time

import pytest
from pyoxigraph import NamedNode

from ingest.resolution.name_table import Named, NameTable
from ingest.resolution.register import Register, build_register
from ingest.rows import CellProblem
from tests.ingest.world import IDS, Reader

UNKNOWN = "is no country or territory that the register knows."


@pytest.fixture(scope="session")
def register(missions: Reader) -> Register:
    return missions.context.register


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("TUR", "country/TUR"),
        ("TR", "country/TUR"),
        ("Turkey", "country/TUR"),
        ("Türkiye", "country/TUR"),
        ("تركيا", "country/TUR"),
        ("Swaziland", "country/SWZ"),
        ("Eswatini", "country/SWZ"),
        ("North Macedonia", "country/MKD"),
        ("Burma", "country/MMR"),
        ("Myanmar (Burma)", "country/MMR"),
        ("Cape Verde", "country/CPV"),
        ("Czechia", "country/CZE"),
        ("Côte d'Ivoire", "country/CIV"),
        ("CAR", "country/CAF"),
        ("ROK", "country/KOR"),
        ("Guinea Conakry", "country/GIN"),
        ("Palestine", "country/PSE"),
        ("West Bank and Gaza", "country/PSE"),
        ("NA", "country/NAM"),
        ("XKX", "territory/XKX"),
        ("Kosovo", "territory/XKX"),
        ("XNC", "territory/XNC"),
        ("Turkish Republic of Northern Cyprus", "territory/XNC"),
        ("Fran\u200bce", "country/FRA"),
    ],
)
def test_a_place_is_known_by_code_or_by_name(register: Register, text: str, place: str | None) -> None:
    found = register.places.find(text)

    assert [one.iri.value.removeprefix(IDS.base) for one in found] == ([place] if place else [])


@pytest.mark.parametrize(
    "text", ["na", "no", "is", "and", "per", "are", "us", "car", "tur", "Gbr", "N/A", "-", ""]
)
def test_a_word_that_looks_like_a_code_is_none(register: Register, text: str) -> None:
    assert register.places.find(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "ZAR",
        "ZR",
        "SUN",
        "SU",
        "YUG",
        "YU",
        "DDR",
        "DD",
        "CS",
        "CSK",
        "SCG",
        "ANT",
        "AN",
        "BUR",
        "BU",
        "TP",
        "HV",
    ],
)
def test_a_code_of_a_state_that_is_gone_is_not_guessed(register: Register, text: str) -> None:
    assert register.places.find(text) == ()


@pytest.mark.parametrize("text", ["Libya", "LBY"])
def test_libya_never_means_liberia(register: Register, text: str) -> None:
    assert register.place(text) == IDS.iri("country", "LBY")


@pytest.mark.parametrize("text", ["Gaza Strip", "Sahrawi people", "the Kingdom"])
def test_what_means_a_place_only_in_context_does_not_resolve(register: Register, text: str) -> None:
    with pytest.raises(CellProblem, match=UNKNOWN):
        register.place(text)


def test_a_misspelt_name_is_told_with_the_nearest_one(register: Register) -> None:
    with pytest.raises(CellProblem) as caught:
        register.place("Bangaldesh")

    assert str(caught.value) == f"'Bangaldesh' {UNKNOWN} Nearest known name: 'Bangladesh'."
    assert (caught.value.rule, caught.value.verdict) == ("known-country", "rejected")


def test_a_name_with_a_letter_of_another_script_is_not_guessed(register: Register) -> None:
    with pytest.raises(CellProblem, match="Nearest known name: 'France'"):
        register.place("Fr\u0430nce")


def test_a_very_long_name_is_told_shortly_and_soon(register: Register) -> None:
    began = time.monotonic()
    with pytest.raises(CellProblem) as caught:
        register.place("Bangladesh " * 10_000)

    assert str(caught.value) == f"'{('Bangladesh ' * 19)[:199]}…' {UNKNOWN}"
    assert time.monotonic() - began < 1


def test_a_name_that_two_things_bear_is_set_aside() -> None:
    things = [Named(NamedNode("urn:b"), "Congo (B)"), Named(NamedNode("urn:a"), "Congo (A)")]
    table = NameTable([("Congo", thing) for thing in things])
    register = Register(table, table, table, table, frozenset(), lambda _iri: False)

    with pytest.raises(CellProblem) as caught:
        register.place("CONGO")

    assert str(caught.value) == "'CONGO' can mean 2 of them: Congo (A), Congo (B)."
    assert caught.value.verdict == "set_aside"


@pytest.mark.parametrize(
    ("text", "occasion", "crisis"),
    [
        ("2003 Bam earthquake", "CRI-002", True),
        ("CRI-002", "CRI-002", True),
        ("2003 BAM Earthquake", "CRI-002", True),
    ],
)
def test_a_crisis_is_known_by_its_name_or_its_identifier(
    register: Register, text: str, occasion: str, *, crisis: bool
) -> None:
    found = register.occasion(text)

    assert (found, register.is_crisis(found)) == (IDS.iri("crisis", "hdm", occasion), crisis)


@pytest.mark.parametrize("text", ["Poliomyelitis eradication", "Routine medical engagement"])
def test_a_programme_and_routine_are_no_crises(register: Register, text: str) -> None:
    assert not register.is_crisis(register.occasion(text))


def test_only_what_a_record_describes_has_a_name() -> None:
    text = '<urn:x> <https://w3id.org/health-diplomacy/ont#name> "Xland" <urn:g> .\n'
    describes = "<urn:g> <https://w3id.org/health-diplomacy/ont#describes> <urn:x> <urn:g> .\n"

    assert build_register([("country", text)], lambda _iri: False).places.find("Xland") == ()
    assert build_register([("country", text + describes)], lambda _iri: False).places.find("Xland") == (
        Named(NamedNode("urn:x"), "Xland"),
    )
    assert build_register([("mission", text + describes)], lambda _iri: False).places.find("Xland") == ()
