"""Validation by SHACL: shapes.ttl compiled once into plain checks, and run over quads.

`compile` reads shapes, `validate` runs them, `report` holds what was found. Only the part of SHACL that is
written down in `compile.PARAMETERS` is known; anything else in a shapes file ends the build, nothing is skipped.
"""

from ontology.shacl.compile import compile_shapes, shipped_shapes
from ontology.shacl.report import Report, Result
from ontology.shacl.shapes import Shapes
from ontology.shacl.things import World
from ontology.shacl.validate import check_linked, check_own, validate

__all__ = [
    "Report",
    "Result",
    "Shapes",
    "World",
    "check_linked",
    "check_own",
    "compile_shapes",
    "shipped_shapes",
    "validate",
]
