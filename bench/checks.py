"""What the checks of rows cost, on the shipped missions: parts and outlines met anew, and those met before."""

import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from hakim.loading import ingest_shipped
from ingest.checks import RowChecks
from ingest.known import known_in
from ingest.options import IngestOptions
from ingest.outlines import CheckedPart, Open
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE
from ontology.nquads import read_canonical
from ontology.shacl import shipped_shapes, validate
from ontology.shacl.things import Term
from ontology.terms import hd
from records.store import Store

MISSION, RECORD = NamedNode("hakim-row:subject"), NamedNode("hakim-row:record")
OPEN: Open = {MISSION: frozenset({hd.Mission}), RECORD: frozenset({hd.Record})}
PARTS = (
    ("type", "missionType"),
    ("start", "startLatest", "startEdtf"),
    ("end", "endLatest", "endEdtf"),
    ("sentBy", "sendingOrganisation"),
    ("receivedBy", "receivingOrganisation"),
    ("describes", "fromDataset", "marking", "reliability"),
)
"""The properties that one part fills together, as mapping has them; any other has a part of its own."""

Row = tuple[tuple[Triple, ...], ...]
ROUNDS = 5


def bench_checks() -> None:
    """Prints microseconds for each part and row."""
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder)) as store:
        ingest_shipped(store, IngestOptions(Identifiers(DEFAULT_ID_BASE), "2026-01-01T00:00:00Z"))
        texts = [text for _, text in store.journal.texts_of_kinds(["mission"])]
        measure([[quad.triple for quad in read_canonical(text)] for text in texts], store)


def measure(missions: Sequence[Sequence[Triple]], store: Store) -> None:
    """Prints what the checks of these missions cost."""
    known = known_in(store.journal)
    rows = [in_parts(_renamed(claims)) for claims in missions]
    claims = [tuple(claim for part in row for claim in part) for row in rows]
    checks = RowChecks(shipped_shapes(), known, OPEN)
    made = [[checks.of_part(part) for part in row] for row in rows]
    texts = {part for row in rows for part in row if len(part) == 1 and isinstance(part[0].object, Literal)}
    larger = {part for row in rows for part in row} - texts
    print(f"Row checks on {len(rows)} missions of {len(made[0])} parts, microseconds:")
    _print("a part that is one text", len(texts), lambda: _each(checks.of_part, texts))
    _print("any other part", len(larger), lambda: _each(checks.of_part, larger))
    _print("outlines met anew", len(rows), lambda: _each(checks.of_outlines, made))
    _print("a row with outlines met before", len(rows), lambda: _each(checks.of_row, made))
    _print("a row read whole", len(rows), lambda: _each(checks.of_claims, claims))
    _print("a row by the validator", len(rows), lambda: _each(_validate, claims))
    address = checks.plain_check(frozenset({hd.Document}), hd.url, like := _address(0))
    assert address is not None  # noqa: S101 - an address has a pattern
    _print("the text of a plain column", 10_000, lambda: _each(address, [like] * 10_000))
    print(f"  {_share(checks, made):.0%} of these rows are decided by what was met before")


def _address(number: int) -> Literal:
    datatype = NamedNode("http://www.w3.org/2001/XMLSchema#anyURI")
    return Literal(f"https://example.org/{number}/a-longer-path?with=query", datatype=datatype)


def _validate(claims: Iterable[Triple]) -> object:
    return validate(claims, shipped_shapes())


def _share(checks: RowChecks, made: Iterable[list[CheckedPart]]) -> float:
    """How many rows are not read whole."""
    asked: list[bool] = []
    for parts in made:
        verdict = checks.of_outlines(parts)
        asked.append(verdict.doubtful or any(one.may_fail_in(parts) for one in verdict.questions))
    return 1 - sum(asked) / len(asked)


def _each(work: Callable[..., object], things: Iterable[object]) -> None:
    for one in things:
        work(one)


def _print(title: str, units: int, work: Callable[[], None]) -> None:
    work()
    best = min(_seconds(work) for _ in range(ROUNDS))
    print(f"  {title}: {best / units * 1e6:,.2f}")


def _seconds(work: Callable[[], None]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


# --- Rows ------------------------------------------------------------------------------------------------------------


def _renamed(claims: Sequence[Triple]) -> list[Triple]:
    """The claims of a mission, with the names that stand for the mission and its record."""
    told = next(claim for claim in claims if claim.predicate == hd.describes)
    names: dict[Term, NamedNode] = {told.object: MISSION, told.subject: RECORD}
    return [
        Triple(
            names.get(claim.subject, claim.subject), claim.predicate, names.get(claim.object, claim.object)
        )
        for claim in claims
    ]


def in_parts(claims: Sequence[Triple]) -> Row:
    """The claims by parts: a thing that is neither the mission nor its record stands with the claim that names it."""
    of = {hd[name] if name != "type" else _TYPE: names[0] for names in PARTS for name in names}
    home: dict[Term, str] = {}
    cut: dict[str, list[Triple]] = {}
    waiting = sorted(claims, key=lambda claim: (claim.subject not in OPEN, str(claim)))
    while waiting:
        claim = waiting.pop(0)
        if claim.subject not in OPEN and claim.subject not in home:
            waiting.append(claim)
            continue
        name = home.get(claim.subject) or f"{claim.subject} {of.get(claim.predicate, claim.predicate.value)}"
        if not isinstance(claim.object, Literal) and claim.object not in OPEN:
            home.setdefault(claim.object, name)
        cut.setdefault(name, []).append(claim)
    return tuple(tuple(part) for part in cut.values())


_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

if __name__ == "__main__":
    bench_checks()
