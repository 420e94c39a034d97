"""The app is made by a function: give it a graph, an index of names and the evidence, and it answers."""

from flask import Flask
from markupsafe import Markup

from web.assets import load_assets
from web.config import ViewerConfig
from web.display import visible
from web.guards import install_guards
from web.pages import pages
from web.problems import install_problem_pages
from web.reference_pages import reference_pages
from web.template_context import template_context

LONGEST_ADDRESS = 8_192


def printed(value: object) -> object:
    """What a template prints: text of the graph never hides or reorders what stands around it."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


class ViewerApp(Flask):
    """Flask, with everything that templates print made visible."""

    # Flask itself declares it so: a dictionary of the class.
    jinja_options = {"finalize": printed, "trim_blocks": True, "lstrip_blocks": True}  # noqa: RUF012


def create_app(config: ViewerConfig) -> Flask:
    """The viewer on one graph."""
    # Only the hashed assets are served: the folder of the style sheet and script stays closed.
    app = ViewerApp("web", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_ADDRESS
    app.extensions["viewer"] = config
    app.extensions["assets"] = load_assets()
    install_guards(app, config.hosts)
    app.register_blueprint(pages)
    app.register_blueprint(reference_pages)
    install_problem_pages(app)
    app.context_processor(template_context)
    return app
