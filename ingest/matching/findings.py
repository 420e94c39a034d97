"""What can be found between two missions, and how much each finding weighs: the one table of weights.

A weight is in bits: +1 doubles the odds that both are one mission, -1 halves them. What is unknown weighs nothing.
They were chosen on one half of the labelled pairs (`tests/ingest/matching`), and are held to the other half.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Side(StrEnum):
    """What a finding speaks for."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that can be found of one aspect: its weight in bits, and what it says to a reader."""

    key: str
    bits: float
    says: str
    why: str

    @property
    def side(self) -> Side:
        """What it speaks for, by its weight."""
        if self.bits == 0:
            return Side.UNKNOWN
        return Side.AGREES if self.bits > 0 else Side.CONTRADICTS


BASE: Final = -8.0
"""The odds before anything is compared: of some hundred pairs that have something in common, few are one mission."""

_TABLE: Final = (
    Finding("senders same", 2.0, "same senders", "few states send to a place at a time"),
    Finding(
        "senders shared", 1.0, "one of several senders in common", "a joint mission is told by each sender"
    ),
    Finding("senders other", -8.0, "different senders", "CU to IT is not IT to CU"),
    Finding("senders unknown", 0, "a sender is not known as a state", "unknown is not no"),
    Finding("receivers same", 2.0, "same recipients", "few states receive from one sender at a time"),
    Finding(
        "receivers shared", 0.5, "one of several recipients in common", "one shipment, or a package of many"
    ),
    Finding("receivers other", -6.0, "different recipients", "missions are told apart by where they go"),
    Finding("receivers unknown", 0, "a recipient is not known as a state", "unknown is not no"),
    Finding("bodies shared", 1.5, "the same organisation acts", "states have many bodies"),
    Finding(
        "bodies other",
        -0.5,
        "different organisations act",
        "sources name the owner, the carrier or the payer",
    ),
    Finding("bodies unknown", 0, "an organisation is not named", "unknown is not no"),
    Finding("time same day", 4.0, "start on the same day", "days agree by chance seldom"),
    Finding("time same month", 2.5, "can start on the same day, within a month", "as above, less exact"),
    Finding(
        "time near", 2.0, "start within ten days", "reports are dated by the order, the flight or the arrival"
    ),
    Finding(
        "time same year",
        1.0,
        "can start on the same day, within a year",
        "a year holds many missions of a pair",
    ),
    Finding("time running", 0.5, "one starts while the other runs", "reports of long missions come late"),
    Finding("time some weeks", 0.5, "start within two months", "reports come late, by weeks"),
    Finding("time apart", -2.5, "start months apart", "more likely the next mission"),
    Finding("time far", -5.0, "start more than a year apart", "another mission, or a wrong year"),
    Finding("time unknown", 0, "a start is not known", "unknown is not no"),
    Finding("crisis same", 1.5, "answer the same crisis", "much aid of a pair answers one crisis"),
    Finding("crisis other", -5.0, "answer different crises", "a mission answers one crisis"),
    Finding("crisis unknown", 0, "a crisis is not named", "unknown is not no"),
    Finding("type same", 1.0, "same type", "eleven types"),
    Finding(
        "type kin", 0, "types that sources take for each other", "a field hospital has a team and equipment"
    ),
    Finding("type unknown", 0, "a type is not known", "unknown is not no"),
    Finding("type other", -2.0, "different types", "sources seldom mix these"),
    Finding("amount equal", 3.0, "the same amount", "equal figures are seldom chance"),
    Finding("amount equal small", 0.5, "the same small amount", "one hospital is like another"),
    Finding("amount near", 1.0, "amounts within a quarter of each other", "sources round"),
    Finding(
        "amount part", -0.5, "one amount is many times the other", "a part, a later total, or another mission"
    ),
    Finding("amount other", -0.5, "different amounts of the same", "rival sources differ, too"),
    Finding("amount unknown", 0, "no amounts of the same", "unknown is not no"),
    Finding("places shared", 2.0, "the same place", "places are exact"),
    Finding("places other", -2.0, "different places", "a mission moves seldom"),
    Finding("places unknown", 0, "a place is not known", "unknown is not no"),
    Finding("names same", 3.0, "the same title", "titles are made for one thing"),
    Finding("words many", 2.5, "several telling words in common", "rare words name places, ships and bodies"),
    Finding("words one", 1.5, "a telling word in common", "as above"),
    Finding("names like", 1.0, "titles much alike", "the same words, most of them common"),
    Finding(
        "words other", -0.5, "no telling word in common", "each names something else, or in another language"
    ),
    Finding("names unlike", 0, "titles say too little to compare", "unknown is not no"),
    Finding("ordinals other", -3.0, "the first is not the second", "sources count missions"),
    Finding("ordinals same", 1.0, "both are counted alike", "sources count missions"),
    Finding("ordinals unknown", 0, "one is not counted", "unknown is not no"),
    Finding("source same", -3.5, "told by one source", "a source seldom tells a mission twice"),
    Finding("source other", 0, "told by two sources", "sources overlap"),
)

FINDINGS: Final = MappingProxyType({finding.key: finding for finding in _TABLE})
"""All findings by their keys."""
