"""A release policy as it is written: levels, partners, groups, markings, and what each partner gets in which form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from exchange.generalise import Generalisation
from exchange.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Membership:
    """That a partner is in a group, from one day until another, both included; "" is without end."""

    partner: str
    since: str = ""
    until: str = ""

    def holds(self, day: str) -> bool:
        """Whether it holds on a day.

        >>> Membership("northland", "2026-01-01", "2026-12-31").holds("2027-01-01")
        False
        """
        return (not self.since or self.since <= day) and (not self.until or day <= self.until)


@dataclass(frozen=True, slots=True)
class Partner:
    """Who an ally is towards us, and in which form it gets what it may have. `version` is that of the arrangement."""

    id: str
    name: Mapping[str, str]
    version: str
    level: str
    caveats: frozenset[str] = frozenset()
    public_names: frozenset[str] = frozenset()
    rules: tuple[Generalisation, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkingRow:
    """What the records of some sources at some markings are marked with. After `review` it allows nothing."""

    sources: tuple[str, ...]
    levels: tuple[str, ...]
    recipients: frozenset[str]
    caveats: frozenset[str] = frozenset()
    originator: str = ""
    review: str = ""


@dataclass(frozen=True, slots=True)
class Restriction:
    """Single records that are marked more strictly; None where nothing is said of recipients."""

    records: tuple[str, ...]
    level: str = ""
    recipients: frozenset[str] | None = None
    caveats: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Leave:
    """An originator who lets what it gave us go on to partners and groups."""

    originator: str
    to: frozenset[str]


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy that was checked: every name in it is known."""

    name: str
    originator: str
    scheme: Scheme
    partners: Mapping[str, Partner]
    groups: Mapping[str, tuple[Membership, ...]]
    markings: tuple[MarkingRow, ...]
    restrictions: tuple[Restriction, ...] = ()
    leave: tuple[Leave, ...] = ()
    bases: tuple[str, ...] = ()

    def names_of(self, partner: str, day: str) -> frozenset[str]:
        """What a partner may be called on a day: its own name, and those of the groups that it is in."""
        groups = (
            name
            for name, members in self.groups.items()
            if any(one.partner == partner and one.holds(day) for one in members)
        )
        return frozenset({partner, *groups})

    def partners_in(self, names: Iterable[str], day: str) -> frozenset[str]:
        """The partners that names stand for on a day: those themselves, and who is in the groups then."""
        told = frozenset(names)
        return frozenset(partner for partner in self.partners if told & self.names_of(partner, day))
