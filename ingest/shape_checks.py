"""The checks of the shapes as ingest uses them: a violation rejects its row, whatever less is left to `hakim check`."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from ingest.checks import RowChecks
from ingest.columns import problem_of, roles_of
from ingest.known import known_in
from ingest.outlines import Open
from ingest.rows import Problem
from ingest.source_spec import SourceSpec
from ontology.files import SCHEMES
from ontology.shacl import Result, shipped_shapes
from ontology.shacl.report import SEVERITIES
from ontology.shacl.shapes import Shapes, of_severity
from ontology.shacl.things import Term, Values, read_things
from ontology.terms import hd
from records.journal import Journal
from records.model import Cell

SUBJECT, RECORD = NamedNode("hakim-row:subject"), NamedNode("hakim-row:record")
"""Stand for the thing that a row describes, and for its record, while the claims of a part are made."""


def checks_for(kind_class: NamedNode | None, journal: Journal, own: Mapping[Term, Values]) -> RowChecks:
    """The checks of rows that describe things of a class.

    What they name is looked up in the journal and in `own`, which is what the source says of itself.
    """
    classes: frozenset[NamedNode] = frozenset({kind_class} if kind_class else ())
    open_things: Open = {SUBJECT: classes, RECORD: frozenset({hd.Record})}
    return RowChecks(_demanding_shapes(), _Known(journal, own), open_things)


class _Known:
    """Looks up what is said of things, in each process by a connection of its own: SQLite's must not be shared."""

    def __init__(self, journal: Journal, own: Mapping[Term, Values]) -> None:
        self._own = own
        self._process = os.getpid()
        self._path = journal.path
        self._look_up: Callable[[NamedNode], Values] = known_in(journal)

    def __call__(self, node: NamedNode) -> Values:
        if node in self._own:
            return self._own[node]
        if os.getpid() != self._process:
            self._process = os.getpid()
            self._look_up = known_in(Journal(self._path))
        return self._look_up(node) or scheme_things().get(node, {})


@cache
def _demanding_shapes() -> Shapes:
    """What the shapes demand: lesser findings do not decide what becomes of a row."""
    return of_severity(shipped_shapes(), SEVERITIES[0])


@cache
def scheme_things() -> Mapping[Term, Values]:
    """What the shipped schemes say of their concepts, which a store need not have been told to know them."""
    return read_things(quad.triple for quad in parse(path=str(SCHEMES), format=RdfFormat.TURTLE))


def violations(results: Iterable[Result]) -> tuple[Result, ...]:
    """Those of some results that are violations."""
    return tuple(result for result in results if result.severity == SEVERITIES[0])


def violation_problems(
    claims: Iterable[Triple], cells: Iterable[Cell], spec: SourceSpec, checks: RowChecks
) -> Iterator[Problem]:
    """The problems of a row whose claims violate the shapes, each with the column that is behind it."""
    told = list(claims)
    found = violations(checks.of_claims(told))
    if found:
        roles, known_cells = roles_of(told), tuple(cells)
        for result in found:
            yield problem_of(result, known_cells, spec, roles.get(result.focus, ""))
