import pytest
from neo4j.exceptions import AuthError, ConfigurationError, ServiceUnavailable

from graph.address import Server
from graph.engine import Running
from graph.server import GraphUnreachable, check_address, connect, speaking_to
from ontology.errors import UsageProblem

HERE = Server("neo4j", "bolt://127.0.0.1:7687", "neo4j", "secret", "neo4j")


def test_a_password_does_not_show() -> None:
    assert "secret" not in repr(HERE)


@pytest.mark.parametrize(
    "uri",
    [
        "bolt://localhost:7687",
        "neo4j://[::1]",
        "bolt://127.0.0.1:1",
        "neo4j+s://db.example.org",
        "bolt+s://db.example.org:7687",
        "neo4j+ssc://10.0.0.1",
    ],
)
def test_addresses_that_keep_the_password(uri: str) -> None:
    check_address(uri)


@pytest.mark.parametrize(
    "uri", ["bolt://db.example.org", "neo4j://10.0.0.1:7687", "bolt://127.0.0.1.example.org"]
)
def test_addresses_that_would_show_the_password(uri: str) -> None:
    with pytest.raises(UsageProblem, match=r"unencrypted\. Use \w+\+s://"):
        check_address(uri)


@pytest.mark.parametrize("uri", ["", "http://127.0.0.1:7474", "localhost:7687", "postgres://127.0.0.1"])
def test_addresses_of_something_else(uri: str) -> None:
    with pytest.raises(UsageProblem, match=r"is not the address of a graph server"):
        check_address(uri)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (AuthError("no"), "did not accept the password of 'neo4j'. Check NEO4J_URI"),
        (
            ServiceUnavailable("refused"),
            "No graph server answers at bolt://127.0.0.1:7687: refused. Check NEO4J_URI",
        ),
    ],
)
def test_errors_of_the_driver_become_ours(error: Exception, said: str) -> None:
    with pytest.raises(GraphUnreachable) as caught, speaking_to(HERE):
        raise error

    assert said in str(caught.value)
    assert caught.value.__cause__ is error


def test_a_driver_that_cannot_be_set_up_is_a_wrong_setting() -> None:
    with pytest.raises(UsageProblem, match=r"cannot be used: odd"), speaking_to(HERE):
        raise ConfigurationError("odd")


def test_a_server_that_is_not_there_is_reported() -> None:
    with pytest.raises(GraphUnreachable, match=r"No graph server answers at bolt://127.0.0.1:1"):
        connect(Server("neo4j", "bolt://127.0.0.1:1", "neo4j", "secret", "neo4j"))


@pytest.mark.engine
def test_a_wrong_password_is_reported(engine: Running) -> None:
    server = Server("embedded", engine.writer.uri, "root", "wrong", engine.writer.database)

    with pytest.raises(
        GraphUnreachable, match=r"did not accept the password of 'root'. `hakim engine status`"
    ):
        connect(server)


@pytest.mark.engine
def test_a_refused_query_says_what_the_server_said(engine: Running) -> None:
    with (
        pytest.raises(GraphUnreachable, match=r"reported: Syntax error at line 1"),
        connect(engine.reader) as driver,
        speaking_to(engine.reader),
    ):
        driver.execute_query("RETURN ) AS one", database_=engine.reader.database)


@pytest.mark.engine
def test_both_accounts_connect(engine: Running) -> None:
    for server in (engine.writer, engine.reader):
        with connect(server) as driver:
            rows = driver.execute_query("RETURN 1 AS one", database_=server.database).records
        assert [row.data() for row in rows] == [{"one": 1}]
