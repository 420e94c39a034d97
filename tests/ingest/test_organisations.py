"""Texts to organisations: an acronym, or a name that every country has, never merges two of them."""

from typing import NamedTuple

import pytest

from ingest.resolution.organisations import Organisation, resolve_organisation
from ingest.rows import CellProblem
from tests.ingest.world import IDS, Reader


class Found(NamedTuple):
    """An organisation, its home cut down to the code."""

    name: str
    home: str
    known: bool


def resolve(missions: Reader, text: str, *homes: str) -> Organisation:
    """The organisation that a text names where the row names these countries in the same role."""
    places = [missions.context.register.place(code) for code in homes]
    return resolve_organisation(text, missions.context.register, IDS, places)


def found(missions: Reader, text: str, *homes: str) -> Found:
    body = resolve(missions, text, *homes)
    return Found(body.name, body.home.value.rsplit("/", 1)[1] if body.home else "", body.known)


MOROCCO = Found("Royal Armed Forces (Morocco)", "MAR", known=True)
FOUNDATION = Found("Sheikh Thani bin Abdullah Foundation for Humanitarian Services", "QAT", known=True)
WHO = Found("World Health Organization", "", known=True)


@pytest.mark.parametrize(
    ("text", "homes", "body"),
    [
        ("Royal Armed Forces (FAR)", ("MAR",), MOROCCO),
        ("Royal Armed Forces (Morocco)", (), MOROCCO),
        ("Forces Armées Royales", ("MAR", "USA"), MOROCCO),
        ("RAF", ("MAR",), MOROCCO),
        ("RAF", ("QAT",), FOUNDATION),
        ("raf", ("QAT",), FOUNDATION),
        ("RAF (Qatar)", (), FOUNDATION),
        ("RAF", ("GBR",), Found("Royal Air Force", "GBR", known=True)),
        ("RAF", ("AUS",), Found("RAF", "", known=False)),
        ("USAID", (), Found("United States Agency for International Development", "USA", known=True)),
        (
            "King Salman Humanitarian Aid and Relief Center (KSrelief)",
            (),
            Found("KSrelief", "SAU", known=True),
        ),
        ("Royal Armed Forces", ("OMN",), Found("Royal Armed Forces", "", known=False)),
        ("Royal Armed Forces (Oman)", ("OMN",), Found("Royal Armed Forces", "OMN", known=False)),
        ("IRCS", ("IRN",), Found("Iranian Red Crescent Society", "IRN", known=True)),
        (
            "Iraqi Red Crescent Society (IRCS)",
            ("IRN", "IRQ"),
            Found("Iraqi Red Crescent Society", "IRQ", known=True),
        ),
        (
            "Inter-American Development Bank (IDB)",
            (),
            Found("Inter-American Development Bank", "", known=True),
        ),
        ("IsDB", (), Found("Islamic Development Bank Group", "", known=True)),
        ("NDMA", ("PAK",), Found("National Disaster Management Authority (Pakistan)", "PAK", known=True)),
        ("NDMA", ("IND",), Found("National Disaster Management Authority (India)", "IND", known=True)),
        ("NDMA", ("NPL",), Found("NDMA", "", known=False)),
        (
            "NDMA (Pakistan)",
            ("NPL",),
            Found("National Disaster Management Authority (Pakistan)", "PAK", known=True),
        ),
        (
            "NDMA (India)",
            ("PAK",),
            Found("National Disaster Management Authority (India)", "IND", known=True),
        ),
        ("WHO", ("LBN",), WHO),
        ("منظمة الصحة العالمية", (), WHO),
        ("World Health Organization (Lebanon)", ("LBN",), WHO),
        ("Kızılay", ("TUR",), Found("Turkish Red Crescent", "TUR", known=True)),
        ("TURKISH RED CRESCENT", ("SYR",), Found("Turkish Red Crescent", "TUR", known=True)),
        ("Government of the UAE", (), Found("Government of the UAE", "ARE", known=False)),
        ("Ministry of Health (Turkiye)", (), Found("Ministry of Health", "TUR", known=False)),
        ("Ministry of Health (Gaza)", ("PSE",), Found("Ministry of Health (Gaza)", "", known=False)),
        ("O'Brien; DROP", (), Found("O'Brien; DROP", "", known=False)),
        ("🇹🇼", (), Found("🇹🇼", "", known=False)),
    ],
)
def test_a_text_means_one_organisation(
    missions: Reader, text: str, homes: tuple[str, ...], body: Found
) -> None:
    assert found(missions, text, *homes) == body


def test_an_acronym_of_two_bodies_is_set_aside(missions: Reader) -> None:
    with pytest.raises(CellProblem) as caught:
        resolve(missions, "RAF", "MAR", "QAT")

    assert str(caught.value) == (
        "'RAF' can mean: Royal Armed Forces (Morocco),"
        " Sheikh Thani bin Abdullah Foundation for Humanitarian Services."
    )
    assert (caught.value.rule, caught.value.verdict) == ("one-organisation", "set_aside")


@pytest.mark.parametrize(
    ("text", "homes", "message"),
    [
        ("IDB", (), "'IDB' can mean: Inter-American Development Bank, Islamic Development Bank Group."),
        ("ISF", (), "'ISF' can mean: Internal Security Forces (Lebanon), Islamic Solidarity Fund."),
        ("ISF", ("LBN",), "'ISF' can mean: Internal Security Forces (Lebanon), Islamic Solidarity Fund."),
        (
            "Kızılay",
            (),
            "'Kızılay' can mean: Turkish Red Crescent; the row names no country that tells.",
        ),
        (
            "RAF",
            (),
            (
                "'RAF' can mean: Royal Armed Forces (Morocco), Sheikh Thani bin Abdullah Foundation for"
                " Humanitarian Services, Royal Air Force; the row names no country that tells."
            ),
        ),
    ],
)
def test_an_alias_that_nothing_tells_apart_is_set_aside(
    missions: Reader, text: str, homes: tuple[str, ...], message: str
) -> None:
    with pytest.raises(CellProblem) as caught:
        resolve(missions, text, *homes)

    assert (caught.value.verdict, str(caught.value)) == ("set_aside", message)


One = tuple[str, tuple[str, ...]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ministry of Health (Turkey)", ()), ("Ministry of Health (Türkiye)", ("SYR",))),
        (("Ministry of Health (Turkey)", ()), ("Ministry of Health", ("TUR",))),
        (("Ministry of Health", ("LBN", "SYR")), ("Ministry of Health", ("SYR", "LBN"))),
        (("Turkish Airlines", ("TUR",)), ("Turkish  airlines", ("SOM",))),
        (("Médecins Sans Frontières", ("FRA",)), ("MEDECINS SANS FRONTIERES", ())),
    ],
)
def test_one_body_has_one_iri(missions: Reader, one: One, other: One) -> None:
    assert resolve(missions, one[0], *one[1]).iri == resolve(missions, other[0], *other[1]).iri


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ministry of Health", ("TUR",)), ("Ministry of Health", ("SOM",))),
        (("Ministry of Health (Turkey)", ()), ("Ministry of Health (Somalia)", ())),
        (("Ministries of Health", ("BGD", "AFG")), ("Ministries of Health", ("YEM", "TCD"))),
        (("NDMA", ("IND",)), ("NDMA", ("BGD",))),
        (("Red Cross Society", ("CHN",)), ("Red Cross Society", ("JPN",))),
        (("?", ()), ("-", ())),
        (("Kızılay Vakfı", ()), ("Kizilay Vakfi", ())),
    ],
)
def test_two_bodies_of_one_name_stay_two(missions: Reader, one: One, other: One) -> None:
    assert resolve(missions, one[0], *one[1]).iri != resolve(missions, other[0], *other[1]).iri
