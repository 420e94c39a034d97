"""Pages for what goes wrong: what happened, why, and the way out. Never a traceback."""

from typing import Any

from flask import Flask, g, render_template
from werkzeug.exceptions import HTTPException

from ontology.errors import HakimError, OutsideFailure
from web.pages import language_asked
from web.words import Words

Answer = tuple[str, int]
TOLD = frozenset({400, 403, 404, 405, 500, 503})


def install_problem_pages(app: Flask) -> None:
    """Answer every error with a page in the reader's language."""

    def of_address(error: HTTPException) -> Any:
        code = error.code or 500
        # A redirect of the router is an HTTPException too, and is no problem.
        return error if code < 400 else _page(code if code in TOLD else 400 if code < 500 else 500)

    def of_outside(error: OutsideFailure) -> Answer:
        return _page(503, error)

    def of_work(error: HakimError) -> Answer:
        return _page(500, error)

    def of_defect(error: Exception) -> Answer:
        app.logger.error("A page failed.", exc_info=error)
        return _page(500)

    app.register_error_handler(HTTPException, of_address)
    app.register_error_handler(OutsideFailure, of_outside)
    app.register_error_handler(HakimError, of_work)
    app.register_error_handler(Exception, of_defect)


def _page(code: int, error: HakimError | None = None) -> Answer:
    # A host that is refused is refused before the language is chosen.
    g.words = Words(language_asked())
    return render_template("problem.html", code=code, error=error), code
