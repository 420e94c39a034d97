"""The facts of a thing, ready to be read: each value in words, with footnotes to what states it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.ledger import Entry, read_ledger
from graph.model import LEDGER
from web.display import LONGEST_NAME, LONGEST_VALUE, cut, label, safe_address
from web.footnotes import Footnotes, Mark
from web.model import LinkGroup, Part, Scalar, Subject, Value
from web.picture import Teller

NAME_KEYS = ("name", "shortName", "altName")
DATES = ("start", "end", "date")
"""Keys of a date: with `Latest` and `Edtf` after them, the last day it can mean and what is known of it."""

ORDER = (
    "description",
    "missionType",
    "status",
    "militaryInvolvement",
    "occasionKind",
    "eventType",
    "organisationKind",
    "membershipStatus",
    "publisherKind",
    "start",
    "end",
    "date",
    "onset",
    "global",
    "iso3",
    "iso2",
    "isoNumeric",
    "icd11",
    "identifier",
    "codeStatus",
    "property",
    "value",
    "amount",
    "unit",
    "currency",
    "quantityKind",
    "qualifier",
    "url",
    "licence",
)
"""Keys in the order of a page; others follow by the alphabet."""

NOTES = ("note",)


@dataclass(frozen=True, slots=True)
class Rival:
    """Another value that a source gives where one is shown."""

    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One value of a fact. An `address` leads to a page of ours, `outside` to one of somebody else."""

    text: str
    marks: tuple[Mark, ...] = ()
    language: str = ""
    address: str = ""
    outside: str = ""
    asides: tuple[str, ...] = ()
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """What is stated, and each value of it; `group` is set when there are more links than lines."""

    word: str
    lines: tuple[Line, ...]
    group: LinkGroup | None = None


@dataclass(frozen=True, slots=True)
class FactWriter:
    """Puts the facts of one page into words."""

    subject: Subject
    notes: Footnotes
    teller: Teller

    def names(self) -> tuple[Fact, ...]:
        """What the thing is called, by kind of name."""
        keys = [key for stem in NAME_KEYS for key in self.subject.properties if self._stem(key) == stem]
        return tuple(self._of_key(key) for key in keys)

    def facts(self) -> tuple[Fact, ...]:
        """What is stated of the thing itself, names and notes aside."""
        companions = {date + more for date in DATES for more in ("Latest", "Edtf")}
        keys = [
            key
            for key in self.subject.properties
            if self._stem(key) not in (*NAME_KEYS, *NOTES) and key not in companions
        ]
        return tuple(self._of_key(key) for key in sorted(keys, key=self._place))

    def remarks(self) -> tuple[Fact, ...]:
        """Notes in free text."""
        return tuple(self._of_key(key) for key in self.subject.properties if self._stem(key) in NOTES)

    def parts(self, parts: Iterable[Part]) -> tuple[Fact, ...]:
        """Quantities and amounts of money."""
        return tuple(Fact(self._term(part.relation), (self._amount(part),)) for part in parts)

    def links(self, groups: Iterable[LinkGroup]) -> tuple[Fact, ...]:
        """What the thing itself is linked to."""
        return tuple(self._of_group(group) for group in groups)

    def _of_group(self, group: LinkGroup) -> Fact:
        lines = tuple(
            Line(
                label(link.thing.name(self.teller.words.language), LONGEST_NAME),
                self.notes.marks(link.graphs, group.relation),
                address=self.teller.address(link.thing.iri),
            )
            for link in group.links
        )
        return Fact(self._term(group.relation), lines, group if group.count > len(lines) else None)

    def _of_key(self, key: str) -> Fact:
        stem, value = self._stem(key), self.subject.properties[key]
        language = key[len(stem) + 1 :].replace("_", "-")
        rivals = self._rivals(key, value)
        lines = (self._line(stem, one, self._graphs(key, one)) for one in _each(value))
        return Fact(
            self._term(stem), tuple(replace(line, language=language, rivals=rivals) for line in lines)
        )

    def _line(self, key: str, value: Scalar, graphs: Sequence[str]) -> Line:
        marks = self.notes.marks(graphs, key, str(value))
        if key in DATES:
            return replace(self._date(key, str(value)), marks=marks)
        told, aside = self._told(key, value)
        return Line(told, marks, outside=safe_address(str(value)) if key == "url" else "", asides=aside)

    def _told(self, key: str, value: Scalar) -> tuple[str, tuple[str, ...]]:
        """The value in words, and that it is cut if it is."""
        told = self._value(key, value)
        if len(told) <= LONGEST_VALUE:
            return told, ()
        return cut(told, LONGEST_VALUE), (self.teller.words("cut", count=f"{len(told):,}"),)

    def _value(self, key: str, value: Scalar) -> str:
        words = self.teller.words
        if isinstance(value, bool):
            return words("true" if value else "false")
        if isinstance(value, int | float):
            return number(value)
        return self.teller.wording.concept(key, value, words.language)

    def _date(self, key: str, earliest: str) -> Line:
        """What is known of the date, and, unless that is a day, the days it can mean."""
        properties, words = self.subject.properties, self.teller.words
        known, latest = (
            str(properties.get(key + "Edtf", earliest)),
            str(properties.get(key + "Latest", earliest)),
        )
        return Line(
            known, asides=() if latest == earliest else (words("between", first=earliest, last=latest),)
        )

    def _amount(self, part: Part) -> Line:
        properties = part.properties
        amount = properties.get("amount")
        told = number(amount) if isinstance(amount, int | float) else str(amount or "")
        counted = [told, str(properties.get("unit", "")), str(properties.get("currency", ""))]
        kind = properties.get("quantityKind")
        named = [self._value("quantityKind", str(kind))] if kind else []
        written = str(properties.get("asWritten", ""))
        quoted = [f"“{label(written)}”"] if written and written != told else []
        marks = self.notes.marks(part.graphs, part.relation)
        return Line(label(" ".join(filter(None, counted)), LONGEST_NAME), marks, asides=(*named, *quoted))

    def _rivals(self, key: str, value: Value) -> tuple[Rival, ...]:
        """Other values that sources give for a key that shows one."""
        stem = self._stem(key)
        shown = {self._value(stem, one) for one in _each(value)} | {str(one) for one in _each(value)}
        lexical = (texts[0] for _, texts in self._exception(key).cells if texts)
        told = {self._value(stem, text): text for text in lexical}
        return tuple(
            Rival(text, self.notes.marks(self._graphs(key, value), stem, value))
            for text, value in told.items()
            if text not in shown
        )

    def _graphs(self, key: str, value: Scalar) -> Sequence[str]:
        """The records that state a value: all of the node's, unless its ledger names some."""
        graphs, stem, told = self.subject.graphs, self._stem(key), self._value(self._stem(key), value)
        entry = self._exception(key)
        stated = (places for places, texts in entry.cells if texts and self._value(stem, texts[0]) == told)
        places = {*entry.places, *(place for places in stated for place in places)}
        return [graph for place, graph in enumerate(graphs) if place in places] or graphs

    def _exception(self, key: str) -> Entry:
        ledger = read_ledger({LEDGER: list(self.subject.ledger)})
        return ledger.get(key, Entry([], []))

    def _term(self, name: str) -> str:
        return self.teller.wording.term(name, self.teller.words.language)

    def _stem(self, key: str) -> str:
        """The key without its language; a foreign key is its own stem."""
        stem = key.partition("_")[0]
        return stem if stem in self.teller.wording.terms else key

    def _place(self, key: str) -> tuple[int, str]:
        stem = self._stem(key)
        return (ORDER.index(stem) if stem in ORDER else len(ORDER), key)


def number(value: int | float) -> str:
    """A number as people read it.

    >>> number(7200.0), number(9798909.97), number(3)
    ('7,200', '9,798,909.97', '3')
    """
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def _each(value: Value) -> Iterator[Scalar]:
    if isinstance(value, tuple):
        yield from value
    else:
        yield value
