"""`hakim engine`: the embedded engine by hand."""

from dataclasses import asdict

import click

from graph import engine as embedded
from hakim.commands.common import json_option, settings
from hakim.output import print_json, print_table, say
from ontology.errors import UsageProblem


@click.group()
def engine() -> None:
    """Starts, stops and shows the embedded engine of this HAKIM_HOME.

    Commands start it when they need it; started here, it stays until it is stopped.

    Example: hakim engine status --credentials
    """


@engine.command()
@click.option(
    "--bolt-port", type=click.IntRange(0, 65535), default=0, help="The loopback port of Bolt; 0: a free one."
)
@json_option
def start(bolt_port: int, *, as_json: bool) -> None:
    """Starts the engine and leaves it running.

    Example: hakim engine start --bolt-port 7687
    """
    current = settings()
    if current.server:
        raise UsageProblem(
            "NEO4J_URI is set: that server is used and no engine is started.", hint="Unset it first."
        )
    running = embedded.start(current.home, embedded.Options(bolt_port=bolt_port))
    if as_json:
        print_json({"pid": running.pid, "bolt": running.reader.uri})
    else:
        say(f"The engine runs at {running.reader.uri} (process {running.pid}).")


@engine.command()
@json_option
def stop(*, as_json: bool) -> None:
    """Stops the engine, whoever started it; everything committed stays.

    Example: hakim engine stop
    """
    ran = embedded.stop(settings().home)
    if as_json:
        print_json({"stopped": ran})
    else:
        say("The engine is stopped." if ran else "The engine did not run.")


@engine.command()
@click.option(
    "--credentials", is_flag=True, help="Show the address and the reader's login, for any Bolt client."
)
@json_option
def status(*, credentials: bool, as_json: bool) -> None:
    """Says whether the engine runs; the exit code is 1 when it does not.

    Example: hakim engine status --credentials
    """
    current = settings()
    found = embedded.status(current.home)
    values: dict[str, object] = asdict(found)
    if credentials and found.running:
        with embedded.session(current.home) as running:
            reader = running.reader
        values |= {
            "uri": reader.uri,
            "user": reader.user,
            "password": reader.password,
            "database": reader.database,
        }
    if as_json:
        print_json(values)
    else:
        print_table(("", ""), list(values.items()))
    if not found.running:
        raise click.exceptions.Exit(1)
