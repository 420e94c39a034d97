"""The shipped records on every product: loaded whole, read back whole, queried as an analyst would."""

from collections import Counter

import pytest

from graph.encode import encode
from graph.plan import ties_at
from graph.sync import Sync, in_step, synchronise
from graph.ties import TIE
from graph.verify import verify
from ontology.nquads import digest_of_lines, lines_of, read_canonical
from records.journal import Journal
from tests.graph.backend import GraphBackend
from tests.graph.graph_text import lines_of_graph, lines_of_journal

ID = "https://w3id.org/health-diplomacy/id/"


def ask(backend: GraphBackend, cypher: str, **parameters: object) -> list[dict[str, object]]:
    return backend.gateway.select(cypher, parameters).rows


def test_the_graph_is_exactly_what_the_records_say(
    shipped_graph: GraphBackend, shipped_journal: Journal
) -> None:
    found = lines_of_graph(shipped_graph.reader)

    assert found == lines_of_journal(shipped_journal, shipped_graph.registry)


def test_the_facts_and_the_digest_are_those_of_the_records(
    shipped_graph: GraphBackend, shipped_journal: Journal
) -> None:
    lines = {line for text in shipped_journal.texts() for line in lines_of(text)}

    told = verify(shipped_journal, shipped_graph.reader, shipped_graph.learnt_registry)

    assert (told.missing, told.drift, told.equal) == ((), (), True)
    assert (told.graph, told.records) == (digest_of_lines(sorted(lines)),) * 2


def test_every_label_counts_the_nodes_of_its_class_and_of_those_below(
    shipped_graph: GraphBackend, shipped_journal: Journal
) -> None:
    quads = (quad for text in shipped_journal.texts() for quad in read_canonical(text))
    nodes = encode(quads, shipped_graph.registry).nodes.values()
    expected = Counter(label for node in nodes for label in (*node.labels, "Resource"))

    rows = ask(shipped_graph, "MATCH (n:Resource) UNWIND labels(n) AS label RETURN label, count(*) AS nodes")

    assert {row["label"]: row["nodes"] for row in rows} == dict(expected)
    assert [
        ask(shipped_graph, f"MATCH (n:`{label}`) RETURN count(n) AS nodes") for label in sorted(expected)
    ] == [[{"nodes": expected[label]}] for label in sorted(expected)]


CHAINS = {
    "mission/hdm/HDM-0001": ["FieldHospitalDeployment", "Mission", "Resource"],
    "country/TUR": ["Country", "Party", "Resource"],
    "record/missions/HDM-0001": ["Record", "Resource"],
}


@pytest.mark.parametrize(("path", "labels"), CHAINS.items(), ids=CHAINS.keys())
def test_a_node_has_the_labels_of_its_whole_class_chain(
    shipped_graph: GraphBackend, path: str, labels: list[str]
) -> None:
    found = shipped_graph.by_hand("MATCH (n:Resource {iri: $iri}) RETURN labels(n) AS labels", iri=ID + path)

    assert [sorted(row["labels"]) for row in found] == [labels]  # type: ignore[call-overload] # a list


def test_ties_are_those_that_the_missions_make(shipped_graph: GraphBackend, shipped_journal: Journal) -> None:
    ties = ties_at(shipped_journal, shipped_journal.last_run).values()
    rows = ask(
        shipped_graph,
        f"MATCH (a)-[t:{TIE}]->(b) RETURN a.iri AS sender, b.iri AS recipient, t.missions AS missions,"
        " t.delivered AS delivered, t.announced AS announced, t.first AS first, t.last AS last"
        " ORDER BY sender, recipient",
    )

    assert rows == [
        {
            **{
                name: getattr(tie, name)
                for name in ("sender", "recipient", "missions", "delivered", "announced")
            },
            "first": tie.first or None,
            "last": tie.last or None,
        }
        for tie in ties
    ]
    assert len(rows) > 100


def test_loading_again_writes_nothing(shipped_graph: GraphBackend, shipped_journal: Journal) -> None:
    """A batch, even an empty one, would leave another marker in the same transaction."""
    before = shipped_graph.writer.marker()

    done = synchronise(shipped_journal, shipped_graph.writer, shipped_graph.registry)

    last = shipped_journal.last_run
    assert (done, in_step(shipped_journal, shipped_graph.writer)) == (Sync(last, last, 0, 0), True)
    assert shipped_graph.writer.marker() == before


@pytest.mark.full
def test_a_graph_made_anew_is_the_same(shipped_graph: GraphBackend, shipped_journal: Journal) -> None:
    before = lines_of_graph(shipped_graph.reader)
    shipped_graph.empty()

    synchronise(shipped_journal, shipped_graph.writer, shipped_graph.registry)

    assert lines_of_graph(shipped_graph.reader) == before
