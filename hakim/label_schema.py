"""What a node of a label holds: its keys with type, meaning and an example, and its relationships."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import Final

from graph.entries import RIVAL_LABEL, RIVAL_OF
from graph.model import GRAPHS, IRI, TYPES
from ontology.errors import UsageProblem
from ontology.reference import SchemeReference, TermReference, reference, short

ANYTHING: Final = "owl:Thing"
"""The domain of what everything can have."""

MAIN_LABELS: Final = (
    "Mission",
    "Country",
    "Crisis",
    "Organisation",
    "Grouping",
    "GroupingMembership",
    "Claim",
    "Record",
    "Document",
    "Publisher",
    "DiplomaticEvent",
    "Quantity",
    "Money",
    RIVAL_LABEL,
)
"""The labels that analysts meet first, in this order."""


@dataclass(frozen=True, slots=True)
class Key:
    """A property key.

    `type` is what Cypher gives; `scheme` names the scheme whose notations are its values; with `language`, the
    tag of a value's language is added to the name.
    """

    name: str
    type: str
    many: bool
    meaning: str
    example: str
    scheme: str = ""
    language: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called: without a language, and in the two that most texts have."""
        return (self.name, f"{self.name}_en", f"{self.name}_ar") if self.language else (self.name,)


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship type from a node of the label to nodes of other ones; no label stands for any."""

    name: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelSchema:
    """A node label with all that is said of its nodes."""

    label: str
    meaning: str
    keys: tuple[Key, ...]
    relationships: tuple[Relationship, ...]


COMMON: Final = (
    Key(IRI, "text", many=False, meaning="What makes the node one: its IRI.", example="…/id/country/JOR"),
    Key(TYPES, "text", many=True, meaning="The classes that a source states.", example="VaccineDonation"),
    Key(
        GRAPHS,
        "text",
        many=True,
        meaning="The records that state it.",
        example="…/id/record/missions/HDM-0001",
    ),
)
"""The keys of every node; relationships have `graphs` too."""

_RIVAL: Final = LabelSchema(
    RIVAL_LABEL,
    "One of several values that records give for a key which shows one: a view, made of the facts.",
    (
        Key("property", "text", many=False, meaning="The key, without its language.", example="name"),
        Key("value", "text", many=False, meaning="The value that is told.", example="AidData project 33056"),
        Key("shown", "true or false", many=False, meaning="Whether the node shows it.", example="false"),
        Key("records", "text", many=True, meaning="The records that tell it.", example=COMMON[2].example),
        Key("derived", "true or false", many=False, meaning="Always true: no statement.", example="true"),
    ),
    (Relationship(RIVAL_OF, ()),),
)

_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "xsd:date": "date",
        # An instant of another clock than that of UTC keeps its offset, which only a text can.
        "xsd:dateTime": "text, or date and time",
        "xsd:decimal": "number",
        "xsd:integer": "whole number",
        "xsd:boolean": "true or false",
    }
)
"""What Cypher gives for a datatype; text for any other."""


@cache
def label_schemas() -> Mapping[str, LabelSchema]:
    """Every label with what its nodes hold, sorted."""
    said = reference()
    found = {term.use.name: _schema(term) for term in said.classes if term.use.kind == "label"}
    return MappingProxyType(dict(sorted({**found, RIVAL_LABEL: _RIVAL}.items())))


def label_schema(label: str) -> LabelSchema:
    """What nodes of a label hold; UsageProblem for a label that there is not."""
    known = label_schemas()
    if label not in known:
        near = get_close_matches(label, known, n=3)
        raise UsageProblem(
            f"There is no label {label!r}.", hint=f"Did you mean {' or '.join(near)}?" if near else ""
        )
    return known[label]


def _schema(term: TermReference) -> LabelSchema:
    owners = {ANYTHING, *_above(f"hd:{term.name}")}
    # What anything can have says least of a label.
    fitting = sorted(
        (one for one in reference().properties if owners & set(one.domain)),
        key=lambda one: ANYTHING in one.domain,
    )
    return LabelSchema(
        term.use.name,
        _english(term.definition),
        tuple(_key(one) for one in fitting if one.use.kind == "key"),
        tuple(_relationship(one) for one in fitting if one.use.kind == "edge"),
    )


def _above(name: str) -> set[str]:
    """The class of that short name and all of ours above it."""
    parents = next((term.parents for term in reference().classes if f"hd:{term.name}" == name), ())
    return {name}.union(*(_above(parent) for parent in parents))


def _key(term: TermReference) -> Key:
    use = term.use
    kind = _TYPES.get(term.range[0], "text") if term.range else "text"
    meaning = _english(term.definition)
    return Key(use.name, kind, use.many, meaning, _example(term, kind), use.scheme, use.language)


def _example(term: TermReference, kind: str) -> str:
    told = next((text for texts in term.examples.values() for text in texts), "")
    if term.use.scheme:
        allowed = _notations(term.use.scheme)
        return told if told in allowed else allowed[0]
    return "true" if kind == "true or false" else told


def _notations(scheme: str) -> tuple[str, ...]:
    found: SchemeReference = next(one for one in reference().schemes if one.notation == scheme)
    return tuple(concept.notation for concept in found.concepts)


def notations_of_keys() -> Mapping[str, tuple[str, ...]]:
    """The values of each key that takes them from a scheme."""
    return {term.use.name: _notations(term.use.scheme) for term in reference().properties if term.use.scheme}


def _relationship(term: TermReference) -> Relationship:
    return Relationship(term.use.name, _labels(term.range))


def _labels(names: Iterable[str]) -> tuple[str, ...]:
    labels = {short(term.iri): term.use.name for term in reference().classes if term.use.kind == "label"}
    return tuple(labels[name] for name in names if name in labels)


def _english(texts: Mapping[str, tuple[str, ...]]) -> str:
    return " ".join(texts.get("en", ()))
