"""Every Cypher example of the reference runs on every product, as it stands."""

from ontology.reference import READING_EXAMPLE, reference
from tests.graph.backend import GraphBackend

EXAMPLES = {term.name: term.cypher for term in (*reference().classes, *reference().properties) if term.cypher}
WITH_ROWS = (
    "Mission",
    "Country",
    "Crisis",
    "Claim",
    "sentBy",
    "receivedBy",
    "status",
    "name",
    "start",
    "stepOf",
)


def test_every_example_runs(shipped_graph: GraphBackend) -> None:
    asked = {name: shipped_graph.gateway.select(cypher, {}).rows for name, cypher in EXAMPLES.items()}

    assert asked.keys() == EXAMPLES.keys()
    assert [name for name in WITH_ROWS if not asked[name]] == []


def test_the_first_query_of_the_reference_has_an_answer(shipped_graph: GraphBackend) -> None:
    answer = shipped_graph.gateway.select(READING_EXAMPLE, {})

    assert {row["giver"] for row in answer.rows} >= {"Albania", "Tunisia", "China", "Russia"}
