"""IRIs of instances: minted from codes and keys, never from blank nodes.

A key of several parts is joined with the length of each part before it, in order, so that ("CU", "IT") is not
("IT", "CU") and ("AB", "C") is not ("A", "BC").
"""

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import NamedNode

from ontology.errors import HakimError

HASH_LENGTH = 20
"""Hex digits of a key's SHA-256 kept in an IRI: 80 bits; 10**9 keys clash with a chance below 10**-6."""

_KIND = re.compile(r"[a-z][a-z-]*")
_BASE = re.compile(r"https?://[^\s<>\"{}|\\^`]+[/#]")


class IdentifierProblem(HakimError):
    """A base or kind that cannot make an IRI."""


def join_key(*parts: str) -> str:
    """An ordered, length-prefixed key: no two different lists of parts give the same text.

    >>> join_key("CU", "IT"), join_key("CUI", "T")
    ('2:CU2:IT', '3:CUI1:T')
    """
    return "".join(f"{len(part)}:{part}" for part in parts)


def hash_key(*parts: str) -> str:
    """The first hex digits of the SHA-256 of the joined key.

    >>> hash_key("CU", "IT") == hash_key("IT", "CU")
    False
    """
    return hashlib.sha256(join_key(*parts).encode()).hexdigest()[:HASH_LENGTH]


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Mints instance IRIs below one base.

    >>> Identifiers("https://w3id.org/health-diplomacy/id/").iri("country", "TUR").value
    'https://w3id.org/health-diplomacy/id/country/TUR'
    """

    base: str

    def __post_init__(self) -> None:
        if not _BASE.fullmatch(self.base):
            raise IdentifierProblem(
                f"The base of identifiers {self.base!r} is not an http(s) IRI that ends in '/' or '#'.",
                hint="Give for example https://w3id.org/health-diplomacy/id/",
            )

    def iri(self, kind: str, *path: str) -> NamedNode:
        """The IRI of a thing: its kind, then the parts of its path, each percent-encoded."""
        if not _KIND.fullmatch(kind) or not path or not all(path):
            raise IdentifierProblem(f"An IRI needs a kind and a path; got {kind!r} and {path!r}.")
        return NamedNode(self.base + "/".join([kind, *map(segment, path)]))

    def hashed(self, kind: str, *key: str) -> NamedNode:
        """The IRI of a thing that has no code of its own: the hash of its ordered key."""
        return self.iri(kind, hash_key(*key))

    def below(self, owner: NamedNode, name: str) -> NamedNode:
        """The IRI of a part that only its owner has, such as a mission's quantity."""
        return NamedNode(f"{owner.value}/{segment(name)}")


def segment(text: str) -> str:
    """One segment of a path, percent-encoded.

    Dots alone would be resolved away (RFC 3986, 5.2.4), and surrogates are no text: IdentifierProblem.
    """
    try:
        if text not in {".", ".."}:
            return quote(text, safe="")
    except UnicodeEncodeError:
        pass
    raise IdentifierProblem(f"{text!r} cannot be a part of an IRI.", hint="Give it another identifier.")
