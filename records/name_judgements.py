"""What a person has decided about a name that sources write: that it means a thing, or that it does not.

As judgements on pairs these are data with who, when and why. They hold when a source is read: reading it again
supersedes the records that one touched.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from pyoxigraph import Literal as Text
from pyoxigraph import NamedNode, Triple

from ontology.identifiers import Identifiers
from ontology.namespaces import PREFIXES
from ontology.nquads import read_canonical
from ontology.terms import hd
from records.judgements import (
    CREATOR,
    GENERATED,
    JudgementProblem,
    JudgementSource,
    Verdict,
    check_by,
    check_iri,
    check_time,
    decided,
    judgement_record,
    one_line,
)
from records.model import RecordGraph

SOURCE: Final = "name-judgements"
"""The source of all judgements on names."""
KIND: Final = "name-judgement"
TITLE: Final = "Judgements on what names mean"

NameRole = Literal["country", "organisation", "crisis", "disease"]
ROLES: Final[tuple[NameRole, ...]] = get_args(NameRole)

_TYPE = NamedNode(PREFIXES["rdf"] + "type")


@dataclass(frozen=True, slots=True, order=True)
class JudgedName:
    """That a text in a role means a thing or, with `means=False`, never does; by whom, when (UTC) and why.

    With `beside`, a country's IRI, it holds only in rows that name that country in the same role.

    >>> JudgedName("RAF ", "organisation", "urn:raf", "desk 3", "2026-01-31T08:00:00Z").text
    'RAF'
    """

    text: str
    role: NameRole
    iri: str
    by: str
    at: str
    beside: str = ""
    means: bool = True
    reason: str = ""

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise JudgementProblem(
                f"{self.role!r} is no role of a name.", hint=f"It is one of {', '.join(ROLES)}."
            )
        if not self.text.strip():
            raise JudgementProblem(
                "A judgement on a name says the name.", hint="Give the text as it is written."
            )
        for iri in filter(None, (self.iri, self.beside)):
            check_iri(iri)
        check_by(self.by)
        check_time(self.at)
        # One line each, in a file that goes under version control.
        for field in ("text", "by", "reason"):
            object.__setattr__(self, field, one_line(getattr(self, field)))

    @property
    def key(self) -> tuple[str, ...]:
        """What one person can say one thing of: the name, its role and country, and the thing."""
        return (self.text, self.role, self.beside, self.iri, self.by)


def record_of(ids: Identifiers, judged: JudgedName) -> RecordGraph:
    """A judgement on a name as a record; a later one of the same person takes its place. It is not for release."""
    iri = ids.hashed("name-judgement", *judged.key)
    verdict = Verdict.POSITIVE if judged.means else Verdict.NEGATIVE
    claims = [
        Triple(iri, _TYPE, hd.NameJudgement),
        Triple(iri, hd.means, NamedNode(judged.iri)),
        Triple(iri, hd.judgedName, Text(judged.text)),
        Triple(iri, hd.nameRole, Text(judged.role)),
        *([Triple(iri, hd.besideCountry, NamedNode(judged.beside))] if judged.beside else []),
        *decided(iri, verdict, judged.by, judged.at, judged.reason),
    ]
    return judgement_record(ids, JudgementSource(SOURCE, TITLE, KIND), iri, claims)


def judged_names_of(texts: Iterable[str]) -> Iterator[JudgedName]:
    """The judgements of records of theirs, given as canonical N-Quads."""
    return map(_judged, texts)


def _judged(text: str) -> JudgedName:
    said: dict[str, str] = {}
    for quad in read_canonical(text):
        if isinstance(quad.object, NamedNode | Text):
            said[quad.predicate.value] = quad.object.value
    [role] = [role for role in ROLES if role == said[hd.nameRole.value]]
    return JudgedName(
        said[hd.judgedName.value],
        role,
        said[hd.means.value],
        said[CREATOR.value],
        said[GENERATED.value],
        said.get(hd.besideCountry.value, ""),
        said[hd.verdict.value].endswith("/positive"),
        said.get(hd.note.value, ""),
    )


def ruling_names(judged: Iterable[JudgedName]) -> tuple[JudgedName, ...]:
    """What rules on each name and thing: the last judgement; of one moment, the one that says less."""
    last: dict[tuple[str, ...], JudgedName] = {}
    for one in sorted(judged, key=lambda one: (one.at, not one.means, one.by, one.reason)):
        last[one.key[:-1]] = one
    return tuple(sorted(last.values()))
