"""What people judged of names: that a text means exactly one thing, or that it never means another.

Judgements come as plain values; who made them, and where they are kept, is not known here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ingest.normalise import normal_name
from ingest.resolution.asked_name import Role


@dataclass(frozen=True, slots=True)
class NameJudgement:
    """A text means a thing in a role, or with `means=False` does not.

    With a home it holds only where the row names that country in the same role; without one, everywhere.
    """

    text: str
    role: Role
    iri: NamedNode
    home: NamedNode | None = None
    means: bool = True


class JudgedNames:
    """The judgements of one role, by normal names; false where there are none.

    One that has a home goes before one that has none. Judgements that contradict each other decide nothing:
    the text means all that they say, and is set aside as any other that means several.

    >>> raf, morocco = NamedNode("urn:raf"), NamedNode("urn:MAR")
    >>> judged = JudgedNames("organisation", [NameJudgement("RAF", "organisation", raf, morocco)])
    >>> judged.meant("R.A.F.", [morocco]) == (raf,), judged.meant("RAF")
    (True, ())
    """

    def __init__(self, role: Role, judgements: Iterable[NameJudgement] = ()) -> None:
        self._meant: dict[tuple[str, str], set[str]] = {}
        self._never: dict[tuple[str, str], set[str]] = {}
        for one in judgements:
            if one.role == role:
                table = self._meant if one.means else self._never
                key = normal_name(one.text), one.home.value if one.home else ""
                table.setdefault(key, set()).add(one.iri.value)

    def __bool__(self) -> bool:
        return bool(self._meant or self._never)

    def meant(self, text: str, homes: Sequence[NamedNode] = ()) -> tuple[NamedNode, ...]:
        """What the text was judged to mean, in the order of IRIs; nothing where that is not judged."""
        if not self._meant:
            return ()
        name = normal_name(text)
        at_home = {iri for home in homes for iri in self._meant.get((name, home.value), ())}
        found = (at_home or self._meant.get((name, ""), set())) - self.never(text, homes)
        return tuple(NamedNode(iri) for iri in sorted(found))

    def never(self, text: str, homes: Sequence[NamedNode] = ()) -> frozenset[str]:
        """The IRIs of what the text was judged not to mean."""
        if not self._never:
            return frozenset()
        name = normal_name(text)
        return frozenset(
            iri for home in ("", *(one.value for one in homes)) for iri in self._never.get((name, home), ())
        )


__all__ = ["JudgedNames", "NameJudgement"]
