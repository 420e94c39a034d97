"""Records to features: read from the canonical N-Quads of each, as they stand in the store of record."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import fields, replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Final

from ingest.matching.background import Background
from ingest.matching.features import Amount, Days, Features
from ingest.matching.lines import text_of, triples_of
from ingest.matching.words import ordinals, telling_words
from ingest.normalise import normal_name
from ontology.namespaces import HD

KIND: Final = "mission"
"""The kind of records that missions are told by."""

Said = Mapping[str, Set[str]]
"""What a record says of one thing: objects, as they are written, by the last parts of predicates."""

_DESCRIBES: Final = f" <{HD}describes> <"
_NOTHING: Final[Set[str]] = frozenset()
_NO_IRIS: Final = frozenset[str]()
_UNITS: Final = {
    **dict.fromkeys(("persons", "people", "staff", "members", "medical personnel"), "personnel"),
    **dict.fromkeys(("tons", "ton", "tonne", "t"), "tonnes"),
    **dict.fromkeys(("field hospitals", "mobile hospitals", "hospitals"), "field hospital"),
    **dict.fromkeys(("surgical masks",), "masks"),
}
"""Units that count the same things."""
_BODIES: Final = {
    "sending_bodies": ("sendingOrganisation",),
    "receiving_bodies": ("receivingOrganisation",),
    "other_bodies": ("fundedBy", "carriedBy", "commandedBy", "staffedBy", "hostedBy"),
}


_READ: Final = {
    f"<{HD}{name}>": name
    for name in (
        *("missionType", "sentBy", "receivedBy", "inResponseTo", "name", "atPlace", "status", "fromDataset"),
        *("start", "startLatest", "end", "endLatest"),
        *("quantity", "monetaryValue", "amount", "unit", "quantityKind", "currency"),
        *(name for names in _BODIES.values() for name in names),
    )
}
"""What is read of a record, by predicates as they are written."""


def read_features(texts: Iterable[str], background: Background) -> Iterator[Features]:
    """The features of each mission that records describe, given one after another as the store of record has them.

    A row with columns of stricter marking is several records, which follow each other: they are put together.
    """
    told = (features for text in texts if (features := read_record(text, background)))
    for _, group in groupby(told, key=lambda one: one.mission):
        first, *rest = group
        for more in rest:
            first = together(first, more)
        yield first


def read_record(text: str, background: Background) -> Features | None:
    """The features of the mission that one record describes; None where it describes no mission."""
    mission = mission_of(text)
    if not mission:
        return None
    said: dict[str, dict[str, set[str]]] = {}
    for subject, predicate, value in triples_of(text):
        name = _READ.get(predicate)
        if name:
            said.setdefault(subject, {}).setdefault(name, set()).add(value)
    return _features(f"<{mission}>", said, background)


def mission_of(text: str) -> str:
    """The IRI of what a record describes; nothing where it describes nothing.

    >>> mission_of(f"<urn:r> <{HD}describes> <urn:m> <urn:r> ."), mission_of("")
    ('urn:m', '')
    """
    at = text.find(_DESCRIBES)
    if at < 0:
        return ""
    start = at + len(_DESCRIBES)
    return text[start : text.index(">", start)]


def together(one: Features, more: Features) -> Features:
    """What two records of one source tell of one mission."""
    joined = {
        each.name: getattr(one, each.name) | getattr(more, each.name)
        for each in fields(one)
        if isinstance(getattr(one, each.name), frozenset)
    }
    return replace(one, **joined, start=one.start or more.start, end=one.end or more.end)


def _features(mission: str, said: Mapping[str, Said], background: Background) -> Features | None:
    about = said.get(mission, {})
    types = _iris(about, "missionType")
    if not types:
        return None
    bodies = {role: _iris(about, *predicates) for role, predicates in _BODIES.items()}
    senders, receivers = (_at_home(_iris(about, role), background) for role in ("sentBy", "receivedBy"))
    names = frozenset(normal_name(text_of(name)) for name in about.get("name", _NOTHING))
    crises = _iris(about, "inResponseTo")
    known = background.stems_of(senders | receivers | crises)
    return Features(
        mission=mission[1:-1],
        source=_source(said),
        senders=senders,
        receivers=receivers,
        **bodies,
        start=_days(about, "start"),
        end=_days(about, "end"),
        crises=crises,
        types=types,
        amounts=_amounts(about, said),
        places=_iris(about, "atPlace"),
        names=names,
        words=telling_words(names, known),
        ordinals=ordinals(names),
        statuses=_iris(about, "status"),
    )


def _iris(about: Said, *predicates: str) -> frozenset[str]:
    found = [value for predicate in predicates for value in about.get(predicate, _NOTHING)]
    return frozenset([value[1:-1] for value in found if value[0] == "<"]) if found else _NO_IRIS


def _text(about: Said, predicate: str) -> str:
    return min(map(text_of, about.get(predicate, _NOTHING)), default="")


def _source(said: Mapping[str, Said]) -> str:
    return min((iri for about in said.values() for iri in _iris(about, "fromDataset")), default="")


def _at_home(parties: frozenset[str], background: Background) -> frozenset[str]:
    """Bodies that act where no state is named stand for the state that they are at home in, where that is known."""
    return frozenset(background.homes.get(party, party) for party in parties)


def _days(about: Said, field: str) -> Days | None:
    earliest = _day(_text(about, field))
    if earliest is None:
        return None
    return Days(earliest, max(_day(_text(about, f"{field}Latest")) or earliest, earliest))


@lru_cache(maxsize=100_000)
def _day(text: str) -> int | None:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        # Records of others may have what is no date in this calendar.
        return None


def _amounts(about: Said, said: Mapping[str, Said]) -> frozenset[Amount]:
    quantities = (_quantity(said.get(value, {})) for value in about.get("quantity", _NOTHING))
    money = (_money(said.get(value, {})) for value in about.get("monetaryValue", _NOTHING))
    return frozenset(amount for amount in (*quantities, *money) if amount)


def _quantity(about: Said) -> Amount | None:
    value, unit = _number(_text(about, "amount")), normal_name(_text(about, "unit"))
    kind = min(_iris(about, "quantityKind"), default="").rsplit("/", 1)[-1]
    return None if value is None else Amount(value, _UNITS.get(unit, unit), kind)


def _money(about: Said) -> Amount | None:
    value = _number(_text(about, "amount"))
    return None if value is None else Amount(value, _text(about, "currency"), "money")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
