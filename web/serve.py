"""Serving on this machine only."""

import ipaddress
import socket
from collections.abc import Callable

import waitress
from flask import Flask

from ontology.errors import OutsideFailure, UsageProblem

THREADS = 6


class NotServed(OutsideFailure):
    """The address cannot be listened on."""


def serve(app: Flask, host: str, port: int, ready: Callable[[int], None] = lambda _port: None) -> None:
    """Serve the app until the process is told to stop; on this machine only, as the viewer knows no users.

    `ready` is called with the port as soon as it listens; port 0 takes a free one.
    """
    if not is_loopback(host):
        raise UsageProblem(
            f"The viewer cannot be served on {host}: it knows no users, so it stays on this machine.",
            hint="Use 127.0.0.1, and an SSH tunnel from elsewhere.",
        )
    with _listener(host, port) as listener:
        # `ident` would name the server and its version in every answer.
        server = waitress.create_server(app, sockets=[listener], threads=THREADS, ident=None)
        ready(int(listener.getsockname()[1]))
        server.run()


def _listener(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
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
