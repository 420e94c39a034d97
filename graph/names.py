"""Names for terms that the vocabulary does not declare: pure functions of the IRI.

Three forms share one space of names, and none can be read as another:

    start                    declared by the vocabulary: no underscore, never a shipped prefix
    schema_name              a shipped prefix and a plain local part that is not itself 12 hex digits
    colour_0123456789ab      what is left of the local part, and 12 hex digits of the IRI's SHA-256

A language tag (`_en_us`) or `_reference` may follow. A subtag of a language has at most eight characters, so
neither the 12 digits nor the nine letters of `reference` can be one.
"""

import hashlib
import re
from collections.abc import Mapping

from ontology.errors import HakimError

HASH_DIGITS = 12
LONGEST = 60
"""Characters that a type's name may have in the embedded engine."""

REFERENCE = "reference"

_PREFIX = re.compile(r"[a-z][a-z0-9]*")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_DIGEST = re.compile(rf"[0-9a-f]{{{HASH_DIGITS}}}")
_LOCAL = re.compile(r"[^/#:]*\Z")
_NOT_ASCII_WORD = re.compile(r"[^A-Za-z0-9]")


class NameProblem(HakimError):
    """A name in the property graph that stands for no term, or for two."""


def is_digest(segment: str) -> bool:
    """The segment of a name can only be the hash of an IRI.

    >>> is_digest("0123456789ab"), is_digest("en")
    (True, False)
    """
    return _DIGEST.fullmatch(segment) is not None


def _is_text(segment: str) -> bool:
    """There is no half of a surrogate pair, such as only a hand can leave in a name."""
    return not any("\ud800" <= character <= "\udfff" for character in segment)


def hashed_name(iri: str) -> str:
    """The name of a term without a prefix.

    >>> hashed_name("http://example.org/été#2nd-colour")
    'x2ndcolour_a17b6e77be24'
    """
    match = _LOCAL.search(iri)
    local = _NOT_ASCII_WORD.sub("", match[0] if match else "")
    readable = local if local[:1].isalpha() else f"x{local}"
    digest = hashlib.sha256(iri.encode()).hexdigest()[:HASH_DIGITS]
    return f"{readable[: LONGEST - HASH_DIGITS - 1]}_{digest}"


class ForeignNames:
    """Names of terms by a table of prefixes.

    >>> names = ForeignNames({"schema": "https://schema.org/"})
    >>> names.name("https://schema.org/name"), names.iri("schema_name")
    ('schema_name', 'https://schema.org/name')
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._namespaces = dict(prefixes)
        self._prefixes = {namespace: prefix for prefix, namespace in prefixes.items()}
        self._check()

    def __contains__(self, prefix: str) -> bool:
        return prefix in self._namespaces

    def name(self, iri: str) -> str:
        """`prefix_local` where that is possible, else the hashed form."""
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix, local = self._prefixes.get(iri[:cut]), iri[cut:]
        if prefix and _PLAIN.fullmatch(local) and not is_digest(local):
            name = f"{prefix}_{local}"
            if len(name) <= LONGEST:
                return name
        return hashed_name(iri)

    def iri(self, name: str) -> str | None:
        """The IRI of a name in the prefixed form; None for a hashed one, which only a table can read."""
        prefix, _, local = name.partition("_")
        namespace = self._namespaces.get(prefix)
        if namespace is None or is_digest(local) or not _is_text(local):
            return None
        return namespace + local

    def _check(self) -> None:
        if len(self._prefixes) != len(self._namespaces):
            raise NameProblem("Two prefixes stand for one namespace.", hint="Keep one of them.")
        for prefix, namespace in self._namespaces.items():
            if not _PREFIX.fullmatch(prefix) or namespace[-1:] not in {"/", "#"}:
                raise NameProblem(
                    f"The prefix {prefix!r} for <{namespace}> cannot name terms.",
                    hint="A prefix is lower-case letters and digits; its namespace ends in '/' or '#'.",
                )
