"""A difference as RDF Patch (https://jena.apache.org/documentation/rdf-patch/), which Apache Jena applies."""

from collections.abc import Iterable, Iterator

from exchange.difference import Changed, Side
from ontology.errors import HakimError


def patch_lines(changes: Iterable[Changed]) -> Iterator[str]:
    r"""The lines of the patch: one transaction.

    >>> list(patch_lines([Changed(Side.ADDED, "<urn:s> <urn:p> <urn:o> <urn:g> .\n")]))
    ['TX .\n', 'A <urn:s> <urn:p> <urn:o> <urn:g> .\n', 'TC .\n']
    """
    yield "TX .\n"
    for side, line in changes:
        yield f"{side} {line}"
    yield "TC .\n"


def read_patch(lines: Iterable[str]) -> Iterator[Changed]:
    """The changes of a patch that `patch_lines` made; HakimError for a line of any other."""
    for number, line in enumerate(lines, start=1):
        row = line[:2].rstrip()
        if row in {Side.ADDED, Side.REMOVED}:
            yield Changed(Side(row), line[2:])
        elif row not in {"TX", "TC"}:
            raise HakimError(
                f"Line {number} of the patch is none of TX, A, D and TC: {line.rstrip()[:80]!r}."
            )


def patched(facts: Iterable[str], changes: Iterable[Changed]) -> set[str]:
    """A few facts with the changes made to them."""
    result = set(facts)
    for side, line in changes:
        (result.add if side is Side.ADDED else result.discard)(line)
    return result
