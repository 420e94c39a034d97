"""Whether the claims of a package fit the shapes of the vocabulary: ours, not those that came with it."""

from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, parse

from exchange.manifest import Manifest
from exchange.package import CLAIMS, PackageRefused
from ontology.shacl import shipped_shapes, validate
from ontology.shacl.report import shown

SHOWN: Final = 3
"""Violations that a message names."""


def fits_shapes(folder: Path, _manifest: Manifest) -> None:
    """Raises PackageRefused with the first violations. All claims are in memory for it."""
    triples = {quad.triple for quad in parse(path=str(folder / CLAIMS), format=RdfFormat.N_QUADS)}
    found = [one for one in validate(triples, shipped_shapes()).results if one.severity == "Violation"]
    if found:
        told = "; ".join(f"{shown(one.focus)} {one.path}: {one.message('en')}" for one in found[:SHOWN])
        raise PackageRefused("shapes", f"{len(found)} violations of the shapes, as: {told}")
