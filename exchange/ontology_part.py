"""The part of the ontology that goes with a package: its files that are marked for the whole world."""

from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from exchange.scheme import PUBLIC
from ontology.files import SCHEMES, SHAPES, VOCABULARY, OntologyError, read_file
from ontology.namespaces import HD, PREFIXES, SCHEME

FOLDER: Final = "ontology"
_ONTOLOGY: Final = NamedNode(HD.removesuffix("#"))
_PARTS: Final = {
    VOCABULARY: _ONTOLOGY,
    SCHEMES: NamedNode(f"{_ONTOLOGY.value}/schemes"),
    SHAPES: NamedNode(f"{_ONTOLOGY.value}/shapes"),
}
"""The files, and what the vocabulary calls each."""
_RIGHTS: Final = NamedNode(f"{PREFIXES['dcterms']}accessRights")
_VERSION: Final = NamedNode(f"{PREFIXES['owl']}versionInfo")


@cache
def _vocabulary() -> tuple[Quad, ...]:
    return read_file(VOCABULARY)


def marking_of(file: Path) -> str:
    """What a file of the ontology is marked with; "" for one that nothing marks, which stays.

    >>> marking_of(SHAPES), marking_of(Path("plans.ttl"))
    ('clear', '')
    """
    said = [
        quad.object.value.rsplit("/", 1)[-1]
        for quad in _vocabulary()
        if quad.subject == _PARTS.get(file)
        and quad.predicate == _RIGHTS
        and isinstance(quad.object, NamedNode)
    ]
    return said[0] if len(said) == 1 else ""


def releasable_files() -> list[Path]:
    """The files that go with a package, in the order of their names."""
    return sorted((file for file in _PARTS if marking_of(file) == PUBLIC), key=lambda file: file.name)


@cache
def declared_terms() -> frozenset[str]:
    """The IRIs of ours that releasable files declare: to name these tells nobody anything.

    Concepts are things with a record of their own, which says that they may be named.
    """
    files = [file for file in releasable_files() if file != SCHEMES]
    subjects = (quad.subject for file in files for quad in read_file(file))
    return frozenset(
        one.value
        for one in subjects
        if isinstance(one, NamedNode) and one.value.startswith(HD) and not one.value.startswith(SCHEME)
    )


def schema_version() -> str:
    """The version of the vocabulary."""
    for quad in _vocabulary():
        if quad.subject == _ONTOLOGY and quad.predicate == _VERSION and isinstance(quad.object, Literal):
            return quad.object.value
    raise OntologyError("The vocabulary says no version.")


def write_ontology(folder: Path) -> None:
    """Copies the releasable files into a package."""
    target = folder / FOLDER
    target.mkdir()
    for file in releasable_files():
        (target / file.name).write_bytes(file.read_bytes())
