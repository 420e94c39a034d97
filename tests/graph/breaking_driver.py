"""The driver as the writer uses it, with transactions that break where a test says: the fake at the seam."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, cast

from neo4j import Driver, Session, Transaction

Moment = Literal["while writing", "before the commit", "after the commit"]


@dataclass
class BreakingDriver:
    """Passes everything on, but its writing transactions raise the errors given, one each, at one moment."""

    driver: Driver
    moment: Moment
    errors: list[Exception | None]
    """None lets a transaction pass."""
    agent: str = ""
    """What the server calls itself in place of its name."""

    @property
    def as_driver(self) -> Driver:
        """What a GraphWriter takes."""
        return cast("Driver", self)

    @contextmanager
    def session(self, **options: Any) -> Iterator["_BreakingSession"]:
        with self.driver.session(**options) as session:
            yield _BreakingSession(session, self)

    def get_server_info(self) -> "_Named":
        return _Named(self.agent or self.driver.get_server_info().agent)

    def break_at(self, moment: Moment) -> None:
        if moment == self.moment and self.errors and (error := self.errors.pop(0)):
            raise error


@dataclass(frozen=True, slots=True)
class _Named:
    agent: str


@dataclass
class _BreakingSession:
    session: Session
    plan: BreakingDriver

    def execute_write(self, work: Any) -> Any:
        return self.session.execute_write(work)

    @contextmanager
    def begin_transaction(self) -> Iterator["_BreakingTransaction"]:
        with self.session.begin_transaction() as transaction:
            yield _BreakingTransaction(transaction, self.plan)


@dataclass
class _BreakingTransaction:
    transaction: Transaction
    plan: BreakingDriver

    def run(self, *arguments: Any, **parameters: Any) -> Any:
        result = self.transaction.run(*arguments, **parameters)
        self.plan.break_at("while writing")
        return result

    def commit(self) -> None:
        self.plan.break_at("before the commit")
        self.transaction.commit()
        self.plan.break_at("after the commit")
