"""The engine's two accounts: random passwords made once, known to it as salted hashes only.

Hakim writes the engine's own users file before each start. So no password stands on a command line or in
the engine's memory as a setting, and accounts that somebody added by hand are gone at the next start.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field

from graph.engine.failures import EngineFailure
from graph.engine.layout import Layout, disk_failures, write_private, write_private_json

DATABASE = "hakim"
ROOT, READER = "root", "reader"
ALGORITHM = "PBKDF2WithHmacSHA256"
ITERATIONS = 65_536


@dataclass(frozen=True, slots=True)
class Credentials:
    """The passwords of the account that writes and of the account that only reads."""

    root: str = field(repr=False)
    reader: str = field(repr=False)


def load_or_make_credentials(layout: Layout) -> Credentials:
    """The passwords of this engine, made at random the first time."""
    with disk_failures(layout.home):
        try:
            text = layout.credentials.read_text(encoding="utf-8")
        except FileNotFoundError:
            made = Credentials(secrets.token_urlsafe(32), secrets.token_urlsafe(32))
            write_private_json(layout.credentials, {ROOT: made.root, READER: made.reader})
            return made
    return _parse(text, layout)


def _parse(text: str, layout: Layout) -> Credentials:
    try:
        stored = json.loads(text)
        return Credentials(str(stored[ROOT]), str(stored[READER]))
    except (ValueError, KeyError, TypeError) as error:
        raise EngineFailure(
            f"{layout.credentials} does not hold the engine's two passwords.",
            hint="`hakim engine stop`, delete that file, and start again: new passwords are made.",
        ) from error


def write_users(layout: Layout, credentials: Credentials) -> None:
    """Write the engine's users file: exactly our two accounts."""
    users = (
        {"name": ROOT, "password": hashed(credentials.root, _salt()), "databases": {"*": ["admin"]}},
        {"name": READER, "password": hashed(credentials.reader, _salt()), "databases": {DATABASE: [READER]}},
    )
    write_private(layout.config / "server-users.jsonl", "".join(json.dumps(user) + "\n" for user in users))


def hashed(password: str, salt: str) -> str:
    """A password as the engine stores it; the salt is used as it is written.

    >>> hashed("secret", "c2FsdA==")
    'PBKDF2WithHmacSHA256$65536$c2FsdA==$nkeVLO9IwHq1DnkuFkdXsknGaPqfjTI80t3IUg16jG8='
    """
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), ITERATIONS)
    return "$".join((ALGORITHM, str(ITERATIONS), salt, base64.b64encode(digest).decode()))


def _salt() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
