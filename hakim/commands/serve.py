"""`hakim serve`: the viewer."""

import webbrowser

import click

from hakim.commands.common import settings
from hakim.output import say
from hakim.settings import Settings
from hakim.viewer import viewer
from web.serve import serve as serve_app

HOST = "127.0.0.1"


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The loopback port; 0: a free one.")
@click.option("--browser/--no-browser", default=False, help="Open the page in the desktop's browser.")
def serve(port: int, *, browser: bool) -> None:
    """Serves the viewer on a loopback port until Ctrl-C.

    Example: hakim serve --port 8080
    """
    serve_viewer(settings(), port, browser=browser)


_NEXT = """\
Next, in another terminal after `. .venv/bin/activate`:
  hakim query "MATCH (m:Mission) RETURN count(m) AS n"    asks in Cypher
  hakim export --format turtle -o hakim.ttl               writes RDF"""


def serve_viewer(current: Settings, port: int, *, browser: bool) -> None:
    """Serves the viewer and prints its address and what to do next; ends the engine that it started."""

    def ready(chosen: int) -> None:
        address = f"http://{HOST}:{chosen}/"
        say(f"The viewer is at {address}\nOpen it in a browser. Ctrl-C stops it.\n{_NEXT}")
        if browser:
            webbrowser.open(address)

    with viewer(current) as app:
        serve_app(app, HOST, port, ready)
