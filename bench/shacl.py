"""SHACL on generated missions beside pySHACL: seconds, memory, and whether both find the same.

Each engine runs in a process of its own on the same file and times only validation; reading is not counted. The
missions are rows made of the shipped ones, mapped by the product itself, and then broken here and there. Rules
that are SPARQL take pySHACL minutes for each thousand missions, so they are compared on fewer.
"""

import csv
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from bench.pairs import seconds
from hakim.loading import ingest_shipped
from hakim.settings import SOURCES
from ingest.options import IngestOptions
from ingest.run import ingest_file
from ingest.source_spec import find_spec
from ontology.files import SHAPES, VOCABULARY
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE, HD
from ontology.nquads import read_canonical
from ontology.shacl import compile_shapes, validate
from ontology.shacl.names import sh
from records.store import Store

RUNS = (("core", 10_000, 3), ("core and rules", 50, 1))
"""Which shapes, on how many missions beside those that ship, in how many rounds."""

_BROKEN_ONE_IN = 500
_OPTIONS = IngestOptions(Identifiers(DEFAULT_ID_BASE), "2026-01-01T00:00:00Z", partial=True)


def bench_shacl() -> None:
    """Prints the medians of paired runs: Core constraints on many missions, then rules as well on fewer."""
    with tempfile.TemporaryDirectory() as folder:
        for kind, missions, rounds in RUNS:
            data = Path(folder) / f"{missions}.nt"
            triples = generate(missions)
            data.write_bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
            _compare(f"SHACL {kind}, {missions:,} missions, {len(triples):,} triples", data, kind, rounds)


def _compare(title: str, data: Path, kind: str, rounds: int) -> None:
    pairs = [(_run("ours", data, kind), _run("peer", data, kind)) for _ in range(rounds)]
    mine, theirs = (statistics.median(one["seconds"] for one in side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(peer["seconds"] / ours["seconds"] for ours, peer in pairs)
    ours, peer = pairs[0]
    same = "the same results" if ours["results"] == peer["results"] else "DIFFERENT RESULTS"
    print(
        f"{title}: {mine:.2f} s, pySHACL {theirs:.2f} s: {ratio:.1f} times its speed, "
        f"{ours['megabytes']:,} MB of memory beside {peer['megabytes']:,} MB, {same} ({len(ours['results']):,})"
    )


def _run(engine: str, data: Path, kind: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.shacl", engine, str(data), kind]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


# --- The data --------------------------------------------------------------------------------------------------------


def generate(missions: int) -> set[Triple]:
    """The shipped records and that many missions more, some of them broken; always the same."""
    chance = random.Random(5)  # noqa: S311 - the same data each time, no secret
    spec = find_spec("missions", SOURCES)
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder)) as store:
        ingest_shipped(store, _OPTIONS)
        rows = Path(folder) / "missions.csv"
        _write_rows(spec.shipped_file, rows, missions, chance)
        ingest_file(store, spec, rows, _OPTIONS)
        triples = {quad.triple for text in store.journal.texts() for quad in read_canonical(text)}
    return set(_broken(sorted(triples, key=str), chance))


def _write_rows(shipped: Path, to: Path, missions: int, chance: random.Random) -> None:
    with shipped.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(chance.choice(rows) | {"id": f"GEN-{number:06}"} for number in range(missions))


def _broken(triples: Sequence[Triple], chance: random.Random) -> Iterable[Triple]:
    """The triples, now and then one left out, or with a value that is none of its property."""
    for triple in triples:
        change = chance.randrange(4 * _BROKEN_ONE_IN)
        if change in {1, 2}:
            wrong = NamedNode(HD + "nothing") if change == 1 else Literal("wrong", language="en")
            yield Triple(triple.subject, triple.predicate, wrong)
        elif change:
            yield triple


# --- One engine in its own process -----------------------------------------------------------------------------------


def shapes(kind: str) -> list[Quad]:
    """The shipped shapes, for `core` without their rules."""
    quads = list(parse(path=str(SHAPES), format=RdfFormat.TURTLE))
    if kind == "core":
        links = {sh("sparql"), sh("declare")}
        asked = {quad.object for quad in quads if quad.predicate in links}
        quads = [quad for quad in quads if quad.subject not in asked and quad.predicate not in links]
    return quads


def run_ours(data: Path, kind: str) -> dict[str, Any]:
    """Our validator on quads in memory; compiling the shapes is counted."""
    quads = list(parse(path=str(data), format=RdfFormat.N_TRIPLES))
    vocabulary = list(parse(path=str(VOCABULARY), format=RdfFormat.TURTLE))
    read = shapes(kind)
    begin = time.perf_counter()
    report = validate(quads, compile_shapes(read, vocabulary))
    took = time.perf_counter() - begin
    found = {(str(one.focus), one.path, _text(one.value), one.shape, one.severity) for one in report.results}
    return {"seconds": took, "results": sorted(found)}


def _text(value: object) -> str:
    text = "" if value is None else str(value)
    return text.removesuffix("^^<http://www.w3.org/2001/XMLSchema#string>")


def run_peer(data: Path, kind: str) -> dict[str, Any]:
    """The peer on a graph in memory that holds the vocabulary already, changed in place: its fastest way."""
    # Only the peer's own process pays for these.
    import rdflib
    from pyshacl import validate as validate_by_peer
    from rdflib import SH

    rdflib.NORMALIZE_LITERALS = False
    graph = rdflib.Graph().parse(data, format="nt")
    graph.parse(VOCABULARY, format="turtle")
    text = serialize((quad.triple for quad in shapes(kind)), format=RdfFormat.N_TRIPLES) or b""
    shape_graph = rdflib.Graph().parse(data=text, format="nt")
    answer: list[Any] = []
    took = seconds(lambda: answer.append(validate_by_peer(graph, shacl_graph=shape_graph, inplace=True)))
    report = answer[0][1]

    def told(result: Any, name: str) -> str:
        value = report.value(result, SH[name])
        return "" if value is None else value.n3()

    outer = {
        one
        for head in report.subjects(rdflib.RDF.type, SH.ValidationReport)
        for one in report.objects(head, SH.result)
    }
    found = {
        (
            told(one, "focusNode"),
            told(one, "resultPath").strip("<>"),
            told(one, "value"),
            told(one, "sourceShape").strip("<>"),
            told(one, "resultSeverity").strip("<>").rsplit("#", 1)[-1],
        )
        for one in outer
    }
    return {"seconds": took, "results": sorted(found)}


if __name__ == "__main__":
    engine, file, shape_kind = sys.argv[1:]
    told = {"ours": run_ours, "peer": run_peer}[engine](Path(file), shape_kind)
    told["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(told))
