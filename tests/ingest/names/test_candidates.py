"""What a name that could not be told may mean: the likeliest first, with reasons; and where nothing is guessed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.name_file import MOST_NAMES, NameFile
from ingest.resolution.asked_name import AskedName, Role
from ingest.resolution.candidates import MOST, Candidate, candidates
from ingest.rows import BadRow, Problem
from ontology.dates import parse_date
from tests.ingest.world import IDS, Reader

Told = list[tuple[float, str, tuple[str, ...]]]
BEARS = "it bears this name or code"


def found(missions: Reader, text: str, role: Role, beside: str = "", when: str = "") -> Told:
    homes = (IDS.iri("country", beside),) if beside else ()
    asked = AskedName(text, role, homes, parse_date(when) if when else None)
    return [(one.score, one.shown, one.reasons) for one in candidates(asked, missions.context.register)]


@pytest.mark.parametrize(
    ("text", "role", "likeliest"),
    [
        pytest.param(
            "Turkish Red Cresent",
            "organisation",
            (0.78, "Turkish Red Crescent", ("spelt like 'turkish red crescent' (97 of 100)",)),
            id="misspelt",
        ),
        pytest.param(
            "KSHARC",
            "organisation",
            (
                0.6,
                "KSrelief",
                ("KSHARC are the initials of 'king salman humanitarian aid and relief center'",),
            ),
            id="initials",
        ),
        pytest.param(
            "Beirut explosion",
            "crisis",
            (
                0.69,
                "2020 Beirut explosion",
                (
                    "spelt like '2020 beirut explosion' (86 of 100)",
                    "'2020 beirut explosion' has all words of the text",
                ),
            ),
            id="fewer words",
        ),
    ],
)
def test_the_likeliest_has_its_reasons(
    missions: Reader, text: str, role: Role, likeliest: tuple[float, str, tuple[str, ...]]
) -> None:
    assert found(missions, text, role)[0] == likeliest


def test_a_name_of_three_bodies_has_three_candidates(missions: Reader) -> None:
    assert [(score, shown) for score, shown, _ in found(missions, "RAF", "organisation")] == [
        (0.9, "Royal Air Force"),
        (0.9, "Royal Armed Forces (Morocco)"),
        (0.9, "Sheikh Thani bin Abdullah Foundation for Humanitarian Services"),
    ]


def test_the_country_of_the_row_speaks_for_its_body(missions: Reader) -> None:
    told = found(missions, "RAF", "organisation", "QAT")

    assert [(score, shown[:12], reasons[-1]) for score, shown, reasons in told] == [
        (0.99, "Sheikh Thani", "its home is a country of the row"),
        (0.63, "Royal Air Fo", "its home is no country of the row"),
        (0.63, "Royal Armed ", "its home is no country of the row"),
    ]


def test_a_body_that_was_not_yet_founded_is_unlikely(missions: Reader) -> None:
    [(score, shown, reasons)] = found(missions, "KSrelif", "organisation", when="2010")

    assert (score, shown) == (0.07, "KSrelief")
    assert reasons[-1] == "founded 2015-05-13, after the row's date 2010"


def test_of_a_former_state_those_that_came_after_it_are_told(missions: Reader) -> None:
    told = found(missions, "Yugoslavia", "country")

    assert [shown for _, shown, _ in told] == [
        *("Bosnia & Herzegovina", "Croatia", "Montenegro", "North Macedonia", "Serbia"),
    ]
    assert {reasons for *_, reasons in told} == {
        ("came after Socialist Federal Republic of Yugoslavia (1945–1992)",)
    }


def test_both_congos_may_be_meant(missions: Reader) -> None:
    assert [shown for _, shown, _ in found(missions, "Congo", "country")] == [
        "Democratic Republic of the Congo",
        "Republic of the Congo",
    ]


@pytest.mark.parametrize("text", ["", " ", "Somaliland", "Republic of Somaliland", "x" * 10_000])
def test_where_a_guess_would_be_wrong_there_is_none(missions: Reader, text: str) -> None:
    assert found(missions, text, "country") == []


@given(st.text(max_size=12), st.sampled_from(["country", "organisation", "crisis", "disease"]))
def test_any_text_has_at_most_five_and_the_likeliest_first(missions: Reader, text: str, role: Role) -> None:
    scores = [score for score, _, _ in found(missions, text, role)]

    assert scores == sorted(scores, reverse=True)
    assert len(scores) <= MOST
    assert all(0 < score < 1 for score in scores)


# --- the file of names ---


def bad(line: int, *texts: str) -> BadRow:
    problems = (
        Problem("sender", text, "known-country", "Unknown.", asked=AskedName(text, "country"))
        for text in texts
    )
    return BadRow(line, "", tuple(problems))


def test_the_file_has_each_name_once_with_its_rows_and_candidates(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("names") / "run" / "names.jsonl"
    kenya = IDS.iri("country", "KEN")
    file = NameFile(
        path, lambda asked: [Candidate(kenya, "Kenya", 0.9, (BEARS,))] if asked.text == "Kena" else []
    )

    for row in (bad(2, "Kena", "Xland"), bad(5, "Kena")):
        file.add(row)
    named = file.finish()
    told = [json.loads(line) for line in path.read_text().splitlines()]

    assert named == str(path)
    assert [(one["text"], one["line"], one["rows"], one["candidates"]) for one in told] == [
        ("Kena", 2, 2, [{"iri": kenya.value, "shown": "Kenya", "score": 0.9, "reasons": [BEARS]}]),
        ("Xland", 2, 1, []),
    ]


def test_there_is_no_file_where_every_name_was_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("names") / "names.jsonl"
    path.write_text("of a run that was cut off")

    assert (NameFile(path, lambda _asked: []).finish(), path.exists()) == (None, False)


def test_a_file_with_too_many_names_is_wrong_as_a_whole(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("names") / "names.jsonl"
    file = NameFile(path, lambda _asked: [])

    for number in range(MOST_NAMES + 3):
        file.add(bad(number, f"X{number}"))
    file.finish()

    assert (len(path.read_text().splitlines()), file.left_out) == (MOST_NAMES, 3)
