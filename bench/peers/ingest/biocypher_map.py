"""BioCypher's part: an adapter that reads missions.csv and gives nodes and edges. Run by the peer's own Python."""

import csv
import json
import time
from collections.abc import Iterator
from pathlib import Path

from biocypher import BioCypher

PROPERTIES = {
    "title": "name",
    "type": "type",
    "start": "start",
    "end": "end",
    "quantity": "quantity",
    "unit": "unit",
    "value_usd": "value_usd",
    "source_url": "url",
}
EDGES = {"sender": "sent_by", "recipient": "received_by"}

Node = tuple[str, str, dict[str, str]]
Edge = tuple[None, str, str, str, dict[str, str]]


def rows() -> Iterator[dict[str, str]]:
    """The rows of the file."""
    with Path("missions.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def nodes() -> Iterator[Node]:
    """A node a mission, and one a country."""
    seen: set[str] = set()
    for row in rows():
        yield row["id"], "mission", {name: row[column] or "" for column, name in PROPERTIES.items()}
        for column in EDGES:
            for code in row[column].split(";"):
                if code and code not in seen:
                    seen.add(code)
                    yield code, "country", {"code": code}


def edges() -> Iterator[Edge]:
    """An edge a sender, and one a recipient."""
    for row in rows():
        for column, label in EDGES.items():
            # A mission may lack a recipient, but not its sender: the peer is to see that.
            for code in row[column].split(";"):
                if code or column == "sender":
                    yield None, row["id"], code, label, {}


def main() -> None:
    """Writes the files for an import into Neo4j."""
    maker = BioCypher(biocypher_config_path="config.yaml")
    begin = time.perf_counter()
    maker.write_nodes(nodes())
    maker.write_edges(edges())
    maker.write_import_call()
    print(json.dumps({"mapping_seconds": time.perf_counter() - begin}))


if __name__ == "__main__":
    main()
