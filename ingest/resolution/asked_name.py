"""A name as it was asked for: the text, what it was to name, and what its row says that can tell it apart."""

from dataclasses import dataclass
from typing import Literal

from pyoxigraph import NamedNode

from ontology.dates import PartialDate

Role = Literal["country", "organisation", "crisis", "disease"]
"""What a text is to name; a territory without a code is asked for as a country."""


@dataclass(frozen=True, slots=True)
class AskedName:
    """A text that was to name something; `homes` are the countries that its row names in the same role."""

    text: str
    role: Role
    homes: tuple[NamedNode, ...] = ()
    when: PartialDate | None = None


__all__ = ["AskedName", "Role"]
