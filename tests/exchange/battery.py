"""Checks that a release leaks nothing, on a world that has a hidden fact of every sort. Each raises AssertionError."""

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from exchange.audience import Audience
from exchange.claims import RecordClass, Told
from exchange.keys import KeyRing
from exchange.marking import Marking, Recipient, why_not
from exchange.scheme import TLP
from ontology.namespaces import HD
from tests.exchange.oracle import oracle
from tests.exchange.packages import COUNTRY, MISSION, content, sent, told
from tests.exchange.worlds import (
    ALLY,
    AUDIENCE,
    BASE,
    CANARY,
    CAVEATED,
    CLOSED,
    FOR_NOBODY,
    FOR_OTHER,
    JUDGED,
    MARKINGS,
    OPEN,
    OTHER,
    SHARED,
    UNMARKED,
    released,
)

RECEIVED: Final = RecordClass("received-east", "mission", "green")
EXPIRED: Final = RecordClass("expired", "mission", "green")
HIDDEN_OPEN: Final = RecordClass("unmarked-open", "country", "clear")
HIDDEN_JUDGED: Final = RecordClass("own", "judgement", "red")
WORLD_AUDIENCE: Final = replace(
    AUDIENCE,
    markings={
        **MARKINGS,
        ("received-east", "green"): Marking("green", frozenset({ALLY}), originators=frozenset({"east"})),
        ("expired", "green"): Marking("green", frozenset({ALLY}), review="2026-01-01"),
    },
)
SECOND, THIRD, DOUBTFUL = f"{BASE}mission/m2", f"{BASE}mission/m3", f"{BASE}country/SYR"
HIDDEN_THING: Final = f"{BASE}mission/{CANARY}"


def judged(number: int, of: RecordClass, one: str, other: str) -> Told:
    """A judgement that two things are one."""
    judgement = f"{BASE}judgement/{number}"
    facts = [(judgement, f"{HD}judges", f"<{side}>") for side in (one, other)]
    graph = f"{BASE}record/{of.source}/{number}"
    return told(number, of, judgement, *facts, (graph, f"{HD}with", f"<{judgement}>"))


def secret(number: int, of: RecordClass, thing: str = HIDDEN_THING) -> Told:
    """A record that may not leave, whose every value is a canary."""
    return told(number, of, thing, (thing, f"{HD}name", f'"{CANARY} {of.source}"@en'))


VISIBLE: Final = (
    told(1, OPEN, COUNTRY),
    told(
        2,
        SHARED,
        MISSION,
        (MISSION, f"{HD}with", f"<{COUNTRY}>"),
        (MISSION, f"{HD}identifier", f'"{CANARY}-7"'),
    ),
    # One that names a hidden thing, and one that judges of a hidden thing.
    told(3, SHARED, SECOND, (SECOND, f"{HD}with", f"<{HIDDEN_THING}>")),
    told(4, SHARED, THIRD),
    # A country of which only a hidden record tells the whole world.
    told(5, SHARED, DOUBTFUL),
    judged(6, JUDGED, MISSION, HIDDEN_THING),
    judged(7, JUDGED, MISSION, THIRD),
)
HIDDEN: Final = (
    secret(11, FOR_OTHER),
    secret(12, CLOSED),
    secret(13, CAVEATED),
    secret(14, UNMARKED),
    secret(15, FOR_NOBODY),
    secret(16, RECEIVED),
    secret(17, EXPIRED),
    told(18, HIDDEN_OPEN, DOUBTFUL),
    judged(19, HIDDEN_JUDGED, MISSION, SECOND),
)


def package(records: Sequence[Told], audience: Audience = WORLD_AUDIENCE) -> dict[str, bytes]:
    """The files of a package, the first of its ally."""
    with tempfile.TemporaryDirectory() as place:
        return content(sent(Path(place), records, audience=audience).folder)


def hidden_facts_move_no_byte() -> None:
    assert package([*VISIBLE, *HIDDEN]) == package(VISIBLE)


def other_rights_move_no_byte() -> None:
    rights = {
        key: replace(marking, recipients=marking.recipients ^ {OTHER, "third"})
        for key, marking in WORLD_AUDIENCE.markings.items()
    }
    assert package([*VISIBLE, *HIDDEN], replace(WORLD_AUDIENCE, markings=rights)) == package(
        [*VISIBLE, *HIDDEN]
    )


def an_oracle_makes_the_same() -> None:
    assert released([*VISIBLE, *HIDDEN], WORLD_AUDIENCE) == oracle(VISIBLE)


def no_canary_is_in_it() -> None:
    files = package([*VISIBLE, *HIDDEN])
    assert [name for name, data in files.items() if CANARY.encode() in data] == []


def names_cannot_be_guessed() -> None:
    text = released(VISIBLE, WORLD_AUDIENCE).decode()
    hashes = {
        hashlib.new(way, iri.encode()).hexdigest() for way in ("sha1", "sha256") for iri in (MISSION, THIRD)
    }
    assert [one for one in hashes if one[:40] in text or one[:20] in text] == []


def two_allies_cannot_compare_names() -> None:
    with tempfile.TemporaryDirectory() as place:
        ring = KeyRing(Path(place))
        ring.new()
        keys = [ring.pseudonym_key(name) for name in (ALLY, OTHER)]
    assert keys[0] != keys[1]


def releases_to_others_are_not_counted() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        third = replace(WORLD_AUDIENCE.recipient, name="third")
        sent(folder, VISIBLE, name="third", audience=replace(WORLD_AUDIENCE, recipient=third))
        second = content(sent(folder, VISIBLE, name="ours", audience=WORLD_AUDIENCE).folder)
    assert second == package(VISIBLE)


def what_was_hidden_is_no_tombstone() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        sent(folder, [*VISIBLE, *HIDDEN], name="first", audience=WORLD_AUDIENCE)
        second = sent(folder, [*VISIBLE[:5], *HIDDEN], name="second", audience=WORLD_AUDIENCE)
        tombstones = second.manifest.tombstones
    gone = {iri.rsplit("/", 2)[1] for iri in tombstones}
    assert (gone, len(tombstones)) == ({"judgement", "record"}, 2)


RULES: Final = {
    "level": Marking("red", frozenset({ALLY})),
    "a level above": Marking("amber-strict", frozenset({ALLY})),
    "unknown level": Marking("secret", frozenset({ALLY})),
    "no level": Marking("", frozenset({ALLY})),
    "one of two caveats": Marking("green", frozenset({ALLY}), frozenset({"medical", "names"})),
    "nobody": Marking("green", frozenset()),
    "somebody else": Marking("green", frozenset({OTHER})),
    "an originator without leave": Marking("green", frozenset({ALLY}), originators=frozenset({"east"})),
    "past its review": Marking("green", frozenset({ALLY}), review="2026-05-31"),
}


def each_rule_holds_back() -> None:
    recipient = Recipient(ALLY, "amber", "2026-06-01", frozenset({"medical"}), frozenset({ALLY}))
    assert [name for name, marking in RULES.items() if why_not(marking, recipient, TLP) is None] == []
    assert why_not(None, recipient, TLP) is not None
    assert why_not(Marking("red", frozenset({ALLY})), replace(recipient, level="red"), TLP) is not None
    assert why_not(Marking("green", frozenset({ALLY}), frozenset({"medical"})), recipient, TLP) is None


CHECKS: Final[tuple[Callable[[], None], ...]] = (
    each_rule_holds_back,
    an_oracle_makes_the_same,
    names_cannot_be_guessed,
    two_allies_cannot_compare_names,
    hidden_facts_move_no_byte,
    other_rights_move_no_byte,
    no_canary_is_in_it,
    releases_to_others_are_not_counted,
    what_was_hidden_is_no_tombstone,
)
