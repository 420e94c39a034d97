"""What is received stands beside what is ours: all of it or nothing, each record with its originator."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from exchange.claims import Told
from exchange.intake import Origin, TakenIn, records_of
from exchange.journal_claims import JournalClaims
from exchange.marking import Marking
from exchange.receive import Reception, last_received, own_copy, receive
from exchange.release import release
from exchange.succession import Received, follows
from exchange.verify import verify_package
from ontology.errors import HakimError
from ontology.identifiers import Identifiers
from ontology.nquads import lines_of
from records.journal import Journal
from records.model import Entry, RecordGraph, RunHeader
from tests.exchange.packages import RECORDS, TRUST, Sent, sent
from tests.exchange.test_manifest import MANIFEST
from tests.exchange.worlds import ALLY, AUDIENCE, BASE, OPEN, World, released, worlds

AT = "2026-06-02T08:00:00Z"
IDS = Identifiers("https://north.example/id/")


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = Journal(tmp_path / "home" / "journal.sqlite")
    yield opened
    opened.close()


def kept(journal: Journal, source: str, records: Sequence[Told]) -> None:
    """Records in the journal, as a source told them."""
    with journal.write_run(RunHeader(source, "", "", "", AT)) as writer:
        graphs = [
            RecordGraph(one.graph, one.of.kind, one.of.marking, one.text, _subjects(one)) for one in records
        ]
        writer.add_all([Entry(graph, 1) for graph in graphs], AT)
        writer.finish({})


def _subjects(one: Told) -> tuple[str, ...]:
    return tuple(sorted({line[1 : line.index(">")] for line in lines_of(one.text)}))


def taken(journal: Journal, package: Sent) -> TakenIn | None:
    """What receiving a package did."""
    verdict = verify_package(package.folder, TRUST)
    return receive(package.folder, verdict, Reception(journal, IDS, AT))


def test_every_fact_of_a_package_is_there_once_it_is_received(journal: Journal, tmp_path: Path) -> None:
    package = sent(tmp_path)
    assert taken(journal, package) == TakenIn(1, read=2, written=2, unchanged=0, deleted=0)
    lines = {line for text in journal.texts() for line in lines_of(text)}
    assert {*(package.folder / "data.nq").read_text().splitlines(keepends=True)} < lines


def test_each_record_has_its_originator(journal: Journal, tmp_path: Path) -> None:
    package = sent(tmp_path)
    taken(journal, package)
    graphs = {line.split(" ")[-2] for line in (package.folder / "data.nq").read_text().splitlines()}
    said = {
        line.split(" ")[0] for text in journal.texts() for line in lines_of(text) if "#originator>" in line
    }
    assert said == graphs


def test_a_package_is_received_once(journal: Journal, tmp_path: Path) -> None:
    package = sent(tmp_path)
    taken(journal, package)
    assert (taken(journal, package), journal.last_run) == (None, 1)


def test_a_new_package_takes_the_place_of_the_one_before(journal: Journal, tmp_path: Path) -> None:
    taken(journal, sent(tmp_path))
    done = taken(journal, sent(tmp_path, RECORDS[:1], name="second"))
    assert done == TakenIn(2, read=1, written=0, unchanged=1, deleted=1)


def test_an_older_package_is_refused_and_changes_nothing(journal: Journal, tmp_path: Path) -> None:
    first, second = sent(tmp_path), sent(tmp_path, RECORDS[:1], name="second")
    taken(journal, second)
    before = list(journal.texts())
    with pytest.raises(HakimError, match="received already"):
        taken(journal, first)
    assert (list(journal.texts()), journal.last_run) == (before, 1)


def test_a_record_of_ours_is_never_replaced(journal: Journal, tmp_path: Path) -> None:
    package = sent(tmp_path, audience=replace(AUDIENCE, key=b""))
    kept(journal, OPEN.source, RECORDS[:1])
    before = list(journal.texts())
    with pytest.raises(HakimError, match="of another source here"):
        taken(journal, package)
    assert (list(journal.texts()), journal.last_run) == (before, 1)


def test_a_package_that_was_not_verified_is_not_received(journal: Journal, tmp_path: Path) -> None:
    package = sent(tmp_path)
    verdict = verify_package(package.folder, replace(TRUST, recipient="other"))
    with pytest.raises(HakimError, match="not verified"):
        receive(package.folder, verdict, Reception(journal, IDS, AT))


def test_a_copy_is_gone_afterwards(tmp_path: Path) -> None:
    package = sent(tmp_path)
    with own_copy(package.folder, tmp_path / "home") as copy:
        assert (copy / "data.nq").read_bytes() == (package.folder / "data.nq").read_bytes()
    assert list((tmp_path / "home").iterdir()) == []


def test_what_came_from_a_partner_goes_to_no_third_without_its_leave(
    journal: Journal, tmp_path: Path
) -> None:
    taken(journal, sent(tmp_path))
    claims = JournalClaims(journal)
    theirs = {
        (of.source, of.marking): Marking(of.marking, frozenset({ALLY}), originators=frozenset({"southland"}))
        for of in claims.classes()
    }
    without = replace(AUDIENCE, markings=theirs, key=b"")
    with_leave = replace(without, recipient=replace(AUDIENCE.recipient, leave=frozenset({"southland"})))
    sizes = [
        sum(len(block) for block in release(claims, audience).in_order().blocks)
        for audience in (without, with_leave)
    ]
    assert sizes == [0, 9]


def test_a_judgement_of_theirs_is_told_and_does_not_rule() -> None:
    graph, judgement = f"{BASE}record/judgements/1", f"{BASE}judgement/1"
    line = f"<{graph}> <https://w3id.org/health-diplomacy/ont#describes> <{judgement}> <{graph}> .\n"
    kinds = [next(records_of([[line]], Origin(BASE, "green", rules=rules))).kind for rules in (False, True)]
    assert kinds == ["received-judgement", "judgement"]


@given(worlds())
def test_records_come_back_from_the_lines_of_a_release(world: World) -> None:
    lines = released(world.all).decode().splitlines(keepends=True)
    records = list(records_of([lines], Origin(BASE, "green")))
    assert sorted(line for record in records for line in lines_of(record.text)) == lines
    assert [record.graph for record in records] == sorted({record.graph for record in records})


@pytest.mark.parametrize(
    ("number", "previous", "any_jump", "message"),
    [
        (5, "last", False, ""),
        (5, "other", False, "does not follow"),
        (4, "last", False, "received already"),
        (1, "last", True, "received already"),
        (6, "other", False, ""),
        (1004, "other", False, ""),
        (1005, "other", False, "the last one received was 4"),
        (1005, "other", True, ""),
        (2**31, "other", False, "the last one received was 4"),
    ],
)
def test_packages_follow_one_another(number: int, previous: str, any_jump: bool, message: str) -> None:
    manifest = replace(MANIFEST, number=number, previous=previous)
    last = Received(4, "last")
    if message:
        with pytest.raises(HakimError, match=message):
            follows(manifest, "this", last, any_jump=any_jump)
    else:
        assert follows(manifest, "this", last, any_jump=any_jump)


def test_the_first_package_may_have_any_number() -> None:
    assert follows(MANIFEST, "this", None)


def test_what_was_received_last_is_known(journal: Journal, tmp_path: Path) -> None:
    package = sent(tmp_path)
    taken(journal, package)
    sha256 = verify_package(package.folder, TRUST).sha256
    assert last_received(journal, "received-southland") == Received(1, sha256)
    assert last_received(journal, "received-northland") is None
