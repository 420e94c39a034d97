"""Links between the records of a source that stand in its texts: `(Linked to Project ID #32287)`.

A link is what the source says, never a join: both records stay as they are. An identifier that no row of the source
has is a warning and not a fault of the row, since the other row may be in another file, or be misspelt.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from ingest.resolution.nearest import LONGEST_GUESS

MOST_LINKS_A_CELL = 100
MOST_PENDING = 100_000
"""Links that wait for the row that they point to; of more, only those that came first are checked."""


@dataclass(frozen=True, slots=True)
class LinkForm:
    """How a source writes a link: a regular expression whose one group is the identifier."""

    pattern: re.Pattern[str]

    @classmethod
    def of(cls, pattern: str) -> "LinkForm":
        """The form that a source spec writes; ValueError where the pattern is none, or has not just one group."""
        try:
            compiled = re.compile(pattern)
        except re.error as error:
            raise ValueError(f"{pattern!r} is no regular expression: {error}.") from error
        if compiled.groups != 1:
            raise ValueError(
                f"{pattern!r} has {compiled.groups} groups; one group says what the identifier is."
            )
        return cls(compiled)


def read_links(text: str, form: LinkForm, own: str = "") -> tuple[str, ...]:
    """The identifiers that a text links to, each once and in their order, without the row's own.

    >>> form = LinkForm.of("#([0-9]+)")
    >>> read_links("Funds (linked to project ID #32361, #32362 and #32361)", form)
    ('32361', '32362')
    """
    found = dict.fromkeys(match[1] for match in form.pattern.finditer(text) if match[1])
    found.pop(own, None)
    return tuple(found)[:MOST_LINKS_A_CELL]


@dataclass(frozen=True, slots=True)
class Link:
    """A link where it stands: the row's line and identifier, the column, and the identifier that it points to."""

    line: int
    column: str
    own: str
    target: str


@dataclass(slots=True)
class LinkCheck:
    """Holds the links of a run against the identifiers of its rows; both come in any order."""

    seen: set[str] = field(default_factory=set)
    pending: list[Link] = field(default_factory=list)
    unchecked: int = 0

    def see(self, own: str) -> None:
        """Notes the identifier of a row."""
        self.seen.add(own)

    def add(self, link: Link) -> None:
        """Notes a link; one to a row that was seen already needs no more care."""
        if link.target in self.seen:
            return
        if len(self.pending) < MOST_PENDING:
            self.pending.append(link)
        else:
            self.unchecked += 1

    def unknown(self, others: Container[str] = ()) -> Iterator[Link]:
        """The links to what neither a row of the run nor the store of record, `others`, holds."""
        return (link for link in self.pending if link.target not in self.seen and link.target not in others)

    def warnings(self, others: Container[str] = ()) -> Iterator[str]:
        """What a person should know of each of them, with the identifier that may be meant."""
        for link in self.unknown(others):
            meant = transposed(link.target, self.seen) - {link.own}
            hint = f" Two characters may have changed places: {', '.join(sorted(meant))}." if meant else ""
            yield (
                f"line {link.line}, column {link.column}: it links to {link.target!r}, which no row has as its"
                f" identifier.{hint}"
            )
        if self.unchecked:
            yield f"{self.unchecked:,} more links were not checked."


def transposed(identifier: str, known: Container[str]) -> set[str]:
    """The known identifiers that differ from one in two neighbours that changed places.

    >>> transposed("23606", {"32606", "23607"})
    {'32606'}
    """
    if len(identifier) > LONGEST_GUESS:
        return set()
    swapped = (
        f"{identifier[:at]}{identifier[at + 1]}{identifier[at]}{identifier[at + 2 :]}"
        for at in range(len(identifier) - 1)
    )
    return {other for other in swapped if other != identifier and other in known}
