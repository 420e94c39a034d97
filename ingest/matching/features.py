"""What is compared of a mission: a small frozen value."""

from dataclasses import dataclass
from typing import NamedTuple


class Days(NamedTuple):
    """The first and the last day that a date can mean, as ordinals (`datetime.date.toordinal`)."""

    earliest: int
    latest: int

    @property
    def width(self) -> int:
        """How many days it can mean.

        >>> Days(733408, 733436).width
        29
        """
        return self.latest - self.earliest + 1


class Amount(NamedTuple):
    """So many of something. What is counted stands with it; of money it is the currency, and the kind is `money`."""

    value: float
    unit: str
    kind: str


@dataclass(frozen=True, slots=True)
class Features:
    """One mission as one source tells it. What is empty or None is unknown: it is not no.

    Parties, crises and types are IRIs. `names` are normal names (`ingest.normalise`), `words` what in them tells this
    mission from others of the same parties, and `ordinals` its place in a row of like ones: the second, the third.
    """

    mission: str
    source: str = ""
    senders: frozenset[str] = frozenset()
    receivers: frozenset[str] = frozenset()
    sending_bodies: frozenset[str] = frozenset()
    receiving_bodies: frozenset[str] = frozenset()
    other_bodies: frozenset[str] = frozenset()
    start: Days | None = None
    end: Days | None = None
    crises: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    amounts: frozenset[Amount] = frozenset()
    places: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    ordinals: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
