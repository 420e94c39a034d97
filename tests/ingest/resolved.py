"""Resolved mission records as tables: the CSV files that the RML document of missions reads.

What the reader gave is only laid out in columns here, with the IRIs that are hashes; which claims come of it is
left to the RML document.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode

from ingest.fields import Context, Values
from ingest.kinds import KINDS
from ingest.kinds.kind import decimal
from ingest.kinds.mission import MISSION_CLASSES
from ingest.reading import read_row
from ingest.resolution.organisations import Organisation, resolve_organisation
from ingest.rows import Row
from ingest.source_spec import SourceSpec
from ontology.dates import PartialDate
from ontology.identifiers import Identifiers

Columns = dict[str, Sequence[str]]
Party = NamedNode | Organisation

_PLAIN = (
    "status",
    "military",
    "mission_type",
    "capability",
    "confidence",
    "quantity_kind",
    "note",
    "beneficiaries",
)
_SIDES = (("sender", "sending_organisation"), ("recipient", "receiving_organisation"))
_ROLES = ("funder", "carrier", "commander", "staff", "host")


def write_resolved(rows: Iterable[Mapping[str, str]], context: Context, folder: Path) -> None:
    """Writes missions.csv and sources.csv into a folder."""
    records = [resolve(row, context) for row in rows]
    names = list(dict.fromkeys(name for record in records for name in record))
    with (folder / "missions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for record in records:
            constant = {"source", "authority", "identifier"}
            height = max(map(len, record.values()))
            columns = [list(record.get(name, ())) * (height if name in constant else 1) for name in names]
            writer.writerows(zip_longest(*columns, fillvalue=""))
    source = _source(context.spec, context.ids)
    with (folder / "sources.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([source.keys(), source.values()])


def resolve(row: Mapping[str, str], context: Context) -> Columns:
    """The columns of one mission, each with its values."""
    values = read_row(Row(2, row), KINDS["mission"].fields, context).values
    identifier = values["identifier"][0]
    mission = context.ids.iri("mission", context.spec.authority, identifier)
    columns: Columns = {
        "source": [context.spec.source],
        "authority": [context.spec.authority],
        "identifier": [identifier],
        "marking": [context.spec.marking],
        "reliability": [context.spec.reliability],
        "credibility": [_short(one) for one in values["credibility"]] or [context.spec.credibility],
        "mission_class": [MISSION_CLASSES[_short(values["mission_type"][0])].value.rsplit("#")[1]],
        **{name: [_short(one) for one in values[name]] for name in _PLAIN},
        **_literals("name", values["name"]),
        **_literals("programme_name", values["programme"]),
        "programme_iri": [context.ids.hashed("programme", one.value).value for one in values["programme"]],
        "product_iri": [one.value for one in values["product"]],
    }
    for layer in (_dates(values), _occasion(values, context), _amounts(mission, values, context)):
        columns |= layer
    return columns | _parties(values, context) | _evidence(values, context)


def _short(value: Any) -> str:
    """The notation of a concept; a text as it stands."""
    return value.value.rsplit("/", 1)[1] if isinstance(value, NamedNode) else str(value)


def _literals(name: str, found: Sequence[Literal]) -> Columns:
    language = f"{name.removesuffix('_name')}_language"
    return {name: [one.value for one in found], language: [one.language or "" for one in found]}


def _dates(values: Values) -> Columns:
    columns: Columns = {}
    for field in ("start", "end"):
        found: Sequence[PartialDate] = values[field]
        columns[f"{field}_edtf"] = [when.edtf for when in found]
        columns[f"{field}_earliest"] = [when.earliest.isoformat() for when in found]
        columns[f"{field}_latest"] = [when.latest.isoformat() for when in found]
    return columns


def _occasion(values: Values, context: Context) -> Columns:
    kinds: dict[bool, list[str]] = {True: [], False: []}
    for occasion in values["occasion"]:
        kinds[context.register.is_crisis(occasion)].append(occasion.value)
    return {"crisis_iri": kinds[True], "occasion_iri": kinds[False]}


def _amounts(mission: NamedNode, values: Values, context: Context) -> Columns:
    quantity, value = values["quantity"], values["value_usd"]
    return {
        "quantity_iri": [context.ids.below(mission, "quantity").value for _ in quantity],
        "quantity_amount": [decimal(one.value).value for one in quantity],
        "quantity_unit": list(values["unit"]),
        "quantity_written": [f"{one.text} {''.join(values['unit'])}".strip() for one in quantity],
        "value_iri": [context.ids.below(mission, "value").value for _ in value],
        "value_amount": [decimal(one.value).value for one in value],
        "value_currency": ["USD" for _ in value],
    }


def _parties(values: Values, context: Context) -> Columns:
    columns: Columns = {}
    named: list[Party] = []
    for field, body_field in _SIDES:
        places: Sequence[NamedNode] = values[field]
        bodies = [_body(text, places, context) for text in values[body_field]]
        states = [one for one in bodies if isinstance(one, NamedNode)]
        acting = [*places, *states] if places else [_acting(one) for one in bodies]
        columns[f"{field}_iri"] = [one.value for one in acting]
        columns[f"{body_field}_iri"] = [one.iri.value for one in bodies if isinstance(one, Organisation)]
        named += bodies
    for field in _ROLES:
        columns[f"{field}_iri"] = [_iri(one) for one in values[field]]
        named += values[field]
    new = [one for one in named if isinstance(one, Organisation) and not one.known]
    return columns | {
        "organisation_iri": [one.iri.value for one in new],
        "organisation_name": [one.name for one in new],
        "organisation_home_iri": [one.home.value if one.home else "" for one in new],
    }


def _body(text: str, places: Sequence[NamedNode], context: Context) -> Party:
    states = context.register.places.find_name(text.split(" (")[0])
    return (
        states[0].iri
        if len(states) == 1
        else resolve_organisation(text, context.register, context.ids, places)
    )


def _acting(body: Party) -> NamedNode:
    """The party that a body is where no state is named: itself, or the territory without a code that it is of."""
    if isinstance(body, NamedNode):
        return body
    return body.home if body.home and "/territory/" in body.home.value else body.iri


def _iri(party: Party) -> str:
    return party.value if isinstance(party, NamedNode) else party.iri.value


def _evidence(values: Values, context: Context) -> Columns:
    title, publisher = ("".join(values[f"source_{part}"]) for part in ("title", "publisher"))
    url = "".join(one.value for one in values["source_url"])
    key = [url] if url else [title, publisher]
    columns = {
        "document_iri": context.ids.hashed("document", *key).value if url or title else "",
        "document_title": title,
        "document_url": url,
        "publisher_iri": context.ids.hashed("publisher", publisher).value if publisher else "",
        "publisher_name": publisher,
    }
    return {name: [text] for name, text in columns.items()}


def _source(spec: SourceSpec, ids: Identifiers) -> dict[str, str]:
    return {
        "source": spec.source,
        "title": spec.title,
        "licence": spec.licence,
        "publisher_iri": ids.hashed("publisher", spec.publisher).value,
        "publisher_name": spec.publisher,
        "marking": spec.marking,
        "reliability": spec.reliability,
        "credibility": spec.credibility,
    }
