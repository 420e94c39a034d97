"""What one set of facts has and another has not, as lines, as a patch and in words."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from exchange.difference import Changed, Side, difference
from exchange.fact_words import FactWords, names_of, subjects_and_objects, words
from exchange.rdf_patch import patch_lines, patched, read_patch
from exchange.tombstones import tombstones
from hakim.fact_files import facts_of
from hakim.settings import read_settings
from ontology.namespaces import HD
from tests.exchange.worlds import BASE

LINES = st.builds(
    "<urn:{0}> <urn:p> <urn:{1}> <urn:g> .\n".format,
    st.sampled_from(["a", "b", "a/b", "ab", "a-b", "é"]),
    st.sampled_from("xyz"),
)
SETS = st.sets(LINES).map(sorted)
MISSION = f"{BASE}mission/1"
RECORD = f"{BASE}record/missions/1"


@given(SETS, SETS)
def test_a_patch_makes_one_of_the_other(before: list[str], now: list[str]) -> None:
    assert patched(before, read_patch(patch_lines(difference(before, now)))) == set(now)


@given(SETS)
def test_nothing_differs_from_itself(lines: list[str]) -> None:
    assert list(difference(lines, lines)) == []


@given(SETS, SETS)
def test_the_other_way_round_all_sides_are_changed(before: list[str], now: list[str]) -> None:
    other = {Side.ADDED: Side.REMOVED, Side.REMOVED: Side.ADDED}
    turned = [Changed(other[side], line) for side, line in difference(before, now)]
    assert turned == list(difference(now, before))


@given(SETS, SETS)
def test_tombstones_are_what_is_no_longer_described(before: list[str], now: list[str]) -> None:
    def described(lines: list[str]) -> set[str]:
        return {line[1 : line.index(">")] for line in lines}

    assert set(tombstones(before, now)) == described(before) - described(now)


def line(subject: str, name: str, value: str) -> str:
    return f"<{subject}> <{HD}{name}> {value} <{RECORD}> .\n"


def test_words_say_what_became_of_a_thing() -> None:
    before = sorted(
        [
            line(MISSION, "start", '"2020"'),
            line(MISSION, "name", '"Aid"@en'),
            line(MISSION, "name", '"عون"@ar'),
        ]
    )
    now = sorted(
        [line(MISSION, "start", '"2021"'), line(MISSION, "name", '"Aid"@en'), line(MISSION, "note", '"late"')]
    )
    changes = list(difference(before, now))
    wanted = frozenset(subjects_and_objects(changes))
    names = names_of(wanted, before) | names_of(wanted, now)
    told = list(words(changes, names, "en"))
    assert told == [
        FactWords(MISSION, "Aid", "removed", "name", "عون", "", RECORD),
        FactWords(MISSION, "Aid", "added", "note", "", "late", RECORD),
        FactWords(MISSION, "Aid", "changed", "start", "2020", "2021", RECORD),
    ]


def test_words_are_arabic_too() -> None:
    changes = list(difference([], [line(MISSION, "start", '"2021"')]))
    [told] = words(changes, {MISSION: {"ar": "عون"}}, "ar")
    assert (told.name, told.what, told.property) == ("عون", "أُضيف", "البداية")


def test_two_documents_with_the_same_facts_do_not_differ(tmp_path: Path) -> None:
    turtle, triples = tmp_path / "one.ttl", tmp_path / "two.nt"
    turtle.write_text("@prefix : <urn:x:> . :a :p [ :q 1 ] , 'two' .")
    triples.write_text(
        '<urn:x:a> <urn:x:p> _:z .\n<urn:x:a> <urn:x:p> "two" .\n'
        '_:z <urn:x:q> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    )
    settings = read_settings({}, tmp_path)
    with facts_of(str(turtle), settings) as one, facts_of(str(triples), settings) as other:
        assert one.read_text() == other.read_text() != ""
