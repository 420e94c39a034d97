"""What a kind of record is, and the claims that several kinds share."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from typing import Literal as TypingLiteral

from pyoxigraph import Literal, NamedNode
from pyoxigraph import Triple as Claim

from ingest.fields import XSD, Context, Field, Values
from ingest.resolution.organisations import Organisation
from ingest.rows import Problem
from ontology.dates import PartialDate
from ontology.terms import concept, hd

RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DATE = NamedNode(XSD + "date")
_DECIMAL = NamedNode(XSD + "decimal")
_EDTF = NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")


Claims = Callable[[NamedNode, Values, Context], Iterable[Claim]]
"""Gives the claims on a subject that the values of a row make."""


@dataclass(frozen=True, slots=True)
class Part:
    """Claims that some fields of a row decide by themselves, whatever its other fields say.

    Rows that are alike in these fields have these claims alike, but for their subject: so a part is read and
    written once for each combination of texts, and not once for each row. `about` says whether the subject is
    what the row describes or its record; `always` that it makes claims even where nothing fills its fields.
    `predicate` says that the values of a single field are the claims. `lines` writes the claims at once, where
    texts are seldom alike: it gives what `claims` gives, in N-Quads; `texts` then names the fields that become
    texts, each with the class and the property that they are of.
    """

    fields: tuple[str, ...]
    claims: Claims
    about: TypingLiteral["subject", "record"] = "subject"
    always: bool = False
    predicate: NamedNode | None = None
    lines: Callable[[Values, Context, str], list[str]] | None = None
    texts: tuple[tuple[str, NamedNode, NamedNode], ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """What some fields of a row must say of each other.

    There can be a problem only where, of each group in `needs`, one field has a value.
    """

    fields: tuple[str, ...]
    problems: Callable[[Values], Iterable[Problem]]
    needs: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: its fields, the thing that a row describes, and the claims that it makes.

    `identify` gives None where a row has no identifier of its own; its IRI is then the hash of its `key`.
    `parts` says how the claims fall apart, for a kind whose rows come in great numbers, and `describes` of what
    class the things are then.
    """

    name: str
    iri_kind: str
    fields: Mapping[str, Field]
    identify: Callable[[Values, Context], NamedNode | None]
    claims: Claims
    key: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    parts: tuple[Part, ...] = ()
    describes: NamedNode | None = None

    def check(self, values: Values) -> Iterator[Problem]:
        """What is wrong between the fields of a row."""
        for check in self.checks:
            yield from check.problems(values)


def joined(parts: Iterable[Part]) -> Claims:
    """The claims of all parts together."""
    told = tuple(parts)

    def claims(subject: NamedNode, values: Values, context: Context) -> Iterator[Claim]:
        for part in told:
            yield from part.claims(subject, values, context)

    return claims


def first(values: Values, field: str) -> Any:
    """The first value of a field, or None."""
    found = values.get(field, ())
    return found[0] if found else None


def by_identifier(kind: str) -> Callable[[Values, Context], NamedNode | None]:
    """Identity by the source's own identifier."""

    def identify(values: Values, context: Context) -> NamedNode | None:
        identifier = first(values, "identifier")
        return context.ids.iri(kind, context.spec.authority, identifier) if identifier else None

    return identify


def typed(subject: NamedNode, *classes: NamedNode) -> Iterator[Claim]:
    """The classes of a thing."""
    return (Claim(subject, RDF_TYPE, cls) for cls in classes)


def plain(subject: NamedNode, values: Values, properties: Mapping[str, NamedNode]) -> Iterator[Claim]:
    """The claims of fields whose values are already RDF terms or text."""
    for field, predicate in properties.items():
        for value in values.get(field, ()):
            yield Claim(subject, predicate, Literal(value) if isinstance(value, str) else value)


_DATE_PROPERTIES = {
    "start": (hd.start, hd.startLatest, hd.startEdtf),
    "end": (hd.end, hd.endLatest, hd.endEdtf),
    "date": (hd.date, hd.dateLatest, hd.dateEdtf),
}


def dated(subject: NamedNode, values: Values, *fields: str) -> Iterator[Claim]:
    """A date as its earliest day, its latest day, and its EDTF text; nothing where it is not known."""
    for field in fields:
        when: PartialDate | None = first(values, field)
        if when is None:
            continue
        earliest, latest, edtf = _DATE_PROPERTIES[field]
        yield Claim(subject, earliest, Literal(when.earliest.isoformat(), datatype=_DATE))
        yield Claim(subject, latest, Literal(when.latest.isoformat(), datatype=_DATE))
        yield Claim(subject, edtf, Literal(when.edtf, datatype=_EDTF))


def check_order(values: Values) -> Iterator[Problem]:
    """A thing cannot end before it can have begun."""
    start, end = first(values, "start"), first(values, "end")
    if start and end and end.latest < start.earliest:
        yield Problem("end", end.edtf, "date-order", f"It ends {end.edtf}, before it starts {start.edtf}.")


CHECK_ORDER = Check(("start", "end"), check_order, needs=(("start",), ("end",)))


def decimal(number: Decimal) -> Literal:
    """A number in the canonical form of xsd:decimal: no sign of plus, no zeros that say nothing.

    >>> decimal(Decimal("10.50")).value, decimal(Decimal("1000")).value
    ('10.5', '1000')
    """
    text = format(number, "f")
    return Literal(text.rstrip("0").rstrip(".") if "." in text else text, datatype=_DECIMAL)


def plain_part(field: str, predicate: NamedNode) -> Part:
    """The part of a field whose values are already RDF terms or text."""
    return Part(
        (field,),
        lambda subject, values, _context: plain(subject, values, {field: predicate}),
        predicate=predicate,
    )


def document(values: Values, context: Context) -> tuple[NamedNode | None, list[Claim]]:
    """The document that a row cites, with its publisher, and the claims that describe both.

    A document is known by its address, else by its title and publisher.
    """
    title, url, name = (first(values, f"source_{part}") for part in ("title", "url", "publisher"))
    issuer = context.ids.hashed("publisher", name) if name else None
    claims = [*typed(issuer, hd.Publisher), Claim(issuer, hd.name, Literal(name))] if issuer else []
    if not (url or title):
        return None, claims
    iri = context.ids.hashed("document", *([url.value] if url else [title, name or ""]))
    claims += typed(iri, hd.Document)
    claims += [Claim(iri, hd.name, Literal(title))] if title else []
    claims += [Claim(iri, hd.url, url)] if url else []
    claims += [Claim(iri, hd.publishedBy, issuer)] if issuer else []
    return iri, claims


def organisations(subject: NamedNode, predicate: NamedNode, found: Iterable[Organisation]) -> Iterator[Claim]:
    """The organisations of a role; one that the register does not know is described here, as written."""
    for organisation in found:
        yield Claim(subject, predicate, organisation.iri)
        if not organisation.known:
            yield from typed(organisation.iri, hd.Organisation)
            yield Claim(organisation.iri, hd.name, Literal(organisation.name))
            if organisation.home:
                yield Claim(organisation.iri, hd.homeCountry, organisation.home)


def parties(
    subject: NamedNode, predicate: NamedNode, found: Iterable[NamedNode | Organisation]
) -> Iterator[Claim]:
    """The parties of a role: countries and territories by their IRIs, organisations with their description."""
    for party in found:
        if isinstance(party, NamedNode):
            yield Claim(subject, predicate, party)
        else:
            yield from organisations(subject, predicate, [party])


__all__ = [
    "CHECK_ORDER",
    "RDF_TYPE",
    "Check",
    "Claim",
    "Claims",
    "Kind",
    "Part",
    "by_identifier",
    "check_order",
    "concept",
    "dated",
    "decimal",
    "document",
    "first",
    "joined",
    "organisations",
    "parties",
    "plain",
    "plain_part",
    "typed",
]
