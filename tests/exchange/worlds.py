"""Small worlds of records, drawn at random: what some ally may have, what it may not, and how the two hang together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from exchange.audience import Audience
from exchange.claims import ClaimList, RecordClass, Told
from exchange.generalise import Generalisation
from exchange.marking import Marking, Recipient
from exchange.release import release
from ontology.namespaces import DEFAULT_ID_BASE, HD, PREFIXES

BASE = DEFAULT_ID_BASE
TYPE = PREFIXES["rdf"] + "type"
DATE = PREFIXES["xsd"] + "date"
ALLY, OTHER = "ally", "other"
OPEN, SHARED, FOR_OTHER, CLOSED, CAVEATED, UNMARKED, FOR_NOBODY = (
    RecordClass("open", "mission", "clear"),
    RecordClass("shared", "mission", "green"),
    RecordClass("for-other", "mission", "green"),
    RecordClass("own", "mission", "red"),
    RecordClass("caveated", "mission", "green"),
    RecordClass("unmarked", "mission", "green"),
    RecordClass("for-nobody", "mission", "green"),
)
JUDGED, HIDDEN_JUDGED = RecordClass("shared", "judgement", "green"), RecordClass("own", "judgement", "red")
VISIBLE = (OPEN, SHARED, JUDGED)
HIDDEN = (FOR_OTHER, CLOSED, CAVEATED, UNMARKED, FOR_NOBODY, HIDDEN_JUDGED)
MARKINGS = {
    ("open", "clear"): Marking("clear", frozenset({ALLY, OTHER})),
    ("shared", "green"): Marking("green", frozenset({ALLY, OTHER})),
    ("for-other", "green"): Marking("green", frozenset({OTHER})),
    ("own", "red"): Marking("red", frozenset({ALLY, OTHER})),
    # Two caveats, of which the ally meets one.
    ("caveated", "green"): Marking("green", frozenset({ALLY}), frozenset({"medical", "names"})),
    ("for-nobody", "green"): Marking("green", frozenset()),
}
RULES = (
    Generalisation(HD + "identifier", "drop"),
    *(Generalisation(HD + name, "month") for name in ("start", "startLatest", "startEdtf")),
)
AUDIENCE = Audience(
    Recipient(ALLY, "amber", "2026-06-01", frozenset({"medical"}), frozenset({ALLY})),
    MARKINGS,
    rules=RULES,
    terms=frozenset(
        {HD + name for name in ("name", "start", "with", "identifier", "Mission", "Country", "judges")}
    ),
    public_kinds=frozenset({"country"}),
    key=b"a key for an ally",
)
"""What `ALLY` may have."""

THINGS = tuple(f"{BASE}{kind}/{name}" for kind in ("country", "mission", "organisation") for name in "abcd")
CANARY = "CANARY"


@dataclass(frozen=True, slots=True)
class World:
    """Records that the ally may have as far as their markings go, and those that it may not."""

    visible: tuple[Told, ...]
    hidden: tuple[Told, ...]

    @property
    def all(self) -> list[Told]:
        """All records, in an order in which the two kinds are mixed."""
        return sorted((*self.visible, *self.hidden), key=lambda told: told.text[::-1])


def record(number: int, of: RecordClass, facts: Sequence[tuple[str, str, str]]) -> Told:
    """A record that tells facts, given without their graph."""
    graph = f"{BASE}record/{of.source}/{number}"
    lines = {f"<{one}> <{two}> {three} <{graph}> .\n" for one, two, three in facts}
    return Told(graph, of, "".join(sorted(lines)))


@st.composite
def records(draw: st.DrawFn, classes: Sequence[RecordClass], *, canary: bool) -> tuple[Told, ...]:
    """A few records of some classes; each literal and each IRI that only a hidden record has is a canary."""
    sizes = draw(st.integers(0, 5))
    return tuple(
        draw(_record(number, draw(st.sampled_from(classes)), canary=canary)) for number in range(sizes)
    )


@st.composite
def _record(draw: st.DrawFn, number: int, of: RecordClass, *, canary: bool) -> Told:
    mark = f"{CANARY}{number}" if canary else f"name {number}"
    own = (f"{BASE}mission/{CANARY}{number}",) if canary else ()
    thing = draw(st.sampled_from((*THINGS, *own)))
    facts = [(thing, TYPE, f"<{HD}Mission>")]
    if draw(st.booleans()):
        facts.append((thing, HD + "name", f'"{mark}"@en'))
    if draw(st.booleans()):
        facts.append((thing, HD + "identifier", f'"ID-{mark}"'))
    if draw(st.booleans()):
        facts.append((thing, HD + "start", f'"2021-02-{draw(st.integers(1, 28)):02}"^^<{DATE}>'))
    facts += [
        (thing, HD + "with", f"<{other}>")
        for other in draw(st.lists(st.sampled_from((*THINGS, *own)), max_size=3))
    ]
    if of.kind == "judgement":
        facts += [(f"{BASE}judgement/{number}", HD + "judges", f"<{side}>") for side in draw(_PAIR)]
    if draw(st.integers(0, 7)):
        # Most records say what they are about; one that does not is itself about nothing, and stays.
        facts.append((f"{BASE}record/{of.source}/{number}", HD + "with", f"<{thing}>"))
    if draw(st.booleans()):
        # A part that only some records describe.
        facts.append((f"{thing}/quantity", HD + "with", f"<{thing}>"))
    return record(number, of, facts)


_PAIR = st.lists(st.sampled_from(THINGS), min_size=2, max_size=2, unique=True)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A world, with canaries in what is hidden."""
    return World(draw(records(VISIBLE, canary=False)), draw(records(HIDDEN, canary=True)))


def released(told: Sequence[Told], audience: Audience = AUDIENCE) -> bytes:
    """The claims that leave, as the file of a package holds them."""
    return b"".join(line for block in release(ClaimList(told), audience).in_order().blocks for line in block)


def without_rules(audience: Audience) -> Audience:
    """The same audience, to which facts leave as they are and under the names that they have."""
    return replace(audience, rules=(), key=b"")
