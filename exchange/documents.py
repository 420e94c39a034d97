"""The files of a package that are made of its claims: for people, for other tools, and about itself.

Everything is computed from the one file of claims that leave, and from what the caller says of the package.
"""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, serialize

from exchange.catalogue import CATALOGUE_PREFIXES, MEDIA_TYPES, About, catalogue, classes_in, lines_in
from exchange.ontology_part import write_ontology
from exchange.package import CLAIMS, described
from exchange.readme import readme
from graph.serialise import write_document
from ontology.namespaces import PREFIXES

CONTEXT: Final = "context.jsonld"
_LINES_A_BATCH: Final = 10_000
_SYNTAXES: Final = {"data.ttl": "turtle", "data.jsonld": "jsonld"}


def write_documents(folder: Path, about: About, scratch: Path | None = None) -> None:
    """Writes them beside the claims of a package; `scratch` is where sorting may put a temporary file."""
    claims = folder / CLAIMS
    for name, syntax in _SYNTAXES.items():
        with (folder / name).open("wb") as output:
            write_document(_batches(claims), syntax, output, scratch)
    context = {"@context": dict(sorted(PREFIXES.items()))}
    (folder / CONTEXT).write_text(json.dumps(context, indent=2) + "\n", encoding="utf-8")
    write_ontology(folder)
    classes = classes_in(lines_in(claims))
    files = [described(folder, name) for name in sorted(MEDIA_TYPES)]
    triples = sorted(set(catalogue(about, classes, files)), key=str)
    turtle = serialize(triples, format=RdfFormat.TURTLE, prefixes=CATALOGUE_PREFIXES)
    (folder / "catalogue.ttl").write_bytes(turtle or b"")
    (folder / "README.md").write_text(readme(about, classes, _properties(claims)), encoding="utf-8")


def _properties(claims: Path) -> frozenset[str]:
    return frozenset({line.split(" ", 2)[1][1:-1] for line in lines_in(claims)})


def _batches(claims: Path) -> Iterator[list[str]]:
    lines = lines_in(claims)
    while batch := list(islice(lines, _LINES_A_BATCH)):
        yield batch
