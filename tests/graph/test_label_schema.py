"""What is said of a label's keys is what the ontology says and what the graph holds."""

import pytest

from hakim.label_schema import COMMON, MAIN_LABELS, Key, Relationship, label_schema, label_schemas
from hakim.schema_page import schema_page
from ontology.errors import UsageProblem
from ontology.vocabulary import vocabulary
from tests.graph.backend import GraphBackend


def test_every_label_of_ours_is_told() -> None:
    ours = {term.label for term in vocabulary().classes.values() if "health-diplomacy" in term.iri}

    assert {*label_schemas()} == ours | {"Rival"}


def test_a_key_of_concepts_says_its_scheme_and_one_of_its_notations() -> None:
    keys = {key.name: key for key in label_schema("Mission").keys}

    assert (keys["status"].scheme, keys["status"].many, keys["status"].example) == (
        "status",
        False,
        "delivered",
    )
    assert keys["usesCapability"].many


def test_a_label_has_the_keys_of_the_classes_above_it() -> None:
    above = label_schema("Crisis")
    below = label_schema("Epidemic")

    assert {*above.keys} <= {*below.keys}
    assert Relationship("AFFECTED", ("Country", "Territory")) in below.relationships


def test_a_text_is_found_with_and_without_its_language() -> None:
    name = next(key for key in label_schema("Country").keys if key.name == "name")

    assert name.names == ("name", "name_en", "name_ar")


def test_a_rival_is_told_although_no_ontology_knows_it() -> None:
    assert [key.name for key in label_schema("Rival").keys] == [
        "property",
        "value",
        "shown",
        "records",
        "derived",
    ]


def test_an_unknown_label_is_wrong_usage_with_near_ones() -> None:
    with pytest.raises(UsageProblem, match=r"no label 'Misson'\. Did you mean Mission"):
        label_schema("Misson")


def test_the_page_has_every_main_label_and_every_key_of_it() -> None:
    page = schema_page()
    told = {name for label in MAIN_LABELS for key in label_schema(label).keys for name in key.names}

    assert [label for label in MAIN_LABELS if f"\n## {label}\n" not in page] == []
    assert [name for name in sorted(told) if f"`{name}`" not in page] == []


@pytest.mark.parametrize("label", MAIN_LABELS)
def test_a_node_holds_no_other_key_and_no_list_for_a_scalar(shipped_graph: GraphBackend, label: str) -> None:
    nodes = shipped_graph.gateway.select(f"MATCH (n:{label}) RETURN n", {}).rows
    held = {
        (name, isinstance(value, list)) for row in nodes for name, value in row["n"]["properties"].items()
    }

    assert nodes
    assert [one for one in sorted(held) if not _is_told(label, *one)] == []


def _is_told(label: str, name: str, many: bool) -> bool:
    if label == "Claim" and name.startswith("start"):
        # A claim of a beginning holds it as the thing itself would; the page says so.
        return True
    keys: tuple[Key, ...] = (*COMMON, *label_schema(label).keys)
    plain = name.partition("_")[0]
    return any(
        key.many == many and (key.name == name or (key.language and key.name == plain)) for key in keys
    )
