"""Words for classes, properties and concepts, read from the ontology, where they are written once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from ontology.namespaces import HD, PREFIXES

_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
_NAMED_BY = (
    NamedNode(HD + "graphLabel"),
    NamedNode(HD + "graphKey"),
    NamedNode(HD + "graphEdge"),
)
_NAME = NamedNode(HD + "name")
_KEY = NamedNode(HD + "graphKey")
_VALUE_SPACE = NamedNode(HD + "valueSpace")

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wording:
    """What a label, key, edge type or notation of the graph is called, by language."""

    terms: Mapping[str, Labels]
    concepts: Mapping[str, Labels]
    spaces: Mapping[str, str]

    def term(self, name: str, language: str) -> str:
        """The word for a label, key or edge type; a foreign one is shown as it is named."""
        return _in_language(self.terms.get(name, {}), language) or name.replace("_", " ")

    def concept(self, key: str, value: str, language: str) -> str:
        """The word for a value of a concept-valued key, notation or IRI; others are shown as they are."""
        space = self.spaces.get(key, "")
        return _in_language(self.concepts.get(space + value.removeprefix(space), {}), language) or value


def _in_language(labels: Labels, language: str) -> str:
    return labels.get(language) or labels.get("en", "")


def build_wording(vocabulary: Iterable[Quad], schemes: Iterable[Quad]) -> Wording:
    """The wording that a vocabulary and its concept schemes declare."""
    quads = list(vocabulary)
    labels = _literals(quads, _LABEL)
    terms = {
        _text(quad.object): labels.get(quad.subject, {}) for quad in quads if quad.predicate in _NAMED_BY
    }
    keys = {quad.subject: _text(quad.object) for quad in quads if quad.predicate == _KEY}
    spaces = {keys[quad.subject]: _text(quad.object) for quad in quads if quad.predicate == _VALUE_SPACE}
    concepts = {_text(node): names for node, names in _literals(schemes, _NAME).items()}
    return Wording(terms, concepts, spaces)


def _literals(quads: Iterable[Quad], predicate: NamedNode) -> dict[object, dict[str, str]]:
    found: dict[object, dict[str, str]] = {}
    for quad in quads:
        if quad.predicate == predicate and isinstance(quad.object, Literal):
            found.setdefault(quad.subject, {})[quad.object.language or ""] = quad.object.value
    return found


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""


@cache
def ontology_wording() -> Wording:
    """The wording of the shipped ontology."""
    return build_wording(_turtle("health_diplomacy.ttl"), _turtle("schemes.ttl"))


def _turtle(name: str) -> Iterable[Quad]:
    return parse(files("ontology").joinpath(name).read_bytes(), format=RdfFormat.TURTLE)
