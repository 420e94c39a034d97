"""Names in Unicode as people and attackers write them: what is kept, what is refused, and what is never one."""

import pytest
from pyoxigraph import NamedNode

from ingest.characters import check_identifier, check_place, check_text, one_form
from ingest.normalise import normal_name
from ingest.resolution.name_table import Named, NameTable
from ingest.resolution.organisations import resolve_organisation
from ingest.resolution.register import Register
from ingest.rows import CellProblem
from tests.ingest.world import IDS, MISSION, Reader

DIRECTIONS = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
UNSEEN = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u200f", "\u061c", "\u180e"]
UNSEEN += ["\ufe0f", "\u034f", "\u3164", "\u2800", "\U000e0041", "\u115f", "\u17b4", "\u2028", "\u2029"]


def rule(check: object, text: str) -> str:
    """The rule that a text breaks, or nothing."""
    assert callable(check)
    try:
        check(text)
    except CellProblem as problem:
        return problem.rule
    return ""


@pytest.mark.parametrize("mark", DIRECTIONS)
def test_a_mark_of_direction_is_refused_where_it_names_and_kept_in_free_text(mark: str) -> None:
    text = f"USA{mark}yssarbme"

    assert (rule(check_identifier, text), rule(check_place, text), rule(check_text, text)) == (
        "visible-identifier",
        "visible-text",
        "",
    )


@pytest.mark.parametrize("mark", UNSEEN)
def test_an_unseen_character_is_refused_in_identifiers_and_kept_in_free_text(mark: str) -> None:
    assert (rule(check_identifier, f"HDM{mark}1"), rule(check_text, f"a{mark}b")) == (
        "visible-identifier",
        "",
    )


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\u3000", "\t", "\n"])
def test_a_space_that_is_none_is_refused_in_identifiers(space: str) -> None:
    assert rule(check_identifier, f"HDM{space}1") == "visible-identifier"


@pytest.mark.parametrize("mark", [*UNSEEN[:11], *DIRECTIONS])
def test_unseen_characters_count_for_nothing_when_names_are_compared(mark: str) -> None:
    assert normal_name(f"Fran{mark}ce") == "france"


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\u3000", "  ", "\u2028"])
def test_spaces_are_spaces_when_names_are_compared(space: str) -> None:
    assert normal_name(f"Saudi{space}Arabia") == "saudi arabia"


@pytest.mark.parametrize("text", ["سرزمین‌های دور", "می‌خواهم", "ہندوستان‌ی", "क्‍ष", "👩‍⚕️ team"])
def test_joiners_of_words_are_kept_as_they_are(missions: Reader, text: str) -> None:
    assert [line for line in missions.lines(MISSION | {"title": text}) if f'"{text}"@en' in line] != []


@pytest.mark.parametrize(
    "names",
    [
        ("İstanbul", "istanbul", "ISTANBUL", "Istanbul"),
        ("Straße", "STRASSE", "strasse"),
        ("ΟΔΥΣΣΕΥΣ", "Οδυσσεύς", "οδυσσευσ"),
        ("ﬁeld", "field", "FIELD"),
        ("ǅ", "ǆ", "Ǆ"),
    ],
)
def test_case_is_folded_without_a_locale(names: tuple[str, ...]) -> None:
    assert {normal_name(name) for name in names} == {normal_name(names[0])}


@pytest.mark.parametrize(
    ("one", "other"), [("ıstanbul", "istanbul"), ("Kırım", "Kirim"), ("ılıca", "ilica"), ("Işık", "İşik")]
)
def test_names_that_differ_by_the_dotless_i_alone_are_never_one(one: str, other: str) -> None:
    assert normal_name(one) != normal_name(other)


@pytest.mark.parametrize("text", ["Frаnce", "Ϝrance", "Τürkiye", "ЅАU"])
def test_letters_of_another_script_make_no_country(missions: Reader, text: str) -> None:
    with pytest.raises(CellProblem):
        missions.context.register.place(text)


@pytest.mark.parametrize("text", ["HDM-\u04101", "А1B", "Pаk-1"])
def test_an_identifier_of_two_scripts_in_a_word_is_refused(text: str) -> None:
    word_of_two = rule(check_identifier, text)

    assert word_of_two in {"", "one-script"}
    assert rule(check_identifier, "Pаk-1") == "one-script"


def test_an_identifier_has_one_form_however_its_letters_were_typed() -> None:
    assert one_form("cafe\u0301") == one_form("café") == "café"


@pytest.mark.parametrize(
    "name",
    [
        "null",
        "None",
        "N/A",
        "NaN",
        "X",
        "李",
        "O'Brien; DROP TABLE missions",
        "Robert'); DROP TABLE x;--",
        "Abdullah",
        "Ban Ki-moon",
        "🇹🇼",
        "🏴󠁧󠁢󠁳󠁣󠁴󠁿 Medical Aid",
        "منظمة الصحة العالمية في لبنان",
        "a" * 200,
        "Fondation " * 25 + "X",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "%s %n",
        "../../etc/passwd",
    ],
)
def test_a_name_of_any_kind_is_kept_as_it_is(missions: Reader, name: str) -> None:
    body = resolve_organisation(name, missions.context.register, IDS, [])

    assert body.name == (name if not body.known else "World Health Organization")
    assert missions.problems(MISSION | {"sender_org": name}) == []


@pytest.mark.parametrize(
    ("one", "other"), [("🇹🇼", "🇨🇳"), ("🇹🇼", "TW"), ("?", "-"), ("李", "王"), ("null", "None"), ("X", "x.y")]
)
def test_names_of_few_signs_never_fall_together(missions: Reader, one: str, other: str) -> None:
    iris = [resolve_organisation(name, missions.context.register, IDS, []).iri for name in (one, other)]

    assert iris[0] != iris[1]


def test_a_flag_is_no_country(missions: Reader) -> None:
    with pytest.raises(CellProblem) as caught:
        missions.context.register.place("🇹🇼")

    assert (caught.value.rule, caught.value.suggestion) == ("known-country", "")


EGYPT = NamedNode(IDS.base + "country/EGY")
HOMONYMS = [
    Named(NamedNode("urn:org:a"), "Al Noor (Cairo)", EGYPT),
    Named(NamedNode("urn:org:b"), "Al Noor (Aswan)", EGYPT),
]


@pytest.mark.parametrize("text", ["Al Noor", "AL-NOOR", "al noor (Egypt)"])
def test_homonyms_of_one_country_are_set_aside_and_never_merged(missions: Reader, text: str) -> None:
    known = missions.context.register
    bodies = NameTable([("Al Noor", thing) for thing in HOMONYMS])
    register = Register(known.places, bodies, bodies, known.occasions, known.crises, known.is_described)

    with pytest.raises(CellProblem) as caught:
        resolve_organisation(text, register, IDS, [EGYPT])

    assert (caught.value.rule, caught.value.verdict, str(caught.value)) == (
        "one-organisation",
        "set_aside",
        f"{text!r} can mean: Al Noor (Cairo), Al Noor (Aswan).",
    )


def test_zalgo_is_a_name_with_marks() -> None:
    assert normal_name("F" + "\u0301" * 500 + "rance") == "france"
