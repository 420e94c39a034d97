"""What pages are made of: small frozen values, read once from the graph and trusted from then on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

Scalar = str | int | float | bool
Value = Scalar | tuple[Scalar, ...]
"""A property as pages show it: dates and times are ISO 8601 text, lists are tuples."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A node as a link or a drawing shows it: what it is, and what it is called in which language."""

    iri: str
    kind: str
    names: tuple[tuple[str, str], ...] = ()
    date: str = ""

    def name(self, language: str) -> str:
        """The name in that language, else in English, else in any, else the end of the IRI.

        >>> Thing("https://x/country/JOR", "Country", (("ar", "الأردن"), ("en", "Jordan"))).name("fr")
        'Jordan'
        >>> Thing("https://x/country/JOR", "Country").name("en")
        'JOR'
        """
        named = dict(self.names)
        preferred = (named[code] for code in (language, "en", "") if code in named)
        anything = (name for _, name in self.names)
        return next(preferred, None) or next(anything, None) or iri_tail(self.iri)


def iri_tail(iri: str) -> str:
    """What stands after the last slash or hash, which tells more than the whole.

    >>> iri_tail("https://w3id.org/health-diplomacy/id/mission/hdm/HDM-0001")
    'HDM-0001'
    """
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2] or iri


@dataclass(frozen=True, slots=True)
class Subject:
    """The node that a page is about: all its properties, and the records behind it."""

    thing: Thing
    properties: Mapping[str, Value]
    graphs: tuple[str, ...]
    ledger: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """One edge, seen from the subject: the thing at its other end and the records that state it."""

    thing: Thing
    graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """The edges of one type and direction: how many there are, and the first of them."""

    relation: str
    outgoing: bool
    count: int
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A node that only its owner has, such as a mission's quantity."""

    relation: str
    properties: Mapping[str, Value]
    graphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Where something is stated: the page's name and address, and who published it."""

    iri: str
    name: str
    url: str
    publisher: str


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of the word of one source: its handling, its grades, its documents."""

    iri: str
    identifier: str = ""
    marking: str = ""
    reliability: str = ""
    credibility: str = ""
    confidence: str = ""
    dataset: str = ""
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source says of one property: kept beside the rival statements, never summed with them."""

    iri: str
    property: str
    value: str
    unit: str = ""
    qualifier: str = ""
    date: str = ""
    claimed_by: str = ""
    documents: tuple[Document, ...] = ()
    graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """The missions of one country to another, counted."""

    giver: Thing
    receiver: Thing
    missions: int
    delivered: int
    announced: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Ties:
    """Some ties, the strongest first, of `countries` countries that have any."""

    ties: tuple[Tie, ...]
    countries: int


@dataclass(frozen=True, slots=True)
class Relation:
    """One edge with both its ends."""

    subject: Thing
    type: str
    object: Thing


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What stands around a thing: some of its `total` neighbours, and how they are related."""

    relations: tuple[Relation, ...]
    total: int

    def neighbours(self, centre: str) -> frozenset[str]:
        """The IRIs of the things directly related to the centre."""
        ends = ((relation.subject.iri, relation.object.iri) for relation in self.relations)
        return frozenset(iri for pair in ends if centre in pair for iri in pair) - {centre}


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where one field of a record was read: file, sheet, line, column and the literal text."""

    record: str
    file: str
    sha256: str
    sheet: str
    line: int
    column: str
    literal: str
    field: str
    retrieved: str
    spec: str


class ViewerGraph(Protocol):
    """What the viewer asks of a graph. Every answer has a limit, and a fixed order."""

    def counts(self) -> Mapping[str, int]:
        """How many nodes carry each of the labels that the first page tells of."""

    def subject(self, iri: str) -> Subject | None:
        """The node with that IRI, or None."""

    def merged_into(self, iri: str) -> str:
        """The IRI under which a thing is shown that was judged to be the same as others; "" where none is."""

    def parts(self, iri: str) -> tuple[Part, ...]:
        """The quantities and amounts of money that belong to the node."""

    def records(self, iris: Sequence[str]) -> tuple[Record, ...]:
        """What is known of these records, in the order of their IRIs."""

    def claims(self, iri: str, limit: int) -> tuple[Claim, ...]:
        """What single sources say about the node."""

    def link_groups(self, iri: str, limit: int) -> tuple[LinkGroup, ...]:
        """The node's edges by type and direction, the first `limit` of each."""

    def count_links(self, iri: str, relation: str, *, outgoing: bool) -> int:
        """How many edges of that type and direction the node has."""

    def links(
        self, iri: str, relation: str, *, outgoing: bool, skip: int = 0, limit: int = 100
    ) -> tuple[Link, ...]:
        """The node's edges of one type and direction, from the one after `skip`."""

    def busiest(self, countries: int) -> Ties:
        """The ties among the countries with most missions given or received."""

    def ties(self, iri: str, limit: int) -> Ties:
        """The ties of one country with the partners it has most missions with."""

    def neighbours(self, iri: str, limit: int) -> Neighbourhood:
        """What is directly related to the node."""

    def latest_missions(self, iri: str, limit: int) -> Neighbourhood:
        """The latest missions that a party sent or received, with their parties and crises."""
