"""The page of one thing: names, facts, sources, claims and links, gathered in a few questions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from web.config import ViewerConfig
from web.facts import Fact, FactWriter
from web.footnotes import Footnotes, Mark
from web.model import Claim, LinkGroup, Part, Record, Sighting, Subject
from web.picture import Teller

LINKS_SHOWN = 12
CLAIMS_SHOWN = 100


RELATIONS = (
    "SENT_BY",
    "SENDING_ORGANISATION",
    "RECEIVED_BY",
    "RECEIVING_ORGANISATION",
    "IN_RESPONSE_TO",
    "OCCASION",
    "PART_OF_PROGRAMME",
)
"""Relations in the order of a page; others follow by the alphabet."""


@dataclass(frozen=True, slots=True)
class Source:
    """One record behind the page, with its number and where it was read."""

    number: int
    record: Record
    sightings: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim and the footnotes of the records that hold it."""

    claim: Claim
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class EntityPage:
    """Everything that the page of a thing shows, drawing aside."""

    subject: Subject
    names: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    claims: tuple[ClaimLine, ...]
    incoming: tuple[LinkGroup, ...]
    sources: tuple[Source, ...]
    more_sources: int


def entity_page(config: ViewerConfig, subject: Subject, teller: Teller) -> EntityPage:
    """The page of a thing that is in the graph."""
    iri = subject.thing.iri
    parts = config.graph.parts(iri)
    claims = config.graph.claims(iri, CLAIMS_SHOWN)
    groups = sorted(config.graph.link_groups(iri, LINKS_SHOWN), key=_place)
    outgoing = [group for group in groups if group.outgoing]

    needed = tuple(dict.fromkeys(_records_behind(subject, parts, claims, outgoing)))
    notes = Footnotes(needed, config.evidence(needed))
    writer = FactWriter(subject, notes, teller)
    return EntityPage(
        subject=subject,
        names=writer.names(),
        facts=writer.links(outgoing) + writer.facts() + writer.parts(parts) + writer.remarks(),
        claims=tuple(ClaimLine(claim, notes.marks(claim.graphs)) for claim in claims),
        incoming=tuple(group for group in groups if not group.outgoing),
        sources=_sources(config, notes),
        more_sources=notes.more,
    )


def _place(group: LinkGroup) -> tuple[int, str]:
    known = RELATIONS.index(group.relation) if group.relation in RELATIONS else len(RELATIONS)
    return known, group.relation


def _records_behind(
    subject: Subject, parts: Sequence[Part], claims: Sequence[Claim], outgoing: Sequence[LinkGroup]
) -> Iterator[str]:
    """The records that state what the page shows, those of the thing itself first."""
    yield from subject.graphs
    for part in parts:
        yield from part.graphs
    for group in outgoing:
        for link in group.links:
            yield from link.graphs
    for claim in claims:
        yield from claim.graphs


def _sources(config: ViewerConfig, notes: Footnotes) -> tuple[Source, ...]:
    known = {record.iri: record for record in config.graph.records(notes.numbered)}
    return tuple(
        Source(number, known.get(iri, Record(iri)), notes.sightings(iri))
        for number, iri in enumerate(notes.numbered, start=1)
    )
