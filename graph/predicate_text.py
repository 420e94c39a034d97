"""What the text of a predicate means in the property graph, worked out once by the registry's own keys."""

from collections.abc import Callable
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph.keys import Key, KeyTermValue
from graph.model import Scalar
from graph.registry import Registry

REMEMBERED: Final = 10_000
"""Values that are remembered of one predicate with one datatype."""


class Slot:
    """A property, and the values that some terms show in it, all of one datatype or language, or all IRIs.

    `is_text` says that each text is its own value.
    """

    __slots__ = ("_key", "_term", "is_text", "known", "many", "name")

    def __init__(self, key: Key, term: Callable[[str], KeyTermValue], *, is_text: bool = False) -> None:
        self.name = key.name
        self.many = key.many
        self.is_text = is_text
        self.known: dict[str, Scalar] = {}
        self._key = key
        self._term = term

    def learn(self, text: str) -> Scalar | None:
        """The value of a text; None when the value alone does not give back the term."""
        term = self._term(text)
        value = self._key.view(term)
        if self._key.term(value) != term:
            return None
        if len(self.known) == REMEMBERED:
            self.known.clear()
        self.known[text] = value
        return value


class PredicateText:
    """Where the facts of a predicate are kept: by what follows their literals, or as an edge.

    A name is entered in the registry when the first fact needs it.
    """

    __slots__ = ("_iri", "_registry", "edge", "iris", "literals")

    def __init__(self, registry: Registry, token: str) -> None:
        self._registry = registry
        self._iri: str = _parsed(f"<urn:x> {token} <urn:x>").predicate.value
        key = registry.node_key(self._iri)
        self.iris = Slot(key, NamedNode) if key else None
        self.literals: dict[str, Slot] = {}
        self.edge = ""

    def learn_edge(self) -> str:
        """The edge type."""
        self.edge = self._registry.edge(self._iri)
        return self.edge

    def learn_literals(self, suffix: str) -> Slot:
        """Where literals are kept that a suffix such as `@en` follows; ValueError when none can have it."""
        if " " in suffix:
            raise ValueError(f"{suffix} is more than a suffix")
        sample = literal_of(f'"x"{suffix}')
        key = self._registry.literal_key(self._iri, sample.language or "")
        is_text = not suffix.startswith("^^") and key.term("x") == sample
        slot = self.literals[suffix] = Slot(key, _like(sample), is_text=is_text)
        return slot


def literal_of(token: str) -> Literal:
    """The literal of its text; ValueError when it is none."""
    term = _parsed(f"<urn:x> <urn:x> {token}").object
    if isinstance(term, Literal):
        return term
    raise ValueError(f"{token} is no literal")


def _parsed(fact: str) -> Quad:
    try:
        quad: Quad = next(iter(parse(f"{fact} .", format=RdfFormat.N_QUADS)))
    except (SyntaxError, StopIteration) as error:
        raise ValueError(f"{fact} is no fact") from error
    return quad


def _like(sample: Literal) -> Callable[[str], Literal]:
    """Makes literals of a sample's datatype or language."""
    if sample.language:
        language, direction = sample.language, sample.direction
        return lambda text: Literal(text, language=language, direction=direction)
    datatype = sample.datatype
    return lambda text: Literal(text, datatype=datatype)
