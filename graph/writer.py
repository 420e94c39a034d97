"""A plan into a graph: grouped batches, each one transaction with a marker of what it holds.

Every batch can be repeated: an edge is deleted before it is created, a node is looked up by its IRI before it is
written. Only a fresh load creates without looking; there the marker tells whether a batch whose commit failed was
committed all the same: an error at commit means unknown, never not done.
"""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from neo4j import Driver, Transaction
from neo4j.exceptions import DriverError, Neo4jError

from graph.address import Server
from graph.entries import TermEntry
from graph.labels import LabelText, quoted
from graph.marker import MARKER_ID, Marker, read_marker
from graph.model import Node
from graph.plan import Plan
from graph.schema import ensure_edge_types
from graph.server import speaking_to
from graph.steps import Bounds, Step, batches_of, steps_of
from graph.terms import entry_properties, read_terms
from graph.ties import TIE, tie_properties
from ontology.errors import HakimError

ATTEMPTS = 5
RETRY_SECONDS = 0.2
BOUNDS = Bounds()
MESSAGE_BYTES = 16_000_000

Progress = Callable[[int, int], None]

_DROP_LOOSE = """
UNWIND $iris AS iri MATCH (n:Resource {iri: iri})
WHERE n.graphs IS NULL AND NOT EXISTS { (n)<--() } AND (n.term IS NOT NULL OR NOT EXISTS { (n)-->() })
WITH n, iri DETACH DELETE n RETURN iri
"""


class RowTooLarge(HakimError):
    """One node or edge is larger than the engine takes."""


class EdgesLost(HakimError):
    """Relationships were not created, because a node that they need is not there."""


class GraphWriter:
    """Writes plans to one graph, one writer at a time."""

    def __init__(self, driver: Driver, server: Server, labels: LabelText, bounds: Bounds = BOUNDS) -> None:
        self._driver = driver
        self._server = server
        self._labels = labels
        self._bounds = bounds
        self._acts: dict[str, Callable[[Transaction, Step], None]] = {
            "drop_edges": self._drop_edges,
            "drop_loose": self._drop_loose,
            "drop_ties": self._drop_ties,
            "put_edges": self._put_edges,
            "put_nodes": self._put_nodes,
            "put_terms": self._put_terms,
            "put_ties": self._put_ties,
            "strip_nodes": self._strip_nodes,
        }

    def marker(self) -> Marker | None:
        """What the graph says of itself; None when nothing was ever loaded."""
        return read_marker(self._read)

    def terms(self) -> list[TermEntry]:
        """The registry's entries that travel with the graph."""
        return read_terms(self._read)

    def count_records(self) -> int:
        """How many records of the store the graph holds: those that describe themselves in their own graph.

        A loaded document may speak of records too, as an export of another store does.
        """
        return int(self._read("MATCH (r:Record) WHERE r.iri IN r.graphs RETURN count(r) AS n", {})[0]["n"])

    def apply(self, plan: Plan, store: str, progress: Progress = lambda _done, _all: None) -> None:
        """Carries out a plan; afterwards the graph says that it shows the plan's last run."""
        ensure_edge_types(self._server, sorted({edge.type for edge in plan.change.edges_added}))
        batches = list(batches_of(steps_of(plan), self._bounds))
        self._refuse_giants(batches)
        for number, batch in enumerate(batches, start=1):
            run = plan.to_run if number == len(batches) else plan.from_run
            marker = Marker(store, run, plan.to_run, number, hash_of(batch))
            self._commit(batch, marker, fresh=plan.fresh)
            progress(number, len(batches))

    def _refuse_giants(self, batches: list[list[Step]]) -> None:
        """A row beyond the bounds is a batch of its own; one that the engine cannot take would never be answered."""
        for batch in batches if self._server.product == "embedded" else []:
            if sum(step.characters for step in batch) > self._bounds.characters:
                size = len(repr(batch).encode())
                if size > MESSAGE_BYTES:
                    raise RowTooLarge(
                        f"{_first_key(batch)} has {size:,} bytes; the embedded engine takes {MESSAGE_BYTES:,}.",
                        hint="Shorten its longest text at the source, or use a Neo4j server (NEO4J_URI).",
                    )

    def _commit(self, batch: list[Step], marker: Marker, *, fresh: bool) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._transaction(batch, marker, fresh=fresh)
            except (Neo4jError, DriverError) as error:
                if self.marker() == marker:
                    return None
                if attempt == ATTEMPTS or not error.is_retryable():
                    with speaking_to(self._server):
                        raise
                time.sleep(RETRY_SECONDS * attempt)
        return None

    def _transaction(self, batch: list[Step], marker: Marker, *, fresh: bool) -> None:
        # Not the driver's managed transaction: that would repeat a commit of unknown outcome without looking.
        with (
            self._driver.session(database=self._server.database) as session,
            session.begin_transaction() as tx,
        ):
            for step in batch:
                act = self._create_nodes if fresh and step.act == "put_nodes" else self._acts[step.act]
                act(tx, step)
            tx.run(
                "MERGE (s:_Sync {id: $id}) SET s += $marker", id=MARKER_ID, marker=asdict(marker)
            ).consume()
            tx.commit()

    def _read(self, cypher: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        with speaking_to(self._server), self._driver.session(database=self._server.database) as session:
            return session.execute_read(lambda tx: tx.run(cypher, dict(parameters)).data())

    # --- nodes ---

    def _create_nodes(self, tx: Transaction, step: Step) -> None:
        rows = [dict(node.properties) for node in step.rows]
        _run(tx, f"UNWIND $rows AS row CREATE (n{self._labels.pattern(step.name)}) SET n = row", rows)

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

    def _put_edges(self, tx: Transaction, step: Step) -> None:
        rows = [{"s": edge.subject, "o": edge.object, "p": dict(edge.properties)} for edge in step.rows]
        _create_edges(tx, step.name[0], rows)

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
        rows = [{"s": tie.sender, "o": tie.recipient, "p": tie_properties(tie)} for tie in step.rows]
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


def _create_edges(tx: Transaction, edge_type: str, rows: list[dict[str, Any]]) -> None:
    """Creates edges and counts them: a row whose end is not in the graph would be passed over in silence."""
    made = tx.run(
        "UNWIND $rows AS row MATCH (a:Resource {iri: row.s}) MATCH (b:Resource {iri: row.o})"
        f" CREATE (a)-[r:{quoted(edge_type)}]->(b) SET r = row.p RETURN count(r) AS made",
        rows=rows,
    ).single(strict=True)["made"]
    if made != len(rows):
        raise EdgesLost(
            f"Of {len(rows)} {edge_type} relationships only {made} have both ends in the graph.",
            hint="Run `hakim rebuild`; if it happens again, please report it.",
        )


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
