"""Names to things: a table from normal names to the things that bear them."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode

from ingest.normalise import normal_name
from ingest.resolution.judged_names import JudgedNames
from ingest.resolution.nearest import LONGEST_GUESS, Spellings


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that a name can mean: its IRI, the name to show, and its home country where it has one."""

    iri: NamedNode
    shown: str
    home: NamedNode | None = None


def _no_others(_text: str) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Forms:
    """How the names of a table are compared: the form in which they are equal, and further texts to look for.

    The further texts are looked for in their order, and only where the text as it stands names nothing.
    """

    equal: Callable[[str], str] = normal_name
    others: Callable[[str], Iterable[str]] = _no_others


PLAIN = Forms()


class NameTable:
    """All things that bear a name, exact after normalisation; what was judged of a name goes before that.

    Codes are exact as they are written: `NO` is Norway, `no` is a word.

    >>> from pyoxigraph import NamedNode
    >>> turkey = Named(NamedNode("urn:TUR"), "Türkiye")
    >>> table = NameTable([("Türkiye", turkey), ("Turkiye", turkey)], [("TUR", turkey)])
    >>> table.find("TÜRKIYE") == table.find("TUR") == table.find("ＴＵＲ") == (turkey,), table.find("tur")
    (True, ())
    """

    def __init__(
        self,
        names: Iterable[tuple[str, Named]],
        codes: Iterable[tuple[str, Named]] = (),
        forms: Forms = PLAIN,
        judged: JudgedNames | None = None,
    ) -> None:
        self._forms = forms
        self._names = _table((forms.equal(name), thing) for name, thing in names)
        self._codes = _table(codes)
        self._judged = judged or None

    def find(self, text: str, homes: Sequence[NamedNode] = ()) -> tuple[Named, ...]:
        """Everything that bears the code or the name, in the order of IRIs; empty when nothing does."""
        return self._judge(text, homes, self._with_code(text) or self._with_name(text))

    def find_name(self, text: str, homes: Sequence[NamedNode] = ()) -> tuple[Named, ...]:
        """Everything that bears the name; codes do not count."""
        return self._judge(text, homes, self._with_name(text))

    def meant(self, text: str, homes: Sequence[NamedNode] = ()) -> tuple[Named, ...]:
        """What the text was judged to mean; nothing where that is not judged."""
        meant = self._judged.meant(text, homes) if self._judged else ()
        return tuple(self._things.get(iri.value) or Named(iri, text) for iri in meant)

    def never(self, text: str, homes: Sequence[NamedNode] = ()) -> frozenset[str]:
        """The IRIs of what the text was judged not to mean."""
        return self._judged.never(text, homes) if self._judged else frozenset()

    def nearest(self, text: str) -> Named | None:
        """The first thing whose name is spelt nearly so, for a hint to a person."""
        near = None if len(text) > LONGEST_GUESS else self._spellings.nearest(self._forms.equal(text))
        things = self._names[near] if near else ()
        never = self.never(text)
        return next((thing for thing in things if thing.iri.value not in never), None)

    def entries(self) -> Iterator[tuple[str, tuple[Named, ...]]]:
        """Each name in its normal form, with what bears it."""
        yield from self._names.items()

    def _with_code(self, text: str) -> tuple[Named, ...]:
        found = self._codes.get(text)
        if found is None and self._codes and not text.isascii():
            # Letters of full width are the same letters.
            found = self._codes.get(unicodedata.normalize("NFKC", text))
        return found or ()

    def _with_name(self, text: str) -> tuple[Named, ...]:
        found = self._names.get(self._forms.equal(text))
        if found is None:
            others = (self._names.get(self._forms.equal(other)) for other in self._forms.others(text))
            found = next(filter(None, others), ())
        return found

    def _judge(self, text: str, homes: Sequence[NamedNode], found: tuple[Named, ...]) -> tuple[Named, ...]:
        if not self._judged:
            return found
        never = self.never(text, homes)
        return self.meant(text, homes) or tuple(thing for thing in found if thing.iri.value not in never)

    @cached_property
    def _things(self) -> Mapping[str, Named]:
        tables = (self._names, self._codes)
        return {thing.iri.value: thing for table in tables for things in table.values() for thing in things}

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings(self._names)


def _table(entries: Iterable[tuple[str, Named]]) -> Mapping[str, tuple[Named, ...]]:
    table: dict[str, dict[str, Named]] = {}
    for name, thing in entries:
        table.setdefault(name, {}).setdefault(thing.iri.value, thing)
    return {name: tuple(things[iri] for iri in sorted(things)) for name, things in table.items() if name}
