"""What people write for a parameter, settled to what the graph calls it."""

from typing import Any

import pytest

from graph.named_things import settle
from graph.question import Question, read_question
from ontology.errors import UsageProblem
from tests.graph.backend import GraphBackend
from tests.graph.test_asking import WRITTEN


def asking(kind: str) -> Question:
    parameter = {"name": "wanted", "type": kind, "default": "", "label": {"en": "Wanted", "ar": "المطلوب"}}
    return read_question("who", {**WRITTEN, "parameters": [parameter]})


@pytest.mark.parametrize(
    ("kind", "written", "settled"),
    [
        ("party", "TUR", "TUR"),
        ("party", "tur", "TUR"),
        ("party", "Türkiye", "TUR"),
        ("party", "تركيا", "TUR"),
        ("party", "Kosovo", "XKX"),
        ("grouping", "OIC", "OIC"),
        ("grouping", "Organisation of Islamic Cooperation", "OIC"),
        ("crisis", "2020 beirut explosion", "CRI-011"),
        ("mission", "HDM-0126", "HDM-0126"),
        ("mission", "", ""),
        ("text", "anything", "anything"),
    ],
)
def test_a_name_or_a_code_becomes_the_code(
    shipped_graph: GraphBackend, kind: str, written: str, settled: Any
) -> None:
    assert settle(asking(kind), shipped_graph.reader, {"wanted": written}) == {"wanted": settled}


@pytest.mark.parametrize(
    ("kind", "written", "message"),
    [
        ("party", "Turkeiy", "The graph knows no party 'Turkeiy' for the parameter wanted."),
        ("grouping", "OICC", "Did you mean OIC (oic)?"),
        ("mission", "HDM-9999", "The graph knows no mission 'HDM-9999'"),
    ],
)
def test_what_the_graph_does_not_know_is_refused_with_the_nearest_names(
    shipped_graph: GraphBackend, kind: str, written: str, message: str
) -> None:
    with pytest.raises(UsageProblem) as refusal:
        settle(asking(kind), shipped_graph.reader, {"wanted": written})

    assert message in str(refusal.value)
