"""The one way by which somebody's Cypher reaches a graph: of the command line, of a page, of a program.

A query passes, in this order: the rules on its text, the rules on its plan where the engine shows one, the engine's
own limits (the reader's account, a read transaction, a time), and the limits on what comes back. While it runs it is
watched (`graph.guard.overseer`), so that no query stops the graph for others.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from neo4j import Driver, Query, Result
from neo4j.exceptions import ClientError, DatabaseError, DriverError, Neo4jError, TransientError

from graph.address import Server
from graph.answer import Answer
from graph.guard.keeper import NO_KEEPER, Keeper
from graph.guard.limits import TERMINAL, Limits
from graph.guard.overseer import Watch, watched
from graph.guard.plan_rules import check_plan
from graph.guard.refusal import QueryRefused
from graph.guard.text_rules import check_text
from graph.guard.weight import weight
from graph.server import GraphUnreachable, speaking_to
from ontology.errors import OutsideFailure

_SMALLER: Final = "Ask for less: name what you look for, add a LIMIT, or ask a named question (`hakim ask`)."
# What the products say when too much is going on at once; asking again at once would make it more.
_BUSY: Final = ("DeadlockDetected", "TooManyConcurrentQueries")

SUSPECT_SECONDS: Final = 1.0
"""How long a query must have run to have broken an engine: filling its memory takes longer."""
MOST_BREAKS: Final = 5

Outcome = TypeVar("Outcome")


class EngineBusy(OutsideFailure):
    """Too many queries are running at once."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """A graph as those who ask see it: it answers, says why not, and stays as it is.

    `driver` is open for the account that reads; `keeper` brings the engine back when a query breaks it.
    """

    driver: Driver
    server: Server
    limits: Limits = TERMINAL
    keeper: Keeper = NO_KEEPER

    def select(self, cypher: str, parameters: Mapping[str, Any]) -> Answer:
        """The answer to a query.

        Raises QueryRefused, with the rule or the engine's reason, when it is no Cypher, would do more than read the
        graph, or asks for too much; EngineBusy when too many ask at once; GraphUnreachable when nobody answers.
        """
        return self._asked_again(lambda: self._select(cypher, parameters))

    def _select(self, cypher: str, parameters: Mapping[str, Any]) -> Answer:
        with self._answering(cypher, parameters) as (result, watch):
            columns = tuple(result.keys())
            return Answer(columns, tuple(self._rows(result, watch)))

    def stream(self, cypher: str, parameters: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
        """The rows of the answer, as they come; refused as `select` refuses, some rows late."""
        with self._answering(cypher, parameters) as (result, watch):
            yield from self._rows(result, watch)

    def _asked_again(self, ask: Callable[[], Outcome]) -> Outcome:
        """The outcome, also where the engine ended under it: mostly through what somebody else asked.

        A query that was long under way when that happened is asked once more, as it may have been the cause.
        """
        broken: GraphUnreachable | None = None
        suspected = 0
        for _ in range(MOST_BREAKS):
            begun = time.monotonic()
            try:
                return ask()
            except GraphUnreachable as error:
                broken = error
            suspected += time.monotonic() - begun > SUSPECT_SECONDS
            self.keeper.recover()
            if not self._answers():
                raise broken
            if suspected > 1:
                break
        raise QueryRefused(
            "The query was stopped: the engine ended over it, twice.", hint=_SMALLER
        ) from broken

    def _rows(self, result: Result, watch: Watch) -> Iterator[tuple[Any, ...]]:
        left = self.limits.bytes
        for number, record in enumerate(result):
            values = tuple(record.values())
            left -= weight(values)
            watch.handed_over()
            if watch.waited > self.server.patience.query:
                raise QueryRefused(
                    f"The query is refused: it took more than {self.server.patience.query:g} s.",
                    hint=_SMALLER,
                )
            if number == self.limits.rows:
                raise QueryRefused(
                    f"The query is refused: its answer has more than {self.limits.rows:,} rows.",
                    hint="Add a LIMIT, or count in the query.",
                )
            if left < 0:
                raise QueryRefused(
                    f"The query is refused: its answer has more than {self.limits.bytes:,} bytes.",
                    hint="Return single properties, or add a LIMIT.",
                )
            yield values
            watch.waits()

    @contextmanager
    def _answering(self, cypher: str, parameters: Mapping[str, Any]) -> Iterator[tuple[Result, Watch]]:
        check_text(cypher, self.limits)
        seconds = self.server.patience.query
        with watched(seconds, self._answers, self.keeper.watching()) as watch:
            try:
                with self._run(cypher, parameters, seconds) as result:
                    yield result, watch
            except (GraphUnreachable, QueryRefused) as error:
                if watch.own_fault and watch.reason:
                    raise QueryRefused(f"The query was stopped: {watch.reason}.", hint=_SMALLER) from error
                if watch.reason:
                    raise GraphUnreachable(f"The query was stopped: {watch.reason}.") from error
                raise

    @contextmanager
    def _run(self, cypher: str, parameters: Mapping[str, Any], seconds: float) -> Iterator[Result]:
        # The text is the analyst's own, run by an account that can only read.
        query = Query(cypher, timeout=seconds)
        server = self.server
        with (
            speaking_to(server),
            self.driver.session(database=server.database, default_access_mode="READ") as session,
        ):
            try:
                if server.product == "neo4j":
                    check_plan(session, cypher)
                with session.begin_transaction(timeout=seconds) as transaction:
                    yield transaction.run(query.text, dict(parameters))
            except (ClientError, DatabaseError) as error:
                raise QueryRefused(f"The query is refused: {_reason(error)}") from error
            except TransientError as error:
                raise _passing(error) from error

    def _answers(self) -> bool:
        """Whether the engine answers a plain question; returns once that is known."""
        with (
            suppress(DriverError, Neo4jError),
            self.driver.session(database=self.server.database, default_access_mode="READ") as session,
        ):
            session.run("RETURN 1 AS one").consume()
            return True
        return False


def _passing(error: TransientError) -> Exception:
    if any(sign in str(error) for sign in _BUSY):
        return EngineBusy("The engine is busy with other queries.", hint="Ask again in a moment.")
    return QueryRefused(f"The query is refused: {_reason(error)}", hint=_SMALLER)


def _reason(error: Neo4jError) -> str:
    return (error.message or str(error)).strip().rstrip(".") + "."
