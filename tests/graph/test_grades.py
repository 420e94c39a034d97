"""The value that is shown among rivals: by grade, then by date, then by its letters."""

import pytest

from graph.decode import decode
from graph.encode import encode
from graph.grades import Grades
from graph.registry import Registry
from ontology.nquads import read_canonical
from ontology.vocabulary import vocabulary
from tests.graph.records_made import record, thing, turtle

M = thing("mission/hdm/1").value


def graded(name: str, unit: str, reliability: str = "", credibility: str = "", day: str = "") -> str:
    """A record with what it says of a mission's unit, and of itself."""
    said = [f'm:1 hd:unit "{unit}"']
    said += [
        f"r:{name} hd:reliability <https://w3id.org/health-diplomacy/scheme/reliability/{reliability}>"
    ] * bool(reliability)
    said += [
        f"r:{name} hd:credibility <https://w3id.org/health-diplomacy/scheme/credibility/{credibility}>"
    ] * bool(credibility)
    if day:
        said.append(f'r:{name} hd:statedIn :page-{name} . :page-{name} hd:date "{day}"^^xsd:date')
    return record(name, turtle("".join(f"{one} .\n" for one in said))).text


def shown(*texts: str) -> object:
    registry = Registry(vocabulary())
    quads = [quad for text in texts for quad in read_canonical(text)]
    fragment = encode(quads, registry, Grades(texts).rank)
    assert set(decode(fragment.nodes.values(), fragment.edges.values(), registry)) == set(quads)
    return fragment.nodes[M].properties["unit"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(graded("a", "tent", "A", "3"), graded("b", "bed", "B", "1"), id="reliability first"),
        pytest.param(graded("a", "tent", "B", "2"), graded("b", "bed", "B", "3"), id="then credibility"),
        pytest.param(
            graded("a", "tent", "B", "2", "2020-04-02"),
            graded("b", "bed", "B", "2", "2020-04-01"),
            id="then the later word",
        ),
        pytest.param(graded("a", "tent", "B", "2", "2020-04-02"), graded("b", "bed", "B", "2"), id="dated"),
        pytest.param(graded("a", "tent", "E", "5"), graded("b", "bed"), id="ungraded last"),
        pytest.param(graded("a", "tent", "E", "5"), graded("b", "bed", "F", "6"), id="cannot be judged"),
    ],
)
def test_the_better_word_is_shown(one: str, other: str) -> None:
    assert (shown(one, other), shown(other, one)) == ("tent", "tent")


def test_of_equal_words_the_first_by_its_letters_is_shown() -> None:
    assert shown(graded("a", "tent", "B", "2"), graded("b", "bed", "B", "2")) == "bed"


def test_what_two_say_has_the_better_grade_of_both() -> None:
    assert shown(graded("a", "tent", "C"), graded("b", "bed", "B"), graded("c", "tent", "A")) == "tent"


def test_nobody_grades_another() -> None:
    praise = "r:b hd:reliability <https://w3id.org/health-diplomacy/scheme/reliability/A> ."

    assert shown(graded("a", "bed", "C"), graded("b", "tent"), record("c", turtle(praise)).text) == "bed"
