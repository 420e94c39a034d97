"""Judgements on names: they come back from their records and their file as they were, and the last one rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE
from records.judgement_file import read_judged_names, write_judged_names
from records.judgements import JudgementProblem
from records.name_judgements import ROLES, JudgedName, judged_names_of, record_of, ruling_names

IDS = Identifiers(DEFAULT_ID_BASE)
NOON, LATER = "2026-01-01T12:00:00Z", "2026-01-02T12:00:00Z"

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5).filter(str.strip)
judged_names = st.builds(
    JudgedName,
    names,
    st.sampled_from(ROLES),
    st.sampled_from(["urn:raf", "urn:far"]),
    names,
    st.sampled_from([NOON, LATER]),
    st.sampled_from(["", "urn:QAT"]),
    st.booleans(),
    names | st.just(""),
)


@given(judged_names)
def test_a_judgement_comes_back_from_its_record(one: JudgedName) -> None:
    assert list(judged_names_of([record_of(IDS, one).text])) == [one]


@given(st.lists(judged_names))
def test_judgements_come_back_from_their_file(told: list[JudgedName]) -> None:
    text = write_judged_names(told)

    assert read_judged_names(text.encode()) == sorted(told)
    assert write_judged_names(reversed(told)) == text


def raf(**changed: object) -> JudgedName:
    told: dict[str, object] = {
        "text": "RAF",
        "role": "organisation",
        "iri": "urn:raf",
        "by": "desk",
        "at": NOON,
    }
    return JudgedName(**{**told, **changed})  # type: ignore[arg-type]  # each is what its field wants


def test_the_last_judgement_of_a_name_rules() -> None:
    assert ruling_names([raf(), raf(means=False, at=LATER, by="other")]) == (
        raf(means=False, at=LATER, by="other"),
    )


def test_of_two_of_one_moment_the_one_that_says_less_rules() -> None:
    assert ruling_names([raf(means=False), raf(by="other")]) == (raf(means=False),)


def test_one_person_says_one_thing_of_a_name_and_a_thing() -> None:
    graphs = {record_of(IDS, one).graph for one in (raf(), raf(means=False, at=LATER, reason="why"))}

    assert len(graphs) == 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("RAF,body,urn:raf,,positive,desk,2026-01-01T12:00:00Z,", "line 2: 'body' is no role of a name"),
        ("RAF,organisation,raf,,positive,desk,2026-01-01T12:00:00Z,", "line 2: 'raf' is no IRI"),
        ("RAF,organisation,urn:raf,,unsure,desk,2026-01-01T12:00:00Z,", "line 2, column verdict: 'unsure'"),
        (" ,organisation,urn:raf,,positive,desk,2026-01-01T12:00:00Z,", "line 2: A judgement on a name says"),
        ("RAF,organisation,urn:raf", "line 2: it has 3 cells, and there are 8 columns"),
    ],
)
def test_a_bad_line_is_told(line: str, message: str) -> None:
    with pytest.raises(JudgementProblem, match=f"names.csv, {message}"):
        read_judged_names(f"text,role,iri,beside,verdict,by,at,reason\n{line}\n".encode(), "names.csv")
