"""Which drawings a thing has, and how each is made from the graph."""

from collections.abc import Mapping
from types import MappingProxyType

from web.model import Thing, ViewerGraph
from web.picture import MOST_NODES, Picture, Teller, relation_picture, tie_picture

OVERVIEW_COUNTRIES = 30

VIEWS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"Country": ("ties", "missions"), "Territory": ("ties", "missions")}
)
"""The drawings of each kind of thing, the usual one first."""

USUAL = ("around",)
SHOWN: Mapping[str, int] = MappingProxyType({"ties": 40, "missions": 15, "around": 24})
"""How many neighbours a drawing shows unless more are asked for."""

MOST: Mapping[str, int] = MappingProxyType(
    {"ties": MOST_NODES - 1, "missions": 100, "around": MOST_NODES - 1}
)


def views_of(kind: str) -> tuple[str, ...]:
    """The names of the drawings of a kind of thing."""
    return VIEWS.get(kind, USUAL)


def overview(graph: ViewerGraph, teller: Teller, countries: int = OVERVIEW_COUNTRIES) -> Picture:
    """The most linked countries and the ties among them."""
    return tie_picture(graph.busiest(min(max(countries, 1), MOST_NODES)), teller)


def view(graph: ViewerGraph, centre: Thing, name: str, limit: int, teller: Teller) -> Picture:
    """One drawing of a thing, with at most `limit` neighbours."""
    bounded = min(max(limit, 1), MOST[name])
    if name == "ties":
        return tie_picture(graph.ties(centre.iri, bounded), teller, centre)
    around = graph.latest_missions if name == "missions" else graph.neighbours
    return relation_picture(around(centre.iri, bounded), teller, centre)
