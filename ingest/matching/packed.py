"""Many features in little memory: a few hundred bytes a mission instead of some kilobytes."""

import json
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from typing import Any, Final

from ingest.matching.features import Amount, Days, Features

_SHARED: Final = (
    "senders",
    "receivers",
    "sending_bodies",
    "receiving_bodies",
    "other_bodies",
    "crises",
    "types",
    "places",
    "statuses",
)
"""Fields whose values stand in many missions: each is kept once."""
_OWN: Final = ("names", "words", "ordinals")


class _Segment:
    """Features in a row, with the texts that many of them have, each once."""

    def __init__(self) -> None:
        self.bytes = bytearray()
        self.ends = array("q", [0])
        self.numbers: dict[str, int] = {}
        self.texts: list[str] = []

    def number(self, text: str) -> int:
        number = self.numbers.setdefault(text, len(self.texts))
        if number == len(self.texts):
            self.texts.append(text)
        return number

    def row(self, at: int) -> Any:
        return json.loads(self.bytes[self.ends[at] : self.ends[at + 1]])


class Packed:
    """Features in a row that grows. What comes out is what went in."""

    def __init__(self, features: Iterable[Features] = ()) -> None:
        self.segments = [_Segment()]
        self.firsts = [0]
        self._count = 0
        for one in features:
            self.append(one)

    def append(self, features: Features) -> None:
        """Adds one at the end."""
        segment = self.segments[-1]
        row = [
            features.mission,
            segment.number(features.source),
            features.start,
            features.end,
            sorted(features.amounts),
            *(sorted(map(segment.number, getattr(features, name))) for name in _SHARED),
            *(sorted(getattr(features, name)) for name in _OWN),
        ]
        segment.bytes += json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()
        segment.ends.append(len(segment.bytes))
        self._count += 1

    def extend(self, others: "Packed") -> None:
        """Adds others at the end."""
        for first, segment in zip(others.firsts, others.segments, strict=True):
            # Nothing is added to it any more.
            segment.numbers = {}
            self.segments.append(segment)
            self.firsts.append(self._count + first)
        self._count += len(others)
        self.segments.append(_Segment())
        self.firsts.append(self._count)

    def __len__(self) -> int:
        return self._count

    def mission(self, at: int) -> str:
        """The IRI of the mission at a place."""
        iri: str = self._row(at)[1][0]
        return iri

    def __getitem__(self, at: int) -> Features:
        """The features at a place."""
        segment, row = self._row(at)
        mission, source, start, end, amounts, *rest = row
        shared, own = rest[: len(_SHARED)], rest[len(_SHARED) :]
        texts = segment.texts
        return Features(
            mission,
            texts[source],
            start=start and Days(*start),
            end=end and Days(*end),
            amounts=frozenset(Amount(*amount) for amount in amounts),
            **{
                name: frozenset([texts[number] for number in numbers])
                for name, numbers in zip(_SHARED, shared, strict=True)
            },
            **{name: frozenset(texts) for name, texts in zip(_OWN, own, strict=True)},
        )

    def _row(self, at: int) -> tuple[_Segment, Any]:
        # Of segments that begin at one place all but the last are empty.
        number = bisect_right(self.firsts, at) - 1
        segment = self.segments[number]
        return segment, segment.row(at - self.firsts[number])
