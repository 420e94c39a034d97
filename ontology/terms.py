"""The terms of the vocabulary and the concepts of the schemes, as RDF terms that cannot be misspelt.

Only terms that the ontology's files declare exist here, so a module that names a wrong one fails when it is
imported, not when its data is read. Loading costs a few milliseconds, once a process.
"""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode

from ontology.files import SCHEMES, VOCABULARY, OntologyError, read_file
from ontology.namespaces import HD, SCHEME

_NOTATION: Final = NamedNode("http://www.w3.org/2004/02/skos/core#notation")
_INSTANCE_CLASS: Final = NamedNode(HD + "instanceClass")
_RESIDUES: Final = MappingProxyType({HD + "icd11": "Z", HD + "icd10": "9"})
"""How the classifications end the code for "unspecified", which says no more than the code that it ends."""


class UnknownTermError(OntologyError, AttributeError):
    """A name that the ontology does not declare."""


def _unknown(what: str, name: str, known: Iterable[str]) -> UnknownTermError:
    known = sorted(known)
    close = get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"Did you mean {close[0]!r}?" if close else f"Known are: {', '.join(known[:20])}."
    return UnknownTermError(f"{what} has no {name!r}.", hint=hint)


class Terms:
    """The declared terms of one namespace, by attribute or, for any name, by item.

    >>> hd.sentBy
    <NamedNode value=https://w3id.org/health-diplomacy/ont#sentBy>
    >>> hd["global"] == NamedNode(HD + "global")
    True
    >>> hd.sendBy
    Traceback (most recent call last):
    ontology.terms.UnknownTermError: The vocabulary has no 'sendBy'. Did you mean 'sentBy'?
    """

    __slots__ = ("_read",)

    def __init__(self, read: Callable[[], Mapping[str, NamedNode]]) -> None:
        self._read = read

    def __getitem__(self, name: str) -> NamedNode:
        terms = self._read()
        if name not in terms:
            raise _unknown("The vocabulary", name, terms)
        return terms[name]

    def __getattr__(self, name: str) -> NamedNode:
        # Python itself asks for names such as __wrapped__; they are no terms and must not cost a parse.
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]

    def __dir__(self) -> list[str]:
        return sorted(self._read())


@cache
def _vocabulary_terms() -> Mapping[str, NamedNode]:
    subjects = {quad.subject for quad in read_file(VOCABULARY) if isinstance(quad.subject, NamedNode)}
    return {term.value.removeprefix(HD): term for term in subjects if term.value.startswith(HD)}


hd: Final = Terms(_vocabulary_terms)


@cache
def _concepts() -> Mapping[str, Mapping[str, NamedNode]]:
    schemes: dict[str, dict[str, NamedNode]] = {}
    for quad in read_file(SCHEMES):
        if (
            quad.predicate == _NOTATION
            and isinstance(quad.subject, NamedNode)
            and isinstance(quad.object, Literal)
        ):
            scheme = quad.subject.value.removeprefix(SCHEME).partition("/")[0]
            schemes.setdefault(scheme, {})[quad.object.value] = quad.subject
    return schemes


@cache
def _instance_classes() -> Mapping[NamedNode, NamedNode]:
    return {
        quad.subject: quad.object
        for quad in read_file(SCHEMES)
        if quad.predicate == _INSTANCE_CLASS
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
    }


def schemes() -> tuple[str, ...]:
    """The names of the concept schemes, sorted."""
    return tuple(sorted(_concepts()))


def _members(scheme: str) -> Mapping[str, NamedNode]:
    if scheme not in _concepts():
        raise _unknown("The ontology's list of concept schemes", scheme, _concepts())
    return _concepts()[scheme]


def notations(scheme: str) -> tuple[str, ...]:
    """The notations of a scheme in its own order: stages, levels and grades come as they rank.

    >>> notations("marking")
    ('clear', 'green', 'amber', 'amber-strict', 'red')
    """
    return tuple(_members(scheme))


def concept(scheme: str, notation: str) -> NamedNode:
    """The concept that a notation stands for in a scheme.

    >>> concept("status", "delivered")
    <NamedNode value=https://w3id.org/health-diplomacy/scheme/status/delivered>
    >>> concept("status", "deliverd")
    Traceback (most recent call last):
    ontology.terms.UnknownTermError: The scheme 'status' has no 'deliverd'. Did you mean 'delivered'?
    """
    members = _members(scheme)
    if notation not in members:
        raise _unknown(f"The scheme {scheme!r}", notation, members)
    return members[notation]


def instance_class(scheme: str, notation: str) -> NamedNode:
    """The class of the things that a concept describes, for the schemes that have one class a concept.

    >>> instance_class("mission-type", "vaccines") == hd.VaccineDonation
    True
    """
    described = concept(scheme, notation)
    if described not in _instance_classes():
        raise OntologyError(
            f"The concept {notation!r} of the scheme {scheme!r} has no class of instances.",
            hint="Only mission-type, occasion-kind and event-type have one for each concept.",
        )
    return _instance_classes()[described]


def _code(text: str) -> str:
    """A code as it is compared: data sets drop its dot."""
    return text.strip().upper().replace(".", "")


@cache
def _diseases() -> Mapping[str, Mapping[str, NamedNode]]:
    found: dict[str, dict[str, NamedNode]] = {classification: {} for classification in _RESIDUES}
    for quad in read_file(SCHEMES):
        if (
            quad.predicate.value in found
            and isinstance(quad.subject, NamedNode)
            and isinstance(quad.object, Literal)
        ):
            found[quad.predicate.value][_code(quad.object.value)] = quad.subject
    return found


def _disease(classification: str, code: str) -> NamedNode | None:
    known, wanted = _diseases()[classification], _code(code)
    return known.get(wanted) or known.get(wanted.removesuffix(_RESIDUES[classification]))


def disease_by_icd11(code: str) -> NamedNode | None:
    """The disease of the scheme that an ICD-11 code stands for, with or without its dot, or None.

    The code for "unspecified" stands for its category. Parts of a disease are not the disease.

    >>> disease_by_icd11("1D60.0") == concept("disease", "ebola-disease")
    True
    >>> disease_by_icd11("1E50Z") == concept("disease", "acute-viral-hepatitis")
    True
    >>> disease_by_icd11("1D60.01") is None
    True
    """
    return _disease(HD + "icd11", code)


def disease_by_icd10(code: str) -> NamedNode | None:
    """The disease of the scheme that an ICD-10 code stands for, with or without its dot, or None.

    >>> disease_by_icd10("A984") == disease_by_icd11("1D60.0")
    True
    """
    return _disease(HD + "icd10", code)


__all__ = [
    "Terms",
    "UnknownTermError",
    "concept",
    "disease_by_icd10",
    "disease_by_icd11",
    "hd",
    "instance_class",
    "notations",
    "schemes",
]
