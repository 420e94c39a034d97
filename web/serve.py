"""Serving on this machine only."""

import ipaddress
import socket

import waitress
from flask import Flask

from ontology.errors import OutsideFailure, UsageProblem

THREADS = 6


class NotServed(OutsideFailure):
    """The address cannot be listened on."""


def free_port() -> int:
    """A port of the loopback interface that nothing listens on.

    Another program may take it before it is used; `serve` then says so.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(app: Flask, host: str, port: int) -> None:
    """Serve the app until the process is told to stop; on this machine only, as the viewer knows no users."""
    if not is_loopback(host):
        raise UsageProblem(
            f"The viewer cannot be served on {host}: it knows no users, so it stays on this machine.",
            hint="Use 127.0.0.1, and an SSH tunnel from elsewhere.",
        )
    with _listener(host, port) as listener:
        # `ident` would name the server and its version in every answer.
        waitress.create_server(app, sockets=[listener], threads=THREADS, ident=None).run()


def _listener(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise NotServed(
            f"Port {port} of {host} cannot be used: {error.strerror or error}.",
            hint="Stop what uses it, or give another port.",
        ) from error
    return listener


def is_loopback(host: str) -> bool:
    """The address is of this machine.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0"), is_loopback("example.org")
    (True, True, False, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
