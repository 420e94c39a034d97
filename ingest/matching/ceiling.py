"""What a pair can score at most, for millions of pairs at once: those that cannot be candidates are not read again.

It looks at numbers alone: the days, whether single parties and crises are equal, and a signature of the words. It is
never less than the score, and mostly equal to it.
"""

from array import array
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ingest.matching.aspects import GAPS, KIN, NEAR, OVERLAPS, SMALL, TEN_DAYS, has_state
from ingest.matching.blocking import Rows
from ingest.matching.features import Features
from ingest.matching.findings import BASE, FINDINGS

Bits = NDArray[np.float64]
Numeric = NDArray[np.int64] | NDArray[np.int32]
Taken = dict[str, Any]
"""Columns of some missions, by their names: whole numbers, but for amounts."""

_UNKNOWN: Final = -1
"""The number of what is not known."""
_MANY: Final = -2
"""The number of several values, of which some can be shared."""
_NEVER: Final = -1
"""The day of what is not dated."""

_COLUMNS: Final = {
    "start": "i",
    "latest": "i",
    "end": "i",
    "sender": "i",
    "receiver": "i",
    "crisis": "i",
    "type": "Q",
    "kin": "Q",
    "source": "i",
    "title": "i",
    "words": "Q",
    "crowded": "b",
    "unit": "i",
    "amount": "d",
    "body": "i",
    "place": "i",
    "ordinal": "i",
}


@lru_cache(maxsize=4_096)
def _types_of(types: frozenset[str]) -> tuple[int, int]:
    """The bits of types, and of those that are kin to one of them."""
    names = {iri.rsplit("/", 1)[-1] for iri in types}
    kin = {other for pair in KIN for name in names & pair for other in pair - {name}}
    return _mask(names), _mask(kin)


@lru_cache(maxsize=100_000)
def _signature_of(words: frozenset[str]) -> tuple[int, int]:
    """The bits of words, and 1 where two of them have one bit."""
    mask = _mask(words)
    return mask, int(mask.bit_count() < len(words))


def _mask(texts: Iterable[str]) -> int:
    """A bit for each text, of 64: texts that differ can have one."""
    mask = 0
    for text in texts:
        mask |= 1 << (crc32(text.encode()) & 63)
    return mask


def _number(texts: frozenset[str]) -> int:
    """The number of a single text, the same everywhere: texts that differ can have one, which lifts a ceiling."""
    if len(texts) != 1:
        return _MANY if texts else _UNKNOWN
    (text,) = texts
    return crc32(text.encode()) & 0x7FFF_FFFF


class Columns:
    """Missions as columns of numbers, each mission in the place in which it was added."""

    def __init__(self) -> None:
        self.arrays = {name: array(code) for name, code in _COLUMNS.items()}

    def add(self, one: Features) -> None:
        """Adds a mission at the end."""
        for column, value in zip(self.arrays.values(), self._row(one), strict=True):
            column.append(value)

    def extend(self, others: "Columns") -> None:
        """Adds others at the end."""
        for name, column in self.arrays.items():
            column.extend(others.arrays[name])

    def _row(self, one: Features) -> tuple[Any, ...]:
        number = _number
        (amount,) = one.amounts if len(one.amounts) == 1 else (None,)
        return (
            one.start.earliest if one.start else _NEVER,
            one.start.latest if one.start else _NEVER,
            one.end.latest if one.end else _NEVER,
            self._state(one.senders),
            self._state(one.receivers),
            number(one.crises),
            *_types_of(one.types),
            number(frozenset({one.source} - {""})),
            number(one.names),
            *_signature_of(one.words),
            number(frozenset({amount.unit})) if amount else number(frozenset(map(str, one.amounts))),
            amount.value if amount else 0.0,
            number(one.sending_bodies | one.receiving_bodies),
            number(one.places),
            number(one.ordinals),
        )

    @staticmethod
    def _state(parties: frozenset[str]) -> int:
        # A body whose home is not known may or may not contradict a state.
        return _number(parties) if has_state(parties) or not parties else _MANY

    def of(self, rows: Rows) -> Taken:
        """The columns of some missions."""
        return {name: np.asarray(column)[rows] for name, column in self.arrays.items()}


def ceiling(one: Taken, other: Taken) -> Bits:
    """The most bits that each pair can have."""
    bits = np.full(len(one["start"]), BASE)
    for column, same, other_bits in _SINGLE:
        bits += _single(one[column], other[column], _bits(same), _bits(other_bits))
    return bits + _types(one, other) + _time(one, other) + _names(one, other) + _amounts(one, other)


_SINGLE: Final = (
    ("sender", "senders same", "senders other"),
    ("receiver", "receivers same", "receivers other"),
    ("crisis", "crisis same", "crisis other"),
    ("source", "source same", "source other"),
    # One body can send and the other receive: then none of a role is known of both.
    ("body", "bodies shared", "bodies unknown"),
    ("place", "places shared", "places other"),
    ("ordinal", "ordinals same", "ordinals other"),
)


def _bits(key: str) -> float:
    return FINDINGS[key].bits


def _single(one: Numeric, other: Numeric, same: float, different: float) -> Bits:
    unknown = (one == _UNKNOWN) | (other == _UNKNOWN)
    open_ = (one == other) | (one == _MANY) | (other == _MANY)
    return np.select([unknown, open_], [0.0, same], different)


def _time(one: Taken, other: Taken) -> Bits:
    gap = np.maximum(one["start"], other["start"]) - np.minimum(one["latest"], other["latest"])
    width = np.maximum(one["latest"] - one["start"], other["latest"] - other["start"]) + 1
    unknown = (one["start"] == _NEVER) | (other["start"] == _NEVER)
    together = [(gap <= 0) & (width <= most) for most, _ in OVERLAPS]
    runs = (gap > TEN_DAYS) & (_runs(one, other) | _runs(other, one))
    apart = [gap <= most for most, _ in GAPS]
    keys = [key for _, key in (*OVERLAPS, (0, "time running"), *GAPS)]
    return np.select([unknown, *together, runs, *apart], [0.0, *map(_bits, keys)], 0.0)


def _runs(one: Taken, other: Taken) -> NDArray[np.bool_]:
    runs: NDArray[np.bool_] = (one["start"] <= other["latest"]) & (other["latest"] <= one["end"])
    return runs


def _types(one: Taken, other: Taken) -> Bits:
    unknown = (one["type"] == 0) | (other["type"] == 0)
    same, kin = (one["type"] & other["type"]) != 0, (one["kin"] & other["type"]) != 0
    return np.select([unknown, same, kin], [0.0, _bits("type same"), _bits("type kin")], _bits("type other"))


def _names(one: Taken, other: Taken) -> Bits:
    same = (one["title"] == other["title"]) & (one["title"] != _UNKNOWN)
    many = (one["title"] == _MANY) | (other["title"] == _MANY)
    shared = np.bitwise_count(one["words"] & other["words"])
    several = (shared > 1) | ((shared > 0) & ((one["crowded"] != 0) | (other["crowded"] != 0)))
    untold = (one["words"] == 0) | (other["words"] == 0)
    keys = ("names same", "words many", "words one", "names like")
    return np.select([same | many, several, shared > 0, untold], [*map(_bits, keys)], _bits("words other"))


def _amounts(one: Taken, other: Taken) -> Bits:
    unknown = (one["unit"] == _UNKNOWN) | (other["unit"] == _UNKNOWN)
    many = (one["unit"] == _MANY) | (other["unit"] == _MANY)
    less, more = np.minimum(one["amount"], other["amount"]), np.maximum(one["amount"], other["amount"])
    alike = one["unit"] == other["unit"]
    equal, near = alike & (less == more), alike & (less >= NEAR * more)
    large, small = equal & (more >= SMALL), equal & (more < SMALL)
    keys = ("amount equal", "amount equal small", "amount near")
    # Amounts of unlike kinds are not compared: what is neither equal nor near may weigh nothing.
    return np.select([unknown, many | large, small, near], [0.0, *map(_bits, keys)], 0.0)
