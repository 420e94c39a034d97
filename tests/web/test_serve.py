import http.client
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from ontology.errors import UsageProblem
from web.serve import NotServed, serve

CHECKOUT = Path(__file__).parents[2]
SERVER = """
from flask import Flask
from web.serve import serve
app = Flask("small")
app.add_url_rule("/", view_func=lambda: "here")
serve(app, "127.0.0.1", 0, lambda port: print(port, flush=True))
"""


@pytest.mark.parametrize("host", ["::", "192.0.2.1", "example.org", ""])
def test_nothing_but_this_machine_is_served(app: Flask, host: str) -> None:
    with pytest.raises(UsageProblem, match="it knows no users, so it stays on this machine"):
        serve(app, host, 0)


def test_a_port_in_use_is_named_with_the_way_out(app: Flask) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(
            NotServed, match=rf"Port {port} of 127\.0\.0\.1 cannot be used: .* give another port"
        ):
            serve(app, "127.0.0.1", port)


def answer_of(port: int) -> tuple[int, bytes, str | None]:
    """Status, text and server of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/")
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers["Server"]
    finally:
        connection.close()


def test_the_app_answers_from_the_moment_that_it_says_so_until_it_is_stopped() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert answer_of(int(process.stdout.readline())) == (200, b"here", None)
    finally:
        process.terminate()
        process.communicate(timeout=20)
