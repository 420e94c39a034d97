"""Where things stand in a drawing: computed here, so the picture comes at once and is the same for all."""

from dataclasses import dataclass
from functools import lru_cache

import networkx as nx
import numpy as np
from numpy.typing import NDArray

SEED = 7
ITERATIONS = 200
LINK_LENGTH = 130
"""The middle distance of two linked things, in pixels."""
STRETCH = 1.6
"""Pages are wider than they are high, and so are names."""
WAYS = (2.2, 1.0)
"""How much rather boxes part sideways than up and down, for the same reason."""
ROUNDS = 300
STEP = 0.35
"""How much of an overlap each round takes away: a gentle step keeps the picture's shape."""

Position = tuple[int, int]
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Box:
    """The room of a thing and its name, in pixels; its middle lies `drop` below that of the shape."""

    name: str
    width: float
    height: float
    drop: float = 0.0


@lru_cache(maxsize=256)
def positions(boxes: tuple[Box, ...], links: tuple[tuple[str, str], ...]) -> dict[str, Position]:
    """A place for each box, none upon another; the same boxes and links always get the same places.

    >>> positions((Box("a", 20, 20),), ())
    {'a': (0, 0)}
    """
    if not boxes:
        return {}
    centres = _spread(tuple(box.name for box in boxes), links)
    drops = np.array([(0.0, box.drop) for box in boxes])
    apart = _push_apart(centres + drops, np.array([(box.width, box.height) for box in boxes])) - drops
    return {box.name: (round(float(x)), round(float(y))) for box, (x, y) in zip(boxes, apart, strict=True)}


def _spread(names: tuple[str, ...], links: tuple[tuple[str, str], ...]) -> Points:
    """Linked things near each other, the others far: forces, from the same start each time."""
    if len(names) == 1:
        return np.zeros((1, 2))
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(names)
    graph.add_edges_from(links)
    # Gravity of one strength everywhere keeps parts that are not linked from drifting out of sight.
    found = nx.forceatlas2_layout(graph, seed=SEED, max_iter=ITERATIONS, strong_gravity=True, gravity=0.05)
    places = np.array([found[name] for name in names], dtype=np.float64)
    index = {name: number for number, name in enumerate(names)}
    ends = [(index[one], index[other]) for one, other in links if one != other]
    lengths = [float(np.hypot(*(places[one] - places[other]))) for one, other in ends]
    middle = float(np.median(lengths)) if lengths else 0.0
    return places * (LINK_LENGTH / (middle or 1.0)) * (STRETCH, 1.0)


def _push_apart(centres: Points, sizes: Points) -> Points:
    """Move boxes that overlap away from each other, each pair along the shorter way out."""
    reach = (sizes[:, None, :] + sizes[None, :, :]) / 2
    order = np.sign(np.subtract.outer(np.arange(len(sizes)), np.arange(len(sizes))))[:, :, None]
    moved = centres
    for _ in range(ROUNDS):
        gaps = moved[:, None, :] - moved[None, :, :]
        overlaps = reach - np.abs(gaps)
        clash = (overlaps > 0).all(axis=2) & (order[:, :, 0] != 0)
        if not clash.any():
            break
        shorter = np.argmin(overlaps / WAYS, axis=2)
        along = clash[:, :, None] & (shorter[:, :, None] == np.arange(2))
        # Boxes on the very same spot part by their order.
        ways = np.where(gaps == 0, order, np.sign(gaps))
        moved = moved + STEP * np.where(along, overlaps * ways, 0.0).sum(axis=1)
    return moved
