"""Sequences of judgements: each leads to one graph whatever its order, and leaves no trace when it is taken back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decode import decode
from graph.model import Fragment
from graph.plan import plans
from graph.registry import Registry
from ontology.nquads import canonical_line
from ontology.vocabulary import vocabulary
from records.journal import Journal
from records.judgements import Judgement, Verdict
from records.judging import judge, live_judgements, take_back
from tests.graph.graph_text import lines_of_fragment
from tests.graph.judged_histories import IDS, NOON
from tests.graph.records_made import record, thing, turtle, write_run
from tests.graph.test_plan import carried_out

TOLD = {
    "a": "m:1 a hd:VaccineDonation ; hd:sentBy c:TUR ; hd:receivedBy c:ITA ; hd:amount 5 .",
    "b": 'm:2 a hd:Mission ; hd:sentBy c:TUR ; hd:receivedBy c:ITA ; hd:amount 7 ; hd:name "Doses"@en .',
    "c": 'm:3 a hd:Mission ; hd:sentBy c:EGY ; hd:receivedBy c:ITA ; hd:name "Masks"@en ; hd:note "of m:1" .',
    "d": ":step hd:stepOf m:2 . m:1 hd:jointWith m:3 . :claim hd:about m:4 .",
    "e": "m:4 a hd:Mission ; hd:sentBy c:TUR ; hd:receivedBy c:ITA ; hd:start '2020-03-01'^^xsd:date .",
    "f": ":r rdf:reifies <<( m:4 hd:sentBy c:TUR )>> ; :said :desk . m:5 a hd:Mission ; hd:receivedBy c:EGY .",
}
MISSIONS = [thing(f"mission/hdm/{number}").value for number in range(1, 6)]

judgements = st.builds(
    Judgement,
    st.sampled_from(list(combinations(MISSIONS, 2))),
    st.sampled_from([Verdict.POSITIVE] * 3 + [Verdict.NEGATIVE, Verdict.UNSURE]),
    st.sampled_from(["desk", "other desk"]),
    st.sampled_from([NOON, "2026-01-02T12:00:00Z"]),
)
# What one person says of one pair is one judgement.
sequences = st.lists(judgements, min_size=1, max_size=6, unique_by=lambda one: (one.pair, one.by))


@dataclass(slots=True)
class Shown:
    """A graph that follows its journal, a run at a time."""

    journal: Journal = field(default_factory=lambda: Journal(Path(":memory:")))
    registry: Registry = field(default_factory=lambda: Registry(vocabulary()))
    graph: Fragment = field(default_factory=Fragment)
    run: int = 0

    def follow(self) -> None:
        for plan in plans(self.journal, self.registry, self.run, self.journal.last_run):
            self.graph = carried_out(self.graph, plan)
        self.run = self.journal.last_run

    def export(self) -> bytes:
        self.follow()
        quads = decode(self.graph.nodes.values(), self.graph.edges.values(), self.registry)
        return "".join(sorted({canonical_line(quad) for quad in quads})).encode()

    def judge(self, told: Iterable[Judgement]) -> None:
        for one in told:
            judge(self.journal, IDS, [one], NOON, "test")
            self.follow()

    def take_back(self, told: Iterable[Judgement]) -> None:
        for one in told:
            take_back(self.journal, IDS, one.pair, NOON, one.by)
            self.follow()


def shown() -> Shown:
    made = Shown()
    write_run(made.journal, [record(name, turtle(text)) for name, text in TOLD.items()])
    return made


@settings(deadline=None, max_examples=200)
@given(sequences, st.randoms(use_true_random=False))
def test_judgements_that_are_all_taken_back_leave_the_earlier_export(
    said: list[Judgement], random: Random
) -> None:
    world = shown()
    before, graph = world.export(), lines_of_fragment(world.graph)

    world.judge(said)
    world.take_back(random.sample(said, len(said)))

    assert (world.export(), lines_of_fragment(world.graph)) == (before, graph)


@settings(deadline=None, max_examples=100)
@given(sequences, st.randoms(use_true_random=False))
def test_the_order_of_judgements_does_not_matter(said: list[Judgement], random: Random) -> None:
    one, other = shown(), shown()

    one.judge(said)
    other.judge(random.sample(said, len(said)))

    assert (other.export(), lines_of_fragment(other.graph)) == (one.export(), lines_of_fragment(one.graph))


@settings(deadline=None, max_examples=100)
@given(sequences, st.data())
def test_what_was_taken_back_was_never_said(said: list[Judgement], data: st.DataObject) -> None:
    gone = data.draw(st.lists(st.sampled_from(said), unique=True))
    one, other = shown(), shown()

    one.judge(said)
    one.take_back(gone)
    other.judge(judgement for judgement in said if judgement not in gone)

    assert live_judgements(one.journal) == live_judgements(other.journal)
    assert (one.export(), lines_of_fragment(one.graph)) == (other.export(), lines_of_fragment(other.graph))
