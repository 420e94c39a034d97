"""Countries and codes that a naive table gets wrong: withdrawn, reused, renamed, contested, or not there at all."""

import time

import pycountry
import pytest
from pyoxigraph import NamedNode

from ingest.resolution.former_places import FORMER
from ingest.resolution.former_states import FORMER_STATES, former_states
from ingest.resolution.name_table import Named, NameTable
from ingest.resolution.register import Register
from ingest.rows import CellProblem, Problem
from ontology.dates import PartialDate, parse_date
from tests.ingest.world import IDS, MISSION, Reader

WAY_OUT = "Name the state that is meant in the column's repairs."


@pytest.fixture(scope="session")
def register(missions: Reader) -> Register:
    return missions.context.register


def day(text: str | None) -> PartialDate | None:
    return parse_date(text) if text else None


def problem(register: Register, text: str, when: str | None) -> CellProblem:
    with pytest.raises(CellProblem) as caught:
        register.place(text, day(when))
    return caught.value


@pytest.mark.parametrize(
    ("text", "when", "country"),
    [
        ("ZAR", "1990", "COD"),
        ("ZR", "1997-07-14", "COD"),
        ("Zaire", "1985", "COD"),
        ("BUR", "1988", "MMR"),
        ("BU", "1988", "MMR"),
        ("TMP", "1999-09", "TLS"),
        ("TP", "1999", "TLS"),
        ("HVO", "1983", "BFA"),
        ("HV", "1983", "BFA"),
        ("DHY", "1975", "BEN"),
        # The thing is the same on both sides of the day on which it was renamed.
        ("ZAR", "1997", "COD"),
        # Names that are written to this day have no end.
        ("Burma", "1980", "MMR"),
        ("Burma", "2020", "MMR"),
        ("Burma", None, "MMR"),
        ("East Timor", "2020", "TLS"),
    ],
)
def test_a_withdrawn_code_of_a_renamed_country_resolves_by_the_date(
    register: Register, text: str, when: str | None, country: str
) -> None:
    assert register.place(text, day(when)) == IDS.iri("country", country)


@pytest.mark.parametrize(
    ("text", "when", "verdict", "message", "suggestion"),
    [
        (
            "ZAR",
            "2010",
            "rejected",
            "'ZAR' means Zaire (1971–1997), not 2010. After it came: Democratic Republic of the Congo.",
            "Democratic Republic of the Congo",
        ),
        (
            "ZAR",
            None,
            "rejected",
            (
                "'ZAR' means Zaire (1971–1997), and the row gives no date. After it came: Democratic Republic of the"
                " Congo."
            ),
            "Democratic Republic of the Congo",
        ),
        (
            "DDR",
            "1980",
            "rejected",
            (
                "'DDR' means German Democratic Republic (1949–1990), which the register does not hold. After it came:"
                " Germany."
            ),
            "",
        ),
        (
            "YMD",
            "1985",
            "rejected",
            "'YMD' means Democratic Yemen (1967–1990), which the register does not hold. After it came: Yemen.",
            "",
        ),
        (
            "ANT",
            "2005",
            "rejected",
            (
                "'ANT' means Netherlands Antilles (1954–2010), which the register does not hold. After it came:"
                " Caribbean Netherlands, Curaçao, Sint Maarten."
            ),
            "",
        ),
        (
            "SCG",
            "2004-05",
            "rejected",
            (
                "'SCG' means Serbia and Montenegro (2003–2006), which the register does not hold. After it came:"
                " Montenegro, Serbia."
            ),
            "",
        ),
        (
            "CS",
            "1980",
            "rejected",
            (
                "'CS' means Czechoslovakia (1918–1993), which the register does not hold. After it came: Czechia,"
                " Slovakia."
            ),
            "",
        ),
        (
            "CS",
            "2004",
            "rejected",
            (
                "'CS' means Serbia and Montenegro (2003–2006), which the register does not hold. After it came:"
                " Montenegro, Serbia."
            ),
            "",
        ),
        (
            "CS",
            "1998",
            "rejected",
            (
                "'CS' means Czechoslovakia (1918–1993) or Serbia and Montenegro (2003–2006), not 1998. After it came:"
                " Montenegro, Serbia; Czechia, Slovakia."
            ),
            "",
        ),
        (
            "CS",
            None,
            "set_aside",
            "'CS' can mean Czechoslovakia (1918–1993) or Serbia and Montenegro (2003–2006): the row gives no date.",
            "",
        ),
        (
            "YUG",
            "1992",
            "set_aside",
            (
                "'YUG' can mean Socialist Federal Republic of Yugoslavia (1945–1992) or Federal Republic of Yugoslavia"
                " (1992–2003): 1992 does not tell."
            ),
            "",
        ),
    ],
)
def test_what_a_withdrawn_code_does_not_mean_is_told(
    register: Register, text: str, when: str | None, verdict: str, message: str, suggestion: str
) -> None:
    found = problem(register, text, when)

    assert (found.rule, found.verdict, found.message, found.suggestion) == (
        FORMER,
        verdict,
        f"{message} {WAY_OUT}",
        suggestion,
    )


@pytest.mark.parametrize(
    "text", ["SUN", "SU", "YU", "Soviet Union", "USSR", "East Germany", "Czechoslovakia", "AN"]
)
@pytest.mark.parametrize("when", [None, "1960", "2020"])
def test_no_split_state_is_ever_one_of_those_after_it(
    register: Register, text: str, when: str | None
) -> None:
    assert problem(register, text, when).rule == FORMER


def test_a_former_state_that_the_register_holds_is_itself() -> None:
    soviet = Named(NamedNode("urn:SUN"), "Soviet Union")
    table = NameTable([("Soviet Union", soviet)], [("SUN", soviet)])
    register = Register(table, table, table, table, frozenset(), lambda _iri: False)

    assert register.place("SUN", day("1986")) == register.place("USSR", day("1986")) == soviet.iri
    straddling = problem(register, "SUN", "1992")
    assert (straddling.verdict, straddling.message) == (
        "set_aside",
        f"'SUN' means Soviet Union (1922–1992), which was not there on all days of 1992. {WAY_OUT}",
    )
    assert problem(register, "SUN", "2005").verdict == "rejected"


def test_the_codes_and_their_ends_are_those_of_iso_3166_3() -> None:
    """Yugoslavia's code was used on by the next state of that name: it ends with the later one."""
    withdrawn = {one.alpha_3: (one.alpha_2, str(one.withdrawal_date)) for one in pycountry.historic_countries}
    ours = {
        state.codes[0]: (state.until.isoformat(), state.codes[1:])
        for state in FORMER_STATES
        if state.codes[0] != "YUG"
    }

    assert {code: end for code, (end, _) in ours.items() if not end.startswith(withdrawn[code][1])} == {}
    assert {code: two for code, (_, two) in ours.items() if two and two != (withdrawn[code][0],)} == {}


@pytest.mark.parametrize("code", ["AI", "BY", "GE", "SK"])
def test_a_code_that_was_given_again_means_the_living_country(register: Register, code: str) -> None:
    assert former_states(code) == ()
    assert register.place(code).value.startswith(IDS.base + "country/")


@pytest.mark.parametrize("code", sorted({code for state in FORMER_STATES for code in state.codes}))
def test_no_withdrawn_code_is_one_of_today(register: Register, code: str) -> None:
    assert register.places.find(code) == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("TW", "country/TWN"),
        ("Taiwan", "country/TWN"),
        ("PS", "country/PSE"),
        ("Palestine, State of", "country/PSE"),
        ("EH", "country/ESH"),
        ("Western Sahara", "country/ESH"),
        ("FK", "country/FLK"),
        ("Northern Cyprus", "territory/XNC"),
        ("Kosovo", "territory/XKX"),
    ],
)
def test_contested_places_have_neutral_iris(register: Register, text: str, place: str) -> None:
    assert register.place(text).value == IDS.base + place


@pytest.mark.parametrize("text", ["Crimea", "Somaliland", "Abkhazia", "South Ossetia", "SOMALILAND"])
def test_a_place_without_a_code_is_no_misspelt_other_one(register: Register, text: str) -> None:
    found = problem(register, text, None)

    assert (found.rule, found.verdict, found.suggestion) == ("known-country", "rejected", "")
    assert found.message == f"{text!r} is no country or territory that the register knows."


@pytest.mark.parametrize(
    ("names", "country"),
    [
        (("Swaziland", "Eswatini"), "SWZ"),
        (("Macedonia", "North Macedonia", "FYROM", "The former Yugoslav Republic of Macedonia"), "MKD"),
        (("Turkey", "Türkiye", "TÜRKİYE", "Turkiye"), "TUR"),
        (("Czechia", "Czech Republic"), "CZE"),
        (("Burma", "Myanmar"), "MMR"),
        (("Cape Verde", "Cabo Verde"), "CPV"),
        (("East Timor", "Timor-Leste"), "TLS"),
        (("Ivory Coast", "Côte d'Ivoire"), "CIV"),
    ],
)
def test_a_renamed_country_has_one_iri(register: Register, names: tuple[str, ...], country: str) -> None:
    assert {register.place(name, day("2023")) for name in names} == {IDS.iri("country", country)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SDN", "SSD"),
        ("SRB", "MNE"),
        ("COD", "COG"),
        ("GIN", "GNB"),
        ("NER", "NGA"),
        ("LBY", "LBR"),
        ("PRK", "KOR"),
    ],
)
def test_countries_that_are_taken_for_each_other_stay_two(register: Register, one: str, other: str) -> None:
    assert register.place(one) != register.place(other)


@pytest.mark.parametrize("when", ["1980", "2023"])
def test_facts_of_a_state_that_lives_on_stay_its_own(register: Register, when: str) -> None:
    assert register.place("SDN", day(when)) == IDS.iri("country", "SDN")


def test_na_is_namibia_and_not_missing(missions: Reader) -> None:
    cells = MISSION | {"recipient_iso3": "NA"}

    assert missions.problems(cells) == []
    assert any(line.endswith("<hd:receivedBy> <country/NAM>") for line in missions.lines(cells))


@pytest.mark.parametrize("text", ["gbr", "Gbr", "XXX", "*", "NATO", "FVEY", "GBR,FRA", "N/A", "null"])
def test_what_is_no_code_is_never_taken_for_one(missions: Reader, text: str) -> None:
    assert [rule for _, rule, *_ in missions.problems(MISSION | {"recipient_iso3": text})] == [
        "known-country"
    ]


def test_a_repeated_code_in_a_cell_is_one_country(missions: Reader) -> None:
    lines = missions.lines(MISSION | {"recipient_iso3": "SDN; SDN"})

    assert [line.rsplit(" ", 1)[1] for line in lines if "receivedBy" in line] == ["<country/SDN>"]


def test_a_former_state_is_no_organisation(missions: Reader) -> None:
    (found,) = list(missions.problems(MISSION | {"sender_iso3": "SUN"}))

    assert found[1:3] == (FORMER, "rejected")


def test_a_near_name_is_suggested(missions: Reader) -> None:
    found = problem(missions.context.register, "Bangaldesh", None)

    assert found.in_column("recipient", "Bangaldesh") == Problem(
        "recipient",
        "Bangaldesh",
        "known-country",
        "'Bangaldesh' is no country or territory that the register knows. Nearest known name: 'Bangladesh'.",
        "rejected",
        "Bangladesh",
    )


def test_hints_for_ten_thousand_unknown_names_take_little_time(register: Register) -> None:
    began = time.monotonic()
    names = [f"Unknown {number:05} of nowhere" for number in range(10_000)]

    assert [name for name in names if register.places.nearest(name)] == []
    assert time.monotonic() - began < 20
