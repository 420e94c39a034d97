"""What neo4j-admin is told of the files, and what a person does, for each of its versions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.bulk.tables import Source
from ontology.errors import UsageProblem

ARGUMENTS_FILE: Final = "import.args"
STATEMENTS_FILE: Final = "after.cypher"

_USUAL_BUFFER: Final = 4 * 1024 * 1024
"""What the tool takes by default; a row must fit."""


_NO_CLASS = "there neo4j-admin ends with NoClassDefFoundError: com/ctc/wstx/io/InputBootstrapper"
_NO_LISTS = (
    'there neo4j-admin says of a list "is not a supported property value", and of an absent value "Cannot write null'
    ' values to the property store"'
)


@dataclass(frozen=True, slots=True)
class Version:
    """A line of Neo4j releases whose import was tried; what it said when it was given Parquet."""

    name: str
    of_parquet: str


VERSIONS: Final[Mapping[str, Version]] = {
    version.name: version
    for version in (Version("5.26", _NO_CLASS), Version("2025", _NO_LISTS), Version("2026", _NO_CLASS))
}
NEWEST: Final = "2026"
FORMATS: Final = ("csv", "parquet")


def check_format(version: Version, form: str) -> None:
    """Refuse a format that the version's import was not found to take.

    >>> check_format(VERSIONS["5.26"], "csv")
    """
    if form == "parquet":
        raise UsageProblem(
            f"No Parquet for Neo4j {version.name} Community: {version.of_parquet}.", hint="Use --format csv."
        )


def arguments(sources: Sequence[Source]) -> list[str]:
    """The lines of the argument file. Paths are relative to its folder, so that this can be moved."""
    lines = ["--array-delimiter=U+001F"]
    if broken := [source.files[-1] for source in sources if source.has_line_breaks]:
        lines += [f"--multiline-fields={_paths(broken)}", "--multiline-fields-format=v2"]
    # The buffer counts UTF-16: two units for a character at most.
    needed = 2 * max((source.longest for source in sources), default=0) + 1024
    if needed > _USUAL_BUFFER:
        lines.append(f"--read-buffer-size={needed}")
    return [*lines, *map(_source, sources)]


def _source(source: Source) -> str:
    files = _paths(source.files)
    names = ":".join(source.table.names)
    return f"--{source.table.kind}={names}={files}" if names else f"--{source.table.kind}={files}"


def _paths(files: Iterable[str]) -> str:
    # A path without a folder is refused by 2026.
    return ",".join(f"./{file}" for file in files)


def import_command(database: str) -> str:
    """The command, to be run in the folder of the files while the database is stopped."""
    # The database comes first: an option that names files takes what follows it as files too.
    return f"neo4j-admin database import full {database} @{ARGUMENTS_FILE}"


def after_command(database: str) -> str:
    """The command that ends the load, once the database is started."""
    return f"cypher-shell -d {database} -f {STATEMENTS_FILE}"


def steps(version: Version, database: str) -> list[str]:
    """What to do with the files, as text for people."""
    return [
        f"Files of `hakim bulk` for the offline import of Neo4j {version.name}.",
        "",
        f"1. On the server's machine, stop the database {database} (on Community, the server).",
        "2. In this folder, as the user that runs the server:",
        "",
        f"     {import_command(database)}",
        "",
        "   Where the database exists already, add --overwrite-destination=true: what it holds is deleted.",
        f"3. Start the database (on Enterprise: CREATE DATABASE {database}, where it is new).",
        "4. In this folder, make the constraints and set what no file can say:",
        "",
        f"     {after_command(database)}",
        "",
        "5. On Hakim's machine, with NEO4J_URI set to that server: hakim status --verify",
    ]
