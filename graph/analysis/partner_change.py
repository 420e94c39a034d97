"""Which partners one period has and another has not."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartnerChange:
    """The partners of two periods: in both, in the earlier only, in the later only; each sorted."""

    kept: tuple[str, ...]
    ended: tuple[str, ...]
    new: tuple[str, ...]


def partner_change(earlier: Collection[str], later: Collection[str]) -> PartnerChange:
    """What became of the partners.

    >>> partner_change(["PAK", "SOM"], ["SOM", "ITA"])
    PartnerChange(kept=('SOM',), ended=('PAK',), new=('ITA',))
    """
    first, second = {*earlier}, {*later}
    return PartnerChange(*(tuple(sorted(part)) for part in (first & second, first - second, second - first)))
