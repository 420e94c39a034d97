import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from ontology.errors import HakimError, OutsideFailure
from tests.web.reading import read
from tests.web.world import HOSTILE, HOSTILE_NAME, country, mission
from web.app import create_app
from web.config import ViewerConfig
from web.guards import host_name

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
PATHS = [
    "/",
    "/search?q=jordan",
    f"/entity?iri={mission('HDM-0001')}",
    f"/entity?iri={HOSTILE}&lang=ar",
    f"/entity?iri={mission('HDM-0020')}",
    f"/links?iri={country('TUR')}&relation=SENT_BY&direction=in",
    f"/drawing.json?iri={country('TUR')}",
    "/drawing.json",
    "/entity?iri=unknown",
    "/nowhere",
]


class BrokenGraph:
    """A graph of which every question fails in the same way."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def fail(*_: object, **__: object) -> None:
            raise self._error

        return fail


def client_of(error: Exception) -> FlaskClient:
    graph: Any = BrokenGraph(error)
    return create_app(ViewerConfig(graph=graph, find=lambda _text, _limit: [])).test_client()


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_strict_policy_and_stays_out_of_caches(
    client: FlaskClient, path: str
) -> None:
    headers = client.get(path).headers

    assert {name: text for name, text in headers if name not in {"Content-Type", "Content-Length"}} == {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cache-Control": "no-store",
    }


@pytest.mark.parametrize("path", [path for path in PATHS if ".json" not in path])
def test_pages_hold_no_inline_script_or_style_and_load_nothing_from_outside(
    client: FlaskClient, path: str
) -> None:
    html = client.get(path).get_data(as_text=True)
    elements = read(html).elements

    assert [tag for tag, attributes in elements if tag == "style" or "style" in attributes] == []
    assert [tag for tag, attributes in elements if any(name.startswith("on") for name in attributes)] == []
    assert re.findall(r"<script(?![^>]* src=)[^>]*>", html) == []
    loaded = [
        attributes.get("src", attributes.get("href", ""))
        for tag, attributes in elements
        if tag in {"script", "link", "img"}
    ]
    assert [address for address in loaded if not address.startswith(("/assets/", "data:,"))] == []


@pytest.mark.parametrize(
    "path", [f"/entity?iri={HOSTILE}", f"/entity?iri={mission('HDM-0001')}", "/search?q=img"]
)
def test_a_hostile_name_is_shown_and_never_run(client: FlaskClient, path: str) -> None:
    html = client.get(path).get_data(as_text=True)

    assert HOSTILE_NAME not in html
    assert "<img" not in html
    assert "\u202e" not in html
    assert "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;⟨U+202E⟩gnp" in html


def test_a_hostile_query_is_shown_and_never_run(client: FlaskClient) -> None:
    html = client.get("/search", query_string={"q": '"><script>zzz(1)</script>\u202e'}).get_data(as_text=True)

    assert read(html).headings == ['Nothing is found for “"><script>zzz(1)</script>⟨U+202E⟩”.']


def test_an_address_that_runs_code_is_shown_and_not_linked(client: FlaskClient) -> None:
    page = read(client.get("/entity", query_string={"iri": mission("HDM-0020")}).get_data(as_text=True))

    assert [address for address, _ in page.links if "javascript" in address] == []
    assert "A <b>document</b> (javascript:alert(document.domain): address shown, not linked)" in page.text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:5000", 200),
        ("LOCALHOST:5000", 200),
        ("127.0.0.1:80", 200),
        ("[::1]:8080", 200),
        ("evil.example", 403),
        ("localhost.evil.example", 403),
        ("127.0.0.1.nip.io", 403),
        ("evil.example@localhost", 403),
        ("localhost:x", 403),
        ("localhost/", 403),
        ("10.0.0.1", 403),
        ("", 403),
    ],
)
def test_only_the_names_of_this_machine_are_answered(client: FlaskClient, host: str, status: int) -> None:
    assert client.get("/search", headers={"Host": host}).status_code == status


def test_a_refused_name_learns_nothing(client: FlaskClient) -> None:
    answer = client.get("/", headers={"Host": "evil.example"})

    assert read(answer.get_data(as_text=True)).headings == ["This name is not served"]


@pytest.mark.parametrize(
    "host", ["a b", "a:999999", "[::1", "user:password@localhost", "localhost?x", "localhost#x"]
)
def test_what_is_no_host_has_no_name(host: str) -> None:
    assert host_name(host) == ""


@pytest.mark.parametrize(
    ("path", "status", "heading"),
    [
        ("/nowhere", 404, "This is not in the graph"),
        ("/entity?iri=https://example.org/unknown", 404, "This is not in the graph"),
        ("/entity?lang=ar&iri=x", 404, "هذا ليس في الشبكة"),
        ("/entity", 400, "This address cannot be used"),
        (f"/entity?iri={'x' * 2001}", 400, "This address cannot be used"),
        (f"/entity?iri={country('TUR')}&limit=many", 400, "This address cannot be used"),
        (f"/entity?iri={country('TUR')}&limit=-1", 400, "This address cannot be used"),
        (f"/entity?iri={country('TUR')}&limit=9999999", 400, "This address cannot be used"),
        (
            f"/links?iri={country('TUR')}&relation=SENT_BY&direction=in&page=2",
            404,
            "This is not in the graph",
        ),
        (f"/links?iri={country('TUR')}&relation=AIDED&direction=in", 404, "This is not in the graph"),
        ("/assets/page.css", 404, "This is not in the graph"),
        ("/assets/..%2fpages.py", 404, "This is not in the graph"),
        ("/static/page.css", 404, "This is not in the graph"),
    ],
)
def test_a_wrong_address_gets_a_page_with_the_way_out(
    client: FlaskClient, path: str, status: int, heading: str
) -> None:
    answer = client.get(path)

    assert (answer.status_code, read(answer.get_data(as_text=True)).headings) == (status, [heading])


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(client: FlaskClient, method: str) -> None:
    answer = client.open("/", method=method)

    assert (answer.status_code, read(answer.get_data(as_text=True)).headings) == (
        405,
        ["Pages are only read here"],
    )


@pytest.mark.parametrize("path", ["/", "/entity?iri=x", "/drawing.json"])
def test_a_graph_that_is_away_gets_a_page_with_the_way_out(path: str) -> None:
    error = OutsideFailure("The engine does not answer.", hint="Run `hakim engine start`.")

    answer = client_of(error).get(path)

    page = read(answer.get_data(as_text=True))
    assert (answer.status_code, page.headings) == (503, ["The graph cannot be reached"])
    assert "The engine does not answer. Run `hakim engine start`." in page.text


@pytest.mark.parametrize("error", [HakimError("The ledger is damaged."), ZeroDivisionError("secret detail")])
def test_a_defect_shows_no_traceback(error: Exception) -> None:
    answer = client_of(error).get("/")

    page = read(answer.get_data(as_text=True))
    assert (answer.status_code, page.headings) == (500, ["Something is broken in the viewer"])
    assert ("secret" in page.text, "Traceback" in page.text) == (False, False)


def test_assets_are_kept_for_a_year_under_the_name_of_their_content(client: FlaskClient) -> None:
    page = read(client.get("/").get_data(as_text=True))
    addresses = [
        attributes.get("src") or attributes["href"]
        for tag, attributes in page.elements
        if tag in {"script", "link"} and attributes.get("href") != "data:,"
    ]

    answers = [client.get(address) for address in addresses]

    assert [(answer.status_code, answer.headers["Cache-Control"]) for answer in answers] == [
        (200, "public, max-age=31536000, immutable")
    ] * 3
    assert [answer.mimetype for answer in answers] == ["text/css", "text/javascript", "text/javascript"]
