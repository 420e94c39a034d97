"""`hakim source`: source specs, and the workbooks that they read."""

from collections.abc import Iterator
from pathlib import Path

import click

from hakim.commands.common import existing_file, json_option
from hakim.output import print_json, say
from hakim.settings import SOURCES
from ingest.draft import DRAFTED, Draft
from ingest.draft_file import DraftedSpec, DraftWish, draft_file
from ingest.source_spec import find_spec, load_spec
from ontology.errors import OutsideFailure

TEMPLATES = {"en": "mission-template", "ar": "mission-template-ar"}
"""The source spec of the workbook in each language."""

output_option = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write."
)


@click.group()
def source() -> None:
    """Drafts a source spec from a file, or writes a workbook for analysts to fill in.

    Example: hakim source new missions.csv -o missions.yaml
    """


@source.command(short_help="Draft the source spec of a file.")
@click.argument("file", type=existing_file)
@output_option
@click.option("--record", type=click.Choice(DRAFTED), help="What a row describes, where the draft is wrong.")
@click.option("--sheet", default="", help="The sheet of a workbook; by default the only visible one.")
@click.option("--records", default="", help="Which parts of a JSON document are rows: a JSON pointer.")
@json_option
def new(
    file: Path, output: Path | None, record: str | None, sheet: str, records: str, *, as_json: bool
) -> None:
    """Drafts the source spec of FILE, and says what it could not place.

    The draft goes to stdout, or with -o to a file. The exit code is 1 when no column fills a field that each
    record needs.

    Example: hakim source new missions.csv -o missions.yaml
    """
    found = draft_file(file, DraftWish(record or "", sheet, records))
    if output:
        write_whole(output, found.text.encode())
    if as_json:
        print_json(_as_json(found))
    elif not output:
        click.echo(found.text, nl=False)
    for known in shipped_for(found.draft):
        say(f"The shipped source spec {known!r} reads these columns: hakim ingest {file} --source {known}")
    for doubt in found.doubts:
        say(doubt)
    if found.draft.lacking:
        raise click.exceptions.Exit(1)


def _as_json(found: DraftedSpec) -> dict[str, object]:
    return {
        "record": found.draft.record,
        "placed": {one.profile.column: one.field for one in found.draft.placed},
        "unplaced": [one.column for one in found.draft.unplaced],
        "lacking": list(found.draft.lacking),
        "doubts": list(found.doubts),
        "spec": found.text,
    }


def shipped_for(drafted: Draft) -> Iterator[str]:
    """The names of the shipped specs whose columns the file has, all of them."""
    header = {one.profile.column for one in drafted.placed} | {one.column for one in drafted.unplaced}
    for path in sorted(SOURCES.glob("*.yaml")):
        spec = load_spec(path)
        if spec.ignored_columns | {column.column for column in spec.columns} <= header:
            yield path.stem


@source.command(short_help="Write a workbook that analysts fill in.")
@click.option("--language", type=click.Choice(sorted(TEMPLATES)), default="en", show_default=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file to write.",
)
def template(language: str, output: Path) -> None:
    """Writes the workbook for missions that analysts fill in, with lists to choose from.

    Filled in, it is read with the source spec of its language, which the command names.

    Example: hakim source template --language ar -o missions.xlsx
    """
    # The library of workbooks takes a tenth of a second to load, which only this command needs.
    from ingest.template import crisis_names, place_names, template_bytes

    name = TEMPLATES[language]
    places = place_names(language, find_spec("countries", SOURCES), find_spec("territories", SOURCES))
    choices = {"sender": places, "recipient": places, "occasion": crisis_names(find_spec("crises", SOURCES))}
    write_whole(output, template_bytes(find_spec(name, SOURCES), language, choices))
    say(f"Filled in, it is read with: hakim ingest {output} --source {name}")


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that it is either the old one or the new one, never a part."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise OutsideFailure(
            f"{path} cannot be written: {error.strerror}.", hint="Check the folder and its rights."
        ) from error
