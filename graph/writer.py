"""Batches of steps into a graph, each one transaction with a marker of what it holds.

The steps of a plan can be repeated: an edge is deleted before it is created, a node is looked up by its IRI before it
is written. Only what is known to be new is created without looking; there the marker tells whether a batch whose
commit failed was committed all the same: an error at commit means unknown, never not done.

A home has one loader at a time. Copies of a home, on several machines, may load into one server: each transaction
therefore takes its marker first and looks whether it is the one that this writer left: nothing is written twice.
"""

import hashlib
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final, TypeVar

from neo4j import Driver, Transaction
from neo4j.exceptions import DriverError, Neo4jError

from graph.address import Server
from graph.entries import TermEntry
from graph.labels import LabelText, quoted
from graph.marker import MARKER_ID, Marker, marker_of, read_marker, read_markers
from graph.model import GRAPHS, Edge, Node
from graph.plan import Plan
from graph.schema import ensure_edge_types
from graph.server import speaking_to
from graph.steps import Bounds, Step, batches_of, steps_of
from graph.terms import entry_properties, read_terms
from graph.ties import TIE, tie_properties
from ontology.errors import HakimError

_VERSION: Final = re.compile(r"Neo4j/(\d+)\.(\d+)")
ATTEMPTS = 5
RETRY_SECONDS = 0.2
BOUNDS = Bounds()
MESSAGE_BYTES = 16_000_000
NEO4J_LANES = 2
T = TypeVar("T")

Progress = Callable[[int, float], None]
"""Is told of each batch: how many are done, and the share of the whole work that is done, 0 to 1."""

# What is set first is locked, and what is returned then is the last that anybody committed. A load that ended took its
# lanes with it: the state tells.
_TAKE_TURN: Final = """
MERGE (s:_Sync {id: $id}) SET s.taken = $hash
WITH s OPTIONAL MATCH (t:_Sync {id: $state}) RETURN properties(s) AS found, properties(t) AS state
"""
_LEAVE_MARKER: Final = "MATCH (s:_Sync {id: $id}) SET s = $marker, s.id = $id"
_DROP_MARKERS: Final = "MATCH (s:_Sync) WHERE s.id IN $gone DELETE s"
_DROP_LOOSE = """
UNWIND $iris AS iri MATCH (n:Resource {iri: iri})
WHERE n.graphs IS NULL AND NOT EXISTS { (n)<--() } AND (n.term IS NOT NULL OR n.derived OR NOT EXISTS { (n)-->() })
WITH n, iri DETACH DELETE n RETURN iri
"""


class RowTooLarge(HakimError):
    """One node or edge is larger than the engine takes."""


class EdgesLost(HakimError):
    """Relationships were not created, because a node that they need is not there."""


class AnotherLoad(HakimError):
    """The graph has changed since this load began: something else writes to it."""


class _NotMyTurn(Exception):
    """The marker is not the one that this writer left."""

    def __init__(self, found: Marker | None) -> None:
        super().__init__()
        self.found = found


class GraphWriter:
    """Writes plans to one graph, one writer at a time."""

    def __init__(self, driver: Driver, server: Server, labels: LabelText, bounds: Bounds = BOUNDS) -> None:
        self._driver = driver
        self._server = server
        self._labels = labels
        self._bounds = bounds
        self._ends = KnownEnds()
        with speaking_to(server):
            agent = driver.get_server_info().agent
        # The embedded engine calls itself a Neo4j, and makes nodes without labels of such parameters.
        self._takes_names = server.product == "neo4j" and takes_names(agent)
        self._edge_types: set[str] = set()
        self._left: dict[str, Marker] | None = None
        self._acts: dict[str, Callable[[Transaction, Step], None]] = {
            "new_edges": self._create_edges,
            "new_nodes": self._create_nodes,
            "drop_edges": self._drop_edges,
            "drop_loose": self._drop_loose,
            "drop_ties": self._drop_ties,
            "put_edges": self._put_edges,
            "put_nodes": self._put_nodes,
            "put_terms": self._put_terms,
            "put_ties": self._put_ties,
            "strip_nodes": self._strip_nodes,
        }

    @property
    def bounds(self) -> Bounds:
        """The most that goes into one transaction."""
        return self._bounds

    @property
    def lanes(self) -> int:
        """How many may write at once: the embedded engine takes one writer."""
        return 1 if self._server.product == "embedded" else NEO4J_LANES

    def begin(self) -> None:
        """Takes the graph as it is now: whatever is changed in it from here on, this writer changes.

        Else that is so from the first look at its markers.
        """
        self._left = read_markers(self._read)
        self._ends = KnownEnds()

    def marker(self) -> Marker | None:
        """What the graph says of itself; None when nothing was ever loaded."""
        return read_marker(self._read)

    def markers(self) -> dict[str, Marker]:
        """The same with the markers of a first load's lanes, by their names."""
        found = read_markers(self._read)
        if self._left is None:
            self._left = dict(found)
        return found

    def terms(self) -> list[TermEntry]:
        """The registry's entries that travel with the graph."""
        return read_terms(self._read)

    def count_nodes(self) -> int:
        """How many nodes the graph holds, without the registry's entries and the markers."""
        return int(self._read("MATCH (n:Resource) RETURN count(n) AS n", {})[0]["n"])

    def count_records(self) -> int:
        """How many records of the store the graph holds: those that describe themselves in their own graph.

        A loaded document may speak of records too, as an export of another store does.
        """
        return int(self._read("MATCH (r:Record) WHERE r.iri IN r.graphs RETURN count(r) AS n", {})[0]["n"])

    def apply(
        self, plans: Iterable[Plan], store: str, progress: Progress = lambda _done, _share: None
    ) -> None:
        """Carries out plans that lead from one state to another; afterwards the graph says that it shows the latter.

        The last plan leads there; before it, the graph says what it comes from and where it goes.
        """
        lanes = [name for name in self.markers() if name != MARKER_ID]
        number = 0
        for plan, is_last in _with_last(plans):
            self.ensure_types(plan.change.edges_added)
            batches = list(batches_of(steps_of(plan), self._bounds))
            self.refuse_giants(batches)
            for batch, ends in _with_last(batches):
                number += 1
                run = plan.to_run if is_last and ends else plan.from_run
                marker = Marker(store, run, plan.to_run, number, hash_of(batch))
                self.commit(batch, MARKER_ID, marker, gone=lanes if is_last and ends else ())
                progress(number, plan.done)

    def ensure_types(self, edges: Iterable[Edge]) -> None:
        """Make the relationship types of some edges."""
        types = {edge.type for edge in edges} - self._edge_types
        if types:
            ensure_edge_types(self._server, sorted(types))
            self._edge_types |= types

    def refuse_giants(self, batches: Iterable[list[Step]]) -> None:
        """A row beyond the bounds is a batch of its own; one that the engine cannot take would never be answered."""
        for batch in batches if self._server.product == "embedded" else ():
            if sum(step.characters for step in batch) > self._bounds.characters:
                size = len(repr(batch).encode())
                if size > MESSAGE_BYTES:
                    raise RowTooLarge(
                        f"{_first_key(batch)} has {size:,} bytes; the embedded engine takes {MESSAGE_BYTES:,}.",
                        hint="Shorten its longest text at the source, or use a Neo4j server (NEO4J_URI).",
                    )

    def commit(self, batch: list[Step], name: str, marker: Marker, gone: Sequence[str] = ()) -> None:
        """One transaction: a batch, and the marker of that name that tells of it; the markers named `gone` leave.

        AnotherLoad when the graph is not as this writer left it, and the batch is not in it.
        """
        if self._left is None:
            self._left = self.markers()
        self._commit(batch, name, marker, gone)
        # In place: several lanes do this at once, each with a name of its own.
        self._left[name] = marker
        for lane in gone:
            self._left.pop(lane, None)

    def _commit(self, batch: list[Step], name: str, marker: Marker, gone: Sequence[str]) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._transaction(batch, name, marker, gone)
            except _NotMyTurn as error:
                if error.found == marker:
                    return None
                raise AnotherLoad(
                    "Another load writes to this graph, from a copy of this HAKIM_HOME.",
                    hint="Let it finish, then run the command again.",
                ) from None
            except (Neo4jError, DriverError) as error:
                if self.markers().get(name) == marker:
                    return None
                if attempt == ATTEMPTS or not error.is_retryable():
                    with speaking_to(self._server):
                        raise
                time.sleep(RETRY_SECONDS * attempt)
        return None

    def _transaction(self, batch: list[Step], name: str, marker: Marker, gone: Sequence[str]) -> None:
        # Not the driver's managed transaction: that would repeat a commit of unknown outcome without looking.
        with (
            self._driver.session(database=self._server.database) as session,
            session.begin_transaction() as tx,
        ):
            self._take_turn(tx, name, marker)
            for step in batch:
                self._acts[step.act](tx, step)
            tx.run(_LEAVE_MARKER, id=name, marker=asdict(marker)).consume()
            if gone:
                tx.run(_DROP_MARKERS, gone=[*gone]).consume()
            tx.commit()

    def _take_turn(self, tx: Transaction, name: str, marker: Marker) -> None:
        row = tx.run(_TAKE_TURN, id=name, hash=marker.hash, state=MARKER_ID).single(strict=True)
        found, state = marker_of(row["found"]), marker_of(row["state"] or {})
        if self._left is not None and (found, state) != (self._left.get(name), self._left.get(MARKER_ID)):
            raise _NotMyTurn(found)

    def _read(self, cypher: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        # As a writer, which a cluster sends to its leader: a follower may not have heard of the last commit.
        with speaking_to(self._server), self._driver.session(database=self._server.database) as session:
            return session.execute_write(lambda tx: tx.run(cypher, dict(parameters)).data())

    # --- nodes ---

    def _create_nodes(self, tx: Transaction, step: Step) -> None:
        rows = [node.properties for node in step.rows]
        # In one row: the driver takes long for many small ones.
        made = tx.run(
            f"UNWIND $rows AS row CREATE (n{self._pattern(step.name)}) SET n = row"
            " RETURN collect(n.iri), collect(elementId(n))",
            rows=rows,
            labels=["Resource", *step.name],
        ).single(strict=True)
        self._ends.add(dict(zip(*made.values(), strict=True)))

    def _put_nodes(self, tx: Transaction, step: Step) -> None:
        nodes: dict[str, Node] = {node.iri: node for node in step.rows}
        known = self._labels_of(tx, list(nodes))
        absent = tuple(node for iri, node in nodes.items() if iri not in known)
        if absent:
            self._create_nodes(tx, Step(step.act, step.name, absent))
        # A bare node says nothing: what the graph holds of it already stays as it is.
        for labels in sorted({tuple(sorted(found)) for found in known.values()}):
            rows = [
                dict(node.properties)
                for iri, node in nodes.items()
                if not node.is_bare and tuple(sorted(known.get(iri, frozenset()))) == labels and iri in known
            ]
            _run(tx, self._update(labels, step.name), rows)

    def _pattern(self, labels: tuple[str, ...]) -> str:
        """The labels of new nodes in a query: as a parameter where the server takes that, so that it plans once."""
        return ":$($labels)" if self._takes_names else self._labels.pattern(labels)

    def _labels_of(self, tx: Transaction, iris: list[str]) -> dict[str, frozenset[str]]:
        found = tx.run(
            "UNWIND $iris AS iri MATCH (n:Resource {iri: iri}) RETURN iri, labels(n) AS labels", iris=iris
        )
        return {row["iri"]: frozenset(row["labels"]) - {"Resource"} for row in found}

    def _update(self, old: tuple[str, ...], new: tuple[str, ...]) -> str:
        # The embedded engine moves a node for each label that changes; its index allows that once in a
        # transaction, and any number of times while the node has no IRI. SET n = row gives it back.
        change = "" if set(old) == set(new) else f"REMOVE n.iri {self._labels.change(old, new)}"
        return f"UNWIND $rows AS row MATCH (n:Resource {{iri: row.iri}}) {change} SET n = row"

    def _strip_nodes(self, tx: Transaction, step: Step) -> None:
        known = self._labels_of(tx, list(step.rows))
        for labels in sorted({tuple(sorted(found)) for found in known.values()}):
            rows = [
                {"iri": iri}
                for iri in step.rows
                if tuple(sorted(known.get(iri, ()))) == labels and iri in known
            ]
            _run(tx, self._update(labels, ()), rows)

    def _drop_loose(self, tx: Transaction, step: Step) -> None:
        """Nodes without facts go when no fact points to them; a triple term goes with its own two edges."""
        # A statement looks before it deletes: what only a node of the same step holds is free the next time.
        # What is dropped is not asked for again: Neo4j 2026 still finds it in the same transaction.
        left = list(step.rows)
        while dropped := {row["iri"] for row in tx.run(_DROP_LOOSE, iris=left)}:
            left = [iri for iri in left if iri not in dropped]

    # --- edges ---

    def _create_edges(self, tx: Transaction, step: Step) -> None:
        """Edges between nodes of this load: by where the nodes lie, as far as that is known."""
        groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for edge in step.rows:
            ends = self._ends.of(edge)
            match, (start, end) = (_BY_ELEMENT, ends) if ends else (_BY_IRI, (edge.subject, edge.object))
            # Nearly all have nothing but graphs, and to name these is quicker than to set a map.
            plain = len(edge.properties) == 1 and GRAPHS in edge.properties
            said = edge.properties[GRAPHS] if plain else edge.properties
            row = {"s": start, "o": end, "p": said}
            groups.setdefault((match, _GRAPHS_ONLY if plain else _ALL), []).append(row)
        for (match, says), rows in groups.items():
            _create_edges(tx, step.name[0], rows, match, says, takes_names=self._takes_names)

    def _put_edges(self, tx: Transaction, step: Step) -> None:
        _create_edges(tx, step.name[0], [_edge_row(edge) for edge in step.rows])

    def _drop_edges(self, tx: Transaction, step: Step) -> None:
        rows = [{"s": key[0], "o": key[2], "eid": key[3]} for key in step.rows]
        _run(
            tx,
            "UNWIND $rows AS row"
            f" MATCH (:Resource {{iri: row.s}})-[r:{quoted(step.name[0])}]->(:Resource {{iri: row.o}})"
            " WHERE coalesce(r.eid, '') = row.eid DELETE r",
            rows,
        )

    def _put_ties(self, tx: Transaction, step: Step) -> None:
        self._drop_ties(tx, Step("drop_ties", (), tuple((tie.sender, tie.recipient) for tie in step.rows)))
        rows: list[dict[str, Any]] = [
            {"s": tie.sender, "o": tie.recipient, "p": tie_properties(tie)} for tie in step.rows
        ]
        _create_edges(tx, TIE, rows)

    def _drop_ties(self, tx: Transaction, step: Step) -> None:
        rows = [{"s": sender, "o": recipient} for sender, recipient in step.rows]
        _run(
            tx,
            f"UNWIND $rows AS row MATCH (a:Resource {{iri: row.s}})-[r:{TIE}]->(b:Resource {{iri: row.o}}) DELETE r",
            rows,
        )

    # --- the registry ---

    def _put_terms(self, tx: Transaction, step: Step) -> None:
        rows = [entry_properties(entry) for entry in step.rows]
        _run(tx, "UNWIND $rows AS row MERGE (t:_Term {id: row.id}) SET t = row", rows)


def takes_names(agent: str) -> bool:
    """Whether a server, by what it calls itself, takes labels and types as parameters: Neo4j does since 5.26.

    >>> takes_names("Neo4j/2025.12.1"), takes_names("Neo4j/5.26.0"), takes_names("Neo4j/5.25.1")
    (True, True, False)
    """
    version = _VERSION.match(agent)
    return version is not None and (int(version[1]), int(version[2])) >= (5, 26)


def _edge_row(edge: Edge) -> dict[str, Any]:
    return {"s": edge.subject, "o": edge.object, "p": edge.properties}


_BY_IRI: Final = "MATCH (a:Resource {iri: row.s}) MATCH (b:Resource {iri: row.o})"
_BY_ELEMENT: Final = "MATCH (a) WHERE elementId(a) = row.s MATCH (b) WHERE elementId(b) = row.o"
_ALL: Final = "CREATE (a)-[r:%s]->(b) SET r = row.p"
_GRAPHS_ONLY: Final = f"CREATE (a)-[r:%s {{{GRAPHS}: row.p}}]->(b)"


def _create_edges(
    tx: Transaction,
    edge_type: str,
    rows: list[dict[str, Any]],
    match: str = _BY_IRI,
    says: str = _ALL,
    *,
    takes_names: bool = False,
) -> None:
    """Creates edges and counts them: a row whose end is not in the graph would be passed over in silence."""
    create = says % ("$($type)" if takes_names else quoted(edge_type))
    made = tx.run(
        f"UNWIND $rows AS row {match} {create} RETURN count(r) AS made", rows=rows, type=edge_type
    ).single(strict=True)["made"]
    if made != len(rows):
        raise EdgesLost(
            f"Of {len(rows)} {edge_type} relationships only {made} have both ends in the graph.",
            hint="Run `hakim rebuild`; if it happens again, please report it.",
        )


class KnownEnds:
    """Where nodes that were made in this load lie in the engine; so many of the last ones as memory shall hold.

    To look a node up by its IRI takes the embedded engine longer than to make the edge, and Neo4j a fifth of a load.
    """

    def __init__(self, most: int = 300_000) -> None:
        self._elements: dict[str, str] = {}
        self._most = most

    def add(self, elements: Mapping[str, str]) -> None:
        """Notes the elements of nodes."""
        if len(self._elements) > self._most:
            self._elements.clear()
        self._elements.update(elements)

    def of(self, edge: Edge) -> tuple[str, str] | None:
        """Where both ends of an edge lie; None when that is not known of both."""
        start, end = self._elements.get(edge.subject), self._elements.get(edge.object)
        return (start, end) if start and end else None


def _with_last(items: Iterable[T]) -> Iterator[tuple[T, bool]]:
    """Each item, and whether it is the last."""
    iterator = iter(items)
    item = next(iterator, None)
    while item is not None:
        following = next(iterator, None)
        yield item, following is None
        item = following


def _run(tx: Transaction, cypher: str, rows: list[Any]) -> None:
    """A statement of ours: its names come from the registry and are checked, its values are parameters."""
    if rows:
        tx.run(cypher, rows=rows).consume()


def _first_key(batch: list[Step]) -> str:
    row = batch[0].rows[0]
    return row.iri if isinstance(row, Node) else str(row.key)


def hash_of(batch: list[Step]) -> str:
    """The hash of a batch's content: the marker by which a commit of unknown outcome is settled."""
    return hashlib.sha256(repr(batch).encode()).hexdigest()
