"""A Neo4j behind TLS, asked through a routing driver, with bookmarks: what one server can show of a cluster."""

import base64
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from graph.address import Patience, Server
from graph.schema import wipe
from graph.server import GraphUnreachable, connect
from ontology.errors import HakimError, UsageProblem
from tests.graph.certificates import Authority, listening_with, make_authority
from tests.servers.neo4j_process import start_neo4j
from tests.servers.releases import Unavailable

_SETTINGS = """
server.bolt.tls_level=OPTIONAL
dbms.ssl.policy.bolt.enabled=true
dbms.ssl.policy.bolt.base_directory={folder}
dbms.ssl.policy.bolt.private_key=server.key
dbms.ssl.policy.bolt.public_certificate=server.pem
dbms.ssl.policy.bolt.client_auth=NONE
db.transaction.bookmark_ready_timeout=1s
"""
HERE = "DNS:localhost,IP:127.0.0.1"
NOW_OR_NEVER = Patience(connect=2, acquire=3, retry=1)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def secure_server(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The oldest Neo4j of the tests, with a certificate of the authority; its address says no scheme of TLS yet."""
    authority.sign("server", HERE)
    try:
        process = start_neo4j(
            "neo4j-5.26", tmp_path_factory.mktemp("secure"), _SETTINGS.format(folder=authority.folder)
        )
    except Unavailable as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must test on Neo4j. {reason}")
        pytest.skip(str(reason))
    try:
        yield process.ready()
    finally:
        process.stop()


def spoken(server: Server, scheme: str, ca: Path | None = None) -> Server:
    """The same server by another scheme."""
    return replace(server, uri=f"{scheme}://{server.uri.partition('://')[2]}", ca=ca, patience=NOW_OR_NEVER)


@dataclass
class Shelf:
    """Bookmarks in memory."""

    bookmarks: frozenset[str] = field(default_factory=frozenset)

    def read(self) -> frozenset[str]:
        return self.bookmarks

    def keep(self, bookmarks: frozenset[str]) -> None:
        self.bookmarks = bookmarks


def ask(server: Server, cypher: str, shelf: Shelf | None = None, *, reading: bool = False) -> list[object]:
    with (
        connect(server, shelf, reading=reading) as driver,
        driver.session(
            database=server.database, default_access_mode="READ" if reading else "WRITE"
        ) as session,
    ):
        return [record["answer"] for record in session.run(cypher)]


# --- certificates ---


@pytest.mark.neo4j
@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_a_server_is_trusted_by_the_authority_that_the_settings_name(
    secure_server: Server, authority: Authority, scheme: str
) -> None:
    assert ask(spoken(secure_server, scheme, authority.file), "RETURN 1 AS answer") == [1]


@pytest.mark.neo4j
@pytest.mark.parametrize("scheme", ["bolt+ssc", "neo4j+ssc", "neo4j"])
def test_schemes_that_verify_nothing_answer_too(secure_server: Server, scheme: str) -> None:
    assert ask(spoken(secure_server, scheme), "RETURN 1 AS answer") == [1]


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
@pytest.mark.parametrize(
    ("hosts", "days", "known", "reason"),
    [
        (HERE, 1, False, "unable to get local issuer certificate"),
        ("DNS:elsewhere.example", 1, True, "IP address mismatch, certificate is not valid for '127.0.0.1'"),
        (HERE, -1, True, "certificate has expired"),
    ],
    ids=["an authority that nobody knows", "another host", "expired"],
)
def test_a_certificate_that_proves_nothing_is_refused_with_its_reason(
    authority: Authority, scheme: str, hosts: str, days: int, known: bool, reason: str
) -> None:
    certificate = authority.sign("odd", hosts, days)

    with listening_with(certificate) as port:
        uri = f"{scheme}://127.0.0.1:{port}"
        server = Server("neo4j", uri, "neo4j", "x", "neo4j", ca=authority.file if known else None)
        with pytest.raises(GraphUnreachable) as caught:
            connect(server)

    assert str(caught.value) == (
        f"The certificate of {uri} is not trusted: {reason}. Set NEO4J_CA to the file of the authority that signed"
        " it, and use a host name that it is made for."
    )


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+ssc", "neo4j+ssc"])
def test_an_authority_is_refused_where_nothing_would_be_verified(authority: Authority, scheme: str) -> None:
    server = Server("neo4j", f"{scheme}://127.0.0.1:1", "neo4j", "x", "neo4j", ca=authority.file)

    with pytest.raises(UsageProblem, match=r"NEO4J_CA is set, and .* verifies no certificate\. Use bolt\+s"):
        connect(server)


@pytest.mark.parametrize("name", ["ca.key", "absent.pem"])
def test_a_file_without_certificates_is_refused(authority: Authority, name: str) -> None:
    server = Server("neo4j", "neo4j+s://127.0.0.1:1", "neo4j", "x", "neo4j", ca=authority.folder / name)

    with pytest.raises(UsageProblem, match=rf"NEO4J_CA names no file of certificates: .*{name}: "):
        connect(server)


# --- what else can be wrong ---


WRONG: dict[str, tuple[dict[str, str], str]] = {
    "the password": ({"password": "wrong"}, "did not accept the password of 'neo4j'. Check NEO4J_URI"),
    "the database": ({"database": "elsewhere"}, "Set NEO4J_DATABASE to a database that is there."),
}


@pytest.mark.neo4j
@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
@pytest.mark.parametrize(("change", "said"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_setting_is_told_by_its_name(
    secure_server: Server, authority: Authority, scheme: str, change: dict[str, str], said: str
) -> None:
    server = replace(spoken(secure_server, scheme, authority.file), **change)  # type: ignore[arg-type] # texts only

    with pytest.raises(GraphUnreachable) as caught:
        connect(server)

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s", "neo4j+s"])
def test_where_nobody_listens_the_reason_is_told_at_once(scheme: str) -> None:
    with pytest.raises(GraphUnreachable, match=r"No graph server answers at .*127\.0\.0\.1:1.*refused"):
        connect(Server("neo4j", f"{scheme}://127.0.0.1:1", "neo4j", "x", "neo4j"))


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_a_host_that_has_no_address_is_told(scheme: str) -> None:
    with pytest.raises(GraphUnreachable, match=r"Failed to DNS resolve address no-such-host\.invalid"):
        connect(Server("neo4j", f"{scheme}://no-such-host.invalid", "neo4j", "x", "neo4j"))


@pytest.mark.parametrize("uri", ["neo4j+s://", "bolt://127.0.0.1:x", "neo4j+s://me:secret@db.example.org"])
def test_an_address_that_cannot_be_is_a_wrong_setting(uri: str) -> None:
    with pytest.raises(HakimError, match="is not the address of a graph server"):
        connect(Server("neo4j", uri, "neo4j", "x", "neo4j"))


# --- bookmarks ---


def unreachable(bookmark: str) -> str:
    """A bookmark of the same database, of a transaction that it has not had: that of a backup, set back."""
    version, _, text = bookmark.partition(":")
    body = bytearray(base64.b64decode(text + "=="))
    # The number of the transaction stands before the last byte; small numbers are written as themselves.
    body[19:] = b"\xc9\x7f\xff\x90"
    return f"{version}:{base64.b64encode(bytes(body)).decode().rstrip('=')}"


@pytest.mark.neo4j
@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_a_reader_begins_with_what_a_writer_has_left(
    secure_server: Server, authority: Authority, scheme: str
) -> None:
    wipe(secure_server)
    server, shelf = spoken(secure_server, scheme, authority.file), Shelf()

    ask(server, "CREATE (n:Resource {iri: 'urn:x:mark'}) RETURN 1 AS answer", shelf)
    left = shelf.bookmarks
    seen = ask(server, "MATCH (n:Resource) RETURN n.iri AS answer", shelf, reading=True)

    assert (len(left), seen, shelf.bookmarks) == (1, ["urn:x:mark"], left)


@pytest.mark.neo4j
@pytest.mark.parametrize("stale", ["garbage", "unreachable", "of another database"])
def test_bookmarks_that_can_never_be_reached_are_forgotten(
    secure_server: Server, authority: Authority, stale: str
) -> None:
    server, shelf = spoken(secure_server, "neo4j+s", authority.file), Shelf()
    ask(server, "CREATE (n:Mark) RETURN 1 AS answer", shelf)
    (bookmark,) = shelf.bookmarks
    other = "FB:kcwQZtpHz9GQGcK0lFQAVcFkiQWQ"
    shelf.bookmarks = frozenset(
        {{"garbage": "garbage", "unreachable": unreachable(bookmark), "of another database": other}[stale]}
    )

    assert ask(server, "RETURN 1 AS answer", shelf, reading=True) == [1]
    assert ask(server, "RETURN 1 AS answer", shelf, reading=True) == [1]
