"""How likely two records tell of one mission: a number, and the reasons that make it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ingest.matching.aspects import ASPECTS
from ingest.matching.features import Features
from ingest.matching.findings import BASE, FINDINGS, Finding, Side

CANDIDATE: Final = 0.2
"""From here on a pair is worth a person's look."""
PROPOSE: Final = 0.8
"""From here on a pair is proposed as one mission; a person decides all the same."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A finding, and what it was found in."""

    finding: Finding
    detail: str = ""

    @property
    def side(self) -> Side:
        """What it speaks for."""
        return self.finding.side

    @property
    def bits(self) -> float:
        """Its weight."""
        return self.finding.bits

    def __str__(self) -> str:
        """The reason in words, with its weight.

        >>> print(Reason(FINDINGS["time near"], "3 days"))
        +2.0 start within ten days (3 days)
        """
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.bits:+.1f} {self.finding.says}{detail}"


@dataclass(frozen=True, slots=True)
class Score:
    """A value from 0 to 1, and its reasons, of which it can be computed again."""

    value: float
    reasons: tuple[Reason, ...]

    @property
    def is_proposed(self) -> bool:
        """Whether the pair is proposed as one mission."""
        return self.value >= PROPOSE


def score(one: Features, other: Features) -> Score:
    """How likely two missions are one; it does not matter which comes first.

    >>> cuba, italy = frozenset({"urn:id/country/CUB"}), frozenset({"urn:id/country/ITA"})
    >>> there = Features("urn:a", senders=cuba, receivers=italy)
    >>> back = Features("urn:b", senders=italy, receivers=cuba)
    >>> [str(reason) for reason in score(there, back).reasons if reason.side is Side.CONTRADICTS][:2]
    ['-8.0 different senders (CUB; ITA)', '-6.0 different recipients (ITA; CUB)']
    """
    one, other = sorted((one, other), key=lambda features: features.mission)
    found = (aspect(one, other) for aspect in ASPECTS)
    reasons = tuple(Reason(FINDINGS[key], detail) for key, detail in found)
    return Score(value_of(reasons), reasons)


def value_between(one: Features, other: Features) -> float:
    """The value of `score` alone, for pairs by the million.

    >>> value_between(Features("urn:a"), Features("urn:b")) == score(Features("urn:a"), Features("urn:b")).value
    True
    """
    if other.mission < one.mission:
        one, other = other, one
    return _value(sum([FINDINGS[aspect(one, other)[0]].bits for aspect in ASPECTS]))


def value_of(reasons: Iterable[Reason]) -> float:
    """The value that reasons make: the odds of `BASE` and of all their bits, as a probability.

    >>> value_of([]), value_of([Reason(FINDINGS["time same day"])] * 3)
    (0.003891, 0.941176)
    """
    return _value(sum(reason.bits for reason in reasons))


def _value(bits: float) -> float:
    # Six digits are the same on every machine.
    return round(1 / (1 + math.pow(2, -BASE - bits)), 6)


def bits_of(value: float) -> float:
    """The bits, those of `BASE` with them, that make a value.

    >>> bits_of(0.5), bits_of(0.2)
    (0.0, -2.0)
    """
    return math.log2(value / (1 - value))
