"""Where a graph answers, and the one seam at which the neo4j driver's errors become ours."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import neo4j
from neo4j.exceptions import AuthError, ConfigurationError, DriverError, Neo4jError, ServiceUnavailable

from graph.address import Server
from ontology.errors import OutsideFailure, UsageProblem

# Servers send hints about every query to this log, which without a handler goes to the user's screen.
logging.getLogger("neo4j.notifications").setLevel(logging.ERROR)

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
PLAIN_SCHEMES = frozenset({"bolt", "neo4j"})
TLS_SCHEMES = frozenset({"bolt+s", "bolt+ssc", "neo4j+s", "neo4j+ssc"})


class GraphUnreachable(OutsideFailure):
    """The graph server does not answer, refuses the account, or broke off."""


def check_address(uri: str) -> None:
    """Refuse an address on which the password would travel in clear over a network.

    >>> check_address("bolt://127.0.0.1:7687")
    >>> check_address("neo4j://graph.example.org")
    Traceback (most recent call last):
    ontology.errors.UsageProblem: neo4j://graph.example.org would send the password unencrypted. Use \
neo4j+s://graph.example.org, or an address on this machine.
    """
    parts = urlsplit(uri)
    if parts.scheme in TLS_SCHEMES or (parts.scheme in PLAIN_SCHEMES and parts.hostname in LOOPBACK):
        return
    if parts.scheme in PLAIN_SCHEMES:
        raise UsageProblem(
            f"{uri} would send the password unencrypted.",
            hint=f"Use {parts.scheme}+s://{parts.netloc}, or an address on this machine.",
        )
    raise UsageProblem(
        f"{uri!r} is not the address of a graph server.",
        hint="It looks like bolt://127.0.0.1:7687 or neo4j+s://graph.example.org.",
    )


def connect(server: Server) -> neo4j.Driver:
    """A driver that has proved that the server answers and takes the account; the caller closes it."""
    check_address(server.uri)
    with speaking_to(server):
        driver = neo4j.GraphDatabase.driver(
            server.uri,
            auth=(server.user, server.password),
            connection_timeout=10,
            connection_acquisition_timeout=30,
            max_transaction_retry_time=15,
            max_connection_pool_size=8,
            user_agent="hakim",
        )
    try:
        # One plain run: `execute_query` would try again for half a minute where nobody answers.
        with speaking_to(server), driver.session(database=server.database) as session:
            session.run("RETURN 1 AS one").consume()
    except BaseException:
        driver.close()
        raise
    return driver


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
    if isinstance(error, ServiceUnavailable):
        return f"No graph server answers at {server.uri}: {' '.join(str(error).split())}."
    reason = (error.message if isinstance(error, Neo4jError) else None) or str(error)
    return f"The graph server at {server.uri} reported: {reason.rstrip('.')}."


def _way_out(server: Server, error: DriverError | Neo4jError) -> str:
    if not isinstance(error, AuthError | ServiceUnavailable):
        return ""
    if server.product == "embedded":
        return "`hakim engine status` says why; `hakim engine start` starts it again."
    return "Check NEO4J_URI, the user and the password, and that the server runs."
