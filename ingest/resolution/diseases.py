"""Texts to the diseases of the ontology's scheme: by name in its languages, and by code of four classifications.

ICD-10 and ICD-11, MeSH, MONDO and the Disease Ontology write their codes so that none is one of another. A name
or code that ends in the classifications' word for "unspecified" says no more than what it ends.
"""

import re
from collections.abc import Iterator
from functools import cache

from pyoxigraph import Literal, NamedNode

from ingest.resolution.asked_name import AskedName
from ingest.resolution.judged_names import JudgedNames
from ingest.resolution.name_table import Forms, Named, NameTable
from ingest.rows import CellProblem, cut
from ontology.files import SCHEMES, read_file
from ontology.namespaces import SCHEME
from ontology.terms import disease_by_icd10, disease_by_icd11, hd

_DISEASE = f"{SCHEME}disease/"
_NAMES = frozenset({hd.name, hd.altName})
_CODES = frozenset({hd.meshId, hd.mondoId, hd.doid})
_ICD10 = re.compile(r"[A-Z][0-9][0-9](?:\.?[0-9X]{1,2})?")
_ICD11 = re.compile(r"[0-9A-Z][A-Z][0-9][0-9A-Z](?:\.?[0-9A-Z]{1,3})?")
_UNSPECIFIED = re.compile(
    r",?\s+(?:unspecified|sans précision|غير محدد|غير محددة|tanımlanmamış)$", re.IGNORECASE
)


def _specified(text: str) -> Iterator[str]:
    bare = _UNSPECIFIED.sub("", text)
    if bare != text:
        yield bare


@cache
def _scheme() -> tuple[tuple[tuple[str, Named], ...], tuple[tuple[str, Named], ...]]:
    """The names and the codes of the scheme, each with its disease."""
    names: list[tuple[NamedNode, str, str]] = []
    codes: list[tuple[NamedNode, str]] = []
    for quad in read_file(SCHEMES):
        thing, value = quad.subject, quad.object
        if not (
            isinstance(thing, NamedNode) and thing.value.startswith(_DISEASE) and isinstance(value, Literal)
        ):
            continue
        if quad.predicate in _NAMES:
            names.append((thing, value.value, value.language or ""))
        elif quad.predicate in _CODES:
            codes.append((thing, value.value))
    shown = {thing: text for thing, text, language in reversed(names) if language == "en"}
    things = {thing: Named(thing, text) for thing, text in shown.items()}
    return (
        tuple((text, things[thing]) for thing, text, _ in names),
        tuple((code, things[thing]) for thing, code in codes),
    )


def disease_table(judged: JudgedNames | None = None) -> NameTable:
    """The diseases of the scheme by their names and by their codes of MeSH, MONDO and the Disease Ontology."""
    names, codes = _scheme()
    return NameTable(names, codes, Forms(others=_specified), judged)


def disease(text: str, names: NameTable) -> NamedNode:
    """The disease that a name or code means; CellProblem, set aside for a person, where none or several do.

    >>> table = disease_table()
    >>> len({disease(text, table) for text in ("A98.4", "1D60.0", "MONDO:0005737", "Ebola disease")})
    1
    >>> disease("Arenavirus disease, unspecified", table) == disease("D001117", table)
    True
    """
    by_code = _by_icd(text)
    if by_code is not None and not names.meant(text):
        return by_code
    found = names.find(text)
    if len(found) == 1:
        return found[0].iri
    asked = AskedName(text, "disease")
    if found:
        choices = ", ".join(thing.shown for thing in found)
        raise CellProblem(
            "known-disease", f"{cut(text)!r} can mean: {choices}.", verdict="set_aside", asked=asked
        )
    near = names.nearest(text)
    hint = f" Nearest known name: {near.shown!r}." if near else ""
    message = f"{cut(text)!r} is no disease that the ontology names.{hint}"
    suggestion = near.shown if near else ""
    raise CellProblem("known-disease", message, verdict="set_aside", suggestion=suggestion, asked=asked)


def _by_icd(text: str) -> NamedNode | None:
    if _ICD10.fullmatch(text):
        return disease_by_icd10(text)
    return disease_by_icd11(text) if _ICD11.fullmatch(text) else None


__all__ = ["disease", "disease_table"]
