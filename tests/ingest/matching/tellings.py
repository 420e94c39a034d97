"""One mission told by several sources: what the labelled pairs are made of.

The rival tellings are made of the shipped claims: who reads a claim of another page reads of the same mission, with the
words of that page's address for a title, the day of the page for a start, and the figure that the page gives. What
they share with the curated mission is only who sends what to whom in answer to what.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ingest.matching.background import KINDS, read_background
from ingest.matching.features import Features
from ingest.matching.reading import KIND, read_features
from ingest.run import ingest_file
from ingest.source_spec import SourceSpec
from records.journal import Journal
from records.store import Store
from tests.ingest.world import options, read_table, spec_of, write_table

TYPES = {
    "capacity": "field hospital",
    "beds": "field hospital",
    "personnel": "medical team",
    "doctors": "medical team",
    "experts on board": "medical team",
    "medical personnel": "medical team",
    "composition": "medical team",
    "oxygen concentrators": "equipment",
    "oxygen tanks": "medicines",
    "coveralls": "equipment",
    "visors": "equipment",
}
"""What a reader of a claim alone would take the mission for; other claims leave the type as it is."""
COUNTED = {"beds", "persons", "patients", "doctors", "tonnes", "masks", "patients per month"}
"""Units of claims that are amounts of the mission."""
UNITS = {"persons": "personnel"}

Row = dict[str, str]


def rival_rows() -> Iterator[Row]:
    """A mission for each page that a claim about one stands on, in the columns of the curated missions."""
    missions = {row["id"]: row for row in read_table("missions")}
    seen = set()
    for claim in read_table("claims"):
        page = (claim["mission_id"], claim["source_url"])
        title = page_words(claim["source_url"])
        if page not in seen and title and missions[claim["mission_id"]]["source_url"] != claim["source_url"]:
            seen.add(page)
            yield _rival(claim, missions[claim["mission_id"]], title)


def _rival(claim: Row, mission: Row, title: str) -> Row:
    dated = claim["property"] in {"start date", "arrival"}
    counted = claim["unit"] in COUNTED and claim["value"].isdecimal()
    shared: tuple[str, ...] = ("sender_iso3", "recipient_iso3", "crisis")
    told = {
        "id": claim["claim_id"],
        "title": title,
        "type": TYPES.get(claim["property"], mission["type"]),
        "start_date": claim["value"] if dated else claim["source_date"],
        "quantity": claim["value"] if counted else "",
        "unit": UNITS.get(claim["unit"], claim["unit"]) if counted else "",
        "military": "",
    }
    if not (mission["sender_iso3"] and mission["recipient_iso3"]):
        shared = (*shared, "sender_org", "recipient_org")
    return {**dict.fromkeys(mission, ""), **{name: mission[name] for name in shared}, **told}


def page_words(address: str) -> str:
    """The words of the longest part of an address that has three or more: they are mostly the page's title.

    >>> page_words("https://example.org/news/2020/uae-sends-aid-flight-to-iran-865980.html")
    'uae sends aid flight to iran'
    """
    parts = [
        re.findall(r"[^\W\d_]{2,}|\b\d{1,3}\b", part) for part in unquote(urlsplit(address).path).split("/")
    ]
    words = max(
        ([word for word in part if word not in {"html", "htm"}] for part in parts), key=len, default=[]
    )
    return " ".join(words) if len(words) >= 3 else ""


def ingest_rivals(store: Store, folder: Path) -> None:
    """Ingests the rival tellings as a source of their own."""
    rows = list(rival_rows())
    table = write_table(folder / "rivals.csv", rows)
    spec = replace(spec_of("missions"), source="rivals", authority="rival")
    ingest_file(store, spec, table, options(partial=True))


def qatar_spec(file: Path) -> SourceSpec:
    """The shipped spec of Qatar's projects, with every project as a mission: those not of health as funding."""
    spec = spec_of("aiddata-qatar")
    columns = []
    for column in spec.columns:
        types = column.values if column.field == "mission_type" else None
        told = {**dict.fromkeys(numbers(file), "funding"), **types} if types else None
        columns.append(replace(column, values=told) if told else column)
    return replace(spec, columns=tuple(columns), keep_rows=())


def numbers(file: Path) -> list[str]:
    with file.open(encoding="cp1252", newline="") as opened:
        return [row["project_id"] for row in csv.DictReader(opened.read().split("\r"))]


def qatar_file(original: Path, folder: Path) -> Path:
    """Qatar's file, in which the second of two projects of one number has a number of its own."""
    before, again = original.read_bytes().rsplit(b"\r33767,", 1)
    file = folder / original.name
    file.write_bytes(before + b"\r33767-2," + again)
    return file


def ingest_others(store: Store, folder: Path, files: Mapping[str, Path]) -> None:
    """Ingests the files of others, given by their sources."""
    qatar = qatar_file(files["aiddata-qatar"], folder)
    ingest_file(store, qatar_spec(qatar), qatar, options())
    for source in ("iati-senegal", "fts-nepal", "us-vaccine-donations"):
        ingest_file(store, spec_of(source), files[source], options())


def all_features(journal: Journal) -> Iterator[Features]:
    """The features of all missions of a store."""
    background = read_background(text for _, text in journal.texts_of_kinds(KINDS))
    return read_features((text for _, text in journal.texts_of_kinds((KIND,))), background)
