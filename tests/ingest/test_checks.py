"""The checks of rows find what SHACL finds: in all that ships, in every breaking case, in rows broken at random."""

import hashlib
import random
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from ingest.checks import RowChecks
from ingest.demands import DECIDED, decided, decided_of_itself
from ingest.known import known_in
from ingest.outlines import CheckedPart, Open
from ingest.rules import SCREENS
from ontology.errors import HakimError
from ontology.namespaces import PREFIXES
from ontology.nquads import read_canonical
from ontology.shacl import Result, constraints, shipped_shapes, validate
from ontology.shacl.constraints import Constraint, Node, Or
from ontology.shacl.names import RDF_TYPE, xsd
from ontology.shacl.shapes import NodeShape, PropertyShape
from ontology.shacl.things import Term, Values, read_things
from ontology.terms import concept, hd, notations
from records.store import Store
from tests.ontology.good_data import CASES, Case, good

SHAPES = shipped_shapes()
NOTHING: Values = {}
PARTS = 7

Found = tuple[str, ...]
"""Focus, path, value, shape, severity and component of a result."""

Level = Callable[[Constraint], object]


class Row(NamedTuple):
    """The claims of a row, and the things that several of its parts tell of."""

    claims: tuple[Triple, ...]
    open_things: Open


@dataclass(frozen=True, slots=True, repr=False)
class Elsewhere:
    """What is described elsewhere."""

    things: Mapping[Term, Values]

    def __call__(self, node: NamedNode, /) -> Values:
        return self.things.get(node, NOTHING)

    @property
    def nodes(self) -> list[Term]:
        """All things, in an order of their own."""
        return list(self.things)

    def beside(self, claims: Iterable[Triple]) -> set[Triple]:
        """What is known of the things that claims name and do not class, and of those that these name in turn."""
        told = list(claims)
        classed = {one.subject for one in told if one.predicate == RDF_TYPE}
        found: set[Triple] = set()
        for _ in range(4):
            named = {term for one in told for term in (one.subject, one.object)} - classed
            told = [
                Triple(node, path, value)  # type: ignore[arg-type] # things are no literals
                for node in named & self.things.keys()
                for path, values in self.things[node].items()
                for value in values
            ]
            found.update(told)
        return found


def told(results: Iterable[Result]) -> set[Found]:
    """What tells results apart: not the message of a rule that finds the same twice, with one of two words."""
    return {(*result.key, result.component) for result in results}


def by_shacl(claims: Sequence[Triple], elsewhere: Elsewhere) -> set[Found]:
    """What SHACL finds in the things that claims describe."""
    subjects = {one.subject for one in claims}
    triples = [*claims, *elsewhere.beside(claims)]
    return told(validate(triples, SHAPES, only=subjects.__contains__).results)


def in_parts(row: Row, checks: RowChecks, way: int) -> list[CheckedPart]:
    """A row cut into parts in one of many ways: claims with one property of open things stay together.

    So does a thing that is not open, with everything that names it.
    """
    closed = {one.subject for one in row.claims} - row.open_things.keys()
    home: dict[Term, Term] = {}

    def of(node: Term) -> Term:
        return of(home[node]) if node in home else node

    for one in row.claims:
        if {one.subject, one.object} <= closed and of(one.subject) != of(one.object):
            home[of(one.subject)] = of(one.object)
    tied = [
        next((of(node) for node in (one.subject, one.object) if node in closed), None) for one in row.claims
    ]
    first = {node: one.predicate for node, one in zip(tied, row.claims, strict=True)}
    cut: dict[int, list[Triple]] = {}
    for node, one in zip(tied, row.claims, strict=True):
        path = first[node] if node else one.predicate
        cut.setdefault(zlib.crc32(f"{way} {path}".encode()) % PARTS, []).append(one)
    return [checks.of_part(cut[number]) for number in sorted(cut)]


def by_parts(row: Row, checks: RowChecks, way: int = 0) -> set[Found]:
    """What the checks of rows find."""
    return told(checks.of_row(in_parts(row, checks, way)))


# --- Every kind of constraint ----------------------------------------------------------------------------------------


def _shapes() -> Iterator[NodeShape | PropertyShape]:
    for shape in SHAPES.targeted:
        yield shape
        yield from shape.properties


def _rules() -> dict[str, PropertyShape]:
    return {one.iri: one for one in _shapes() if isinstance(one, PropertyShape) and one.rules}


class Unheard(Constraint):
    component: ClassVar[str] = "Unheard"


def test_every_kind_of_constraint_stands_in_the_table() -> None:
    known = {
        one for one in vars(constraints).values() if isinstance(one, type) and issubclass(one, Constraint)
    }

    assert known - {Constraint, Node, Or} == set(DECIDED)


@pytest.mark.parametrize("level", [decided, decided_of_itself])
@pytest.mark.parametrize(
    "constraint", [Unheard(), Or((NodeShape("urn:x", "Violation", (), constraints=(Unheard(),)),))]
)
def test_a_constraint_that_no_checks_run_ends_the_build(level: Level, constraint: Constraint) -> None:
    with pytest.raises(HakimError, match="No class of row checks runs the constraint Unheard"):
        level(constraint)


@pytest.mark.parametrize("way", range(3))
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_thing_in_many_parts_is_found_as_shacl_finds_it(case: Case, way: int) -> None:
    row, elsewhere = alone(case)
    checks = RowChecks(SHAPES, elsewhere, row.open_things)

    assert by_parts(row, checks, way) == by_shacl(row.claims, elsewhere)


@pytest.mark.parametrize("way", range(3))
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_row_of_many_things_is_found_as_shacl_finds_it(case: Case, way: int) -> None:
    row, elsewhere = together(case)
    checks = RowChecks(SHAPES, elsewhere, row.open_things)

    assert by_parts(row, checks, way) == by_shacl(row.claims, elsewhere)


def test_the_cases_break_every_kind_of_constraint_that_the_shapes_use() -> None:
    used = {one.component for shape in _shapes() for one in shape.constraints} | {"SPARQL"}
    found = {
        found[-1]
        for case in CASES
        for row, elsewhere in [alone(case)]
        for found in by_parts(row, RowChecks(SHAPES, elsewhere, row.open_things))
    }

    assert found == used


@cache
def alone(case: Case) -> tuple[Row, Elsewhere]:
    """The thing that a case breaks as a row, cut up wherever it can be; all else is known."""
    thing = NamedNode(f"urn:ex:{case.thing}")
    things = dict(read_things(sorted(case.triples, key=str)))
    values = things.pop(thing)
    claims = tuple(Triple(thing, path, value) for path, listed in values.items() for value in listed)
    return Row(claims, {thing: _classes(values)}), Elsewhere(things)


def together(case: Case) -> tuple[Row, Elsewhere]:
    """All things of a case as one row, of which the mission, its record and the broken thing are cut up."""
    claims = tuple(sorted(case.triples, key=str))
    things = read_things(claims)
    cut = dict.fromkeys(NamedNode(f"urn:ex:{name}") for name in ("m", "r", case.thing))
    return Row(claims, {node: _classes(things[node]) for node in cut if node in things}), Elsewhere({})


# --- Rules -----------------------------------------------------------------------------------------------------------

QUERIES = "f3466ba4366bf19931330f426ad6ef57ca13b872580401e122d39ddcea19016d"
"""The hash of the queries for which the screens were written."""


def test_every_rule_has_a_screen_that_was_written_for_its_query() -> None:
    queries = [
        f"{iri} {' '.join(one.query.split())}" for iri, shape in _rules().items() for one in shape.rules
    ]
    digest = hashlib.sha256("\n".join(sorted(queries)).encode()).hexdigest()

    assert (set(SCREENS), digest) == (set(_rules()), QUERIES), (
        "Read the queries and write their screens anew."
    )


def test_the_cases_break_every_rule() -> None:
    found = {shape for case in CASES for shape in case.shapes}

    assert {iri.split("#")[1] for iri in _rules()} <= found


# --- What ships ------------------------------------------------------------------------------------------------------


def _open_things(claims: Sequence[Triple]) -> dict[Term, frozenset[NamedNode]]:
    """The record of a row and the things that it describes, with their classes."""
    told = read_things(claims)
    described = [
        node for one in claims if one.predicate == hd.describes for node in (one.subject, one.object)
    ]
    return {node: _classes(told.get(node, NOTHING)) for node in described}


def _classes(values: Values) -> frozenset[NamedNode]:
    """The classes that are sure before the row is read: of a mission its type is not."""
    if hd.missionType in values:
        return frozenset({hd.Mission})
    return frozenset(one for one in values.get(RDF_TYPE, ()) if isinstance(one, NamedNode))


def _read(claims: tuple[Triple, ...]) -> Row:
    """A row as mapping makes it: the things that it shares out have the same names in every row.

    A thing that the row does not class is one that is known by its own name.
    """
    things = _open_things(claims)
    names = {node: NamedNode(f"urn:row:{number}") for number, node in enumerate(things) if things[node]}
    renamed = [(names.get(one.subject, one.subject), names.get(one.object, one.object)) for one in claims]
    return Row(
        tuple(Triple(ends[0], one.predicate, ends[1]) for one, ends in zip(claims, renamed, strict=True)),
        {names.get(node, node): classes for node, classes in things.items()},
    )


class Shipped:
    """All shipped records as rows, and the checks that every test here asks: what they remember must be right."""

    def __init__(self, home: Path) -> None:
        with Store(home) as store:
            told = [tuple(quad.triple for quad in read_canonical(text)) for text in store.journal.texts()]
        self.rows = [_read(claims) for claims in told]
        self.elsewhere = Elsewhere(read_things(one for claims in told for one in claims))
        self._checks: dict[object, RowChecks] = {}

    def differing(self, rows: Sequence[Row], way: int) -> list[Row]:
        """The rows in which SHACL finds something else than we."""
        found = [(row, by_parts(row, self._checks_of(row), way)) for row in rows]
        return [row for row, results in found if results != by_shacl(row.claims, self.elsewhere)]

    def _checks_of(self, row: Row) -> RowChecks:
        key = frozenset(row.open_things.items())
        if key not in self._checks:
            self._checks[key] = RowChecks(SHAPES, self.elsewhere, row.open_things)
        return self._checks[key]

    def differing_when(self, change: "Change", seed: int) -> list[Row]:
        """The same of a few rows that are changed at random."""
        chance = random.Random(seed)  # noqa: S311 - no secret
        rows = [change(row, chance, self.elsewhere) for row in chance.sample(self.rows, 10)]
        return self.differing(rows, seed % 2)


@pytest.fixture(scope="module")
def shipped_rows(shipped_home: Path) -> Shipped:
    return Shipped(shipped_home)


def test_shipped_records_are_found_as_shacl_finds_them(shipped_rows: Shipped) -> None:
    assert shipped_rows.differing(shipped_rows.rows, 0) == []


def test_what_is_known_is_looked_up_in_the_journal(shipped_home: Path, shipped_rows: Shipped) -> None:
    elsewhere = shipped_rows.elsewhere
    named = [node for node in sorted(elsewhere.things, key=str)[::50] if isinstance(node, NamedNode)]
    with Store(shipped_home) as store:
        known = known_in(store.journal)

        assert [_sets(known(node)) for node in named] == [_sets(elsewhere(node)) for node in named]
        assert known(NamedNode("urn:ex:nobody")) == {}


def _sets(values: Values) -> dict[NamedNode, set[Term]]:
    return {path: set(listed) for path, listed in values.items()}


# --- Rows broken at random -------------------------------------------------------------------------------------------


def _literal(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(datatype if ":" in datatype else xsd(datatype)))


Change = Callable[[Row, random.Random, Elsewhere], Row]

LITERALS: list[Term] = [
    *(Literal(text) for text in ("", "x", "USD", "usd", "December 2003")),
    *(Literal(text, language=language) for text in ("x", "y") for language in ("en", "EN", "ar")),
    *(_literal(text, "date") for text in ("1850-01-01", "2003-12-01", "2020-12-31", "2003-12-32")),
    *(_literal(text, "date") for text in ("2003-12-01Z", "2020-12-31+05:00", "12020-01-01", "-0001-01-01")),
    *(_literal(text, "dateTime") for text in ("2003-12-26T05:26:00Z", "2003-12-26T01:56:00")),
    *(_literal(text, "decimal") for text in ("-1", "0", "50", "50.0", "x")),
    *(_literal(text, "integer") for text in ("1", "01", "3", "2017")),
    *(_literal(text, "gYear") for text in ("2003", "2021")),
    *(_literal(text, "boolean") for text in ("true", "1")),
    *(_literal(text, f"{PREFIXES['edtf']}EDTF") for text in ("2003", "2003-12-01", "2003-12?", "x")),
    *(_literal(text, "anyURI") for text in ("https://example.org/", "ftp://example.org", "https://a b")),
]
CONCEPTS: list[Term] = [
    concept(scheme, one)
    for scheme in ("mission-type", "status", "confidence", "marking", "quantity-kind")
    for one in notations(scheme)
]
PATHS = sorted({one.predicate for one in good() if one.predicate != RDF_TYPE}, key=str)
CLASSES = sorted({one.object for one in good() if one.predicate == RDF_TYPE}, key=str)


def broken(row: Row, chance: random.Random, elsewhere: Elsewhere) -> Row:
    """A row with a few claims dropped, with other values, of other properties, or new."""
    claims = dict.fromkeys(row.claims)
    pools = [LITERALS, CONCEPTS, chance.sample(elsewhere.nodes, 5), [*row.open_things]]
    for _ in range(chance.randint(1, 6)):
        one = chance.choice([*claims])
        value = chance.choice(chance.choice([*pools, [other.object for other in claims]]) or LITERALS)
        own = [other.predicate for other in claims]
        path = chance.choice([one.predicate, one.predicate, chance.choice(own), chance.choice(PATHS)])
        if chance.random() < 0.6 and len(claims) > 1:
            del claims[one]
        if chance.random() < 0.7:
            found = chance.choice(CLASSES) if path == RDF_TYPE else value
            claims[Triple(one.subject, path, found)] = None
    return row._replace(claims=tuple(claims))


def swapped(row: Row, chance: random.Random, elsewhere: Elsewhere) -> Row:
    """A row with other values of the same kind and language: the same outline, and answers that are remembered."""
    claims = list(row.claims)
    pools = [LITERALS, CONCEPTS, chance.sample(elsewhere.nodes, 50)]
    for at in chance.sample(range(len(claims)), min(4, len(claims))):
        one = claims[at]
        like = [value for pool in pools for value in pool if _kind(value) == _kind(one.object)]
        if one.predicate != RDF_TYPE and one.object not in row.open_things and like:
            claims[at] = Triple(one.subject, one.predicate, chance.choice(like))
    return row._replace(claims=tuple(dict.fromkeys(claims)))


def _kind(value: Term) -> tuple[type, str | None]:
    return type(value), value.language if isinstance(value, Literal) else None


@pytest.mark.parametrize("change", [broken, swapped])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6))
def test_rows_changed_at_random_are_found_as_shacl_finds_them(
    shipped_rows: Shipped, change: Change, seed: int
) -> None:
    assert shipped_rows.differing_when(change, seed) == []


@pytest.mark.full
@pytest.mark.parametrize("change", [broken, swapped])
@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6))
def test_rows_changed_at_random_are_found_as_shacl_finds_them_for_long(
    shipped_rows: Shipped, change: Change, seed: int
) -> None:
    assert shipped_rows.differing_when(change, seed) == []


# --- Columns of texts that no two rows share -------------------------------------------------------------------------

ROW, RECORD, QUANTITY = (NamedNode(f"urn:row:{name}") for name in ("mission", "record", "quantity"))
OPEN: Open = {
    ROW: frozenset({hd.Mission}),
    RECORD: frozenset({hd.Record}),
    QUANTITY: frozenset({hd.Quantity}),
}
TEXT, ENGLISH = Literal("x"), Literal("x", language="en")
ADDRESS, AMOUNT = _literal("https://example.org/", "anyURI"), _literal("1", "decimal")
TEXTS = (
    "x",
    "two words",
    "https://example.org/a",
    "http://a b",
    "ftp://x",
    "-1",
    "50",
    "1e3",
    "\u200f",
    "USD",
)
EMPTY = RowChecks(SHAPES, Elsewhere({}), OPEN)


@pytest.mark.parametrize(
    ("cls", "path", "like"),
    [
        (hd.Mission, hd.identifier, TEXT),
        (hd.Mission, hd.identifier, ENGLISH),
        (hd.Mission, hd.name, TEXT),
        (hd.Mission, hd.name, ENGLISH),
        (hd.Mission, hd.name, ADDRESS),
        (hd.Mission, hd.beneficiaryGroup, TEXT),
        (hd.Mission, hd.sentBy, TEXT),
        (hd.Mission, hd.status, TEXT),
        (hd.Document, hd.url, ADDRESS),
        (hd.Document, hd.url, TEXT),
        (hd.Quantity, hd.amount, AMOUNT),
        (hd.Money, hd.currency, TEXT),
        (hd.Country, hd.iso3, TEXT),
        (hd.Claim, hd["value"], TEXT),
    ],
)
@pytest.mark.parametrize("text", TEXTS)
def test_a_plain_column_finds_what_a_part_finds(
    cls: NamedNode, path: NamedNode, like: Literal, text: str
) -> None:
    value = Literal(text, language=like.language) if like.language else Literal(text, datatype=like.datatype)
    checks = RowChecks(SHAPES, Elsewhere({}), {ROW: frozenset({cls})})
    column = checks.of_column(ROW, path, like)
    parts = [
        checks.of_part(claims) for claims in ([Triple(ROW, path, value)], [Triple(ROW, path, value)] * 2)
    ]

    assert [column.check(value) if column.check else ()] * 2 == [part.results for part in parts]


@pytest.mark.parametrize(
    ("cls", "path", "like"),
    [
        (hd.Mission, hd.identifier, TEXT),
        (hd.Mission, hd.name, ENGLISH),
        (hd.Mission, hd.name, TEXT),
        (hd.Mission, hd.note, TEXT),
        (hd.Document, hd.name, TEXT),
        (hd.Claim, hd["value"], TEXT),
        (hd.Quantity, hd.asWritten, TEXT),
    ],
)
def test_texts_in_which_nothing_can_be_wrong_are_not_looked_at(
    cls: NamedNode, path: NamedNode, like: Literal
) -> None:
    assert EMPTY.plain_check(frozenset({cls}), path, like) is None


MISSION = (
    Triple(ROW, RDF_TYPE, hd.VaccineDonation),
    Triple(ROW, hd.missionType, concept("mission-type", "vaccines")),
    Triple(ROW, hd.status, concept("status", "delivered")),
    Triple(ROW, hd.identifier, Literal("A-1")),
)


def test_a_row_with_plain_columns_is_asked_for_its_claims_where_two_of_them_may_clash() -> None:
    columns = [EMPTY.of_column(ROW, hd.name, ENGLISH).part] * 2
    parts = [EMPTY.of_part(MISSION), *columns]
    names = [Literal(text, language="en") for text in ("A", "B")]

    def clashes(*names: Literal) -> bool:
        claims = [*MISSION, *(Triple(ROW, hd.name, name) for name in names)]
        return "UniqueLang" in {one.component for one in EMPTY.of_row(parts, lambda: claims)}

    assert (clashes(*names), clashes(names[0], names[0])) == (True, False)


def test_a_thing_that_another_part_names_does_not_fit() -> None:
    organisation = NamedNode("urn:ex:organisation")
    described = [Triple(organisation, RDF_TYPE, hd.Organisation), Triple(organisation, hd.name, Literal("A"))]
    naming = Triple(ROW, hd.sendingOrganisation, organisation)
    parts = [EMPTY.of_part(claims) for claims in ([*described, naming], [naming], described, described[:1])]

    assert EMPTY.misfits(parts[:1]) == ()
    assert EMPTY.misfits([parts[0], parts[0]]) == ()
    assert EMPTY.misfits([parts[1], parts[2]]) == (organisation,)
    assert EMPTY.misfits([parts[2], parts[3]]) == (organisation,)
