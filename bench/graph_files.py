"""Files for neo4j-admin as somebody writes them by hand: one CSV file for each label set and each edge type."""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from neo4j.time import Date, DateTime

from bench.graph_plain import PlainRows, Row

LISTS = "\x1f"
"""What stands between the values of a list; it is in none of them."""
ARGUMENTS = ("--array-delimiter=U+001F", "--multiline-fields=true", "--overwrite-destination=true")
_TYPES: Mapping[type, str] = {
    str: "string",
    bool: "boolean",
    int: "long",
    float: "double",
    date: "date",
    Date: "date",
    DateTime: "datetime",
}


def write_files(rows: PlainRows, folder: Path) -> None:
    """Writes the files, and beside them `arguments`: what the import is told of them, one a line."""
    arguments: list[str] = [*ARGUMENTS]
    for number, (labels, of_labels) in enumerate(sorted(rows.nodes.items())):
        path = folder / f"nodes-{number}.csv"
        _write(path, {"iri:ID": "iri"}, [{**row} for row in of_labels])
        arguments.append(f"--nodes={':'.join((*labels, 'Resource'))}={path}")
    edges: dict[str, list[Row]] = defaultdict(list)
    for (_, edge_type, _), of_group in rows.edges.items():
        edges[edge_type] += of_group
    for edge_type, of_type in sorted(edges.items()):
        path = folder / f"edges-{edge_type}.csv"
        flat = [{":START_ID": row["s"], ":END_ID": row["o"], **row["p"]} for row in of_type]
        _write(path, {":START_ID": ":START_ID", ":END_ID": ":END_ID"}, flat)
        arguments.append(f"--relationships={edge_type}={path}")
    (folder / "arguments").write_text("\n".join(arguments) + "\n", encoding="utf-8")


def _write(path: Path, keys: Mapping[str, str], rows: Sequence[Row]) -> None:
    types: dict[str, str] = {}
    for row in rows:
        for name, value in row.items():
            if name not in types:
                types[name] = _type(value)
    others = [name for name in types if name not in keys.values()]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow([*keys, *(f"{name}:{types[name]}" for name in others)])
        columns = (*keys.values(), *others)
        out.writerows([_cell(row.get(name)) for name in columns] for row in rows)


def _type(value: Any) -> str:
    if isinstance(value, list):
        return f"{_TYPES[type(value[0])]}[]"
    return _TYPES[type(value)]


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case list():
            return LISTS.join(map(_cell, value))
        case bool():
            return "true" if value else "false"
        case Date() | DateTime():
            return value.iso_format()
        case _:
            return str(value)


def arguments_in(folder: Path) -> Sequence[str]:
    """What the import is told of the files in a folder."""
    return (folder / "arguments").read_text(encoding="utf-8").splitlines()
