"""What texts are told to name, in the words of the tables of this folder: a thing, or what happens to the row."""

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pyoxigraph import NamedNode

from ingest.characters import check_place
from ingest.kinds.mission import _body
from ingest.resolution.register import Register
from ingest.rows import CellProblem
from ontology.dates import parse_date
from ontology.namespaces import SCHEME
from tests.ingest.world import IDS, Reader

FOLDER = Path(__file__).parent
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")


def read(name: str) -> list[dict[str, str]]:
    """The rows of a table of this folder; a character that cannot be seen is written as \\uXXXX."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return [row | {"text": shown_to_text(row["text"])} for row in csv.DictReader(file)]


def shown_to_text(shown: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), shown)


def told(row: Mapping[str, str], missions: Reader) -> str:
    """The thing that the text of a row names in its role and context, or what becomes of its row instead."""
    try:
        return _TELLERS[row["role"]](row["text"], row.get("context", ""), missions)
    except CellProblem as problem:
        return problem.verdict.replace("_", " ")


def _country(text: str, when: str, missions: Reader) -> str:
    check_place(text)
    return short(missions.context.register.place(text, parse_date(when) if when else None))


def _organisation(text: str, homes: str, missions: Reader) -> str:
    register = missions.context.register
    places = tuple(_places(homes, register))
    body = _body(text, "sending_organisation", missions.context, places)
    if isinstance(body, NamedNode):
        return short(body)
    return body.name if body.known else "new"


def _places(homes: str, register: Register) -> Iterator[NamedNode]:
    return (register.place(home) for home in filter(None, homes.split(";")))


def _crisis(text: str, _context: str, missions: Reader) -> str:
    return short(missions.context.register.occasion(text))


def _disease(text: str, _context: str, missions: Reader) -> str:
    return short(missions.context.register.disease(text))


_TELLERS = {
    "country": _country,
    "organisation": _organisation,
    "crisis": _crisis,
    "disease": _disease,
}


def short(thing: NamedNode) -> str:
    """The end of an IRI that tells a thing from others."""
    return thing.value.removeprefix(IDS.base).removeprefix(SCHEME)
