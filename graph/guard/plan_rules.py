"""What a Neo4j server would do for a query, looked at before it does: every operator must be one that only reads.

A read transaction keeps a query from writing, and from nothing else: LOAD CSV reads the server's files in it, and
administration is open to the one account that Community has. The server's own plan names every operator, also in
subqueries; a text could hide them.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from neo4j import Session

from graph.guard.names import PROCEDURES
from graph.guard.refusal import QueryRefused

READS = re.compile(
    r"(\w*(Scan|Seek|SeekByRange|CountStore)"
    r"|(Optional|VarLength)?Expand|Repeat|\w*(ShortestPaths?|BFS|Endpoints)"
    r"|\w*(Apply|HashJoin|CartesianProduct|TriadicSelection)|AssertSame\w+|Union|OrderedUnion"
    r"|\w*(Aggregation|Distinct|Sort|Limit)|Top|PartialTop|Top1WithTies|Skip|PreserveOrder"
    r"|Filter|Projection|CacheProperties|Unwind|UnwindCollection|Optional|Argument|Eager|Input"
    r"|EmptyRow|EmptyResult|ProduceResults|ErrorPlan)(\(.*\))?"
)
"""Operators that find, join, sort and count. What is not named here is refused, so that a new one is too."""


def check_plan(session: Session, cypher: str) -> None:
    """Has a query planned and not run; raises QueryRefused when it would do more than read the graph."""
    # The text is the analyst's own; it is planned only.
    summary = session.run(f"EXPLAIN {cypher}").consume()
    for what in forbidden(summary.query_type or "", summary.plan):
        raise QueryRefused(
            f"The query is refused: it would use {what}, which does more than read the graph.",
            hint="Use MATCH, CALL { … }, WITH, UNWIND and RETURN.",
        )


def forbidden(query_type: str, plan: Mapping[str, Any] | None) -> Iterator[str]:
    """What in a plan does more than read the graph.

    >>> reading = {"operatorType": "NodeByLabelScan@neo4j"}
    >>> list(forbidden("r", {"operatorType": "ProduceResults@neo4j", "children": [reading]}))
    []
    >>> list(forbidden("r", {"operatorType": "LoadCSV@neo4j"}))
    ['LoadCSV']
    """
    yield from (name for name in _operators(plan) if name not in PROCEDURES and not READS.fullmatch(name))
    if query_type != "r":
        yield f"a statement of type {query_type!r}"


def _operators(plan: Mapping[str, Any] | None) -> Iterator[str]:
    if plan:
        name = str(plan["operatorType"]).partition("@")[0]
        # A procedure's operator says no more than that it is one: its name stands before its signature.
        yield plan["args"]["Details"].partition("(")[0] if name == "ProcedureCall" else name
        for child in plan.get("children", []):
            yield from _operators(child)
