"""The shapes are valid SHACL, accept good data, and name what is wrong with bad data; each has its pair of tests."""

from collections import Counter

import pytest
from pyoxigraph import NamedNode
from pyshacl import validate as validate_by_peer
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.files import SHAPES, VOCABULARY
from ontology.namespaces import HD
from ontology.shacl import Report, World, shipped_shapes, validate
from ontology.shacl.constraints import Node as NodeConstraint
from ontology.shacl.constraints import Or
from ontology.shacl.shapes import NodeShape, PropertyShape
from ontology.shacl.things import Thing, read_things
from ontology.vocabulary import load_ontology, vocabulary
from tests.ontology.good_data import CASES, Case, good

SHAPE_GRAPH = Graph().parse(SHAPES, format="turtle")
SHAPE = "https://w3id.org/health-diplomacy/shape#"


def report_of(case: Case) -> Report:
    return validate(case.triples, shipped_shapes())


def test_the_shapes_are_valid_shacl() -> None:
    vocabulary_graph = Graph().parse(VOCABULARY, format="turtle")
    conforms, _, text = validate_by_peer(
        Graph(), shacl_graph=SHAPE_GRAPH, ont_graph=vocabulary_graph, meta_shacl=True
    )

    assert conforms, text


def test_good_data_has_no_result_of_any_severity() -> None:
    assert validate(good(), shipped_shapes()) == Report(())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_bad_data_is_found_by_exactly_its_shapes(case: Case) -> None:
    assert {result.shape.removeprefix(SHAPE) for result in report_of(case).results} == case.shapes


# --- Every shape has its pair --------------------------------------------------------------------------------------


def all_shapes() -> set[str]:
    """The names of every shape in the file, with and without targets."""
    kinds = (SH.NodeShape, SH.PropertyShape)
    found = {str(shape) for kind in kinds for shape in SHAPE_GRAPH.subjects(RDF.type, kind)}
    return {shape.removeprefix(SHAPE) for shape in found}


def used_shapes(shape: NodeShape | PropertyShape) -> set[str]:
    """A shape and those by which it judges values."""
    nested = [inner for one in shape.constraints for inner in inner_shapes(one)]
    return {shape.iri.removeprefix(SHAPE)}.union(*(used_shapes(inner) for inner in nested))


def inner_shapes(constraint: object) -> tuple[NodeShape, ...]:
    if isinstance(constraint, NodeConstraint):
        return (constraint.shape,) if isinstance(constraint.shape, NodeShape) else ()
    if isinstance(constraint, Or):
        return tuple(shape for shape in constraint.shapes if isinstance(shape, NodeShape))
    return ()


def broken_by(case: Case) -> set[str]:
    """The shapes with results, those by which they judged, and the node shapes that listed them there."""
    shapes = shipped_shapes()
    world = World(read_things(case.triples), shapes.superclasses)
    broken: set[str] = set()
    for result in report_of(case).results:
        for holder in shapes.applying(Thing(result.focus, world.values(result.focus)), world):
            listed: list[NodeShape | PropertyShape] = [holder, *holder.properties]
            for shape in listed:
                if shape.iri == result.shape:
                    broken |= used_shapes(shape) | {holder.iri.removeprefix(SHAPE)}
    return broken


def test_every_shape_has_a_case_that_breaks_it() -> None:
    broken = set[str]().union(*(broken_by(case) for case in CASES))

    assert all_shapes() - broken == set()


def test_every_property_shape_is_kept_by_a_value_of_good_data() -> None:
    shapes = shipped_shapes()
    world = World(read_things(good()), shapes.superclasses)
    kept = {
        shape.iri
        for node, values in world.things.items()
        for holder in shapes.applying(Thing(node, values), world)
        for shape in holder.properties
        if shape.path in values
    }
    listed = {shape.iri for holder in shapes.targeted for shape in holder.properties}

    assert listed - kept == set()


def test_every_targeted_shape_is_kept_by_a_thing_of_good_data() -> None:
    shapes = shipped_shapes()
    world = World(read_things(good()), shapes.superclasses)
    kept = {
        holder.iri
        for node, values in world.things.items()
        for holder in shapes.applying(Thing(node, values), world)
    }

    assert {shape.iri for shape in shapes.targeted} - kept == set()


# --- What is said ----------------------------------------------------------------------------------------------------

SPEAKING = {*SHAPE_GRAPH.subjects(RDF.type, SH.PropertyShape), *SHAPE_GRAPH.subjects(SH.message, None)}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_property_shape_has_one_message_in_each_language(language: str) -> None:
    said = {shape: Counter(map(language_of, SHAPE_GRAPH.objects(shape, SH.message))) for shape in SPEAKING}

    assert {str(shape) for shape, languages in said.items() if languages[language] != 1} == set()


def language_of(text: Node) -> str | None:
    return text.language if isinstance(text, Literal) else None


def test_messages_are_whole_sentences() -> None:
    texts = [str(text) for text in SHAPE_GRAPH.objects(None, SH.message)]

    assert [text for text in texts if not text.endswith(".")] == []


@pytest.mark.parametrize(
    ("change", "english", "arabic"),
    [
        (
            ("m", "hd:status", '"completed"'),
            "A status is one concept of the scheme status; leave it out where it is unknown. Found: completed",
            "الحالة مفهوم واحد من مخطط status، وتُترك إذا كانت مجهولة. القيمة الواردة: completed",
        ),
        (
            ("IRN", "hd:iso3", ""),
            "A country needs its three-letter code; without one it is a territory.",
            "يلزم البلدَ رمزُه الثلاثي، فإن لم يكن له رمز فهو إقليم.",
        ),
        (
            ("XNC", "hd:codeStatus", ""),
            "A territory with a code must say by codeStatus whether it is user-assigned or internal.",
            "يلزم الإقليمَ الذي له رمز أن يبين بخاصية codeStatus هل رمزه معيّن من المستخدم أم داخلي.",
        ),
        (
            ("m", "hd:startLatest", '"2003-12-01"^^xsd:date'),
            "The start 2003-12-01 is finer than its source, which knows only 2003-12.",
            "البداية 2003-12-01 أدق من مصدرها الذي لا يعرف إلا 2003-12.",
        ),
    ],
)
def test_a_message_names_the_value_at_fault(change: tuple[str, str, str], english: str, arabic: str) -> None:
    (result,) = report_of(Case(*change, frozenset())).results

    assert (result.message(), result.message("ar"), result.message("tr")) == (english, arabic, english)


@pytest.mark.parametrize(
    ("severity", "shapes"),
    [
        (
            "Warning",
            {
                "confidence-weak",
                "date-precision",
                "end-precision",
                "quantity-within-programme",
                "quantityKind-stated",
                "receivedBy-stated",
                "sentBy-other",
                "start-precision",
                "statedIn-of-mission",
                "status-stated",
                "supersedes-earlier",
                "unit-stated",
            },
        ),
        (
            "Info",
            {
                "date-stated",
                "publishedBy-stated",
                "quantity-of-programme",
                "identifier-stated",
                "start-stated",
            },
        ),
    ],
)
def test_what_is_doubtful_or_only_unknown_is_no_violation(severity: str, shapes: set[str]) -> None:
    lighter = {str(shape) for shape in SHAPE_GRAPH.subjects(SH.severity, SH[severity])}

    assert {shape.removeprefix(SHAPE) for shape in lighter} == shapes


# --- How the file is built -------------------------------------------------------------------------------------------


def test_every_named_property_shape_is_used() -> None:
    named = set(SHAPE_GRAPH.subjects(RDF.type, SH.PropertyShape))

    assert named - set(SHAPE_GRAPH.objects(None, SH.property)) == set()


def test_every_shape_that_is_listed_exists() -> None:
    listed = {node for link in (SH.property, SH.node) for node in SHAPE_GRAPH.objects(None, link)}

    assert listed - set(SHAPE_GRAPH.subjects(None, None)) == set()


def test_every_key_and_edge_of_data_has_a_shape() -> None:
    shaped = {str(path) for path in SHAPE_GRAPH.objects(None, SH.path)}
    declared = {iri for iri in [*vocabulary().keys, *vocabulary().edges] if iri.startswith(HD)}

    assert declared - shaped == {HD + "instanceClass"}


def test_every_shape_is_about_a_declared_property() -> None:
    shaped = {str(path) for path in SHAPE_GRAPH.objects(None, SH.path)}

    assert shaped - {*vocabulary().keys, *vocabulary().edges} == set()


def test_a_node_shape_that_demands_something_of_a_property_lists_its_value_shape() -> None:
    # Else the key of the property would become a list.
    value_shapes = {
        shape.path: shape.iri for shape in all_property_shapes() if "-" not in shape.iri.split("#")[1]
    }
    lacking = {
        (holder.iri.removeprefix(SHAPE), shape.iri.removeprefix(SHAPE))
        for holder in shipped_shapes().targeted
        for shape in holder.properties
        if shape.path in value_shapes
        and value_shapes[shape.path] not in {one.iri for one in holder.properties}
    }

    assert {(holder, shape) for holder, shape in lacking if is_key(shape)} == set()


def all_property_shapes() -> list[PropertyShape]:
    return [shape for holder in shipped_shapes().targeted for shape in holder.properties]


def is_key(shape: str) -> bool:
    return HD + shape.split("-")[0] in vocabulary().keys


def test_a_shape_and_the_vocabulary_say_the_same_datatype() -> None:
    shapes = load_ontology()
    said = {
        str(path): str(kind)
        for shape, kind in shapes.subject_objects(SH.datatype)
        for path in shapes.objects(shape, SH.path)
    }

    assert said == {iri: key.datatype for iri, key in vocabulary().keys.items() if key.datatype}


def test_every_class_of_data_is_the_target_of_a_shape() -> None:
    targets = {str(target) for target in SHAPE_GRAPH.objects(None, SH.targetClass)}
    above = shipped_shapes().superclasses
    untargeted = {
        term.label
        for iri, term in vocabulary().classes.items()
        if targets.isdisjoint(str(cls).strip("<>") for cls in above.get(NamedNode(iri), {NamedNode(iri)}))
    }

    assert untargeted == set()


def test_no_blank_node_stands_for_a_class_or_property_shape_with_a_target() -> None:
    targeted = set(SHAPE_GRAPH.subjects(SH.targetClass, None)) | set(
        SHAPE_GRAPH.subjects(SH.targetSubjectsOf, None)
    )

    assert {shape for shape in targeted if not isinstance(shape, URIRef)} == set()
