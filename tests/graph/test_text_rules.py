"""What the rules on a query's text let pass and what they refuse, without any engine."""

import pytest

from graph.guard.limits import Limits
from graph.guard.refusal import QueryRefused
from graph.guard.text_rules import check_text
from graph.question import questions
from tests.graph.hostile_queries import HEAVY, REACHES, TOO_MUCH, WRITES
from tests.graph.test_gateway import QUESTIONS

ALLOWED = [
    *QUESTIONS,
    *HEAVY.values(),
    "MATCH (n:Set|Load)-[:CREATE|DELETE]->(m {set: 1, create: 'x'}) WHERE n.load = $show RETURN {delete: m.set}",
    "MATCH (`set`) RETURN `set`.x AS `load`",
    "RETURN 'SET x = 1; CREATE (n) // LOAD CSV' AS x // SHOW USERS; CREATE",
    "RETURN \"it's\", 'a \\' b', `odd `` name` /* SHOW */",
    "RETURN 1;",
    "CALL db.labels() YIELD label RETURN label",
    "CALL (*) { MATCH (n) RETURN n } RETURN n",
    "MATCH p = ANY SHORTEST (a)-->+(b) RETURN p",
    "MATCH p = SHORTEST 2 PATHS (a)-->+(b) RETURN p",
    "RETURN datetime.truncate('day', $x), point.distance($a, $b), duration.between(date($x), date($y)).days",
    "RETURN toLower('حكيم ZWNJ\u200c') AS found",
    "RETURN - - 1, NOT NOT true, CASE WHEN true THEN 1 ELSE (2) END",
]


@pytest.mark.parametrize("cypher", [*WRITES, *REACHES, *TOO_MUCH])
def test_a_hostile_text_is_refused(cypher: str) -> None:
    with pytest.raises(QueryRefused):
        check_text(cypher, Limits())


@pytest.mark.parametrize("cypher", ALLOWED)
def test_a_question_passes(cypher: str) -> None:
    check_text(cypher, Limits())


def test_every_named_question_passes() -> None:
    for question in questions():
        check_text(question.facts.cypher, Limits())
