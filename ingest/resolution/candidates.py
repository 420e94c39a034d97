"""What a text may mean that means nothing for sure: candidates for a person, each with its score and its reasons.

No candidate is ever taken for the answer, however high its score. A place that no code stands for, such as
Somaliland, has no candidates: whatever is spelt like it is another place.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import NamedNode

from ingest.normalise import normal_name
from ingest.resolution.asked_name import AskedName
from ingest.resolution.former_states import former_states
from ingest.resolution.latin_form import latin_form
from ingest.resolution.name_index import NameIndex, words_of
from ingest.resolution.name_table import Named, NameTable
from ingest.resolution.nearest import LONGEST_GUESS, is_not_misspelt
from ingest.resolution.register import Register
from ingest.rows import cut

MOST = 5
"""Candidates of a text; a person reads no more."""
_ALIKE = 75
"""How alike two names must be, of 100, for one to be a candidate for the other."""
_INITIALS = range(2, 8)
"""Letters of a text that can be the initials of a name."""

_BORNE, _SUCCESSOR, _SAME_LETTERS, _SPELT, _WORDS, _INITIAL = 0.9, 0.88, 0.85, 0.8, 0.7, 0.6
"""The score of each reason at its strongest, before what the row says of home and date."""
_ONE_OF_SEVERAL = 0.5
"""What the score of a successor is multiplied by where the state that is gone was split or joined with another."""
_SHORTEST_SPELT = 5
"""Letters of a name that can be misspelt; initials that differ by one are other initials."""
_AT_HOME, _ABROAD, _TOO_EARLY = 1.1, 0.7, 0.1
"""What a score is multiplied by for what the row says."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that a text may mean: how likely of 1, and why."""

    iri: NamedNode
    shown: str
    score: float
    reasons: tuple[str, ...]


class _Hint(NamedTuple):
    """One reason for a thing; `kind` is its strongest score, and of each kind only the best reason is told."""

    thing: Named
    kind: float
    score: float
    reason: str


def candidates(asked: AskedName, register: Register) -> tuple[Candidate, ...]:
    """What a text may mean, the likeliest first: at most five, and never what it was judged not to mean."""
    if len(asked.text) > LONGEST_GUESS or not normal_name(asked.text):
        return ()
    if asked.role == "country" and is_not_misspelt(normal_name(asked.text)):
        return ()
    table = _table_of(asked, register)
    never = table.never(asked.text, asked.homes)
    found: dict[str, dict[float, _Hint]] = {}
    for hint in _hints(asked, table):
        of_kind = found.setdefault(hint.thing.iri.value, {})
        if hint.kind not in of_kind or of_kind[hint.kind].score < hint.score:
            of_kind[hint.kind] = hint
    ranked = [
        _weighed(list(hints.values()), asked, register) for iri, hints in found.items() if iri not in never
    ]
    return tuple(sorted(ranked, key=lambda one: (-one.score, one.shown, one.iri.value))[:MOST])


def _table_of(asked: AskedName, register: Register) -> NameTable:
    match asked.role:
        case "country":
            return register.places
        case "organisation":
            return register.organisations
        case "crisis":
            return register.occasions
        case "disease":
            return register.diseases


@lru_cache(maxsize=8)
def _index(table: NameTable) -> NameIndex:
    return NameIndex(table)


def _hints(asked: AskedName, table: NameTable) -> Iterator[_Hint]:
    borne = table.find(asked.text)
    yield from (_Hint(thing, _BORNE, _BORNE, "it bears this name or code") for thing in borne)
    yield from _of_former_states(asked, table)
    index, name = _index(table), latin_form(asked.text)
    same = [thing for thing in index.bearers(name) if thing not in borne]
    yield from _told(same, _SAME_LETTERS, 1, "its name is the same in Latin letters")
    for near, likeness in index.spelt_as(name, _ALIKE) if len(name) >= _SHORTEST_SPELT else ():
        if near != name:
            reason = f"spelt like {near!r} ({likeness:.0f} of 100)"
            yield from _told(index.bearers(near), _SPELT, likeness / 100, reason)
    for other in index.sharing_words(name):
        share = 0.5 + min(len(name), len(other)) / max(len(name), len(other)) / 2
        holds = "has all words of the text" if words_of(name) <= words_of(other) else "stands in the text"
        yield from _told(index.bearers(other), _WORDS, share, f"{cut(other, 80)!r} {holds}")
    letters = name.replace(" ", "")
    for long in index.of_initials(letters) if len(letters) in _INITIALS else ():
        reason = f"{letters.upper()} are the initials of {cut(long, 80)!r}"
        yield from _told(index.bearers(long), _INITIAL, 1, reason)


def _told(things: Iterable[Named], kind: float, share: float, reason: str) -> Iterator[_Hint]:
    return (_Hint(thing, kind, kind * share, reason) for thing in things)


def _of_former_states(asked: AskedName, table: NameTable) -> Iterator[_Hint]:
    if asked.role == "country":
        for state in former_states(asked.text):
            share = 1 if state.renamed else _ONE_OF_SEVERAL
            after = (thing for code in state.after for thing in table.find(code))
            yield from _told(after, _SUCCESSOR, share, f"came after {state.name} ({state.years})")


def _weighed(hints: Sequence[_Hint], asked: AskedName, register: Register) -> Candidate:
    """The candidate that hints of one thing make, given what its row says of its home and its date."""
    thing, score = hints[0].thing, max(hint.score for hint in hints)
    reasons = [hint.reason for hint in sorted(hints, key=lambda hint: -hint.score)]
    if thing.home and asked.homes:
        at_home = thing.home in asked.homes
        score *= _AT_HOME if at_home else _ABROAD
        reasons.append("its home is a country of the row" if at_home else "its home is no country of the row")
    founded = register.founded.get(thing.iri.value) if asked.role == "organisation" else None
    if founded and asked.when and asked.when.latest < founded.earliest:
        score *= _TOO_EARLY
        reasons.append(f"founded {founded.edtf}, after the row's date {asked.when.edtf}")
    return Candidate(thing.iri, thing.shown, min(round(score, 2), 0.99), tuple(reasons))


__all__ = ["MOST", "Candidate", "candidates"]
