"""What differs between a store and its graph: counted whole, kept in part."""

from graph.sync import synchronise
from graph.verify import verify
from ontology.nquads import digest_of_lines, lines_of
from records.journal import Journal
from tests.graph.backend import GraphBackend
from tests.graph.records_made import play, turtle

TEXTS = [f'"text {number}"' for number in range(5)]
WORLD = {"a": f"m:1 a hd:Mission ; hd:note {', '.join(TEXTS)} ."}


def test_all_differences_are_counted_and_the_first_kept(
    graph_backend: GraphBackend, journal: Journal
) -> None:
    play(journal, {name: turtle(text) for name, text in WORLD.items()})
    synchronise(journal, graph_backend.writer, graph_backend.registry)
    graph_backend.by_hand("MATCH (m:Mission) SET m.note = ['p', 'q', 'r'] REMOVE m:Mission")

    some = verify(journal, graph_backend.reader, graph_backend.learnt_registry, kept=2)
    every = verify(journal, graph_backend.reader, graph_backend.learnt_registry, kept=None)

    assert (some.missing_count, some.drift_count) == (5, 4)
    assert (some.missing, some.drift) == (every.missing[:2], every.drift[:2])
    assert [line.split('"')[1] for line in every.missing] == [text.strip('"') for text in TEXTS]
    assert [line.split('"')[1:2] for line in every.drift] == [[], ["p"], ["q"], ["r"]]
    assert not some.equal


def test_digests_are_of_the_facts_alone(graph_backend: GraphBackend, journal: Journal) -> None:
    play(journal, {name: turtle(text) for name, text in WORLD.items()})
    synchronise(journal, graph_backend.writer, graph_backend.registry)
    graph_backend.by_hand("MATCH (m:Mission) SET m.colour = 'red'")

    told = verify(journal, graph_backend.reader, graph_backend.learnt_registry)

    digest = digest_of_lines(sorted(line for text in journal.texts() for line in lines_of(text)))
    assert (told.records, told.graph, told.missing, told.drift_count) == (digest, digest, (), 1)
    assert not told.equal
