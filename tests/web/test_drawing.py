import hashlib
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.fake_graph import FakeGraph
from tests.web.world import HOSTILE, World, build_world, country, mission
from web.drawing import as_json, network
from web.model import Neighbourhood, Relation, Thing, Tie, Ties
from web.picture import MOST_NODES, Picture, Teller, relation_picture, tie_picture
from web.positions import Box, positions
from web.wording import ontology_wording
from web.words import Words

ENGLISH = Words("en")
TELLER = Teller(ENGLISH, ontology_wording(), lambda iri: f"/entity?iri={iri}")
HERE, THERE = Thing("urn:a", "Country", (("en", "Aland"),)), Thing("urn:b", "Territory", (("ar", "بلد"),))


def drawing(picture: Picture) -> dict[str, Any]:
    drawn: dict[str, Any] = json.loads(as_json(picture, ENGLISH))
    return drawn


def tie(giver: Thing, receiver: Thing, missions: int, delivered: int, announced: int) -> Tie:
    return Tie(giver, receiver, missions, delivered, announced, "2003-01-01", "2023-12-31")


def test_a_tie_is_one_line_with_everything_said_of_it() -> None:
    drawn = drawing(tie_picture(Ties((tie(HERE, THERE, 14, 12, 2),), 2), TELLER))

    assert drawn["edges"] == [
        {
            "id": 0,
            "from": "urn:a",
            "to": "urn:b",
            "arrows": "to",
            "color": "--line-sends",
            "dashes": False,
            "smooth": False,
            "width": 5.6,
            "title": "Aland → بلد: helped, 14 missions, 2003–2023; 2 announced only",
        }
    ]


def test_a_node_has_a_shape_a_colour_a_place_and_a_page() -> None:
    drawn = drawing(tie_picture(Ties((tie(HERE, THERE, 1, 1, 0),), 2), TELLER))

    assert [
        {key: node[key] for key in ("id", "label", "shape", "color", "title", "address")}
        for node in drawn["nodes"]
    ] == [
        {
            "id": "urn:a",
            "label": "\u200eAland\u200e",
            "shape": "dot",
            "color": "--country",
            "title": "Country: Aland",
            "address": "/entity?iri=urn:a",
        },
        {
            "id": "urn:b",
            "label": "\u200fبلد\u200f",
            "shape": "hexagon",
            "color": "--country",
            "title": "Territory: بلد",
            "address": "/entity?iri=urn:b",
        },
    ]


@pytest.mark.parametrize(
    ("delivered", "announced", "word", "detail"),
    [
        (3, 0, "helped", "3 missions, 2003–2023"),
        (1, 2, "helped", "3 missions, 2003–2023; 2 announced only"),
        (0, 3, "announced help, delivery not recorded", "3 missions, 2003–2023; 3 announced only"),
        (
            0,
            1,
            "announced help, delivery not recorded",
            "3 missions, 2003–2023; 1 announced only; 2 refused or blocked",
        ),
    ],
)
def test_announced_is_never_told_as_delivered(delivered: int, announced: int, word: str, detail: str) -> None:
    (edge,) = tie_picture(Ties((tie(HERE, THERE, 3, delivered, announced),), 2), TELLER).edges

    assert (edge.word, edge.detail, bool(edge.line.dashes)) == (word, detail, delivered == 0)


def test_parallel_and_opposite_lines_are_all_kept_and_bend_apart() -> None:
    ties = Ties((tie(HERE, THERE, 2, 2, 0), tie(THERE, HERE, 1, 1, 0), tie(HERE, THERE, 1, 0, 1)), 2)

    edges = drawing(tie_picture(ties, TELLER))["edges"]

    assert [(edge["from"], edge["to"], edge["smooth"]["roundness"]) for edge in edges] == [
        ("urn:a", "urn:b", 0.16),
        ("urn:b", "urn:a", 0.16),
        ("urn:a", "urn:b", 0.32),
    ]


def test_arrows_point_where_the_help_goes() -> None:
    sent = Thing("urn:m", "Mission", (("en", "Mission"),), "2020")
    around = Neighbourhood((Relation(sent, "SENT_BY", HERE), Relation(sent, "RECEIVED_BY", THERE)), 2)

    edges = relation_picture(around, TELLER, sent).edges

    assert [(edge.source.iri, edge.word, edge.target.iri) for edge in edges] == [
        ("urn:a", "sends", "urn:m"),
        ("urn:m", "is received by", "urn:b"),
    ]


def test_pyvis_holds_the_drawing_and_writes_no_page() -> None:
    net = network(tie_picture(Ties((tie(HERE, THERE, 1, 1, 0),), 2), TELLER), ENGLISH)

    assert (net.directed, net.num_nodes(), net.num_edges(), net.html) == (True, 2, 1, "")


@pytest.mark.parametrize(
    "query",
    [{}, {"iri": country("TUR")}, {"iri": country("TUR"), "view": "missions"}, {"iri": mission("HDM-0001")}],
)
def test_the_same_view_gives_the_same_bytes(client: FlaskClient, query: dict[str, str]) -> None:
    first = client.get("/drawing.json", query_string=query).get_data()
    positions.cache_clear()

    assert client.get("/drawing.json", query_string=query).get_data() == first


def test_the_order_of_the_graph_changes_no_byte(world: World) -> None:
    turned = build_world()
    turned.edges.reverse()
    turned.nodes = dict(reversed(turned.nodes.items()))

    pictures = [tie_picture(FakeGraph(one).busiest(30), TELLER) for one in (world, turned)]

    first, second = (hashlib.sha256(as_json(picture, ENGLISH)).hexdigest() for picture in pictures)
    assert first == second


def test_a_hostile_name_is_one_short_visible_line(client: FlaskClient) -> None:
    drawn = json.loads(client.get("/drawing.json", query_string={"iri": HOSTILE}).get_data())

    (node,) = [node for node in drawn["nodes"] if node["id"] == HOSTILE]
    assert node["title"] == 'Organisation: </script><img src=x onerror=alert(1)>⟨U+202E⟩gnp.href="java…'


def test_no_picture_holds_more_than_can_be_read() -> None:
    many = tuple(tie(HERE, Thing(f"urn:{number}", "Country"), 1, 1, 0) for number in range(500))

    picture = tie_picture(Ties(many, 500), TELLER, HERE)

    assert (len(picture.nodes), len(picture.edges), picture.shown, picture.total) == (
        MOST_NODES,
        MOST_NODES - 1,
        MOST_NODES - 1,
        500,
    )


def test_the_legend_explains_what_is_drawn_and_nothing_else(graph: FakeGraph) -> None:
    picture = tie_picture(graph.ties(country("TUR"), 40), TELLER)

    assert [shape.kind for shape in picture.shapes] == ["Country", "Territory"]
    assert [line.word for line in picture.lines] == ["edge.aided", "edge.announced"]


BOXES = st.lists(
    st.builds(Box, st.uuids().map(str), st.integers(10, 160), st.integers(10, 90)),
    max_size=25,
    unique_by=lambda box: box.name,
)


@settings(max_examples=25, deadline=None)
@given(BOXES, st.randoms(use_true_random=False))
def test_no_name_stands_on_another(boxes: list[Box], chance: Any) -> None:
    links = tuple((chance.choice(boxes).name, chance.choice(boxes).name) for _ in boxes)

    placed = positions(tuple(boxes), links)

    assert [
        (one.name, other.name)
        for number, one in enumerate(boxes)
        for other in boxes[:number]
        if abs(placed[one.name][0] - placed[other.name][0]) < (one.width + other.width) / 2 - 2
        and abs(placed[one.name][1] - placed[other.name][1]) < (one.height + other.height) / 2 - 2
    ] == []


def test_a_drawing_of_nothing_is_empty() -> None:
    assert drawing(tie_picture(Ties((), 0), TELLER)) == {"edges": [], "nodes": []}
