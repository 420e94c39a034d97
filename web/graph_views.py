"""The viewer's questions, asked of a real graph through a function that runs read-only Cypher."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

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

OWN_PLACE = (
    "QUANTITY",
    "MONETARY_VALUE",
    "ABOUT",
    "DESCRIBES",
    "AIDED",
    "TT_SUBJECT",
    "TT_OBJECT",
    "RIVAL_OF",
)
"""Relations that a page shows elsewhere than in its lists of links."""

NOT_DRAWN = (
    "DESCRIBES",
    "FROM_DATASET",
    "IN_SCHEME",
    "INSTANCE_CLASS",
    "QUANTITY",
    "MONETARY_VALUE",
    "AIDED",
    "RIVAL_OF",
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

    def merged_into(self, iri: str) -> str:
        """The IRI under which a thing is shown that was judged to be the same as others; "" where none is."""
        found = self._run(cypher.MERGED, {"iri": json.dumps(iri)})
        pairs = (pair for row in found for pair in json.loads(row["pairs"]))
        return min((shown for shown, told in pairs if told == iri), default="")

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
        parameters = {"iri": iri, "skip": skip, "limit": limit, "days": skip + limit}
        found = self._run(cypher.of_type(cypher.LINKS[outgoing], relation), parameters)
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
        with self._counting(cypher.NEIGHBOUR_COUNT, asked) as count:
            found: list[Relation] = []
            for outgoing, query in cypher.NEIGHBOURS.items():
                left = max(limit - len(found), 0)
                answer = self._run(query, {**asked, "limit": left, "days": left})
                found += [rows.relation(row, outgoing=outgoing) for row in answer]
            return Neighbourhood(tuple(found), count())

    def latest_missions(self, iri: str, limit: int) -> Neighbourhood:
        """The latest missions that a party sent or received, with their parties and crises."""
        with self._counting(cypher.MISSION_COUNT, {"iri": iri}) as count:
            found = self._run(cypher.LATEST_MISSIONS, {"iri": iri, "limit": limit, "days": limit})
            relations = (
                Relation(rows.thing(row["mission"]), row["relation"], rows.thing(row["party"]))
                for row in found
            )
            return Neighbourhood(tuple(relations), count())

    def _groups(self, iri: str, *, outgoing: bool) -> list[tuple[str, int]]:
        found = self._run(cypher.GROUPS[outgoing], {"iri": iri, "hidden": list(OWN_PLACE)})
        return [(row["relation"], row["count"]) for row in found]

    def _documents(self, iris: Iterable[str]) -> dict[str, tuple[Document, ...]]:
        grouped: dict[str, tuple[Document, ...]] = {}
        for row in self._run(cypher.DOCUMENTS, {"iris": list(iris)}):
            grouped[row["stated"]] = (*grouped.get(row["stated"], ()), rows.document(row))
        return grouped

    @contextmanager
    def _counting(self, query: str, parameters: Mapping[str, Any]) -> Iterator[Callable[[], int]]:
        """A count that is made while the block asks for something else: a hub has tens of thousands of links."""
        with ThreadPoolExecutor(1) as aside:
            yield aside.submit(self._count, query, parameters).result

    def _count(self, query: str, parameters: Mapping[str, Any]) -> int:
        return int(self._run(query, parameters)[0]["count"])


def _strongest_first(tie: Tie) -> tuple[int, str, str]:
    return (-tie.missions, tie.giver.iri, tie.receiver.iri)
