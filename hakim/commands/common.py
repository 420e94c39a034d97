"""What commands share: the settings, and the options that several take."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from hakim.settings import Settings, read_settings

existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)
file_or_stdin = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
import_option = click.option(
    "--import", "source", type=existing_file, help="Take in the judgements of a file."
)
export_option = click.option(
    "--export", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write them to a file."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON value.")


def settings() -> Settings:
    """The settings of this process."""
    return read_settings(os.environ, Path.cwd())


def now() -> str:
    """The time of the clock, in UTC, to the second, as ISO 8601."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
