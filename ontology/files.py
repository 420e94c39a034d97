"""The ontology's own files, which lie beside this module, and the error they raise when they are wrong."""

from pathlib import Path
from typing import Final

from pyoxigraph import Quad, RdfFormat, parse

from ontology.errors import HakimError

FOLDER: Final = Path(__file__).parent

VOCABULARY: Final = FOLDER / "health_diplomacy.ttl"
SHAPES: Final = FOLDER / "shapes.ttl"
SCHEMES: Final = FOLDER / "schemes.ttl"
ALIGNMENTS: Final = FOLDER / "alignments.ttl"


class OntologyError(HakimError):
    """The ontology contradicts itself, or is asked for something that it does not say."""


def read_file(path: Path) -> tuple[Quad, ...]:
    """The quads of one Turtle file, in the order of the file."""
    return tuple(parse(path=str(path), format=RdfFormat.TURTLE))


__all__ = ["ALIGNMENTS", "SCHEMES", "SHAPES", "VOCABULARY", "OntologyError", "read_file"]
