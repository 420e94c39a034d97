"""What an ally may not have moves no byte of what it gets."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from exchange.claims import Told
from exchange.marking import Marking
from tests.exchange.oracle import oracle
from tests.exchange.worlds import (
    ALLY,
    AUDIENCE,
    CANARY,
    HIDDEN,
    MARKINGS,
    OTHER,
    VISIBLE,
    World,
    records,
    released,
    without_rules,
    worlds,
)


@given(worlds(), records(HIDDEN, canary=True))
def test_hidden_facts_that_are_added_changed_or_removed_change_nothing(
    world: World, hidden: tuple[Told, ...]
) -> None:
    with_some = released(world.all)
    assert with_some == released(World(world.visible, hidden).all) == released(world.visible)


@given(worlds())
def test_an_oracle_that_is_given_only_what_may_leave_makes_the_same(world: World) -> None:
    assert released(world.all) == oracle(world.visible)


@given(worlds())
def test_no_canary_of_a_hidden_fact_leaves(world: World) -> None:
    for audience in (AUDIENCE, without_rules(AUDIENCE)):
        assert CANARY.encode() not in released(world.all, audience)


@given(worlds(), st.sets(st.sampled_from(sorted(MARKINGS)), max_size=4))
def test_rights_of_another_ally_change_nothing(world: World, changed: set[tuple[str, str]]) -> None:
    def toggled(marking: Marking) -> Marking:
        return replace(marking, recipients=marking.recipients ^ {OTHER, "third"})

    markings = {key: toggled(value) if key in changed else value for key, value in MARKINGS.items()}
    assert released(world.all, replace(AUDIENCE, markings=markings)) == released(world.all)


@given(worlds(), st.randoms())
def test_the_order_of_records_changes_nothing(world: World, random: Random) -> None:
    told = list(world.all)
    random.shuffle(told)
    assert released(told) == released(world.all)


@given(worlds())
def test_what_leaves_names_only_what_it_is_about(world: World) -> None:
    text = released(world.all).decode()
    about = {line.split(" ", 1)[0] for line in text.splitlines()}
    named = {
        term
        for line in text.splitlines()
        for term in line.split(" ")
        if term.startswith("<https://w3id.org/health-diplomacy/id/")
    }
    assert named <= about


@given(worlds(), st.data())
def test_a_record_that_is_held_back_is_as_if_it_were_not_there(world: World, data: st.DataObject) -> None:
    if not world.visible:
        return
    held = data.draw(st.sampled_from(world.visible)).graph
    strict = replace(AUDIENCE, restricted={held: Marking("red", frozenset({ALLY}))})
    assert released(world.all, strict) == released([told for told in world.all if told.graph != held])


@given(worlds())
def test_nothing_leaves_to_somebody_who_is_not_named(world: World) -> None:
    nobody = replace(AUDIENCE, recipient=replace(AUDIENCE.recipient, names=frozenset()))
    assert released(world.all, nobody) == b""


@given(records(VISIBLE, canary=False))
def test_what_may_leave_and_hangs_together_does_leave(visible: tuple[Told, ...]) -> None:
    assert bool(oracle(visible)) == bool(released(visible))
