"""The `hakim` command."""

import sys

import click

from hakim.commands import COMMANDS
from ontology.errors import HakimError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="hakim")
def hakim() -> None:
    """Hakim: a knowledge graph of health diplomacy. Who helped whom, when, with what, on whose word.

    State is kept in HAKIM_HOME (default ./var). With NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD set, that server is
    used in place of the embedded engine.

    Example: hakim demo
    """


for _command in COMMANDS:
    hakim.add_command(_command)


def main() -> None:
    """Runs the command line; a problem is one message and an exit code, never a traceback."""
    try:
        hakim(standalone_mode=False)
    except HakimError as error:
        click.echo(f"hakim: {error}", err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("hakim: stopped.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output went away, as `head` does: nothing is wrong.
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
