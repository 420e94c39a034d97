"""A view answers as if what is behind it were not there: in queries, in search, in counts."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from exchange.arrangement import audience_for
from exchange.intake import TakenIn
from exchange.journal_claims import JournalClaims
from exchange.ontology_part import declared_terms
from exchange.policy_file import read_policy
from exchange.release import release
from exchange.view import make_view
from graph.asking import ask, read_parameters
from graph.fact_sources import CypherFacts
from graph.named_things import settle
from graph.question import question, questions
from hakim.graph_session import ReadSession, reading
from hakim.settings import Settings, read_settings
from ontology.errors import HakimError, UsageProblem
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE, HD, PREFIXES
from ontology.nquads import canonical_text
from ontology.subjects import described_subjects
from records.journal import Journal
from records.model import Entry, RecordGraph, RunHeader
from tests.conftest import CHECKOUT, run_hakim

POLICY = read_policy(CHECKOUT / "data" / "policies" / "example.yaml")
PARTNER, DAY, AT = "eastern-isles", "2026-11-24", "2026-11-24T08:00:00Z"
HIDDEN_SOURCES = ("claims", "crisis-claims", "conflict-parties", "diplomatic-events", "relation-states")
"""Sources that this partner may not have."""
IDS = Identifiers(DEFAULT_ID_BASE)
CYPHER = (
    "MATCH (n) RETURN labels(n) AS labels, count(*) AS n ORDER BY n DESC, labels",
    "MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n ORDER BY n DESC, type",
    "MATCH (m:Mission) RETURN m.iri AS iri, m.name_en AS name, m.start AS start ORDER BY iri",
    "MATCH (a:Country)-[t:AIDED]->(b:Country) RETURN a.iso3, b.iso3, t.count ORDER BY a.iso3, b.iso3",
    "MATCH (m:Mission)-[:SENT_BY]->(c) RETURN c.iri AS iri, count(*) AS n ORDER BY n DESC, iri",
    "MATCH (m:Mission)-[:RECEIVED_BY]->(c) RETURN c.iri AS iri, count(*) AS n ORDER BY n DESC, iri",
    "MATCH (r:Record) RETURN r.iri AS iri ORDER BY iri",
    "MATCH (d:Dataset) RETURN d.iri AS iri, d.name_en AS name ORDER BY iri",
    "MATCH (c:Claim) RETURN count(c) AS n",
    "MATCH (t:_Term) RETURN t.iri AS iri, t.name AS name ORDER BY iri, name",
)


def with_hidden(home: Path) -> None:
    """More that the partner may not have: a mission for our eyes only, and a judgement that it is one with another."""
    secret, graph = (
        NamedNode(f"{DEFAULT_ID_BASE}mission/secret"),
        NamedNode(f"{DEFAULT_ID_BASE}record/secret/1"),
    )
    kind, mission = NamedNode(f"{PREFIXES['rdf']}type"), NamedNode(f"{DEFAULT_ID_BASE}mission/hdm/HDM-0003")
    judgement = NamedNode(f"{DEFAULT_ID_BASE}judgement/secret")
    quads = [
        Quad(secret, kind, NamedNode(f"{HD}FieldHospitalDeployment"), graph),
        Quad(secret, NamedNode(f"{HD}name"), Literal("CANARY", language="en"), graph),
        Quad(secret, NamedNode(f"{HD}sentBy"), NamedNode(f"{DEFAULT_ID_BASE}country/TUR"), graph),
        Quad(judgement, NamedNode(f"{HD}judges"), mission, graph),
        Quad(judgement, NamedNode(f"{HD}judges"), secret, graph),
    ]
    record = RecordGraph(graph.value, "mission", "red", canonical_text(quads), described_subjects(quads))
    journal = Journal(home / "journal.sqlite")
    with journal.write_run(RunHeader("secret", "", "", "", AT)) as writer:
        writer.add_all([Entry(record, 1)], AT)
        writer.finish({})
    journal.close()


def without_hidden(home: Path) -> None:
    """The sources that the partner may not have are taken back."""
    journal = Journal(home / "journal.sqlite")
    for source in HIDDEN_SOURCES:
        with journal.write_run(RunHeader(source, "", "", "", AT)) as writer:
            for graph in journal.live_graphs(source):
                writer.remove(graph)
            writer.finish({})
    journal.close()


def view_of(home: Path, target: Path) -> TakenIn:
    audience = audience_for(POLICY, PARTNER, DAY, DEFAULT_ID_BASE, b"k" * 32, declared_terms())
    journal = Journal(home / "journal.sqlite")
    try:
        return make_view(
            release(JournalClaims(journal), audience), DEFAULT_ID_BASE, target / "journal.sqlite", AT
        )
    finally:
        journal.close()


@pytest.fixture(scope="module")
def views(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """The view of a store with hidden facts, and that of one without them; each with its engine."""
    folder = tmp_path_factory.mktemp("views")
    made = []
    for name, change in (("with", with_hidden), ("without", without_hidden)):
        home = folder / f"{name}-behind"
        home.mkdir()
        for part in demo_home.glob("journal.sqlite*"):
            shutil.copy(part, home)
        change(home)
        view_of(home, folder / name)
        made.append(folder / name)
    try:
        for view in made:
            run_hakim(view, "engine", "start")
            run_hakim(view, "rebuild")
        yield made[0], made[1]
    finally:
        for view in made:
            run_hakim(view, "engine", "stop", check=False)


def settings_of(home: Path) -> Settings:
    return read_settings({"HAKIM_HOME": str(home)}, home)


def answers(home: Path) -> dict[str, Any]:
    """What a view answers to all named questions and to more in Cypher; a refusal is an answer too."""
    with reading(settings_of(home)) as session:
        named = {one.name: _named(session, one.name) for one in questions()}
        return named | {query: session.gateway.select(query, {}) for query in CYPHER}


def _named(session: ReadSession, name: str) -> Any:
    asked = question(name)
    try:
        settled = settle(asked, session.reader, read_parameters(asked, {}))
        answer = ask(asked, CypherFacts(session.gateway), settled, "en")
    except HakimError as error:
        return str(error)
    return answer.rows, answer.caveats


@pytest.mark.engine
def test_fifty_queries_have_the_same_answers_with_and_without_hidden_facts(views: tuple[Path, Path]) -> None:
    one, other = map(answers, views)
    assert len(one) >= 50
    assert one == other
    assert "CANARY" not in str(one)


@pytest.mark.engine
def test_search_finds_nothing_that_is_hidden(views: tuple[Path, Path]) -> None:
    found = [run_hakim(view, "search", "CANARY", "--json", check=False).stdout for view in views]
    assert found[0] == found[1]
    assert "mission/secret" not in found[0]


def test_the_store_of_a_view_holds_what_leaves_and_nothing_else(views: tuple[Path, Path]) -> None:
    texts = []
    for view in views:
        journal = Journal(view / "journal.sqlite")
        texts.append(list(journal.texts()))
        journal.close()
    assert texts[0] == texts[1]
    assert b"CANARY" not in (views[0] / "journal.sqlite").read_bytes()


def test_a_store_that_is_there_is_no_place_for_a_view(views: tuple[Path, Path]) -> None:
    with pytest.raises(UsageProblem, match="holds a store already"):
        view_of(views[0].with_name("with-behind"), views[0])
