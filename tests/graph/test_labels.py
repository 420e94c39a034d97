"""Labels as Cypher text for both products."""

import pytest

from graph.address import Server
from graph.labels import LabelText, quoted, vertex_types
from graph.schema import VertexType
from ontology.errors import HakimError
from ontology.vocabulary import vocabulary

SERVERS = {
    "embedded": Server("embedded", "bolt://127.0.0.1:1", "root", "secret", "hakim"),
    "neo4j": Server("neo4j", "bolt://127.0.0.1:1", "neo4j", "secret", "neo4j"),
}
PATTERNS = [
    ("embedded", (), ":`Resource`"),
    ("neo4j", (), ":`Resource`"),
    ("embedded", ("FieldHospitalDeployment", "Mission"), ":`FieldHospitalDeployment`"),
    ("neo4j", ("FieldHospitalDeployment", "Mission"), ":`FieldHospitalDeployment`:`Mission`:`Resource`"),
    ("embedded", ("Country", "Record", "Party"), ":`Country`:`Record`"),
    ("neo4j", ("Country", "Record", "Party"), ":`Country`:`Record`:`Party`:`Resource`"),
    ("embedded", ("TripleTerm",), ":`TripleTerm`"),
]


@pytest.mark.parametrize(("product", "labels", "pattern"), PATTERNS)
def test_a_node_is_made_with_the_labels_that_its_product_must_be_told(
    product: str, labels: tuple[str, ...], pattern: str
) -> None:
    assert LabelText(SERVERS[product], vocabulary()).pattern(labels) == pattern


CHANGES = [
    ("embedded", ("Country", "Party"), (), "REMOVE n:`Country`:`Party`"),
    ("embedded", (), ("Country", "Party"), "SET n:`Country`"),
    ("neo4j", ("Country", "Party"), ("Party",), "REMOVE n:`Country`:`Party` SET n:`Party`:`Resource`"),
    ("embedded", (), (), ""),
]


@pytest.mark.parametrize(("product", "old", "new", "clauses"), CHANGES)
def test_a_change_of_labels_takes_the_old_ones_away(
    product: str, old: tuple[str, ...], new: tuple[str, ...], clauses: str
) -> None:
    assert LabelText(SERVERS[product], vocabulary()).change(old, new) == clauses


NO_NAMES = ["", "1st", "SENT BY", "a`b", "a\\u0060b", "é", "x" * 61, "_Term", "Mission:Resource", "a\n"]


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_the_registry_never_makes_is_refused_not_escaped(name: str) -> None:
    with pytest.raises(HakimError, match="is no name that the registry makes"):
        quoted(name)


def test_every_class_is_a_type_below_its_parents_which_come_first() -> None:
    types = vertex_types(vocabulary())
    names = [each.name for each in types]

    assert sorted(names) == sorted(term.label for term in vocabulary().classes.values())
    assert [
        each for each in types if not set(each.parents) <= {*names[: names.index(each.name)], "Resource"}
    ] == []
    assert VertexType("Country", ("Party",)) in types
    assert VertexType("Mission", ("Resource",)) in types
