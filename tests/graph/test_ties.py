"""Who aided whom: ties counted over missions, from claims alone."""

from collections.abc import Iterable, Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neo4j.time import Date
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from graph.ties import Tie, TieCount, tie_properties
from ontology.terms import concept, hd
from tests.graph.records_made import thing, turtle
from tests.graph.run_strategies import MISSIONS, PLACES
from tests.graph.ties_oracle import ties_of as plain_ties_of
from tests.strategies import XSD

TUR, ITA, EGY = (thing(f"country/{code}").value for code in ("TUR", "ITA", "EGY"))
XNC = thing("territory/XNC").value


def quads(text: str) -> list[Quad]:
    return [Quad(triple.subject, triple.predicate, triple.object) for triple in turtle(text)]


def status(notation: str) -> str:
    return f"hd:status <{concept('status', notation).value}>"


def day(text: str) -> str:
    return f'"{text}"^^xsd:date'


SENT = "hd:sentBy c:TUR ; hd:receivedBy c:ITA"
CASES: dict[str, tuple[str, list[Tie]]] = {
    "a mission of unknown status is announced": (f"m:1 {SENT} .", [Tie(TUR, ITA, 1, 0, 1, "", "")]),
    "a mission that was carried out": (
        f"m:1 {SENT} ; {status('completed')} .",
        [Tie(TUR, ITA, 1, 1, 0, "", "")],
    ),
    "a mission that was refused is neither": (
        f"m:1 {SENT} ; {status('refused')} .",
        [Tie(TUR, ITA, 1, 0, 0, "", "")],
    ),
    "several missions and the span of their starts": (
        (
            f"m:1 {SENT} ; {status('delivered')} ; hd:start {day('2021-03-01')} ; hd:startLatest {day('2021-03-31')} ."
            f"m:2 {SENT} ; hd:start {day('2020-05-01')} ; hd:startLatest {day('2020-05-01')} ."
            f"m:3 {SENT} ."
        ),
        [Tie(TUR, ITA, 3, 1, 2, "2020-05-01", "2021-03-31")],
    ),
    "rival starts widen the span": (
        (
            f"m:1 {SENT} ; hd:start {day('2021-03-01')}, {day('2021-02-01')} ;"
            f" hd:startLatest {day('2021-03-01')}, {day('2021-02-01')} ."
        ),
        [Tie(TUR, ITA, 1, 0, 1, "2021-02-01", "2021-03-01")],
    ),
    "what is no day is no start": (
        f'm:1 {SENT} ; hd:start {day("")}, {day("2021")}, {day("2021-02-30")}, "20210301" ; hd:startLatest :x .',
        [Tie(TUR, ITA, 1, 0, 1, "", "")],
    ),
    "each sender with each recipient": (
        "m:1 hd:sentBy c:TUR, c:EGY ; hd:receivedBy c:ITA, c:TUR .",
        [
            Tie(EGY, ITA, 1, 0, 1, "", ""),
            Tie(EGY, TUR, 1, 0, 1, "", ""),
            Tie(TUR, ITA, 1, 0, 1, "", ""),
        ],
    ),
    "territories are places, organisations are not": (
        (
            "m:1 hd:sentBy <https://w3id.org/health-diplomacy/id/organisation/who>, c:TUR ;"
            " hd:receivedBy <https://w3id.org/health-diplomacy/id/territory/XNC> ."
        ),
        [Tie(TUR, XNC, 1, 0, 1, "", "")],
    ),
    "nobody sends to itself": ("m:1 hd:sentBy c:TUR ; hd:receivedBy c:TUR .", []),
    "what is not sent or not received makes no tie": ("m:1 hd:sentBy c:TUR . m:2 hd:receivedBy c:ITA .", []),
    "a blank node is no mission": (f"_:m {SENT} .", []),
    "a text is no place": ('m:1 hd:sentBy "c:TUR" ; hd:receivedBy c:ITA .', []),
}


@pytest.mark.parametrize(("text", "ties"), CASES.values(), ids=CASES.keys())
def test_ties_count_missions(text: str, ties: list[Tie]) -> None:
    assert list(ties_of(quads(text)).values()) == ties


def test_the_same_claim_in_two_records_counts_once() -> None:
    said = [
        Quad(triple.subject, triple.predicate, triple.object, NamedNode(f"urn:x:{graph}"))
        for graph in "ab"
        for triple in turtle(f"m:1 {SENT} .")
    ]

    assert [tie.missions for tie in ties_of(said).values()] == [1]


def test_a_tie_in_the_graph_leaves_out_what_is_unknown_and_is_marked_as_derived() -> None:
    assert tie_properties(Tie(TUR, ITA, 3, 1, 2, "2020-05-01", "")) == {
        "missions": 3,
        "delivered": 1,
        "announced": 2,
        "first": Date(2020, 5, 1),
        "derived": True,
    }


MISSIONS_SHARED = frozenset(mission.value for mission in MISSIONS)


def ties_of(said: Iterable[Quad], records: int = 1) -> Mapping[tuple[str, str], Tie]:
    """The ties that are counted when the claims stand in so many records."""
    lines = sorted({f"{quad.subject} {quad.predicate} {quad.object} <urn:g> .\n" for quad in said})
    count = TieCount(MISSIONS_SHARED if records > 1 else frozenset())
    for number in range(records):
        count.add("".join(lines[number::records]))
    return count.ties()


days = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(
    lambda one: Literal(one.isoformat(), datatype=NamedNode(f"{XSD}date"))
)
claims = st.one_of(
    st.tuples(
        st.sampled_from(MISSIONS), st.sampled_from([hd.sentBy, hd.receivedBy]), st.sampled_from(PLACES)
    ),
    st.tuples(st.sampled_from(MISSIONS), st.sampled_from([hd.start, hd.startLatest]), days),
)


@given(st.lists(claims.map(lambda parts: Quad(*parts))))
def test_the_order_of_claims_does_not_matter(said: list[Quad]) -> None:
    assert ties_of(said) == ties_of(sorted(said, key=str)) == ties_of(said + said[::-1])


odd_terms = st.sampled_from(
    [
        Literal("2020-02-30", datatype=NamedNode(f"{XSD}date")),
        Literal("2020-03-01"),
        Literal("2020-03-01", language="en"),
        Literal("on 2020-03-01 <urn:x> ."),
        Literal('"2020-03-01"'),
        Literal("2020-03-01T00:00:00Z"),
        NamedNode("urn:x:country/ITA"),
        BlankNode("b"),
        *PLACES,
    ]
)
odd_claims = st.tuples(
    st.sampled_from([*MISSIONS, BlankNode("m")]),
    st.sampled_from([hd.sentBy, hd.receivedBy, hd.start, hd.startLatest, hd.status, hd.note]),
    odd_terms,
)


@given(st.lists(st.one_of(claims, odd_claims).map(lambda parts: Quad(*parts))), st.integers(1, 3))
def test_counting_by_records_is_counting_all_at_once(said: list[Quad], records: int) -> None:
    without_status = [quad for quad in said if quad.predicate != hd.status]

    assert ties_of(without_status, records) == plain_ties_of(without_status)
    assert ties_of(said) == plain_ties_of(sorted(set(said), key=str))


@given(st.lists(claims.map(lambda parts: Quad(*parts))))
def test_every_tie_can_be_written_and_counts_no_mission_twice(said: list[Quad]) -> None:
    ties = ties_of(said).values()

    assert [tie_properties(tie)["missions"] for tie in ties] == [tie.missions for tie in ties]
    assert [tie for tie in ties if tie.delivered + tie.announced > tie.missions] == []
