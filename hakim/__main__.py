"""The `hakim` command."""

import importlib
import logging
import sys
import tempfile
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import click

from ontology.errors import HakimError

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "ask": "Answer a named question, with its caveats.",
        "bulk": "Write the graph as files for the offline import of Neo4j.",
        "check": "Check an RDF or source file against the shapes, without loading it.",
        "demo": "Ingest and load the shipped records, then serve the viewer.",
        "diff": "Show what one set of facts has and another has not.",
        "engine": "Start, stop and show the embedded engine.",
        "export": "Write the facts of the graph as RDF.",
        "ingest": "Read files into the store of record and the graph.",
        "judge": "Say whether two things are the same one.",
        "judge-name": "Say what a name means that sources write.",
        "key": "Make, list, rotate and export keys, and trust those of partners.",
        "load": "Load RDF documents, exactly as they come.",
        "policy": "Check the policy of release, and explain why a fact leaves or stays.",
        "query": "Run read-only Cypher.",
        "rebuild": "Make the graph anew from the store of record.",
        "receive": "Verify a package of an ally, and take it in: all of it, or nothing.",
        "release": "Make a signed package of what an ally may have.",
        "review": "Judge missions that may be told twice, one pair at a time.",
        "runs": "Show what was ingested and what became of every row.",
        "search": "Find things by any of their names.",
        "serve": "Serve the viewer.",
        "shell": "Ask in read-only Cypher, one statement after the other.",
        "source": "Draft a source spec from a file, or write a workbook to fill in.",
        "sparql": "Ask in SPARQL, over what is in the graph or an RDF file.",
        "status": "Say whether the graph is in step with the store of record.",
        "unmerge": "Take back what was judged of two things.",
        "verify": "Say whether a package is whole, signed and for us.",
        "view": "Make a home that holds what a partner may have, and nothing else.",
        "where": "Show the cells behind a thing or a fact.",
        "withdraw": "Take back everything that a source told.",
    }
)
"""Every command with its summary. A command's module is read only when it is run: each starts at once."""


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own names."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of all commands."""
        return sorted(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        cmd_name: str,
    ) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(importlib.import_module(f"hakim.commands.{name}"), name)
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """The list of commands, without reading their modules."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="hakim")
def hakim() -> None:
    """Hakim: a knowledge graph of health diplomacy. Who helped whom, when, with what, on whose word.

    State is kept in HAKIM_HOME (default ./var). With NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD set, that
    server is used in place of the embedded engine.

    Example: hakim demo
    """


def main() -> None:
    """Runs the command line; a problem is one message and an exit code, never a traceback."""
    # What the driver would say of its attempts is told once, by the error that ends them.
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)
    try:
        code = hakim(standalone_mode=False)
    except HakimError as error:
        click.echo(f"hakim: {error}", err=True)
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("hakim: stopped.", err=True)
        code = 130
    except BrokenPipeError:
        # The reader of our output went away, as `head` does: nothing is wrong.
        sys.stderr.close()
        code = 0
    except Exception as error:  # the last resort: a defect of ours is told, not thrown
        click.echo(
            f"hakim: a defect: {type(error).__name__}: {error}. Please report {keep_traceback()}", err=True
        )
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


def keep_traceback() -> Path:
    """Writes the traceback of the error at hand to a file of its own, and gives its path."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="hakim-defect-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        traceback.print_exc(file=file)
    return Path(file.name)


if __name__ == "__main__":
    main()
