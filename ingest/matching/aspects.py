"""Aspects of two missions: each compared by a function of its own, which finds one thing."""

from collections.abc import Callable, Iterable
from itertools import product
from typing import Final

from rapidfuzz.fuzz import token_set_ratio

from ingest.matching.features import Amount, Days, Features

Found = tuple[str, str]
"""The key of a finding, and what it was found in."""

KIN: Final = frozenset(
    frozenset(pair)
    for pair in (
        ("field-hospital", "medical-team"),
        ("field-hospital", "equipment"),
        ("medical-team", "equipment"),
        ("medical-team", "training"),
        ("medical-team", "evacuation"),
        ("medical-team", "hospital-ship"),
        ("field-hospital", "hospital-ship"),
        ("equipment", "medicines"),
        ("medicines", "vaccines"),
        ("agreement", "training"),
        ("agreement", "equipment"),
        # Lists of payments call everything that was paid for funding.
        *(
            ("funding", other)
            for other in ("agreement", "equipment", "field-hospital", "medical-team", "medicines")
        ),
        ("funding", "training"),
    )
)
"""Types that sources take for each other."""
SMALL: Final = 10
"""Below this, amounts are equal by chance."""
NEAR: Final = 0.75
_PART: Final = 0.2
"""Which part of an amount is near it, and which is a small part of it."""
_ALIKE: Final = 85
"""Alike titles, of 100."""
TEN_DAYS: Final = 10
OVERLAPS: Final = ((1, "time same day"), (31, "time same month"), (366, "time same year"))
"""Findings for starts that can be on one day, by how many days the less exact one can mean."""
GAPS: Final = ((TEN_DAYS, "time near"), (60, "time some weeks"), (366, "time apart"), (10**7, "time far"))
"""Findings for starts that cannot, by the days between them."""


def _senders(one: Features, other: Features) -> Found:
    return _parties("senders", one.senders, other.senders)


def _receivers(one: Features, other: Features) -> Found:
    return _parties("receivers", one.receivers, other.receivers)


def _parties(side: str, one: frozenset[str], other: frozenset[str]) -> Found:
    if one == other and one:
        return f"{side} same", _named(one)
    if shared := one & other:
        return f"{side} shared", _named(shared)
    if has_state(one) and has_state(other):
        return f"{side} other", f"{_named(one)}; {_named(other)}"
    return f"{side} unknown", ""


def has_state(parties: Iterable[str]) -> bool:
    """Whether a state is among them: a body whose home is not known can be of any."""
    return any("/country/" in party or "/territory/" in party for party in parties)


def _bodies(one: Features, other: Features) -> Found:
    shared = (one.sending_bodies & other.sending_bodies) | (one.receiving_bodies & other.receiving_bodies)
    if shared:
        # Their IRIs say nothing to a reader; their names stand with each side.
        return "bodies shared", ""
    if one.sending_bodies and other.sending_bodies:
        return "bodies other", ""
    return "bodies unknown", ""


def _time(one: Features, other: Features) -> Found:
    if one.start is None or other.start is None:
        return "time unknown", ""
    gap = max(one.start.earliest, other.start.earliest) - min(one.start.latest, other.start.latest)
    if gap <= 0:
        width = max(one.start.width, other.start.width)
        return next((key for most, key in OVERLAPS if width <= most), "time unknown"), ""
    days = f"{gap} days"
    if gap > TEN_DAYS and (_runs(one, other.start) or _runs(other, one.start)):
        return "time running", days
    return next(key for most, key in GAPS if gap <= most), days


def _runs(mission: Features, day: Days) -> bool:
    return bool(mission.start and mission.end and mission.start.earliest <= day.latest <= mission.end.latest)


def _crisis(one: Features, other: Features) -> Found:
    if not (one.crises and other.crises):
        return "crisis unknown", ""
    shared = one.crises & other.crises
    return ("crisis same", _named(shared)) if shared else ("crisis other", "")


def _type(one: Features, other: Features) -> Found:
    if not (one.types and other.types):
        return "type unknown", ""
    if shared := one.types & other.types:
        return "type same", _named(shared)
    pairs = {frozenset((_last(a), _last(b))) for a, b in product(one.types, other.types)}
    return ("type kin" if pairs & KIN else "type other"), f"{_named(one.types)}; {_named(other.types)}"


def _amounts(one: Features, other: Features) -> Found:
    compared = [
        _compared(*sorted((a, b)))
        for a, b in product(one.amounts, other.amounts)
        if a.unit == b.unit and (a.kind == b.kind or not (a.kind and b.kind))
    ]
    return min(compared, key=lambda found: (_BEST.index(found[0]), found[1]), default=("amount unknown", ""))


_BEST: Final = ("amount equal", "amount near", "amount equal small", "amount part", "amount other")


def _compared(less: Amount, more: Amount) -> Found:
    said = f"{less.value:,.10g} and {more.value:,.10g} {less.unit}"
    if less.value == more.value:
        return ("amount equal" if more.value >= SMALL else "amount equal small"), said
    if more.value <= 0:
        return "amount other", said
    ratio = less.value / more.value
    if ratio >= NEAR:
        return "amount near", said
    return ("amount part" if ratio <= _PART else "amount other"), said


def _places(one: Features, other: Features) -> Found:
    if not (one.places and other.places):
        return "places unknown", ""
    shared = one.places & other.places
    return ("places shared", _named(shared)) if shared else ("places other", "")


def _names(one: Features, other: Features) -> Found:
    if shared := one.names & other.names:
        return "names same", min(shared)
    if words := one.words & other.words:
        return ("words many" if len(words) > 1 else "words one"), ", ".join(sorted(words))
    if one.words and other.words:
        return "words other", f"{_listed(one.words)}; {_listed(other.words)}"
    alike = any(token_set_ratio(a, b) >= _ALIKE for a, b in product(one.names, other.names))
    return ("names like" if alike else "names unlike"), ""


def _ordinals(one: Features, other: Features) -> Found:
    if not (one.ordinals and other.ordinals):
        return "ordinals unknown", ""
    return ("ordinals same" if one.ordinals & other.ordinals else "ordinals other"), ""


def _source(one: Features, other: Features) -> Found:
    return ("source same" if one.source and one.source == other.source else "source other"), ""


ASPECTS: Final[tuple[Callable[[Features, Features], Found], ...]] = (
    _senders,
    _receivers,
    _bodies,
    _time,
    _crisis,
    _type,
    _amounts,
    _places,
    _names,
    _ordinals,
    _source,
)
"""All aspects, in the order in which a person reads them."""


def _last(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _named(iris: Iterable[str]) -> str:
    return _listed(map(_last, iris))


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))


__all__ = ["ASPECTS", "GAPS", "KIN", "NEAR", "OVERLAPS", "SMALL", "TEN_DAYS", "Found", "has_state"]
