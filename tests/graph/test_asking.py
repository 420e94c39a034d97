"""Asking a named question, on facts that the test makes up."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
import yaml

from graph.asking import NamedAnswer, ask, read_parameters, sort_rows
from graph.finished import Finished, Row
from graph.question import FOLDER, Question, QuestionProblem, Twins, question, question_names, read_question
from ontology.errors import UsageProblem

WRITTEN: dict[str, Any] = {
    "number": 99,
    "title": {"en": "Who sent what?", "ar": "مَن أرسل ماذا؟"},
    "answers": {"en": "One row a mission.\n", "ar": "صف لكل مهمة.\n"},
    "traps": {"en": ["a trap"], "ar": ["فخ"]},
    "parameters": [
        {"name": "since", "type": "date", "default": "2020-01-01", "label": {"en": "Since", "ar": "منذ"}},
        {"name": "days", "type": "integer", "default": 365, "label": {"en": "Days", "ar": "أيام"}},
        {"name": "all", "type": "boolean", "default": False, "label": {"en": "All", "ar": "الكل"}},
        {"name": "kind", "type": "choice:status", "default": "", "label": {"en": "Kind", "ar": "نوع"}},
    ],
    "facts": [{"name": "mission", "type": "mission"}, {"name": "sender", "type": "text"}],
    "columns": [{"name": "sender", "type": "text", "label": {"en": "Sender", "ar": "المرسل"}}],
    "order": ["sender"],
    "cypher": "MATCH …",
    "sparql": "SELECT …",
    "caveats": [
        "sequence-not-cause",
        {"when": "none", "en": "never", "ar": "أبداً"},
        {"when": "rows", "en": "{rows} rows", "ar": "{rows} صفوف"},
    ],
}


class FakeFacts:
    """Facts, evidence and loaded sources, as given."""

    def __init__(self, facts: list[Row], evidence: list[Row], sources: tuple[str, ...] = ()) -> None:
        self._answers: dict[tuple[str, ...], list[Row]] = {
            ("mission", "sender"): facts,
            ("mission", "start", "latest", "status", "cited", "claiming"): evidence,
            ("source",): [{"source": f"https://id.example/dataset/{source}"} for source in sources],
        }

    def rows(self, twins: Twins, parameters: Mapping[str, Any]) -> list[Row]:  # noqa: ARG002 - the protocol
        return self._answers[tuple(column.name for column in twins.columns)]


def evidence(mission: str, **known: Any) -> Row:
    nothing: Row = {"start": None, "latest": None, "status": None, "cited": [], "claiming": []}
    return {"mission": mission, **nothing, **known}


FACTS = [{"mission": "m:2", "sender": "Türkiye"}, {"mission": "m:1", "sender": "Albania"}]
EVIDENCE = [
    evidence(
        "m:1", start="2020-03-01", latest="2020-03-31", status="delivered", cited=["ANSA"], claiming=["WAM"]
    ),
    evidence("m:2", status="pledged", cited=["Anadolu"], claiming=["Anadolu"]),
    evidence("m:3"),
]


def made(**changes: Any) -> Question:
    return read_question("who-sent-what", {**WRITTEN, **changes})


def asked(question: Question, source: FakeFacts, language: str = "en") -> NamedAnswer:
    return ask(question, source, read_parameters(question, {}), language)


def test_an_answer_has_its_rows_in_order_and_what_is_known_of_the_missions_behind_it() -> None:
    answer = asked(made(), FakeFacts(FACTS, EVIDENCE))

    assert answer.rows == [{"sender": "Albania"}, {"sender": "Türkiye"}]
    assert answer.caveats == (
        "Missions behind this answer: 2.",
        "Of 2 missions, without any date: 1.",
        "Of 2 missions, dated less exactly than to the day: 1.",
        "Of 2 missions, resting on the word of one publisher, or of none (copies count as what they repeat): 1.",
        (
            "Of 2 missions, not known to have been delivered "
            "(announced, planned, pledged, agreed, under way or stopped): 1."
        ),
        "Coming first does not make it the cause of what follows.",
        "2 rows",
    )


def test_an_answer_in_arabic_has_the_same_rows_and_as_many_caveats() -> None:
    english, arabic = (asked(made(), FakeFacts(FACTS, EVIDENCE), language) for language in ("en", "ar"))

    assert arabic.title == "مَن أرسل ماذا؟"
    assert (arabic.rows, len(arabic.caveats)) == (english.rows, len(english.caveats))


def test_an_answer_without_missions_says_so() -> None:
    assert asked(made(), FakeFacts([], [])).caveats[0] == "No mission stands behind this answer."


def test_without_a_needed_source_there_is_no_answer_and_the_way_out_is_named() -> None:
    answer = asked(made(needs=["outbreaks"]), FakeFacts(FACTS, EVIDENCE, sources=("missions",)))

    assert answer.rows == []
    assert answer.caveats == (
        (
            "Source not loaded: outbreaks. Without it this question has no answer. "
            "Load it with: hakim ingest FILE --source outbreaks"
        ),
    )


def test_with_its_source_a_question_is_answered() -> None:
    answer = asked(made(needs=["outbreaks"]), FakeFacts(FACTS, EVIDENCE, sources=("outbreaks",)))

    assert len(answer.rows) == 2


def test_parameters_are_read_by_their_types() -> None:
    given = {"since": "2023-02-06", "days": "30", "all": "yes", "kind": "delivered"}

    assert read_parameters(made(), given) == {
        "since": date(2023, 2, 6),
        "days": 30,
        "all": True,
        "kind": "delivered",
    }


def test_a_parameter_not_given_has_its_default() -> None:
    assert read_parameters(made(), {}) == {"since": date(2020, 1, 1), "days": 365, "all": False, "kind": ""}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"until": "2023"}, "has no parameter 'until'. Its parameters: since, days, all, kind."),
        ({"since": "yesterday"}, "'yesterday' is no date (YYYY-MM-DD) for the parameter since."),
        ({"days": "many"}, "'many' is no whole number for the parameter days."),
        ({"all": "perhaps"}, "'perhaps' is no truth value for the parameter all: write true or false."),
        ({"kind": "gone"}, "for the parameter kind: it is one of announced, planned, offered"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(given: dict[str, str], message: str) -> None:
    with pytest.raises(UsageProblem) as refusal:
        read_parameters(made(), given)

    assert message in str(refusal.value).replace("\n", " ").replace("  ", " ")


def test_rows_sort_up_and_down_with_the_unknown_last() -> None:
    rows: list[Row] = [{"n": 1, "t": "b"}, {"n": None, "t": "a"}, {"n": 2, "t": "c"}, {"n": 2, "t": "a"}]

    assert [row["t"] for row in sort_rows(rows, ["-n", "t"])] == ["a", "c", "b", "a"]
    assert [row["n"] for row in sort_rows(rows, ["n"])] == [1, 2, 2, None]


def test_the_finishing_function_makes_rows_and_counts() -> None:
    whole = made(caveats=[{"when": "loops", "en": "{loops} loops", "ar": "{loops}"}])
    finished = Question(
        **{
            **{name: getattr(whole, name) for name in Question.__dataclass_fields__},
            "finish": lambda facts, _: Finished(
                [{"sender": row["sender"].upper()} for row in facts], {"loops": 3}
            ),
        }
    )

    answer = asked(finished, FakeFacts(FACTS, []))

    assert answer.rows == [{"sender": "ALBANIA"}, {"sender": "TÜRKIYE"}]
    assert answer.caveats[-1] == "3 loops"


def test_an_unknown_question_names_the_nearest() -> None:
    with pytest.raises(UsageProblem, match="There is no question 'nothing-of-the-kind'"):
        question("nothing-of-the-kind")


def test_an_unknown_shared_caveat_is_a_fault_of_the_file() -> None:
    with pytest.raises(QuestionProblem, match="no shared caveat 'weather'"):
        made(caveats=["weather"])


def test_a_finishing_function_that_is_not_there_is_a_fault_of_the_file() -> None:
    with pytest.raises(QuestionProblem, match="no finishing function 'conclude'"):
        made(finish="conclude").finish([], {})


@pytest.mark.parametrize("name", question_names())
def test_every_question_is_read_alike_by_every_yaml_library(name: str) -> None:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")

    assert yaml.load(text, Loader=yaml.SafeLoader) == yaml.load(text, Loader=yaml.CSafeLoader)
