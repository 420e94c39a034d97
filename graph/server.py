"""Where a graph answers, and the one seam at which the neo4j driver's errors become ours."""

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import neo4j
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    DatabaseError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
)

from graph.address import Server
from ontology.errors import OutsideFailure, UsageProblem

# Servers send hints about every query to this log, which without a handler goes to the user's screen.
logging.getLogger("neo4j.notifications").setLevel(logging.ERROR)
# What goes wrong is raised, and told once.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
PLAIN_SCHEMES = frozenset({"bolt", "neo4j"})
VERIFIED_SCHEMES = frozenset({"bolt+s", "neo4j+s"})
TLS_SCHEMES = VERIFIED_SCHEMES | {"bolt+ssc", "neo4j+ssc"}

POOL_SIZE = 8
EMBEDDED_RETRY_SECONDS = 0.5
"""Nobody starts an embedded engine again that has ended: only a stumble is worth another try."""

LOST_BOOKMARKS = frozenset(
    {
        "Neo.ClientError.Transaction.InvalidBookmark",
        "Neo.ClientError.Transaction.InvalidBookmarkMixture",
        "Neo.TransientError.Transaction.BookmarkTimeout",
    }
)
"""What a server says of a bookmark that it cannot reach: its database was made anew or restored."""

_DATABASE_NOT_FOUND = "Neo.ClientError.Database.DatabaseNotFound"
_NOT_COMMITTED = "Transaction error on commit"
_WITHOUT_ROOM: Final = {
    "embedded": "See that the disk of HAKIM_HOME has room, then run the command again: nothing is lost.",
    "neo4j": "See that the server's disk has room and what its log says, restart it, and run the command again:"
    " nothing is lost.",
}


class GraphUnreachable(OutsideFailure):
    """The graph server does not answer, refuses the account, or broke off."""


class BookmarkShelf(Protocol):
    """Where the bookmarks of the last writes are kept, for whoever reads next."""

    def read(self) -> frozenset[str]:
        """The bookmarks that a reader must have caught up with."""

    def keep(self, bookmarks: frozenset[str]) -> None:
        """Put these in the place of those that are there."""


def check_address(uri: str) -> None:
    """Refuse an address on which the password would travel in clear over a network.

    >>> check_address("bolt://127.0.0.1:7687")
    >>> check_address("neo4j://graph.example.org")
    Traceback (most recent call last):
    ontology.errors.UsageProblem: neo4j://graph.example.org would send the password unencrypted. Use \
neo4j+s://graph.example.org, or an address on this machine.
    """
    scheme, netloc, host = _parts(uri)
    if host and (scheme in TLS_SCHEMES or (scheme in PLAIN_SCHEMES and host in LOOPBACK)):
        return
    if host and scheme in PLAIN_SCHEMES:
        raise UsageProblem(
            f"{uri} would send the password unencrypted.",
            hint=f"Use {scheme}+s://{netloc}, or an address on this machine.",
        )
    raise UsageProblem(
        f"{uri!r} is not the address of a graph server.",
        hint="It looks like bolt://127.0.0.1:7687 or neo4j+s://graph.example.org.",
    )


def _parts(uri: str) -> tuple[str, str, str]:
    """Scheme, place and host; no host where the port is no number."""
    with suppress(ValueError):
        parts = urlsplit(uri)
        if parts.port != 0 and not parts.username:
            return parts.scheme, parts.netloc, parts.hostname or ""
    return "", "", ""


def connect(server: Server, shelf: BookmarkShelf | None = None, *, reading: bool = False) -> neo4j.Driver:
    """A driver that has proved that the server answers and takes the account; the caller closes it.

    With a shelf, every session of the driver sees what the bookmarks on it stand for, and what is written leaves
    its own there unless the driver is for `reading`, for which a cluster's leader need not be there.
    """
    check_address(server.uri)
    with speaking_to(server):
        driver = _driver(server, _manager(shelf, reading=reading) if shelf else None)
    access = neo4j.READ_ACCESS if reading else neo4j.WRITE_ACCESS
    try:
        with speaking_to(server):
            try:
                _prove(driver, server, access, shelf)
            except ServiceUnavailable as error:
                raise _told_directly(server, error)  # noqa: B904 - the direct error has a cause of its own
    except BaseException:
        driver.close()
        raise
    return driver


def _driver(server: Server, bookmarks: neo4j.api.BookmarkManager | None) -> neo4j.Driver:
    patience = server.patience
    uri, trust = _trust(server)
    return neo4j.GraphDatabase.driver(
        uri,
        auth=(server.user, server.password),
        connection_timeout=patience.connect,
        connection_acquisition_timeout=patience.acquire,
        max_transaction_retry_time=EMBEDDED_RETRY_SECONDS if server.product == "embedded" else patience.retry,
        max_connection_pool_size=POOL_SIZE,
        bookmark_manager=bookmarks,
        user_agent="hakim",
        **trust,
    )


def _trust(server: Server) -> tuple[str, dict[str, Any]]:
    """The address as the driver takes it, and how it is to look at the certificate."""
    if server.ca is None:
        return server.uri, {}
    scheme, separator, rest = server.uri.partition("://")
    if scheme not in VERIFIED_SCHEMES:
        raise UsageProblem(
            f"NEO4J_CA is set, and {server.uri} verifies no certificate.",
            hint="Use bolt+s:// or neo4j+s://, or unset NEO4J_CA.",
        )
    try:
        ssl.create_default_context(cafile=str(server.ca))
    except OSError as error:
        raise UsageProblem(
            f"NEO4J_CA names no file of certificates: {server.ca}: {error.strerror or error}.",
            hint="Give it the PEM file of the authority that signed the server's certificate.",
        ) from error
    # The driver takes either a scheme that says +s or certificates of one's own.
    plain = scheme.removesuffix("+s")
    return f"{plain}{separator}{rest}", {
        "encrypted": True,
        "trusted_certificates": neo4j.TrustCustomCAs(str(server.ca)),
    }


def _manager(shelf: BookmarkShelf, *, reading: bool) -> neo4j.api.BookmarkManager:
    def supply() -> neo4j.Bookmarks:
        return neo4j.Bookmarks.from_raw_values(shelf.read())

    def consume(bookmarks: neo4j.Bookmarks) -> None:
        shelf.keep(frozenset(bookmarks.raw_values))

    return neo4j.GraphDatabase.bookmark_manager(
        bookmarks_supplier=supply, bookmarks_consumer=None if reading else consume
    )


def _prove(driver: neo4j.Driver, server: Server, access: str, shelf: BookmarkShelf | None) -> None:
    """Raises what the driver does where the server does not answer.

    What was written to a database that is gone is nothing to wait for: such bookmarks are forgotten, once.
    """
    try:
        _ask(driver, server, access)
    except Neo4jError as error:
        if shelf is None or error.code not in LOST_BOOKMARKS:
            raise
        shelf.keep(frozenset())
        _ask(driver, server, access)


def _told_directly(server: Server, error: ServiceUnavailable) -> DriverError | Neo4jError:
    """Why there is no connection: a routing driver keeps that to itself, the same address asked directly does not."""
    if not server.uri.startswith("neo4j"):
        return error
    direct = replace(server, uri=f"bolt{server.uri.removeprefix('neo4j')}")
    try:
        with _driver(direct, None) as driver:
            _ask(driver, direct, neo4j.READ_ACCESS)
    except (DriverError, Neo4jError) as cause:
        return cause
    return error


def _ask(driver: neo4j.Driver, server: Server, access: str) -> None:
    # One plain run: `execute_query` would try again for as long as patience lasts where nobody answers.
    with driver.session(database=server.database, default_access_mode=access) as session:
        session.run("RETURN 1 AS one").consume()


@contextmanager
def speaking_to(server: Server) -> Iterator[None]:
    """Turn whatever the driver raises inside the block into `GraphUnreachable`, with the way out."""
    try:
        yield
    except ConfigurationError as error:
        raise UsageProblem(f"{server.uri!r} cannot be used: {error}.") from error
    except (DriverError, Neo4jError) as error:
        raise GraphUnreachable(_what_happened(server, error), hint=_way_out(server, error)) from error


def _what_happened(server: Server, error: DriverError | Neo4jError) -> str:
    if isinstance(error, AuthError):
        return f"{server.uri} did not accept the password of {server.user!r}."
    if (refusal := _refused_certificate(error)) is not None:
        return f"The certificate of {server.uri} is not trusted: {refusal.verify_message.rstrip('.')}."
    if _is_gone(error):
        return f"No graph server answers at {server.uri}: {' '.join(str(error).split()).rstrip('.')}."
    reason = (error.message if isinstance(error, Neo4jError) else None) or str(error)
    return f"The graph server at {server.uri} reported: {reason.rstrip('.')}."


def _way_out(server: Server, error: DriverError | Neo4jError) -> str:
    if _refused_certificate(error) is not None:
        return "Set NEO4J_CA to the file of the authority that signed it, and use a host name that it is made for."
    if isinstance(error, Neo4jError) and error.code == _DATABASE_NOT_FOUND:
        return "Set NEO4J_DATABASE to a database that is there."
    if _cannot_write(error):
        return _WITHOUT_ROOM[server.product]
    if not (isinstance(error, AuthError) or _is_gone(error)):
        return ""
    if server.product == "embedded":
        return "`hakim engine status` says why; `hakim engine start` starts it again."
    return "Check NEO4J_URI, the user and the password, and that the server runs."


def _is_gone(error: DriverError | Neo4jError) -> bool:
    """Nobody answers, or somebody who is about to end: the embedded engine then answers new connections out of turn."""
    return isinstance(error, ServiceUnavailable) or "not expected in state" in str(error)


def _cannot_write(error: DriverError | Neo4jError) -> bool:
    """The server takes no more: each product has its own words for it, and none says that its disk is full."""
    return isinstance(error, DatabaseError) or _NOT_COMMITTED in str(error)


def _refused_certificate(error: BaseException | None) -> ssl.SSLCertVerificationError | None:
    """Why a certificate was refused, where that is what is behind an error."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error
        error = error.__cause__ or error.__context__
    return None
