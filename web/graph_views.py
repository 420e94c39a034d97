"""The viewer's questions, asked of a real graph through a function that runs read-only Cypher."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from graph.search_names import NameEntry, entries_of
from web import cypher, rows
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
    Tie,
    Ties,
)

Run = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]
"""Runs one read-only query with its parameters. Outside failures come as `OutsideFailure`."""

MOST_PARTS = 50
NODES_A_PAGE = 5_000

OWN_PLACE = ("QUANTITY", "MONETARY_VALUE", "ABOUT", "DESCRIBES", "AIDED", "TT_SUBJECT", "TT_OBJECT")
"""Relations that a page shows elsewhere than in its lists of links."""

NOT_DRAWN = (
    "DESCRIBES",
    "FROM_DATASET",
    "IN_SCHEME",
    "INSTANCE_CLASS",
    "QUANTITY",
    "MONETARY_VALUE",
    "AIDED",
)
"""Relations that would fill a drawing and tell nothing in it."""


class CypherGraph:
    """`ViewerGraph` on a property graph that speaks Cypher."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def counts(self) -> Mapping[str, int]:
        """How many nodes carry each of the labels that the first page tells of."""
        return {name: self._count(query, {}) for name, query in cypher.COUNTS.items()}

    def subject(self, iri: str) -> Subject | None:
        """The node with that IRI, or None."""
        found = self._run(cypher.SUBJECT, {"iri": iri})
        return rows.subject(found[0]) if found else None

    def parts(self, iri: str) -> tuple[Part, ...]:
        """The quantities and amounts of money that belong to the node."""
        found = self._run(cypher.PARTS, {"iri": iri, "limit": MOST_PARTS})
        return tuple(rows.part(row) for row in found)

    def records(self, iris: Sequence[str]) -> tuple[Record, ...]:
        """What is known of these records, in the order of their IRIs."""
        if not iris:
            return ()
        found = self._run(cypher.RECORDS, {"iris": list(iris)})
        documents = self._documents(iris)
        return tuple(rows.record(row, documents.get(row["iri"], ())) for row in found)

    def claims(self, iri: str, limit: int) -> tuple[Claim, ...]:
        """What single sources say about the node."""
        found = self._run(cypher.CLAIMS, {"iri": iri, "limit": limit})
        documents = self._documents([row["iri"] for row in found])
        return tuple(rows.claim(row, documents.get(row["iri"], ())) for row in found)

    def link_groups(self, iri: str, limit: int) -> tuple[LinkGroup, ...]:
        """The node's edges by type and direction, the first `limit` of each."""
        return tuple(
            LinkGroup(relation, outgoing, count, self.links(iri, relation, outgoing=outgoing, limit=limit))
            for outgoing in (True, False)
            for relation, count in self._groups(iri, outgoing=outgoing)
        )

    def count_links(self, iri: str, relation: str, *, outgoing: bool) -> int:
        """How many edges of that type and direction the node has."""
        return dict(self._groups(iri, outgoing=outgoing)).get(relation, 0)

    def links(
        self, iri: str, relation: str, *, outgoing: bool, skip: int = 0, limit: int = 100
    ) -> tuple[Link, ...]:
        """The node's edges of one type and direction, from the one after `skip`."""
        parameters = {"iri": iri, "relation": relation, "skip": skip, "limit": limit}
        found = self._run(cypher.LINKS[outgoing], parameters)
        return tuple(Link(rows.thing(row["thing"]), rows.texts(row["graphs"])) for row in found)

    def busiest(self, countries: int) -> Ties:
        """The ties among the countries with most missions given or received."""
        chosen = self._run(cypher.BUSIEST, {"limit": countries})
        found = self._run(cypher.TIES_AMONG, {"iris": [row["iri"] for row in chosen]}) if chosen else []
        return Ties(tuple(rows.tie(row) for row in found), self._count(cypher.COUNTS["countries"], {}))

    def ties(self, iri: str, limit: int) -> Ties:
        """The ties of one country with the partners it has most missions with."""
        chosen = [row["iri"] for row in self._run(cypher.PARTNERS, {"iri": iri, "limit": limit})]
        both = [self._run(query, {"iri": iri, "iris": chosen}) for query in cypher.TIES_WITH.values()]
        found = [rows.tie(row) for direction in both for row in direction]
        return Ties(
            tuple(sorted(found, key=_strongest_first)), self._count(cypher.PARTNER_COUNT, {"iri": iri})
        )

    def neighbours(self, iri: str, limit: int) -> Neighbourhood:
        """What is directly related to the node: what it points to first, then what points to it."""
        asked: dict[str, Any] = {"iri": iri, "hidden": list(NOT_DRAWN)}
        found: list[Relation] = []
        for outgoing, query in cypher.NEIGHBOURS.items():
            answer = self._run(query, {**asked, "limit": max(limit - len(found), 0)})
            found += [rows.relation(row, outgoing=outgoing) for row in answer]
        return Neighbourhood(tuple(found), self._count(cypher.NEIGHBOUR_COUNT, asked))

    def latest_missions(self, iri: str, limit: int) -> Neighbourhood:
        """The latest missions that a party sent or received, with their parties and crises."""
        found = self._run(cypher.LATEST_MISSIONS, {"iri": iri, "limit": limit})
        relations = (
            Relation(rows.thing(row["mission"]), row["relation"], rows.thing(row["party"])) for row in found
        )
        return Neighbourhood(tuple(relations), self._count(cypher.MISSION_COUNT, {"iri": iri}))

    def names(self) -> Iterator[NameEntry]:
        """Every name in the graph, for the index of names."""
        for query in cypher.NAMES.values():
            for row in self._pages(query):
                yield from entries_of(row["iri"], row["labels"], row["properties"])

    def _pages(self, query: str) -> Iterator[dict[str, Any]]:
        after = ""
        while page := self._run(query, {"after": after, "limit": NODES_A_PAGE}):
            yield from page
            after = page[-1]["iri"]

    def _groups(self, iri: str, *, outgoing: bool) -> list[tuple[str, int]]:
        found = self._run(cypher.GROUPS[outgoing], {"iri": iri, "hidden": list(OWN_PLACE)})
        return [(row["relation"], row["count"]) for row in found]

    def _documents(self, iris: Iterable[str]) -> dict[str, tuple[Document, ...]]:
        grouped: dict[str, tuple[Document, ...]] = {}
        for row in self._run(cypher.DOCUMENTS, {"iris": list(iris)}):
            grouped[row["stated"]] = (*grouped.get(row["stated"], ()), rows.document(row))
        return grouped

    def _count(self, query: str, parameters: Mapping[str, Any]) -> int:
        return int(self._run(query, parameters)[0]["count"])


def _strongest_first(tie: Tie) -> tuple[int, str, str]:
    return (-tie.missions, tie.giver.iri, tie.receiver.iri)
