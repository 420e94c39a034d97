"""`hakim where`: the cells behind a thing or a fact."""

import difflib
from collections.abc import Iterator, Sequence

import click
from pyoxigraph import Literal, Quad

from hakim.commands.common import json_option, settings
from hakim.finding import find_thing, shortened
from hakim.output import print_json, print_table, say
from hakim.tracing import (
    MOST_RECORDS,
    Trace,
    TracedFact,
    TracedRecord,
    anything,
    by_property,
    by_statement,
    names_of,
    properties_of,
    read_statement,
    trace,
)
from ontology.errors import UsageProblem
from ontology.identifiers import Identifiers
from ontology.namespaces import HD, SCHEME
from records.model import Sighting
from records.store import Store

SHORT_HASH = 12
NEAR = 3


@click.command()
@click.argument("thing")
@click.argument("fact", required=False)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=MOST_RECORDS,
    show_default=True,
    help="The most records to show.",
)
@json_option
def where(thing: str, fact: str | None, limit: int, *, as_json: bool) -> None:
    """Shows the cells behind THING, or behind one FACT of it: file, sheet, line, column and literal text.

    THING is an IRI or its end (mission/hdm/HDM-0001), an identifier or a name; or a whole statement in
    N-Quads. FACT is a property (startEdtf) or one with its value (status=completed). A fact that no cell says
    is from the source spec, and its line there is shown. Only the store of record is read.

    Example: hakim where HDM-0001 startEdtf
    """
    current = settings()
    with Store(current.home) as store:
        if thing.lstrip().startswith("<") and " " in thing.strip():
            traced = _statement(store, thing, limit)
        else:
            traced = _thing(store, current.ids, thing, fact, limit)
    if as_json:
        print_json(_as_json(traced))
    else:
        _print(traced, current.ids)


def _statement(store: Store, text: str, limit: int) -> Trace:
    statement, in_graph = read_statement(text)
    subject = getattr(statement.subject, "value", str(statement.subject))
    traced = trace(store, subject, by_statement(statement, in_graph=in_graph), limit)
    if not traced.records:
        raise UsageProblem(
            f"No record{' of that name' if in_graph else ''} states {statement}.",
            hint=f"`hakim where '<{subject}>'` shows what is stated of it.",
        )
    return traced


def _thing(store: Store, ids: Identifiers, text: str, fact: str | None, limit: int) -> Trace:
    iri = find_thing(store.journal, ids, text)
    traced = trace(store, iri, by_property(fact) if fact else anything, limit)
    if traced.records or not fact:
        return traced
    there = properties_of(trace(store, iri, anything, limit).records)
    name = fact.partition("=")[0].strip()
    near = difflib.get_close_matches(name, there, NEAR) if name not in there else []
    raise UsageProblem(
        f"No record states {fact!r} of {shortened(iri, ids)}.",
        hint=f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(there)}.",
    )


def _as_json(traced: Trace) -> dict[str, object]:
    return {
        "thing": traced.thing,
        "records": [_record_as_json(record) for record in traced.records],
        "more": traced.more,
    }


def _record_as_json(record: TracedRecord) -> dict[str, object]:
    seen = record.sighting
    return {
        "record": record.record,
        "source": record.source,
        "run": seen.run,
        "file": seen.file_name,
        "file_sha256": seen.file_sha256,
        "sheet": seen.sheet,
        "line": seen.line,
        "retrieved": seen.retrieved,
        "spec_sha256": seen.spec_sha256,
        "facts": [_fact_as_json(fact) for fact in record.facts],
    }


def _fact_as_json(fact: TracedFact) -> dict[str, object]:
    return {
        "subject": _value(fact.quad.subject),
        "property": fact.quad.predicate.value,
        "value": _value(fact.quad.object),
        "language": fact.quad.object.language if isinstance(fact.quad.object, Literal) else None,
        "cells": [
            {"column": cell.column, "literal": cell.literal, "field": cell.field}
            for cell in fact.origin.cells
        ],
        "spec_line": fact.origin.line,
        "setting": fact.origin.setting or None,
    }


def _print(traced: Trace, ids: Identifiers) -> None:
    for record in traced.records:
        rows = list(_rows(record.facts, traced.thing, ids))
        print_table(("property", "value", "column", "text in the cell"), rows, title=_place(record))
    many = len(traced.records)
    say(f"{shortened(traced.thing, ids)}: {many} record{'' if many == 1 else 's'}")
    if traced.more:
        say("There are more: --limit shows them.")


def _place(record: TracedRecord) -> str:
    """Where a record stands: in words that lead a person to the row."""
    seen = record.sighting
    parts = [seen.file_name or record.source, *([f"sheet {seen.sheet}"] if seen.sheet else [])]
    if seen.cells:
        parts.append(f"line {seen.line}")
    return f"{', '.join(parts)}  ({_history(record.source, seen)})"


def _history(source: str, seen: Sighting) -> str:
    told = [f"sha256 {seen.file_sha256[:SHORT_HASH]}"] if seen.file_sha256 else []
    told += [f"retrieved {seen.retrieved}", f"run {seen.run}", f"source {source}"]
    if seen.spec_sha256:
        told.append(f"spec {seen.spec_sha256[:SHORT_HASH]}")
    return ", ".join(told)


def _rows(facts: Sequence[TracedFact], thing: str, ids: Identifiers) -> Iterator[tuple[str, ...]]:
    for fact in facts:
        name, value = _property(fact.quad, thing), _shown(fact.quad, ids)
        if not fact.origin.cells:
            yield name, value, "", fact.origin.words
        for cell in fact.origin.cells:
            yield name, value, cell.column, cell.literal or "(empty)"
            name = value = ""


def _property(quad: Quad, thing: str) -> str:
    """The end of a property, below the part of the thing that has it: `quantity/amount`."""
    subject = _value(quad.subject)
    end = names_of(quad)[1]
    if subject == thing:
        return end
    return f"{subject.removeprefix(f'{thing}/')}/{end}" if subject.startswith(thing) else f"record/{end}"


def _shown(quad: Quad, ids: Identifiers) -> str:
    value = _value(quad.object)
    if isinstance(quad.object, Literal):
        return f"{value} ({quad.object.language})" if quad.object.language else value
    return shortened(value, ids).removeprefix(SCHEME).removeprefix(HD)


def _value(term: object) -> str:
    return str(getattr(term, "value", term))
