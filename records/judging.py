"""Judgements in the journal: made, taken back and listed. A run of its own changes them; nothing else is touched."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from ontology.errors import HakimError
from ontology.identifiers import Identifiers
from ontology.namespaces import SCHEME
from records import name_judgements
from records.journal import Journal
from records.judgements import (
    KIND,
    SOURCE,
    Judgement,
    JudgementProblem,
    judgements_of,
    record_of,
)
from records.model import RecordGraph, RunHeader
from records.name_judgements import JudgedName, judged_names_of


def live_judgements(journal: Journal) -> list[Judgement]:
    """The judgements that stand, sorted."""
    return sorted(judgements_of(text for _, text in journal.texts_of_kinds((KIND,))))


def judge(
    journal: Journal, ids: Identifiers, judgements: Iterable[Judgement], at: str, told_by: str
) -> list[Judgement]:
    """Keeps judgements, and gives those that were not kept so already; what one person said of a pair is superseded.

    `at` is the time of the run and `told_by` what it is shown as, such as the name of a file. All are kept, or none:
    raises JudgementProblem where nothing in the store is known of a side.
    """
    told = sorted(set(judgements))
    unknown = sorted({side for one in told for side in one.pair if not journal.is_described(side)})
    if unknown:
        raise JudgementProblem(
            f"No record describes {', '.join(unknown)}.", hint="`hakim review` shows what can be judged."
        )
    return _keep(
        journal, RunHeader(SOURCE, told_by, "", "", at), [(record_of(ids, one), one) for one in told]
    )


def take_back(
    journal: Journal, ids: Identifiers, pair: Sequence[str], at: str, by: str | None = None
) -> list[Judgement]:
    """Takes back what was judged of a pair, by everybody or by one person, and gives it.

    Raises HakimError where nothing was.
    """
    gone = [
        one for one in live_judgements(journal) if set(one.pair) == set(pair) and (by is None or one.by == by)
    ]
    if not gone:
        whose = f" by {by}" if by else ""
        raise HakimError(
            f"{pair[0]} and {pair[1]} were not judged{whose}.", hint="`hakim judge` lists the judgements."
        )
    _remove(journal, RunHeader(SOURCE, "taken back", "", "", at), [record_of(ids, one).graph for one in gone])
    return gone


def live_judged_names(journal: Journal) -> list[JudgedName]:
    """The judgements on names that stand, sorted."""
    return sorted(judged_names_of(text for _, text in journal.texts_of_kinds((name_judgements.KIND,))))


def judge_names(
    journal: Journal, ids: Identifiers, judged: Iterable[JudgedName], at: str, told_by: str
) -> list[JudgedName]:
    """Keeps judgements on names, and gives those that were not kept so already.

    All are kept, or none: raises JudgementProblem where nothing in the store is known of a thing, and that is no
    concept of the ontology either.
    """
    told = sorted(set(judged))
    named = {iri for one in told for iri in (one.iri, one.beside) if iri and not iri.startswith(SCHEME)}
    unknown = sorted(iri for iri in named if not journal.is_described(iri))
    if unknown:
        raise JudgementProblem(f"No record describes {', '.join(unknown)}.", hint=_NAMES_HINT)
    header = RunHeader(name_judgements.SOURCE, told_by, "", "", at)
    return _keep(journal, header, [(name_judgements.record_of(ids, one), one) for one in told])


def take_back_names(
    journal: Journal, ids: Identifiers, judged: Sequence[JudgedName], at: str, touched: Iterable[str] = ()
) -> None:
    """Takes back judgements on names, and withdraws the records that were read by them, until they are read again."""
    header = RunHeader(name_judgements.SOURCE, "taken back", "", "", at)
    _remove(journal, header, [*(name_judgements.record_of(ids, one).graph for one in judged), *touched])


_NAMES_HINT = "`hakim runs RUN` shows what a name may mean."
Told = TypeVar("Told")


def _keep(journal: Journal, header: RunHeader, told: Sequence[tuple[RecordGraph, Told]]) -> list[Told]:
    """Writes the records that do not stand so already, in a run of their own; gives what they tell."""
    records = {record.graph: (record, one) for record, one in told}
    live = journal.live_digests(header.source)
    new = [(record, one) for graph, (record, one) in records.items() if live.get(graph) != record.digest]
    if new:
        with journal.write_run(header) as writer:
            for line, (record, _) in enumerate(new, start=1):
                writer.add(record, line=line, cells=(), retrieved=header.started)
            writer.finish(_ledger(header.source, len(told), written=len(new)))
    return [one for _, one in new]


def _remove(journal: Journal, header: RunHeader, graphs: Sequence[str]) -> None:
    with journal.write_run(header) as writer:
        for graph in graphs:
            writer.remove(graph)
        writer.finish(_ledger(header.source, len(graphs), deleted=len(graphs)))


def _ledger(source: str, read: int, *, written: int = 0, deleted: int = 0) -> dict[str, object]:
    """What `hakim runs` shows of a run of judgements: what was not written was there already."""
    accepted = written + deleted
    return {
        "source": source,
        "read": read,
        "accepted": accepted,
        "unchanged": read - accepted,
        "rejected": 0,
        "set_aside": 0,
        "ignored": 0,
        "written": written,
        "deleted": deleted,
    }
