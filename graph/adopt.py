"""Edits made in the graph by hand, as a record of their own: what `rebuild --adopt` keeps of them.

A fact that only the graph holds becomes a claim of a record that says who adopted it and when. Nobody has looked at
such a record: it is marked red and never leaves. What an edit took away is still in the store and comes back, so a
changed value stands beside the old one. What is no fact (a label, a doubled edge, a property that stands for
nothing) has nowhere to go and is told, as is what would describe a record from outside of it: a record describes
itself in its own graph, its marking above all.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph.marker import Marker
from ontology.identifiers import HASH_LENGTH, Identifiers
from ontology.namespaces import PREFIXES
from ontology.nquads import canonical_text, lines_of, read_canonical
from ontology.subjects import described_subjects, node_key
from ontology.terms import concept, hd
from records.journal import Journal
from records.model import RecordGraph

SOURCE = "adopted"
"""The source of all adopted records: `hakim withdraw` takes them back by this name."""
TITLE = "Edits made in the graph by hand, and adopted"
KIND = "adopted"
MARKING = "red"

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_CREATOR = NamedNode(PREFIXES["dcterms"] + "creator")
_GENERATED = NamedNode(PREFIXES["prov"] + "generatedAtTime")
_DATE_TIME = NamedNode(PREFIXES["xsd"] + "dateTime")
_TRACE = "#"


@dataclass(frozen=True, slots=True)
class HandEdits:
    """What hands did to a graph.

    `claims` can be adopted, `restored` are the facts that only the store holds and a rebuild brings back, and
    `discarded` says of each other trace what it was.
    """

    claims: tuple[Triple, ...] = ()
    restored: tuple[str, ...] = ()
    discarded: tuple[str, ...] = ()


def hand_edits(
    journal: Journal, marker: Marker | None, missing: Iterable[str], drift: Iterable[str]
) -> HandEdits:
    """The edits behind a verification: lines that only the store holds, and lines that only the graph holds.

    A graph that is behind the store shows facts of an earlier run; these are no edits. A fact that an adopted record
    states already is not adopted again.
    """
    told, traces = _parted(drift)
    behind = _behind(journal, marker)
    quads = list(read_canonical("".join(line for line in told if line not in behind)))
    live = {name: journal.is_live(name) for name in {node_key(quad.subject) for quad in quads}}
    about_records = [quad for quad in quads if live[node_key(quad.subject)]]
    adopted = _adopted_already(journal)
    claims = {str(quad.triple): quad.triple for quad in quads if not live[node_key(quad.subject)]}
    return HandEdits(
        tuple(claims[text] for text in sorted(claims.keys() - adopted)),
        tuple(missing),
        (*traces, *(f"# Only its own graph describes a record: {quad.triple}.\n" for quad in about_records)),
    )


def _parted(drift: Iterable[str]) -> tuple[list[str], list[str]]:
    """The lines of facts, and the comment lines."""
    facts: list[str] = []
    traces: list[str] = []
    for line in drift:
        (traces if line.startswith(_TRACE) else facts).append(line)
    return facts, traces


def _behind(journal: Journal, marker: Marker | None) -> set[str]:
    """What a graph may hold of runs before the last one: it shows one, or is on its way from one to another."""
    runs = {marker.run, marker.target} - {journal.last_run} if marker else set()
    return {line for run in sorted(runs) for text in journal.texts(at_run=run) for line in lines_of(text)}


def _adopted_already(journal: Journal) -> set[str]:
    names = journal.live_graphs(SOURCE)
    texts = journal.texts_of_subjects(names, journal.last_run)
    quads = (quad for text in texts for quad in read_canonical(text))
    return {str(quad.triple) for quad in quads if node_key(_graph(quad)) in set(names)}


def _graph(quad: Quad) -> NamedNode:
    return quad.graph_name if isinstance(quad.graph_name, NamedNode) else NamedNode("urn:hakim:none")


def adopted_record(ids: Identifiers, claims: Sequence[Triple], by: str, at: str) -> RecordGraph:
    """The record of adopted facts: who adopted them, and when (ISO 8601); its name is made from the facts alone."""
    key = hashlib.sha256("\n".join(sorted(map(str, claims))).encode()).hexdigest()[:HASH_LENGTH]
    record, dataset = ids.iri("record", SOURCE, key), ids.iri("dataset", SOURCE)
    subjects = {claim.subject for claim in claims if isinstance(claim.subject, NamedNode)}
    said = [
        *claims,
        *(Triple(record, hd.describes, subject) for subject in subjects),
        Triple(record, _TYPE, hd.Record),
        Triple(record, hd.fromDataset, dataset),
        Triple(dataset, _TYPE, hd.Dataset),
        Triple(dataset, hd.name, Literal(TITLE, language="en")),
        # Nobody has looked at it: it is never released.
        Triple(record, hd.marking, concept("marking", MARKING)),
        Triple(record, hd.reliability, concept("reliability", "F")),
        Triple(record, hd.credibility, concept("credibility", "6")),
        Triple(record, _CREATOR, Literal(by)),
        Triple(record, _GENERATED, Literal(at, datatype=_DATE_TIME)),
    ]
    quads = [Quad(claim.subject, claim.predicate, claim.object, record) for claim in said]
    return RecordGraph(record.value, KIND, MARKING, canonical_text(quads), described_subjects(quads))
