"""Keys: how the values of one property are seen natively, and how they are written exactly in the ledger.

A key's `view` is what the property holds; `term` is the one term that a held value stands for. A term is
regular iff `term(view(term))` is that term. A `cell` is the exact text of a term, for the exception ledger.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from math import isfinite
from typing import Protocol

from pyoxigraph import BaseDirection, Literal, NamedNode

from graph.literals import XSD_STRING, Writers, native, writers
from graph.model import DamagedGraph, Scalar

_NOTATION = re.compile(r"[A-Za-z0-9-]+")

KeyTermValue = Literal | NamedNode


class Key(Protocol):
    """One property of a node or a promoted edge."""

    @property
    def name(self) -> str: ...
    @property
    def predicate(self) -> NamedNode: ...
    @property
    def many(self) -> bool: ...

    def view(self, term: KeyTermValue) -> Scalar:
        """The native value of a term."""

    def term(self, value: Scalar) -> KeyTermValue:
        """The term that a native value stands for."""

    def cell(self, term: KeyTermValue) -> list[str]:
        """The exact term as texts, without empty ones at the end."""

    def read_cell(self, cell: list[str]) -> KeyTermValue:
        """The term of its exact texts."""


@dataclass(frozen=True, slots=True, eq=False)
class LiteralKey:
    """A property whose values are literals of one language ("" for none)."""

    name: str
    predicate: NamedNode
    many: bool
    language: str
    datatype: str
    _writers: Writers = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_writers", writers(self.datatype, self.language))

    def view(self, term: KeyTermValue) -> Scalar:
        if self.language or isinstance(term, NamedNode):
            return term.value
        return native(term.value, term.datatype.value)

    def term(self, value: Scalar) -> Literal:
        write = self._writers.get(type(value))
        if write is None:
            raise DamagedGraph(f"Property {self.name!r} has a value of type {type(value).__name__}.")
        if isinstance(value, float) and not isfinite(value):
            raise DamagedGraph(f"Property {self.name!r} has {value}, no number.")
        try:
            return write(value)
        except ValueError as error:
            # A half of a surrogate pair is no character.
            raise DamagedGraph(f"Property {self.name!r} has {value!r}, no text ({error}).") from error

    def cell(self, term: KeyTermValue) -> list[str]:
        if isinstance(term, NamedNode):
            raise TypeError(f"{term} is not a literal")
        datatype = "" if term.language else term.datatype.value
        direction = term.direction.value if term.direction else ""
        texts = [term.value, "" if datatype == XSD_STRING else datatype, term.language or "", direction]
        while texts and not texts[-1]:
            texts.pop()
        return texts

    def read_cell(self, cell: list[str]) -> Literal:
        lexical, datatype, language, direction = (*cell, *[""] * 4)[:4]
        if direction:
            return Literal(lexical, language=language, direction=BaseDirection(direction))
        if language:
            return Literal(lexical, language=language)
        return Literal(lexical, datatype=NamedNode(datatype)) if datatype else Literal(lexical)


@dataclass(frozen=True, slots=True, eq=False)
class IriKey:
    """A property whose values are IRIs: the notation of a concept within `space`, else the whole IRI.

    A whole IRI has a colon and a notation has none.
    """

    name: str
    predicate: NamedNode
    many: bool
    space: str

    def view(self, term: KeyTermValue) -> str:
        iri = term.value
        if self.space and iri.startswith(self.space):
            notation = iri[len(self.space) :]
            if _NOTATION.fullmatch(notation):
                return notation
        return iri

    def term(self, value: Scalar) -> NamedNode:
        text = _text(self.name, value)
        try:
            return NamedNode(text if ":" in text else self.space + text)
        except ValueError as error:
            raise DamagedGraph(f"Property {self.name!r} has {text!r}, no IRI ({error}).") from error

    def cell(self, term: KeyTermValue) -> list[str]:
        return [term.value]

    def read_cell(self, cell: list[str]) -> NamedNode:
        return NamedNode(cell[0])


@dataclass(frozen=True, slots=True, eq=False)
class TypesKey:
    """The property `types`: the registry's names of asserted classes."""

    name: str
    predicate: NamedNode
    label_of: Callable[[str], str]
    iri_of: Callable[[str], str]
    many: bool = True

    def view(self, term: KeyTermValue) -> str:
        return self.label_of(term.value)

    def term(self, value: Scalar) -> NamedNode:
        return NamedNode(self.iri_of(_text(self.name, value)))

    def cell(self, term: KeyTermValue) -> list[str]:
        return [term.value]

    def read_cell(self, cell: list[str]) -> NamedNode:
        return NamedNode(cell[0])


def _text(name: str, value: Scalar) -> str:
    """The text that a name of something is, whatever somebody's hand has put there."""
    if not isinstance(value, str):
        raise DamagedGraph(f"Property {name!r} has {value!r}, no text.")
    return value
