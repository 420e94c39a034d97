"""What stands between the viewer and a hostile page or network: a strict policy, and names it answers to."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from flask import Flask, Response, abort, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
)

_HOST = re.compile(r"(?P<name>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")


def host_name(host: str) -> str:
    """The name in a Host header, without its port; nothing if it is no such header.

    >>> host_name("localhost:8000"), host_name("[::1]:8000"), host_name("evil@localhost"), host_name("a:b")
    ('localhost', '::1', '', '')
    """
    found = _HOST.fullmatch(host)
    return found["name"].strip("[]").lower() if found else ""


def install_guards(app: Flask, hosts: frozenset[str]) -> None:
    """Refuse foreign names before anything else, and put the policy on every answer."""
    app.before_request(_only_for(hosts))
    app.after_request(_with_headers)


def _only_for(hosts: frozenset[str]) -> Callable[[], None]:
    def refuse_others() -> None:
        if host_name(request.headers.get("Host", "")) not in hosts:
            abort(403)

    return refuse_others


def _with_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    # Pages carry marked facts: they stay out of caches, unlike the files that say nothing.
    response.headers.setdefault("Cache-Control", "no-store")
    return response
