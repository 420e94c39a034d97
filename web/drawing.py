"""A picture as vis-network draws it: pyvis holds the nodes and edges, and this page's own script draws them.

Only the data model of pyvis is used. The page that it would write loads files from elsewhere and runs what
stands in names; so no HTML of it ever leaves this module.
"""

import json
import math
import unicodedata
from collections import Counter
from typing import Any

from pyvis.network import Network

from web.picture import Edge, Node, Picture
from web.positions import Box, positions
from web.words import Words

NAME_WIDTH, LETTER_WIDTH, LINE_HEIGHT, GAP = 140, 7.2, 17, 8
"""How names are set, in pixels, about as the script does."""

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u200e", "\u200f"

BEND = 0.16
"""How far lines between the same two things bend apart."""


def network(picture: Picture, words: Words) -> Network:
    """The picture in pyvis's data model, each thing in its place."""
    # Undirected networks of pyvis drop every second edge between the same two nodes without a word.
    net = Network(directed=True)
    links = tuple((edge.source.iri, edge.target.iri) for edge in picture.edges)
    places = positions(tuple(_box(node) for node in picture.nodes), links)
    for node in picture.nodes:
        x, y = places[node.iri]
        shape, colour = node.shape.shape, node.shape.colour
        look: dict[str, Any] = {
            "title": node.title,
            "size": node.size,
            "x": x,
            "y": y,
            "address": node.address,
        }
        net.add_node(node.iri, label=_held(node.name), shape=shape, color=colour, **look)
    for number, (edge, bend) in enumerate(zip(picture.edges, _bends(picture.edges), strict=True)):
        net.add_edge(edge.source.iri, edge.target.iri, id=number, **_look(edge, bend, words))
    return net


def _box(node: Node) -> Box:
    """The room of a node: its shape, and below it its name in lines of `NAME_WIDTH`."""
    width = len(node.name) * LETTER_WIDTH
    # Lines end between words, so they are not full.
    below = math.ceil(width / NAME_WIDTH / 0.85) * LINE_HEIGHT
    return Box(
        node.iri,
        width=max(min(width, NAME_WIDTH), node.size * 2) + GAP,
        height=node.size * 2 + below + GAP,
        drop=below / 2,
    )


def _held(name: str) -> str:
    """The name in its own direction, whatever that of the page: a canvas has no element for each name.

    The marks stand beside every space, so that each line keeps its commas and brackets at the right end.
    """
    strong = next((kind for kind in map(unicodedata.bidirectional, name) if kind in {"L", "R", "AL"}), "L")
    mark = LEFT_TO_RIGHT if strong == "L" else RIGHT_TO_LEFT
    return mark + name.replace(" ", f"{mark} {mark}") + mark


def _look(edge: Edge, bend: float, words: Words) -> dict[str, Any]:
    return {
        "title": words("edge.title", source=edge.source.name, target=edge.target.name, told=edge.told(words)),
        "color": edge.line.colour,
        "width": edge.width,
        # A dash shorter than the line is wide would not be seen as one.
        "dashes": [round(length * max(1.0, edge.width / 2)) for length in edge.line.dashes] or False,
        "smooth": {"enabled": True, "type": "curvedCW", "roundness": bend} if bend else False,
    }


def _bends(edges: tuple[Edge, ...]) -> list[float]:
    """How much each line bends: not at all when alone between its ends, else each more than the one before.

    Lines that go opposite ways bend to opposite sides by themselves.
    """
    pairs = [frozenset((edge.source.iri, edge.target.iri)) for edge in edges]
    alone = Counter(pairs)
    seen: Counter[tuple[str, str]] = Counter()
    bends = []
    for edge, pair in zip(edges, pairs, strict=True):
        seen[edge.source.iri, edge.target.iri] += 1
        bends.append(0.0 if alone[pair] == 1 else round(BEND * seen[edge.source.iri, edge.target.iri], 2))
    return bends


def as_json(picture: Picture, words: Words) -> bytes:
    """The drawing for the script of the page: the same picture always gives the same bytes."""
    net = network(picture, words)
    drawing = {"nodes": net.nodes, "edges": net.edges}
    return json.dumps(drawing, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
