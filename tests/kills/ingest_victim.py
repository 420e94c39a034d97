"""Ingests missions into a home, as `hakim ingest` does it before it goes to the graph; to be killed from outside.

Not a test: the child of `test_ingest_kills.py`. It says "ready" once it has loaded its modules, and begins when
it is told to. At the end it prints the ledger.

    python ingest_victim.py HOME FILE WORKERS
"""

import json
import sys
from pathlib import Path

from hakim.settings import SOURCES
from ingest.options import IngestOptions
from ingest.run import ingest_file
from ingest.source_spec import find_spec
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE
from records.store import Store


def main(home: str, file: str, workers: str) -> None:
    """Waits for the word, ingests the file, and prints what became of its rows."""
    options = IngestOptions(
        Identifiers(DEFAULT_ID_BASE), "2026-01-01T00:00:00Z", partial=True, workers=int(workers)
    )
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    with Store(Path(home)) as store:
        ledger = ingest_file(store, find_spec("missions", SOURCES), Path(file), options).ledger
    sys.stdout.write(json.dumps(ledger.as_json()) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
