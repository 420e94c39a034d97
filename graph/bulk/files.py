"""`write_bulk`: a whole graph as a folder of files for the offline import, with all that is done with them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.bulk.admin_command import (
    ARGUMENTS_FILE,
    STATEMENTS_FILE,
    Version,
    after_command,
    arguments,
    check_format,
    import_command,
    steps,
)
from graph.bulk.afterwards import Afterwards
from graph.bulk.csv_files import CsvFiles
from graph.bulk.folder import whole_folder, write_manifest
from graph.bulk.write import GraphRows
from graph.projection import WholeGraph

STEPS_FILE: Final = "README.txt"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which files: for which version of Neo4j, in which format, for a database of which name."""

    version: Version
    form: str = "csv"
    database: str = "neo4j"

    def __post_init__(self) -> None:
        check_format(self.version, self.form)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written. `later_values` are values that no file can say, which the statements set after the import."""

    folder: Path
    nodes: int
    relationships: int
    later_values: int
    import_command: str
    after_command: str


def write_bulk(graph: WholeGraph, folder: Path, wanted: Wanted) -> Written:
    """Writes the folder, whole or not at all; the same graph gives the same bytes. Memory is flat.

    Raises NotOurFolder where the place is taken, OutsideFailure when it cannot be written.
    """
    with whole_folder(folder) as made:
        tables = CsvFiles(made)
        with (made / STATEMENTS_FILE).open("w", encoding="utf-8", newline="\n") as file:
            after = Afterwards(file)
            counts = GraphRows(tables, after).write(graph)
        sources = tables.close()
        _write_lines(made / ARGUMENTS_FILE, arguments(sources))
        _write_lines(made / STEPS_FILE, steps(wanted.version, wanted.database))
        marker = graph.marker()
        says = {
            "store": marker.store,
            "run": marker.run,
            "for": wanted.version.name,
            "format": wanted.form,
            "nodes": counts.nodes,
            "relationships": counts.relationships,
            "later_values": after.values,
        }
        write_manifest(made, says, sorted(path.name for path in made.iterdir()))
    return Written(
        folder,
        counts.nodes,
        counts.relationships,
        after.values,
        import_command(wanted.database),
        after_command(wanted.database),
    )


def _write_lines(path: Path, lines: list[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
