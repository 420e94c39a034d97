"""Canonical N-Quads: one line a quad, sorted by code point, and their digest.

For ground quads (no blank nodes) the sorted lines are the RDFC-1.0 canonical form, so `digest` is the
RDFC-1.0 digest with SHA-256. Blank nodes of others are named by `<document hash>_<canonical label>` before
they come here and are counted as such names.
"""

import hashlib
from collections.abc import Iterable, Iterator

from pyoxigraph import Quad, RdfFormat, parse

DIGEST_PREFIX = "sha256:"


def canonical_line(quad: Quad) -> str:
    r"""The canonical N-Quads line of a quad, with its line feed.

    >>> from pyoxigraph import Literal, NamedNode
    >>> canonical_line(Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal('a"b'), NamedNode("urn:g")))
    '<urn:s> <urn:p> "a\\"b" <urn:g> .\n'
    """
    return f"{quad} .\n"


def canonical_text(quads: Iterable[Quad]) -> str:
    """Sorted canonical N-Quads of the set of quads; the same set gives the same text."""
    return "".join(sorted({canonical_line(quad) for quad in quads}))


def lines_of(text: str) -> list[str]:
    r"""The lines of canonical text, each with its line feed.

    Only the line feed ends a line: `str.splitlines` would also cut a literal at U+0085, U+2028 or U+2029.

    >>> lines_of('<urn:s> <urn:p> "a\u2028b" .\n<urn:s> <urn:p> "c" .\n')
    ['<urn:s> <urn:p> "a\u2028b" .\n', '<urn:s> <urn:p> "c" .\n']
    """
    return [f"{line}\n" for line in text.split("\n")[:-1]]


def read_canonical(text: str) -> Iterator[Quad]:
    """The quads of N-Quads text; blank node labels are kept as written."""
    return parse(text.encode(), format=RdfFormat.N_QUADS)


def digest_of_lines(sorted_lines: Iterable[str]) -> str:
    """`sha256:` and the hex digest of lines that are already sorted and free of repetition."""
    state = hashlib.sha256()
    for line in sorted_lines:
        state.update(line.encode())
    return DIGEST_PREFIX + state.hexdigest()


def digest(quads: Iterable[Quad]) -> str:
    """`sha256:` and the hex digest of the canonical text of the quads.

    >>> digest([])
    'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    return digest_of_lines([canonical_text(quads)])
