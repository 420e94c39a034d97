"""Checking a file before it is loaded: what the shapes find in it, and where in the file that stands.

A file is checked as it would stand beside what is known: a thing that it names and does not describe is looked
up in the store of record or, where nothing was ingested yet, in the shipped registers. Nothing is written.
"""

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from hakim.columns import column_of
from hakim.loading import ingest_shipped
from ingest.documents import Document, syntax_of
from ingest.guarded import parse_guarded
from ingest.mapping import MappedRow, cells_of
from ingest.options import IngestOptions
from ingest.rows import BadRow
from ingest.run import ingest_file
from ingest.source_spec import SourceSpec
from ontology.errors import HakimError
from ontology.nquads import lines_of, read_canonical
from ontology.shacl import Report, shipped_shapes, validate
from ontology.shacl.names import RDF_TYPE
from ontology.shacl.report import SEVERITIES, Result, shown
from ontology.shacl.things import Term
from records.journal import Journal
from records.store import Store

CROWD = 1_000
STEPS = 2
"""How far from the file things are looked up: a mission's organisation, and that organisation's country."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found, and where in the file; what is not known is None."""

    severity: str
    focus: str | None
    path: str | None
    value: str | None
    message: str
    file: str
    line: int | None = None
    column: str | None = None
    shape: str | None = None


def check_rdf(home: Path, path: Path, options: IngestOptions, language: str) -> list[Finding]:
    """What is found in an RDF document; DocumentRefused where it cannot be parsed."""
    document = Document(path.name, path.read_bytes(), syntax_of(path.name))
    triples = {quad.triple for quad in parse_guarded(document)}
    with known_things(home, options) as store:
        report = _report(triples, store.journal)
    return [_told(result, language, path) for result in report.results]


def check_source(
    home: Path, path: Path, spec: SourceSpec, options: IngestOptions, language: str
) -> list[Finding]:
    """What is found in the rows of a source file: those that cannot be read, and what the others say."""
    rows: list[MappedRow] = []
    dry = replace(options, dry_run=True, partial=True, watch=rows.append)
    with known_things(home, options) as store:
        ingested = ingest_file(store, spec, path, dry)
        texts = (graph.text for row in rows for graph in row.graphs)
        triples = {quad.triple for text in texts for quad in read_canonical(text)}
        report = _report(triples, store.journal)
    places = _places(rows)
    found = [_placed(_told(result, language, path), result, places, spec) for result in report.results]
    return sorted([*_refused(ingested.bad_rows, path), *found], key=_order)


@contextmanager
def known_things(home: Path, options: IngestOptions) -> Iterator[Store]:
    """The store of record or, where it is empty, one that holds what ships and is gone when the block ends."""
    if (home / "journal.sqlite").exists():
        with Store(home) as store:
            if store.journal.count():
                yield store
                return
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder)) as store:
        ingest_shipped(store, options)
        yield store


def _report(triples: set[Triple], journal: Journal) -> Report:
    _refuse_crowded(triples)
    subjects = {triple.subject for triple in triples}
    beside = look_up(triples, journal)
    return validate([*triples, *beside], shipped_shapes(), only=subjects.__contains__)


def _refuse_crowded(triples: Iterable[Triple]) -> None:
    """Raises HakimError for a thing so made that a rule, which pairs the values of two properties, never ends."""
    values = Counter((triple.subject, triple.predicate) for triple in triples)
    crowded: dict[Term, int] = {}
    for (subject, _), count in values.items():
        if count > CROWD:
            crowded[subject] = crowded.get(subject, 0) + 1
            if crowded[subject] > 1:
                raise HakimError(
                    f"{shown(subject)} has more than {CROWD:,} values for each of several properties.",
                    hint="Real data has not; look at how the file was made.",
                )


def look_up(triples: Iterable[Triple], journal: Journal) -> set[Triple]:
    """What is known of the things that triples name without saying of what class they are."""
    told = list(triples)
    described: set[Term] = {triple.subject for triple in told if triple.predicate == RDF_TYPE}
    found: set[Triple] = set()
    for _ in range(STEPS):
        named = {term for triple in told for term in (triple.subject, triple.object)}
        wanted = {term.value for term in named - described if isinstance(term, NamedNode)}
        described |= named
        told = list(_statements(sorted(wanted), journal))
        found.update(told)
    return found


def _statements(subjects: list[str], journal: Journal) -> Iterator[Triple]:
    wanted = set(subjects)
    for text in journal.texts_of_subjects(subjects, journal.last_run):
        for line in lines_of(text):
            if line[1 : line.find(">")] in wanted:
                yield from (quad.triple for quad in read_canonical(line))


def _told(result: Result, language: str, path: Path) -> Finding:
    return Finding(
        severity=result.severity,
        focus=shown(result.focus),
        path=result.path or None,
        value=None if result.value is None else shown(result.value),
        message=result.message(language),
        file=str(path),
        shape=result.shape,
    )


_Places = Mapping[tuple[str, str], MappedRow]
"""The first row that says something of a thing, and of each of its properties."""


def _places(rows: Iterable[MappedRow]) -> _Places:
    found: dict[tuple[str, str], MappedRow] = {}
    for row in rows:
        for quad in read_canonical("".join(graph.text for graph in row.graphs)):
            for path in ("", quad.predicate.value):
                found.setdefault((str(quad.subject), path), row)
    return found


def _placed(finding: Finding, result: Result, places: _Places, spec: SourceSpec) -> Finding:
    focus = str(result.focus)
    row = places.get((focus, result.path)) or places.get((focus, ""))
    if row is None:
        return finding
    return replace(finding, line=row.line, column=column_of(result, cells_of(row.cells, spec), spec))


def _refused(bad_rows: Iterable[BadRow], path: Path) -> Iterator[Finding]:
    for bad in bad_rows:
        for problem in bad.problems:
            yield Finding(
                severity="Violation" if problem.verdict == "rejected" else "Warning",
                focus=None,
                path=None,
                value=problem.value,
                message=problem.message,
                file=str(path),
                line=bad.line,
                column=problem.column or None,
            )


def _order(finding: Finding) -> tuple[int, int, str, str]:
    """The gravest first, then from the top of the file to its end."""
    line = finding.line or 0
    return SEVERITIES.index(finding.severity), line, finding.column or "", finding.message
