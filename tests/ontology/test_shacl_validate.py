"""Validation step by step is validation at once; reports are the same for the same data, and are told safely."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from ontology.namespaces import HD
from ontology.shacl import Report, Result, World, check_linked, check_own, shipped_shapes, validate
from ontology.shacl.report import report_of, shown
from ontology.shacl.things import Thing, read_things
from tests.ontology.good_data import CASES, Case, good, read


def by_steps(triples: frozenset[Triple]) -> Report:
    """What a stream finds: each thing alone, then each beside those that it names."""
    shapes = shipped_shapes()
    things = read_things(triples)
    world = World(things, shapes.superclasses)
    own = [one for node, values in things.items() for one in check_own(Thing(node, values), shapes)]
    linked = [
        one for node, values in things.items() for one in check_linked(Thing(node, values), shapes, world)
    ]
    return report_of([*own, *linked])


def without_rules(report: Report) -> Report:
    return report_of(result for result in report.results if result.component != "SPARQL")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_step_by_step_is_at_once(case: Case) -> None:
    assert by_steps(case.triples) == without_rules(validate(case.triples, shipped_shapes()))


def test_a_thing_alone_is_judged_by_its_own_values() -> None:
    thing = NamedNode("urn:ex:m")
    values = read_things(Case("m", "hd:sentBy", '""', frozenset()).triples)[thing]

    # That the sender is no party is for later; that the end lies before the start is seen at once.
    assert list(check_own(Thing(thing, values), shipped_shapes())) == []


@given(st.permutations(sorted(Case("m", "hd:sentBy", "ex:d", frozenset()).triples, key=str)))
def test_the_order_of_the_data_does_not_matter(triples: list[Triple]) -> None:
    expected = validate(Case("m", "hd:sentBy", "ex:d", frozenset()).triples, shipped_shapes())

    assert validate(triples, shipped_shapes()) == expected


def test_the_same_triple_in_two_graphs_is_one_value() -> None:
    graphs = (NamedNode("urn:ex:g1"), NamedNode("urn:ex:g2"))
    quads = [Quad(one.subject, one.predicate, one.object, graph) for one in good() for graph in graphs]

    assert validate(quads, shipped_shapes()) == Report(())


def test_only_what_is_asked_for_is_judged() -> None:
    triples = Case("m", "hd:sentBy", "ex:d", frozenset()).triples | read("ex:bad a hd:Country .")
    report = validate(triples, shipped_shapes(), only=lambda node: node == NamedNode("urn:ex:bad"))

    assert {str(result.focus) for result in report.results} == {"<urn:ex:bad>"}


def test_blank_nodes_are_things_too() -> None:
    text = f"_:a a <{HD}Product> ; <{HD}name> 'x' ; <{HD}developedBy> _:b ."
    (result,) = validate(parse(text.encode(), format=RdfFormat.TURTLE), shipped_shapes()).results

    assert (type(result.focus), type(result.value)) == (BlankNode, BlankNode)


def test_a_triple_term_is_a_value_that_no_constraint_takes_for_another() -> None:
    term = Triple(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"))
    mission = NamedNode("urn:ex:m")
    odd = [Triple(mission, NamedNode(HD + name), term) for name in ("sentBy", "name", "start", "status")]
    report = validate([*good(), *odd], shipped_shapes())

    assert sorted({result.shape.split("#")[1] for result in report.results}) == [
        "name",
        "sentBy",
        "start",
        "start-before-end",
        "start-order",
        "status",
    ]


def result(severity: str, **changes: object) -> Result:
    plain: dict[str, object] = {
        "severity": severity,
        "focus": NamedNode("urn:f"),
        "path": "urn:p",
        "value": Literal("v"),
        "shape": "urn:s",
        "component": "In",
        "messages": (("ar", "خطأ."), ("en", "Wrong.")),
    }
    return Result(**(plain | changes))  # type: ignore[arg-type]


def test_a_report_counts_and_puts_the_gravest_first() -> None:
    info, warning, violation = (result(severity) for severity in ("Info", "Warning", "Violation"))
    report = report_of([info, violation, warning, info])

    assert report.results == (violation, warning, info)
    assert report.counts == {"Violation": 1, "Warning": 1, "Info": 1}


@pytest.mark.parametrize(("severity", "conforms"), [("Violation", False), ("Warning", True), ("Info", True)])
def test_data_conforms_unless_something_is_violated(severity: str, conforms: bool) -> None:
    assert report_of([result(severity)]).conforms is conforms


@pytest.mark.parametrize(
    ("changes", "language", "text"),
    [
        ({}, "en", "Wrong. Found: v"),
        ({}, "ar", "خطأ. القيمة الواردة: v"),
        ({}, "fr", "Wrong. Found: v"),
        ({"value": None}, "ar", "خطأ."),
        ({"path": ""}, "en", "Wrong."),
        ({"component": "SPARQL"}, "en", "Wrong."),
        ({"messages": ()}, "en", " Found: v"),
    ],
)
def test_a_message_is_told_in_the_language_asked_for(
    changes: dict[str, object], language: str, text: str
) -> None:
    assert result("Info", **changes).message(language) == text


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (NamedNode("urn:x"), "urn:x"),
        (BlankNode("b"), "_:b"),
        (Literal("مهمة", language="ar"), "مهمة@ar"),
        (Literal("2003", datatype=NamedNode("urn:d")), "2003^^urn:d"),
        (Literal("\x1b[31mred"), r"\u001b[31mred"),
        (Literal("a\u202eb\nc"), r"a\u202eb\u000ac"),
        (Literal("x" * 500), "x" * 119 + "…"),
        (Triple(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c")), '<<( <urn:a> <urn:b> "c" )>>'),
    ],
)
def test_a_value_is_shown_so_that_it_can_do_no_harm(term: NamedNode, text: str) -> None:
    assert shown(term) == text
