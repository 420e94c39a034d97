"""`ViewerGraph` over a `World` in memory: the fake at the seam, with the same answers as the real one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from graph.named_nodes import SEARCHED
from graph.search_names import NameEntry, entries_of
from tests.web.world import World
from web import rows
from web.cypher import COUNTED
from web.graph_views import NOT_DRAWN, OWN_PLACE
from web.model import (
    Claim,
    Document,
    Link,
    LinkGroup,
    Neighbourhood,
    Part,
    Record,
    Relation,
    Subject,
    Thing,
    Tie,
    Ties,
)

T = TypeVar("T")

Edge = tuple[str, str, str, dict[str, Any]]


class FakeGraph:
    """Answers from the lists of a world, however slowly."""

    def __init__(self, world: World) -> None:
        self._nodes, self._edges, self._merged = world.nodes, world.edges, world.merged

    def counts(self) -> Mapping[str, int]:
        """Labels, and places with a tie."""
        labelled = {label: sum(label in labels for labels, _ in self._nodes.values()) for label in COUNTED}
        return {**labelled, "countries": len(self._weights(self._tied()))}

    def subject(self, iri: str) -> Subject | None:
        """The node."""
        if iri not in self._nodes:
            return None
        labels, properties = self._nodes[iri]
        return rows.subject({"labels": list(labels), "properties": properties})

    def merged_into(self, iri: str) -> str:
        """As the world says."""
        return self._merged.get(iri, "")

    def parts(self, iri: str) -> tuple[Part, ...]:
        """Quantity and money."""
        return tuple(
            rows.part({"relation": kind, "graphs": told.get("graphs"), "properties": self._nodes[target][1]})
            for _, kind, target, told in self._out(iri)
            if kind in {"QUANTITY", "MONETARY_VALUE"}
        )

    def records(self, iris: Sequence[str]) -> tuple[Record, ...]:
        """Records by IRI."""
        found = []
        for iri in sorted(iris):
            names = [
                self._nodes[target][1]["name_en"]
                for _, kind, target, _ in self._out(iri)
                if kind == "FROM_DATASET"
            ]
            found.append(rows.record({**self._nodes[iri][1], "dataset": names[0]}, self._documents(iri)))
        return tuple(found)

    def claims(self, iri: str, limit: int) -> tuple[Claim, ...]:
        """Claims by property and IRI."""
        about = [subject for subject, kind, _, _ in self._in(iri) if kind == "ABOUT"]
        ordered = sorted(about, key=lambda claim: (self._nodes[claim][1]["property"], claim))
        return tuple(self._claim(claim) for claim in ordered[:limit])

    def link_groups(self, iri: str, limit: int) -> tuple[LinkGroup, ...]:
        """Outgoing first, by type."""
        groups = []
        for outgoing in (True, False):
            edges = self._out(iri) if outgoing else self._in(iri)
            for kind in sorted({kind for _, kind, _, _ in edges} - set(OWN_PLACE)):
                links = self.links(iri, kind, outgoing=outgoing, limit=limit)
                groups.append(
                    LinkGroup(kind, outgoing, self.count_links(iri, kind, outgoing=outgoing), links)
                )
        return tuple(groups)

    def count_links(self, iri: str, relation: str, *, outgoing: bool) -> int:
        """Edges of one type and direction."""
        hidden = relation in OWN_PLACE
        return (
            0
            if hidden
            else sum(edge[1] == relation for edge in (self._out(iri) if outgoing else self._in(iri)))
        )

    def links(
        self, iri: str, relation: str, *, outgoing: bool, skip: int = 0, limit: int = 100
    ) -> tuple[Link, ...]:
        """The latest first."""
        edges = [edge for edge in (self._out(iri) if outgoing else self._in(iri)) if edge[1] == relation]
        ends = [(edge[2] if outgoing else edge[0], rows.texts(edge[3].get("graphs"))) for edge in edges]
        ordered = self._latest_first(ends, lambda end: end[0])
        return tuple(Link(self._thing(other), graphs) for other, graphs in ordered[skip : skip + limit])

    def busiest(self, countries: int) -> Ties:
        """Places by weight, and the ties among them."""
        weights = self._weights(self._tied())
        chosen = set(sorted(weights, key=lambda iri: (-weights[iri], iri))[:countries])
        among = [edge for edge in self._tied() if {edge[0], edge[2]} <= chosen]
        return Ties(self._ties(among), len(weights))

    def ties(self, iri: str, limit: int) -> Ties:
        """One place and its partners."""
        own = [edge for edge in self._tied() if iri in (edge[0], edge[2])]
        weights = self._weights(own)
        weights.pop(iri, None)
        chosen = set(sorted(weights, key=lambda other: (-weights[other], other))[:limit]) | {iri}
        return Ties(self._ties([edge for edge in own if {edge[0], edge[2]} <= chosen]), len(weights))

    def neighbours(self, iri: str, limit: int) -> Neighbourhood:
        """What it points to, then what points to it."""
        away = [edge for edge in self._out(iri) if edge[1] not in NOT_DRAWN]
        back = [edge for edge in self._in(iri) if edge[1] not in NOT_DRAWN]
        ordered = [
            *self._latest_first(sorted(away, key=lambda edge: edge[1]), lambda edge: edge[2]),
            *self._latest_first(sorted(back, key=lambda edge: edge[1]), lambda edge: edge[0]),
        ]
        others = {end for edge in ordered for end in (edge[0], edge[2])} - {iri}
        return Neighbourhood(tuple(self._relation(edge) for edge in ordered[:limit]), len(others))

    def latest_missions(self, iri: str, limit: int) -> Neighbourhood:
        """Missions of a party with their parties and crises."""
        own = {edge[0] for edge in self._in(iri) if edge[1] in {"SENT_BY", "RECEIVED_BY"}}
        shown = self._latest_first(sorted(own), lambda mission: mission)[:limit]
        drawn = {"SENT_BY", "RECEIVED_BY", "IN_RESPONSE_TO"}
        edges = [
            edge
            for mission in shown
            for edge in sorted(self._out(mission), key=lambda edge: (edge[1], edge[2]))
            if edge[1] in drawn
        ]
        return Neighbourhood(tuple(self._relation(edge) for edge in edges), len(own))

    def names(self) -> Iterator[NameEntry]:
        """Names of what is searched, by label and IRI."""
        for label in SEARCHED:
            for iri in sorted(self._nodes):
                labels, properties = self._nodes[iri]
                if label in labels:
                    yield from entries_of(iri, labels, properties)

    def _out(self, iri: str) -> list[Edge]:
        return [edge for edge in self._edges if edge[0] == iri]

    def _in(self, iri: str) -> list[Edge]:
        return [edge for edge in self._edges if edge[2] == iri]

    def _thing(self, iri: str) -> Thing:
        labels, properties = self._nodes[iri]
        return rows.thing({"labels": list(labels), **properties})

    def _relation(self, edge: Edge) -> Relation:
        return Relation(self._thing(edge[0]), edge[1], self._thing(edge[2]))

    def _documents(self, iri: str) -> tuple[Document, ...]:
        found = []
        for target in sorted(edge[2] for edge in self._out(iri) if edge[1] == "STATED_IN"):
            names = [
                self._nodes[edge[2]][1]["name"] for edge in self._out(target) if edge[1] == "PUBLISHED_BY"
            ]
            found.append(rows.document({**self._nodes[target][1], "publisher": next(iter(names), None)}))
        return tuple(found)

    def _claim(self, iri: str) -> Claim:
        names = [self._nodes[edge[2]][1]["name"] for edge in self._out(iri) if edge[1] == "CLAIMED_BY"]
        row = {"iri": iri, "properties": self._nodes[iri][1], "claimed_by": next(iter(names), None)}
        return rows.claim(row, self._documents(iri))

    def _tied(self) -> list[Edge]:
        return [edge for edge in self._edges if edge[1] == "AIDED"]

    def _weights(self, edges: list[Edge]) -> dict[str, int]:
        weights: dict[str, int] = {}
        for giver, _, receiver, told in edges:
            for end in (giver, receiver):
                weights[end] = weights.get(end, 0) + told["missions"]
        return weights

    def _ties(self, edges: list[Edge]) -> tuple[Tie, ...]:
        ordered = sorted(edges, key=lambda edge: (-edge[3]["missions"], edge[0], edge[2]))
        return tuple(
            rows.tie({"giver": self._row(giver), "receiver": self._row(receiver), **told})
            for giver, _, receiver, told in ordered
        )

    def _row(self, iri: str) -> dict[str, Any]:
        labels, properties = self._nodes[iri]
        return {"labels": list(labels), **properties}

    def _latest_first(self, items: list[T], node: Callable[[T], str]) -> list[T]:
        """By start, else date, the latest first and the undated last; equal ones by IRI."""
        return sorted(sorted(items, key=node), key=lambda item: self._day(node(item)), reverse=True)

    def _day(self, iri: str) -> str:
        properties = self._nodes[iri][1]
        return str(properties.get("start") or properties.get("date") or "")
