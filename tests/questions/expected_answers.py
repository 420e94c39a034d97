"""The expected answers: one file a question, computed by the oracles from the CSV files, and read by people.

`python -m tests.questions.expected_answers [NAME…]` writes the files anew: the rows as the oracles compute them, the
caveats as the product says them. What changed is then seen in the difference of versions.
"""

import importlib
import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, parse

from graph.asking import ask, read_parameters, sort_rows
from graph.fact_sources import FactSource, SparqlFacts
from graph.question import question, question_names
from hakim.loading import ingest_shipped
from hakim.named_answers import named_value
from hakim.settings import SOURCES
from ingest.options import IngestOptions
from ingest.run import ingest_file
from ingest.source_spec import find_spec
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE
from records.journal import Journal
from records.store import Store
from tests.questions.oracle.csv_data import CsvData
from tests.w3c import SHARED

FOLDER = Path(__file__).parent / "expected"
ORACLES = tuple(sorted(path.stem for path in (Path(__file__).parent / "oracle").glob("*.py")))
OPTIONS = IngestOptions(Identifiers(DEFAULT_ID_BASE), "2026-11-22T12:00:00Z")
OUTSIDE = {
    "outbreaks": SHARED / "outbreaks_don" / "outbreaks_13052026.csv",
    "ucdp-conflicts": SHARED / "ucdp_acd" / "ucdp_prio_acd_v25_1_2003on.csv",
}
"""The files that some questions need and that do not ship."""


def oracle_rows(name: str, data: CsvData, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows that the question's oracle computes from the CSV files."""
    for part in ORACLES:
        module = importlib.import_module(f"tests.questions.oracle.{part}")
        function = getattr(module, name.replace("-", "_"), None)
        if function is not None:
            rows: list[dict[str, Any]] = function(data, parameters)
            return rows
    raise LookupError(f"There is no oracle for the question {name}.")


def expected(name: str) -> dict[str, Any]:
    """The whole expected answer of a question with its default parameters."""
    answer: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return answer


def answered(name: str, source: FactSource, language: str = "en") -> dict[str, Any]:
    """The product's whole answer to a question with its default parameters."""
    asked = question(name)
    return dict(named_value(ask(asked, source, read_parameters(asked, {}), language)))


def written(answer: Mapping[str, Any]) -> str:
    """An answer as its file holds it: one row a line, so that differences are read row by row."""
    rows = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in answer["rows"])
    head = {key: value for key, value in answer.items() if key != "rows"}
    text = json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}")
    return f'{text},\n  "rows": [\n{rows}\n  ]\n}}\n' if rows else f'{text},\n  "rows": []\n}}\n'


def ingest_outside(store: Store) -> None:
    """Ingests the third-party files that questions need."""
    for source, path in OUTSIDE.items():
        ingest_file(store, find_spec(source, SOURCES), path, OPTIONS)


def journal_facts(journal: Journal) -> SparqlFacts:
    """The facts of the store of record, for SPARQL."""
    return SparqlFacts(
        quad for text in journal.texts() for quad in parse(input=text.encode(), format=RdfFormat.N_QUADS)
    )


def main(names: list[str]) -> None:
    """Writes the expected answers of the named questions, or of all."""
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder)) as store:
        ingest_shipped(store, OPTIONS)
        shipped = journal_facts(store.journal)
        ingest_outside(store)
        whole = journal_facts(store.journal)
    data = CsvData(outside=SHARED)
    for name in names or question_names():
        asked = question(name)
        answer = answered(name, whole if asked.needs else shipped)
        answer["rows"] = sort_rows(oracle_rows(name, data, read_parameters(asked, {})), asked.order)
        (FOLDER / f"{name}.json").write_text(written(answer), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
