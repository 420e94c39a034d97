"""neo4j-admin's offline import: of the files that Hakim writes, and of files written by hand for the same graph."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.graph_contestants import CHECKOUT, Run, read_told
from bench.graph_files import arguments_in
from bench.graph_server import Place, installed_in
from bench.measure import Measured, run_measured
from graph.bulk.admin_command import ARGUMENTS_FILE

_IMPORT = ("org.neo4j.cli.AdminTool", "database", "import", "full")


@dataclass(frozen=True, slots=True)
class Files:
    """A way to make files for the import: how it is started in an empty folder, and what the import is told."""

    name: str
    does: str
    command: Sequence[str]
    read: Callable[[Measured], tuple[float, int]]
    arguments: Callable[[Path], Sequence[str]]


BY_HAND = Files(
    "files by hand",
    "CSV of the same nodes and edges, ready made",
    [sys.executable, "-m", "bench.graph_tasks", "files", "files"],
    read_told,
    arguments_in,
)


def _read_summary(measured: Measured) -> tuple[float, int]:
    told = json.loads(measured.out)
    return measured.seconds, told["nodes"] + told["relationships"]


def _arguments_of_bulk(folder: Path) -> Sequence[str]:
    """What `hakim bulk` tells the import, which is started elsewhere than in the folder of the files."""
    lines = (folder / ARGUMENTS_FILE).read_text(encoding="utf-8").splitlines()
    return ["--overwrite-destination=true", *(line.replace("./", f"{folder}/") for line in lines)]


OURS = Files(
    "hakim bulk",
    "from the store of record",
    [sys.executable, "-m", "hakim", "bulk", "-o", "files", "--for", "5.26", "--json"],
    _read_summary,
    _arguments_of_bulk,
)


def write_and_import(files: Files, home: Path, folder: Path) -> tuple[Run, Run, Place]:
    """Writes files and imports them into a Neo4j that is made anew; both as processes that are measured."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "files").mkdir(parents=True)
    place = installed_in(folder / "neo4j")
    written = _measured(files.command, folder, {**os.environ, **_for_hakim(home)}, files.name)
    seconds, items = files.read(written)
    # The database comes first: an option that names files takes what follows it as files too.
    command = place.command(*_IMPORT, place.account.database, *files.arguments(folder / "files"))
    imported = _measured(command, folder, place.environment, f"import of {files.name}")
    return (
        Run(written.seconds, seconds, written.megabytes, items),
        Run(imported.seconds, imported.seconds, imported.megabytes, items),
        place,
    )


def _for_hakim(home: Path) -> Mapping[str, str]:
    return {"HAKIM_HOME": str(home), "PYTHONPATH": str(CHECKOUT)}


def _measured(command: Sequence[str], folder: Path, environment: Mapping[str, str], what: str) -> Measured:
    measured = run_measured(command, folder, environment)
    if measured.code:
        raise SystemExit(
            f"{what} ended with {measured.code}:\n{measured.err[-3000:] or measured.out[-3000:]}"
        )
    return measured
