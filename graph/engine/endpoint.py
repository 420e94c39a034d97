"""The engine's HTTP command endpoint: schema and databases, which Bolt cannot say."""

import base64
import http.client
import json
from typing import Any
from urllib.parse import urlsplit

from graph.address import Server
from graph.server import GraphUnreachable


def command(
    server: Server, text: str, *, language: str = "sql", seconds: float = 60.0
) -> list[dict[str, Any]]:
    """The rows that the engine answers to one command on the server's database."""
    answer = _post(
        server, f"/api/v1/command/{server.database}", {"language": language, "command": text}, seconds
    )
    rows: list[dict[str, Any]] = answer["result"]
    return rows


def server_command(server: Server, text: str, *, seconds: float = 60.0) -> object:
    """The result of a command about the server as a whole, like making or dropping a database."""
    return _post(server, "/api/v1/server", {"command": text}, seconds)["result"]


def list_databases(server: Server) -> list[str]:
    names = server_command(server, "list databases")
    return [str(name) for name in names] if isinstance(names, list) else []


def _post(server: Server, path: str, body: dict[str, str], seconds: float) -> dict[str, Any]:
    address = urlsplit(server.http)
    # http.client, because it knows no proxies: the password must not leave this machine.
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=seconds)
    try:
        connection.request("POST", path, json.dumps(body), _headers(server))
        response = connection.getresponse()
        content = response.read()
    except (OSError, http.client.HTTPException) as error:
        raise GraphUnreachable(
            f"The engine does not answer at {server.http}: {error}.",
            hint="`hakim engine status` says why; `hakim engine start` starts it again.",
        ) from error
    finally:
        connection.close()
    return _parse(response.status, content, body["command"])


def _headers(server: Server) -> dict[str, str]:
    account = base64.b64encode(f"{server.user}:{server.password}".encode()).decode()
    return {"Authorization": f"Basic {account}", "Content-Type": "application/json"}


def _parse(status: int, content: bytes, asked: str) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(content)
    except ValueError:
        answer = {}
    if status == http.client.OK and answer:
        return answer
    reason = answer.get("detail") or answer.get("error") or f"HTTP status {status}"
    raise GraphUnreachable(f"The engine refused {asked[:200]!r}: {reason}.")
