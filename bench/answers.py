"""Answers: how long the questions of analysts and of the viewer take on a large graph.

    python -m bench.answers                     on the graph that the settings name (NEO4J_URI or HAKIM_HOME)

Looks at countries (each with thousands of missions), missions and crises that it draws by chance with a fixed seed,
asks what the viewer asks for their pages, and searches names with and without typing errors. The aims are a median
of 100 ms for neighbourhoods and for the history of a pair, 2 s for questions of the whole graph that ties answer,
and 150 ms at the 95th percentile for a search; whatever else is asked is shown beside them.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph.asking import ask
from graph.asking import read_parameters as parameters_of
from graph.fact_sources import CypherFacts
from graph.named_things import settle
from graph.question import question, question_names
from graph.search import NameIndex
from hakim.commands.common import settings
from hakim.graph_session import ReadSession, reading
from hakim.name_index import name_index
from ontology.errors import HakimError
from web.graph_views import CypherGraph

SHOWN = 300
"""Nodes of a drawing."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Timing:
    """What was asked, how long each time took in milliseconds, and the aim: of the median or the 95th percentile."""

    what: str
    milliseconds: tuple[float, ...]
    aim: float = 0.0
    of: str = ""

    @property
    def line(self) -> str:
        """A row of the table."""
        aim = f"{self.of} <= {self.aim:g}" if self.aim else ""
        return (
            f"{self.what:<44} {len(self.milliseconds):>5} {statistics.median(self.milliseconds):>9.1f}"
            f" {percentile(self.milliseconds, 95):>9.1f} {max(self.milliseconds):>9.1f}  {aim}"
        )


def percentile(values: Sequence[float], share: int) -> float:
    """The smallest value that so many per cent do not exceed.

    >>> percentile([1.0, 2.0, 3.0, 4.0], 50), percentile([1.0, 2.0, 3.0, 4.0], 95)
    (2.0, 4.0)
    """
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def timed(what: str, asked: Iterable[Callable[[], object]], aim: float = 0.0, of: str = "") -> Timing:
    """How long each of these takes."""
    spent = []
    for ask_it in asked:
        begun = time.perf_counter()
        ask_it()
        spent.append((time.perf_counter() - begun) * 1000)
    timing = Timing(what, tuple(spent), aim, of)
    print(timing.line, flush=True)
    return timing


def drawn(session: ReadSession, cypher: str, count: int) -> list[str]:
    """IRIs by chance, with a fixed seed, among the first fifty thousand that a query gives."""
    found = [row["iri"] for row in session.reader.run(cypher, {})]
    return random.Random(7).sample(found, min(count, len(found)))  # noqa: S311 - no secret


def bench_pages(session: ReadSession, count: int) -> None:
    """The pages of countries, missions and crises, as the viewer asks for them."""
    graph = CypherGraph(session.reader.run)
    countries = drawn(
        session, "MATCH (n:Country)-[:AIDED]-() RETURN DISTINCT n.iri AS iri ORDER BY iri", count
    )
    missions = drawn(session, "MATCH (n:Mission) RETURN n.iri AS iri LIMIT 50000", count)
    crises = drawn(session, "MATCH (n:Crisis) RETURN n.iri AS iri ORDER BY iri", count)
    graph.subject(countries[0])
    for name, iris in (("country", countries), ("mission", missions), ("crisis", crises)):
        timed(f"neighbourhood of a {name}: node", (_bound(graph.subject, iri) for iri in iris), 100, "median")
        timed(
            f"neighbourhood of a {name}: drawing",
            (_bound(graph.neighbours, iri, SHOWN) for iri in iris),
            100,
            "median",
        )
        timed(
            f"neighbourhood of a {name}: lists of links",
            (_bound(graph.link_groups, iri, 10) for iri in iris),
            100,
            "median",
        )
    timed(
        "neighbourhood of a country: ties", (_bound(graph.ties, iri, 60) for iri in countries), 100, "median"
    )
    timed(
        "neighbourhood of a country: latest missions",
        (_bound(graph.latest_missions, iri, 60) for iri in countries),
        100,
        "median",
    )
    timed("whole graph: countries with most missions", [lambda: graph.busiest(40)] * 5, 2000, "median")
    timed("whole graph: counts of the first page", [graph.counts] * 5, 2000, "median")


PAIR = """
MATCH (a:Country {iso3: $a}), (b:Country {iso3: $b})
MATCH (a)<-[:SENT_BY]-(m:Mission)-[:RECEIVED_BY]->(b)
USING JOIN ON m
RETURN m.iri AS mission, m.name_en AS name, m.start AS start, m.startLatest AS latest, m.status AS status
ORDER BY start, mission
"""
TIES: dict[str, str] = {
    "most helped": (
        "MATCH (:Country)-[t:AIDED]->(b:Country)"
        " RETURN b.iso3 AS country, sum(t.missions) AS n ORDER BY n DESC LIMIT 20"
    ),
    "most central senders": (
        "MATCH (a:Country)-[t:AIDED]->(b:Country)"
        " RETURN a.iso3 AS country, count(b) AS partners, sum(t.missions) AS missions ORDER BY missions DESC LIMIT 20"
    ),
    "two-way pairs": (
        "MATCH (a:Country)-[t:AIDED]->(b:Country)-[back:AIDED]->(a) WHERE a.iso3 < b.iso3"
        " RETURN a.iso3, b.iso3, t.missions, back.missions ORDER BY t.missions + back.missions DESC LIMIT 50"
    ),
    "between groupings": (
        "MATCH (a:Country)-[t:AIDED]->(b:Country)"
        " RETURN EXISTS { (a)<-[:MEMBER]-(:GroupingMembership) } AS inside, count(*) AS ties, sum(t.missions) AS n"
    ),
    "chains of three": (
        "MATCH (a:Country {iso3: 'TUR'})-[:AIDED]->(b:Country)-[:AIDED]->(c:Country {iso3: 'ITA'})"
        " RETURN b.iso3 AS by ORDER BY by"
    ),
}


def bench_pairs(session: ReadSession, count: int) -> None:
    """Histories of pairs of countries, through the gateway; and questions of the whole graph that ties answer."""
    pairs = session.reader.run(
        "MATCH (a:Country)-[t:AIDED]->(b:Country) RETURN a.iso3 AS a, b.iso3 AS b ORDER BY a, b", {}
    )
    chosen = random.Random(8).sample(pairs, min(count, len(pairs)))  # noqa: S311 - no secret
    timed(
        "history of a pair: its missions",
        (_bound(session.gateway.select, PAIR, pair) for pair in chosen),
        100,
        "median",
    )
    for name, cypher in TIES.items():
        timed(
            f"whole graph, from ties: {name}",
            [_bound(session.gateway.select, cypher, {})] * 3,
            2000,
            "median",
        )


def bench_questions(session: ReadSession) -> None:
    """Every named question with its defaults, once."""
    for name in question_names():
        asked = question(name)
        source = CypherFacts(session.gateway)
        parameters = settle(asked, session.reader, parameters_of(asked, {}))
        try:
            timed(f"question {name}", [_bound(ask, asked, source, parameters, "en")])
        except HakimError as error:
            print(f"question {name:<35} {str(error)[:90]}", flush=True)


def misspelt(text: str, chance: random.Random) -> str:
    """A text with one letter wrong, left out, doubled or changed with the next."""
    if len(text) < 4:
        return text
    at = chance.randrange(1, len(text) - 1)
    return chance.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + chance.choice(LETTERS) + text[at + 1 :],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        )
    )


def typed(index: NameIndex, count: int) -> Iterator[tuple[str, str]]:
    """What people type: names, beginnings, single words, misspelt names, identifiers, words that nothing has."""
    chance = random.Random(9)  # noqa: S311 - no secret
    names = index.sample(count, chance.random)
    for name in names:
        words = name.split()
        yield "whole names", name
        yield "beginnings", name[: max(2, len(name) // 3)]
        yield "single words", chance.choice(words)
        yield "misspelt names", misspelt(name, chance)
        yield "misspelt words", misspelt(max(words, key=len), chance)
        yield "nothing", "".join(chance.choices(LETTERS, k=9))


def bench_search(session: ReadSession, home: Path, count: int) -> None:
    """Search, by what is typed."""
    begun = time.perf_counter()
    index = name_index(home, session.reader)
    print(f"index of names: {time.perf_counter() - begun:.0f} s to make or read", flush=True)
    kinds: dict[str, list[str]] = {}
    for kind, text in typed(index, count):
        kinds.setdefault(kind, []).append(text)
    begun = time.perf_counter()
    index.find("qzxqzxqzx")
    print(f"first search: {(time.perf_counter() - begun) * 1000:.0f} ms")
    everything: list[float] = []
    for kind, texts in kinds.items():
        everything += timed(
            f"search: {kind}", (_bound(index.find, text, 20) for text in texts), 150, "p95"
        ).milliseconds
    print(Timing("search: all of these", tuple(everything), 150, "p95").line)


def _bound(function: Callable[..., object], *arguments: object) -> Callable[[], object]:
    return lambda: function(*arguments)


def main() -> None:
    """Measures on the graph of the settings."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--questions", action="store_true", help="Every named question too.")
    chosen = parser.parse_args()
    current = settings()
    with reading(current) as session:
        print(f"{'':<44} {'times':>5} {'median':>9} {'p95':>9} {'worst':>9}  aim (ms)")
        bench_pages(session, chosen.count)
        bench_pairs(session, chosen.count)
        bench_search(session, current.home, chosen.count)
        if chosen.questions:
            bench_questions(session)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
