"""What a person has decided about two things: that they are the same one, that they are not, or that nobody can tell.

A judgement is data: a record of its own in the store of record, with who, when and why. Nothing that the two things
are described by is ever changed by it, so that taking it back leaves no trace.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from ontology.errors import HakimError
from ontology.identifiers import Identifiers
from ontology.namespaces import PREFIXES
from ontology.nquads import canonical_text, read_canonical
from ontology.subjects import described_subjects
from ontology.terms import concept, hd
from records.model import RecordGraph

SOURCE: Final = "judgements"
"""The source of all judgements."""
KIND: Final = "judgement"
TITLE: Final = "Judgements on what is the same"
MARKING: Final = "red"

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
CREATOR = NamedNode(PREFIXES["dcterms"] + "creator")
GENERATED = NamedNode(PREFIXES["prov"] + "generatedAtTime")
_DATE_TIME = NamedNode(PREFIXES["xsd"] + "dateTime")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)


class Verdict(StrEnum):
    """Same, not the same, or not to be told; in the order of what prevails among judgements of one moment."""

    NEGATIVE = "negative"
    UNSURE = "unsure"
    POSITIVE = "positive"


class JudgementProblem(HakimError):
    """A judgement that cannot be one."""


@dataclass(frozen=True, slots=True, order=True)
class Judgement:
    """What `by` decided about a pair of IRIs at a time (ISO 8601, UTC, whole seconds), and why.

    >>> Judgement(("urn:b", "urn:a"), Verdict.POSITIVE, "desk 3", "2026-01-31T08:00:00Z", "same flight").pair
    ('urn:a', 'urn:b')
    """

    pair: tuple[str, str]
    verdict: Verdict
    by: str
    at: str
    reason: str = ""

    def __post_init__(self) -> None:
        one, other = sorted(self.pair)
        if one == other:
            raise JudgementProblem(f"{one} is the same as itself.", hint="Name two different things.")
        for side in (one, other):
            check_iri(side)
        check_by(self.by)
        check_time(self.at)
        object.__setattr__(self, "pair", (one, other))
        # One line each, in a file that goes under version control.
        object.__setattr__(self, "by", one_line(self.by))
        object.__setattr__(self, "reason", one_line(self.reason))

    def other(self, side: str) -> str:
        """The other side of the pair."""
        return self.pair[self.pair[0] == side]


def one_line(text: str) -> str:
    """A text without line breaks and outer spaces.

    >>> one_line(" same  flight ")
    'same flight'
    """
    return " ".join(text.split())


def check_by(by: str) -> None:
    """Raises JudgementProblem where nobody is named."""
    if not by.strip():
        raise JudgementProblem("A judgement says whose it is.", hint="Give --by NAME.")


def check_time(at: str) -> None:
    """Raises JudgementProblem where a time is not written as that of a judgement is."""
    if not _TIME.fullmatch(at):
        raise JudgementProblem(f"{at!r} is no time of a judgement.", hint="Write it as 2026-01-31T08:00:00Z.")


def check_iri(text: str) -> None:
    """Raises JudgementProblem where a text is no IRI."""
    try:
        NamedNode(text)
    except ValueError as error:
        raise JudgementProblem(f"{text!r} is no IRI.", hint="`hakim review` shows the IRIs.") from error


def ruling(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgement that rules on each pair, in order: the last one; of one moment, the more careful one."""
    last: dict[tuple[str, str], Judgement] = {}
    for judgement in sorted(judgements, key=_prevailing):
        last[judgement.pair] = judgement
    return tuple(sorted(last.values()))


def _prevailing(judgement: Judgement) -> tuple[str, int, str, str]:
    order = list(Verdict)
    return judgement.at, -order.index(judgement.verdict), judgement.by, judgement.reason


def judgement_iri(ids: Identifiers, judgement: Judgement) -> NamedNode:
    """The IRI of what one person says of one pair: a later judgement of theirs takes its place."""
    return ids.hashed("judgement", *judgement.pair, judgement.by)


def record_of(ids: Identifiers, judgement: Judgement) -> RecordGraph:
    """A judgement as a record. It is not for release: a release makes its own of the two sides' markings."""
    iri = judgement_iri(ids, judgement)
    claims = [
        Triple(iri, _TYPE, hd.Judgement),
        *(Triple(iri, hd.judges, NamedNode(side)) for side in judgement.pair),
        *decided(iri, judgement.verdict, judgement.by, judgement.at, judgement.reason),
    ]
    return judgement_record(ids, JUDGEMENTS, iri, claims)


def decided(iri: NamedNode, verdict: Verdict, by: str, at: str, reason: str) -> Iterator[Triple]:
    """What is said of a judgement of any kind: what was decided, by whom, when and why."""
    yield Triple(iri, hd.verdict, concept("verdict", verdict))
    yield Triple(iri, CREATOR, Literal(by))
    yield Triple(iri, GENERATED, Literal(at, datatype=_DATE_TIME))
    if reason:
        yield Triple(iri, hd.note, Literal(reason))


@dataclass(frozen=True, slots=True)
class JudgementSource:
    """A source of judgements of one kind: its name, its title, and the kind of its records."""

    name: str
    title: str
    kind: str


JUDGEMENTS: Final = JudgementSource(SOURCE, TITLE, KIND)


def judgement_record(
    ids: Identifiers, source: JudgementSource, iri: NamedNode, claims: Iterable[Triple]
) -> RecordGraph:
    """The record of what is said of one judgement."""
    record = ids.iri("record", source.name, iri.value.rsplit("/", 1)[1])
    dataset = ids.iri("dataset", source.name)
    told = [
        *claims,
        Triple(record, _TYPE, hd.Record),
        Triple(record, hd.describes, iri),
        Triple(record, hd.fromDataset, dataset),
        Triple(dataset, _TYPE, hd.Dataset),
        Triple(dataset, hd.name, Literal(source.title, language="en")),
        Triple(record, hd.marking, concept("marking", MARKING)),
        Triple(record, hd.reliability, concept("reliability", "F")),
        Triple(record, hd.credibility, concept("credibility", "6")),
    ]
    quads = [Quad(claim.subject, claim.predicate, claim.object, record) for claim in told]
    return RecordGraph(record.value, source.kind, MARKING, canonical_text(quads), described_subjects(quads))


def judgements_of(texts: Iterable[str]) -> Iterator[Judgement]:
    """The judgements of records of theirs, given as canonical N-Quads."""
    return map(_judgement, texts)


def _judgement(text: str) -> Judgement:
    said: dict[str, list[str]] = {}
    for quad in read_canonical(text):
        if isinstance(quad.object, NamedNode | Literal):
            said.setdefault(quad.predicate.value, []).append(quad.object.value)
    one, other = said[hd.judges.value]
    verdict = Verdict(said[hd.verdict.value][0].rsplit("/", 1)[1])
    reason = said.get(hd.note.value, [""])[0]
    return Judgement((one, other), verdict, said[CREATOR.value][0], said[GENERATED.value][0], reason)
