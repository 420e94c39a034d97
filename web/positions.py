"""Where things stand in a drawing: computed here, so that the picture comes at once and is the same for everybody."""

from functools import lru_cache

import networkx

SEED = 7
ITERATIONS = 200
LINK_LENGTH = 170
"""The middle distance of two linked things, in pixels: room for a label between them."""

Position = tuple[int, int]


@lru_cache(maxsize=256)
def positions(nodes: tuple[str, ...], edges: tuple[tuple[str, str], ...]) -> dict[str, Position]:
    """A place for each node; the same nodes and edges, in the same order, always get the same places.

    >>> positions(("a",), ())
    {'a': (0, 0)}
    """
    if len(nodes) < 2:
        return dict.fromkeys(nodes, (0, 0))
    graph = networkx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges)
    # Gravity of one strength everywhere keeps parts that are not linked from drifting out of sight.
    places = networkx.forceatlas2_layout(
        graph, seed=SEED, max_iter=ITERATIONS, strong_gravity=True, gravity=0.05
    )
    scale = LINK_LENGTH / (_middle_length(graph, places) or 1.0)
    return {node: (round(float(x) * scale), round(float(y) * scale)) for node, (x, y) in places.items()}


def _middle_length(graph: "networkx.Graph[str]", places: dict[str, tuple[float, float]]) -> float:
    lengths = sorted(_distance(places[one], places[other]) for one, other in graph.edges if one != other)
    return lengths[len(lengths) // 2] if lengths else 0.0


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)
