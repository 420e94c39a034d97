"""Claims in their one order, as they leave, back as records: taken into a store whole or not at all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import Final

from exchange.scheme import RECORD_LEVELS
from graph.line_sort import sorted_blocks
from ontology.errors import HakimError
from ontology.identifiers import Identifiers
from ontology.namespaces import PREFIXES
from ontology.nquads import canonical_text
from ontology.terms import concept, hd
from records.journal import Journal, RunWriter
from records.judgements import KIND as JUDGEMENT
from records.model import Entry, RecordGraph, RunHeader
from records.name_judgements import KIND as NAME_JUDGEMENT

RULING: Final = frozenset({JUDGEMENT, NAME_JUDGEMENT})
"""Kinds of records that rule here: what another originator judged is told, and decides nothing."""
RECORDS_A_BATCH: Final = 1_000
LINES_A_BATCH: Final = 10_000
_MARKING: Final = hd.marking.value
_DESCRIBES: Final = hd.describes.value


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a run of intake did: how many records it was given, and how many it wrote, left and withdrew."""

    run: int
    read: int
    written: int
    unchanged: int
    deleted: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where records come from: the base of their IRIs, and the marking of those that say none.

    `rules` is true where their judgements decide here as they do there.
    """

    base: str
    marking: str
    rules: bool = False


def records_of(
    lines: Iterable[Sequence[str]], origin: Origin, folder: Path | None = None
) -> Iterator[RecordGraph]:
    """The records of canonical N-Quads lines, by graph and in the order of their names; never all in memory."""
    keyed = ([_keyed(line) for line in batch] for batch in lines)
    ordered = (line.decode() for block in sorted_blocks(keyed, folder) for line in block)
    for graph, group in groupby(ordered, lambda line: line.split("\t", 1)[0]):
        yield _record(graph, "".join(line.split("\t", 1)[1] for line in group), origin)


def _keyed(line: str) -> str:
    # Canonical N-Quads writes a tab in a literal as \t, and no IRI has one.
    return f"{line[:-3].rsplit(' ', 1)[1][1:-1]}\t{line}"


def _record(graph: str, text: str, origin: Origin) -> RecordGraph:
    subjects = sorted({line[1 : line.index(">")] for line in text.split("\n") if line})
    return RecordGraph(
        graph, _kind(graph, text, origin), _marking(graph, text, origin), text, tuple(subjects)
    )


def _kind(graph: str, text: str, origin: Origin) -> str:
    """What kind of thing a record describes, as its IRI says."""
    described = _object(text, graph, _DESCRIBES)
    kind = (
        described.removeprefix(origin.base).split("/", 1)[0] if described.startswith(origin.base) else "thing"
    )
    return f"received-{kind}" if kind in RULING and not origin.rules else kind


def _marking(graph: str, text: str, origin: Origin) -> str:
    said = _object(text, graph, _MARKING).rsplit("/", 1)[-1]
    return said if said in RECORD_LEVELS else origin.marking


def _object(text: str, subject: str, predicate: str) -> str:
    """The first IRI that a record says of itself by a property, or ""."""
    begin = f"<{subject}> <{predicate}> <"
    at = 0 if text.startswith(begin) else text.find(f"\n{begin}") + 1
    if not text.startswith(begin, at):
        return ""
    return text[at + len(begin) : text.index(">", at + len(begin))]


def take_in(
    journal: Journal,
    header: RunHeader,
    records: Iterable[RecordGraph],
    extra: Iterable[RecordGraph],
    told: object,
) -> TakenIn:
    """Makes records all that a source holds, in one run; `told` goes to its ledger under "package".

    `extra` are records that are not counted. Raises HakimError, and changes nothing, where a record's graph is one of
    another source here.
    """
    live = journal.live_digests(header.source)
    with journal.write_run(header) as writer:
        read = written = 0
        gone = set(live)
        for batch in _batches(records):
            read += len(batch)
            gone -= {record.graph for record in batch}
            written += _write(journal, writer, batch, live, header)
        for batch in _batches(extra):
            gone -= {record.graph for record in batch}
            _write(journal, writer, batch, live, header)
        for graph in sorted(gone):
            writer.remove(graph)
        done = TakenIn(writer.run, read, written, read - written, len(gone))
        writer.finish(_ledger(header.source, done, told))
    return done


def _write(
    journal: Journal, writer: RunWriter, batch: Sequence[RecordGraph], live: dict[str, str], header: RunHeader
) -> int:
    elsewhere = sorted(journal.digests_of([record.graph for record in batch if record.graph not in live]))
    if elsewhere:
        raise HakimError(
            f"The record {elsewhere[0]} is one of another source here, and {header.source} may not replace it.",
            hint="Ask the originator to release under names of its own.",
        )
    new = [record for record in batch if live.get(record.graph) != record.digest]
    writer.add_all([Entry(record, line=0) for record in new], header.started)
    return len(new)


def receipt(ids: Identifiers, source: str, originator: str, graphs: Iterable[str]) -> RecordGraph:
    """A record of ours that says of each received record whose it is; it leaves for nobody."""
    from pyoxigraph import Literal, NamedNode, Quad

    graph, dataset = ids.iri("record", source, "~receipt"), ids.iri("dataset", source)
    kind = NamedNode(PREFIXES["rdf"] + "type")
    quads = [
        *(Quad(NamedNode(one), hd.originator, Literal(originator), graph) for one in graphs),
        Quad(graph, kind, hd.Record, graph),
        Quad(graph, hd.describes, dataset, graph),
        Quad(graph, hd.fromDataset, dataset, graph),
        Quad(graph, hd.marking, concept("marking", "red"), graph),
        Quad(graph, hd.reliability, concept("reliability", "F"), graph),
        Quad(graph, hd.credibility, concept("credibility", "6"), graph),
        Quad(dataset, kind, hd.Dataset, graph),
        Quad(dataset, hd.name, Literal(f"Received from {originator}", language="en"), graph),
    ]
    text = canonical_text(quads)
    subjects = sorted({quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)})
    return RecordGraph(graph.value, "dataset", "red", text, tuple(subjects))


def _ledger(source: str, done: TakenIn, told: object) -> dict[str, object]:
    """What `hakim runs` shows of it."""
    return {
        "source": source,
        "read": done.read,
        "accepted": done.written,
        "unchanged": done.unchanged,
        "rejected": 0,
        "set_aside": 0,
        "ignored": 0,
        "written": done.written,
        "deleted": done.deleted,
        "package": told,
    }


def _batches(records: Iterable[RecordGraph]) -> Iterator[list[RecordGraph]]:
    stream = iter(records)
    while batch := list(islice(stream, RECORDS_A_BATCH)):
        yield batch
