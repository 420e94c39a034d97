"""How our terms relate to those of others, read from alignments.ttl: each relation with its reason.

Reference pages and exports to public vocabularies read these; the relations are data, so that a change of mind
about a match is a change of one resource and of no code.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ontology.files import ALIGNMENTS, OntologyError, read_file
from ontology.namespaces import HD, PREFIXES

_OURS: Final = HD + "ours"
_MATCH: Final = HD + "match"
_THEIRS: Final = HD + "theirs"
_CODE: Final = PREFIXES["skos"] + "notation"
_ONLY_FOR: Final = HD + "onlyFor"
_JUSTIFICATION: Final = HD + "justification"

_REQUIRED: Final = (_OURS, _MATCH, _THEIRS, _JUSTIFICATION)


@dataclass(frozen=True, slots=True, order=True)
class Alignment:
    """One relation of one term of ours to one outside term.

    `ours`, `match` (such as skos:closeMatch or rdfs:subClassOf) and `theirs` are IRIs. An outside term without an
    address of its own is `code` in the list `theirs`. A relation of a property that holds for the subjects of one
    class alone names it in `only_for`. Both are "" otherwise. `justification` is one English sentence.
    """

    ours: str
    only_for: str
    match: str
    theirs: str
    code: str
    justification: str


def read_alignments(quads: Iterable[Quad]) -> tuple[Alignment, ...]:
    """The alignments that quads state, sorted; OntologyError when one lacks a part or has a part twice."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    alignments = [quad for quad in quads if quad.predicate.value.startswith(HD) or _is_code(quad)]
    for quad in alignments:
        resource, part = _text(quad.subject), quad.predicate.value
        if part in found[resource]:
            raise OntologyError(f"The alignment {resource} has more than one {part}.", hint=_HINT)
        found[resource][part] = _text(quad.object)
    for resource, parts in found.items():
        missing = [part for part in _REQUIRED if part not in parts]
        if missing:
            raise OntologyError(f"The alignment {resource} lacks {' and '.join(missing)}.", hint=_HINT)
    return tuple(sorted(_alignment(parts) for parts in found.values()))


_HINT: Final = "Correct the file alignments.ttl in the folder ontology."


def _is_code(quad: Quad) -> bool:
    return quad.predicate.value == _CODE


def _text(term: object) -> str:
    return term.value if isinstance(term, (NamedNode, Literal)) else str(term)


def _alignment(parts: dict[str, str]) -> Alignment:
    return Alignment(
        ours=parts[_OURS],
        only_for=parts.get(_ONLY_FOR, ""),
        match=parts[_MATCH],
        theirs=parts[_THEIRS],
        code=parts.get(_CODE, ""),
        justification=parts[_JUSTIFICATION],
    )


@cache
def alignments() -> tuple[Alignment, ...]:
    """The shipped alignments, read once."""
    return read_alignments(read_file(ALIGNMENTS))


def aligned_terms(namespace: str) -> tuple[Alignment, ...]:
    """The shipped alignments with the terms of one namespace that may stand in for ours: no mere relatives.

    >>> [one.theirs for one in aligned_terms("https://schema.org/") if one.ours.endswith("#receivedBy")]
    ['https://schema.org/recipient']
    """
    related = PREFIXES["skos"] + "relatedMatch"
    narrower = PREFIXES["skos"] + "narrowMatch"
    return tuple(
        one
        for one in alignments()
        if one.theirs.startswith(namespace) and not one.code and one.match not in {related, narrower}
    )


__all__ = ["Alignment", "aligned_terms", "alignments", "read_alignments"]
