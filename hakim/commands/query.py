"""`hakim query`: read-only Cypher."""

import io
import sys
from pathlib import Path

import click
from rich.console import Console

from hakim.answers import FORMS, write_answer
from hakim.commands.common import settings
from hakim.graph_session import reading
from hakim.output import OUT, say
from hakim.parameters import check_text, read_parameters
from hakim.whole_output import whole_output

output_option = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; else stdout."
)


@click.command()
@click.argument("cypher")
@click.option("--params", default="{}", help="Parameters as a JSON object, or @FILE that holds one.")
@click.option("--format", "form", type=click.Choice(FORMS), default="table", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@output_option
def query(cypher: str, params: str, form: str, output: Path | None, *, as_json: bool) -> None:
    """Runs CYPHER by an account that can only read, and prints the rows. "-" reads the query from stdin.

    In CSV, a text that a spreadsheet would take for a formula begins with an apostrophe.

    Example: hakim query "MATCH (m:Mission) RETURN count(m) AS n" --format json
    """
    text = check_text(sys.stdin.read() if cypher == "-" else cypher)
    parameters = read_parameters(params)
    with reading(settings()) as session:
        answer = session.gateway.select(text, parameters)
    # A file gets no colours, and is as wide as what reads it later makes it.
    console = Console(file=io.StringIO(), width=OUT.width, soft_wrap=True) if output else OUT
    written = write_answer(answer, "json" if as_json else form, console)
    with whole_output(output) as opened:
        opened.write(written.text.encode())
    if written.note:
        say(written.note)
