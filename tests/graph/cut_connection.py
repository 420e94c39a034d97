"""A way to a server that is cut where a test says: a small proxy on the loopback."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

CHUNK = 4_096


@dataclass
class Cut:
    """What is cut: every connection ends once `after` bytes were sent to the server, `times` times in all."""

    port: int
    after: int
    times: int
    away: float = 0.0
    back: float = 0.0
    sent: int = 0
    cuts: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def counts(self, size: int) -> bool:
        """Notes bytes on their way; False when the connection is to be cut."""
        with self.lock:
            self.sent += size
            if self.sent < self.after or self.cuts == self.times:
                return True
            self.sent, self.cuts = 0, self.cuts + 1
            self.back = time.monotonic() + self.away
            return False


@contextmanager
def cut_connection(port: int, after: int, times: int, away: float = 0.0) -> Iterator[Cut]:
    """A port that leads to another one until it is cut."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        cut = Cut(int(listener.getsockname()[1]), after, times, away)
        threading.Thread(target=_serve, args=(listener, port, cut), daemon=True).start()
        yield cut
        listener.shutdown(socket.SHUT_RDWR)


def _serve(listener: socket.socket, port: int, cut: Cut) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            if time.monotonic() < cut.back:
                client.close()
                continue
            server = socket.create_connection(("127.0.0.1", port))
            threading.Thread(target=_carry, args=(client, server, cut), daemon=True).start()
            threading.Thread(target=_carry, args=(server, client, None), daemon=True).start()


def _carry(source: socket.socket, target: socket.socket, cut: Cut | None) -> None:
    with suppress(OSError), source, target:
        while data := source.recv(CHUNK):
            if cut and not cut.counts(len(data)):
                break
            target.sendall(data)
        for end in (source, target):
            end.shutdown(socket.SHUT_RDWR)
